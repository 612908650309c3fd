"""Proof that a collection is whole: everything is read again and compared.

evidence   members, record lengths, digests, manifests     a fault: restore from a copy (exit 3)
derived    index against records, documents against captures a fault: lumbung rebuild (exit 2)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from archive.errors import ArchiveError
from archive.index.cdxj import cdxj_line
from archive.index.documents import capture_pointer, read_lines
from archive.layout import WARC_SUFFIX, Collection, matches_manifest, stem_of
from archive.model import Capture
from archive.warc.members import Member, read_members
from archive.warc.reader import StoredRecord, capture_of

_RESTORE = "restore the file from another copy"
_REBUILD = "run: lumbung rebuild"
# Starting processes takes as long as reading a few files.
_WORTH_PROCESSES = 4


FaultKind = Literal["member", "record", "digest", "manifest", "missing", "index", "documents"]
DERIVED: tuple[FaultKind, ...] = ("index", "documents")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be: where, what, and what to do about it."""

    kind: FaultKind
    file: str
    offset: int | None
    fault: str
    remedy: str

    @property
    def is_of_evidence(self) -> bool:
        return self.kind not in DERIVED


@dataclass
class Verified:
    """How much was read."""

    warcs: int = 0
    records: int = 0
    bytes: int = 0
    documents: int = 0

    def add(self, other: Verified) -> None:
        self.warcs += other.warcs
        self.records += other.records
        self.bytes += other.bytes
        self.documents += other.documents


def verify_collection(
    collection: Collection, verified: Verified, progress: Callable[[int, int], None] = lambda done, count: None
) -> Iterator[Fault]:
    """Every fault of a collection, its WARCs read in parallel; `verified` counts what was read.

    `.open` files are left alone.
    """
    stems = collection.stems()
    tasks = [(collection.root, stem) for stem in stems]
    work: Iterable[tuple[list[Fault], Verified]]
    with ExitStack() as resources:
        if len(tasks) < _WORTH_PROCESSES:
            work = map(_verify_stem, tasks)
        else:
            # Spawned, not forked: a fork would copy whatever threads the caller has in whatever state they are.
            pool = resources.enter_context(ProcessPoolExecutor(mp_context=get_context("spawn")))
            work = pool.map(_verify_stem, tasks)
        for number, (faults, part) in enumerate(work, 1):
            verified.add(part)
            progress(number, len(stems))
            yield from faults
    yield from _without_warc(collection, set(stems))
    for name in collection.reported_warcs():
        if not collection.warc_file(stem_of(name)).exists():
            yield Fault("missing", name, None, "a crawl report tells of it, and it is not there", _RESTORE)


def _verify_stem(task: tuple[Path, str]) -> tuple[list[Fault], Verified]:
    """One WARC and what stands beside it; in a process of its own."""
    root, stem = task
    collection = Collection.open(root)
    verified = Verified()
    captures: list[Capture] = []
    of_manifest = list(_verify_manifest(collection, stem))  # first, since it reads past the page cache
    faults = [*_verify_warc(collection.warc_file(stem), captures, verified), *of_manifest]
    if not faults:
        # Beside damaged evidence every line would differ; it must be mended first.
        faults += _verify_index(collection, stem, captures)
        faults += _verify_documents(collection, stem, captures, verified)
    return faults, verified


def _verify_warc(path: Path, captures: list[Capture], verified: Verified) -> Iterator[Fault]:
    verified.warcs += 1
    for member in read_members(path):
        if member.fault:
            yield Fault("member", path.name, member.offset, member.fault, _RESTORE)
            continue
        verified.records += 1
        verified.bytes += member.length
        if not member.record.is_whole:
            yield Fault("record", path.name, member.offset, "not one whole WARC record", _RESTORE)
            continue
        yield from _verify_digests(path.name, member)
        record = member.record
        stored = StoredRecord(record.type, record.fields, member.offset, member.length, record.block_start)
        if capture := capture_of(stored, path.name):
            captures.append(capture)


def _verify_digests(name: str, member: Member) -> Iterator[Fault]:
    record = member.record
    claimed = record.field("warc-block-digest")
    if claimed is None:
        yield Fault("digest", name, member.offset, "the record has no block digest", _RESTORE)
    elif claimed != record.block_digest:
        yield Fault("digest", name, member.offset, "the block differs from its digest", _RESTORE)
    payload = record.field("warc-payload-digest")
    # A revisit's is that of the payload it refers to.
    if payload is not None and record.type != "revisit" and payload != record.payload_digest:
        yield Fault("digest", name, member.offset, "the payload differs from its digest", _RESTORE)


def _verify_manifest(collection: Collection, stem: str) -> Iterator[Fault]:
    path = collection.manifest_file(stem)
    name = stem + WARC_SUFFIX
    if not path.exists():
        yield Fault("manifest", name, None, "it has no manifest", f"restore manifests/{path.name} from another copy")
        return
    if not matches_manifest(collection, stem):
        yield Fault("manifest", name, None, "the file differs from its manifest", _RESTORE)


def _verify_index(collection: Collection, stem: str, captures: list[Capture]) -> Iterator[Fault]:
    path = collection.cdxj_file(stem)
    if not path.exists():
        yield Fault("index", path.name, None, "the index is missing", _REBUILD)
        return
    lines = path.read_bytes().splitlines(keepends=True)
    expected = sorted(cdxj_line(capture).encode() for capture in captures if capture.is_indexed)
    if lines != expected:
        missing, extra = len(set(expected) - set(lines)), len(set(lines) - set(expected))
        detail = (
            f"{missing} captures not in it, {extra} lines without a capture" if missing or extra else "out of order"
        )
        yield Fault("index", path.name, None, f"the index differs from the records: {detail}", _REBUILD)


def _verify_documents(
    collection: Collection, stem: str, captures: list[Capture], verified: Verified
) -> Iterator[Fault]:
    path = collection.documents_file(stem)
    if not path.exists() and collection.is_job_open(stem):
        return  # the job, running or dead, writes them when it is closed
    expected = {capture.record_id: capture_pointer(capture) for capture in captures if capture.is_readable}
    if not path.exists():
        if expected:
            yield Fault("documents", path.name, None, f"the documents of {len(expected)} pages are missing", _REBUILD)
        return
    seen: set[str] = set()
    try:
        for number, line in enumerate(read_lines(path), 1):
            verified.documents += 1
            if line["id"] in seen or line["capture"] != expected.get(line["id"]):
                yield Fault("documents", path.name, None, f"line {number} points at no capture of this WARC", _REBUILD)
            seen.add(line["id"])
    except (ArchiveError, KeyError, TypeError) as error:
        yield Fault("documents", path.name, None, str(error), _REBUILD)
        return
    if missing := len(expected.keys() - seen):
        yield Fault("documents", path.name, None, f"{missing} pages have no line", _REBUILD)


def _without_warc(collection: Collection, stems: set[str]) -> Iterator[Fault]:
    """A manifest, index or documents file whose WARC is gone."""
    for folder, suffix in (("manifests", ".sha256"), ("indexes", ".cdxj"), ("documents", ".jsonl")):
        for path in sorted((collection.root / folder).glob("*" + suffix)):
            stem = path.name.removesuffix(suffix)
            # Looked up now and not in the list made before: a job may have finished it meanwhile.
            if stem in stems or collection.warc_file(stem).exists() or _is_being_written(collection, stem):
                continue
            if folder == "manifests":
                yield Fault("missing", path.name, None, "its WARC is missing", "restore the WARC from another copy")
            else:
                kind: FaultKind = "index" if folder == "indexes" else "documents"
                yield Fault(kind, path.name, None, "its WARC is missing", _REBUILD)


def _is_being_written(collection: Collection, stem: str) -> bool:
    return any(path.name.startswith(stem + ".") for path in collection.open_warcs())
