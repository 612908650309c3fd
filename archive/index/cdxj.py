"""CDXJ 0.1.0: a line a capture, `SURT timestamp {json}`, sorted by bytes, one file beside each WARC.

Rules: https://specs.webrecorder.net/cdxj/0.1.0/ (as of 2026-11). 304 revisits are left out, for
a replay tool would show them as a blank page; they have a file of their own, in the same form.

    indexes/<stem>.cdxj.open    while its WARC is written: lines in the order of their records
    indexes/<stem>.cdxj         sorted, once the WARC stands under its final name
    indexes/<stem>.unmodified   likewise of the 304s; only when there are any
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveError
from archive.files import OPEN_SUFFIX, write_whole
from archive.model import Capture
from archive.times import parse_warc_date, stamp14, warc_date
from archive.urls import urlkey
from archive.warc.reader import HEAD_ONLY, capture_of, read_records

UNMODIFIED_SUFFIX = ".unmodified"


def cdxj_line(capture: Capture) -> str:
    """One line with its line end: the fields of cdxj-indexer in its order, numbers as strings, then ours.

    Ours are record_id, warc_date (the instant to the microsecond) and, where they apply, truncated,
    revisit_of, etag and last_modified.
    """
    facts = {
        "url": capture.url,
        "mime": capture.mime,
        "status": str(capture.status),
        "digest": capture.digest,
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": capture.warc_filename,
        "record_id": capture.record_id,
        "warc_date": warc_date(capture.captured_at),
        "truncated": capture.truncated,
        "revisit_of": capture.revisit_of,
        "etag": capture.etag,
        "last_modified": capture.last_modified,
    }
    known = {key: value for key, value in facts.items() if value is not None}
    return f"{urlkey(capture.url)} {stamp14(capture.captured_at)} {json.dumps(known)}\n"


def write_cdxj(path: Path, captures: Iterable[Capture]) -> None:
    """The index of one WARC, whole or not at all; before it that of its 304s."""
    captures = list(captures)
    _write_unmodified(path, [cdxj_line(capture).encode() for capture in captures if not capture.is_indexed])
    write_whole(path, b"".join(sorted(cdxj_line(capture).encode() for capture in captures if capture.is_indexed)))


def unmodified_beside(cdxj: Path) -> Path:
    """The index of the 304s, beside that of the other captures (finished or open)."""
    return cdxj.with_name(cdxj.name.replace(".cdxj", UNMODIFIED_SUFFIX))


def _write_unmodified(cdxj: Path, lines: list[bytes]) -> None:
    path = unmodified_beside(cdxj)
    if lines:
        write_whole(path, b"".join(sorted(lines)))
    else:
        path.unlink(missing_ok=True)


class OpenIndex:
    """The index of the WARC being written. It is derived: after a crash it is made again from the WARC."""

    def __init__(self, finished: Path) -> None:
        self._finished = finished
        self._path = finished.with_name(finished.name + OPEN_SUFFIX)
        self._file = self._path.open("wb")
        self._unmodified: BinaryIO | None = None

    def add(self, capture: Capture) -> None:
        """One more line, which others may read from the next flush() on."""
        file: BinaryIO = self._file
        if not capture.is_indexed:
            file = self._unmodified = self._unmodified or unmodified_beside(self._path).open("wb")
        file.write(cdxj_line(capture).encode())

    def flush(self) -> None:
        for file in self._files():
            file.flush()

    def close(self) -> None:
        for file in self._files():
            file.close()

    def _files(self) -> list[BinaryIO]:
        return [self._file, *([self._unmodified] if self._unmodified else [])]

    def finish(self) -> None:
        """Sort the lines of a closed one into the finished index."""
        if self._unmodified:
            open_one = unmodified_beside(self._path)
            _write_unmodified(self._finished, open_one.read_bytes().splitlines(keepends=True))
            open_one.unlink()
        lines = self._path.read_bytes().splitlines(keepends=True)
        write_whole(self._finished, b"".join(sorted(lines)))
        self._path.unlink()


def scan_captures(warc: Path) -> list[Capture]:
    """The captures of a WARC, read from its records in their order. Raises EvidenceError."""
    return [capture for record in read_records(warc, HEAD_ONLY) if (capture := capture_of(record, warc.name))]


def read_all_captures(cdxj: Path) -> Iterator[Capture]:
    """The captures of a WARC, those of its index first, then the 304s. Raises ArchiveError."""
    yield from read_cdxj(cdxj)
    if unmodified_beside(cdxj).exists():
        yield from read_cdxj(unmodified_beside(cdxj))


def read_cdxj(path: Path) -> Iterator[Capture]:
    """The captures an index of ours lists, in its order. Raises ArchiveError."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        yield _capture_at(path, number, line)


def captures_with(path: Path, record_ids: Set[str]) -> Iterator[Capture]:
    """Those with these record ids. Lines that have none of them are not parsed, for most of a large index have not.
    Raises ArchiveError."""
    for number, raw in enumerate(path.read_bytes().splitlines(), 1):
        record_id, _, _ = raw.partition(b'"record_id": "')[2].partition(b'"')
        if record_id.decode("latin-1") in record_ids:
            yield _capture_at(path, number, raw.decode("utf-8", "replace"))


def _capture_at(path: Path, number: int, line: str) -> Capture:
    try:
        return capture_of_line(line)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise ArchiveError(f"{path} line {number}: not a line of this index; run: lumbung rebuild") from error


def capture_of_line(line: str) -> Capture:
    """Raises ValueError, IndexError, KeyError or TypeError on a line that is none of this index."""
    facts = json.loads(line.split(" ", 2)[2])
    return Capture(
        url=facts["url"],
        captured_at=parse_warc_date(facts["warc_date"]),
        status=int(facts["status"]),
        mime=facts.get("mime"),
        digest=facts["digest"],
        warc_filename=facts["filename"],
        offset=int(facts["offset"]),
        length=int(facts["length"]),
        record_id=facts["record_id"],
        revisit_of=facts.get("revisit_of"),
        truncated=facts.get("truncated"),
        etag=facts.get("etag"),
        last_modified=facts.get("last_modified"),
    )
