"""Counting: how many articles and stories a question finds, as a whole and by month, region, activity and more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Integer, Select, String, cast, distinct, func, select

from archive.catalogue import tables
from archive.catalogue.conditions import month_of
from archive.catalogue.counting import conditions_to_count
from archive.catalogue.query import Query
from archive.catalogue.remembered import remembered

By = Literal[
    "month", "quarter", "year", "province", "regency", "district", "village", "activity", "relation", "platform",
    "language", "flag", "site",
]  # fmt: skip
BYS: tuple[By, ...] = By.__args__  # type: ignore[attr-defined]

article = tables.article.c


@dataclass(frozen=True, slots=True)
class Count:
    """`pages`: articles, each once; `stories`: the same news in several villages counted once; `villages` that
    published them; `all_news`: articles of the same region, time, site, platform and language, whatever they are about
    (0: not asked for)."""

    key: str | None
    pages: int = 0
    stories: int = 0
    villages: int = 0
    all_news: int = 0

    @property
    def share(self) -> float | None:
        """The pages as a part of all news; None where there is none."""
        return self.pages / self.all_news if self.all_news else None


def total(connection: Connection, query: Query) -> Count:
    """Of everything the question finds."""

    def ask() -> tuple[Count, ...]:
        row = connection.execute(_counted(connection, query, None)).one()
        return (Count(None, row.pages, row.stories, row.villages),)

    return remembered(connection, ("total", query), ask)[0]


def counts(
    connection: Connection, query: Query, by: By, *, with_all_news: bool = False, only_pages: bool = False
) -> list[Count]:
    """One for each value that occurs; key None is "not known". Months, years and regions by their key, others by
    number. An article with several activities or flags counts under each. `only_pages`: stories and villages stay 0,
    which is quicker where there are many."""

    def ask() -> list[Count]:
        return _counts(connection, query, by, with_all_news=with_all_news, only_pages=only_pages)

    return list(remembered(connection, ("counts", query, by, with_all_news, only_pages), ask))


def _counts(connection: Connection, query: Query, by: By, *, with_all_news: bool, only_pages: bool) -> list[Count]:
    everything = _all_news(connection, query, by) if with_all_news else {}
    rows = {row.key: row for row in connection.execute(_counted(connection, query, by, stories=not only_pages))}
    keys = list(dict.fromkeys((*rows, *everything)))
    none = (0, 0, 0)
    found = []
    for key in keys:
        pages, stories, villages = (*rows[key][: len(rows[key]) - 1], 0, 0)[:3] if key in rows else none
        found.append(Count(key, pages, stories, villages, everything.get(key, 0)))
    if by in _BY_KEY:
        return sorted(found, key=lambda one: (one.key is None, one.key or ""))
    return sorted(found, key=lambda one: (-one.pages, one.key is None, one.key or ""))


def _all_news(connection: Connection, query: Query, by: By) -> Mapping[str | None, int]:
    everything = query.but(relation=("all",), activity=(), review="", text="", flag=(), without_flag=(), story="")
    if by in ("activity", "relation", "flag"):
        return {}
    return {row.key: row.pages for row in connection.execute(_counted(connection, everything, by, stories=False))}


_BY_KEY = ("month", "quarter", "year", "province", "regency", "district", "village")


def _counted(connection: Connection, query: Query, by: By | None, *, stories: bool = True) -> Select[Any]:
    numbers: list[Any] = [func.count().label("pages")]
    if stories:
        numbers += [
            func.count(distinct(article.story_number)).label("stories"),
            func.count(distinct(article.village)).label("villages"),
        ]
    statement = select(*numbers).select_from(tables.article).where(*conditions_to_count(connection, query))
    if by is None:
        return statement
    key: Any
    match by:
        case "month":
            key = month_of(query)
        case "year":
            key = func.substr(month_of(query), 1, 4)
        case "quarter":
            month = month_of(query)
            number = (cast(func.substr(month, 6, 2), Integer) + 2) // 3
            key = func.substr(month, 1, 4).concat("-Q").concat(cast(number, String))
        case "activity":
            statement = statement.outerjoin(tables.activity, tables.activity.c.article == article.number)
            key = tables.activity.c.activity
        case "flag":
            statement = statement.join(tables.flag, tables.flag.c.article == article.number)
            key = tables.flag.c.flag
        case _:
            key = article[by]
    return statement.add_columns(key.label("key")).group_by(key)


def months_between(first: str, last: str) -> list[str]:
    """Every month from one to the other: those in which nothing was published are a fact, too."""
    year, month = int(first[:4]), int(first[5:7])
    found: list[str] = []
    while (this := f"{year:04}-{month:02}") <= last and len(found) < 1_200:
        found.append(this)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found
