"""WARCs that others wrote, read for what can be had of them: kept as they came, so nothing in them can be mended.

What our own reading asks of a record (docs/decisions/0014-imports.md) is asked of each; a record that has it not is
kept, passed over and counted as an oddity, with the place of the first of its kind.
"""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.errors import CollectionError
from archive.model import Capture
from archive.urls import UrlError, urlkey
from archive.warc.checked import CheckedRecord, Member
from archive.warc.members import read_members
from archive.warc.reader import StoredRecord, capture_of


@dataclass
class Scan:
    """What is in a foreign WARC. `oddities` counts what is not as it should be, with the byte of the first."""

    captures: list[Capture] = field(default_factory=list)
    records: int = 0
    bytes: int = 0
    types: Counter[str] = field(default_factory=Counter)
    oddities: dict[str, tuple[int, int]] = field(default_factory=dict)

    def note(self, oddity: str, offset: int) -> None:
        count, first = self.oddities.get(oddity, (0, offset))
        self.oddities[oddity] = (count + 1, first)


def scan_foreign(path: Path, warc_filename: str, where: str | None = None) -> Scan:
    """All records of a foreign WARC that will be, or is, called `warc_filename`. `where`: what people know it by.

    Raises CollectionError when its records cannot be read one by one.
    """
    scan = Scan()
    seen: set[str] = set()
    for member in read_members(path):
        if member.fault:
            scan.note(f"{member.fault}; what follows is kept and not indexed", member.offset)
            return scan
        record = member.record
        if record.is_followed:
            raise CollectionError(
                f"{where or path}: several records in one gzip member (byte {member.offset}), which no reader can find "
                f"one by one; unpack it and import that: gzip -dc {warc_filename} > {_plain_name(warc_filename)}"
            )
        if not record.is_complete:
            scan.note("not one complete WARC record", member.offset)
            continue
        scan.records += 1
        scan.bytes += member.length
        scan.types[record.type or "(none)"] += 1
        _check_digests(scan, member)
        if capture := _capture(scan, member, warc_filename):
            if capture.record_id in seen:
                scan.note("a record id that was there before", member.offset)
                continue
            seen.add(capture.record_id)
            scan.captures.append(capture)
    return scan


def _plain_name(warc_filename: str) -> str:
    stem = warc_filename.removesuffix(".gz")
    return stem if stem.endswith(".warc") else stem + ".warc"


def _capture(scan: Scan, member: Member, warc_filename: str) -> Capture | None:
    """None for what is no answer, and for an answer that cannot be indexed."""
    record = member.record
    stored = StoredRecord(record.type, record.fields, member.offset, member.length, record.block_start)
    if not stored.is_http_answer:
        return None
    try:
        capture = capture_of(stored, warc_filename)
    except ValueError:
        scan.note("an answer without a date that can be read", member.offset)
        return None
    if capture is None:
        scan.note("an answer without an HTTP status line", member.offset)
    elif not capture.record_id:
        scan.note("an answer without a WARC-Record-ID", member.offset)
    elif not _has_key(capture.url):
        scan.note("an answer with an address that is none", member.offset)
    else:
        # Ours all name one; of those that do not it is that of the payload as it is stored.
        return capture if capture.digest else replace(capture, digest=record.payload_digest)
    return None


def _has_key(url: str) -> bool:
    """Whether a line of the index can be made for an address."""
    try:
        return len(urlkey(url).split()) == 1
    except (UrlError, ValueError):
        return False


def _check_digests(scan: Scan, member: Member) -> None:
    """SHA-1 only, which nearly all write; and no digest of a chunked payload, which some take before the chunks are
    joined and others after. That the file is what it was when it came, its manifest says."""
    record = member.record
    if _differs(record.field("warc-block-digest"), record.block_digest):
        scan.note("a block that differs from its digest", member.offset)
    is_payload = record.type in ("response", "resource", "conversion") and not _is_chunked(record)
    # Of a response over anything but HTTP, a look-up of a name for one, all is payload.
    has_head = record.type != "response" or record.block_start[:5].upper() == b"HTTP/"
    payload_digest = record.payload_digest if has_head else record.block_digest
    if is_payload and _differs(record.field("warc-payload-digest"), payload_digest):
        scan.note("a payload that differs from its digest", member.offset)


def _is_chunked(record: CheckedRecord) -> bool:
    return b"transfer-encoding" in record.block_start.lower()


def _differs(claimed: str | None, computed: str) -> bool:
    if claimed is None or not claimed.lower().startswith("sha1:"):
        return False
    return not any(computed == f"sha1:{form}" for form in _base32_forms(claimed[5:]))


def _base32_forms(digest: str) -> Iterator[str]:
    """A SHA-1 as it is written, and as Base32 where it is hexadecimal."""
    yield digest.upper()
    if len(digest) == 40:
        try:
            yield base64.b32encode(binascii.unhexlify(digest)).decode()
        except ValueError:
            return
