"""Which payloads the collection holds already, so that one seen again is stored as a revisit.

A revisit refers to a record of a finished WARC that is what its manifest says, or to an earlier
record of the file being written: a torn tail can take revisits away, but never what they refer to.
What is remembered is a cache, `visits.sqlite`; it is filled from the indexes, so it may be deleted
between jobs. A WARC that is gone or was changed since is forgotten, and what it held is stored again.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from archive.index.cdxj import read_cdxj
from archive.layout import Collection, matches_manifest
from archive.model import Capture
from archive.times import warc_date
from archive.warc.exchange import Original
from archive.warc.known_pages import PAGE_TABLES, forget_pages

logger = logging.getLogger(__name__)

_FORMAT = 4
_TABLES = f"""
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists payload (digest text primary key, record_id text, url text, date text, warc integer,
    offset integer, mime text) without rowid;
create index if not exists payload_warc on payload (warc);
create table if not exists warc (id integer primary key, stem text unique, bytes integer, changed integer,
    is_paged integer not null default 0);
pragma user_version = {_FORMAT};
"""


class KnownPayloads:
    """Originals by payload digest, over the whole collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        path = collection.root / "visits.sqlite"
        try:
            self._database = _opened(path)
        except sqlite3.OperationalError:
            raise  # the disk will not have it
        except sqlite3.DatabaseError:
            logger.warning("%s was damaged; it is a cache, and filled again", path)
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._database = _opened(path)
        self._open_file: dict[str, Original] = {}
        self._look_at_warcs()

    @property
    def database(self) -> sqlite3.Connection:
        """visits.sqlite, for archive.warc.known_pages."""
        return self._database

    def find(self, digest: str, size: int, status: int) -> Original | None:
        """The original of a payload of `size` bytes, or None when it is to be stored.

        A page does not refer to an error that was sent with the same words: errors are not read.
        """
        if not size:
            return None  # nothing to refer to: a revisit would only be longer
        key = _key(digest, status)
        row = self._open_file.get(key)
        return row or original_of(self._database, key)

    def note(self, capture: Capture) -> None:
        """A capture of the file being written; later records of that file may refer to it."""
        if _can_be_referred_to(capture):
            self._open_file.setdefault(_key(capture.digest, capture.status), _original(capture))

    def finish(self, stem: str) -> None:
        """A file was read back and stands under its final name with its index; every later record may refer to it."""
        self._remember(stem)
        self._open_file.clear()

    def close(self) -> None:
        self._database.close()

    def _look_at_warcs(self) -> None:
        """Forget what is gone or was changed, and learn what is new, once it was found whole."""
        known = {stem: state for stem, *state in self._database.execute("select stem, bytes, changed from warc")}
        there = {stem: _state(self._collection.warc_file(stem)) for stem in self._collection.stems()}
        for stem in known:
            if stem not in there or known[stem] != there[stem]:
                self._forget(stem)
        for stem in there:
            if known.get(stem) == there[stem] or not self._collection.cdxj_file(stem).exists():
                continue
            if matches_manifest(self._collection, stem):
                self._remember(stem)
            else:
                logger.warning("%s is not what its manifest says; see: lumbung verify", stem)

    def _remember(self, stem: str) -> None:
        self._database.execute("begin")
        state = _state(self._collection.warc_file(stem))
        warc = self._database.execute("insert into warc values (null, ?, ?, ?, 0)", (stem, *state)).lastrowid
        rows = [
            (
                _key(capture.digest, capture.status),
                capture.record_id,
                capture.url,
                warc_date(capture.captured_at),
                warc,
                capture.offset,
                capture.mime,
            )
            for capture in read_cdxj(self._collection.cdxj_file(stem))
            if _can_be_referred_to(capture)
        ]
        self._database.executemany("insert or ignore into payload values (?, ?, ?, ?, ?, ?, ?)", rows)
        self._database.execute("commit")

    def _forget(self, stem: str) -> None:
        self._database.execute("begin")
        forget_pages(self._database, stem)
        self._database.execute("delete from payload where warc = (select id from warc where stem = ?)", (stem,))
        self._database.execute("delete from warc where stem = ?", (stem,))
        self._database.execute("commit")


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        if database.execute("pragma user_version").fetchone() != (_FORMAT,):
            names = ("payload", "warc", "page", "indexed")
            database.executescript("".join(f"drop table if exists {name};" for name in names))
        database.executescript(_TABLES + PAGE_TABLES)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _state(path: Path) -> list[int]:
    """What a file cannot keep when it is changed by accident: its size and the time of its last change, in ns."""
    facts = path.stat()
    return [facts.st_size, facts.st_mtime_ns]


def _can_be_referred_to(capture: Capture) -> bool:
    return capture.revisit_of is None and capture.truncated is None


def _original(capture: Capture) -> Original:
    return Original(capture.record_id, capture.url, warc_date(capture.captured_at), capture.digest)


def original_of(database: sqlite3.Connection, key: str) -> Original | None:
    """The record in a finished WARC that holds a payload."""
    row = database.execute("select record_id, url, date from payload where digest = ?", (key,)).fetchone()
    if row is None:
        return None
    record_id, url, date = row
    return Original(record_id, url, date, key.rpartition(" ")[2])


def _key(digest: str, status: int) -> str:
    """`sha1:…` of what was asked for, `4 sha1:…` of an error."""
    return digest if status < 300 else f"{status // 100} {digest}"
