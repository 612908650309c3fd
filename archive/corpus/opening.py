"""The catalogue opened to be read: it is never made or changed here, so a folder that nobody may write will do."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import URL

from archive.catalogue.sources import sources_of
from archive.catalogue.state import is_ready, is_whole, source_states
from archive.catalogue.store import CatalogueError, catalogue_file, named_faults
from archive.catalogue.update import engine_of
from archive.layout import Collection


class CatalogueIsOlder(UserWarning):
    """Documents were added or read anew since the catalogue was made: what it answers is of before."""


def opened_catalogue(collection: Collection) -> Engine:
    """The catalogue as it is. Raises CatalogueError with the command to run when there is none, none of this version,
    or one whose first build was not finished. Warns when it is older than the documents."""
    path = catalogue_file(collection.root)
    if not collection.config.access.catalogue:
        if not path.exists():
            raise CatalogueError(_advice(collection, f"{path} is not there"))
        if not os.access(collection.root, os.W_OK):
            return _looked_at(collection, unchanging(path))
    return _looked_at(collection, engine_of(collection))


def unchanging(path: Path) -> Engine:
    """A catalogue.sqlite on a disk that cannot be written, such as a copy on a DVD: SQLite makes no files beside it."""
    # With a journal beside it, only a reader that takes part in it sees what was written last.
    has_journal = path.with_name(path.name + "-wal").exists()
    how = {"mode": "ro", "uri": "true"} | ({} if has_journal else {"immutable": "1"})
    name = str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return create_engine(URL.create("sqlite", database=f"file:{name}", query=how))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One state of the catalogue, however long it is looked at. Raises CatalogueError."""
    with named_faults(engine), engine.connect() as connection:
        yield connection


def _looked_at(collection: Collection, engine: Engine) -> Engine:
    with reading(engine) as connection:
        if not is_ready(connection):
            raise CatalogueError(_advice(collection, "the catalogue is of another version"))
        if not is_whole(connection):
            raise CatalogueError(_advice(collection, "the catalogue was never finished"))
        known = source_states(connection, "documents/")
    there = {one.name: one.state for one in sources_of(collection)}
    if there != {name: state for name, (state, _) in known.items()}:
        warnings.warn(
            f"documents of {collection.root} are newer than its catalogue; what it answers is of before. "
            f"Run: lumbung catalogue build -c {collection.root}",
            CatalogueIsOlder,
            stacklevel=2,
        )
    return engine


def _advice(collection: Collection, what: str) -> str:
    return (
        f"{what}; questions need the catalogue: run: lumbung catalogue build -c {collection.root} "
        "(documents(), captures() and records() do without)"
    )
