"""Records read back: one at an offset, or all of a file in order.

warcio does the parsing, so each file of ours is read by other hands than wrote it. HTTP heads and
content codings are undone by archive.http and archive.coding, because warcio rewrites odd heads
and fails on br (1.8.1 with Google's brotli).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator, WARCIterator

from archive.coding import decode_body
from archive.errors import EvidenceError
from archive.http import HeadError, dechunked, parse_head, split_head
from archive.model import Capture, Page
from archive.times import parse_warc_date
from archive.warc.exchange import REVISIT_MIME, mime_of, validators_of

# Of a stored answer this much is read back for its text: a whole page even when it was sent uncompressed.
LARGEST_READ = 2 * 1024 * 1024
# Enough of a block to hold any HTTP head.
HEAD_ONLY = 512 * 1024


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One record: its named fields with names in lower case, where its member lies, and its block.

    The block may have been cut at the reader's wish.
    """

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
        """Without the angle brackets that WARC/1.0 had and wget writes."""
        url = self.field("warc-target-uri")
        return url[1:-1] if url and url[0] == "<" and url[-1] == ">" else url

    @property
    def date(self) -> datetime:
        """Raises ValueError when the record has no date."""
        return parse_warc_date(self.field("warc-date") or "")

    @property
    def is_cut(self) -> bool:
        """Whether less than the whole block was kept."""
        return len(self.block) < int(self.field("content-length") or 0)

    @property
    def is_http_answer(self) -> bool:
        return self.type in ("response", "revisit") and (self.url or "").startswith(("http://", "https://"))


def read_records(path: Path, keep_bytes: int | None = None, start: int = 0) -> Iterator[StoredRecord]:
    """All records of a WARC from the member at `start` on, in order; of each block at most `keep_bytes`.

    Raises EvidenceError at the first place that cannot be read.
    """
    with path.open("rb") as file:
        file.seek(start)
        try:
            yield from _records(WARCIterator(file, no_record_parse=True, ensure_http_headers=False), keep_bytes)
        except EvidenceError:
            raise
        except Exception as error:  # warcio raises many kinds on damaged files
            raise EvidenceError(f"{path}: not readable as WARC before byte {file.tell()}: {error}") from error


def read_record(path: Path, offset: int, keep_bytes: int | None = None) -> StoredRecord:
    """The record whose member begins at `offset`. Raises EvidenceError when there is none."""
    with path.open("rb") as file:
        file.seek(offset)
        try:
            iterator = WARCIterator(file, no_record_parse=True, ensure_http_headers=False)
            return next(_records(iterator, keep_bytes))
        except StopIteration as error:
            raise EvidenceError(f"{path}: no record at byte {offset}; run: lumbung verify") from error
        except Exception as error:  # warcio raises many kinds on damaged files
            raise EvidenceError(f"{path}: no readable record at byte {offset}: {error}; run: lumbung verify") from error


def _records(iterator: ArchiveIterator, keep_bytes: int | None) -> Iterator[StoredRecord]:
    for record in iterator:
        kept: list[bytes] = []
        size = 0
        while piece := record.raw_stream.read(1 << 16):
            if keep_bytes is None or size < keep_bytes:
                kept.append(piece)
                size += len(piece)
        fields = tuple((name.lower(), value) for name, value in record.rec_headers.headers)
        # Both are only known once the record was read to its end.
        offset, length = iterator.get_record_offset(), iterator.get_record_length()
        yield StoredRecord(record.rec_type, fields, offset, length, b"".join(kept)[:keep_bytes])


def capture_of(record: StoredRecord, warc_filename: str) -> Capture | None:
    """The capture that a response or revisit record is; None for every other record."""
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
        mime=REVISIT_MIME if record.type == "revisit" else mime_of(head.headers),
        digest=record.field("warc-payload-digest") or "",
        warc_filename=warc_filename,
        offset=record.offset,
        length=record.length,
        record_id=record.id,
        revisit_of=(record.field("warc-refers-to") or "").strip("<>") or None,
        # Of a revisit it only says that the payload lies elsewhere.
        truncated=record.field("warc-truncated") if record.type == "response" else None,
        **validators_of(head.status, head.headers),
    )


def read_page_of(path: Path, offset: int, most_bytes: int = LARGEST_READ) -> Page:
    """The page stored at `offset`, cut where no reader could make use of more. Raises EvidenceError or HeadError."""
    return page_of(read_record(path, offset, most_bytes))


def page_of(record: StoredRecord) -> Page:
    """A response record as a page, its content coding undone. Raises HeadError."""
    raw_head, body = split_head(record.block)
    head = parse_head(raw_head)
    if head.values(b"transfer-encoding"):  # other programs store answers with it
        body = dechunked(body)
    decoded, trouble = decode_body(body, head.values(b"content-encoding"))
    return Page(
        url=record.url or "",
        captured_at=record.date,
        status=head.status,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers),
        body=decoded,
        truncated=record.field("warc-truncated") or trouble or ("too_long" if record.is_cut else None),
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
    pairs = (line.partition(":") for line in block.decode("utf-8", "replace").split("\n"))
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]
