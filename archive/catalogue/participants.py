"""Numbers of participants that articles state. They are words of articles: the same event may be told twice, and who
came twice is counted twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from archive.catalogue import tables
from archive.catalogue.counting import conditions_to_count
from archive.catalogue.query import Query
from archive.catalogue.remembered import remembered

article, activity = tables.article.c, tables.activity.c


@dataclass(frozen=True, slots=True)
class Stated:
    """`pages`: articles that state a number; `stories` of these, each once; `people`: their sum, of a story the
    largest number stated; `largest` of them. `key` is an activity; None: no activity is known."""

    key: str | None
    pages: int = 0
    stories: int = 0
    people: int = 0
    largest: int = 0


def stated_participants(connection: Connection, query: Query) -> Stated:
    """Of everything the question finds."""
    return remembered(connection, ("participants", query), lambda: _asked(connection, query, by_activity=False))[0]


def stated_by_activity(connection: Connection, query: Query) -> dict[str | None, Stated]:
    """By activity. An article with several activities counts under each."""
    question = ("participants by activity", query)
    found = remembered(connection, question, lambda: _asked(connection, query, by_activity=True))
    return {one.key: one for one in found}


def _asked(connection: Connection, query: Query, *, by_activity: bool) -> tuple[Stated, ...]:
    inner = _stories(connection, query, by_activity=by_activity).subquery()
    one = inner.c
    numbers = (
        func.coalesce(func.sum(one.pages), 0),
        func.count(),
        func.coalesce(func.sum(one.people), 0),
        func.coalesce(func.max(one.people), 0),
    )
    if not by_activity:
        return (Stated(None, *map(int, connection.execute(select(*numbers).select_from(inner)).one())),)
    rows = connection.execute(select(one.activity, *numbers).group_by(one.activity))
    return tuple(Stated(row[0], *map(int, row[1:])) for row in rows)


def _stories(connection: Connection, query: Query, *, by_activity: bool) -> Select[Any]:
    """One row a story, and activity if that is wanted."""
    numbers: tuple[Any, ...] = (func.count().label("pages"), func.max(article.participants).label("people"))
    where = (*conditions_to_count(connection, query), article.participants.is_not(None))
    if not by_activity:
        of_story: Any = select(*numbers).select_from(tables.article).where(*where)
        return of_story.group_by(article.story_number)  # type: ignore[no-any-return]
    joined = tables.article.outerjoin(tables.activity, activity.article == article.number)
    statement = select(activity.activity, *numbers).select_from(joined).where(*where)
    return statement.group_by(article.story_number, activity.activity)
