"""The documents files a catalogue is made of, and their lines.

documents/<stem>.jsonl           whole, never changed, but for a rebuild that puts another in its place
documents/rebuilt/<stem>.jsonl   such a one on its way there (archive.index.renewal)
documents/<stem>.jsonl.open      grows while a job runs; a crash may tear a line, which is passed over: its page is
                                 read again
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.files import OPEN_SUFFIX, file_state
from archive.layout import DOCUMENTS_SUFFIX, REBUILT, Collection

Line = dict[str, Any]

_MOST_LINES = 500
_MOST_BYTES = 8_000_000
_LONGEST_KEY = 300  # an index of PostgreSQL holds no more than 2,700 bytes
_TEXTS = ("id", "article_id", "url", "captured_at", "kind", "platform")
_TEXTS_OR_NULL = ("title", "text", "author", "dateline", "language", "published_at", "same_as", "story_id")
_OBJECTS_OR_NULL = ("programme", "village", "capture", "reader")


@dataclass(frozen=True, slots=True)
class Source:
    """`state` is another when the file is another; that of a file that grows stays the same while it does."""

    name: str
    path: Path
    state: str
    size: int
    grows: bool


@dataclass(slots=True)
class Batch:
    """Some lines of a source, up to `end` (bytes), and how many were none."""

    end: int
    lines: list[Line] = field(default_factory=list)
    faulty: int = 0
    fault: str | None = None


def sources_of(collection: Collection) -> list[Source]:
    """The documents files there are, in the order in which their WARCs came. Those of a WARC that is gone for good are
    none; one that a manifest tells of may only be on a disk that is not mounted."""
    folder = collection.documents_folder
    paths = [*folder.glob("*" + DOCUMENTS_SUFFIX), *(folder / REBUILT).glob("*" + DOCUMENTS_SUFFIX)]
    stems = {path.name.removesuffix(DOCUMENTS_SUFFIX) for path in paths}
    found = []
    for stem in sorted(filter(lambda stem: _has_warc(collection, stem), stems), key=collection.arrival):
        path = collection.documents_file(stem)
        if (state := file_state(path)) is not None:
            found.append(Source(f"documents/{stem}{DOCUMENTS_SUFFIX}", path, f"{state[0]} {state[1]}", state[0], False))
    for path in sorted(folder.glob("*" + DOCUMENTS_SUFFIX + OPEN_SUFFIX)):
        found += _journal(path)
    return found


def _journal(path: Path) -> list[Source]:
    begins, state = _first_line(path), file_state(path)
    return [Source(f"documents/{path.name}", path, begins, state[0], True)] if begins and state else []


def _has_warc(collection: Collection, stem: str) -> bool:
    return collection.warc_file(stem).exists() or collection.manifest_file(stem).exists()


def _first_line(path: Path) -> str | None:
    """What tells a journal from another that takes its name later; None before its first line is whole."""
    try:
        with path.open("rb") as file:
            line = file.readline(2_000)
    except OSError:
        return None
    is_enough = line.endswith(b"\n") or len(line) == 2_000
    return hashlib.sha1(line, usedforsecurity=False).hexdigest() if is_enough else None


def batches(source: Source, start: int = 0) -> Iterator[Batch]:
    """The articles and pages from `start` on; a last batch ends where the file does. Nothing of a file that is gone.

    Of a file that grows, an end without a line end waits for it, and a line that is none is no fault."""
    batch, size = Batch(start), 0
    try:
        file = source.path.open("rb")
    except FileNotFoundError:
        return
    with file:
        file.seek(start)
        for raw in file:
            if source.grows and not raw.endswith(b"\n"):
                break
            batch.end += len(raw)
            size += len(raw)
            try:
                if (line := read_line(raw)) is not None:
                    batch.lines.append(line)
            except ValueError as error:
                if not source.grows:
                    batch.faulty += 1
                    batch.fault = batch.fault or _advice(batch.end - len(raw), error)
            if len(batch.lines) >= _MOST_LINES or size >= _MOST_BYTES:
                yield batch
                batch, size = Batch(batch.end), 0
    yield batch


def _advice(place: int, error: ValueError) -> str:
    return f"the line at byte {place:,} is no document ({error}); run: lumbung rebuild --only documents"


def read_line(raw: bytes) -> Line | None:
    """A line whose article can be taken in; None of a page that is neither article nor page. Raises ValueError."""
    try:
        line: Any = json.loads(raw)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(line, dict):
        raise ValueError("not an object")
    if line.get("article_id") is None:
        return None
    if b"\\u0000" in raw or b"\\ud" in raw.lower():
        line = storable(line)
    _refuse_other_forms(line)
    return dict(line)


def storable(value: Any) -> Any:
    """What no database takes, or PostgreSQL does not: NUL and half of a pair of surrogates, each replaced by one
    character, so that places in a text stay right."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    return value


def _refuse_other_forms(line: Line) -> None:
    for name in _TEXTS:
        if not isinstance(line.get(name), str):
            raise ValueError(f"{name} is no text")
    for name in _TEXTS_OR_NULL:
        if not isinstance(line.get(name), str | None):
            raise ValueError(f"{name} is neither text nor null")
    for name in _OBJECTS_OR_NULL:
        if not isinstance(line.get(name), dict | None):
            raise ValueError(f"{name} is neither object nor null")
    for name, kind in (("captions", dict), ("flag_details", dict), ("flags", str), ("tags", str)):
        _refuse_others(name, line.get(name), kind)
    programme = line.get("programme") or {}
    _refuse_others("activities", programme.get("activities"), str)
    for name in ("id", "article_id", "kind", "platform", "language"):
        if len(line.get(name) or "") > _LONGEST_KEY:
            raise ValueError(f"{name} is too long")


def _refuse_others(name: str, values: Any, kind: type) -> None:
    if values is not None and not (isinstance(values, list) and all(isinstance(one, kind) for one in values)):
        raise ValueError(f"{name} is no list of such")
