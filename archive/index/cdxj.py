"""CDXJ 0.1.0: a line a capture, `SURT timestamp {json}`, sorted by bytes, one file beside each WARC.

Rules: https://specs.webrecorder.net/cdxj/0.1.0/ (as of 2026-11). 304 revisits are left out:
a replay tool would show them as a blank page.

    indexes/<stem>.cdxj.open    while its WARC is written: lines in the order of their records
    indexes/<stem>.cdxj         sorted, once the WARC stands under its final name
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.errors import ArchiveError
from archive.files import OPEN_SUFFIX, write_whole
from archive.model import Capture
from archive.times import parse_warc_date, stamp14, warc_date
from archive.urls import urlkey
from archive.warc.reader import HEAD_ONLY, capture_of, read_records


def cdxj_line(capture: Capture) -> str:
    """One line with its line end: the fields of cdxj-indexer in its order, numbers as strings, then ours.

    Ours are record_id, warc_date (the instant to the microsecond) and, where they apply, truncated
    and revisit_of.
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
    }
    known = {key: value for key, value in facts.items() if value is not None}
    return f"{urlkey(capture.url)} {stamp14(capture.captured_at)} {json.dumps(known)}\n"


def write_cdxj(path: Path, captures: Iterable[Capture]) -> None:
    """The index of one WARC, whole or not at all."""
    lines = sorted(cdxj_line(capture).encode() for capture in captures if capture.is_indexed)
    write_whole(path, b"".join(lines))


class OpenIndex:
    """The index of the WARC being written. It is derived: after a crash it is made again from the WARC."""

    def __init__(self, finished: Path) -> None:
        self._finished = finished
        self._path = finished.with_name(finished.name + OPEN_SUFFIX)
        self._file = self._path.open("wb")

    def add(self, capture: Capture) -> None:
        """One more line, which others may read from the next flush() on."""
        if capture.is_indexed:
            self._file.write(cdxj_line(capture).encode())

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()

    def finish(self) -> None:
        """Sort the lines of a closed one into the finished index."""
        lines = self._path.read_bytes().splitlines(keepends=True)
        write_whole(self._finished, b"".join(sorted(lines)))
        self._path.unlink()


def scan_captures(warc: Path) -> list[Capture]:
    """The captures of a WARC, read from its records in their order. Raises EvidenceError."""
    return [capture for record in read_records(warc, HEAD_ONLY) if (capture := capture_of(record, warc.name))]


def read_cdxj(path: Path) -> Iterator[Capture]:
    """The captures an index of ours lists, in its order. Raises ArchiveError."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            facts = json.loads(line.split(" ", 2)[2])
            yield Capture(
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
            )
        except (ValueError, IndexError, KeyError, TypeError) as error:
            raise ArchiveError(f"{path} line {number}: not a line of this index; run: lumbung rebuild") from error
