"""How known pages are asked: with what their server gave where that is believed, and what makes it believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.model import Capture
from archive.warc.exchange import Original
from archive.warc.known_pages import KnownPage
from crawler.site_plan import SitePlan
from crawler.validators import Validators
from spiders.targets import HISTORY, Priority
from tests.crawler.known_site import FRONT, FULL, NOW, POST, SITE, Known, answer, known, not_modified, target

PROVEN = replace(FULL, validators_hold=True)


def validators(*pages: KnownPage, plan: SitePlan = PROVEN, every: int = 10) -> Validators:
    return Validators(Known(*pages), lambda site: plan, {}, {}, every, lambda: NOW)  # type: ignore[arg-type]


def test_a_page_is_asked_with_what_its_server_gave() -> None:
    page = known()

    assert validators(page).asks_with(target()) is page


@pytest.mark.parametrize(
    "page",
    [
        known(etag=None), known(original=None), known(status=404), known(status=301), known(unmodified=9),
        known(original=Original("urn:uuid:a", POST, "2099-01-01T00:00:00Z", "sha1:A")),
    ],
    ids=["no validators", "no payload", "gone", "redirect", "believed nine times", "of a clock that ran ahead"],
)  # fmt: skip
def test_a_page_is_asked_plainly_where_a_304_could_not_be_used(page: KnownPage) -> None:
    assert validators(page).asks_with(target()) is None


def test_a_site_is_asked_plainly_at_first_and_once_it_has_lied() -> None:
    lying = validators(known())
    lying.lying[SITE] = POST

    assert validators(known(), plan=SitePlan("first")).asks_with(target()) is None
    assert validators(known(), plan=replace(PROVEN, believes_validators=False)).asks_with(target()) is None
    assert lying.asks_with(target()) is None


def test_what_a_list_says_has_changed_is_asked_plainly() -> None:
    assert validators(known(), plan=replace(PROVEN, kind="news")).asks_with(target(hops=HISTORY)) is None


def test_front_pages_and_lists_are_asked_plainly_every_other_visit() -> None:
    for priority in (Priority.SEED, Priority.FEED, Priority.SITEMAP):
        assert validators(known(FRONT)).asks_with(target(FRONT, priority)) is not None
        assert validators(known(FRONT, unmodified=1)).asks_with(target(FRONT, priority)) is None


def test_nobody_is_believed_when_each_visit_is_to_be_plain() -> None:
    assert validators(known(), every=1).asks_with(target()) is None
    assert validators(known(FRONT), every=1).asks_with(target(FRONT, Priority.SEED)) is None


def test_some_pages_are_asked_plainly_before_their_turn_and_each_visit_others() -> None:
    def plain(unmodified: int) -> set[str]:
        pages = [known(f"{FRONT}artikel/{n}", unmodified=unmodified) for n in range(300)]
        rules = validators(*pages)
        return {page.url for page in pages if rules.asks_with(target(page.url)) is None}

    assert 10 < len(plain(1)) < 60
    assert 10 < len(plain(2)) < 60
    assert plain(1) != plain(2)


# lies
def test_another_payload_under_the_same_validators_is_a_lie() -> None:
    rules = validators(known())

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
    rules = validators(known())

    rules.answered(target(), capture)

    assert rules.lying == {}


def test_a_304_that_stands_for_what_we_do_not_have_is_a_lie() -> None:
    rules = validators(known())

    rules.check({"known": known(), "capture": answer(status=304, etag='"b"'), "target": target()})

    assert rules.lying == {SITE: POST}


def test_a_304_that_nobody_asked_for_is_no_lie_and_one_that_was_asked_for_neither() -> None:
    rules = validators(known())

    rules.check({"known": None, "capture": answer(status=304), "target": target()})
    rules.check({"known": known(), "capture": not_modified(), "target": target()})

    assert rules.lying == {}


# belief that was earned
def test_a_page_is_asked_plainly_every_other_time_until_one_of_its_site_changed_with_its_validators() -> None:
    before = validators(known(), plan=FULL)
    rules = validators(known(unmodified=1), plan=FULL)
    assert before.asks_with(target()) is not None
    assert rules.asks_with(target()) is None

    rules.answered(target(), answer(digest="sha1:B", etag='"b"'))

    assert rules.holding == {SITE: POST}
    assert rules.asks_with(target()) is not None
    assert validators(known(unmodified=1), plan=replace(FULL, validators_hold=True)).asks_with(target()) is not None


@pytest.mark.parametrize(
    "capture",
    [
        answer(), answer(etag='"b"'), answer(digest="sha1:B"), answer(digest="sha1:B", etag=None),
        answer(digest="sha1:B", etag='"b"', status=503), answer(digest="sha1:B", etag='"b"', truncated="time"),
        not_modified(),
    ],
    ids=["the same", "only the tag", "only the page", "no tag now", "an error", "cut off", "not modified"],
)  # fmt: skip
def test_nothing_else_earns_belief(capture: Capture) -> None:
    rules = validators(known(), plan=FULL)

    rules.answered(target(), capture)

    assert rules.holding == {}


def test_that_a_list_or_a_picture_changed_with_its_validators_says_nothing_of_pages() -> None:
    rules = validators(known(FRONT), known(f"{FRONT}1.jpg", mime="image/jpeg"), plan=FULL)

    rules.answered(target(FRONT, Priority.SEED), answer(url=FRONT, digest="sha1:B", etag='"b"'))
    rules.answered(target(f"{FRONT}1.jpg", Priority.PICTURE), answer(digest="sha1:B", etag='"b"'))

    assert rules.holding == {}


def test_lists_and_pictures_are_asked_with_their_validators_before_any_page_changed() -> None:
    picture = known(f"{FRONT}1.jpg", mime="image/jpeg")

    assert validators(known(FRONT), plan=FULL).asks_with(target(FRONT, Priority.SEED)) is not None
    assert validators(picture, plan=FULL).asks_with(target(picture.url, Priority.PICTURE)) is picture


def test_the_same_tag_with_another_page_is_a_lie_whatever_its_date_says() -> None:
    rules = validators(known(etag='W/"a"', last_modified="Mon, 02 Nov 2026 07:00:00 GMT"))

    rules.answered(target(), answer(digest="sha1:B", etag='"a"', last_modified="Tue, 03 Nov 2026 07:00:00 GMT"))

    assert rules.lying == {SITE: POST}
