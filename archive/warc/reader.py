"""Records read back: one at an offset, or all of a file in order.

warcio does the parsing, so each file of ours is read by other hands than wrote it. HTTP heads and
content codings are undone by archive.http and archive.coding, because warcio rewrites odd heads
and fails on br (1.8.1 with Google's brotli).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator, WARCIterator

from archive.coding import decode_body
from archive.errors import EvidenceError
from archive.http import HeadError, parse_head, split_head
from archive.model import Capture, Page
from archive.times import parse_warc_date
from archive.warc.exchange import mime_of


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One record: its named fields with names in lower case, where its member lies, and its block."""

    type: str
    fields: tuple[tuple[str, str], ...]
    offset: int
    length: int
    block: bytes

    def field(self, name: str) -> str | None:
        """The first field of that name, given in lower case."""
        return next((value for key, value in self.fields if key == name), None)

    @property
    def id(self) -> str:
        """The record id without its angle brackets."""
        return (self.field("warc-record-id") or "").strip("<>")

    @property
    def url(self) -> str | None:
        return self.field("warc-target-uri")

    @property
    def date(self) -> datetime:
        """Raises ValueError when the record has no date."""
        return parse_warc_date(self.field("warc-date") or "")

    @property
    def is_http_answer(self) -> bool:
        return self.type == "response" and (self.url or "").startswith(("http://", "https://"))


def read_records(path: Path) -> Iterator[StoredRecord]:
    """All records of a WARC in order. Raises EvidenceError at the first place that cannot be read."""
    with path.open("rb") as file:
        try:
            yield from _records(WARCIterator(file, no_record_parse=True, ensure_http_headers=False))
        except EvidenceError:
            raise
        except Exception as error:  # warcio raises many kinds on damaged files
            raise EvidenceError(f"{path}: not readable as WARC from byte {file.tell()} backwards: {error}") from error


def _records(iterator: ArchiveIterator) -> Iterator[StoredRecord]:
    for record in iterator:
        block = b"".join(iter(partial(record.raw_stream.read, 1 << 20), b""))
        fields = tuple((name.lower(), value) for name, value in record.rec_headers.headers)
        # Both are only known once the record was read to its end.
        offset, length = iterator.get_record_offset(), iterator.get_record_length()
        yield StoredRecord(record.rec_type, fields, offset, length, block)


def read_record(path: Path, offset: int) -> StoredRecord:
    """The record whose member begins at `offset`. Raises EvidenceError when there is none."""
    with path.open("rb") as file:
        file.seek(offset)
        try:
            record = next(_records(WARCIterator(file, no_record_parse=True, ensure_http_headers=False)))
        except StopIteration as error:
            raise EvidenceError(f"{path}: no record at byte {offset}; run: lumbung verify") from error
        except Exception as error:  # warcio raises many kinds on damaged files
            raise EvidenceError(f"{path}: no readable record at byte {offset}: {error}; run: lumbung verify") from error
    return record


def parse_record(data: bytes, offset: int, length: int) -> StoredRecord:
    """A whole record from its uncompressed bytes, as archive.warc.members gives them."""
    head, _, rest = data.partition(b"\r\n\r\n")
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    fields = tuple((name.strip().lower(), value.strip()) for name, _, value in lines)
    record = StoredRecord("", fields, offset, length, rest.removesuffix(b"\r\n\r\n"))
    return replace(record, type=record.field("warc-type") or "")


def capture_of(record: StoredRecord, warc_filename: str) -> Capture | None:
    """The capture that a response record is; None for every other record."""
    if not record.is_http_answer:
        return None
    try:
        head = parse_head(split_head(record.block)[0])
    except HeadError:
        return None
    return Capture(
        url=record.url or "",
        captured_at=record.date,
        status=head.status,
        mime=mime_of(head.headers),
        digest=record.field("warc-payload-digest") or "",
        warc_filename=warc_filename,
        offset=record.offset,
        length=record.length,
        record_id=record.id,
        truncated=record.field("warc-truncated"),
    )


def page_of(record: StoredRecord) -> Page:
    """A response record as a page, its content coding undone. Raises HeadError."""
    raw_head, body = split_head(record.block)
    head = parse_head(raw_head)
    decoded, trouble = decode_body(body, head.values(b"content-encoding"))
    return Page(
        url=record.url or "",
        captured_at=record.date,
        status=head.status,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers),
        body=decoded,
        truncated=record.field("warc-truncated") or trouble,
    )


def warcinfo_fields(path: Path) -> dict[str, str]:
    """The fields of a file's warcinfo record, e.g. isPartOf, the crawl it belongs to."""
    for record in read_records(path):
        if record.type == "warcinfo":
            return dict(parse_fields(record.block))
        break
    return {}


def parse_fields(block: bytes) -> list[tuple[str, str]]:
    """The pairs of an `application/warc-fields` block."""
    pairs = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines())
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]
