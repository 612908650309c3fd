"""What a crawl was doing when it was killed, told by what it left on disk.

opening    nothing asked yet, no new job: salvage, indexes, reading what is unread
birth      a job was begun and has asked for nothing yet
crawling   between the first request and the job's end
finishing  a WARC has its manifest and not its name, or its name and not its index
closing    the report was put into the WARC: the last file, reading, linking
"""

from __future__ import annotations

from dataclasses import dataclass

from archive import Collection
from archive.layout import stem_of
from tests.faults.stock import committed_fact, urls_of

PHASES = ("opening", "birth", "crawling", "finishing", "closing")


@dataclass(frozen=True)
class Before:
    """What lay there when a crawl was started."""

    stems: frozenset[str]
    jobs: frozenset[str]


def before(collection: Collection) -> Before:
    return Before(frozenset(_stems(collection)), frozenset(jobs(collection)))


def jobs(collection: Collection) -> set[str]:
    return {folder.name for folder in (collection.root / "crawls").iterdir()}


def phase(collection: Collection, past: Before, asked: int) -> str:
    """`asked` counts the requests since `past`."""
    new = [path for path in collection.archive.iterdir() if stem_of(path.name) not in past.stems]
    if any(url.endswith(":report.json") for url in urls_of(new)):
        return "closing"
    if not asked:
        return "birth" if jobs(collection) - past.jobs else "opening"
    return "finishing" if any(_is_half_finished(collection, stem_of(path.name)) for path in new) else "crawling"


def is_unknown_to_the_frontier(collection: Collection, past: Before) -> bool:
    """Whether a job was begun that the frontier had not committed."""
    new = jobs(collection) - past.jobs
    return bool(new) and committed_fact(collection, "crawl_id") not in new


def _stems(collection: Collection) -> set[str]:
    return {stem_of(path.name) for path in collection.archive.iterdir()}


def _is_half_finished(collection: Collection, stem: str) -> bool:
    has_name = collection.warc_file(stem).exists()
    has_manifest = any((collection.root / "manifests").glob(stem + "*"))
    return has_manifest and not (has_name and collection.cdxj_file(stem).exists())
