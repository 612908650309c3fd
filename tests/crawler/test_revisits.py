"""The rules of a visit: which kind it is, how pages are asked, and what is left for another time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive.config import Config, Who
from archive.model import Capture, Seed
from archive.urls import fetch_key, site_key
from archive.warc.exchange import Original
from archive.warc.known_pages import KnownPage
from crawler.revisits import HISTORY, Revisits
from crawler.site_plan import PastVisit, SitePlan, plan_of, rules_of
from spiders.discovery.changes import Change
from spiders.discovery.sources import SourcePage
from spiders.targets import Priority, Target

NOW = datetime(2026, 11, 26, 20, tzinfo=UTC)
DAY = timedelta(days=1)
SITE = "desa-contoh.example"
FRONT = f"http://{SITE}/"
POST = f"{FRONT}artikel/panen-raya"
CONFIG = Config(format=1, who=Who(operator="Uji", contact="uji@contoh.example"))
NEWS = SitePlan("news", is_whole=True)
FULL = SitePlan("full", is_whole=True)


# which kind of visit it is
def visit(days_ago: float, **facts: Any) -> PastVisit:
    usual: dict[str, Any] = {
        "is_full": False, "is_whole": True, "told": {}, "lies": False, "state": "well", "requisites": "relevant",
        "rules": "r",
    }  # fmt: skip
    return PastVisit(NOW - days_ago * DAY, **(usual | facts))


def plan(*visits: PastVisit, only_due: bool = True, full_days: int = 30, requisites: str = "relevant") -> SitePlan:
    return plan_of(visits, only_due, NOW, full_days, requisites, "r")


def test_sites_added_on_one_day_have_their_second_full_visits_on_different_days() -> None:
    first = visit(20, is_full=True)
    rest = (True, NOW, 30, "relevant", "r")

    assert plan_of([visit(1), first], *rest, 1.0).kind == "news"
    assert plan_of([visit(1), first], *rest, 0.0).kind == "full"
    assert plan_of([visit(1), first, visit(50, is_full=True)], *rest, 0.0).kind == "news"


def test_other_rules_of_which_links_count_make_unchanged_pages_be_looked_at_again() -> None:
    assert plan(visit(1), visit(29, is_full=True)).is_whole
    assert not plan(visit(1), visit(29, is_full=True, rules="others")).is_whole
    assert rules_of(Seed("a.id", "http://a.id/"), CONFIG) != rules_of(
        Seed("a.id", "http://a.id/", scope="path"), CONFIG
    )


def test_a_scheduled_visit_within_the_days_of_a_full_one_asks_for_news() -> None:
    assert plan(visit(1), visit(29, is_full=True)).kind == "news"
    assert plan(visit(1), visit(31, is_full=True)).kind == "full"


def test_a_visit_a_few_hours_early_is_full_all_the_same() -> None:
    assert plan(visit(29.9, is_full=True)).kind == "full"


def test_a_visit_that_somebody_asks_for_is_full() -> None:
    assert plan(visit(1, is_full=True), only_due=False).kind == "full"


def test_without_full_visits_in_the_past_it_is_full() -> None:
    assert plan(visit(1), visit(2)).kind == "full"


def test_full_visits_may_be_wanted_each_time() -> None:
    assert plan(visit(0.5, is_full=True), full_days=0).kind == "full"


def test_a_site_is_whole_when_nothing_was_left_since_the_last_full_visit() -> None:
    assert plan(visit(1), visit(2, is_full=True), visit(3, is_whole=False)).is_whole
    assert not plan(visit(1, is_whole=False), visit(2, is_full=True)).is_whole
    assert not plan(visit(1), visit(2, is_full=True, is_whole=False)).is_whole
    assert not plan(visit(1)).is_whole


@pytest.mark.parametrize(("had", "wanted", "is_whole"), [("all", "none", True), ("none", "all", False)])
def test_a_site_is_not_whole_for_a_job_that_wants_more_of_its_pages(had: str, wanted: str, is_whole: bool) -> None:
    assert plan(visit(1, is_full=True, requisites=had), requisites=wanted).is_whole is is_whole


def test_a_kind_of_list_that_told_in_vain_is_not_believed_and_others_are() -> None:
    told = plan(visit(1, told={"sitemap": [10, 1], "feed": [10, 2], "api": [4, 0]}), visit(2, is_full=True))

    assert list(told.disbelieved) == ["sitemap"]


def test_a_site_that_lied_once_is_remembered_over_honest_visits() -> None:
    assert not plan(*(visit(n) for n in range(1, 9)), visit(9, is_full=True, lies=True)).believes_validators
    assert plan(visit(1, is_full=True)).believes_validators


def test_a_plan_comes_back_from_the_frontier_as_it_was_put() -> None:
    made = plan(visit(1, told={"feed": [9, 0]}, state="moved"), visit(2, is_full=True))

    assert SitePlan(*made.as_facts()) == made


# pages
class Known:
    """Stands for what earlier jobs found."""

    def __init__(self, *pages: KnownPage) -> None:
        self.pages = {fetch_key(page.url): page for page in pages}

    def of(self, url: str) -> KnownPage | None:
        return self.pages.get(fetch_key(url))

    def first_of_host(self, host: str) -> datetime | None:
        return min((page.first_at for page in self.pages.values() if site_key(page.url) == host), default=None)


def known(url: str = POST, **facts: Any) -> KnownPage:
    found = facts.pop("found", 100)
    asked = facts.pop("asked", 1)
    usual: dict[str, Any] = {
        "url": url, "status": 200, "digest": "sha1:A", "etag": '"a"', "last_modified": None,
        "first_at": NOW - found * DAY, "checked_at": NOW - asked * DAY, "changed_at": NOW - found * DAY,
        "seen_at": NOW - found * DAY, "unmodified": 0,
        "original": Original("urn:uuid:a", url, "2026-08-01T00:00:00Z", "sha1:A"),
        "mime": "text/html", "warc_filename": "a.warc.gz", "offset": 0,
    }  # fmt: skip
    return KnownPage(**(usual | facts))


def target(url: str = POST, priority: Priority = Priority.ARTICLE, **facts: Any) -> Target:
    return Target(url, SITE, priority, **({"via": FRONT, "hops": "L"} | facts))


def answer(**facts: Any) -> Capture:
    usual: dict[str, Any] = {
        "url": POST, "captured_at": NOW, "status": 200, "mime": "text/html", "digest": "sha1:A", "warc_filename": "",
        "offset": 0, "length": 0, "record_id": "urn:uuid:b", "etag": '"a"',
    }  # fmt: skip
    return Capture(**(usual | facts))


def not_modified(**facts: Any) -> Capture:
    return answer(**({"status": 304, "revisit_of": "urn:uuid:a", "mime": "warc/revisit"} | facts))


def revisits(*pages: KnownPage, plan: SitePlan = FULL) -> Revisits:
    return Revisits(Known(*pages), {SITE: plan}, lambda: NOW)  # type: ignore[arg-type]


def test_a_page_is_asked_with_what_its_server_gave() -> None:
    page = known()

    assert revisits(page).asks_with(target()) is page


@pytest.mark.parametrize(
    "page",
    [
        known(etag=None), known(original=None), known(status=404), known(status=301), known(unmodified=9),
        known(original=Original("urn:uuid:a", POST, "2099-01-01T00:00:00Z", "sha1:A")),
    ],
    ids=["no validators", "no payload", "gone", "redirect", "believed nine times", "of a clock that ran ahead"],
)  # fmt: skip
def test_a_page_is_asked_plainly_where_a_304_could_not_be_used(page: KnownPage) -> None:
    assert revisits(page).asks_with(target()) is None


def test_a_site_is_asked_plainly_at_first_and_once_it_has_lied() -> None:
    lying = revisits(known())
    lying.lying[SITE] = POST

    assert revisits(known(), plan=SitePlan("first")).asks_with(target()) is None
    assert revisits(known(), plan=replace(FULL, believes_validators=False)).asks_with(target()) is None
    assert lying.asks_with(target()) is None


def test_what_a_list_says_has_changed_is_asked_plainly() -> None:
    assert revisits(known(), plan=NEWS).asks_with(target(hops=HISTORY)) is None


def test_front_pages_and_lists_are_asked_plainly_every_other_visit() -> None:
    for priority in (Priority.SEED, Priority.FEED, Priority.SITEMAP):
        assert revisits(known(FRONT)).asks_with(target(FRONT, priority)) is not None
        assert revisits(known(FRONT, unmodified=1)).asks_with(target(FRONT, priority)) is None


def test_nobody_is_believed_when_each_visit_is_to_be_plain() -> None:
    assert revisits(known(), every=1).asks_with(target()) is None
    assert revisits(known(FRONT), every=1).asks_with(target(FRONT, Priority.SEED)) is None


def test_some_pages_are_asked_plainly_before_their_turn_and_each_visit_others() -> None:
    def plain(unmodified: int) -> set[str]:
        pages = [known(f"{FRONT}artikel/{n}", unmodified=unmodified) for n in range(300)]
        rules = revisits(*pages)
        return {page.url for page in pages if rules.asks_with(target(page.url)) is None}

    assert 10 < len(plain(1)) < 60
    assert 10 < len(plain(2)) < 60
    assert plain(1) != plain(2)


# lies
def test_another_payload_under_the_same_validators_is_a_lie() -> None:
    rules = revisits(known())

    rules.answered(target(), answer(digest="sha1:B"))

    assert rules.lying == {SITE: POST}


@pytest.mark.parametrize(
    "capture",
    [
        answer(), answer(digest="sha1:B", etag='"b"'), answer(digest="sha1:B", truncated="time"),
        answer(digest="sha1:B", status=500), not_modified(),
    ],
    ids=["the same", "another etag", "cut off", "an error", "not modified"],
)  # fmt: skip
def test_nothing_else_is_a_lie(capture: Capture) -> None:
    rules = revisits(known())

    rules.answered(target(), capture)

    assert rules.lying == {}


def test_a_304_that_stands_for_what_we_do_not_have_is_a_lie() -> None:
    rules = revisits(known())

    rules.check({"known": known(), "capture": answer(status=304, etag='"b"'), "target": target()})

    assert rules.lying == {SITE: POST}


def test_a_304_that_nobody_asked_for_is_no_lie_and_one_that_was_asked_for_neither() -> None:
    rules = revisits(known())

    rules.check({"known": None, "capture": answer(status=304), "target": target()})
    rules.check({"known": known(), "capture": not_modified(), "target": target()})

    assert rules.lying == {}


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
