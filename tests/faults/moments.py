"""When a crawl is killed: chance, drawn from a seed, spread over all that a crawl does."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable

from archive import Collection
from crawler.demo.server import DemoSite

_LOOK_SECONDS = 0.001

# How often each is chosen, of a hundred, and the share of the sites from which `end` is near enough.
_WEIGHTS = {"start": 12, "requests": 68, "rotation": 20}
_LATE = 0.97


def choose(chance: random.Random, sites: tuple[DemoSite, ...], *, is_new: bool, is_last: bool) -> str:
    """start     any moment of the first second: opening, salvage
    birth     just when a job's folder appears
    requests  some requests later
    rotation  just when a WARC gets its manifest
    end       after the last request: reading, linking, the report"""
    if is_new and chance.random() < 0.5:
        return "birth"
    asked = sum(len({one.target for one in site.seen}) for site in sites)
    if asked > _LATE * sum(len(site.site.entries) for site in sites) and chance.random() < 0.8:
        return "end"
    if is_last:
        return "end"  # however far it is: else none of a short run would come there
    return chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]


def wait_for(
    name: str,
    chance: random.Random,
    process: subprocess.Popen[bytes],
    collection: Collection,
    sites: tuple[DemoSite, ...],
) -> bool:
    """Wait for that moment; False when the crawl ended before it came."""

    def requests() -> int:
        return sum(len(site.seen) for site in sites)

    def manifests() -> int:
        return sum(1 for _ in (collection.root / "manifests").iterdir())

    def folders() -> int:
        return sum(1 for _ in (collection.root / "crawls").iterdir())

    def asked() -> bool:
        return all({one.target for one in site.seen} >= site.site.entries.keys() for site in sites)

    before = (requests(), manifests(), folders())
    more = chance.randint(1, 120)
    come: Callable[[], bool]
    if name == "start":
        come, after = (lambda: True), chance.uniform(0, 2.0)
    elif name == "birth":
        come, after = (lambda: folders() > before[2]), chance.uniform(0, 0.1)
    elif name == "requests":
        come, after = (lambda: requests() >= before[0] + more), chance.uniform(0, 0.05)
    elif name == "rotation":
        # Not the manifest that salvage writes: something must have been asked for since.
        come, after = (lambda: manifests() > before[1] and requests() > before[0] + 3), chance.uniform(0, 0.004)
    else:
        come, after = asked, chance.uniform(0, 1.5)
    while not come():
        if process.poll() is not None:
            return False
        time.sleep(_LOOK_SECONDS if name != "end" else 0.05)
    time.sleep(after)
    return process.poll() is None
