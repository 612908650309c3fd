"""A year of two hundred village sites, crawled night by night, and judged.

    python -m tests.year.run                       the whole year
    python -m tests.year.run --sites 12 --days 60 --every 2    the short form

Prints tables, writes figures.json and faults.txt beside the collection when it is kept, and ends with 1 if anything was
missed, late, invented or lost.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive import Collection
from tests.year.clock import find_library
from tests.year.figures import costs, delays, lost_articles, table
from tests.year.judge import judge, read_events
from tests.year.runs import Keeper, history_of, impolite
from tests.year.server import YearServer, free_port
from tests.year.world import hosts_of, make_world


def main() -> int:
    options = _options()
    library = find_library()
    if library is None:
        print("libfaketime is not there: apt install libfaketime", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="year-") as own:
        folder = options.keep or Path(own)
        folder.mkdir(parents=True, exist_ok=True)
        return live(options, folder, library)


def live(options: argparse.Namespace, folder: Path, library: str) -> int:
    hosts = [host for number in range(options.sites) for host in hosts_of(number)]
    world = make_world(options.seed, options.sites, options.days, free_port(hosts), options.every)
    started = time.monotonic()
    print(f"{options.sites} sites, {options.days} days, seed {options.seed}, in {folder}", flush=True)
    with (
        YearServer(world.sites, world.hosts, world.port) as server,
        Keeper(world, folder / "collection", library) as keeper,
    ):
        keeper.live(server, lambda words: print(words, flush=True))
        cpu = keeper.cpu_seconds()
        faults = [
            f"{night.moment:%Y-%m-%d}: exit code {night.code}" for night in keeper.nights if night.code not in (0, 2)
        ]
        faults += [*impolite(world, server), *keeper.unplanned, *ends(keeper)]
    history = history_of(world, keeper.nights, server)
    verdict = judge(world.truths(), read_events(keeper.collection.root / "crawls"), history)
    facts: dict[str, Any] = {
        "sites": options.sites,
        "days": options.days,
        "seed": options.seed,
        "nights": len(keeper.nights),
        "seconds": time.monotonic() - started,
        "cpu_seconds": cpu,
        "delays": delays(world, history),
        "costs": costs(world, keeper.nights, server),
        "missed_runs_told": keeper.missed_runs_told,
        "lost": lost_articles(world, history, keeper.collection),
        "faults": faults,
    }
    wrong = [*verdict.missed, *verdict.invented, *(f"lost: {url}" for url in facts["lost"]), *faults]
    (folder / "figures.json").write_text(json.dumps(facts | {"events": asdict(verdict)}, indent=1))
    (folder / "faults.txt").write_text("\n".join(wrong) + "\n")
    print(table(verdict, facts))
    print("\n".join(wrong[: options.show]))
    if len(wrong) > options.show:
        print(f"and {len(wrong) - options.show} more")
    return 1 if wrong else 0


def ends(keeper: Keeper) -> list[str]:
    """What is wrong with the collection at the end: verify, and the same again after rebuild."""
    last = keeper.nights[-1].moment
    faults = []
    code, words = keeper.run(last, "verify")
    if code:
        faults.append(f"verify ended with {code}: {words[-1500:]}")
    before = _derived(keeper.collection)
    code, words = keeper.run(last, "rebuild")
    if code:
        faults.append(f"rebuild ended with {code}: {words[-1500:]}")
    after = _derived(keeper.collection)
    differ = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    faults += [f"rebuild made another {name}: {_first_difference(before, after, name)}" for name in differ]
    return faults


def _derived(collection: Collection) -> dict[str, bytes]:
    paths = [*collection.root.glob("indexes/*.cdxj"), *collection.root.glob("documents/*.jsonl")]
    return {str(path.relative_to(collection.root)): path.read_bytes() for path in paths}


def _first_difference(before: dict[str, bytes], after: dict[str, bytes], name: str) -> str:
    old, new = (side.get(name, b"").splitlines() for side in (before, after))
    pairs = ((one, other) for one, other in zip(old, new, strict=False) if one != other)
    one, other = next(pairs, (b"", b""))
    at = next((place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), 0)
    return (
        f"{len(old)} lines, now {len(new)}; {one[max(0, at - 60) : at + 80]!r} is {other[max(0, at - 60) : at + 80]!r}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="days from one run of the timer to the next")
    parser.add_argument("--keep", type=Path, help="a new folder for collection and figures; else a temporary one")
    parser.add_argument("--show", type=int, default=60, help="how many faults to print")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
