"""Regions, sites, jobs, events and recipients, for programs: each list goes on behind the last that was given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Select, and_, func, or_, select
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.query import QueryError
from archive.regions import Level, Region, region_table
from archive.room import vocabulary
from archive.room.api.answers import Asked, cursor_of
from archive.room.room import Room

Facts = dict[str, Any]

LEVELS: tuple[Level, ...] = ("provinsi", "kabupaten", "kecamatan", "desa")
_LEVEL_OF = {2: tables.site.c.province, 5: tables.site.c.regency, 8: tables.site.c.district, 13: tables.site.c.village}


def regions_answer(room: Room, request: Request) -> Facts:
    """Those right below `region`; without it the provinces."""
    asked = Asked(request, ("region", "limit", "cursor"))
    above, limit = _region(asked), asked.limit
    after = asked.after((str,))
    table = region_table()
    found = table.children(above) if above else tuple(one for one in table if len(one.code) == 2)
    rows = [one for one in sorted(found, key=lambda one: one.code) if after is None or one.code > after[0]]
    shown = rows[:limit]
    return {
        "regions": [_region_facts(one) for one in shown],
        "next": cursor_of([shown[-1].code]) if len(rows) > limit else None,
    }


def sites_answer(room: Room, request: Request) -> Facts:
    asked = Asked(request, ("region", "state", "limit", "cursor"))
    site = tables.site.c
    statement = select(tables.site)
    if state := asked.choice("state", vocabulary.SITE_STATES):
        statement = statement.where(site.state == state)
    if region := _region(asked):
        statement = statement.where(_LEVEL_OF[len(region)] == region)
    rows, following = _page(room, statement, asked, [site.id], (str,))
    return {"sites": [_site_facts(row) for row in rows], "next": following}


def jobs_answer(room: Room, request: Request) -> Facts:
    """The newest first, as their ids begin with the time. For archivists."""
    asked = Asked(request, ("limit", "cursor"))
    job = tables.job.c
    after = asked.after((str,))
    statement = select(tables.job).order_by(job.crawl.desc()).limit(asked.limit + 1)
    if after is not None:
        statement = statement.where(job.crawl < after[0])
    with room.catalogue() as connection:
        rows = connection.execute(statement).all()
    shown = rows[: asked.limit]
    return {
        "jobs": [{**row._mapping, "findings": json.loads(row.findings)} for row in shown],
        "next": cursor_of([shown[-1].crawl]) if len(rows) > asked.limit else None,
    }


def events_answer(room: Room, request: Request) -> Facts:
    """The newest first."""
    asked = Asked(request, ("event", "site", "article", "limit", "cursor"))
    event = tables.event.c
    statement = select(tables.event)
    for name, column in (("site", event.site), ("article", event.article)):
        if value := asked.text(name):
            statement = statement.where(column == value)
    if kind := asked.choice("event", vocabulary.EVENTS):
        statement = statement.where(event.event == kind)
    after, limit = asked.after((str, int)), asked.limit
    if after is not None:
        earlier = and_(event.found_at == after[0], event.number < after[1])
        statement = statement.where(or_(event.found_at < after[0], earlier))
    statement = statement.order_by(event.found_at.desc(), event.number.desc()).limit(limit + 1)
    with room.catalogue() as connection:
        rows = connection.execute(statement).all()
    shown = rows[:limit]
    facts = [{name: value for name, value in row._mapping.items() if name != "number"} for row in shown]
    following = cursor_of([shown[-1].found_at, shown[-1].number]) if len(rows) > limit else None
    return {"events": facts, "next": following}


def recipients_answer(room: Room, request: Request) -> Facts:
    """Rows of the lists of recipients, each with the news of its village. `covered`: yes or no."""
    asked = Asked(request, ("region", "year", "covered", "limit", "cursor"))
    recipient, article = tables.recipient.c, tables.article.c
    news = (
        select(
            article.village,
            func.count().label("articles"),
            func.max(article.published_on).label("last_published_on"),
        )
        .where(article.relevant.is_(True), article.kind == "article", article.village.is_not(None), *visible())
        .group_by(article.village)
        .subquery()
    )
    statement = select(tables.recipient, news.c.articles, news.c.last_published_on).outerjoin(
        news, news.c.village == recipient.village
    )
    if region := _region(asked):
        levels = {2: recipient.province, 5: recipient.regency, 8: recipient.district, 13: recipient.village}
        statement = statement.where(levels[len(region)] == region)
    if year := asked.text("year"):
        statement = statement.where(recipient.year == year)
    if covered := asked.choice("covered", ("yes", "no")):
        has_news = news.c.articles.is_not(None)
        statement = statement.where(has_news if covered == "yes" else and_(~has_news, recipient.village.is_not(None)))
    rows, following = _page(room, statement, asked, [recipient.id], (str,))
    return {"recipients": [_recipient_facts(row) for row in rows], "next": following}


def _page(
    room: Room, statement: Select[Any], asked: Asked, key: Sequence[Any], kinds: tuple[type, ...]
) -> tuple[Sequence[Any], str | None]:
    """Rows by `key`, upwards, and where the next go on."""
    after, limit = asked.after(kinds), asked.limit
    if after is not None:
        statement = statement.where(key[0] > after[0])
    with room.catalogue() as connection:
        rows = connection.execute(statement.order_by(*key).limit(limit + 1)).all()
    shown = rows[:limit]
    return shown, cursor_of([getattr(shown[-1], one.name) for one in key]) if len(rows) > limit else None


def _region(asked: Asked) -> str:
    """Raises QueryError."""
    code = asked.text("region")
    if code and code not in region_table():
        raise QueryError(f"region: {code[:60]!r} is no code of a region, as in 18.05.13.2021")
    return code


def _region_facts(one: Region) -> Facts:
    parent = region_table().parent(one.code)
    return {
        "kode_wilayah": one.code,
        "level": one.level,
        "kind": one.kind,
        "name": one.name,
        "parent": parent.code if parent else None,
        "latitude": one.latitude,
        "longitude": one.longitude,
    }


def _places(row: Any) -> Facts:
    table = region_table()
    codes = (("provinsi", row.province), ("kabupaten", row.regency), ("kecamatan", row.district), ("desa", row.village))
    names = {level: table.get(code) if code else None for level, code in codes}
    return {
        "kode_wilayah": row.village or row.district or row.regency or row.province,
        **{level: region.name if region else "" for level, region in names.items()},
    }


def _site_facts(row: Any) -> Facts:
    names = ("id", "url", "name", "platform", "is_paused", "state", "state_since", "state_detail", "last_visit",
             "last_answer")  # fmt: skip
    tags = row.tags.split() if row.tags else []
    return {**{name: getattr(row, name) for name in names}, "is_paused": bool(row.is_paused), "tags": tags,
            **_places(row)}  # fmt: skip


def _recipient_facts(row: Any) -> Facts:
    named = {name: getattr(row, name) for name in ("id", "name", "year", "batch", "source")}
    as_listed = {name: getattr(row, name) for name in ("desa", "kecamatan", "kabupaten", "provinsi")}
    return {
        **named,
        "as_listed": as_listed,
        "is_sure": bool(row.is_sure),
        **_places(row),
        "articles": cast("int", row.articles or 0),
        "last_published_on": row.last_published_on,
    }
