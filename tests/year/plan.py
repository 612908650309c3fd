"""What will happen to each site: a pure function of a seed, the site's number and the year.

A plan says nothing of bytes. Each change has the moment at which it happens; what lasts has an end. `told` says
whether any list, date or tag of the site changes with it; of the others only reading the page again tells.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
DAY = timedelta(days=1)

# Lengths without a common factor, so that everything meets everything.
PLATFORMS = ("wordpress", "opensid", "blogger", "wordpress", "static", "opensid", "wordpress", "php")
RHYTHMS = (
    "weekly", "monthly", "daily", "weekly", "none", "stops", "monthly", "bursts", "weekly", "monthly", "restarts",
    "weekly", "monthly", "weekly", "none", "stops", "monthly", "bursts", "weekly", "monthly", "restarts",
)  # fmt: skip
FATES = (
    "refused", "", "front_taken", "busy", "", "moved", "all_taken", "closed", "redesign", "short", "", "broken", "spam",
    "", "", "", "reset", "", "",
)  # fmt: skip
LIES = ("", "", "etag", "", "lastmod_today", "", "now", "", "touches", "", "", "", "")

GAPS = {"daily": 1.6, "weekly": 7.0, "monthly": 30.0, "bursts": 12.0, "stops": 7.0, "restarts": 7.0, "none": 21.0}
WAYS_TO_GO = {
    "wordpress": ("404", "410", "front"),
    "opensid": ("soft", "soft", "front"),
    "blogger": ("404",),
    "static": ("404", "410", "soft"),
    "php": ("soft", "front"),
}
# Which of a platform's lists name edits at all: the others' editors work unseen.
TELLS_EDITS = ("wordpress", "blogger")


@dataclass(frozen=True, slots=True)
class Change:
    """kind: edit, touch, comment, gone, moved, hijack; of a site: outage, taken, moved, closed, redesign, spam."""

    kind: str
    at: datetime
    until: datetime | None = None
    told: bool = True
    way: str = ""

    def holds(self, moment: datetime) -> bool:
        return self.at <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Article:
    number: int
    published: datetime
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One site's year. `lie` is what its server says falsely, or nothing."""

    number: int
    village: str
    platform: str
    rhythm: str
    fate: str
    lie: str
    start: datetime
    end: datetime
    articles: tuple[Article, ...]
    spans: tuple[Change, ...] = field(default=())

    def span(self, kind: str, moment: datetime) -> Change | None:
        return next((span for span in self.spans if span.kind == kind and span.holds(moment)), None)

    def last_touch(self, moment: datetime) -> datetime | None:
        """When a plugin saved all articles again before this, without changing a word: each month, where one does."""
        first = _first_of_month(moment)
        last = first if first <= moment else _first_of_month(first - DAY)
        return last if self.lie == "touches" and last > self.start else None

    def next_touch(self, moment: datetime) -> datetime | None:
        """When it does so next."""
        first = _first_of_month(moment)
        following = first if first > moment else _first_of_month(first + 32 * DAY)
        return following if self.lie == "touches" else None


def _first_of_month(moment: datetime) -> datetime:
    return moment.astimezone(WIB).replace(day=1, hour=2, minute=0, second=0, microsecond=0)


def make_plan(seed: int, number: int, start: datetime, days: int) -> Plan:
    """`start` is the midnight (WIB) before the first visit."""
    chance = random.Random(f"{seed} {number}")
    platform, rhythm = PLATFORMS[number % len(PLATFORMS)], RHYTHMS[number % len(RHYTHMS)]
    fate, lie = FATES[number % len(FATES)], LIES[number % len(LIES)]
    end = start + days * DAY
    moments = sorted(_moments(rhythm, start, end, chance))
    spans = tuple(_spans(fate, start, end, chance))
    articles = tuple(
        Article(place, moment, _seen_apart(_changes(platform, moment, start, end, chance), spans))
        for place, moment in enumerate(moments, 11)
    )
    village = f"Desa Contoh Ke-{number + 1}"
    return Plan(number, village, platform, rhythm, fate, lie, start, end, articles, spans)


def _moments(rhythm: str, start: datetime, end: datetime, chance: random.Random) -> Iterator[datetime]:
    """When articles appear: some before the year, so that the rhythm can be seen at the first visit."""
    gap = GAPS[rhythm]
    moment = start - timedelta(hours=chance.uniform(2, gap * 24))
    if rhythm in ("none", "restarts"):
        moment -= 200 * DAY
    for _ in range(chance.randrange(5, 15)):
        yield _by_day(moment, chance)
        moment -= timedelta(days=gap * chance.uniform(0.7, 1.3))
    days = (end - start) / DAY
    begins = start + days * chance.uniform(0.4, 0.6) * DAY if rhythm == "restarts" else start
    ends = start + days * chance.uniform(0.2, 0.5) * DAY if rhythm == "stops" else end
    moment = begins + timedelta(days=gap * chance.uniform(0.1, 1))
    while moment < ends and rhythm != "none":
        yield _by_day(moment, chance)
        if rhythm == "bursts":
            for _ in range(chance.randrange(3, 6)):
                moment += timedelta(hours=chance.uniform(6, 20))
                yield _by_day(moment, chance)
            moment += timedelta(days=chance.uniform(35, 60))
        else:
            moment += timedelta(days=gap * chance.uniform(0.6, 1.4))


def _by_day(moment: datetime, chance: random.Random) -> datetime:
    """Villages write between seven and nine in the evening; no two articles share a second."""
    local = moment.astimezone(WIB)
    seconds = chance.randrange(7 * 3600, 21 * 3600)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(seconds=seconds)


def _changes(
    platform: str, published: datetime, start: datetime, end: datetime, chance: random.Random
) -> tuple[Change, ...]:
    """At most one thing that matters happens to an article, edits apart, and some that do not."""
    earliest = max(start + 2 * DAY, published + 4 * DAY)
    room = (end - earliest) / DAY
    if room < 2:
        return ()
    changes = [
        Change(kind, earliest + chance.uniform(0, room) * DAY)
        for kind, odds in (("comment", 0.1), ("touch", 0.06))
        if chance.random() < odds
    ]
    if chance.random() < (0.35 if published < start else 0.12):
        changes += _fate_of_article(platform, earliest, room, chance)
    return tuple(sorted(changes, key=lambda change: change.at))


def _seen_apart(changes: tuple[Change, ...], spans: tuple[Change, ...]) -> tuple[Change, ...]:
    """Without those that lie below a time when gamblers held every address: nobody could say what became of them."""
    taken = next((span for span in spans if span.way == "all_taken"), None)
    if taken is None or taken.until is None:
        return changes
    before, after = taken.at - 2 * DAY, taken.until + 2 * DAY
    return tuple(
        change
        for change in changes
        if change.at > after
        or (change.kind in ("edit", "touch", "comment") and change.at < before)
        or (change.until is not None and change.until < before)
    )


def _fate_of_article(platform: str, earliest: datetime, room: float, chance: random.Random) -> list[Change]:
    at = earliest + chance.uniform(0, room) * DAY
    lists_all = platform not in ("static", "php")
    match chance.choices(("edit", "gone", "back", "moved", "hijack"), (45, 17, 8, 12, 18))[0]:
        case "edit":
            told = platform in TELLS_EDITS and chance.random() < (1.0 if platform == "blogger" else 0.6)
            later = at + timedelta(days=chance.uniform(15, 80))
            moments = [at, later] if chance.random() < 0.3 and later < earliest + room * DAY else [at]
            return [Change("edit", moment, told=told) for moment in moments]
        case "moved":
            return [Change("moved", at, told=lists_all)]
        case "hijack":
            until = at + timedelta(days=chance.uniform(15, 110)) if chance.random() < 0.7 else None
            return [Change("hijack", at, until, told=False, way=chance.choice(("hidden", "whole")))]
        case kind:
            until = at + timedelta(days=chance.uniform(15, 90)) if kind == "back" else None
            way = chance.choice(WAYS_TO_GO[platform])
            # OpenSID's sitemap is its table of articles: those that nobody may see stay in it.
            return [Change("gone", at, until, told=lists_all and platform != "opensid", way=way)]


def _spans(fate: str, start: datetime, end: datetime, chance: random.Random) -> Iterator[Change]:
    """What happens to the whole site."""
    days = (end - start) / DAY

    def moment(low: float, high: float) -> datetime:
        return start + days * chance.uniform(low, high) * DAY

    match fate:
        case "refused" | "busy" | "broken" | "reset":
            for low in (0.15, 0.6):
                at = moment(low, low + 0.15)
                yield Change("outage", at, at + timedelta(days=chance.uniform(3, min(20, days / 6))), way=fate)
        case "short":
            for place in range(6):
                at = moment(0.1 + place * 0.14, 0.15 + place * 0.14)
                yield Change(
                    "outage", at, at + timedelta(days=chance.uniform(0.6, 2.5)), way=("busy", "refused")[place % 2]
                )
        case "front_taken" | "all_taken":
            at = moment(0.2, 0.5)
            yield Change("taken", at, at + timedelta(days=chance.uniform(0.15, 0.4) * days), way=fate)
        case "spam":
            at = moment(0.2, 0.5)
            yield Change("spam", at, at + timedelta(days=chance.uniform(0.15, 0.4) * days))
        case "moved":
            yield Change("moved", moment(0.3, 0.7))
        case "closed":
            at = moment(0.2, 0.5)
            yield Change("closed", at, at + timedelta(days=chance.uniform(0.15, 0.4) * days))
        case "redesign":
            yield Change("redesign", moment(0.3, 0.7))
