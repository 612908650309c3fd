"""The records that an erasure writes: tombstones, revisits that now hold what they referred to, and shortened files.

A tombstone is a metadata record at the place of the record that went:

    Lumbung-Record: tombstone    WARC-Target-URI, WARC-Warcinfo-ID: as the record that went had them
    erased-record-id, erased-type, erased-date, erased-payload-digest     what it was
    erased-at, erased-by, erased-reason, takedown                         when, on whose authority, why
    replaced-by                                                           of a shortened file, the record with its rest
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from archive.erasure.journal import Journal
from archive.erasure.told import KIND, TOMBSTONE
from archive.http import HeadError, parse_head, split_head
from archive.spool import sha1_label
from archive.times import parse_warc_date
from archive.warc.reader import StoredRecord, parse_fields
from archive.warc.records import Record, make_record, new_record_id, warc_fields

_FIELDS = "application/warc-fields"
# Of a revisit what a record with a payload of its own has not, or what is made anew.
_NOT_KEPT = frozenset(
    (
        "warc-type", "warc-record-id", "warc-date", "warc-profile", "warc-refers-to", "warc-refers-to-target-uri",
        "warc-refers-to-date", "warc-refers-to-filename", "warc-refers-to-file-offset", "warc-truncated",
        "warc-block-digest", "warc-payload-digest", "content-type", "content-length",
    )
)  # fmt: skip


def tombstone(gone: StoredRecord, journal: Journal, replaced_by: str | None = None) -> Record:
    """The address stays, in its header alone, and what tells that nothing else is missing."""
    said = [
        ("erased-record-id", gone.id),
        ("erased-type", gone.type),
        ("erased-date", gone.field("warc-date") or ""),
        ("erased-payload-digest", gone.field("warc-payload-digest") or ""),
        ("erased-at", journal.at),
        ("erased-by", journal.who),
        ("erased-reason", journal.reason),
        ("takedown", journal.takedown),
        *([("replaced-by", replaced_by)] if replaced_by else []),
    ]
    fields = [("WARC-Target-URI", gone.url or ""), *_warcinfo(gone), (KIND, TOMBSTONE)]
    # A record that is there: the file's own warcinfo, as the metadata of a try without an answer has it.
    there = f"<{replaced_by}>" if replaced_by else gone.field("warc-warcinfo-id")
    fields += [("WARC-Refers-To", there)] if there else []
    return make_record("metadata", new_record_id(), _moment(journal.at), fields, _FIELDS, warc_fields(said))


def renamed(first: StoredRecord, filename: str, journal: Journal) -> Record:
    """The warcinfo record of a file of ours, under its own id, for records refer to it: it says the new name, and that
    the file was written anew."""
    said = [(name, value) for name, value in parse_fields(first.block) if name != "rewritten"]
    said.append(
        ("rewritten", f"{journal.at}, without what was erased: see its tombstones (takedown {journal.takedown})")
    )
    return make_record("warcinfo", first.id, first.date, [("WARC-Filename", filename)], _FIELDS, warc_fields(said))


def standing(revisit: StoredRecord, original: StoredRecord) -> Record:
    """A revisit as a response with the payload it referred to, under its own id: what refers to it stays right. One of
    a 304 gets the original's head, too, for its own says that there is no payload; and so does one whose head says that
    other bytes were sent: in chunks, or coded."""
    head, _ = split_head(revisit.block)
    original_head, body = split_head(original.block)
    is_own = b" 304" not in head[:16] and _coding(head) == _coding(original_head)
    block = (head if is_own else original_head) + body
    fields = [(_name(name), value) for name, value in revisit.fields if name not in _NOT_KEPT]
    fields.append(("WARC-Payload-Digest", original.field("warc-payload-digest") or sha1_label(body)))
    content_type = "application/http;msgtype=response"
    if truncated := original.field("warc-truncated"):
        fields.append(("WARC-Truncated", truncated))
    return make_record("response", revisit.id, revisit.date, fields, content_type, block)


def _coding(raw_head: bytes) -> tuple[Sequence[bytes], ...]:
    """As what a head says that its body was sent."""
    try:
        head = parse_head(raw_head)
    except HeadError:
        return ()
    return tuple(head.values(name) for name in (b"transfer-encoding", b"content-encoding"))


def shortened(record: StoredRecord, content: bytes) -> Record:
    """A file of a job's own without what it said of the erased."""
    fields = [("WARC-Target-URI", record.url or ""), *_warcinfo(record), ("WARC-Payload-Digest", sha1_label(content))]
    content_type = record.field("content-type") or "application/octet-stream"
    return make_record("resource", new_record_id(), record.date, fields, content_type, content)


def _warcinfo(record: StoredRecord) -> Iterable[tuple[str, str]]:
    said = record.field("warc-warcinfo-id")
    return [("WARC-Warcinfo-ID", said)] if said else []


def _moment(text: str) -> datetime:
    return parse_warc_date(text)


def _name(name: str) -> str:
    """Names come back in lower case: "WARC-IP-Address"."""
    parts = (part.upper() if part in ("warc", "uri", "id", "ip") else part.capitalize() for part in name.split("-"))
    return "-".join(parts)
