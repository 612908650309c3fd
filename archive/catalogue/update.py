"""The catalogue brought up to date: each source that is another than it was is read again, and only it.

Readers are never kept waiting: a source is taken in by short transactions, each with what it changes of the articles. A
process that dies in between leaves a catalogue that is right as far as it goes, and the next goes on from there.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from archive.catalogue import tables
from archive.catalogue.fulltext import add_words, remove_words, words_to_search
from archive.catalogue.rows import Sightings, activities_of, article_row, flags_of
from archive.catalogue.store import is_ready, named_faults, open_engine, start_anew, writing
from archive.decisions import Review, reviews, reviews_file
from archive.errors import ArchiveError
from archive.files import OPEN_SUFFIX, file_state
from archive.layout import DOCUMENTS_SUFFIX, Collection
from archive.redaction import redacted

Line = dict[str, Any]
Progress = Callable[[str, int, int], None]

_BATCH = 1_000  # documents a transaction


@dataclass(frozen=True, slots=True)
class Source:
    """A documents file. One that still grows (`.jsonl.open`, while a job runs) is read on from where it was."""

    name: str
    path: Path
    state: str
    size: int
    grows: bool


def bring_up_to_date(
    collection: Collection, engine: Engine, progress: Progress | None = None, *, wait: bool = True
) -> bool:
    """False when somebody else is at it and `wait` is not wanted. Raises CatalogueError, ArchiveError."""
    from archive.catalogue.surroundings import take_in_surroundings

    with named_faults(engine), writing(engine, collection.root, wait=wait) as may_write:
        if not may_write:
            return False
        with engine.begin() as connection:
            if not is_ready(connection):
                start_anew(connection)
        decided = reviews(collection.root)
        _take_in_documents(collection, engine, decided, progress or (lambda what, done, count: None))
        _take_in_reviews(collection, engine, decided)
        take_in_surroundings(collection, engine)
    return True


def make_anew(collection: Collection, engine: Engine, progress: Progress | None = None) -> None:
    """Everything again. Raises CatalogueError, ArchiveError."""
    with named_faults(engine), writing(engine, collection.root), engine.begin() as connection:
        start_anew(connection)
    bring_up_to_date(collection, engine, progress)


def sources_of(collection: Collection) -> list[Source]:
    """The documents files there are, in the order in which their WARCs came."""
    found = []
    for stem in collection.stems():
        found += _source(f"documents/{stem}", collection.documents_file(stem), grows=False)
    for path in sorted(collection.documents_folder.glob("*" + DOCUMENTS_SUFFIX + OPEN_SUFFIX)):
        found += _source(f"documents/{path.name}", path, grows=True)
    return found


def _source(name: str, path: Path, *, grows: bool) -> list[Source]:
    if (state := file_state(path)) is None:
        return []
    return [Source(name, path, "open" if grows else f"{state[0]} {state[1]}", state[0], grows)]


def _take_in_documents(collection: Collection, engine: Engine, decided: dict[str, Review], progress: Progress) -> None:
    sources = sources_of(collection)
    with engine.connect() as connection:
        rows = connection.execute(select(tables.source).where(tables.source.c.name.like("documents/%")))
        known = {row.name: (row.state, row.bytes_read) for row in rows}
    todo = [one for one in sources if known.get(one.name) != (one.state, one.size)]
    total, done = sum(one.size for one in todo), 0
    for one in todo:
        state, bytes_read = known.get(one.name, (None, 0))
        if state not in (None, one.state) or bytes_read > one.size:
            _forget(engine, one.name, decided)
            bytes_read = 0
        for batch, read_to in _batches(one, bytes_read):
            with engine.begin() as connection:
                _add(connection, one.name, batch, decided)
                _note_source(connection, one.name, one.state, read_to)
            progress("catalogue", done + read_to, total)
        done += one.size
    names = {one.name for one in sources}
    for name in known.keys() - names:
        _forget(engine, name, decided)


def _batches(one: Source, start: int) -> Iterator[tuple[list[Line], int]]:
    """Articles and pages of a documents file, and up to where they were read. A torn last line waits for its end."""
    lines: list[Line] = []
    with one.path.open("rb") as file:
        file.seek(start)
        place = start
        for raw in file:
            if not raw.endswith(b"\n"):
                break
            place += len(raw)
            line = _parsed(one.path, raw)
            if line is not None:
                lines.append(line)
            if len(lines) == _BATCH:
                yield lines, place
                lines = []
    yield lines, place


def _parsed(path: Path, raw: bytes) -> Line | None:
    try:
        line: Line = json.loads(raw)
        return line if line["article_id"] else None
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{path}: a line is no document; run: lumbung rebuild --only documents") from error


def _note_source(connection: Connection, name: str, state: str, bytes_read: int) -> None:
    connection.execute(delete(tables.source).where(tables.source.c.name == name))
    connection.execute(insert(tables.source), {"name": name, "state": state, "bytes_read": bytes_read})


def _forget(engine: Engine, name: str, decided: dict[str, Review]) -> None:
    """A source that is no more, or another."""
    documents = tables.document
    with engine.begin() as connection:
        here = documents.c.source == name
        articles = list(connection.execute(select(documents.c.article).where(here).distinct()).scalars())
        connection.execute(delete(documents).where(here))
        connection.execute(delete(tables.source).where(tables.source.c.name == name))
        for some in parts(articles):
            _look_again(connection, some, {}, decided)


def _add(connection: Connection, name: str, lines: Sequence[Line], decided: dict[str, Review]) -> None:
    if not lines:
        return
    connection.execute(
        insert(tables.document),
        [
            {
                "id": line["id"],
                "article": line["article_id"],
                "source": name,
                "captured_at": line["captured_at"],
                "same_as": line.get("same_as"),
                "line": zlib.compress(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace")),
            }
            for line in lines
        ],
    )
    fresh = {line["id"]: line for line in lines}
    for some in parts(list(dict.fromkeys(line["article_id"] for line in lines))):
        _look_again(connection, some, fresh, decided)


def _look_again(
    connection: Connection, articles: Sequence[str], fresh: dict[str, Line], decided: dict[str, Review]
) -> None:
    """These articles as their readings have it now. `fresh`: lines at hand, by document id."""
    readings: dict[str, list[Any]] = {}
    found = tables.document
    columns = (found.c.number, found.c.id, found.c.article, found.c.captured_at, found.c.same_as)
    wanted = select(*columns).where(found.c.article.in_(articles)).order_by(found.c.captured_at, found.c.number)
    for row in connection.execute(wanted):
        readings.setdefault(row.article, []).append(row)
    known = tables.article
    there = {
        row.id: row
        for row in connection.execute(select(known.c.id, known.c.number, known.c.words).where(known.c.id.in_(articles)))
    }
    _remove(connection, [there[one] for one in articles if one in there and one not in readings])
    free = _take_numbers(connection, len(readings))
    changed, texts = [], []
    for offset, (article_id, rows) in enumerate(readings.items()):
        shown = next((row for row in reversed(rows) if row.same_as is None), rows[-1])
        line = fresh.get(shown.id) or line_of(connection, shown.number)
        seen = Sightings(rows[0].captured_at, max(1, len({row.id for row in rows if row.same_as is None})))
        known_as = there.get(article_id)
        new = article_row(line, seen, decided.get(article_id))
        new |= {"words": free + offset, "number": known_as.number if known_as else free + offset}
        changed.append((new, line, known_as is not None))
        texts.append(words_to_search(new["words"], redacted(line)))
    _write(connection, changed)
    remove_words(connection, [there[one].words for one in readings if one in there])
    add_words(connection, texts)


def _write(connection: Connection, changed: Iterable[tuple[dict[str, Any], Line, bool]]) -> None:
    changed = list(changed)
    known = tables.article
    new = [row for row, _, is_there in changed if not is_there]
    if new:
        connection.execute(insert(known), new)
    for row, _, is_there in changed:
        if is_there:
            connection.execute(update(known).where(known.c.number == row["number"]).values(**row))
    old = [row["number"] for row, _, is_there in changed if is_there]
    for table, of_line in ((tables.activity, activities_of), (tables.flag, flags_of)):
        if old:
            connection.execute(delete(table).where(table.c.article.in_(old)))
        rows = [{"article": row["number"], table.name: value} for row, line, _ in changed for value in of_line(line)]
        if rows:
            connection.execute(insert(table), rows)


def _remove(connection: Connection, rows: Sequence[Any]) -> None:
    if not rows:
        return
    numbers = [row.number for row in rows]
    for table in (tables.activity, tables.flag):
        connection.execute(delete(table).where(table.c.article.in_(numbers)))
    connection.execute(delete(tables.article).where(tables.article.c.number.in_(numbers)))
    remove_words(connection, [row.words for row in rows])


def _take_numbers(connection: Connection, count: int) -> int:
    """The first of so many numbers that nothing ever had: the words of an article that is gone keep theirs."""
    counter = tables.meta.c.name == "last_number"
    last = int(connection.execute(select(tables.meta.c.value).where(counter)).scalar() or 0)
    connection.execute(delete(tables.meta).where(counter))
    connection.execute(insert(tables.meta), {"name": "last_number", "value": str(last + count)})
    return last + 1


def line_of(connection: Connection, number: int) -> Line:
    """The line of documents/*.jsonl that a row of `document` keeps."""
    packed = connection.execute(select(tables.document.c.line).where(tables.document.c.number == number)).scalar_one()
    line: Line = json.loads(zlib.decompress(packed))
    return line


def _take_in_reviews(collection: Collection, engine: Engine, decided: dict[str, Review]) -> None:
    """What people decided since: the articles that now count otherwise."""
    name, path = "decisions/reviews.jsonl", reviews_file(collection.root)
    state = str(file_state(path))
    with engine.begin() as connection:
        known = connection.execute(select(tables.source.c.state).where(tables.source.c.name == name)).scalar()
        if known == state:
            return
        reviewed = connection.execute(select(tables.article.c.id).where(tables.article.c.is_reviewed)).scalars()
        for some in parts(list({*decided, *reviewed})):
            _look_again(connection, some, {}, decided)
        _note_source(connection, name, state, 0)


def parts(values: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    """As many at once as a statement holds."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def open_catalogue(collection: Collection, url: str | None = None, progress: Progress | None = None) -> Engine:
    """The collection's catalogue, up to date. Raises CatalogueError."""
    engine = open_engine(collection.root, url)
    bring_up_to_date(collection, engine, progress)
    return engine
