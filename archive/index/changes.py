"""What two readings of the same captures say differently: counted, and listed in changes.csv.

Both files of a WARC are in the order of its records, so they are read side by side, a line of each at a time.
"""

from __future__ import annotations

import csv
import heapq
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from archive.index.documents import Line, read_lines
from archive.model import unread_reason

ChangeKind = Literal["gained", "lost", "changed", "newly_read", "no_longer_read", "new_line", "gone_line"]
COLUMNS = ("id", "url", "field", "before", "after", "change")
# Of a cell; long values are shown from shortly before the first difference.
_SHOWN = 240
_LEAD = 40
_EXAMPLES = 5


class ChangesTable:
    """changes.csv while it is written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", errors="replace", newline="")
        self._table = csv.writer(self._file, lineterminator="\n")
        self._table.writerow(COLUMNS)

    def add(self, line: Line, field: str, before: object, after: object, change: ChangeKind) -> None:
        self._table.writerow((line.get("id"), line.get("url"), field, *_cut(_shown(before), _shown(after)), change))

    def __enter__(self) -> ChangesTable:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


class Changes:
    """What was found different in all files of a collection. `reader` is the version that read them now."""

    def __init__(self, reader: str) -> None:
        self.reader = reader
        self.former_readers: Counter[str] = Counter()  # lines by version
        self.lines = 0
        self.changed_lines = 0
        self.new_lines = 0
        self.gone_lines = 0
        self.damaged_lines = 0
        self.newly_read = 0
        self.no_longer_read = 0
        self.fields: defaultdict[str, Counter[str]] = defaultdict(Counter)  # lines by field and kind of change
        self.characters_gained = 0
        self.characters_lost = 0
        self.unreadable: Counter[str] = Counter()  # lines now, by reason
        self.former: Path | None = None  # where the former documents are kept
        self._largest: list[tuple[int, str, str, int, int]] = []

    @property
    def former_versions(self) -> list[str]:
        return sorted("".join(one if one.isalnum() or one in "._" else "_" for one in v) for v in self.former_readers)

    @property
    def is_any(self) -> bool:
        """Whether anything but the reader's version is different."""
        return bool(self.changed_lines or self.new_lines or self.gone_lines or self.damaged_lines)

    def largest_texts(self) -> list[dict[str, Any]]:
        """The articles whose text changed most."""
        return [
            {"id": id, "url": url, "characters_gained": gained, "characters_lost": lost}
            for _, id, url, gained, lost in sorted(self._largest, reverse=True)
        ]

    def as_facts(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "lines": self.lines,
            "former_readers": dict(self.former_readers),
            "reader": self.reader,
            "changed_lines": self.changed_lines,
            "new_lines": self.new_lines,
            "gone_lines": self.gone_lines,
            "damaged_lines": self.damaged_lines,
            "newly_read": self.newly_read,
            "no_longer_read": self.no_longer_read,
            "fields": {field: dict(kinds) for field, kinds in self.fields.items()},
            "text": {
                "characters_gained": self.characters_gained,
                "characters_lost": self.characters_lost,
                "largest": self.largest_texts(),
            },
            "unreadable": dict(self.unreadable),
            "former": str(self.former) if self.former else None,
        }

    def count_same(self, path: Path) -> None:
        """Count a file that did not change."""
        for line in read_lines(path):
            self._count(line)
            self.former_readers[line["reader"]["version"]] += 1

    def compare(self, former: Path | None, new: Path | None, rows: ChangesTable) -> bool:
        """Note what is different between two files of documents, either of which may not be there. Whether
        anything but the reader's version is."""
        before = (self.changed_lines, self.new_lines, self.gone_lines, self.damaged_lines)
        for old, line in _side_by_side(self._former_lines(former), read_lines(new) if new else iter(())):
            if line is not None:
                self._count(line)
            if old is None and line is not None:
                self.new_lines += 1
                rows.add(line, "line", None, line["title"] or line["kind"], "new_line")
            elif line is None and old is not None:
                self.gone_lines += 1
                rows.add(old, "line", old.get("title") or old.get("kind"), None, "gone_line")
            elif line is not None and old is not None:
                self.changed_lines += self._compare_line(old, line, rows)
        return before != (self.changed_lines, self.new_lines, self.gone_lines, self.damaged_lines)

    def _former_lines(self, path: Path | None) -> Iterator[Line]:
        """The lines that still can be read: a rebuild also mends."""
        if path is None:
            return
        with path.open("rb") as file:
            for raw in file:
                try:
                    line = json.loads(raw)
                    line["capture"]["offset"] + 0
                    version = line["reader"]["version"]
                except (ValueError, TypeError, KeyError):
                    self.damaged_lines += 1
                    continue
                self.former_readers[str(version)] += 1
                yield line

    def _count(self, line: Line) -> None:
        self.lines += 1
        if reason := unread_reason(line["flags"], line["flag_details"]):
            self.unreadable[reason] += 1

    def _compare_line(self, old: Line, new: Line, rows: ChangesTable) -> bool:
        old_fields, new_fields = _fields(old), _fields(new)
        differing = [name for name in old_fields | new_fields if old_fields.get(name) != new_fields.get(name)]
        for name in differing:
            before, after = old_fields.get(name), new_fields.get(name)
            kind = self._kind(name, before, after)
            self.fields[name][kind] += 1
            rows.add(new, name, before, after, kind)
        if "text" in differing:
            self._weigh(new, old_fields.get("text") or "", new_fields.get("text") or "")
        return bool(differing)

    def _kind(self, name: str, before: Any, after: Any) -> ChangeKind:
        if name == "flags" and ("unreadable" in (before or ())) != ("unreadable" in (after or ())):
            if "unreadable" in (after or ()):
                self.no_longer_read += 1
                return "no_longer_read"
            self.newly_read += 1
            return "newly_read"
        if before in _NOTHING:
            return "changed" if after in _NOTHING else "gained"
        return "lost" if after in _NOTHING else "changed"

    def _weigh(self, line: Line, before: str, after: str) -> None:
        """How much text came and went, in characters of words; where they stand is not looked at."""
        old, new = Counter(before.split()), Counter(after.split())
        gained = sum(len(word) * count for word, count in (new - old).items())
        lost = sum(len(word) * count for word, count in (old - new).items())
        self.characters_gained += gained
        self.characters_lost += lost
        entry = (gained + lost, str(line["id"]), str(line["url"]), gained, lost)
        if len(self._largest) < _EXAMPLES:
            heapq.heappush(self._largest, entry)
        else:
            heapq.heappushpop(self._largest, entry)


_NOTHING: tuple[Any, ...] = (None, "", [], {})


def _fields(line: Line) -> Line:
    """What is compared: all but the form's and the reader's version."""
    fields = {name: value for name, value in line.items() if name not in ("schema", "id", "reader")}
    return {**fields, "platform_reader": line["reader"].get("platform_reader")}


def _side_by_side(former: Iterator[Line], new: Iterator[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """The two lines of each record, or the one there is."""
    old = next(former, None)
    for line in new:
        while old is not None and _place(old) < _place(line):
            yield old, None
            old = next(former, None)
        if old is not None and _place(old) == _place(line):
            yield old, line
            old = next(former, None)
        else:
            yield None, line
    while old is not None:
        yield old, None
        old = next(former, None)


def _place(line: Line) -> int:
    return int(line["capture"]["offset"])


def _shown(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _cut(before: str, after: str) -> tuple[str, str]:
    """Both in the length of a cell, from shortly before where they part."""
    if max(len(before), len(after)) <= _SHOWN:
        return before, after
    same = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    start = max(0, (min(len(before), len(after)) if same is None else same) - _LEAD)
    return _part(before, start), _part(after, start)


def _part(text: str, start: int) -> str:
    end = start + _SHOWN
    return ("…" if start and text else "") + text[start:end] + ("…" if len(text) > end else "")
