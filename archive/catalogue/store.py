"""Where a catalogue lies: catalogue.sqlite in the collection, or a PostgreSQL database named by its address.

catalogue.sqlite  -wal  -shm      SQLite's; may be deleted at any time, the next command makes it again
.catalogue.lock                   held by whoever writes it; readers hold nothing and wait for nobody
schema "lumbung"                  all there is of it in a PostgreSQL database
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError as BadUrl
from sqlalchemy.exc import DatabaseError, DBAPIError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from archive.errors import ArchiveError, CollectionError

# A number of ours, and one of the schema: several collections may share a database.
_LOCK = "7368241, hashtext(current_setting('search_path'))"
_SCHEMA = "lumbung"


class CatalogueError(ArchiveError):
    """The catalogue cannot be opened or written. Nothing is lost: it is made again from the documents."""


def catalogue_file(root: Path) -> Path:
    return root / "catalogue.sqlite"


def open_engine(root: Path, url: str | None = None) -> Engine:
    """The database at `url`, else the collection's own file. Raises CatalogueError."""
    if url:
        return _postgres(url)
    path = catalogue_file(root)
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, poolclass=QueuePool, pool_size=4, pool_use_lifo=True, connect_args={"timeout": 60})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "connect", lambda connection, record: record.info.update(file=_identity(path)))
    event.listen(engine, "checkout", lambda connection, record, proxy: _refuse_former_file(path, record.info["file"]))
    # Python's own rules for when a transaction begins leave tables out of it, and readings too.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("begin"))
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode = wal",
        "synchronous = normal",
        "cache_size = -16384",
        "foreign_keys = on",
        "journal_size_limit = 67108864",
    ):
        connection.execute(f"pragma {pragma}")


def hold_little(engine: Engine) -> None:
    """For who has several connections open for days: each keeps a quarter of what it would keep in memory. Questions
    take as long, for the system keeps the file (100,000 documents, 2026-11)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, record: connection.execute("pragma cache_size = -4096"))
        engine.dispose()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _refuse_former_file(path: Path, opened: tuple[int, int] | None) -> None:
    """A file that was deleted, or put back from a backup, while a reading room has it open."""
    if _identity(path) != opened:
        raise DisconnectionError(f"{path} is another file now")


def _postgres(url: str) -> Engine:
    try:
        address = make_url(url.replace("postgres:", "postgresql:", 1) if url.startswith("postgres:") else url)
        if address.drivername not in ("postgresql", "postgresql+psycopg"):
            raise CatalogueError(f"catalogue: {address.drivername}: only postgresql:// addresses are known")
        # Tables of ours have everyday names, and are dropped when they are made anew: they have a room of their own.
        path = {} if "options" in address.query else {"options": f"-csearch_path={_SCHEMA}"}
        return create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args=path)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise CatalogueError("PostgreSQL needs its driver: pip install 'lumbung[postgres]'") from error
    except (BadUrl, ValueError) as error:
        raise CatalogueError(f"catalogue: not an address of a database: {error}") from error


def make_schema(connection: Connection) -> None:
    """The schema our tables go to, which must be the first of the search path."""
    if connection.dialect.name != "postgresql":
        return
    name = str(connection.execute(text("show search_path")).scalar()).split(",")[0].strip().strip('"')
    # `create … if not exists` asks for the right to create first.
    if not connection.execute(text("select to_regnamespace(:name)"), {"name": f'"{name}"'}).scalar():
        connection.execute(text(f'create schema "{name.replace(chr(34), "")}"'))


@contextmanager
def writing(engine: Engine, root: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the right to write; yields False when somebody else has it and `wait` is not wanted. It is lost with the
    process, however that ends."""
    if engine.dialect.name == "postgresql":
        # Outside of transactions: one that stays open keeps PostgreSQL from clearing away what was replaced.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            how = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
            is_ours = connection.execute(text(f"select {how}({_LOCK})")).scalar() is not False
            try:
                yield is_ours
            finally:
                if is_ours:
                    connection.execute(text(f"select pg_advisory_unlock({_LOCK})"))
        return
    with (root / ".catalogue.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def remove_if_damaged(engine: Engine, root: Path) -> None:
    """A catalogue.sqlite that is no database any more. The right to write is held."""
    if engine.dialect.name != "sqlite":
        return
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("select count(*) from sqlite_master").scalar()
            is_whole = connection.exec_driver_sql("pragma quick_check(1)").scalar() == "ok"
    except DatabaseError as error:
        if "locked" in str(error) or "full" in str(error):
            raise
        is_whole = False
    if not is_whole:
        engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            catalogue_file(root).with_name(catalogue_file(root).name + suffix).unlink(missing_ok=True)


def address_of(engine: Engine) -> str:
    """Without its password."""
    return engine.url.set(drivername=engine.dialect.name).render_as_string(hide_password=True)


@contextmanager
def named_faults(engine: Engine) -> Iterator[None]:
    """What a database says, as a sentence. Raises CatalogueError."""
    try:
        yield
    except DBAPIError as error:
        where = address_of(engine)
        said: Any = error.orig
        advice = (
            "see that it runs and that its user may use it (~/.pgpass or PGPASSWORD has the password)"
            if engine.dialect.name == "postgresql"
            else "it holds nothing of its own; make it again with: lumbung catalogue build --anew"
        )
        raise CatalogueError(f"the catalogue at {where} cannot be used: {str(said).strip()}; {advice}") from error
    except PermissionError as error:
        raise CollectionError(f"{error.filename}: the catalogue cannot be written: {error.strerror}") from error
