"""The bytes of a stored answer, whole, content coding undone."""

from __future__ import annotations

from dataclasses import dataclass

from archive.coding import decode_body
from archive.errors import EvidenceError
from archive.http import HeadError, dechunked, parse_head, split_head
from archive.layout import Collection
from archive.model import Capture
from archive.warc.reader import read_record

# A phone's photograph is 3 to 8 MB, the largest answer a crawl keeps 32 (docs/settings.md, max_body_bytes).
LARGEST = 48 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Payload:
    """`content_type` as its server called it, None when it did not; `is_cut`: not all of it is there."""

    body: bytes
    content_type: str | None
    status: int
    is_cut: bool


def payload_of(collection: Collection, holder: Capture, most_bytes: int = LARGEST) -> Payload:
    """Raises EvidenceError when the record is not there, is another than its index says, or has no HTTP head."""
    path = collection.archive / holder.warc_filename
    try:
        record = read_record(path, holder.offset, most_bytes)
        if record.id != holder.record_id:
            raise EvidenceError(f"{path}: the record at byte {holder.offset} is another than the index says")
        raw_head, body = split_head(record.block)
        head = parse_head(raw_head)
    except (HeadError, OSError) as error:
        raise EvidenceError(f"{path}: no readable record at byte {holder.offset}: {error}") from error
    if head.values(b"transfer-encoding"):
        body = dechunked(body)
    decoded, trouble = decode_body(body, head.values(b"content-encoding"), most_bytes)
    types = head.values(b"content-type")
    return Payload(
        body=decoded,
        content_type=types[0].decode("latin-1") if types else None,
        status=head.status,
        is_cut=bool(trouble or record.field("warc-truncated") or record.is_cut),
    )
