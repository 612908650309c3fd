"""Crawls killed at random moments, again and again: `python -m tests.faults.kill --kills 100 --pages 2000`.

Each killed crawl is followed by the next `lumbung crawl`, until one comes to its end; then everything is
read and compared with what the sites sent. Another collection is begun until there were enough kills.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from archive import Collection
from crawler.demo.server import DemoSite, serve_all
from tests.faults.final import judge
from tests.faults.moments import choose, wait_for
from tests.faults.runs import collection_of, finish_reasons, kill, start
from tests.faults.site import build, count
from tests.faults.stock import Stock, walk
from tests.faults.tear import lose_power, tear

# What one kill may cost: what the job does not commit each 200 records, and a request in flight a site.
_UNCOMMITTED = 200
# The share of the kills kept for the closing of a job.
_AT_THE_END = 0.1


@dataclass
class Figures:
    """The table. `doubled` is by kill: addresses asked again after it."""

    counts: Counter[str] = field(default_factory=Counter)
    doubled: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def table(self) -> str:
        rows: list[tuple[str, object]] = [(name, self.counts[name]) for name in _ROWS]
        rows.insert(
            -3, ("doubled fetches", f"{sum(self.doubled)}, at most {max(self.doubled, default=0)} after a kill")
        )
        return "\n".join(f"{name:34}{value}" for name, value in rows)


_ROWS = (
    "collections", "pages and pictures", "kills", "killed at start", "killed at birth", "killed at requests",
    "killed at rotation", "killed at end", "kills leaving .open", "torn members by the kill alone",
    "torn on purpose", "power lost", "kills with requests in flight", "requests in flight",
    "payloads stored twice", "lost captures", "damaged records",
)  # fmt: skip


def main() -> int:
    arguments = _parse()
    chance = random.Random(arguments.seed)
    figures = Figures()
    began = time.monotonic()
    work = Path(tempfile.mkdtemp(prefix="lumbung-faults-"))
    print(f"seed {arguments.seed}, work in {work}", flush=True)
    while figures.counts["kills"] < arguments.kills and not figures.faults:
        number = figures.counts["collections"]
        builds = [build(n, arguments.pages // arguments.sites, arguments.seed + number) for n in range(arguments.sites)]
        with ExitStack() as stack:
            sites = stack.enter_context(serve_all(builds))
            _one_collection(work / f"koleksi-{number}", sites, chance, figures, arguments)
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


def _one_collection(
    root: Path, sites: tuple[DemoSite, ...], chance: random.Random, figures: Figures, arguments: argparse.Namespace
) -> None:
    collection = collection_of(root, sites, arguments.warc_bytes)
    stock = Stock(collection)
    figures.counts["collections"] += 1
    figures.counts["pages and pictures"] += count(sites, "listing", "article", "picture")
    said = root.with_suffix(".txt")
    is_new = True
    while True:
        process = start(collection, arguments.delay, said)
        asked, answers = _asked(sites), stock.answers()
        is_last = arguments.kills - figures.counts["kills"] <= max(2, arguments.kills * _AT_THE_END)
        moment = choose(chance, sites, is_new=is_new, is_last=is_last)
        is_new = False
        killing = figures.counts["kills"] < arguments.kills and wait_for(moment, chance, process, collection, sites)
        if killing:
            kill(process)
        else:
            process.wait(900)
        figures.doubled.append(_asked_again(sites, asked))
        if not killing:
            break
        figures.counts["kills"] += 1
        figures.counts[f"killed at {moment}"] += 1
        _look(collection, stock, _asked(sites) - asked, answers, figures)
        _harm(collection, stock, chance, figures, arguments)
        stock.remember()
        if "finished" in finish_reasons(collection).values():
            break  # killed after its last step
    if not killing and process.returncode:
        figures.faults.append(f"exit {process.returncode}: {said.read_text('utf-8', 'replace')[-600:]}")
    verdict = judge(collection, sites, stock)
    figures.counts["payloads stored twice"] += verdict.stored_twice
    figures.counts["lost captures"] += verdict.lost
    figures.counts["damaged records"] += verdict.damaged
    figures.faults += [f"{root.name}: {fault}" for fault in verdict.faults]
    if (most := max(figures.doubled)) > _UNCOMMITTED + len(sites):
        figures.faults.append(f"{root.name}: {most} addresses were fetched again after one kill")
    if not figures.faults:
        shutil.rmtree(root)


def _look(collection: Collection, stock: Stock, asked: int, answers: int, figures: Figures) -> None:
    """Count what the kill left."""
    opened = collection.open_warcs()
    figures.counts["kills leaving .open"] += bool(opened)
    figures.counts["torn members by the kill alone"] += sum(walk(path).is_torn for path in opened)
    in_flight = asked - (stock.answers() - answers)
    figures.counts["kills with requests in flight"] += in_flight > 0
    figures.counts["requests in flight"] += max(0, in_flight)


def _harm(
    collection: Collection, stock: Stock, chance: random.Random, figures: Figures, arguments: argparse.Namespace
) -> None:
    if arguments.power_loss:
        figures.counts["power lost"] += 1
        figures.faults += lose_power(collection, chance)
    elif chance.random() < arguments.tear and tear(collection, stock, chance):
        figures.counts["torn on purpose"] += 1


def _asked(sites: tuple[DemoSite, ...]) -> int:
    return sum(len(site.seen) for site in sites)


def _asked_again(sites: tuple[DemoSite, ...], before: int) -> int:
    """How many of the requests since `before` (a count over all sites) were for what had been asked already."""
    in_time = sorted((one.at, site.url + one.target) for site in sites for one in site.seen)
    earlier = {url for _, url in in_time[:before]}
    return sum(url in earlier for _, url in in_time[before:])


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pages", type=int, default=2000, help="HTML pages of a collection; half as many pictures")
    parser.add_argument("--sites", type=int, default=4, help="sites the pages are spread over, asked at the same time")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between requests to a site")
    parser.add_argument("--warc-bytes", type=int, default=300_000)
    parser.add_argument("--tear", type=float, default=0.5, help="share of kills after which unsynced bytes are harmed")
    parser.add_argument("--power-loss", action="store_true", help="after each kill drop every byte that was not synced")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
