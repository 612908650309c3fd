"""What the WARCs of a collection say went over the wire, exchange by exchange; and a port where nobody is."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from archive import Collection
from archive.http import split_head
from archive.warc.exchange import wire_response
from archive.warc.reader import StoredRecord, parse_fields, read_records


@dataclass(frozen=True)
class Recorded:
    """One exchange: its records, and what they say was received, put together again."""

    url: str
    answer: StoredRecord | None
    request: StoredRecord | None
    metadata: StoredRecord
    received: bytes

    def note(self, name: str) -> str | None:
        """The field of that name in the metadata."""
        return dict(parse_fields(self.metadata.block)).get(name)


def recorded_exchanges(collection: Collection) -> list[Recorded]:
    """All exchanges in the order they were recorded."""
    records = [record for stem in collection.stems() for record in read_records(collection.warc_file(stem))]
    return list(_exchanges(records))


def _exchanges(records: list[StoredRecord]) -> Iterator[Recorded]:
    by_id = {record.id: record for record in records}
    answer = request = None
    for record in records:
        if record.is_http_answer:
            answer = record
        elif record.type == "request":
            request = record
        elif record.type == "metadata" and b"\nfetchTimeMs:" in record.block:
            received = _received(answer, record, by_id)
            yield Recorded(record.url or "", answer, request, record, received)
            answer = request = None


def _received(answer: StoredRecord | None, metadata: StoredRecord, by_id: dict[str, StoredRecord]) -> bytes:
    fields = parse_fields(metadata.block)
    if answer is None:
        return base64.b64decode(dict(fields).get("wire-received", ""))
    head, body = split_head(answer.block)
    if answer.type == "revisit":
        assert body == b""
        _, body = split_head(by_id[(answer.field("warc-refers-to") or "").strip("<>")].block)
    return wire_response(head, body, fields)


def closed_port(stack: ExitStack) -> int:
    """A port of this machine that refuses connections as long as the stack lives."""
    bound = stack.enter_context(socket.socket())
    bound.bind(("127.0.0.1", 0))
    port: int = bound.getsockname()[1]
    return port
