"""Documents after an erasure: lines of pages that are gone are gone, those that stay point to where their records lie
now, and a revisit that holds its payload now gets the line of the page it repeats.

Links to an erased reading (`same_as`, `near_duplicate_of`, `story_id`) stay: they are ids, and tell nothing of it. The
next rebuild links anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from archive.erasure.journal import Journal
from archive.files import write_whole
from archive.index.cdxj import read_all_captures
from archive.index.documents import capture_pointer, dump_line, read_lines
from archive.layout import Collection, warc_name
from archive.model import Capture
from archive.times import parse_warc_date, warc_date

Line = dict[str, Any]


class Pointers:
    """Where records of the replaced WARCs lie now."""

    def __init__(self, collection: Collection, journal: Journal) -> None:
        self.former = {warc_name(one.old) for one in journal.files}
        self.gone = {one.record_id for one in journal.erased}
        self._marks = [name.encode() for name in self.former] + [one.encode() for one in sorted(self.gone)]
        self.now: dict[str, Capture] = {
            capture.record_id: capture
            for one in journal.files
            for capture in read_all_captures(collection.cdxj_file(one.new))
        }

    def are_in(self, content: bytes) -> bool:
        return any(mark in content for mark in self._marks)

    def corrected(self, line: Line) -> Line:
        """With pointers to where records lie now, and none to what is gone."""
        made = dict(line)
        if made["capture"]["warc_filename"] in self.former and (now := self.now.get(made["id"])):
            made["capture"] = capture_pointer(now)
        if made.get("captions"):
            made["captions"] = [self._caption(one) for one in made["captions"]]
        return made

    def _caption(self, caption: Mapping[str, Any]) -> Mapping[str, Any]:
        image = caption.get("image")
        if not image:
            return caption
        if image.get("record_id") in self.gone:
            return {**caption, "image": None, "image_status": "not_fetched"}
        now = self.now.get(image.get("record_id"))
        if image.get("warc_filename") not in self.former or now is None:
            return caption
        return {**caption, "image": {**image, **{k: v for k, v in capture_pointer(now).items() if k in image}}}


def standing_lines(collection: Collection, journal: Journal, pointers: Pointers) -> dict[str, list[Line]]:
    """By WARC file name, lines for revisits that hold a page now, made of that of the erased page: to a reader it says
    the same. The old documents are still there."""
    wanted: dict[str, list[str]] = {}
    for record_id, original in journal.standing.items():
        wanted.setdefault(original, []).append(record_id)
    found: dict[str, list[Line]] = {}
    for one in journal.files:
        path = collection.documents_file(one.old)
        for line in read_lines(path) if wanted and path.exists() else ():
            for record_id in wanted.get(line["id"], ()):
                capture = pointers.now.get(record_id)
                if capture and capture.is_readable:
                    found.setdefault(capture.warc_filename, []).append(_line_for(line, capture))
    return found


def _line_for(line: Line, capture: Capture) -> Line:
    moment = parse_warc_date(warc_date(capture.captured_at)).replace(tzinfo=None).isoformat() + "Z"
    own = {"id": capture.record_id, "url": capture.url, "captured_at": moment, "capture": capture_pointer(capture)}
    return {**line, **own, "same_as": None}


def write_new_documents(collection: Collection, old: str, new: str, pointers: Pointers, more: Iterable[Line]) -> None:
    """Of a WARC that took another's place; none where that had none."""
    source = collection.documents_file(old)
    if not source.exists():
        return
    lines = [pointers.corrected(line) for line in read_lines(source) if line["id"] not in pointers.gone]
    lines += [pointers.corrected(line) for line in more]
    lines.sort(key=lambda line: line["capture"]["offset"])
    write_whole(collection.root / "documents" / f"{new}.jsonl", b"".join(map(dump_line, lines)))


def correct_other_documents(collection: Collection, journal: Journal, pointers: Pointers) -> None:
    """Those of WARCs that stayed, where they point to pictures in one that did not; and former ones, which lose what
    is gone."""
    new = {f"{one.new}.jsonl" for one in journal.files} | {f"{one.old}.jsonl" for one in journal.files}
    folder = collection.documents_folder
    for path in sorted((*folder.glob("*.jsonl"), *folder.glob("rebuilt/*.jsonl"), *folder.glob("former/*/*.jsonl"))):
        is_former = path.parent.parent.name == "former"
        if path.name in new and not is_former:
            continue
        content = path.read_bytes()
        if pointers.are_in(content):
            write_whole(path, _corrected(path, content, pointers))


def _corrected(path: Path, content: bytes, pointers: Pointers) -> bytes:
    lines = []
    for raw in content.splitlines(keepends=True):
        if not pointers.are_in(raw):
            lines.append(raw)
            continue
        try:
            line = json.loads(raw)
            if line["id"] not in pointers.gone:
                lines.append(dump_line(pointers.corrected(line)))
        except (ValueError, LookupError, TypeError):
            continue  # a line that nobody can read, and that holds what must not stay
    return b"".join(lines)
