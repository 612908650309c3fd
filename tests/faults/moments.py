"""When a crawl is killed: chance, drawn from a seed, spread over all that a crawl does."""

from __future__ import annotations

import random
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive import Collection
from tests.faults.phases import jobs
from tests.faults.server import ServedSite, Turn
from tests.faults.site import large_targets
from tests.faults.stock import committed_fact

_LOOK_SECONDS, _LONG_LOOK_SECONDS = 0.001, 0.1

MOMENTS = ("start", "abandoning", "birth", "requests", "large", "rotation", "end")
# How often each is chosen, of a hundred, and the share of the sites from which `end` is near enough.
_WEIGHTS = {"start": 10, "requests": 45, "large": 20, "rotation": 25}
_LATE = 0.97
# By this much a WARC grows within four looks only while a large body is written.
_FAST_BYTES = 150_000

Condition = Callable[[], bool]


@dataclass(frozen=True)
class Scene:
    """What a moment is told by: files, and the sites' logs. `began` counts the turns of each site before the
    job that goes on or, with `is_birth`, is begun; with `is_fresh` an unfinished one is given up for it."""

    collection: Collection
    sites: Sequence[ServedSite]
    began: Sequence[int]
    is_birth: bool
    is_fresh: bool = False

    def turns(self) -> list[list[Turn]]:
        """The job's turns, by site."""
        return [site.turns[start:] for site, start in zip(self.sites, self.began, strict=True)]

    def requests(self) -> int:
        return sum(len(site.turns) for site in self.sites)

    def manifests(self) -> int:
        return sum(1 for _ in (self.collection.root / "manifests").iterdir())

    def documents(self) -> set[tuple[str, int]]:
        """Documents files as they stand, those being written too."""
        found = set()
        for path in (self.collection.root / "documents").iterdir():
            try:
                if not path.name.endswith(".jsonl.open"):
                    found.add((path.name, path.stat().st_mtime_ns))
            except FileNotFoundError:  # given its name just now
                continue
        return found

    def reports(self) -> set[tuple[str, int]]:
        """Reports as they stand."""
        return {
            (path.parent.name, path.stat().st_mtime_ns) for path in self.collection.root.glob("crawls/*/report.json")
        }

    def answered(self) -> bool:
        """Whether every address of every site had the answer that stands."""
        return all(
            {one.target for one in turns if one.is_final} >= site.site.entries.keys()
            for site, turns in zip(self.sites, self.turns(), strict=True)
        )


def choose(chance: random.Random, scene: Scene, *, is_last: bool) -> str | None:
    """start       any moment of the first seconds: opening, salvage
    abandoning  while an unfinished job is closed for `--fresh`
    birth       just when a job's folder appears
    requests    some requests later
    large       while a large body comes, or is written into the WARC
    rotation    just when a WARC gets its manifest
    end         after the last request: reading, linking, the report

    None lets the crawl come to its end."""
    if scene.is_fresh and chance.random() < 0.3:
        return "abandoning"
    if scene.is_birth and chance.random() < 0.6:
        return "birth"
    asked = [{one.target for one in turns} for turns in scene.turns()]
    if sum(map(len, asked)) > _LATE * sum(len(site.site.entries) for site in scene.sites):
        return "end" if chance.random() < 0.8 else None
    if is_last:
        return "end"  # however far it is: else none of a short run would come there
    name = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    has_large = any(large_targets(site) - done for site, done in zip(scene.sites, asked, strict=True))
    return "requests" if name == "large" and not has_large else name


def is_birth(collection: Collection) -> bool:
    """Whether the next crawl begins a job, as far as the frontier tells."""
    return committed_fact(collection, "crawl_id") is None


def wait_for(name: str, chance: random.Random, process: subprocess.Popen[bytes], scene: Scene) -> bool:
    """Wait for that moment, or for the last answer; False when the crawl ended before either."""
    come, after = _condition(name, chance, scene)
    looked_at = 0.0
    while not come():
        if process.poll() is not None:
            return False
        if name != "end" and time.monotonic() - looked_at > _LONG_LOOK_SECONDS:
            looked_at = time.monotonic()
            if scene.answered():
                break
        time.sleep(_LOOK_SECONDS)
    time.sleep(after)
    return process.poll() is None


def _condition(name: str, chance: random.Random, scene: Scene) -> tuple[Condition, float]:
    """What must have come to pass, and how many seconds later the kill falls."""
    asked, known = scene.requests(), len(jobs(scene.collection))
    # Each WARC that was left open is finished by salvage first.
    finished = scene.manifests() + len(scene.collection.open_warcs())
    if name == "start":
        return (lambda: True), chance.uniform(0, 2.0)
    if name == "abandoning":
        reports, lines = scene.reports(), scene.documents()
        return (lambda: scene.reports() != reports or scene.documents() != lines), chance.choice((0.01, 0.3)) * (
            chance.random()
        )
    if name == "birth":
        # A job is on disk within a few milliseconds; its first request follows within a second.
        return (lambda: len(jobs(scene.collection)) > known), chance.choice((0, 0.01, 0.05, 0.5)) * chance.random()
    if name == "requests":
        more = chance.randint(1, 120)
        return (lambda: scene.requests() >= asked + more), chance.uniform(0, 0.05)
    if name == "rotation":
        return (lambda: scene.requests() > asked + 3 and _is_finished(scene, finished)), (
            chance.choice((0, 0.001, 0.004)) * chance.random()
        )
    return _large(chance, scene) if name == "large" else _near_the_end(chance, scene)


def _is_finished(scene: Scene, finished: int) -> bool:
    """Whether there are more manifests; watched without a rest while a WARC is long enough for one."""
    while not (is_more := scene.manifests() > finished):
        if _open_bytes(scene) < scene.collection.config.crawl.limits.warc_bytes:
            break
    return is_more


def _open_bytes(scene: Scene) -> int:
    try:
        return sum(path.stat().st_size for path in scene.collection.open_warcs())
    except FileNotFoundError:  # given its name just now
        return 0


def _large(chance: random.Random, scene: Scene) -> tuple[Condition, float]:
    """A large body is on its way, or goes into the WARC this very moment."""
    if chance.random() < 0.4:
        return (lambda: any(one.is_slow for site in scene.sites for one in site.turns[-1:] if not one.is_sent)), (
            chance.uniform(0, 0.6)
        )
    sizes = deque([_open_bytes(scene)], maxlen=4)

    def is_growing() -> bool:
        sizes.append(_open_bytes(scene))
        return sizes[-1] - sizes[0] > _FAST_BYTES

    return is_growing, chance.choice((0, 0.005)) * chance.random()


def _near_the_end(chance: random.Random, scene: Scene) -> tuple[Condition, float]:
    """After the last answer: at any moment, once the last WARC is finished, or when documents are written."""
    finished, lines = scene.manifests() + len(scene.collection.open_warcs()), scene.documents()

    def has_finished() -> bool:
        return scene.manifests() > finished and not scene.collection.open_warcs() and scene.answered()

    def is_writing() -> bool:
        return scene.documents() != lines and scene.answered()

    kind = chance.choice(("any", "finished", "documents", "documents"))
    if kind == "any":
        return scene.answered, chance.uniform(0, 1.5)
    return (has_finished, chance.uniform(0, 0.2)) if kind == "finished" else (is_writing, chance.uniform(0, 0.05))
