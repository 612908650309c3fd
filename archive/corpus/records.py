"""One stored answer read back: its headers, its payload as it came and decoded, its digest checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.charset import decode_html
from archive.coding import decode_body
from archive.errors import ArchiveError, EvidenceError
from archive.http import Head, HeadError, dechunked, parse_head, split_head
from archive.index.lookup import Lookup
from archive.layout import Collection
from archive.model import Capture
from archive.replay.access import may_show
from archive.replay.payload import LARGEST
from archive.spool import sha1_label
from archive.warc.reader import HEAD_ONLY, StoredRecord, capture_of, read_record

_BASE32 = re.compile(r"sha1:[A-Z2-7]{32}\Z")
_MOST_REVISITS = 4  # foreign WARCs have revisits of revisits


class NotShown(ArchiveError):
    """A capture that the access list keeps from being shown."""


@dataclass(frozen=True, slots=True)
class Record:
    """A stored answer. Evidence: nothing of it is covered.

    capture       the answer: `status` and `headers` are its own
    holder        whose record holds the payload: the same, or of a revisit the one it refers to
    fields        of the WARC header, names in lower case
    headers       of HTTP, as sent
    raw           payload as it came, content coding kept (chunks undone)
    body          the same with its content coding undone
    is_cut        not all of it is there: cut on the wire, or longer than was asked for
    is_checked    the payload was compared with its digest, and is the same; False where there is no SHA-1 to compare
                  with, or not all was read
    """

    capture: Capture
    holder: Capture
    status: int
    fields: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    is_cut: bool
    is_checked: bool

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def url(self) -> str:
        return self.capture.url

    @property
    def text(self) -> str:
        """The body as text, in the encoding that it really has; meant for HTML. Nothing raises."""
        return decode_html(self.body, self.header("content-type"))


def read_back(collection: Collection, capture: Capture, *, most_bytes: int = LARGEST, check: bool = True) -> Record:
    """`most_bytes` of the payload at most, decoded or not. Raises EvidenceError when a record is not there, cannot be
    read, or (with `check`) its payload is another than its digest says; NotShown when it may not be shown."""
    own = _Stored(collection, capture, most_bytes)
    holder = own
    for _ in range(_MOST_REVISITS):
        if not holder.is_revisit:
            break
        holder = _Stored(collection, _original(collection, holder), most_bytes)
    else:
        raise EvidenceError(f"{own.where}: a revisit of revisits, and none holds a payload")
    is_checked = check and holder.is_as_digested()
    body = holder.payload
    if holder.head.values(b"transfer-encoding"):
        body = dechunked(body)
    decoded, trouble = decode_body(body, holder.head.values(b"content-encoding"), most_bytes)
    return Record(
        capture=own.capture,
        holder=holder.capture,
        status=own.head.status,
        fields=own.record.fields,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in own.head.headers),
        raw=body,
        body=decoded,
        is_cut=bool(trouble or holder.record.field("warc-truncated") or holder.record.is_cut),
        is_checked=is_checked,
    )


def capture_at(collection: Collection, pointer: Mapping[str, Any]) -> Capture:
    """The capture that a pointer of a document leads to. Raises EvidenceError."""
    path = collection.archive / Path(str(pointer["warc_filename"])).name
    try:
        record = read_record(path, int(pointer["offset"]), HEAD_ONLY)
    except OSError as error:
        raise EvidenceError(f"{path}: cannot be read: {error.strerror}") from error
    capture = capture_of(record, path.name)
    if capture is None:
        raise EvidenceError(f"{path} byte {record.offset}: no stored answer; run: lumbung rebuild")
    return capture


class _Stored:
    """A record that holds an HTTP answer."""

    def __init__(self, collection: Collection, capture: Capture, most_bytes: int) -> None:
        if not may_show(collection, capture):
            raise NotShown(f"{capture.url} as of {capture.captured_at:%Y-%m-%d}: the access list keeps it closed")
        path = collection.archive / capture.warc_filename
        self.capture = capture
        self.where = f"{path} byte {capture.offset}"
        try:
            self.record: StoredRecord = read_record(path, capture.offset, most_bytes)
            raw_head, self.payload = split_head(self.record.block)
            self.head: Head = parse_head(raw_head)
        except (HeadError, OSError) as error:
            raise EvidenceError(f"{self.where}: no readable answer: {error}; run: lumbung verify") from error
        if self.record.id != capture.record_id:
            raise EvidenceError(f"{self.where}: the record is another than the index says; run: lumbung rebuild")

    @property
    def is_revisit(self) -> bool:
        return self.record.type == "revisit"

    def is_as_digested(self) -> bool:
        """False where that cannot be told. Raises EvidenceError when it is not."""
        said = self.record.field("warc-payload-digest") or ""
        if not _BASE32.match(said) or self.record.is_cut:
            return False
        ways = (self.payload, dechunked(self.payload))  # other programs digest either
        if any(sha1_label(way) == said for way in ways):
            return True
        raise EvidenceError(f"{self.where}: the payload is another than its digest says; run: lumbung verify")


def _original(collection: Collection, revisit: _Stored) -> Capture:
    """The capture that a revisit refers to."""
    url = (revisit.record.field("warc-refers-to-target-uri") or revisit.capture.url).strip("<>")
    wanted = (revisit.record.field("warc-refers-to") or "").strip("<>")
    near = Lookup(collection).of(url)
    digest = revisit.record.field("warc-payload-digest")
    for one in near:
        if one.record_id == wanted:
            return one
    by_id = collection.originals({wanted}).get(wanted) if wanted else None
    by_digest = (one for one in near if one.digest == digest and not one.revisit_of and one.mime != "warc/revisit")
    found = by_id or next(by_digest, None)
    if found is None:
        raise EvidenceError(f"{revisit.where}: the record it refers to is not in this collection ({wanted or url})")
    return found
