"""What was derived of erased pages, besides indexes and documents: reports and logs of jobs, quality checks, notices,
people's decisions that quote a title, and caches, which are thrown away whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from archive.decisions import reviews_file
from archive.erasure.journal import Journal
from archive.erasure.scrubbing import Marks
from archive.files import write_whole
from archive.layout import Collection

_CACHES = ("readings.sqlite", "visits.sqlite", "frontier.sqlite")
_FOLDERS = ("crawls", "quality", "notices")


def marks_of(journal: Journal) -> Marks:
    return Marks(
        frozenset(one.record_id for one in journal.erased),
        frozenset(one.url for one in journal.erased),
        frozenset(journal.titles),
    )


def scrub_derived(collection: Collection, journal: Journal) -> None:
    """May be done again. No job is unfinished, so no cache is needed to go on with one."""
    marks = marks_of(journal)
    for path in _written_by_jobs(collection):
        made = marks.shortened(path.name, path.read_bytes())
        if made is not None:
            write_whole(path, made)
    _scrub_reviews(collection, marks)
    for name in _CACHES:
        _remove_database(collection.root / name)
    _remove_catalogue(collection)


def _written_by_jobs(collection: Collection) -> Iterator[Path]:
    for name in _FOLDERS:
        yield from (path for path in sorted((collection.root / name).rglob("*")) if path.is_file())
    yield from sorted((collection.documents_folder / "former").glob("*/changes.csv"))


def _scrub_reviews(collection: Collection, marks: Marks) -> None:
    """Who decided what, and why, stays; the title that was noted with it goes."""
    path = reviews_file(collection.root)
    if not path.exists():
        return
    lines, is_other = [], False
    for raw in path.read_bytes().splitlines(keepends=True):
        try:
            line = json.loads(raw)
            if line.get("url") in marks.urls and line.get("title"):
                raw = json.dumps({**line, "title": None}, ensure_ascii=False).encode() + b"\n"
                is_other = True
        except (ValueError, AttributeError):
            pass
        lines.append(raw)
    if is_other:
        write_whole(path, b"".join(lines))


def _remove_catalogue(collection: Collection) -> None:
    """SQLite keeps words, and what was deleted, in its file. In PostgreSQL the next bringing up to date takes the rows
    out, and its own clearing the rest."""
    # Each crawl loads this module, for an erasure may have been broken off; SQLAlchemy is half of a crawl's start.
    from archive.catalogue.store import catalogue_file, open_engine, writing

    if not catalogue_file(collection.root).exists():
        return
    engine = open_engine(collection.root)
    try:
        with writing(engine, collection.root):
            _remove_database(catalogue_file(collection.root))
    finally:
        engine.dispose()


def _remove_database(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
