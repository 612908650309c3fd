"""When each site is due: a pure function of its row, its visits, and the days on which it published.

    interval   the row's interval_days; else half the usual gap between the days on which articles
               appeared, in whole days between two bounds
    plan       points one interval apart, from midnight (WIB) of the day of the first visit on
    due        the first point of the plan after the last visit began

A late run moves no point, so nothing drifts: a site is due at the same hour for ever, and one that
waited over several points is visited once. A plan is carried on by the due times that reports
note; only where none is noted it begins at the last visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from statistics import median
from typing import Any

from archive.model import Seed
from archive.times import parse_warc_date, warc_date

WIB = timezone(timedelta(hours=7), "WIB")  # Asia/Jakarta, which has no summer time

# How far back articles say how often a site publishes.
RHYTHM_DAYS = 180

_DAY = timedelta(days=1)

# A site due for longer was passed over by a whole day's runs.
OVERDUE_AFTER = _DAY


@dataclass(frozen=True, slots=True)
class Visit:
    """A job that ended with the site finished or at its limit. `due_at` is what it was planned for,
    None when nothing was; `archived` counts pages."""

    started_at: datetime
    due_at: datetime | None = None
    archived: int = 1


@dataclass(frozen=True, slots=True)
class Due:
    """One site's place in the plan. `due_at` None means at once: it was never visited."""

    seed: Seed
    interval: timedelta
    due_at: datetime | None
    last_started_at: datetime | None

    def due_since(self, now: datetime) -> datetime:
        """What a visit that begins now is planned for: of a first visit the point at which the plan begins."""
        return self.due_at or _midnight(now)

    def is_due(self, now: datetime) -> bool:
        return self.due_at is None or self.due_at <= now

    def is_overdue(self, now: datetime) -> bool:
        return self.due_at is not None and now - self.due_at > OVERDUE_AFTER

    def facts(self, now: datetime) -> dict[str, Any]:
        """For other programs; `due_at` null: at once."""
        return {
            "site": self.seed.id,
            "due_at": warc_date(self.due_at) if self.due_at else None,
            "is_due": self.is_due(now),
            "is_overdue": self.is_overdue(now),
            "interval_days": self.interval / _DAY,
            "last_started_at": warc_date(self.last_started_at) if self.last_started_at else None,
        }

    def words(self, now: datetime) -> str:
        """`contoh.desa.id on 2026-11-26 00:00 WIB (every 3 days)`."""
        if self.due_at is None:
            return f"{self.seed.id}, never visited"
        days = self.interval / _DAY
        since = "since" if self.is_due(now) else "on"
        every = "every day" if days == 1 else f"every {days:g} days"
        return f"{self.seed.id} {since} {in_wib(self.due_at)} ({every})"


def in_wib(moment: datetime | str) -> str:
    """`2026-11-26 00:00 WIB`, of a moment or its text; what is no moment's text stays as it is."""
    try:
        found = parse_warc_date(moment) if isinstance(moment, str) else moment
    except ValueError:
        return str(moment)
    return f"{found.astimezone(WIB):%Y-%m-%d %H:%M} WIB"


class NothingDue(Exception):
    """No error: no site is due now; `places` are all sites in the order in which they will be."""

    def __init__(self, places: list[Due]) -> None:
        super().__init__("no site is due")
        self.places = places


def plan(
    seeds: Iterable[Seed],
    visits: Mapping[str, Sequence[Visit]],
    published: Mapping[str, Iterable[date]],
    now: datetime,
    bounds: tuple[int, int],
) -> list[Due]:
    """All sites that are not paused, the longest due first, those never visited after what is overdue.

    `visits` and `published` (days on which articles appeared) are by seed id, in any order; `bounds` are the
    shortest and longest interval in days of sites whose rows say nothing.
    """
    places = [
        _place(seed, _believed(visits.get(seed.id, ()), now), published.get(seed.id, ()), bounds)
        for seed in seeds
        if not seed.paused
    ]
    return sorted(places, key=lambda place: place.due_at or now)


def _believed(visits: Sequence[Visit], now: datetime) -> list[Visit]:
    """The visits, oldest first, without those of a clock that ran ahead and was set back since: they would keep a
    site from being visited until that time has come. A day more or less is no such fault."""
    return sorted((visit for visit in visits if visit.started_at <= now + _DAY), key=lambda visit: visit.started_at)


def _place(seed: Seed, visits: Sequence[Visit], published: Iterable[date], bounds: tuple[int, int]) -> Due:
    interval = interval_of(seed, visits, published, bounds)
    if not visits:
        return Due(seed, interval, None, None)
    last = visits[-1].started_at
    planned = next((visit.due_at for visit in reversed(visits) if visit.due_at), None)
    return Due(seed, interval, next_point(planned or _midnight(last), interval, last), last)


def interval_of(seed: Seed, visits: Sequence[Visit], published: Iterable[date], bounds: tuple[int, int]) -> timedelta:
    """How long after one point of a site's plan the next one lies; `visits` oldest first."""
    if seed.interval_days is not None:
        return timedelta(days=seed.interval_days)
    shortest, longest = bounds
    last = visits[-1].started_at.astimezone(WIB).date() if visits else None
    days = min(max(_days_by_rhythm(published, last, longest), shortest), longest)
    empty = _empty_visits(visits)
    # A site that does not answer is asked again soon, then ever more rarely: its silence is not its rhythm.
    return timedelta(days=min(days, shortest * 2 ** min(empty - 1, 10)) if empty else days)


def _days_by_rhythm(published: Iterable[date], last: date | None, longest: int) -> int:
    """About half the median gap. The silence up to the last visit counts for half a gap: who stops publishing is
    visited ever more rarely, and who begins again soon more often."""
    if last is None:
        return longest
    # A day later than today is a mistake of the page; tomorrow may be today in Papua.
    days = sorted({day for day in published if last - timedelta(days=RHYTHM_DAYS) <= day <= last + _DAY})
    if len(days) < 2:
        return longest
    usual = median((later - earlier).days for earlier, later in pairwise(days))
    return int(max(usual, (last - days[-1]).days / 2) / 2)


def _empty_visits(visits: Sequence[Visit]) -> int:
    """How many of the last visits in a row brought no page."""
    count = 0
    for visit in reversed(visits):
        if visit.archived:
            break
        count += 1
    return count


def next_point(planned: datetime, interval: timedelta, after: datetime) -> datetime:
    """The first point of the plan through `planned` that lies after a moment, at most one interval later."""
    if interval <= timedelta(0):
        return after
    return planned + ((after - planned) // interval + 1) * interval


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(WIB).date(), time(), WIB).astimezone(UTC)
