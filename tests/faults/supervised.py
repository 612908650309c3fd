"""A timer that starts crawls and a supervisor that ends them at random: `python -m tests.faults.supervised --minutes 60`.

The timer starts `lumbung crawl --due` again and again, and now and then a rebuild; the supervisor kills it, stops it
safely, or stops it at once, at any moment: while it opens, crawls, reads, links, closes or rebuilds. A collection whose
job came to its end is judged, and the next one begun; when the time is over the last run is left alone.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from archive import Collection
from tests.end_to_end.conftest import lumbung
from tests.faults.endings import ENDINGS, Launch, end_by, start_rebuild
from tests.faults.final import judge
from tests.faults.ledger import Ledger
from tests.faults.moments import Scene, wait_for
from tests.faults.runs import collection_of, finish_reasons, start
from tests.faults.server import ServedSite, serve_all, settle
from tests.faults.site import build_all, count
from tests.faults.stock import Stock

_LONGEST_SECONDS = 600
_ROWS = (
    "collections", "pages and pictures", "runs started", *(f"ended by {ending}" for ending in ENDINGS),
    "ended before the supervisor came", "rebuilds broken off", "looks at status", "answers sent",
    "runs with requests in flight", "requests in flight", "asked again after that", "asked again without reason",
    "runs told as died", "runs told as stopped", "runs told as stopped_at_once", "runs not told",
    "payloads stored twice", "lost captures", "damaged records",
)  # fmt: skip


def main() -> int:
    arguments = _parse()
    sys.setswitchinterval(0.0005)
    chance = random.Random(arguments.seed)
    figures: Counter[str] = Counter()
    faults: list[str] = []
    work = Path(tempfile.mkdtemp(prefix="lumbung-supervised-"))
    print(f"seed {arguments.seed}, work in {work}", flush=True)
    began = time.monotonic()
    over_at = began + 60 * arguments.minutes
    while time.monotonic() < over_at and not faults:
        number = figures["collections"]
        with serve_all(build_all(arguments.sites, arguments.pages, arguments.seed + number)) as sites:
            trial = _Trial(work / f"koleksi-{number}", sites, chance, figures, arguments)
            faults += [f"koleksi-{number}: {fault}" for fault in trial.run(over_at)]
        minutes = (time.monotonic() - began) / 60
        print(
            f"collection {number}: {figures['runs started']} runs, {minutes:.1f} minutes, {len(faults)} faults",
            flush=True,
        )
    print("\n" + "\n".join(f"{name:36}{figures[name]}" for name in _ROWS) + "\n")
    for fault in faults:
        print(f"FAULT {fault}")
    if faults:
        print(f"Kept to look at: {work}")
        return 1
    print("Everything held.")
    shutil.rmtree(work)
    return 0


class _Trial:
    """One collection, until its job came to its end."""

    def __init__(
        self,
        root: Path,
        sites: Sequence[ServedSite],
        chance: random.Random,
        figures: Counter[str],
        arguments: argparse.Namespace,
    ) -> None:
        self._root, self._sites, self._chance, self._figures = root, sites, chance, figures
        self._delay: float = arguments.delay
        self._metrics = root.with_suffix(".prom")
        settings = f'\n[metrics]\ntextfile = "{self._metrics}"\n'
        self._collection = collection_of(root, sites, arguments.warc_bytes, settings)
        self._stock = Stock(self._collection)
        self._ledger = Ledger(sites)
        self._faults: list[str] = []
        self._said = root.with_suffix(".txt")

    def run(self, over_at: float) -> list[str]:
        """What did not hold."""
        self._figures["collections"] += 1
        self._figures["pages and pictures"] += count(self._sites, "listing", "article", "picture")
        while not self._faults and "finished" not in finish_reasons(self._collection).values():
            self._crawl(is_disturbed=time.monotonic() < over_at)
            is_finished = "finished" in finish_reasons(self._collection).values()
            if not is_finished and self._chance.random() < 0.1:
                self._rebuild()
            time.sleep(self._chance.uniform(0, 1.0))
        if not self._faults:
            self._judge()
        if not self._faults:
            shutil.rmtree(self._root)
        return self._faults

    def _crawl(self, *, is_disturbed: bool) -> None:
        """One run of the timer, ended by the supervisor in some way at some moment."""
        turns, answers = self._ledger.turns(), self._stock.answers()
        scene = Scene(self._collection, self._sites, [0] * len(self._sites), is_birth=False)
        launch = Launch(start(self._collection, self._delay, self._said, "--due"))
        self._figures["runs started"] += 1
        ending = self._chance.choice(ENDINGS) if is_disturbed else None
        if ending and self._waited(launch, scene):
            self._figures[f"ended by {ending}"] += 1
            try:
                end_by(ending, launch, self._chance)
            except subprocess.TimeoutExpired:
                self._faults.append(f"a run does not end by {ending} after {launch.second_after} s")
                end_by("kill", launch, self._chance)
                return
        else:
            ending = None
            launch.process.wait(_LONGEST_SECONDS)
            self._figures["ended before the supervisor came"] += is_disturbed
        settle(self._sites)
        self._see(launch, ending)
        gone = answers - self._stock.answers()
        self._faults += [f"{gone.total()} answers are gone: {next(iter(gone))}"] if gone else []
        stored = self._stock.answers() - answers
        self._faults += self._ledger.note(launch, ending, turns, stored, self._figures)
        self._stock.remember()

    def _waited(self, launch: Launch, scene: Scene) -> bool:
        """Wait for the moment; False when the run ended before."""
        if self._chance.random() < 0.3:
            return wait_for("end", self._chance, launch.process, scene)
        seconds = self._chance.choice((2.5, 5, 12)) * self._chance.random()
        for _ in range(int(seconds * 50)):
            if launch.process.poll() is not None:
                return False
            time.sleep(0.02)
        if self._chance.random() < 0.1:
            self._look(launch)
        return launch.process.poll() is None

    def _look(self, launch: Launch) -> None:
        """`status` tells of the run and lets it be."""
        self._figures["looks at status"] += 1
        run = lumbung("status", "--json", "-c", self._root)
        if run.code:
            self._faults.append(f"status, exit {run.code}: {run.err[-300:]}")
        elif launch.process.poll() is None and (holder := run.json["holder"]) and holder["pid"] != launch.process.pid:
            self._faults.append(f"status tells of process {holder['pid']}, there runs {launch.process.pid}")

    def _see(self, launch: Launch, ending: str | None) -> None:
        code, words = launch.process.returncode, self._said.read_text("utf-8", "replace")
        # Whoever interrupts Python while it loads is shown where it was, and before it has its own modules that is 1.
        is_loading = words.rstrip().endswith("KeyboardInterrupt") and " crawl " not in words
        if code not in launch.codes_of(ending) and not (is_loading and code == 1):
            self._faults.append(f"exit {code} after {ending}: {words[-600:]}")
        if "Traceback" in words and not is_loading:
            self._faults.append(f"a traceback after {ending}: {words[-600:]}")
        if left := launch.still_alive():
            self._faults.append(f"{len(left)} processes outlive a run ended by {ending}")

    def _rebuild(self) -> None:
        launch = Launch(start_rebuild(self._collection, self._said))
        time.sleep(self._chance.uniform(0.3, 5))
        if launch.process.poll() is None:
            end_by("kill", launch, self._chance)
            self._figures["rebuilds broken off"] += 1
        elif launch.process.returncode:
            self._faults.append(f"rebuild, exit {launch.process.returncode}: {self._said.read_text()[-600:]}")

    def _judge(self) -> None:
        verdict = judge(self._collection, self._sites, self._stock)
        self._figures["payloads stored twice"] += verdict.stored_twice
        self._figures["lost captures"] += verdict.lost
        self._figures["damaged records"] += verdict.damaged
        self._faults += verdict.faults
        self._faults += self._ledger.judge(self._collection, self._figures)
        if self._is_metric_old():
            # A run killed between its report and its metrics leaves those to the next.
            lumbung("crawl", "--due", "--allow-private", "-c", self._root)
        if self._is_metric_old():
            self._faults.append("the metrics do not say that the job is finished")
        before = _documents(self._collection)
        run = lumbung("rebuild", "--only", "documents", "-c", self._root)
        if run.code or _documents(self._collection) != before:
            self._faults.append(f"a rebuild (exit {run.code}) says something else than the crawl: {run.out[-600:]}")

    def _is_metric_old(self) -> bool:
        return 'state="finished"} 1\n' not in self._metrics.read_text()


def _documents(collection: Collection) -> dict[str, bytes]:
    return {stem: collection.documents_file(stem).read_bytes() for stem in collection.stems()}


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.supervised", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="how long runs are disturbed")
    parser.add_argument("--pages", type=int, default=500, help="HTML pages of a collection; half as many pictures")
    parser.add_argument("--sites", type=int, default=5, help="sites the pages are spread over, asked at the same time")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--delay", type=float, default=0.05, help="seconds between requests to a site")
    parser.add_argument("--warc-bytes", type=int, default=1_000_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
