"""Monitors of how a site answered, and of what one visit shows by itself."""

from __future__ import annotations

import pytest

from crawler.monitors import MONITORS
from crawler.monitors.answers import errors, refused, robots_changed, robots_forbids
from crawler.monitors.direct import direct, gambling_pages
from crawler.monitors.model import FINE, UNKNOWN, Sign, SiteMonitor
from crawler.monitors.words import LANGUAGES, words_of
from tests.crawler.site_views import Row, row, severity, view


def test_a_site_that_refuses_everything_is_an_alarm_once_it_had_pages() -> None:
    forbidden = row(archived=0, articles=0, codes={"403": 3, "404": 1}, front_page="HTTP 403", failed=3)

    assert severity(refused(view(forbidden))) == "alarm"
    assert severity(refused(view(forbidden, 0))) == "warning"
    assert severity(refused(view(forbidden | {"finish_reason": "limit"}))) == "alarm"


@pytest.mark.parametrize("codes", [{"403": 3, "500": 1}, {"404": 3}, {}, None, {"200": 1}])
def test_other_failures_are_no_refusal(codes: Row | None) -> None:
    assert not isinstance(refused(view(row(archived=0, codes=codes))), Sign)


def test_a_single_refused_page_is_no_refusal() -> None:
    assert refused(view(row(codes={"200": 100, "403": 1}))) is FINE


def test_a_refusal_is_not_told_twice() -> None:
    forbidden = row(archived=0, codes={"403": 1}, front_page="HTTP 403")

    assert direct("no_page")(view(forbidden)) is UNKNOWN


def test_many_more_errors_than_usual_are_told() -> None:
    assert severity(errors(view(row(failed=40, archived=60)))) == "warning"
    assert errors(view(row(failed=9, archived=30))) is FINE


def test_a_site_that_always_fails_a_lot_is_as_usual() -> None:
    assert errors(view(row(failed=30), [row(failed=25)] * 3)) is FINE


def test_errors_of_a_first_visit_are_told_only_where_most_failed() -> None:
    assert errors(view(row(failed=30), 0)) is FINE
    assert severity(errors(view(row(failed=150), 0))) == "warning"


def test_errors_are_over_only_when_they_are_few_again() -> None:
    standing = {"errors": {"usual_percent": 1}}

    assert isinstance(errors(view(row(failed=15), standing=standing)), Sign)
    assert errors(view(row(failed=5), standing=standing)) is FINE


def test_other_rules_in_robots_txt_are_told() -> None:
    other = {"outcome": "rules", "digest": "sha1:b", "rules": 9}

    assert severity(robots_changed(view(row(robots=other)))) == "info"
    assert severity(robots_changed(view(row(robots=other, disallowed=70)))) == "warning"
    assert robots_changed(view(row())) is FINE


@pytest.mark.parametrize("robots", [None, {"outcome": "disallow_all", "digest": "sha1:x"}])
def test_a_robots_txt_that_could_not_be_read_has_not_changed(robots: Row | None) -> None:
    assert robots_changed(view(row(robots=robots))) is UNKNOWN


def test_it_is_compared_with_the_last_one_that_could_be_read() -> None:
    unread = row(robots={"outcome": "disallow_all", "digest": "sha1:x"})

    assert robots_changed(view(row(), [unread, row()])) is FINE


def test_a_first_visit_has_no_earlier_robots_txt() -> None:
    assert robots_changed(view(row(), 0)) is UNKNOWN


def test_rules_that_forbid_what_was_allowed_are_told_and_no_page_is_not() -> None:
    forbidden = row(archived=0, codes={}, front_page="disallowed: by robots.txt", disallowed=1)

    assert severity(robots_forbids(view(forbidden))) == "warning"
    assert direct("no_page")(view(forbidden)) is UNKNOWN
    assert robots_forbids(view(row())) is FINE
    # A site that never let anybody in is what it was.
    assert robots_forbids(view(forbidden, 0)) is UNKNOWN
    assert severity(direct("no_page")(view(forbidden, 0))) == "warning"


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        (
            "taken",
            {"hijack": {"is_taken": True, "front_page": [], "pages": {}, "addresses": None, "redirects": []}},
            "alarm",
        ),
        ("moved", {"moved_to": "https://baru.example/"}, "warning"),
        ("no_page", {"archived": 0, "front_page": "HTTP 500"}, "warning"),
        ("stands_in", {"front_page_flags": ["maintenance"]}, "warning"),
        ("unexplained", {"unexplained": 3}, "warning"),
        ("unreachable", {"unreachable": 1, "failed": 9}, "warning"),
    ],
)
def test_what_one_visit_shows_is_found_without_any_history(kind: str, facts: Row, expected: str) -> None:
    bad = view(row(**facts))

    assert severity(direct(kind)(bad)) == expected
    assert severity(direct(kind)(view(row(**facts), 0))) == expected
    assert direct(kind)(view(row())) is FINE
    of_sites = [monitor for monitor in MONITORS if isinstance(monitor, SiteMonitor)]
    assert [monitor.name for monitor in of_sites if isinstance(monitor.judge(bad), Sign)] == [kind]
    for language in LANGUAGES:
        assert "contohrejo.desa.id" in words_of(kind, "contohrejo.desa.id", {}, bad.row)[language]["what"]


def test_a_site_that_stopped_answering_is_told_so_and_not_that_nothing_explains_what_it_lacks() -> None:
    cut_short = view(row(unreachable=9, failed=9, unexplained=9))

    assert severity(direct("unreachable")(cut_short)) == "warning"
    assert direct("unexplained")(cut_short) is UNKNOWN


def test_a_site_without_a_page_is_an_alarm_from_the_second_visit_on() -> None:
    gone = row(archived=0, front_page="HTTP 500")
    standing = {"no_page": {"stays_away": True}}

    assert severity(direct("no_page")(view(gone, [row(), row()]))) == "warning"
    assert severity(direct("no_page")(view(gone, [gone, row()]))) == "alarm"
    assert severity(direct("no_page")(view(gone, [gone] * 6, standing=standing))) == "alarm"
    assert severity(direct("no_page")(view(gone, [gone, gone]))) == "warning"


def test_a_visit_for_news_is_not_held_to_the_promise_of_the_whole() -> None:
    assert direct("unexplained")(view(row(visit="news", unexplained=80, archived=3))) is UNKNOWN


def test_a_front_page_that_has_not_changed_is_a_page() -> None:
    unchanged = row(visit="news", archived=0, articles=0, seen_again=1, codes={"304": 1}, front_page="HTTP 304")

    assert direct("no_page")(view(unchanged)) is FINE


def test_single_pages_with_gambling_are_told_and_call_nobody() -> None:
    hijack = {"is_taken": False, "pages": {"gambling_injected": 2, "parked": 1}, "urls": ["https://a/x"]}

    judgement = gambling_pages(view(row(hijack=hijack)))

    assert isinstance(judgement, Sign)
    assert (judgement.severity, judgement.figures["pages"]) == ("info", 2)
    assert gambling_pages(view(row())) is FINE
