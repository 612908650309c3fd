"""What a catalogue says of itself: of which version it is, whether it is whole, whether it changed, faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, update

from archive.catalogue import tables, words
from archive.catalogue.fulltext import create_words
from archive.catalogue.store import make_schema

FORMAT = f"{tables.FORMAT}/{words.FORMAT}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be taken in: where it lies below the collection's folder, how many lines of it, what is
    wrong with the first, and what to do."""

    name: str
    lines: int
    message: str


def is_ready(connection: Connection) -> bool:
    """Whether there are tables, and of this version."""
    if not inspect(connection).has_table("meta"):
        return False
    return value_of(connection, "format") == FORMAT


def is_whole(connection: Connection) -> bool:
    """Whether all there was has been taken in at least once: while the first build runs, counts are too low."""
    return value_of(connection, "is_whole") is not None


def change_of(connection: Connection) -> int:
    """Another number whenever anything was written: what was counted under the same number still holds."""
    return int(value_of(connection, "change") or 0)


def faults(connection: Connection) -> list[Fault]:
    """What a person should see to."""
    one = tables.source.c
    rows = connection.execute(select(one.name, one.faults, one.fault).where(one.fault.is_not(None)).order_by(one.name))
    return [Fault(*row) for row in rows]


def value_of(connection: Connection, name: str) -> str | None:
    value = connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == name)).scalar()
    return None if value is None else str(value)


def set_value(connection: Connection, name: str, value: object) -> None:
    here = tables.meta.c.name == name
    if not connection.execute(update(tables.meta).where(here).values(value=str(value))).rowcount:
        connection.execute(insert(tables.meta), {"name": name, "value": str(value)})


def count_up(connection: Connection, name: str, by: int) -> int:
    """What the counter said before."""
    before = int(value_of(connection, name) or 0)
    set_value(connection, name, before + by)
    return before


def start_anew(connection: Connection) -> None:
    """Empty tables instead of whatever is there."""
    make_schema(connection)
    change = change_of(connection) if inspect(connection).has_table("meta") else 0
    tables.metadata.drop_all(connection)
    tables.metadata.create_all(connection)
    create_words(connection)
    set_value(connection, "format", FORMAT)
    # What a reading room remembers of the former tables must not be taken for these.
    set_value(connection, "change", change + 1)


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """One transaction that others see whole or not at all. The right to write is held."""
    with engine.begin() as connection:
        yield connection
        count_up(connection, "change", 1)


def source_states(connection: Connection, folder: str) -> dict[str, tuple[str, int]]:
    """State and bytes read of all sources whose name begins with `folder`."""
    one = tables.source.c
    rows = connection.execute(
        select(one.name, one.state, one.bytes_read).where(one.name.startswith(folder, autoescape=True))
    )
    return {row.name: (row.state, row.bytes_read) for row in rows}


def note_source(
    connection: Connection, name: str, state: str, bytes_read: int = 0, faulty: int = 0, fault: str | None = None
) -> None:
    """`faulty` lines are added to those noted before; the first fault stays."""
    one = tables.source.c
    row = connection.execute(select(one.faults, one.fault).where(one.name == name, one.state == state)).first()
    values = {
        "state": state,
        "bytes_read": bytes_read,
        "faults": faulty + (row.faults if row else 0),
        "fault": (row.fault if row else None) or fault,
    }
    forget_source(connection, name)
    connection.execute(insert(tables.source), {"name": name, **values})


def forget_source(connection: Connection, name: str) -> None:
    connection.execute(delete(tables.source).where(tables.source.c.name == name))
