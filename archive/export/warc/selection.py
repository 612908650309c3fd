"""The records chosen for an export, in a temporary SQLite file: an export may have more of them than memory holds.

record   where each lies; `needs` is the id of a record without which it does not leave: of a revisit the one it
         refers to, of a request or metadata record its response
page     the list of pages, in the order they were asked for
line     lines to be sorted by their bytes: an index
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from archive.export.warc.wanted import WantedPage
from archive.index.cdxj import capture_of_line, cdxj_line
from archive.layout import Collection, stem_of
from archive.model import Capture
from archive.times import warc_date

Role = Literal["capture", "companion", "warcinfo"]

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE record (stem INTEGER, offset INTEGER, length INTEGER, id TEXT, role TEXT, needs TEXT, line TEXT,
    PRIMARY KEY (stem, offset)) WITHOUT ROWID;
CREATE INDEX record_by_id ON record (id);
CREATE TABLE page (number INTEGER PRIMARY KEY, id TEXT UNIQUE, url TEXT, at TEXT, title TEXT, text TEXT);
CREATE TABLE line (bytes BLOB);
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A record: the stem of its WARC, where it lies there, and of a capture what its index says."""

    stem: str
    offset: int
    length: int
    record_id: str
    role: Role
    capture: Capture | None


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A row of the list of pages; `captured_at` as WARCs write it."""

    record_id: str
    url: str
    captured_at: str
    title: str | None
    text: str | None


class Selection:
    """Over the WARCs that were finished when it was made. Gone with its temporary file when it is closed."""

    def __init__(self, collection: Collection) -> None:
        self.stems = collection.stems()
        self._numbers = {stem: number for number, stem in enumerate(self.stems)}
        self._folder = tempfile.TemporaryDirectory(prefix="lumbung-export-")
        # One thread after the other may go on with it, as generators in a web server do.
        self._base = sqlite3.connect(Path(self._folder.name) / "chosen.sqlite", check_same_thread=False)
        self._base.executescript(_TABLES)

    def __enter__(self) -> Selection:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._base.close()
        self._folder.cleanup()

    # choosing
    def add(self, capture: Capture, holder: Capture) -> None:
        """A capture and the one that has its payload; each once, however often it is added. Those of WARCs that were
        not finished yet are passed over."""
        for one in (holder, capture):
            number = self._numbers.get(stem_of(one.warc_filename))
            needs = holder.record_id if one.record_id != holder.record_id else None
            if number is not None:
                row = (number, one.offset, one.length, one.record_id, "capture", needs, cdxj_line(one))
                self._base.execute("INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def list_page(self, page: WantedPage) -> None:
        one = page.capture
        row = (one.record_id, one.url, warc_date(one.captured_at), page.title, page.text)
        self._base.execute("INSERT OR IGNORE INTO page (id, url, at, title, text) VALUES (?, ?, ?, ?, ?)", row)

    def add_beside(self, stem: str, offset: int, length: int, record_id: str, role: Role, needs: str | None) -> None:
        """A request, metadata or warcinfo record."""
        row = (self._numbers[stem], offset, length, record_id, role, needs)
        self._base.execute("INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?, ?, ?, NULL)", row)

    def drop(self, chosen: Chosen) -> None:
        self._base.execute(
            "DELETE FROM record WHERE stem = ? AND offset = ?", (self._numbers[chosen.stem], chosen.offset)
        )

    def drop_dangling(self) -> int:
        """Let go of what needs a record that is not there, and of pages without captures; how many captures went."""
        needy = "DELETE FROM record WHERE role = ? AND needs IS NOT NULL AND needs NOT IN (SELECT id FROM record)"
        gone = self._base.execute(needy, ("capture",)).rowcount
        # Metadata may belong to a request, and that to a revisit.
        while self._base.execute(needy, ("companion",)).rowcount:
            pass
        used = "SELECT stem FROM record WHERE role = 'capture'"
        self._base.execute(f"DELETE FROM record WHERE role = 'warcinfo' AND stem NOT IN ({used})")  # noqa: S608
        self._base.execute("DELETE FROM page WHERE id NOT IN (SELECT id FROM record WHERE role = 'capture')")
        return gone

    # what was chosen
    def sources(self) -> list[str]:
        """The stems of the WARCs that records are taken from, in the order they came into the collection."""
        numbers = self._base.execute("SELECT DISTINCT stem FROM record ORDER BY stem").fetchall()
        return [self.stems[number] for (number,) in numbers]

    def records(self, stem: str | None = None) -> Iterator[Chosen]:
        """In the order of WARCs and of places in them; of one WARC only if it is named."""
        where, values = ("WHERE stem = ?", (self._numbers[stem],)) if stem is not None else ("", ())
        rows = self._base.cursor().execute(
            f"SELECT stem, offset, length, id, role, line FROM record {where} ORDER BY stem, offset",  # noqa: S608
            values,
        )
        for number, offset, length, record_id, role, line in rows:
            capture = capture_of_line(line) if line else None
            yield Chosen(self.stems[number], offset, length, record_id, role, capture)

    def count(self, role: Role | None = None) -> int:
        where, values = ("WHERE role = ?", (role,)) if role else ("", ())
        return int(self._base.execute(f"SELECT count(*) FROM record {where}", values).fetchone()[0])  # noqa: S608

    def total_bytes(self) -> int:
        """Of all records as they lie in their WARCs."""
        return int(self._base.execute("SELECT coalesce(sum(length), 0) FROM record").fetchone()[0])

    def longest_bytes(self) -> int:
        """Of the longest record: a film may be longer than any bound."""
        return int(self._base.execute("SELECT coalesce(max(length), 0) FROM record").fetchone()[0])

    def pages(self) -> Iterator[ListedPage]:
        """In the order they were listed."""
        rows = self._base.cursor().execute("SELECT id, url, at, title, text FROM page ORDER BY number")
        return (ListedPage(*row) for row in rows)

    def count_pages(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM page").fetchone()[0])

    # lines
    def keep_line(self, line: bytes) -> None:
        self._base.execute("INSERT INTO line VALUES (?)", (line,))

    def sorted_lines(self) -> Iterable[bytes]:
        """All that were kept, by their bytes."""
        return (line for (line,) in self._base.cursor().execute("SELECT bytes FROM line ORDER BY bytes"))
