"""When each site is due, by its row, its visits and its rhythm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Seed
from crawler.due import WIB, Due, Visit, plan

BOUNDS = (1, 30)
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)  # 10:00 WIB
TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)

moments = st.integers(0, 15 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
intervals = st.one_of(st.none(), st.sampled_from([0.25, 0.5, 1.0, 2.0, 7.0, 30.0]))
rhythms = st.lists(st.dates(date(2019, 1, 1), date(2036, 1, 1)), max_size=40)
visits = st.lists(st.builds(Visit, moments, st.one_of(st.none(), moments), st.integers(0, 2)), max_size=5)


def site(name: str = "contoh.desa.id", interval_days: float | None = None, *, paused: bool = False) -> Seed:
    return Seed(id=name, url=f"http://{name}/", interval_days=interval_days, paused=paused)


def place_of(seed: Seed, *visited: Visit, published: list[date] | None = None, now: datetime = NOW) -> Due:
    (place,) = plan([seed], {seed.id: visited}, {seed.id: published or []}, now, BOUNDS)
    return place


def every(days: int, *, until: date = TODAY, over: int = 170) -> list[date]:
    return [until - timedelta(days=ago) for ago in range(0, over, days)]


# ---- intervals ----


@pytest.mark.parametrize(
    ("published", "days"),
    [
        (every(1), 1),
        (every(2), 1),
        (every(7), 3),
        (every(30), 15),
        ([], 30),
        ([TODAY], 30),
        (every(90), 30),
        (every(1, until=TODAY - timedelta(days=40)), 10),  # daily once, silent for 40 days
        (every(1, until=TODAY - timedelta(days=150), over=20), 30),
        (every(1, until=TODAY - timedelta(days=400)), 30),  # longer ago than is looked at
        ([date(2031, 1, 1), date(2031, 1, 2)], 30),  # mistakes of the page
    ],
)
def test_a_site_is_visited_by_its_own_rhythm(published: list[date], days: int) -> None:
    assert place_of(site(), Visit(NOW), published=published).interval == timedelta(days=days)


def test_the_interval_of_the_row_goes_before_the_rhythm() -> None:
    assert place_of(site(interval_days=90), Visit(NOW), published=every(1)).interval == timedelta(days=90)


def test_a_site_that_brings_no_page_is_asked_again_soon_then_ever_more_rarely() -> None:
    failed = [Visit(NOW - timedelta(days=ago), archived=0) for ago in (60, 58, 54, 46, 30, 0)]

    intervals = [place_of(site(), *failed[:count]).interval.days for count in range(1, 7)]

    assert intervals == [1, 2, 4, 8, 16, 30]


def test_one_page_ends_the_series_of_empty_visits() -> None:
    assert place_of(site(), Visit(NOW - DAY, archived=0), Visit(NOW, archived=1)).interval.days == 30


# ---- due times ----


def test_a_site_never_visited_is_due_at_once() -> None:
    place = place_of(site(interval_days=30))

    assert place.due_at is None
    assert place.is_due(NOW)


def test_a_paused_site_is_never_due() -> None:
    assert plan([site(paused=True)], {}, {}, NOW, BOUNDS) == []


def test_the_plan_of_a_site_begins_at_midnight_in_jakarta_of_its_first_visit() -> None:
    place = place_of(site(interval_days=2), Visit(NOW))

    assert place.due_at == datetime(2026, 11, 28, tzinfo=WIB)


def test_a_visit_by_hand_leaves_the_plan_as_it_is() -> None:
    planned = Visit(NOW - 10 * DAY, NOW - 10 * DAY - timedelta(hours=1))
    by_hand = Visit(NOW - 4 * DAY)

    assert place_of(site(interval_days=7), planned, by_hand).due_at == NOW - 3 * DAY - timedelta(hours=1)


def test_a_site_that_waited_over_several_points_is_visited_once() -> None:
    late = Visit(NOW, NOW - 5 * DAY - timedelta(hours=2))

    place = place_of(site(interval_days=1), late)

    assert not place.is_due(NOW)
    assert place.due_at == NOW + DAY - timedelta(hours=2)


def test_the_longest_due_come_first_and_those_never_visited_after_what_is_overdue() -> None:
    seeds = [site("baru"), site("nanti", 30), site("kemarin", 1), site("lama", 1)]
    visited = {"nanti": [Visit(NOW)], "kemarin": [Visit(NOW - 2 * DAY)], "lama": [Visit(NOW - 9 * DAY)]}

    places = plan(seeds, visited, {}, NOW, BOUNDS)

    assert [place.seed.id for place in places] == ["lama", "kemarin", "baru", "nanti"]
    assert [place.is_due(NOW) for place in places] == [True, True, True, False]


@given(st.sampled_from([1.0, 2.0, 7.0]), st.lists(st.floats(0, 0.99), min_size=1, max_size=30))
def test_a_plan_does_not_drift_however_late_each_run_is(interval_days: float, lateness: list[float]) -> None:
    seed = site(interval_days=interval_days)
    first = place_of(seed, Visit(NOW)).due_at
    assert first
    due, visited = first, [Visit(NOW)]

    for late in lateness:
        started = due + late * timedelta(days=interval_days)
        visited.append(Visit(started, due))
        place = place_of(seed, *visited, now=started)
        assert place.due_at == due + timedelta(days=interval_days)
        due = place.due_at

    assert due == first + len(lateness) * timedelta(days=interval_days)


@given(st.integers(0, 23), st.integers(0, 59), st.lists(st.integers(0, 600), min_size=20, max_size=40))
def test_a_daily_site_is_visited_by_every_daily_run(hour: int, minute: int, seconds_late: list[int]) -> None:
    # A run keeps within its day, as the same random delay each day (FixedRandomDelay) makes sure.
    seed, visited = site(interval_days=1), [Visit(datetime(2026, 1, 1, hour, minute, tzinfo=WIB))]

    for number, late in enumerate(seconds_late, 1):
        day = datetime(2026, 1, 1, tzinfo=WIB) + number * DAY
        run = min(day.replace(hour=hour, minute=minute) + timedelta(seconds=late), day + DAY - timedelta(seconds=1))
        place = place_of(seed, *visited, now=run)
        assert place.is_due(run)
        visited.append(Visit(run, place.due_at))


@given(visits, rhythms, intervals, moments)
def test_no_site_waits_longer_than_its_interval_whatever_the_clock_did(
    visited: list[Visit], published: list[date], interval_days: float | None, now: datetime
) -> None:
    place = place_of(site(interval_days=interval_days), *visited, published=published, now=now)

    if interval_days is None:
        assert timedelta(days=1) <= place.interval <= timedelta(days=30)
    if place.due_at is not None:
        assert place.last_started_at
        assert place.last_started_at < place.due_at <= place.last_started_at + place.interval
        assert place.due_at <= now + DAY + place.interval


def test_visits_of_a_clock_that_was_set_back_do_not_keep_a_site_waiting() -> None:
    ahead = Visit(NOW + timedelta(days=900))

    assert place_of(site(interval_days=1), ahead).is_due(NOW)
    assert place_of(site(interval_days=1), Visit(NOW), ahead).last_started_at == NOW


def test_an_interval_of_nought_is_due_at_every_run() -> None:
    assert place_of(site(interval_days=0), Visit(NOW)).is_due(NOW)
