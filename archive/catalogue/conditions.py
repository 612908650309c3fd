"""A Query as conditions on `article`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, false, or_, select

from archive.access.asking import sees_staff
from archive.catalogue import tables
from archive.catalogue.finding import found_by
from archive.catalogue.phrase import read_phrase
from archive.catalogue.query import UNKNOWN, Query, first_day, last_day

article = tables.article.c
_LEVELS = {2: article.province, 5: article.regency, 8: article.district, 13: article.village}


def conditions_of(query: Query, dialect: str) -> list[ColumnElement[bool]]:
    """All must hold. `dialect`: sqlite or postgresql."""
    found = visible()
    if query.kind != "all":
        found.append(article.kind == query.kind)
    if query.relation and "all" not in query.relation:
        named = [one for one in query.relation if one != "relevant"]
        wanted = [article.relation.in_(named)] if named else []
        found.append(or_(article.relevant, *wanted) if "relevant" in query.relation else and_(*wanted))
    if query.region == UNKNOWN:
        found.append(article.province.is_(None))
    elif query.region:
        found.append(_LEVELS[len(query.region)] == query.region)
    found += _in_time(query)
    for column, values in ((article.platform, query.platform), (article.language, query.language)):
        if values:
            found.append(_any_of(column, values))
    if query.site:
        found.append(article.site == query.site)
    if query.story:
        found.append(article.story == query.story)
    if query.copies == "first":
        found.append(article.is_copy.is_(False))
    if query.review == "reviewed":
        found.append(article.is_reviewed.is_(True))
    elif query.review == "open":
        found += [article.is_reviewed.is_(False), article.relation == "borderline"]
    if query.activity:
        found.append(_has_activity(query.activity))
    if query.flag:
        found.append(_has(tables.flag, "flag", query.flag))
    if query.without_flag:
        found.append(~_has(tables.flag, "flag", query.without_flag))
    if query.text:
        phrase = read_phrase(query.text)
        found += found_by(phrase, dialect) if phrase else [false()]
    return found


def visible() -> list[ColumnElement[bool]]:
    """What holds of every article that who asks may see: ask it with every question to `article`. What is closed is not
    in it at all (archive.catalogue.restricting)."""
    return [] if sees_staff() else [article.is_staff.is_(False)]


def month_of(query: Query) -> Any:
    """The column of the month that is meant."""
    return article.event_month if query.by == "event" else article.month


def day_of(query: Query) -> Any:
    return article.event_on if query.by == "event" else article.published_on


def _in_time(query: Query) -> list[ColumnElement[bool]]:
    day = day_of(query)
    if query.since == UNKNOWN:
        return [day.is_(None)]
    found = []
    # Whole months by their own column: the index that counting reads has no days.
    month = month_of(query)
    if query.since:
        first = first_day(query.since)
        found.append(day >= first if len(query.since) > 7 else month >= first[:7])
    if query.until and query.until != UNKNOWN:
        last = last_day(query.until)
        found.append(day <= last if len(query.until) > 7 else month <= last[:7])
    return found


def _any_of(column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    known = [value for value in values if value != UNKNOWN]
    return or_(column.in_(known), column.is_(None)) if UNKNOWN in values else column.in_(known)


def _has_activity(activities: Sequence[str]) -> ColumnElement[bool]:
    named = [one for one in activities if one != UNKNOWN]
    ways = [_has(tables.activity, "activity", named)] if named else []
    if UNKNOWN in activities:
        ways.append(~_has(tables.activity))
    return or_(*ways)


def _has(table: Table, column: str = "", values: Sequence[str] = ()) -> ColumnElement[bool]:
    """Whether an article has any of these, or any at all. By another name: counts by activity join the table, too."""
    its = table.alias()
    rows = select(its.c.article).where(its.c.article == article.number)
    return exists(rows.where(its.c[column].in_(values)) if column else rows)
