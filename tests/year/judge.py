"""Holds what crawls told against what truly happened.

An event is right when a true one of its kind and address lies between the last sight of the former state and the moment
of finding, a day more or less. Several edits between two visits are one event, and one event is told once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.year.truth import OF_SITES, Truth

SLACK = timedelta(days=1)
# What no list tells of must be found by reading pages again, each at least so often.
PATIENCE = timedelta(days=45)
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """A line of events.jsonl. `last_seen_at` None: the former state was never seen."""

    kind: str
    url: str
    found_at: datetime
    last_seen_at: datetime | None
    detail: str = ""

    def tells(self, truth: Truth, slack: timedelta) -> bool:
        return (
            self.kind == truth.kind
            and self.url == truth.url
            and truth.target in self.detail
            and (self.last_seen_at or _EVER) - (slack if self.last_seen_at else timedelta(0)) <= truth.at
            and truth.at <= self.found_at + slack
        )

    def __str__(self) -> str:
        seen = f"{self.last_seen_at:%Y-%m-%d}" if self.last_seen_at else "never seen"
        return f"{self.kind} {self.url} ({seen} .. {self.found_at:%Y-%m-%d}) {self.detail}".rstrip()


@dataclass(slots=True)
class History:
    """What the runs did, as server and reports tell it. `visits` are by site the moments at which it was tried; `open`
    those of them at which it was up, and allowed its articles; `seen` by address those at which it was answered with 200.
    `barred` is by site when nobody could read its articles, in order."""

    visits: Mapping[int, Sequence[datetime]]
    open: Mapping[int, Sequence[datetime]]
    seen: Mapping[str, Sequence[datetime]]
    end: datetime
    barred: Mapping[int, Sequence[tuple[datetime, datetime]]] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """One behaviour. `due` of the events that happened had to be told; `lags` are days from happening to finding."""

    happened: int = 0
    due: int = 0
    found: int = 0
    late: int = 0
    missed: int = 0
    lags: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Verdict:
    rows: dict[str, Row]
    missed: list[str]
    invented: list[str]


def read_events(crawls: Path) -> list[Event]:
    """Of all jobs. Raises ValueError with file and line when one cannot be read."""
    events = []
    for path in sorted(crawls.glob("*/events.jsonl")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            try:
                events.append(_event(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: no event: {error}") from error
    return events


def _event(line: Mapping[str, Any]) -> Event:
    seen = line["last_seen_at"]
    detail = line["detail"]
    return Event(
        line["event"],
        line["url"],
        datetime.fromisoformat(line["found_at"]),
        datetime.fromisoformat(seen) if seen else None,
        detail if isinstance(detail, str) else json.dumps(detail) if detail else "",
    )


def judge(truths: Iterable[Truth], events: Iterable[Event], history: History) -> Verdict:
    truths = list(truths)
    told, invented = _match(truths, events)
    rows: dict[str, Row] = defaultdict(Row)
    missed = []
    for truth in truths:
        row, found = rows[truth.behaviour], told.get(id(truth))
        row.happened += truth.needed and truth.at < history.end
        is_due = truth.needed and _is_due(truth, history) and (truth.after is None or id(truth.after) in told)
        row.due += is_due
        if found is not None and truth.needed:
            row.lags.append((found.found_at - truth.at) / timedelta(days=1))
        if not is_due:
            continue
        if found is None or found.last_seen_at is None:
            row.missed += 1
            missed.append(f"{'without a date' if found else 'not found'}: {_words(truth)}")
        elif found.found_at > _deadline(truth, history):
            row.late += 1
            missed.append(f"late, {found.found_at:%Y-%m-%d}: {_words(truth)}")
        else:
            row.found += 1
    return Verdict(dict(sorted(rows.items())), missed, invented)


def _match(truths: list[Truth], events: Iterable[Event]) -> tuple[dict[int, Event], list[str]]:
    """By id of a truth the event that tells it first, and what has no truth or tells one again."""
    by_address: dict[tuple[str, str], list[Truth]] = defaultdict(list)
    for truth in truths:
        by_address[truth.kind, truth.url].append(truth)
    told: dict[int, Event] = {}
    invented = []
    for event in sorted(events, key=lambda event: event.found_at):
        # What happened in the day after is another's to tell, where there is something that this one tells to the day.
        true = by_address[event.kind, event.url]
        exact = [truth for truth in true if event.tells(truth, timedelta(0))]
        right = exact or [truth for truth in true if event.tells(truth, SLACK)]
        new = [truth for truth in right if id(truth) not in told]
        if not new:
            invented.append(f"{'told twice' if right else 'invented'}: {event}")
        told |= {id(truth): event for truth in new}
    return told, invented


def _is_due(truth: Truth, history: History) -> bool:
    """Whether a crawl had its chance: it knew the former state and was there while the new one lasted."""
    if truth.kind in OF_SITES:
        tried = history.visits if truth.kind in ("site_unreachable", "site_moved") else history.open
        known = any(moment < truth.at for moment in history.visits.get(truth.site, ()))
        return known and any(truth.at < moment < truth.until for moment in tried.get(truth.site, ()))
    if not any(moment < truth.at for moment in history.seen.get(truth.url, ())):
        return False
    chances = _visits_between(truth.at, truth.until, truth, history)
    if _is_told(truth, history):
        return len(chances) >= 2
    by = _patience_ends(truth, history)
    return by <= min(truth.until, history.end) and any(moment < by for moment in chances)


def _deadline(truth: Truth, history: History) -> datetime:
    """A site's own state is found at the first visit, what lists tell at the second, the rest in time."""
    if truth.kind not in OF_SITES and not _is_told(truth, history):
        return _patience_ends(truth, history) + SLACK
    tried = history.visits if truth.kind in ("site_unreachable", "site_moved") else history.open
    chances = [moment for moment in tried.get(truth.site, ()) if moment > truth.at]
    wanted = 0 if truth.kind in OF_SITES else 1
    return chances[wanted] + SLACK if len(chances) > wanted else datetime.max.replace(tzinfo=UTC)


def _is_told(truth: Truth, history: History) -> bool:
    """Whether lists said so at the visit at which it is due, and not of everything by then."""
    until = truth.told_until
    return truth.told and (until is None or len(_visits_between(truth.at, until, truth, history)) >= 2)


def _visits_between(begins: datetime, ends: datetime, truth: Truth, history: History) -> list[datetime]:
    return [moment for moment in history.open.get(truth.site, ()) if begins < moment < ends]


def _patience_ends(truth: Truth, history: History) -> datetime:
    """Days on which a site was down, taken or closed to crawlers are not held against a crawl."""
    by = truth.at + PATIENCE
    for begins, ends in history.barred.get(truth.site, ()):
        if begins < by and ends > truth.at:
            by += ends - max(begins, truth.at)
    return by


def _words(truth: Truth) -> str:
    return f"{truth.kind} {truth.url} at {truth.at:%Y-%m-%d %H:%M} ({truth.behaviour})"
