"""The one writer of a collection's WARCs: appended, synced, rotated by size, finished under their final name.

    archive/<stem>.warc.gz.open      while being written; readers leave it alone
    indexes/<stem>.cdxj.open         a line for each capture in it
    manifests/<stem>.sha256          written before the rename, so that no finished WARC lacks one
    archive/<stem>.warc.gz           finished and read back once; never touched again
    indexes/<stem>.cdxj              sorted

Any error of the disk becomes EvidenceError after the file was cut back to its last whole record:
nothing written earlier is harmed, and the caller must stop the job.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path
from typing import Literal

from archive.errors import EvidenceError
from archive.files import OPEN_SUFFIX, file_sha256, sync_folder, write_whole
from archive.index.cdxj import OpenIndex
from archive.layout import SYNCED_SUFFIX, WARC_SUFFIX, Collection
from archive.model import Capture, Exchange
from archive.spool import sha1_label
from archive.times import stamp17, warc_date
from archive.warc.exchange import Original, Trail, exchange_records
from archive.warc.records import Record, make_record, new_record_id, warc_fields

PREFIX = "lumbung"
FindOriginal = Callable[[str, int, int], Original | None]


class WarcWriter:
    """Not thread-safe: one crawl process, one writer.

    `warcinfo` are the fields of each file's first record. `finished` is called with the stem of
    each file once it and its index stand under their final names.
    """

    def __init__(
        self,
        collection: Collection,
        warcinfo: Sequence[tuple[str, str]],
        finished: Callable[[str], None] = lambda stem: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._collection = collection
        self._warcinfo = warcinfo
        self._finished = finished
        self._now = now
        limits = collection.config.crawl.limits
        self._max_bytes = limits.warc_bytes
        self._max_age = timedelta(hours=limits.warc_hours)
        self._begun = now()
        self._serial = 0
        self._file: FileIO | None = None
        self._stem = ""
        self._offset = 0
        self._unsynced = False
        self._synced = 0
        self._warcinfo_id = ""
        self._index: OpenIndex | None = None
        self._sha256 = hashlib.sha256()

    @property
    def synced(self) -> tuple[str, int] | None:
        """The stem of the open file and its length at the last sync; None when no file is open."""
        return (self._stem, self._synced) if self._file else None

    def write_exchange(
        self,
        exchange: Exchange,
        trail: Trail,
        find_original: FindOriginal = lambda digest, size, status: None,
        not_modified: Original | None = None,
    ) -> Capture | None:
        """Store one exchange; its Capture when an answer came. Raises EvidenceError.

        `find_original` is asked for a record that holds the same payload; then a revisit is stored. `not_modified`
        is the record whose page was asked about; a 304 that nobody asked for is stored as the answer it is.
        """
        self._ensure_open()
        body = exchange.body
        # Asked after the file may have been rotated: a revisit refers to finished files or to this one.
        original = None
        if body and exchange.status == 304:
            original = not_modified if not exchange.error and not body.size else None
        elif body and not exchange.error:
            original = find_original(body.payload_digest, body.size, exchange.status or 0)
        if original and original.date > warc_date(exchange.started_at):
            original = None  # the one asked later answered first, or the clock was set back
        made = exchange_records(exchange, self._warcinfo_id, trail, original)
        offset, length = self._append(made.records)
        if made.capture is None:
            return None
        capture = replace(made.capture, warc_filename=self._stem + WARC_SUFFIX, offset=offset, length=length)
        assert self._index is not None
        with self._or_evidence_error():
            self._index.add(capture)
        return capture

    def write_outlinks(self, capture: Capture, outlinks: Sequence[str]) -> None:
        """Store where a captured page led, as Heritrix writes it: `URL hop`. Raises EvidenceError."""
        self._ensure_open()
        fields = [
            ("WARC-Target-URI", capture.url),
            ("WARC-Warcinfo-ID", f"<{self._warcinfo_id}>"),
            ("WARC-Refers-To", f"<{capture.record_id}>"),
        ]
        block = warc_fields(("outlink", outlink) for outlink in outlinks)
        self._append([make_record("metadata", new_record_id(), self._now(), fields, "application/warc-fields", block)])

    def write_resource(self, uri: str, content_type: str, content: bytes) -> None:
        """Store a file of the job's own: its configuration, its seeds, its report. Raises EvidenceError."""
        self._ensure_open()
        fields = [
            ("WARC-Target-URI", uri),
            ("WARC-Warcinfo-ID", f"<{self._warcinfo_id}>"),
            ("WARC-Payload-Digest", sha1_label(content)),
        ]
        self._append([make_record("resource", new_record_id(), self._now(), fields, content_type, content)])

    def sync(self) -> None:
        """Make what was written survive a power loss. Raises EvidenceError."""
        if self._file and self._index and self._unsynced:
            with self._or_evidence_error():
                os.fsync(self._file.fileno())
                self._index.flush()
                SyncedMark(Path(str(self._file.name))).write(self._offset)
            self._unsynced = False
            self._synced = self._offset

    def finish(self) -> None:
        """Finish the open file, if there is one. Raises EvidenceError."""
        if not self._file or not self._index:
            return
        self.sync()
        stem, index = self._stem, self._index
        self._file.close()
        self._file = self._index = None
        with self._or_evidence_error():
            index.close()
            finish_warc(self._collection, stem, self._sha256.hexdigest())
            index.finish()
        self._finished(stem)

    def leave(self) -> None:
        """Let go of the open file as it is; the next job salvages it."""
        if self._file:
            self._file.close()
            self._file = None
        if self._index:
            with suppress(OSError):  # a full disk has been reported already
                self._index.close()
            self._index = None

    def _ensure_open(self) -> None:
        if self._file and (self._offset >= self._max_bytes or self._now() - self._begun >= self._max_age):
            self.finish()
        if self._file:
            return
        # The serial goes on within a job; the millisecond keeps names apart between jobs.
        name = self._collection.config.who.crawler_name
        self._begun = self._now()
        self._stem = f"{PREFIX}-{stamp17(self._begun)}-{self._serial:05d}-{name}"
        self._serial += 1
        self._sha256 = hashlib.sha256()
        self._offset = self._synced = 0
        with self._or_evidence_error():
            # "x": a file of that name would be evidence, which is never overwritten.
            path = self._collection.archive / (self._stem + WARC_SUFFIX + OPEN_SUFFIX)
            SyncedMark(path).make()
            self._file = open_file(path, "xb")
            sync_folder(self._collection.archive)
            self._index = OpenIndex(self._collection.cdxj_file(self._stem))
        self._warcinfo_id = new_record_id()
        fields = [("WARC-Filename", self._stem + WARC_SUFFIX)]
        block = warc_fields(self._warcinfo)
        self._append(
            [make_record("warcinfo", self._warcinfo_id, self._now(), fields, "application/warc-fields", block)]
        )

    def _append(self, records: Sequence[Record]) -> tuple[int, int]:
        """Offset and length of the first. All of them are written, or none."""
        assert self._file is not None
        start = end = self._offset
        first_length = 0
        # A copy: the digest of the file may not hold what is cut off again.
        sha256 = self._sha256.copy()
        with self._or_evidence_error():
            try:
                for number, record in enumerate(records):
                    for piece in record.member():
                        write_all(self._file, piece)
                        sha256.update(piece)
                        end += len(piece)
                    first_length = first_length if number else end - start
            except OSError:
                self._file.truncate(start)
                # Otherwise the next record would follow a hole as long as what was cut.
                self._file.seek(start)
                raise
        self._offset = end
        self._sha256 = sha256
        self._unsynced = True
        return start, first_length

    @contextmanager
    def _or_evidence_error(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise EvidenceError(
                f"{self._collection.archive}: cannot write: {error.strerror or error}. "
                "What was stored before is whole; make space or mend the disk, then crawl again to go on"
            ) from error


def open_file(path: Path, mode: Literal["xb"]) -> FileIO:
    """`path` opened unbuffered, so that a reader worker sees each record at once; apart, so that
    tests can put a failing disk in its place."""
    return path.open(mode, buffering=0)


def write_all(file: FileIO, data: bytes) -> None:
    """All of `data`, however little the disk takes at a time."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def finish_warc(collection: Collection, stem: str, sha256: str) -> None:
    """Give a synced `.open` file its manifest and then its final name. Raises EvidenceError or OSError.

    It is read back from the disk first: later revisits refer to it, so it must be what was written.
    """
    name = stem + WARC_SUFFIX
    path = collection.archive / (name + OPEN_SUFFIX)
    manifest, line = collection.manifest_file(stem), f"{sha256}  archive/{name}\n".encode()
    if file_sha256(path) != sha256:
        raise EvidenceError(f"{path}: the disk gives back other bytes than were written; check the disk")
    if collection.warc_file(stem).exists() or (manifest.exists() and manifest.read_bytes() != line):
        raise EvidenceError(
            f"{path}: a file of that name was finished before; it is not touched. Move one of them away"
        )
    if not manifest.exists():
        write_whole(manifest, line)
    path.rename(collection.warc_file(stem))
    sync_folder(collection.archive)
    SyncedMark(path).remove()


class SyncedMark:
    """`<open WARC>.synced`: how much of it was on disk for good, so that a torn end can be told from damage.

    Made with the file, and synced only then: after a power loss it may say too little, never too much.
    """

    def __init__(self, open_warc: Path) -> None:
        self._path = open_warc.with_name(open_warc.name + SYNCED_SUFFIX)

    def make(self) -> None:
        with self._path.open("wb") as file:
            file.write(_mark(0))
            file.flush()
            os.fsync(file.fileno())

    def write(self, length: int) -> None:
        """In place, so that it never says nothing."""
        with self._path.open("r+b", buffering=0) as file:
            file.write(_mark(length))

    def read(self) -> int | None:
        """None when nothing is known."""
        try:
            return int(self._path.read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


def _mark(length: int) -> bytes:
    return b"%020d\n" % length
