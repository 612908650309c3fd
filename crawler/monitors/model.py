"""What monitors see and what they say.

    SiteView ──► a monitor of sites ──► Sign     something is wrong: how badly, and the figures
    JobView  ──► one of the job     ──► FINE     looked at, and nothing is wrong: an open finding is over
                                    ──► UNKNOWN  this visit cannot tell: an open finding stays open

Rows are the sites of report.json, also of reports that older versions wrote: any key may be missing or null, so
they are read with `number`, `text` and `facts` only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from statistics import median
from typing import Any, Literal

from archive.model import Seed
from crawler.reports.report import standing_in

Row = Mapping[str, Any]
Severity = Literal["info", "warning", "alarm"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "alarm")


class Verdict(Enum):
    FINE = "fine"
    UNKNOWN = "unknown"


FINE, UNKNOWN = Verdict.FINE, Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Sign:
    """`figures` fill the monitor's words; `since` is when it began, if that is known better than "now"."""

    severity: Severity
    figures: Mapping[str, Any] = field(default_factory=dict)
    since: str | None = None
    events: Sequence[Mapping[str, Any]] = ()


Judgement = Sign | Verdict


@dataclass(frozen=True, slots=True)
class SiteView:
    """One site of a job that ended. `whole` and `latest` are rows of earlier visits, the newest first: whole ones asked
    for everything and ended by themselves. `days` are those on which it published, `standing` the figures of its open
    findings by monitor, `events` the first events of this job by kind."""

    row: Row
    started_at: datetime
    seed: Seed | None = None
    whole: Sequence[Row] = ()
    latest: Sequence[Row] = ()
    days: Sequence[date] = ()
    standing: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    events: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether the visit went as far as it was meant to."""
        return text(self.row, "finish_reason") in ("finished", "limit")

    @property
    def is_whole(self) -> bool:
        return is_whole(self.row)

    @property
    def is_reached(self) -> bool:
        """Whether the site itself answered with pages: other monitors speak of one that did not."""
        came = count(self.row, "archived") or count(self.row, "seen_again")
        return bool(came) and not self.row.get("moved_to") and not self.row.get("unreachable")

    @property
    def shows_itself(self) -> bool:
        """Whether the front page is the site's own. Where gamblers or a sign "under maintenance" stand in its place,
        that is told, and explains that there are no articles, no news, and nothing its software is known by."""
        return not standing_in(self.row) and not facts(self.row, "hijack").get("front_page")

    def usual(self, figure: Callable[[Row], float | None], at_least: int = 2) -> float | None:
        """The median of a figure over earlier whole visits; None when fewer than `at_least` have it."""
        values = [value for row in self.whole if (value := figure(row)) is not None]
        return median(values) if len(values) >= at_least else None


@dataclass(frozen=True, slots=True)
class JobFacts:
    """An earlier job, as far as monitors of the collection ask."""

    started_at: datetime
    finished_at: datetime | None
    is_scheduled: bool
    collection_bytes: int | None


@dataclass(frozen=True, slots=True)
class JobView:
    """The job and the collection. `jobs` are earlier ones, the newest first; `silent_since` is the last sign of life
    of a job that went on later."""

    report: Mapping[str, Any]
    started_at: datetime
    jobs: Sequence[JobFacts] = ()
    free_bytes: int | None = None
    reserve_bytes: int = 0
    collection_bytes: int | None = None
    silent_since: datetime | None = None
    went_on_at: datetime | None = None
    unsent: Mapping[str, Any] | None = None
    standing: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteMonitor:
    name: str
    judge: Callable[[SiteView], Judgement]
    passes: bool = False  # an event: told when it is found, and over with that


@dataclass(frozen=True, slots=True)
class JobMonitor:
    name: str
    judge: Callable[[JobView], Judgement]
    passes: bool = False


def is_whole(row: Row) -> bool:
    """Whether a visit asked for everything and nothing cut it short: only such visits' counts can be compared."""
    return row.get("visit") in (None, "full") and text(row, "finish_reason") == "finished"


def number(row: Row, key: str) -> int | None:
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 1e18:
        return None
    return int(value)


def count(row: Row, key: str) -> int:
    return max(0, number(row, key) or 0)


def text(row: Row, key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) and value else None


def facts(row: Row, key: str) -> Mapping[str, Any]:
    value = row.get(key)
    return value if isinstance(value, Mapping) else {}
