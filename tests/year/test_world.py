"""The world of the year: the same from the same seed, changing when its plan says so and not otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from crawler.demo.answers import Answer
from tests.year.judge import History, judge
from tests.year.plan import DAY, WIB
from tests.year.reference import Reader
from tests.year.sites import YearSite
from tests.year.view import Shown, path_of
from tests.year.world import AT, START, World, make_world, missed_days


@cache
def world() -> World:
    return make_world(1, 60, 150, 8000)


def ask(site: YearSite, target: str, moment: datetime, number: int = 1) -> Answer:
    answer = site.answer(target, number, moment)
    assert answer is not None
    return answer


def a_site(platform: str, lie: str = "", fate: str = "") -> YearSite:
    return next(
        site for site in world().sites
        if site.plan.platform == platform and site.plan.lie == lie and site.plan.fate == fate
    )  # fmt: skip


def test_the_same_seed_makes_the_same_year_and_another_seed_another() -> None:
    again, other = make_world(1, 60, 150, 8000), make_world(2, 60, 150, 8000)
    moment = START + 40 * DAY + AT

    assert [site.plan for site in again.sites] == [site.plan for site in world().sites]
    assert [site.plan for site in other.sites] != [site.plan for site in world().sites]
    for one, two in zip(world().sites, again.sites, strict=True):
        for target in one.everything(moment):
            assert one.answer(target, 3, moment) == two.answer(target, 3, moment)


def test_all_that_can_happen_happens_in_a_year_of_two_hundred_sites() -> None:
    behaviours = {truth.behaviour for truth in make_world(1, 200, 365, 8000).truths()}

    assert {
        "edit, told", "edit, untold", "moved, told", "moved, untold", "gone: 404, told", "gone: 410, told",
        "gone: front, told", "gone: soft, untold", "hijack: hidden", "hijack: whole", "outage: refused", "outage: busy",
        "outage: broken", "outage: reset", "site: front_taken", "site: all_taken", "site: spam", "site: moved",
    } <= behaviours  # fmt: skip


def test_whatever_a_site_lists_is_there() -> None:
    for site in world().sites:
        for day in (1, 50, 149):
            moment = START + day * DAY + AT
            if site.state(moment) == "up" and not site.plan.span("taken", moment):
                for target in site.everything(moment):
                    is_hinted = target in ("/robots.txt", "/sitemap.xml")
                    assert ask(site, target, moment).status == 200 or is_hinted, (site.plan.platform, target)


def test_a_crawler_that_reads_everything_at_every_visit_is_found_right() -> None:
    """Truth and answers agree: out of the bytes alone come all events of the plans, and no others."""
    small = make_world(3, 38, 130, 8000, every=2)
    readers = [Reader(site) for site in small.sites]
    history = History({}, {}, {}, START + 130 * DAY)

    events = [event for night in small.runs() for reader in readers for event in reader.visit(night, history)]
    verdict = judge(small.truths(), events, history)

    assert verdict.invented == []
    assert verdict.missed == []
    assert sum(row.found for row in verdict.rows.values()) > 150
    assert {"edit, told", "edit, untold", "hijack: hidden", "gone: soft, untold"} <= verdict.rows.keys()


def test_opensid_pages_differ_at_each_request_and_say_the_same() -> None:
    site, moment = a_site("opensid"), START + DAY
    path = site.view(moment).listed[0].path

    one, two = (ask(site, path, moment, number) for number in (1, 2))

    assert one.body != two.body
    assert not {"ETag", "Last-Modified"} & dict(one.headers).keys()


def test_a_told_edit_moves_the_dates_of_wordpress_and_an_untold_one_does_not() -> None:
    for told in (True, False):
        site, article, change = next(
            (site, article, change)
            for site in world().sites
            for article in site.plan.articles
            for change in article.changes
            if (site.plan.platform, change.kind, change.told, site.plan.lie) == ("wordpress", "edit", told, "")
            and len(article.changes) == 1
            and all(site.state(change.at + shift) == "up" for shift in (-DAY, DAY))
        )
        lists = [
            [
                ask(site, target, change.at + shift).body
                for target in ("/wp-sitemap-posts-post-1.xml", _post(article.number))
            ]
            for shift in (-timedelta(seconds=1), timedelta(seconds=1))
        ]
        pages = [
            ask(site, path_of(site.plan, article), change.at + shift).body
            for shift in (-timedelta(seconds=1), timedelta(seconds=1))
        ]

        assert (lists[0][0] != lists[1][0]) is told
        assert pages[0] != pages[1]


def _post(number: int) -> str:
    return f"/wp-json/wp/v2/posts?per_page=100&_fields=id,modified_gmt&number={number}"


def test_a_liar_keeps_its_tag_and_changes_its_text() -> None:
    site = next(
        site for site in world().sites if site.plan.lie == "etag" and site.plan.platform in ("blogger", "static")
    )
    moments = [START + day * DAY for day in range(150) if site.state(START + day * DAY) == "up"]
    changed = [
        (one, two)
        for before, after in pairwise(moments)
        for path, shown in site.view(before).by_path.items()
        if isinstance(shown, Shown)
        and isinstance(later := site.view(after).by_path[path], Shown)
        and shown.words != later.words
        for one, two in [(ask(site, path, before), ask(site, path, after))]
    ]

    assert changed or all(change.kind != "edit" for article in site.plan.articles for change in article.changes)
    for one, two in changed:
        assert dict(one.headers)["ETag"] == dict(two.headers)["ETag"]
        assert one.body != two.body


@pytest.mark.parametrize("days", [60, 365])
def test_the_machine_is_off_in_three_stretches(days: int) -> None:
    missed = sorted(missed_days(1, days))
    stretches = 1 + sum(later - day > 1 for day, later in pairwise(missed))

    assert stretches == 3
    assert missed[0] > 0
    assert missed[-1] < days
    assert len(list(make_world(1, 1, days, 8000).runs())) == days - len(missed)


def test_a_plugin_saves_all_articles_again_on_the_first_of_each_month() -> None:
    plan = next(site.plan for site in world().sites if site.plan.lie == "touches")
    first = datetime(2025, 3, 1, 2, tzinfo=WIB)

    assert plan.last_touch(first - timedelta(hours=1)) == datetime(2025, 2, 1, 2, tzinfo=WIB)
    assert plan.last_touch(first) == plan.last_touch(first + 20 * DAY) == first
    assert plan.next_touch(first - timedelta(hours=1)) == first
    assert plan.next_touch(first) == datetime(2025, 4, 1, 2, tzinfo=WIB)
    assert replace(plan, lie="").last_touch(first) is None
