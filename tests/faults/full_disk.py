"""Crawls that run out of disk, again and again, on a small file system in memory: `python -m tests.faults.full_disk`.

For each size a tmpfs is mounted and a crawl begun on it. When it is full the crawl must say so, end with
exit code 3 and harm nothing; then the disk grows a little and the crawl goes on, until it comes to its end.
Mounting needs root; the mounts are in a namespace of their own and end with this program.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from archive import Collection
from tests.end_to_end.conftest import Run
from tests.faults.final import judge
from tests.faults.runs import collection_of, finish_reasons, to_the_end
from tests.faults.server import ServedSite, serve_all
from tests.faults.site import build_all, count
from tests.faults.stock import Stock, walk

_OWN_MOUNTS = "--in-own-mounts"
_MOST_LINES = 20
# The collection itself is made with some room; the first crawl is the first to be short of it.
_ROOM_TO_BEGIN = 1024
_MOST_STEPS = 60
_MOST_KEPT = 200_000
_REMEDY = "make space"


def main() -> int:
    arguments = _parse()
    if not arguments.in_own_mounts:
        if os.geteuid() != 0:
            print("full_disk mounts small file systems: run it as root", file=sys.stderr)
            return 1
        again = ["unshare", "-m", sys.executable, "-m", "tests.faults.full_disk", *sys.argv[1:], _OWN_MOUNTS]
        return subprocess.run(again, check=False).returncode
    print(f"seed {arguments.seed}")
    figures: Counter[str] = Counter()
    faults: list[str] = []
    for number, size in enumerate(arguments.sizes):
        built = build_all(arguments.sites, arguments.pages, arguments.seed + number)
        chance = random.Random(f"{arguments.seed} {size}")
        with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="lumbung-disk-") as folder:
            sites = stack.enter_context(serve_all(built))
            _mount(Path(folder), max(size, _ROOM_TO_BEGIN))
            try:
                found = _one_size(Path(folder), size, sites, chance, figures, arguments)
            finally:
                subprocess.run(["umount", folder], check=True)
        faults += [f"from {size} KiB: {fault}" for fault in found]
        print(f"from {size} KiB: full {figures['full']} times until now, {len(found)} faults", flush=True)
    print("\n" + "\n".join(f"{name:34}{value}" for name, value in figures.items()) + "\n")
    for fault in faults:
        print(f"FAULT {fault}")
    print("" if faults else "Everything held.")
    return 1 if faults else 0


def _one_size(
    disk: Path, size: int, sites: Sequence[ServedSite], chance: random.Random, figures: Counter[str],
    arguments: argparse.Namespace,
) -> list[str]:  # fmt: skip
    """Fill the disk, let it grow, go on, until the crawl ends; what did not hold."""
    faults: list[str] = []
    collection = collection_of(
        disk / "koleksi", sites, arguments.warc_bytes, "" if arguments.guard else "min_free_bytes = 0\n"
    )
    stock = Stock(collection)
    figures["collections"] += 1
    figures["pages and pictures"] += count(sites, "listing", "article", "picture")
    size = max(size, _used(disk) + 4)
    for _ in range(_MOST_STEPS):
        _mount(disk, size, "remount")
        with tempfile.NamedTemporaryFile() as said:
            run = to_the_end(collection, 0, Path(said.name))
        stock.remember()
        if run.code == 0:
            break
        figures["full"] += 1
        faults += [f"at {size} KiB: {fault}" for fault in _when_full(collection, run, figures)]
        size = max(int(size * chance.uniform(1.03, 1.35)), size + 8)
    else:
        faults.append(f"the crawl did not end in {_MOST_STEPS} runs")
    verdict = judge(collection, sites, stock)
    figures["payloads stored twice"] += verdict.stored_twice
    figures["lost captures"] += verdict.lost
    figures["damaged records"] += verdict.damaged
    return faults + verdict.faults


def _when_full(collection: Collection, run: Run, figures: Counter[str]) -> list[str]:
    """What must hold of a crawl that was stopped by a full disk."""
    faults = []
    figures[f"exit {run.code}"] += 1
    said = run.out.strip().replace("\n", " / ")
    lines = run.out.strip().splitlines()
    if run.code != 3:
        faults.append(f"exit {run.code}, said: {said[-400:]}")
    if _REMEDY not in run.out and "mend" not in run.out:
        faults.append(f"it does not say what to do: {said[-400:]}")
    if len(lines) > _MOST_LINES or "Traceback" in run.out:
        faults.append(f"{len(lines)} lines of output: {said[:200]} … {said[-200:]}")
    # The writer cuts a record that did not fit whole.
    torn = [path.name for path in collection.open_warcs() if walk(path).is_torn]
    figures["open WARCs left torn"] += len(torn)
    faults += [f"{name} was left torn" for name in torn]
    reasons = [reason for reason in finish_reasons(collection).values() if reason != "abandoned"]
    figures[f"reported as {reasons[-1] if reasons else 'nothing yet'}"] += 1
    if faults:
        handle, name = tempfile.mkstemp(prefix="lumbung-said-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(run.out[:_MOST_KEPT])
        faults.append(f"all it said is in {name}")
    return faults


def _mount(folder: Path, size: int, *options: str) -> None:
    """A file system of so many KiB, new or (`remount`) with its files."""
    wanted = ",".join([*options, f"size={size}k"])
    subprocess.run(["mount", "-t", "tmpfs", "-o", wanted, "lumbung-faults", folder], check=True)


def _used(folder: Path) -> int:
    facts = os.statvfs(folder)
    return (facts.f_blocks - facts.f_bfree) * facts.f_frsize // 1024


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.full_disk", description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[64, 200, 500, 1500, 4000], help="KiB the disks begin with"
    )
    parser.add_argument("--pages", type=int, default=300, help="HTML pages of a collection; half as many pictures")
    parser.add_argument("--sites", type=int, default=4, help="sites the pages are spread over")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--warc-bytes", type=int, default=300_000)
    parser.add_argument("--guard", action="store_true", help="with the disk guard, which stops a job before it is full")
    parser.add_argument(_OWN_MOUNTS, action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
