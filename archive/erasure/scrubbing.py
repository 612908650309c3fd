"""What jobs wrote of a page that is erased: lines and rows that name it go, its title is taken out of everything else.

Its address may stay where it is no line of its own: the tombstone keeps it, too.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from functools import cached_property
from html import escape

INSTEAD = "[dihapus]"
_SHORTEST = 12  # of a title that is taken out wherever it stands; a shorter one may be a word


@dataclass(frozen=True)
class Marks:
    """By what an erased page is known: record ids, addresses, titles."""

    record_ids: frozenset[str]
    urls: frozenset[str]
    titles: frozenset[str]

    def shortened(self, name: str, content: bytes) -> bytes | None:
        """The file without what it says of the pages; None when it says nothing. `name` tells what kind it is."""
        text = content.decode("utf-8", "surrogateescape")
        if not self._names.search(text):
            return None
        if name.endswith((".jsonl", ".log", ".txt", ".open")):
            lines = _lines(text)
            text = "".join(line for line in lines if not self._means.search(line))
        elif name.endswith(".csv"):
            text = self._without_rows(text)
        text = self._titles.sub(INSTEAD, text) if self._long_titles else text
        made = text.encode("utf-8", "surrogateescape")
        return made if made != content else None

    def _without_rows(self, text: str) -> str:
        """Rows that stay are written as they were: a row may be several lines."""
        out = io.StringIO()
        for cells, lines in _rows(text):
            if not any(map(self._means.search, cells)):
                out.write(lines)
        return out.getvalue()

    @cached_property
    def _long_titles(self) -> list[str]:
        return sorted({form for title in self.titles if len(title) >= _SHORTEST for form in _forms(title)}, key=len)[
            ::-1
        ]

    @cached_property
    def _titles(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._long_titles)))

    @cached_property
    def _means(self) -> re.Pattern[str]:
        """A record id, or an address that ends there."""
        ends = r"(?![\w/\-?=&%~#]|[.,:;+]\w)"
        ways = [re.escape(one) for one in sorted(self.record_ids)]
        ways += [re.escape(one) + ends for one in self._addresses]
        return re.compile("|".join(ways)) if ways else re.compile(r"(?!)")

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """Whatever may be of such a page: looked for before a file is taken apart."""
        return re.compile("|".join(map(re.escape, (*self.record_ids, *self._addresses, *self._long_titles))) or "(?!)")

    @cached_property
    def _addresses(self) -> list[str]:
        return sorted({form for url in self.urls for form in (url, escape(url))}, key=len, reverse=True)


def _forms(title: str) -> set[str]:
    """A title as text, as JSON and as HTML write it."""
    return {title, escape(title), json.dumps(title)[1:-1], json.dumps(title, ensure_ascii=False)[1:-1]}


def _lines(text: str) -> list[str]:
    """With their ends. What ends a line to Unicode may stand within one: in a title."""
    return list(io.StringIO(text, newline="\n"))


def _rows(text: str) -> list[tuple[list[str], str]]:
    """The rows of a table: their cells, and how they stand, with their line ends."""
    lines = _lines(text)
    reader = csv.reader(iter(lines))
    rows: list[tuple[list[str], str]] = []
    start = 0
    try:
        for cells in reader:
            rows.append((cells, "".join(lines[start : reader.line_num])))
            start = reader.line_num
    except csv.Error:
        pass
    return [*rows, *(([line], line) for line in lines[start:])]
