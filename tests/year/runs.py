"""The year itself: a real `crawl --due` each night, and what server and reports know of it afterwards."""

from __future__ import annotations

import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from archive import Collection
from archive.config import Who
from archive.seeds import parse_seeds, write_seeds
from tests.end_to_end.conftest import environment
from tests.end_to_end.nursery import Nursery
from tests.year.clock import clock_environment
from tests.year.judge import History
from tests.year.plan import Plan
from tests.year.platforms.common import CLOSED
from tests.year.server import YearServer
from tests.year.world import World


@dataclass(slots=True)
class Night:
    """One run of the timer."""

    moment: datetime
    code: int
    seconds: float
    requests: int
    visited: tuple[int, ...]
    words: str = field(repr=False, default="")


class Keeper:
    """Who set the collection up once, and whose machine runs the timer."""

    def __init__(self, world: World, root: Path, library: str) -> None:
        self.world, self._library = world, library
        Collection.create(root, Who(operator="Uji Setahun", contact="uji@contoh.example"))
        self.collection = Collection.open(root)
        rows = ["url", *(f"{site.base}/" for site in world.sites)]
        write_seeds(self.collection.seeds_file, parse_seeds("\n".join(rows), "year"))
        self._number = {seed.id: number for number, seed in enumerate(self.collection.seeds())}
        self._nursery = Nursery(environment() | clock_environment(library))
        self.nights: list[Night] = []
        self.unplanned: list[str] = []
        self.missed_runs_told = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._nursery.close()

    def run(self, moment: datetime, *arguments: str, timeout: float = 1800) -> tuple[int, str]:
        """Exit code, and both outputs. Raises TimeoutError."""
        words = [*arguments, "-c", str(self.collection.root)]
        around = environment() | clock_environment(self._library, moment)
        code, out, err = self._nursery.run(words, str(self.collection.root.parent), around, timeout)
        return code, (out + err).decode(errors="replace")

    def cpu_seconds(self) -> float:
        """What all commands until now took, their reader workers with them. Linux tells it of children that ended."""
        after_name = Path(f"/proc/{self._nursery.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[13]) + int(after_name[14])) / os.sysconf("SC_CLK_TCK")

    def live(self, server: YearServer, say: Callable[[str], None]) -> None:
        """Every night that the timer ran."""
        known: set[str] = set()
        for moment in self.world.runs():
            server.set_moment(moment)
            before, started = len(server.log), time.monotonic()
            code, words = self.run(moment, "crawl", "--due", "--delay", "0", "--allow-private")
            visited = self._visited(known, moment)
            night = Night(moment, code, time.monotonic() - started, len(server.log) - before, visited, words)
            self.nights.append(night)
            if code not in (0, 2):
                say(f"{moment:%Y-%m-%d}: exit code {code}: {words[-2000:]}")
            if len(self.nights) % 10 == 1:
                say(
                    f"{moment:%Y-%m-%d}: {len(visited)} sites, {night.requests} requests, {night.seconds:.1f} s; "
                    f"{len(server.log)} requests and {sum(one.seconds for one in self.nights):.0f} s until now"
                )

    def _visited(self, known: set[str], moment: datetime) -> tuple[int, ...]:
        """The sites of the jobs that are new since the last look, as their reports tell."""
        visited: set[int] = set()
        for path in (self.collection.root / "crawls").glob("*/report.json"):
            if path.parent.name not in known:
                known.add(path.parent.name)
                report = json.loads(path.read_text())
                self.missed_runs_told += sum(one.get("monitor") == "run_missed" for one in report.get("findings", ()))
                for row in report["sites"]:
                    visited.add(self._number[row["site"]])
                    self._note_due(row["site"], row.get("due_at"), moment)
        return tuple(sorted(visited))

    def _note_due(self, site: str, due_at: str | None, moment: datetime) -> None:
        """Each visit says what it was planned for, and is the first after that: nothing is skipped unseen."""
        if due_at is None:
            self.unplanned.append(f"{site}: visited {moment:%Y-%m-%d}, and no due_at is noted")
            return
        due = datetime.fromisoformat(due_at)
        first = next(night for night in self.world.runs() if night >= due)
        if first != moment:
            self.unplanned.append(f"{site}: due {due:%Y-%m-%d}, visited {moment:%Y-%m-%d} and not {first:%Y-%m-%d}")


def history_of(world: World, nights: list[Night], server: YearServer) -> History:
    visits: dict[int, list[datetime]] = defaultdict(list)
    up: dict[int, list[datetime]] = defaultdict(list)
    for night in nights:
        for number in night.visited:
            visits[number].append(night.moment)
            site = world.sites[number]
            if site.state(night.moment) == "up" and not site.plan.span("closed", night.moment):
                up[number].append(night.moment)
    seen: dict[str, list[datetime]] = defaultdict(list)
    for asked in server.log:
        site = world.sites[asked.site]
        if asked.status in (200, 304):
            seen[(site.new_base if asked.moved else site.base) + asked.target].append(asked.moment)
    barred = {site.plan.number: barred_spans(site.plan) for site in world.sites}
    return History(visits, up, seen, world.sites[0].plan.end, barred)


def barred_spans(plan: Plan) -> list[tuple[datetime, datetime]]:
    """When nobody could read a site's articles at their addresses, or its robots.txt asked crawlers not to."""
    kinds = ("outage", "closed", "moved")
    spans = (span for span in plan.spans if span.kind in kinds or span.way == "all_taken")
    return sorted((span.at, span.until or plan.end) for span in spans)


def impolite(world: World, server: YearServer) -> list[str]:
    """Requests made while the same site answered another, and to what its robots.txt forbade."""
    overlapped = Counter(asked.site for asked in server.log if asked.overlapped)
    faults = [f"{world.sites[site].base}: {count} requests at once with another" for site, count in overlapped.items()]
    for asked in server.log:
        site = world.sites[asked.site]
        is_closed = site.plan.span("closed", asked.moment) and site.state(asked.moment) == "up"
        if is_closed and asked.target.startswith(CLOSED):
            faults.append(f"{site.base}{asked.target} at {asked.moment:%Y-%m-%d}: asked against robots.txt")
    return faults
