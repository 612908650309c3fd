"""The table at the end of a run of kills."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.final import Verdict
from tests.faults.moments import MOMENTS
from tests.faults.phases import PHASES

_ROWS = (
    "collections", "pages and pictures", "answers sent", "answers not final", "kills",
    *(f"aimed at {moment}" for moment in MOMENTS), *(f"fell in {phase}" for phase in PHASES),
    "before a job's first commit", "while a large body came", "kills leaving .open",
    "torn members by the kill alone", "open WARCs harmed on purpose", "harmed by cut", "harmed by zeros",
    "harmed by hole", "torn members on purpose", "power lost", "kills with requests in flight",
    "requests in flight", "crawls --fresh", "jobs abandoned", "revisits in the last job",
)  # fmt: skip
_LAST_ROWS = ("payloads stored twice", "lost captures", "damaged records")


@dataclass
class Figures:
    """`doubled` is by kill: addresses asked again after it."""

    counts: Counter[str] = field(default_factory=Counter)
    doubled: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        self.counts["jobs abandoned"] += verdict.abandoned
        self.counts["revisits in the last job"] += verdict.revisits
        self.counts["payloads stored twice"] += verdict.stored_twice
        self.counts["lost captures"] += verdict.lost
        self.counts["damaged records"] += verdict.damaged

    def table(self) -> str:
        rows: list[tuple[str, object]] = [(name, self.counts[name]) for name in _ROWS]
        rows.append(("doubled fetches", f"{sum(self.doubled)}, at most {max(self.doubled, default=0)} after a kill"))
        rows += [(name, self.counts[name]) for name in _LAST_ROWS]
        return "\n".join(f"{name:34}{value}" for name, value in rows)
