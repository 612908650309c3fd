"""The conditions of a question that a page counts in many ways: what was typed is looked for once, not by each count.

PostgreSQL would look for it each time, and badly: it thinks that all words are read as fast as their table is small,
though they lie beside it. Of a word in a quarter of 100,000 articles a count took 330 ms, by its index 90, and 10 where
the articles are known (2026-11). SQLite takes as long either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Integer, any_, bindparam, cast, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import NullType

from archive.catalogue import tables
from archive.catalogue.conditions import conditions_of
from archive.catalogue.query import Query
from archive.catalogue.remembered import remembered

article = tables.article.c
_MOST_FOUND = 300_000  # numbers, to be sent with each count


def conditions_to_count(connection: Connection, query: Query) -> list[Any]:
    """As conditions_of."""
    dialect = connection.dialect.name
    conditions = conditions_of(query, dialect)
    if dialect != "postgresql" or not query.text:
        return conditions

    def ask() -> str:
        with by_index(connection):
            found = connection.execute(select(article.number).where(*conditions).limit(_MOST_FOUND + 1)).scalars().all()
        return "{" + ",".join(map(str, found)) + "}" if len(found) <= _MOST_FOUND else ""

    found = remembered(connection, ("numbers", query), ask)
    # As PostgreSQL writes a list: one of numbers would be written anew for each count.
    among = cast(bindparam("found", found, NullType(), unique=True), ARRAY(Integer))
    return [article.number == any_(among)] if found else conditions


@contextmanager
def by_index(connection: Connection) -> Iterator[None]:
    """PostgreSQL looks for words in their index, whatever it thinks of it."""
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(text("set local enable_seqscan = off"))
    yield
    connection.execute(text("set local enable_seqscan = on"))
