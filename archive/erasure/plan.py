"""What an erasure means, record by record: nothing is changed here.

All WARCs are read once, for what belongs to an exchange stands in no index: its request, its metadata, the links of its
page, tries that brought no answer, and what reports quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from archive.access.entries import Entry, key_of_entry
from archive.access.listed import AccessList
from archive.erasure.scrubbing import Marks
from archive.erasure.told import KIND, is_tombstone
from archive.errors import ArchiveError, EvidenceError
from archive.index.cdxj import read_all_captures
from archive.index.documents import read_lines
from archive.layout import Collection
from archive.model import Capture
from archive.times import parse_warc_date
from archive.urls import UrlError
from archive.warc.members import read_members
from archive.warc.reader import StoredRecord, read_record

Progress = Callable[[str, int, int], None]
Action = Literal["drop", "tombstone", "stand", "shorten"]
Line = dict[str, Any]
OWN_FILES = "urn:lumbung:"


@dataclass
class Plan:
    """`erased` and `standing` by record id: captures that go, and revisits that stay with what they now hold; `others`:
    requests, metadata and such by stem and offset; `actions`: by stem, what to do with the record at an offset."""

    erased: dict[str, Capture] = field(default_factory=dict)
    standing: dict[str, tuple[Capture, Capture]] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    actions: dict[str, dict[int, Action]] = field(default_factory=dict)

    @property
    def titles(self) -> tuple[str, ...]:
        found = (line.get("title") for line in self.lines.values())
        return tuple(dict.fromkeys(title for title in found if title))

    @cached_property
    def marks(self) -> Marks:
        """Asked when all that goes is known."""
        return Marks(
            frozenset(self.erased), frozenset(capture.url for capture in self.erased.values()), frozenset(self.titles)
        )


def targets_of(what: Sequence[Mapping[str, Any]]) -> AccessList:
    """What a takedown names, as a list that is asked which records it means. Raises ArchiveError."""
    entries = []
    for one in what:
        try:
            key = key_of_entry(one["kind"], one["value"])
            bounds = (parse_warc_date(text) if (text := one.get(name)) else None for name in ("after", "before"))
            after, before = bounds
            entries.append(
                Entry("", one["kind"], one["value"], key, "closed", "-", "-", "-", None, None, after, before)
            )
        except (ValueError, LookupError, TypeError, UrlError) as error:
            raise ArchiveError(f"{dict(one)} names nothing that could be erased: {error}") from error
    return AccessList(entries)


def captures_meant(collection: Collection, targets: AccessList) -> dict[str, Capture]:
    """By record id. Raises ArchiveError on an index that cannot be read."""
    return {
        capture.record_id: capture
        for capture in every_capture(collection)
        if is_meant(targets, capture.url, capture.record_id, capture.captured_at)
    }


def every_capture(collection: Collection) -> Iterator[Capture]:
    """Answers with 304 among them. A WARC that was finished just now may have no index yet."""
    for stem in collection.stems():
        if collection.cdxj_file(stem).exists():
            yield from read_all_captures(collection.cdxj_file(stem))


def is_meant(targets: AccessList, url: str, record_id: str | None, moment: datetime | None) -> bool:
    return targets.decision(url, record_id, moment) is not None


def make_plan(collection: Collection, targets: AccessList, progress: Progress, *, with_pictures: bool = False) -> Plan:
    """Raises ArchiveError when nothing is meant, EvidenceError when a WARC cannot be read whole."""
    plan = Plan(erased=captures_meant(collection, targets))
    if not plan.erased:
        raise ArchiveError("nothing in the archive is meant by this takedown; see: lumbung takedown show ID")
    plan.lines = _lines_of(collection, plan.erased)
    if with_pictures:
        plan.erased |= _pictures_of(collection, plan)
    _find_standing(collection, plan)
    stems = collection.stems()
    for number, stem in enumerate(stems, 1):
        if actions := _actions(collection, stem, plan, targets):
            plan.actions[stem] = actions
        progress("looking through WARCs", number, len(stems))
    return plan


def _lines_of(collection: Collection, wanted: Mapping[str, Capture]) -> dict[str, Line]:
    stems = {capture.warc_filename for capture in wanted.values()}
    paths = (
        collection.documents_file(stem)
        for stem in collection.stems()
        if collection.warc_file(stem).name in stems and collection.documents_file(stem).exists()
    )
    return {line["id"]: line for path in paths for line in read_lines(path) if line["id"] in wanted}


def _pictures_of(collection: Collection, plan: Plan) -> dict[str, Capture]:
    """Those of the erased articles that no other document shows."""
    named = {
        image["record_id"]: image
        for line in plan.lines.values()
        for caption in line.get("captions") or ()
        if (image := caption.get("image"))
    }
    if not named:
        return {}
    for stem in collection.stems():
        if (path := collection.documents_file(stem)).exists():
            for line in read_lines(path):
                if line["id"] not in plan.erased:
                    for caption in line.get("captions") or ():
                        named.pop((caption.get("image") or {}).get("record_id"), None)
    return collection.originals(frozenset(named))


def _find_standing(collection: Collection, plan: Plan) -> None:
    """Revisits of erased records that are not erased themselves. Of other programs' revisits that name no record, those
    with the digest of an erased one, unless a record that stays has the same payload."""
    by_digest = {one.digest: one for one in plan.erased.values() if not _is_revisit(one)}
    loose: list[Capture] = []
    kept: set[str] = set()
    for capture in every_capture(collection):
        if capture.record_id in plan.erased:
            continue
        original = plan.erased.get(capture.revisit_of or "")
        if original and not _is_revisit(original):
            plan.standing[capture.record_id] = (capture, original)
        elif capture.digest in by_digest and not capture.revisit_of:
            if _is_revisit(capture):
                loose.append(capture)
            else:
                kept.add(capture.digest)
    for capture in loose:
        if capture.digest not in kept:
            plan.standing[capture.record_id] = (capture, by_digest[capture.digest])


def _is_revisit(capture: Capture) -> bool:
    return bool(capture.revisit_of) or capture.mime == "warc/revisit"


def _actions(collection: Collection, stem: str, plan: Plan, targets: AccessList) -> dict[int, Action]:
    path = collection.warc_file(stem)
    found: dict[int, Action] = {}
    heads, fault = _heads(path, is_import=collection.import_of(stem) is not None)
    gone = set(plan.erased)
    for head in heads:
        if head.id in plan.erased:
            gone |= set(_ids(head, "warc-concurrent-to"))
    for head in heads:
        if head.id in plan.erased:
            found[head.offset] = "tombstone"
        elif head.id in plan.standing:
            found[head.offset] = "stand"
        elif head.type == "resource" and (head.url or "").startswith(OWN_FILES):
            if plan.marks.shortened(head.url or "", read_record(path, head.offset).block) is not None:
                found[head.offset] = "shorten"
        elif _belongs(head, gone, targets) or _is_of_page(head, targets):
            found[head.offset] = "drop"
    if fault and (found or collection.import_of(stem) is None):
        # What lies behind it could be neither seen nor copied. An imported one that holds nothing of it stays.
        raise EvidenceError(f"{fault}; nothing was erased. Restore the file from a copy first")
    return found


_WANTED = frozenset(
    (
        "warc-record-id", "warc-target-uri", "warc-date", "warc-concurrent-to", "warc-refers-to",
        "warc-segment-origin-id", KIND.lower(),
    )
)  # fmt: skip


def _heads(path: Path, *, is_import: bool) -> tuple[list[StoredRecord], str]:
    """What tells records apart, without their blocks: a WARC has tens of thousands. And a fault, if one ends it."""
    heads: list[StoredRecord] = []
    for member in read_members(path):
        record = member.record
        if member.fault or not (record.is_complete or is_import):
            return heads, f"{path}: byte {member.offset} cannot be read ({member.fault or 'not one whole record'})"
        fields = tuple((name, value) for name, value in record.fields if name in _WANTED)
        heads.append(StoredRecord(record.type, fields, member.offset, member.length, b""))
    return heads, ""


def _belongs(head: StoredRecord, gone: set[str], targets: AccessList) -> bool:
    """Whether a record is of an exchange that goes: its request, its metadata, the links of its page, or a try that
    brought no answer at an address that goes. A tombstone bears the address, too, and stays for ever."""
    if head.type in ("warcinfo", "resource", "response", "revisit") or is_tombstone(head):
        return False
    if head.id in gone or gone.intersection(_ids(head, *_REFERENCES)):
        return True
    try:
        return head.type in ("request", "metadata") and is_meant(targets, head.url or "", None, head.date)
    except ValueError:
        return False


_REFERENCES = ("warc-concurrent-to", "warc-refers-to", "warc-segment-origin-id")
# "urn:text:https://…" and "screenshot:https://…": what browser crawlers keep of a page beside its answer.
_OF_ADDRESS = re.compile(r"(?:[a-z][a-z0-9.+-]*:){1,3}(?=https?://)", re.IGNORECASE)


def _is_of_page(head: StoredRecord, targets: AccessList) -> bool:
    """Whether a record that is no capture holds what a page that goes shows: its text or picture as other programs keep
    them, or an answer that could not be indexed (archive.warc.foreign). What is a capture was asked for by its id."""
    if head.type not in ("resource", "conversion", "response", "revisit"):
        return False
    try:
        moment = head.date
    except ValueError:
        moment = None
    return is_meant(targets, _OF_ADDRESS.sub("", head.url or "", count=1), None, moment)


def _ids(head: StoredRecord, *names: str) -> Iterable[str]:
    return (value.strip("<>") for name, value in head.fields if name in names)
