"""Proof that a collection is whole: everything is read again and compared.

evidence   members, record lengths, digests, manifests     a fault: restore from a copy (exit 3)
derived    index against records, documents against captures a fault: lumbung rebuild (exit 2)
unknown    files in archive/ and manifests/ that are none of ours                     (exit 2)
foreign    what an imported WARC brought with it: it is as it came, so told of and no fault
erased     what was erased on somebody's authority, told by its tombstone for ever: no fault
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from archive.erasure.journal import read_journal
from archive.erasure.names import number_of
from archive.erasure.rewriting import ERASING_SUFFIX
from archive.erasure.told import is_tombstone, tombstone_at, tombstones_in
from archive.errors import ArchiveError, CollectionError, EvidenceError
from archive.files import OPEN_SUFFIX
from archive.index.cdxj import UNMODIFIED_SUFFIX, cdxj_line, unmodified_beside
from archive.index.documents import capture_pointer, read_lines
from archive.layout import (
    DAMAGED_SUFFIX,
    IMPORT_SUFFIX,
    MANIFEST_SUFFIX,
    PLAIN_SUFFIX,
    SYNCED_SUFFIX,
    WARC_SUFFIX,
    Collection,
    matches_manifest,
    stem_of,
    warc_name,
)
from archive.model import Capture
from archive.warc.checked import Member
from archive.warc.foreign import scan_foreign
from archive.warc.members import read_members
from archive.warc.reader import StoredRecord, capture_of

_RESTORE = "restore the file from another copy"
_REBUILD = "run: lumbung rebuild"
_ERASED = "nothing: it was asked for, and is to stay so"
_AS_IT_CAME = "nothing: its bytes are those that were imported"
# Starting processes takes as long as reading a few files.
_WORTH_PROCESSES = 4


FaultKind = Literal[
    "member", "record", "digest", "manifest", "missing", "revisit", "damaged",
    "index", "documents", "unknown", "foreign", "erased",
    # Of a copy, see archive.against.
    "copy", "not_copied", "words", "extra", "copy_of_erased",
]  # fmt: skip
NOT_EVIDENCE: tuple[FaultKind, ...] = (
    "index", "documents", "unknown", "foreign", "erased", "not_copied", "words", "extra", "copy_of_erased",
)  # fmt: skip


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
        return self.kind not in NOT_EVIDENCE


@dataclass
class Verified:
    """How much was read, and what revisits refer to."""

    warcs: int = 0
    records: int = 0
    bytes: int = 0
    documents: int = 0
    # Of each record that holds a payload a hash of id and digest, eight bytes for each in a whole collection.
    held: array[int] = field(default_factory=lambda: array("q"), repr=False)
    referred_to: list[tuple[int, str, int]] = field(default_factory=list, repr=False)

    def add(self, other: Verified) -> None:
        self.warcs += other.warcs
        self.records += other.records
        self.bytes += other.bytes
        self.documents += other.documents
        self.held.extend(other.held)
        self.referred_to += other.referred_to


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
    yield from _unresolved(collection, verified)
    yield from _without_warc(collection, set(stems))
    yield from _unknown_files(collection)
    for path in collection.damaged_files():
        remedy = "see what can be had of it, then move it out of the collection"
        yield Fault("damaged", path.name, None, "found damaged after a crash, and put aside", remedy)
    for name in collection.reported_warcs():
        if collection.now_called(stem_of(name)) is None:
            yield Fault("missing", name, None, "a crawl report tells of it, and it is not there", _RESTORE)


def _verify_stem(task: tuple[Path, str]) -> tuple[list[Fault], Verified]:
    """One WARC and what stands beside it; in a process of its own."""
    root, stem = task
    collection = Collection.open(root)
    verified = Verified()
    captures: list[Capture] = []
    of_manifest = list(_verify_manifest(collection, stem))  # first, since it reads past the page cache
    is_import = collection.import_of(stem) is not None
    verify_warc = _verify_foreign if is_import else _verify_warc
    faults = [*verify_warc(collection.warc_file(stem), captures, verified), *of_manifest]
    if not any(fault.is_of_evidence for fault in faults):
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
        if is_tombstone(record):
            yield from _erased(path, member.offset)
        stored = StoredRecord(record.type, record.fields, member.offset, member.length, record.block_start)
        try:
            capture = capture_of(stored, path.name)
        except ValueError as error:
            yield Fault("record", path.name, member.offset, str(error), _RESTORE)
            continue
        if capture:
            captures.append(capture)
            _note_payload(capture, verified)


def _erased(path: Path, offset: int) -> Iterator[Fault]:
    try:
        yield Fault("erased", path.name, offset, tombstone_at(path, offset).sentence, _ERASED)
    except EvidenceError as error:
        yield Fault("record", path.name, offset, str(error), _RESTORE)


def _verify_foreign(path: Path, captures: list[Capture], verified: Verified) -> Iterator[Fault]:
    """Of an imported WARC its manifest says whether it is what came; the rest is told of by kind, not by record."""
    verified.warcs += 1
    try:
        scan = scan_foreign(path, path.name)
    except CollectionError as error:  # an import refuses such files, so it was changed since
        yield Fault("member", path.name, None, str(error), _RESTORE)
        return
    verified.records += scan.records
    verified.bytes += scan.bytes
    captures += scan.captures
    for capture in captures:
        _note_payload(capture, verified)
    for told in tombstones_in(path) if number_of(stem_of(path.name)) else ():
        yield Fault("erased", path.name, told.offset, told.sentence, _ERASED)
    for oddity, (count, offset) in scan.oddities.items():
        yield Fault("foreign", path.name, offset, f"as it came: {oddity} ({count})", _AS_IT_CAME)


def _verify_digests(name: str, member: Member) -> Iterator[Fault]:
    record = member.record
    claimed = record.field("warc-block-digest")
    if claimed is None:
        yield Fault("digest", name, member.offset, "the record has no block digest", _RESTORE)
    elif claimed != record.block_digest:
        yield Fault("digest", name, member.offset, "the block differs from its digest", _RESTORE)
    payload = record.field("warc-payload-digest")
    if payload is None and record.type in ("response", "revisit"):
        yield Fault("digest", name, member.offset, "the record has no payload digest", _RESTORE)
    # A revisit's is that of the payload it refers to.
    if payload is not None and record.type != "revisit" and payload != record.payload_digest:
        yield Fault("digest", name, member.offset, "the payload differs from its digest", _RESTORE)


def _note_payload(capture: Capture, verified: Verified) -> None:
    if capture.revisit_of:
        key = _payload_key(capture.revisit_of, capture.digest)
        verified.referred_to.append((key, capture.warc_filename, capture.offset))
    else:
        verified.held.append(_payload_key(capture.record_id, capture.digest))


def _payload_key(record_id: str, digest: str) -> int:
    key = hashlib.blake2b(f"{record_id} {digest}".encode(), digest_size=8).digest()
    return int.from_bytes(key, "big", signed=True)


def _unresolved(collection: Collection, verified: Verified) -> Iterator[Fault]:
    """Revisits whose payload no record of the collection holds."""
    wanted = {key for key, _, _ in verified.referred_to}
    wanted.difference_update(verified.held)
    foreign: dict[str, list[int]] = {}
    going = _being_replaced(collection)
    for key, name, offset in verified.referred_to:
        if key not in wanted or stem_of(name) in going:
            continue
        if collection.import_of(stem_of(name)):
            foreign.setdefault(name, []).append(offset)
        else:
            fault = "the record it refers to is not in the collection, or holds another payload"
            yield Fault("revisit", name, offset, fault, "restore the WARC that held it from another copy")
    for name, offsets in foreign.items():
        fault = f"as it came: a revisit of a record that is not in the collection ({len(offsets)})"
        yield Fault("foreign", name, offsets[0], fault, "import the WARC that holds it, if it can be had")


def _verify_manifest(collection: Collection, stem: str) -> Iterator[Fault]:
    path = collection.manifest_file(stem)
    name = warc_name(stem)
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
    of_304s = unmodified_beside(path)
    lines = of_304s.read_bytes().splitlines(keepends=True) if of_304s.exists() else []
    if lines != sorted(cdxj_line(capture).encode() for capture in captures if not capture.is_indexed):
        yield Fault("index", of_304s.name, None, "the index of 304 answers differs from the records", _REBUILD)


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
    """A manifest, index or documents file whose WARC is gone; none of an erasure that is under way, or was broken off
    and will be finished."""
    going = _being_replaced(collection)
    beside = (
        ("manifests", ".sha256"), ("indexes", ".cdxj"), ("indexes", UNMODIFIED_SUFFIX), ("documents", ".jsonl"),
    )  # fmt: skip
    for folder, suffix in beside:
        for path in sorted((collection.root / folder).glob("*" + suffix)):
            stem = path.name.removesuffix(suffix)
            # Looked up now and not in the list made before: a job may have finished it meanwhile.
            if (
                stem in stems
                or stem in going
                or collection.warc_file(stem).exists()
                or _is_being_written(collection, stem)
            ):
                continue
            if folder == "manifests":
                yield Fault("missing", path.name, None, "its WARC is missing", "restore the WARC from another copy")
            else:
                kind: FaultKind = "index" if folder == "indexes" else "documents"
                yield Fault(kind, path.name, None, "its WARC is missing", _REBUILD)


def _being_replaced(collection: Collection) -> set[str]:
    """The stems of an erasure that is not at its end: of what goes and of what takes its place."""
    journal = read_journal(collection.root)
    return {stem for one in (journal.files if journal else ()) for stem in (one.old, one.new)}


def _is_being_written(collection: Collection, stem: str) -> bool:
    is_being_imported = (collection.archive / (warc_name(stem) + IMPORT_SUFFIX)).exists()
    return is_being_imported or any(path.name.startswith(stem + ".") for path in collection.open_warcs())


_KNOWN_IN_ARCHIVE = (
    WARC_SUFFIX, PLAIN_SUFFIX, OPEN_SUFFIX, OPEN_SUFFIX + SYNCED_SUFFIX, DAMAGED_SUFFIX, ERASING_SUFFIX,
)  # fmt: skip


def _unknown_files(collection: Collection) -> Iterator[Fault]:
    """What someone put beside the evidence; of another program's work on it, half of it perhaps."""
    for folder, known in ((collection.archive, _KNOWN_IN_ARCHIVE), (collection.root / "manifests", (MANIFEST_SUFFIX,))):
        for path in sorted(folder.iterdir()) if folder.exists() else ():
            if path.is_file() and path.name.endswith((*known, ".new")):
                continue
            name = f"{folder.name}/{path.name}"
            yield Fault("unknown", name, None, "no file of this collection's", "look at it and move it away")
