"""Each chosen record read once before it leaves, and what was stored with it found.

requests and metadata    lie in the gaps between captures; only the gaps are read, captures are jumped over by the index
damage                   a capture that is not whole, or not what the index says, stays; and what belongs to it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveError
from archive.export.warc.selection import Chosen, Selection
from archive.index.cdxj import read_all_captures
from archive.layout import Collection
from archive.warc.checked import CheckedRecord
from archive.warc.members import read_members

_SHA1 = re.compile(r"sha1:[A-Z2-7]{32}\Z")


@dataclass
class Found:
    """What the chosen captures of one WARC say of others: ids without brackets."""

    captures: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)  # id of a record stored with a capture -> that capture's
    warcinfos: set[str] = field(default_factory=set)
    events: dict[tuple[str | None, str | None], str] = field(default_factory=dict)  # address and date -> that capture's


def check_records(collection: Collection, selection: Selection, stem: str, *, companions: bool = True) -> list[str]:
    """Look at what is chosen of one WARC: drop what is damaged, and add what was stored with the rest unless
    `companions` says not to. What is damaged, each a sentence."""
    path = collection.warc_file(stem)
    is_own = collection.import_of(stem) is None
    found, faults = Found(), []
    for chosen in list(selection.records(stem)):
        try:
            record = _whole_record(path, chosen, is_own=is_own)
        except (ArchiveError, OSError) as error:
            faults.append(str(error))
            selection.drop(chosen)
            continue
        found.captures.add(chosen.record_id)
        found.named |= dict.fromkeys(_ids(record, "warc-concurrent-to"), chosen.record_id)
        found.warcinfos.update(_ids(record, "warc-warcinfo-id"))
        found.events[_event(record)] = chosen.record_id
    if companions and found.captures:
        _add_companions(collection, selection, stem, found)
    return faults


def _whole_record(path: Path, chosen: Chosen, *, is_own: bool) -> CheckedRecord:
    """Raises ArchiveError when it is not what the index says."""
    member = next(read_members(path, chosen.offset, chosen.offset + 1), None)
    if member is None or member.fault:
        why = member.fault if member else "nothing is there"
        raise ArchiveError(f"{path}: no readable record at byte {chosen.offset}: {why}; run: lumbung verify")
    record = member.record
    if _ids(record, "warc-record-id") != [chosen.record_id] or member.length != chosen.length:
        raise ArchiveError(
            f"{path}: the record at byte {chosen.offset} is another than the index says; run: lumbung rebuild"
        )
    said = record.field("warc-block-digest") or ""
    # What other programs take a digest of differs; a manifest proves their bytes.
    is_as_said = not is_own or not _SHA1.match(said) or said == record.block_digest
    if not record.is_complete or not is_as_said:
        raise ArchiveError(f"{path}: the record at byte {chosen.offset} is not whole; run: lumbung verify")
    return record


def _add_companions(collection: Collection, selection: Selection, stem: str, found: Found) -> None:
    path = collection.warc_file(stem)
    for start, end in _gaps(collection, stem):
        for member in read_members(path, start, end):
            if member.fault or not member.record.is_complete:
                break
            record, own = member.record, _ids(member.record, "warc-record-id")
            if not own:
                continue
            if record.type == "warcinfo" and own[0] in found.warcinfos:
                selection.add_beside(stem, member.offset, member.length, own[0], "warcinfo", None)
            elif belongs_to := _belongs_to(record, own[0], found):
                found.named[own[0]] = belongs_to
                selection.add_beside(stem, member.offset, member.length, own[0], "companion", belongs_to)


def _belongs_to(record: CheckedRecord, own: str, found: Found) -> str | None:
    """The chosen capture that a record was stored with; None of a record that is somebody else's."""
    if record.type not in ("request", "metadata", "continuation"):
        return None
    fields = ("warc-concurrent-to", "warc-refers-to", "warc-segment-origin-id")
    others = [one for name in fields for one in _ids(record, name)]
    for other in others:
        if other in found.captures:
            return other
        if other in found.named:
            return found.named[other]
    # Some programs name nothing: what was asked at the same moment for the same address is meant.
    return found.named.get(own) or (None if others else found.events.get(_event(record)))


def _event(record: CheckedRecord) -> tuple[str | None, str | None]:
    return record.field("warc-target-uri"), record.field("warc-date")


def _gaps(collection: Collection, stem: str) -> Iterator[tuple[int, int]]:
    """Where a WARC has no captures, as (from, up to)."""
    places = sorted((one.offset, one.length) for one in read_all_captures(collection.cdxj_file(stem)))
    at = 0
    for offset, length in places:
        if offset > at:
            yield at, offset
        at = offset + length
    size = collection.warc_file(stem).stat().st_size
    if size > at:
        yield at, size


def _ids(record: CheckedRecord, name: str) -> list[str]:
    return [value.strip("<>") for key, value in record.fields if key == name]
