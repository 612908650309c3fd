"""Readings put where the access list has them now: open, for staff, or closed.

A closed reading lies in the table `closed` and nowhere else, so that no question, however it is asked, finds, counts or
quotes it; an article of which all readings are closed is none. When the list changes, only what an entry means, or
meant before, is looked at: readings are found by record id and by the SURT of their address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, insert, select, update

from archive.access.asking import sees_staff
from archive.access.entries import Entry
from archive.access.listed import AccessList
from archive.catalogue import tables
from archive.catalogue.articles import Decided, Line, look_again, parts, unpacked
from archive.catalogue.state import changing, note_source, source_states

_ACCESS = "decisions/access.jsonl"


def take_in_access(engine: Engine, access: AccessList, decided: Decided) -> bool:
    """Whether the list was another. The right to write is held. Readers see all of a change or nothing of it."""
    with engine.connect() as connection:
        known = source_states(connection, _ACCESS).get(_ACCESS, ("", 0))[0]
    if known == access.fingerprint:
        return False
    with changing(engine) as connection:
        articles = _put_in_place(connection, access)
        look_again(connection, articles, decided)
        note_source(connection, _ACCESS, access.fingerprint)
    return True


def restriction_of(connection: Connection, article_id: str) -> Line | None:
    """The newest reading that is not open of an article, by its id or that of a reading; None when there is none."""
    for table in (tables.document, tables.closed):
        one = table.c
        here = [one.is_staff.is_(True)] if table is tables.document else []
        for column in (one.article, one.id):
            newest = select(one.line).where(column == article_id, *here).order_by(one.captured_at.desc()).limit(1)
            if (packed := connection.execute(newest).scalar()) is not None:
                return unpacked(packed)
    return None


def hidden_articles(connection: Connection) -> set[str]:
    """The ids of those that who asks may see in no reading: for lists that are made of people's words and not of the
    catalogue."""
    article, closed = tables.article.c, tables.closed.c
    found = set(connection.execute(select(closed.article).where(closed.article.not_in(select(article.id)))).scalars())
    if not sees_staff():
        found.update(connection.execute(select(article.id).where(article.is_staff)).scalars())
    return found


def _put_in_place(connection: Connection, access: AccessList) -> list[str]:
    """The ids of the articles of which a reading changed its place."""
    changed: dict[str, None] = {}
    for table in (tables.document, tables.closed):
        moving: dict[str, list[int]] = {"open": [], "staff": [], "closed": []}
        for row in _meant(connection, table, access):
            level = access.level_of_line(unpacked(row.line))
            is_there = (level == "closed") == (table is tables.closed) and (level == "staff") == row.is_staff
            if not is_there:
                moving[level].append(row.number)
                changed[row.article] = None
        _move(connection, table, moving)
    return list(changed)


def _meant(connection: Connection, table: Table, access: AccessList) -> Iterator[Any]:
    """Readings that an entry means, or one meant before; each once."""
    one = table.c
    numbers: dict[int, None] = {}
    wanted: list[ColumnElement[bool]] = [_of_entry(table, entry) for entry in access.entries]
    wanted.append(one.is_staff.is_(True) if table is tables.document else one.number.is_not(None))
    for condition in wanted:
        numbers |= dict.fromkeys(connection.execute(select(one.number).where(condition)).scalars())
    for some in parts(numbers):
        yield from connection.execute(
            select(one.number, one.article, one.is_staff, one.line).where(one.number.in_(some))
        ).all()


def _of_entry(table: Table, entry: Entry) -> ColumnElement[bool]:
    key = table.c.key
    if entry.kind == "capture":
        return table.c.id == entry.key
    cut = entry.key[: tables.LONGEST_URLKEY]
    if entry.kind == "address":
        return key == cut
    if entry.key.endswith(","):
        # "id,desa,contoh," means "id,desa,contoh)", too, which sorts before it.
        return _between(table, cut[:-1] + ")") | _between(table, cut) | _between(table, cut[:-1] + ":")
    if entry.is_folder:
        return _between(table, cut) | (key == cut[:-1]) | _between(table, cut[:-1] + "?")
    return _between(table, cut)


def _between(table: Table, prefix: str) -> ColumnElement[bool]:
    """Keys that begin so: both databases compare them byte by byte, and keys are ASCII."""
    return (table.c.key >= prefix) & (table.c.key < prefix[:-1] + chr(ord(prefix[-1]) + 1))


def _move(connection: Connection, table: Table, moving: dict[str, list[int]]) -> None:
    for level, numbers in moving.items():
        target = tables.closed if level == "closed" else tables.document
        for some in parts(numbers):
            here = table.c.number.in_(some)
            if target is table:
                connection.execute(update(table).where(here).values(is_staff=level == "staff"))
                continue
            names = [column.name for column in table.c if column.name not in ("number", "is_staff")]
            rows = connection.execute(select(*(table.c[name] for name in names)).where(here)).all()
            connection.execute(insert(target), [{**row._mapping, "is_staff": level == "staff"} for row in rows])
            connection.execute(delete(table).where(here))
