"""Where a catalogue lies: catalogue.sqlite in the collection, or a PostgreSQL database named by its address."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.exc import ArgumentError as BadUrl
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from archive.catalogue import tables, words
from archive.catalogue.fulltext import create_words
from archive.errors import ArchiveError, CollectionError

FORMAT = f"{tables.FORMAT}/{words.FORMAT}"
_POSTGRES_LOCK = 7_368_241  # any number that only we use


class CatalogueError(ArchiveError):
    """The catalogue cannot be opened or written. Nothing is lost: it is made again from the documents."""


def catalogue_file(root: Path) -> Path:
    return root / "catalogue.sqlite"


def open_engine(root: Path, url: str | None = None) -> Engine:
    """The database at `url`, else the collection's own file. Raises CatalogueError."""
    if url:
        return _postgres(url)
    engine = create_engine(f"sqlite:///{catalogue_file(root)}", poolclass=QueuePool, connect_args={"timeout": 60})
    event.listen(engine, "connect", _set_up_sqlite)
    # Python's own rules for when a transaction begins leave tables out of it, and readings too.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("begin"))
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode = wal", "synchronous = normal", "cache_size = -16384", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}")


def _postgres(url: str) -> Engine:
    if not url.startswith(("postgresql:", "postgresql+psycopg:", "postgres:")):
        raise CatalogueError(f"catalogue: {url.partition(':')[0]}: only postgresql:// addresses are known")
    address = url.replace("postgres:", "postgresql:", 1) if url.startswith("postgres:") else url
    try:
        return create_engine(address.replace("postgresql:", "postgresql+psycopg:", 1), pool_pre_ping=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise CatalogueError("PostgreSQL needs its driver: pip install 'lumbung[postgres]'") from error
    except (BadUrl, ValueError) as error:
        raise CatalogueError(f"catalogue: not an address of a database: {error}") from error


def is_ready(connection: Connection) -> bool:
    """Whether there are tables, and of this version."""
    if not inspect(connection).has_table("meta"):
        return False
    found = connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == "format")).scalar()
    return found == FORMAT


def start_anew(connection: Connection) -> None:
    """Empty tables instead of whatever is there."""
    tables.metadata.drop_all(connection)
    tables.metadata.create_all(connection)
    create_words(connection)
    connection.execute(tables.meta.insert(), {"name": "format", "value": FORMAT})


@contextmanager
def writing(engine: Engine, root: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the right to write; yields False when somebody else has it and `wait` is not wanted."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            how = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
            got = connection.execute(text(f"select {how}({_POSTGRES_LOCK})")).scalar()
            try:
                yield bool(got) or wait
            finally:
                if got is not False:
                    connection.execute(text(f"select pg_advisory_unlock({_POSTGRES_LOCK})"))
        return
    with (root / ".catalogue.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def named_faults(engine: Engine) -> Iterator[None]:
    """What a database says, as a sentence. Raises CatalogueError."""
    try:
        yield
    except DBAPIError as error:
        where = engine.url.render_as_string(hide_password=True)
        said: Any = error.orig
        raise CatalogueError(
            f"the catalogue at {where} cannot be used: {said}; it may be deleted, it is made again from documents/"
        ) from error
    except OSError as error:
        raise CollectionError(f"the catalogue cannot be written: {error}") from error
