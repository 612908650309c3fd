"""Which kind of visit it is, and what is believed of a site, by its past visits."""

from __future__ import annotations

from typing import Any

import pytest

from archive.config import Config, Who
from archive.model import Seed
from crawler.site_plan import PastVisit, SitePlan, plan_of, rules_of
from tests.crawler.known_site import DAY, NOW

CONFIG = Config(format=1, who=Who(operator="Uji", contact="uji@contoh.example"))


def visit(days_ago: float, **facts: Any) -> PastVisit:
    usual: dict[str, Any] = {
        "is_full": False, "is_whole": True, "told": {}, "lies": False, "holds": False, "state": "well", "requisites": "relevant",
        "rules": "r", "platform": "",
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


def test_of_rare_visits_the_one_that_comes_nearest_is_full() -> None:
    assert plan(visit(24, is_full=True)).kind == "full"  # the next one would be 48 days after it
    assert plan(visit(15, is_full=True)).kind == "news"  # the next one is just right
    assert plan(visit(10), visit(20, is_full=True)).kind == "news"
    assert plan(visit(12), visit(24, is_full=True)).kind == "full"


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


def test_validators_that_held_once_are_remembered_until_they_lie() -> None:
    assert not plan(visit(1, is_full=True)).validators_hold
    assert plan(visit(1), visit(2, is_full=True, holds=True)).validators_hold
    assert not plan(visit(1, lies=True), visit(2, is_full=True, holds=True)).believes_validators


def test_what_a_site_was_before_it_could_not_be_reached_is_remembered() -> None:
    down = [visit(days, state="unreachable") for days in (1, 2, 3)]

    assert plan(*down, visit(4, state="hijacked")).stood_before == "hijacked"
    assert plan(*down, visit(4, state="hijacked")).state_before == "unreachable"
    assert plan(*down).stood_before == "well"


def test_a_plan_comes_back_from_the_frontier_as_it_was_put() -> None:
    made = plan(visit(1, told={"feed": [9, 0]}, state="moved"), visit(2, is_full=True))

    assert SitePlan(*made.as_facts()) == made
