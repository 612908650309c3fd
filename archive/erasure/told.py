"""Tombstones read back: what was erased, when, on whose authority and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import EvidenceError
from archive.warc.checked import CheckedRecord
from archive.warc.reader import StoredRecord, parse_fields, read_record, read_records

# A field of ours, as WARC/1.1 4 allows: WARC-Profile is for revisits alone.
KIND, TOMBSTONE = "Lumbung-Record", "tombstone"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """`replaced_by`: of a file of a job's own, the record that has the rest of it."""

    warc_filename: str
    offset: int
    url: str
    record_id: str
    type: str
    date: str
    digest: str
    erased_at: str
    who: str
    reason: str
    takedown: str
    replaced_by: str | None

    @property
    def sentence(self) -> str:
        gone = "what it said of erased pages" if self.replaced_by else self.type
        return (
            f"{self.url}: {gone} of {self.date[:19]} ({self.record_id}, {self.digest or 'no digest'}) was erased "
            f"{self.erased_at[:10]} by {self.who}: {self.reason} (takedown {self.takedown})"
        )


def is_tombstone(record: CheckedRecord | StoredRecord) -> bool:
    return record.type == "metadata" and record.field(KIND.lower()) == TOMBSTONE


def tombstone_at(path: Path, offset: int) -> Tombstone:
    """Raises EvidenceError."""
    return _tombstone(path, read_record(path, offset))


def tombstones_in(path: Path) -> Iterator[Tombstone]:
    """All of a WARC. Raises EvidenceError."""
    return (_tombstone(path, record) for record in read_records(path) if is_tombstone(record))


def _tombstone(path: Path, record: StoredRecord) -> Tombstone:
    said = dict(parse_fields(record.block))
    if "erased-record-id" not in said:
        raise EvidenceError(f"{path}: the record at byte {record.offset} is called a tombstone and says nothing")
    return Tombstone(
        warc_filename=path.name,
        offset=record.offset,
        url=record.url or "",
        record_id=said["erased-record-id"],
        type=said.get("erased-type", ""),
        date=said.get("erased-date", ""),
        digest=said.get("erased-payload-digest", ""),
        erased_at=said.get("erased-at", ""),
        who=said.get("erased-by", ""),
        reason=said.get("erased-reason", ""),
        takedown=said.get("takedown", ""),
        replaced_by=said.get("replaced-by"),
    )
