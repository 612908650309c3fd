"""Which payloads the collection holds already, so that one seen again is stored as a revisit.

A revisit refers to a record of a finished WARC, or to an earlier record of the file being written:
a torn tail can take revisits away, but never what they refer to. What is remembered is a cache,
`visits.sqlite`; it is filled from the indexes, so it may be deleted between jobs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.index.cdxj import read_cdxj
from archive.layout import Collection
from archive.model import Capture
from archive.times import warc_date
from archive.warc.exchange import Original

# Below this a revisit record is hardly shorter than the payload, and the payload is worth having at hand.
_SMALLEST_PAYLOAD = 256

_TABLES = """
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists payload (digest text primary key, record_id text, url text, date text) without rowid;
create table if not exists indexed (stem text primary key) without rowid;
"""


class KnownPayloads:
    """Originals by payload digest, over the whole collection."""

    def __init__(self, collection: Collection) -> None:
        self._database = sqlite3.connect(collection.root / "visits.sqlite", isolation_level=None)
        self._database.executescript(_TABLES)
        self._open_file: dict[str, Original] = {}
        known = {stem for (stem,) in self._database.execute("select stem from indexed")}
        for stem in collection.stems():
            if stem not in known and collection.cdxj_file(stem).exists():
                self.finish(stem, read_cdxj(collection.cdxj_file(stem)))

    def find(self, digest: str, size: int) -> Original | None:
        """The original of a payload of `size` bytes, or None when it is to be stored."""
        if size < _SMALLEST_PAYLOAD:
            return None
        if original := self._open_file.get(digest):
            return original
        row = self._database.execute("select record_id, url, date from payload where digest = ?", (digest,)).fetchone()
        return Original(*row) if row else None

    def note(self, capture: Capture) -> None:
        """A capture of the file being written; later records of that file may refer to it."""
        if _can_be_referred_to(capture):
            self._open_file.setdefault(capture.digest, _original(capture))

    def finish(self, stem: str, captures: Iterable[Capture]) -> None:
        """The captures of a file that stands under its final name; every later record may refer to them."""
        rows = [
            (capture.digest, capture.record_id, capture.url, warc_date(capture.captured_at))
            for capture in captures
            if _can_be_referred_to(capture)
        ]
        self._database.execute("begin")
        self._database.executemany("insert or ignore into payload values (?, ?, ?, ?)", rows)
        self._database.execute("insert or ignore into indexed values (?)", (stem,))
        self._database.execute("commit")
        self._open_file.clear()

    def close(self) -> None:
        self._database.close()


def _can_be_referred_to(capture: Capture) -> bool:
    return capture.revisit_of is None and capture.truncated is None


def _original(capture: Capture) -> Original:
    return Original(capture.record_id, capture.url, warc_date(capture.captured_at))
