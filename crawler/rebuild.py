"""Everything derived, again, from the WARCs: indexes, documents, and reports that got lost.

Evidence (archive/, manifests/) and people's words (collection.toml, seeds.csv, decisions/) are
only read. Each job's documents are linked in the order the jobs ran, as the jobs did it. Documents are made
beside those in force and take their place at once, when all are whole (archive.index.renewal).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archive.errors import EvidenceError
from archive.files import write_whole
from archive.index.cdxj import read_cdxj, scan_captures, unmodified_beside, write_cdxj
from archive.index.changes import Changes
from archive.index.documents import DocumentsJournal
from archive.index.renewal import Renewal
from archive.layout import Collection
from archive.warc.reader import read_records
from crawler.closing import KEPT_REPORTS, write_linked
from crawler.readers import ReaderPool
from spiders.reading.version import READER_VERSION
from spiders.scope import SeedIndex

Progress = Callable[[str, int, int], None]


def refuse_if_warcs_are_missing(collection: Collection) -> None:
    """Raises EvidenceError: a rebuild now would throw away what was derived from them."""
    if missing := collection.missing_warcs():
        raise EvidenceError(
            f"{collection.archive}: {len(missing)} WARCs that have a manifest are not there, "
            f"{missing[0]} among them; mount or restore them before a rebuild"
        )


def rebuild_documents_of(collection: Collection, crawl_id: str) -> None:
    """The documents of one job that will not be closed by itself. Raises EvidenceError."""
    stems = [stem for stem in collection.stems() if collection.crawl_id_of(stem) == crawl_id]
    with ThreadPoolExecutor(1) as apart:
        # `scrapy crawl` opens its job in a thread whose loop runs already.
        reading = _read_jobs(collection, [stems] if stems else [], lambda part, done, count: None, None)
        apart.submit(asyncio.run, reading).result()
    for stem in stems:
        DocumentsJournal(collection.root / "documents").remove(collection.warc_file(stem).name)


def rebuild_indexes(collection: Collection, progress: Progress) -> None:
    """A CDXJ for each WARC, and none without one. Raises EvidenceError."""
    stems = collection.stems()
    indexes = [collection.cdxj_file(stem) for stem in stems]
    _remove_others(collection, {*indexes, *map(unmodified_beside, indexes)})
    for number, stem in enumerate(stems, 1):
        write_cdxj(collection.cdxj_file(stem), scan_captures(collection.warc_file(stem)))
        progress("indexes", number, len(stems))


def rebuild_documents(collection: Collection, progress: Progress, workers: int | None = None) -> Changes:
    """The documents of each job, read again by the reader of today and linked; what they say differently.

    The lock is held and the collection mended. Whatever ends this early leaves the former documents in force.
    Raises EvidenceError.
    """
    jobs: dict[str, list[str]] = {}
    for stem in collection.stems():
        jobs.setdefault(collection.crawl_id_of(stem) or stem, []).append(stem)
    with Renewal.begin(collection) as renewal:
        asyncio.run(_read_jobs(renewal.staged, list(jobs.values()), progress, workers))
        return renewal.put_in_force(READER_VERSION)


async def _read_jobs(collection: Collection, jobs: list[list[str]], progress: Progress, workers: int | None) -> None:
    seeds = SeedIndex(collection.seeds())
    pool = ReaderPool(collection, workers)
    done, count = 0, sum(map(len, jobs))
    try:
        for stems in jobs:
            documents = {}
            for stem in stems:
                captures = [capture for capture in read_cdxj(collection.cdxj_file(stem)) if capture.is_readable]
                documents[stem] = await pool.read_all((capture, seeds.seed_of(capture.url)) for capture in captures)
                done += 1
                progress("documents", done, count)
            write_linked(collection, stems, documents)
    finally:
        await pool.close()


def restore_reports(collection: Collection) -> int:
    """Reports that are gone from crawls/, from their last copies in the WARCs, with the tables that were kept beside
    them; how many reports came back."""
    reports: set[str] = set()
    lost: dict[Path, bytes] = {}
    for stem in collection.stems():
        crawl_id = collection.crawl_id_of(stem)
        folder = collection.crawl_folder(crawl_id)
        if not crawl_id or (folder / "report.json").exists():
            continue
        names = {f"urn:lumbung:{crawl_id}:{name}": name for name in KEPT_REPORTS}
        for record in read_records(collection.warc_file(stem)):
            if record.type == "resource" and record.url in names:
                lost[folder / names[record.url]] = record.block
                reports |= {crawl_id} if names[record.url] == "report.json" else set()
    # report.json last: where it is, nothing is restored again.
    for path, content in sorted(lost.items(), key=lambda item: item[0].name == "report.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.name == "report.json" or not path.exists():
            write_whole(path, content)
    return len(reports)


_SUFFIXES = (".cdxj", ".cdxj.open", ".unmodified", ".unmodified.open", ".new")


def _remove_others(collection: Collection, keep: set[Path]) -> None:
    """Indexes that will not be written again; files we never wrote are left alone."""
    for path in (collection.root / "indexes").iterdir():
        if path not in keep and path.name.endswith(_SUFFIXES):
            path.unlink()
