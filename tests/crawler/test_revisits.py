"""The rules of a visit: what is looked at, what is left for another time, and what lists tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from archive.urls import fetch_key
from archive.warc.known_pages import KnownPage
from crawler.revisits import Revisits
from crawler.site_plan import SitePlan
from spiders.discovery.changes import Change
from spiders.discovery.sources import SourcePage
from spiders.targets import HISTORY, Priority, Target
from tests.crawler.known_site import DAY, FRONT, FULL, NEWS, NOW, POST, SITE, Known, answer, known, not_modified, target


def revisits(*pages: KnownPage, plan: SitePlan = FULL) -> Revisits:
    return Revisits(Known(*pages), {SITE: plan}, lambda: NOW)  # type: ignore[arg-type]


# what is looked at
def test_an_unchanged_page_of_a_whole_site_need_not_be_looked_at() -> None:
    assert not revisits().needs_look(target(), known(), not_modified())
    assert not revisits().needs_look(target(), known(), answer())


def test_a_page_is_looked_at_when_it_changed_or_the_last_visit_left_something() -> None:
    unfinished = revisits(plan=replace(FULL, is_whole=False))

    assert revisits().needs_look(target(), known(), answer(digest="sha1:B"))
    assert revisits().needs_look(target(), None, answer())
    assert unfinished.needs_look(target(), known(), not_modified())


def test_lists_and_front_pages_are_always_looked_at() -> None:
    for priority in (Priority.SEED, Priority.FEED, Priority.SITEMAP, Priority.WALK):
        assert revisits().needs_look(target(FRONT, priority), known(FRONT), not_modified())


def test_where_a_redirect_leads_is_looked_at_for_its_payload_does_not_say_it() -> None:
    before = known(status=301, digest="sha1:EMPTY")

    assert revisits().needs_look(target(), before, answer(status=301, digest="sha1:EMPTY"))


# what is left on a visit for news
def test_on_a_full_visit_nothing_is_left() -> None:
    assert not revisits(known(), plan=FULL).leaves(target())
    assert not revisits(known(), plan=SitePlan("first")).leaves(target())


def test_on_a_visit_for_news_what_is_known_is_left_and_what_is_new_is_asked() -> None:
    rules = revisits(known(), known(FRONT), plan=NEWS)

    assert rules.leaves(target())
    assert not rules.leaves(target(f"{FRONT}artikel/lomba-desa"))
    assert not rules.leaves(target(FRONT, Priority.SEED))
    assert not rules.leaves(target(hops=HISTORY))
    assert not rules.leaves(target(f"{FRONT}1.jpg", Priority.PICTURE))


@pytest.mark.parametrize(
    ("found", "asked", "is_left"),
    [(2, 1, False), (3, 0.5, True), (13, 7, False), (13, 4, True), (15, 10, True)],
)
def test_a_young_article_is_asked_again_at_growing_distances(found: float, asked: float, is_left: bool) -> None:
    rules = revisits(known(found=found, asked=asked), known(FRONT, found=300), plan=NEWS)

    assert rules.leaves(target()) is is_left


def test_what_the_first_visit_found_is_not_young() -> None:
    assert revisits(known(found=2), known(FRONT, found=2.1), plan=NEWS).leaves(target())


@pytest.mark.parametrize(
    ("gone_days", "asked", "is_left"), [(1, 1, False), (1, 0.5, True), (9, 1, True), (9, 5, False)]
)
def test_what_is_gone_and_linked_is_asked_again_at_growing_distances(
    gone_days: float, asked: float, is_left: bool
) -> None:
    gone = known(status=404, asked=asked, changed_at=NOW - gone_days * DAY)

    assert revisits(gone, plan=NEWS).leaves(target()) is is_left


def test_a_misprinted_address_that_is_gone_is_left_once_the_one_that_is_meant_answers() -> None:
    printed, meant = f"{FRONT}first/arsip/2", f"{FRONT}arsip/2"
    gone = known(printed, status=404, asked=1, changed_at=NOW - DAY)

    assert not revisits(gone, plan=NEWS).leaves(target(printed, Priority.LISTING))
    assert revisits(gone, known(meant), plan=NEWS).leaves(target(printed, Priority.LISTING))
    assert not revisits(gone, known(meant, status=404), plan=NEWS).leaves(target(printed, Priority.LISTING))
    assert not revisits(gone, known(meant), plan=FULL).leaves(target(printed, Priority.LISTING))


def listing(url: str = f"{FRONT}kategori/berita", hops: str = "LL", via: str = FRONT) -> Target:
    return target(url, Priority.LISTING, hops=hops, via=via)


def fed_by(rules: Revisits, *articles: str, **facts: Any) -> None:
    rules.fed(SITE, SourcePage("feed", f"{FRONT}feed", articles, **facts))


def test_lists_of_pages_are_left_once_a_feed_told_the_news() -> None:
    pages = (known(), known(f"{FRONT}kategori/berita"))
    rules = revisits(*pages, plan=NEWS)
    assert not rules.leaves(listing(hops="L"))

    fed_by(rules, f"{FRONT}artikel/lomba-desa", POST)

    assert rules.leaves(listing(hops="L"))
    assert rules.leaves(listing(hops="L"), is_waiting=True)


def test_a_feed_that_does_not_reach_back_to_what_is_known_may_have_left_articles_out() -> None:
    rules = revisits(known(), known(f"{FRONT}kategori/berita"), plan=NEWS)

    fed_by(rules, f"{FRONT}artikel/lomba-desa", f"{FRONT}artikel/posyandu")

    assert not rules.leaves(listing(hops="L"))


def test_a_feed_that_lacks_what_the_front_page_shows_is_stale() -> None:
    rules = revisits(known(), known(f"{FRONT}kategori/berita"), plan=NEWS)
    fed_by(rules, POST)

    rules.leaves(target(f"{FRONT}artikel/lomba-desa"))

    assert not rules.leaves(listing(hops="L"))


def test_a_list_is_walked_on_from_a_page_that_has_news() -> None:
    second, third = f"{FRONT}berita?page=2", f"{FRONT}berita?page=3"
    rules = revisits(known(), known(second), known(third), plan=NEWS)
    assert rules.leaves(listing(third, via=second))

    rules.leaves(target(f"{FRONT}artikel/lomba-desa", via=second))

    assert not rules.leaves(listing(third, via=second))


def test_a_list_that_waits_is_asked_though_a_killed_job_took_along_why() -> None:
    rules = revisits(known(), known(f"{FRONT}berita?page=3"), plan=NEWS)

    assert not rules.leaves(listing(f"{FRONT}berita?page=3", hops="LLLL"), is_waiting=True)


# what lists tell
def told(url: str, days: float, width: float = 0, **facts: Any) -> Change:
    return Change(url, NOW - (days + width) * DAY, NOW - days * DAY, **({"teller": "sitemap"} | facts))


def test_what_a_list_says_changed_since_it_was_asked_is_asked_again() -> None:
    rules = revisits(known(asked=2), plan=NEWS)

    assert rules.changed_by(SITE, [told(POST, 1)]) == [told(POST, 1)]
    assert rules.changed_by(SITE, [told(POST, 3), told(f"{FRONT}tak-dikenal", 1)]) == []


def test_on_a_full_visit_all_is_asked_anyway() -> None:
    assert revisits(known(asked=2), plan=FULL).changed_by(SITE, [told(POST, 1)]) == []


def test_a_list_that_was_wrong_is_heard_of_a_few_changes_and_not_of_many() -> None:
    pages = [known(f"{FRONT}artikel/{number}", asked=2) for number in range(20)]
    rules = revisits(*pages, plan=replace(NEWS, disbelieved=["sitemap"]))
    changes = [told(page.url, 1) for page in pages]

    assert rules.changed_by(SITE, changes) == []
    assert rules.told == {}
    assert rules.changed_by(SITE, changes[:2]) == changes[:2]
    assert len(rules.told[SITE]["sitemap"]) == 2
    assert revisits(*pages, plan=NEWS).changed_by(SITE, changes) == changes


def test_of_a_list_that_was_wrong_the_few_that_changed_after_all_others_are_asked() -> None:
    pages = [known(f"{FRONT}artikel/{number}", asked=9) for number in range(20)]
    rules = revisits(*pages, plan=replace(NEWS, disbelieved=["sitemap"]))
    saved_again = [told(page.url, 3) for page in pages[2:]]
    edited = [told(page.url, 1) for page in pages[:2]]

    assert rules.changed_by(SITE, [*saved_again, *edited]) == edited
    assert rules.told[SITE]["sitemap"] == {fetch_key(page.url) for page in pages[:2]}


def test_what_was_gone_or_led_elsewhere_was_lost() -> None:
    def was_lost(**facts: Any) -> bool:
        return revisits(known(**facts)).was_lost(POST)

    assert was_lost(status=404)
    assert was_lost(status=302)
    assert not was_lost()
    assert not revisits().was_lost(POST)


def test_a_sitemap_that_is_told_to_be_as_it_was_is_left() -> None:
    rules = revisits(known(f"{FRONT}s.xml", asked=2), plan=NEWS)
    assert not rules.leaves(target(f"{FRONT}s.xml", Priority.SITEMAP))

    rules.changed_by(SITE, [told(f"{FRONT}s.xml", 3, is_list=True)])

    assert rules.leaves(target(f"{FRONT}s.xml", Priority.SITEMAP))


def test_only_what_must_have_changed_since_is_held_against_a_list() -> None:
    rules = revisits(known(asked=2), known(f"{FRONT}artikel/2", asked=2), plan=NEWS)

    asked = rules.changed_by(SITE, [told(POST, 1, width=3), told(f"{FRONT}artikel/2", 1)])

    assert len(asked) == 2
    assert rules.told[SITE]["sitemap"] == {fetch_key(f"{FRONT}artikel/2")}


def test_a_short_list_is_walked_through_and_a_long_one_as_far_as_it_has_news() -> None:
    rules = revisits(known(), plan=NEWS).walks_on
    new = f"{FRONT}artikel/lomba-desa"

    assert rules(SITE, SourcePage("api", FRONT, (POST,), pages=3))
    assert not rules(SITE, SourcePage("api", FRONT, (POST,), pages=300))
    assert rules(SITE, SourcePage("api", FRONT, (POST, new), pages=300))
    assert rules(SITE, SourcePage("blogger_feed", FRONT, (POST,), total=20))
    assert not rules(SITE, SourcePage("blogger_feed", FRONT, (POST,), total=21))
    assert revisits(known(), plan=FULL).walks_on(SITE, SourcePage("api", FRONT, (POST,), pages=300))


def test_what_an_address_has_again_has_its_media_type() -> None:
    rules = revisits(known(mime="application/pdf"))

    assert rules.mime_of(not_modified()) == "application/pdf"
    assert rules.mime_of(answer(digest="sha1:A", mime="warc/revisit")) == "application/pdf"
    assert rules.mime_of(answer(digest="sha1:B", mime="warc/revisit")) is None
