"""What each article said last, and which texts were there before: what linking asks of earlier jobs.

    readings.sqlite     cache; filled from the documents files of earlier jobs, each read once

        file            the documents files it was filled from, in their order, each with size and time of change
        article         the last reading of each article: what it said, and its links
        paged           the last joined reading of each article in parts, whole: parts not fetched again come from it
        clean           the last clean reading of each article and of each address
        text            a text that may have copies, with its fingerprint
        band            which text was the first with a band: the same text again adds nothing

It may be deleted between jobs. When it is damaged, of another version, or when the files it was filled from are
not those on disk any more, it is filled anew. So it never says more than the documents of earlier jobs do; what
the job that is being linked says is noted in a database of its own, which is gone when that is done.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.errors import EvidenceError
from archive.index import copies
from archive.index.copies import Fingerprint, fingerprint_of
from archive.index.documents import document_line, document_of
from archive.layout import Collection
from archive.model import Document
from archive.urls import UrlError, fetch_key

logger = logging.getLogger(__name__)

# The form of the tables and that of the fingerprints in them.
_FORMAT = 400 + copies.FORMAT
_TABLES = f"""
create table file (number integer primary key, stem text, bytes integer, changed integer);
create table article (id text primary key, said blob, document text, near_duplicate_of text, story text, at integer)
    without rowid;
create table paged (id text primary key, line text, at integer) without rowid;
create table clean (key blob primary key, document text, captured_at text, at integer) without rowid;
create table text (number integer primary key, article text, document text, story text, slots blob, numbers text,
    at integer);
create table band (key integer primary key, text integer);
pragma user_version = {_FORMAT};
"""


_NAMES = re.findall(r"create table (\w+)", _TABLES)


@dataclass(frozen=True, slots=True)
class Reading:
    """The last new reading of an article: a digest of what it said, the document that said it, its links."""

    said: bytes
    document: str
    near_duplicate_of: str | None
    story: str | None


@dataclass(frozen=True, slots=True)
class Original:
    """A text that another is a copy of: its document, the story it belongs to, and how like they are."""

    document: str
    story: str
    likeness: float


@contextmanager
def readings_before(collection: Collection, stem: str) -> Iterator[Readings]:
    """The readings of all documents files before that of `stem`. What is noted on top of them is forgotten at the end.

    Raises EvidenceError when the disk will not have the cache, sqlite3.DatabaseError when it turns out damaged.
    """
    path = collection.readings_file
    try:
        # "" is a file of SQLite's own that nobody else sees; it is on disk only when memory does not hold it.
        with closing(_opened(path)) as database, closing(sqlite3.connect("", isolation_level=None)) as own:
            _bring_up_to_date(database, collection, stem)
            own.executescript("pragma journal_mode = off;" + _TABLES + "begin;")
            yield Readings(own, Readings(database))
    except sqlite3.OperationalError as error:
        raise EvidenceError(
            f"{path} cannot be written: {error}; make space or mend the disk, then try again"
        ) from error


class Readings:
    """Articles and their texts, in the order in which they were noted; those of `earlier` came before.

    `until` is set while imported captures are read, which may be older than what was noted before them.
    """

    def __init__(
        self, database: sqlite3.Connection, earlier: Readings | None = None, until: datetime | None = None
    ) -> None:
        self._database = database
        self._earlier = earlier
        self._until = _microseconds(until) if until else _EVER

    def until(self, moment: datetime) -> Readings:
        """The same, for a capture of that moment: nothing captured later is seen, and noting takes the place of
        nothing captured later."""
        return Readings(self._database, self._earlier.until(moment) if self._earlier else None, moment)

    def last(self, article_id: str) -> Reading | None:
        row = self._database.execute(
            "select said, document, near_duplicate_of, story from article where id = ? and at <= ?",
            (article_id, self._until),
        ).fetchone()
        if row is None:
            return self._earlier.last(article_id) if self._earlier else None
        return Reading(*row)

    def in_parts(self, article_id: str) -> Document | None:
        """The last reading of an article whose parts were joined."""
        row = self._database.execute(
            "select line from paged where id = ? and at <= ?", (article_id, self._until)
        ).fetchone()
        if row is None:
            return self._earlier.in_parts(article_id) if self._earlier else None
        return document_of(json.loads(row[0])) if row[0] else None

    def original_of(self, fingerprint: Fingerprint, article_id: str) -> Original | None:
        """The text of another article that is likest, if this one is a copy of it; of equals the first."""
        return max(self._originals(fingerprint, article_id), key=lambda one: one.likeness, default=None)

    def note(self, document: Document, fingerprint: Fingerprint | None) -> None:
        """A new reading of an article, with its links."""
        said = what_it_says(document)
        at = _microseconds(document.captured_at)
        links = (document.near_duplicate_of, document.story_id)
        self._put("article", "id", document.article_id, said, document.id, *links, at)
        # Without parts written over an earlier job's, too: the article is on one page now.
        line = json.dumps(document_line(document)) if document.parts else None
        self._put("paged", "id", document.article_id, line, at)
        if fingerprint and document.story_id:
            number = self._database.execute(
                "insert into text values (null, ?, ?, ?, ?, ?, ?)",
                (document.article_id, document.id, document.story_id, *fingerprint.packed(), at),
            ).lastrowid
            new = set(fingerprint.bands).difference(self._earlier.known(fingerprint) if self._earlier else ())
            self._database.executemany("insert or ignore into band values (?, ?)", ((key, number) for key in new))

    def note_clean(self, document: Document) -> None:
        moment = document.captured_at.isoformat().replace("+00:00", "Z")
        for key in _keys_of(document):
            self._put("clean", "key", key, document.id, moment, _microseconds(document.captured_at))

    def _put(self, table: str, key: str, *row: object) -> None:
        """A row instead of that of its key, unless that was captured after what may be seen."""
        places = ", ".join("?" * len(row))
        self._database.execute(
            f"insert or replace into {table} select {places} "  # noqa: S608  # our own names
            f"where not exists (select 1 from {table} where {key} = ? and at > ?)",
            (*row, row[0], self._until),
        )

    def last_clean(self, document: Document) -> dict[str, str] | None:
        """id and captured_at of the last clean reading of its article; else of its address."""
        for key in _keys_of(document):
            row = self._database.execute(
                "select document, captured_at from clean where key = ? and at <= ?", (key, self._until)
            ).fetchone()
            if row is not None:
                return {"id": row[0], "captured_at": row[1]}
        return self._earlier.last_clean(document) if self._earlier else None

    def known(self, fingerprint: Fingerprint) -> set[int]:
        """Those of its bands that a text has already."""
        keys = self._database.execute(
            "select key from band where key in (select value from json_each(?))", (json.dumps(fingerprint.bands),)
        )
        return {key for (key,) in keys}

    def _originals(self, fingerprint: Fingerprint, article_id: str) -> Iterator[Original]:
        if self._earlier:
            yield from self._earlier._originals(fingerprint, article_id)
        rows = self._database.execute(
            "select document, story, slots, numbers from text where article <> ? and at <= ? and number in "
            "(select text from band where key in (select value from json_each(?))) order by number",
            (article_id, self._until, json.dumps(fingerprint.bands)),
        )
        for document, story, *packed in rows:
            other = Fingerprint.unpacked(*packed)
            if fingerprint.is_copy_of(other):
                yield Original(document, story, fingerprint.likeness(other))


# Later than any capture; a fault of a clock may well have set one into another century.
_EVER = 2**63 - 1


def _microseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def _keys_of(document: Document) -> list[bytes]:
    """What its article and its address are known by; short, for there is one of each page of the collection."""
    try:
        address = fetch_key(document.url)
    except UrlError:
        address = document.url
    names = [name for name in (document.article_id, address) if name]
    return [hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=10).digest() for name in names]


def what_it_says(document: Document) -> bytes:
    """A digest: this is kept for every article of the collection."""
    captions = [(caption.text, caption.credit, caption.image_url) for caption in document.captions]
    said = repr((document.title, document.text, captions))
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).digest()


def remove_readings(collection: Collection) -> None:
    for suffix in ("", "-journal"):
        collection.readings_file.with_name(collection.readings_file.name + suffix).unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("pragma cache_size = -65536")
        if database.execute("pragma user_version").fetchone() != (_FORMAT,):
            _start_anew(database)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _start_anew(database: sqlite3.Connection) -> None:
    dropped = "".join(f"drop table if exists {table};" for table in _NAMES)
    database.executescript("begin;" + dropped + _TABLES + "commit;")


def _bring_up_to_date(database: sqlite3.Connection, collection: Collection, stem: str) -> None:
    """Read the documents files before `stem` that were not read yet; all, when one that was is not as it was."""
    here = collection.arrival(stem)
    files = _documents_files(collection)
    there = [(earlier, *_state(path)) for earlier, path in files if collection.arrival(earlier) < here]
    known = database.execute("select stem, bytes, changed from file order by number").fetchall()
    if known != there[: len(known)]:
        logger.info("%s is filled anew: the documents are other ones", collection.readings_file)
        _start_anew(database)
        known = []
    readings = Readings(database)
    for file in there[len(known) :]:
        database.execute("begin")
        database.execute("insert into file values (null, ?, ?, ?)", file)
        documents = sorted(collection.documents_of(file[0]), key=lambda one: (one.captured_at, one.capture.offset))
        is_import = collection.import_of(file[0]) is not None
        for document in documents:
            noted = readings.until(document.captured_at) if is_import else readings
            if document.is_clean:
                noted.note_clean(document)
            if document.article_id is None or document.same_as is not None:
                continue
            is_article = document.kind == "article" and document.story_id
            noted.note(document, fingerprint_of(document.text) if is_article else None)
        database.execute("commit")


def _documents_files(collection: Collection) -> Iterator[tuple[str, Path]]:
    for stem in collection.stems():
        path = collection.documents_file(stem)
        if path.exists():
            yield stem, path


def _state(path: Path) -> tuple[int, int]:
    """Size and time of the last change, in ns: a file that was written again has another time."""
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns
