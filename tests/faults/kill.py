"""Crawls killed at random moments, again and again: `python -m tests.faults.kill --kills 100 --pages 2000`.

Each killed crawl is followed by the next `lumbung crawl`, now and then by `lumbung crawl --fresh`, until one
comes to its end; then everything is read and compared with what the sites sent. Another collection is begun
until there were enough kills.
"""

from __future__ import annotations

import argparse
import random
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.faults.figures import Figures
from tests.faults.final import judge
from tests.faults.moments import Scene, choose, is_birth, wait_for
from tests.faults.phases import Before, before, is_unknown_to_the_frontier, jobs, phase
from tests.faults.runs import collection_of, finish_reasons, kill, start
from tests.faults.server import ServedSite, Turn, serve_all, settle
from tests.faults.site import build_all, count
from tests.faults.stock import Answers, Stock, walk
from tests.faults.tear import lose_power, tear
from tests.wire.odd_server import expired_certificate

# What one kill may cost: what the job does not commit each 200 records, and a request in flight a site.
_UNCOMMITTED = 200
# The share of the kills kept for the closing of a job.
_AT_THE_END = 0.2


def main() -> int:
    arguments = _parse()
    # The sites' threads must not keep the one that watches for the moment of a kill.
    sys.setswitchinterval(0.0005)
    chance = random.Random(arguments.seed)
    figures = Figures()
    began = time.monotonic()
    work = Path(tempfile.mkdtemp(prefix="lumbung-faults-"))
    print(f"seed {arguments.seed}, work in {work}", flush=True)
    context = _context(work) if arguments.tls else None
    while figures.counts["kills"] < arguments.kills and not figures.faults:
        number = figures.counts["collections"]
        with serve_all(build_all(arguments.sites, arguments.pages, arguments.seed + number), context) as sites:
            _Trial(work / f"koleksi-{number}", sites, chance, figures, arguments).run()
        kills, minutes = figures.counts["kills"], (time.monotonic() - began) / 60
        print(f"collection {number}: {kills} kills, {minutes:.1f} minutes, {len(figures.faults)} faults", flush=True)
    print(f"\n{figures.table()}\n")
    for fault in figures.faults:
        print(f"FAULT {fault}")
    if figures.faults:
        print(f"Kept to look at: {work}")
        return 1
    print("Everything held.")
    shutil.rmtree(work)
    return 0


def _context(folder: Path) -> ssl.SSLContext:
    """Of a certificate no client should trust, and no village's visitors ever see checked."""
    return expired_certificate(folder).context


class _Trial:
    """One collection, from its first crawl to the one that comes to its end."""

    def __init__(
        self,
        root: Path,
        sites: Sequence[ServedSite],
        chance: random.Random,
        figures: Figures,
        arguments: argparse.Namespace,
    ) -> None:
        self._root = root
        self._sites = sites
        self._chance = chance
        self._figures = figures
        self._arguments = arguments
        self._collection = collection_of(root, sites, arguments.warc_bytes)
        self._stock = Stock(self._collection)
        self._began = [0] * len(sites)  # turns of each site before the job that is open

    def run(self) -> None:
        self._figures.counts["collections"] += 1
        self._figures.counts["pages and pictures"] += count(self._sites, "listing", "article", "picture")
        is_fresh = False
        while self._crawl(is_fresh) and "finished" not in finish_reasons(self._collection).values():
            is_fresh = self._chance.random() < self._arguments.fresh
        verdict = judge(self._collection, self._sites, self._stock)
        self._figures.add(verdict)
        self._figures.faults += [f"{self._root.name}: {fault}" for fault in verdict.faults]
        if (most := max(self._figures.doubled)) > _UNCOMMITTED + len(self._sites):
            self._figures.faults.append(f"{self._root.name}: {most} addresses were fetched again after one kill")
        if not self._figures.faults:
            shutil.rmtree(self._root)

    def _crawl(self, is_fresh: bool) -> bool:
        """Start a crawl and kill it; False when it came to its end first."""
        figures, chance = self._figures, self._chance
        past, turns, answers = before(self._collection), self._turns(), self._stock.answers()
        is_new = is_fresh or is_birth(self._collection)
        scene = Scene(self._collection, self._sites, turns if is_new else self._began, is_new, is_fresh)
        left = self._arguments.kills - figures.counts["kills"]
        moment = choose(chance, scene, is_last=left <= max(2, self._arguments.kills * _AT_THE_END))
        figures.counts["crawls --fresh"] += is_fresh
        said = self._root.with_suffix(".txt")
        process = start(self._collection, self._arguments.delay, said, *(["--fresh"] if is_fresh else []))
        killing = left > 0 and moment is not None and wait_for(moment, chance, process, scene)
        kill(process) if killing else process.wait(900)
        settle(self._sites)
        if jobs(self._collection) - past.jobs:
            self._began = turns
        figures.doubled.append(_asked_again(self._sites, self._began, turns))
        self._compare(turns, answers, is_killed=killing)
        if not killing:
            self._see_the_end(process, said)
            return False
        figures.counts["kills"] += 1
        figures.counts[f"aimed at {moment}"] += 1
        self._look(past, turns)
        self._harm()
        self._stock.remember()
        return True

    def _compare(self, turns: list[int], answers: Answers, *, is_killed: bool) -> None:
        """Each answer sent must be stored before its site is asked anything else."""
        sent: Answers = Counter()
        at_most: Answers = Counter()  # what a kill may have come before
        for site, start_at in zip(self._sites, turns, strict=True):
            asked = site.turns[start_at:]
            sent.update(_key(site, turn) for turn in asked)
            at_most.update(_key(site, turn) for turn in asked[-1:] if is_killed or not turn.is_sent)
        unstored = sent - (self._stock.answers() - answers)
        self._figures.counts["answers sent"] += sent.total()
        self._figures.counts["answers not final"] += sum(
            not turn.is_final for site, at in zip(self._sites, turns, strict=True) for turn in site.turns[at:]
        )
        if is_killed:
            self._figures.counts["kills with requests in flight"] += bool(unstored)
            self._figures.counts["requests in flight"] += unstored.total()
        for url, digest in unstored - at_most:
            self._figures.faults.append(f"{self._root.name}: sent and followed by others, not stored: {url} {digest}")
        if gone := answers - self._stock.answers():
            self._figures.faults.append(f"{self._root.name}: {gone.total()} answers are gone: {next(iter(gone))}")

    def _look(self, past: Before, turns: list[int]) -> None:
        """Count what the kill hit, and what it left."""
        figures = self._figures
        opened = self._collection.open_warcs()
        figures.counts["kills leaving .open"] += bool(opened)
        torn = [path for path in opened if walk(path).is_torn]
        figures.counts["torn members by the kill alone"] += len(torn)
        figures.counts[f"fell in {phase(self._collection, past, sum(self._turns()) - sum(turns))}"] += 1
        figures.counts["before a job's first commit"] += is_unknown_to_the_frontier(self._collection, past)
        figures.counts["while a large body came"] += any(
            turn.is_slow and not turn.is_sent
            for site, start_at in zip(self._sites, turns, strict=True)
            for turn in site.turns[start_at:][-1:]
        )

    def _harm(self) -> None:
        figures, chance = self._figures, self._chance
        self._stock.remember_synced()
        if self._arguments.power_loss:
            figures.counts["power lost"] += 1
            figures.faults += lose_power(self._collection, chance)
        elif chance.random() < self._arguments.tear and (how := tear(self._collection, self._stock, chance)):
            figures.counts["open WARCs harmed on purpose"] += 1
            figures.counts[f"harmed by {how.split()[0]}"] += 1
            figures.counts["torn members on purpose"] += any(
                walk(path).is_torn for path in self._collection.open_warcs()
            )

    def _see_the_end(self, process: subprocess.Popen[bytes], said: Path) -> None:
        if process.returncode:
            words = said.read_text("utf-8", "replace")[-600:]
            self._figures.faults.append(f"{self._root.name}: exit {process.returncode}: {words}")

    def _turns(self) -> list[int]:
        return [len(site.turns) for site in self._sites]


def _key(site: ServedSite, turn: Turn) -> tuple[str, str]:
    return site.url_of(turn.target), turn.digest


def _asked_again(sites: Sequence[ServedSite], began: list[int], turns: list[int]) -> int:
    """How many of the requests of this run (after `turns`) the same job had an answer to already."""
    again = 0
    for site, first, start_at in zip(sites, began, turns, strict=True):
        # An answer that was to be asked for again, as a 503 is, does not count.
        earlier = {turn.target: turn.is_final for turn in site.turns[first:start_at]}
        again += sum(earlier.get(turn.target, False) for turn in site.turns[start_at:])
    return again


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pages", type=int, default=2000, help="HTML pages of a collection; half as many pictures")
    parser.add_argument("--sites", type=int, default=4, help="sites the pages are spread over, asked at the same time")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between requests to a site")
    parser.add_argument("--warc-bytes", type=int, default=300_000)
    parser.add_argument("--tear", type=float, default=0.5, help="share of kills after which unsynced bytes are harmed")
    parser.add_argument("--fresh", type=float, default=0.05, help="share of kills after which a new job is begun")
    parser.add_argument("--tls", action="store_true", help="over https, with a certificate that expired")
    parser.add_argument("--power-loss", action="store_true", help="after each kill drop every byte that was not synced")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
