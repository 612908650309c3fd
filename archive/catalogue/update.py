"""The catalogue brought up to date: each source that is another than it was is read again, and only it.

Readers are never kept waiting. A new source is taken in by short transactions, each with what it changes of the
articles; one that takes another's place, by a single one, so that nobody sees its articles missing. A process that dies
leaves a catalogue that is right as far as it goes, and the next goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import cached_property

from sqlalchemy import Connection, Engine, select

from archive.access.current import access_of
from archive.access.listed import AccessList
from archive.catalogue import tables
from archive.catalogue.articles import add_documents, look_again, parts, remove_documents
from archive.catalogue.renewal import renew_words_if_needed, tidy
from archive.catalogue.restricting import take_in_access
from archive.catalogue.sources import Source, batches, sources_of
from archive.catalogue.state import (
    changing,
    forget_source,
    is_ready,
    is_whole,
    note_source,
    set_value,
    source_states,
    start_anew,
)
from archive.catalogue.store import CatalogueError, address_of, named_faults, open_engine, remove_if_damaged, writing
from archive.catalogue.surroundings import take_in_surroundings
from archive.decisions import Review, reviews, reviews_file
from archive.errors import ArchiveError
from archive.files import file_state
from archive.layout import Collection

Progress = Callable[[str, int, int], None]

_REVIEWS = "decisions/reviews.jsonl"


def open_catalogue(collection: Collection, url: str | None = None, progress: Progress | None = None) -> Engine:
    """The collection's catalogue, up to date: at `url`, else where collection.toml says, else catalogue.sqlite.

    Raises CatalogueError."""
    engine = engine_of(collection, url)
    bring_up_to_date(collection, engine, progress)
    return engine


def engine_of(collection: Collection, url: str | None = None) -> Engine:
    """The same, as it is."""
    return open_engine(collection.root, url or collection.config.access.catalogue)


def bring_up_to_date(
    collection: Collection, engine: Engine, progress: Progress | None = None, *, wait: bool = True
) -> bool:
    """False when somebody else is at it and `wait` is not wanted. What cannot be read is noted as a fault
    (archive.catalogue.state.faults) and keeps nobody from the rest. `progress`: what, bytes done, bytes in all.

    Raises CatalogueError."""
    with named_faults(engine), writing(engine, collection.root, wait=wait) as may_write:
        if may_write:
            _Update(collection, engine, progress or (lambda what, done, count: None)).run()
        return may_write


def make_anew(collection: Collection, engine: Engine, progress: Progress | None = None) -> None:
    """Everything again, whatever is there. Raises CatalogueError."""
    with named_faults(engine), writing(engine, collection.root):
        remove_if_damaged(engine, collection.root)
        with engine.begin() as connection:
            start_anew(connection)
        _Update(collection, engine, progress or (lambda what, done, count: None)).run()


class _Update:
    """One time through all sources. The right to write is held."""

    def __init__(self, collection: Collection, engine: Engine, progress: Progress) -> None:
        self._collection = collection
        self._engine = engine
        self._progress = progress
        self._fault_of_reviews: str | None = None

    def run(self) -> None:
        with self._engine.begin() as connection:
            if not is_ready(connection):
                start_anew(connection)
        # First: what was closed since must not be found while a crawl's documents are read.
        take_in_access(self._engine, self._access, self._decided)
        self._take_in_documents()
        self._take_in_reviews()
        take_in_surroundings(self._collection, self._engine, self._access)
        renew_words_if_needed(self._engine)
        with self._engine.begin() as connection:
            if is_new := not is_whole(connection):
                set_value(connection, "is_whole", "yes")
        if is_new:
            tidy(self._engine)

    @cached_property
    def _access(self) -> AccessList:
        """Raises ArchiveError when it cannot be understood: then nothing is taken in."""
        return access_of(self._collection.root)

    @cached_property
    def _decided(self) -> dict[str, Review]:
        """Read only when it is asked for: mostly nothing has changed."""
        try:
            return reviews(self._collection.root)
        except ArchiveError as error:
            self._fault_of_reviews = str(error)
            return {}

    def _take_in_documents(self) -> None:
        sources = sources_of(self._collection)
        with self._engine.connect() as connection:
            known = source_states(connection, "documents/")
        self._refuse_another_collection(sources, known.keys())
        todo = [one for one in sources if known.get(one.name) != (one.state, one.size)]
        total, done = sum(one.size for one in todo), 0
        for one in todo:
            state, bytes_read = known.get(one.name, (one.state, 0))
            if state == one.state and bytes_read <= one.size:
                self._read_on(one, bytes_read, done, total)
            else:
                self._replace(one)
            done += one.size
            self._progress("catalogue", done, total)
        for name in known.keys() - {one.name for one in sources}:
            self._forget(name)

    def _read_on(self, source: Source, start: int, done: int, total: int) -> None:
        for batch in batches(source, start):
            with changing(self._engine) as connection:
                add_documents(connection, source.name, batch.lines, self._decided, self._access)
                note_source(connection, source.name, source.state, batch.end, batch.faulty, batch.fault)
            self._progress("catalogue", done + batch.end, total)

    def _replace(self, source: Source) -> None:
        with changing(self._engine) as connection:
            articles = remove_documents(connection, source.name)
            forget_source(connection, source.name)
            for batch in batches(source):
                add_documents(connection, source.name, batch.lines, self._decided, self._access)
                note_source(connection, source.name, source.state, batch.end, batch.faulty, batch.fault)
            look_again(connection, articles, self._decided)

    def _forget(self, name: str) -> None:
        with changing(self._engine) as connection:
            articles = remove_documents(connection, name)
            forget_source(connection, name)
            look_again(connection, articles, self._decided)

    def _refuse_another_collection(self, sources: list[Source], known: Set[str]) -> None:
        """A database at some address may hold the catalogue of another collection, which would be lost."""
        ours, theirs = ({name.partition(".")[0] for name in names} for names in ((one.name for one in sources), known))
        if self._engine.dialect.name == "postgresql" and ours and theirs and not ours & theirs:
            raise CatalogueError(
                f"{address_of(self._engine)} holds the catalogue of another collection; name another "
                "database, or a schema of its own (…?options=-csearch_path%3DNAME), or take its place with: "
                "lumbung catalogue build --anew"
            )

    def _take_in_reviews(self) -> None:
        """What people decided since: the articles that now count otherwise."""
        state = str(file_state(reviews_file(self._collection.root)))
        with self._engine.connect() as connection:
            if source_states(connection, _REVIEWS).get(_REVIEWS) == (state, 0):
                return
            articles = _decided_otherwise(connection, self._decided)
        with changing(self._engine) as connection:
            look_again(connection, articles, self._decided)
            note_source(connection, _REVIEWS, state, fault=self._fault_of_reviews)


def _decided_otherwise(connection: Connection, decided: dict[str, Review]) -> list[str]:
    """The articles that people decided on otherwise than the catalogue has it, or no longer did."""
    one = tables.article.c
    columns = select(one.id, one.is_reviewed, one.relevant)
    rows = list(connection.execute(columns.where(one.is_reviewed)))
    for some in parts(decided):
        rows += connection.execute(columns.where(one.id.in_(some), ~one.is_reviewed))
    return [
        row.id
        for row in rows
        if (row.id in decided) != row.is_reviewed or (row.is_reviewed and decided[row.id].is_yes != row.relevant)
    ]
