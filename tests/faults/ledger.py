"""Who asked for what in which run: nothing may be asked twice beyond what was in flight, and no broken run be untold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive import Collection
from archive.times import parse_warc_date
from tests.faults.endings import KILLS, Launch
from tests.faults.runs import finish_reasons
from tests.faults.server import ServedSite, Turn
from tests.faults.stock import Answers

# What the report may say of a run that was ended so. A stop may come when all is done, or before anyone hears it.
_TOLD_AS = {
    "kill": ("died", "finished"),
    "kill of the crawl alone": ("died", "finished"),
    "SIGTERM": ("stopped", "finished", "died"),
    "SIGINT": ("stopped", "finished", "died"),
    "two signals": ("stopped_at_once", "stopped", "finished", "died"),
    None: ("finished",),
}


@dataclass
class Ledger:
    """Of one collection and its one job."""

    sites: Sequence[ServedSite]
    _in_flight: Counter[str] = field(default_factory=Counter)  # by address, the broken runs it was in flight in
    _launches: list[tuple[Launch, str | None, bool]] = field(default_factory=list)

    def turns(self) -> list[int]:
        return [len(site.turns) for site in self.sites]

    def note(
        self, launch: Launch, ending: str | None, before: list[int], stored: Answers, figures: Counter[str]
    ) -> list[str]:
        """A run that ended: what it asked, against what it stored; what is wrong with that."""
        has_asked = False
        broken = ending in (*KILLS, "two signals") or launch.process.returncode < 0
        sent: Answers = Counter()
        excused: Answers = Counter()
        for site, start in zip(self.sites, before, strict=True):
            asked = site.turns[start:]
            has_asked |= bool(asked)
            sent.update(_key(site, turn) for turn in asked)
            if broken:
                excused.update(_key(site, turn) for turn in asked[-1:])
                self._in_flight.update(site.url_of(turn.target) for turn in asked[-1:] if turn.is_final)
            figures["answers sent"] += len(asked)
        self._launches.append((launch, ending, has_asked))
        unstored = sent - stored
        figures["runs with requests in flight"] += bool(unstored)
        figures["requests in flight"] += unstored.total()
        return [f"sent in a run ended by {ending}, and not stored: {url}" for url, _ in unstored - excused]

    def judge(self, collection: Collection, figures: Counter[str]) -> list[str]:
        """Once the job is finished."""
        return [*self._asked_again(figures), *self._untold(collection, figures)]

    def _asked_again(self, figures: Counter[str]) -> list[str]:
        faults = []
        finals = Counter(site.url_of(turn.target) for site in self.sites for turn in site.turns if turn.is_final)
        for url, count in finals.items():
            again = count - 1
            excused = min(again, self._in_flight[url])
            figures["asked again after that"] += excused
            figures["asked again without reason"] += again - excused
            if again > excused:
                faults.append(f"{url} was asked {count} times, and in flight in {self._in_flight[url]} broken runs")
        return faults

    def _untold(self, collection: Collection, figures: Counter[str]) -> list[str]:
        """Each run that asked for anything must be in a report, with how it ended. A job that was killed before its
        frontier was on disk is abandoned, and the next run begins another: then there are two."""
        told = [
            run
            for crawl_id in finish_reasons(collection)
            for run in json.loads((collection.crawl_folder(crawl_id) / "report.json").read_bytes())["runs"]
        ]
        faults = []
        for run in told:
            figures[f"runs told as {run['how']}"] += 1
        for launch, ending, has_asked in self._launches:
            until = launch.ended_at if ending else None
            own = [
                run
                for run in told
                if (at := parse_warc_date(run["started_at"])) >= launch.started_at and (not until or at <= until)
            ]
            figures["runs not told"] += not own
            if has_asked and not own:
                faults.append(f"a run ended by {ending} asked for something and is not in the report")
            if own and own[0]["how"] not in _TOLD_AS[ending]:
                faults.append(f"a run ended by {ending} is told as {own[0]['how']}")
        return faults


def _key(site: ServedSite, turn: Turn) -> tuple[str, str]:
    return site.url_of(turn.target), turn.digest
