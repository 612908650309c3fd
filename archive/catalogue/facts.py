"""What articles say of partners: agreements, regulations and funding, each with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, distinct, func, select

from archive.catalogue import tables
from archive.catalogue.conditions import conditions_of, day_of
from archive.catalogue.counting import conditions_to_count
from archive.catalogue.counts import Count
from archive.catalogue.query import Query
from archive.catalogue.remembered import remembered
from archive.catalogue.rows import PARTNER_FACTS

article, fact = tables.article.c, tables.fact.c


def partner_counts(connection: Connection, query: Query, fields: Sequence[str] = PARTNER_FACTS) -> list[Count]:
    """Articles that name something of each field, as the counts of archive.catalogue.counts; key None: of any field.
    An article that names an agreement and a regulation counts under both, and once under None."""

    def ask() -> tuple[Count, ...]:
        numbers = (
            func.count(distinct(article.number)),
            func.count(distinct(article.story_number)),
            func.count(distinct(article.village)),
        )
        joined = tables.fact.join(tables.article, fact.article == article.number)
        where = (*conditions_to_count(connection, query), fact.field.in_(fields))
        by_field = select(fact.field, *numbers).select_from(joined).where(*where).group_by(fact.field)
        whole = select(*numbers).select_from(joined).where(*where)
        found = {row[0]: Count(*row) for row in connection.execute(by_field)}
        return (Count(None, *connection.execute(whole).one()), *(found.get(one, Count(one)) for one in fields))

    return list(remembered(connection, ("partners", query, tuple(fields)), ask))


def partner_facts(
    connection: Connection, query: Query, fields: Sequence[str] = PARTNER_FACTS, *, limit: int = 50, offset: int = 0
) -> list[Any]:
    """A page of them, the newest article first: rows of `article` with field, value and quote."""
    statement = (
        select(tables.article, fact.place, fact.field, fact.value, fact.quote)
        .join_from(tables.fact, tables.article, fact.article == article.number)
        .where(*conditions_of(query, connection.dialect.name), fact.field.in_(fields))
        .order_by(day_of(query).desc().nulls_last(), article.number.desc(), fact.place)
        .limit(limit)
        .offset(offset)
    )
    return list(connection.execute(statement))


def count_facts(connection: Connection, query: Query, fields: Sequence[str] = PARTNER_FACTS) -> int:
    """How many there are in all."""

    def ask() -> tuple[int]:
        statement = (
            select(func.count())
            .select_from(tables.fact.join(tables.article, fact.article == article.number))
            .where(*conditions_to_count(connection, query), fact.field.in_(fields))
        )
        return (connection.execute(statement).scalar_one(),)

    return remembered(connection, ("facts", query, tuple(fields)), ask)[0]
