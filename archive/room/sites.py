"""Situs: all sites of the list, how the last visit found each, and what there is of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.room import filters, silence
from archive.room.language import N_
from archive.room.paging import paging
from archive.room.room import Room
from archive.room.web import Page, language_of

Row = dict[str, Any]

_A_PAGE = 50


def page(room: Room, request: Request) -> Page:
    """All sites of the list: state, last visit, articles, failures. `state`, `region`, `text` narrow."""
    speech, params = language_of(request), request.query_params
    region = filters.query_in(params).region
    state, text = params.get("state", ""), params.get("text", "").strip()[:100]
    where = _narrowed(state, region, text)
    site = tables.site.c
    with room.catalogue() as connection:
        count = connection.execute(select(func.count()).select_from(tables.site).where(*where)).scalar_one()
        at = paging(request, count, _A_PAGE)
        rows = connection.execute(
            select(tables.site).where(*where).order_by(site.id).limit(at.size).offset(at.start)
        ).all()
        sites = with_figures(connection, [dict(row._mapping) for row in rows])
        states = silence.state_counts(connection)
        paused = connection.execute(select(func.count()).where(site.is_paused.is_(True))).scalar_one()
        provinces = connection.execute(
            select(site.province).where(site.province.is_not(None)).distinct().order_by(site.province)
        ).scalars()
        choices = list(provinces)
    data = {
        "state": state, "region": region, "text": text, "count": count, "sites": sites, "states": states,
        "paused": paused, "page": at.number, "last_page": at.last,
    }  # fmt: skip
    view = {
        "provinces": choices,
        **at.links(request),
    }
    return Page("situs.html", speech.say(N_("Situs yang dipanen")), data, view)


def _narrowed(state: str, region: str, text: str) -> list[ColumnElement[bool]]:
    """What must hold of a site; a state that there is none of finds none."""
    site = tables.site.c
    where: list[ColumnElement[bool]] = []
    if state == "paused":
        where.append(site.is_paused.is_(True))
    elif state:
        where += [site.state == state, site.is_paused.is_(False)]
    if region == "unknown":
        where.append(site.province.is_(None))
    elif region:
        column = {2: site.province, 5: site.regency, 8: site.district}.get(len(region), site.village)
        where.append(column == region)
    if text:
        escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        columns = (site.id, site.name, site.tags, site.notes)
        where.append(or_(*(func.lower(column).like(f"%{escaped}%", escape="\\") for column in columns)))
    return where


def with_figures(connection: Connection, sites: list[Row]) -> list[Row]:
    """Sites with the articles there are of them, and what their last visit brought."""
    article, visit = tables.article.c, tables.visit.c
    keys, ids = [one["key"] for one in sites], [one["id"] for one in sites]
    news = {
        row.site: row
        for row in connection.execute(
            select(article.site, func.count().label("news"), func.count().filter(article.relevant).label("relevant"))
            .where(article.site.in_(keys), article.kind == "article", *visible())
            .group_by(article.site)
        )
    }
    newest = (
        select(visit.site, func.max(visit.at).label("at")).where(visit.site.in_(ids)).group_by(visit.site).subquery()
    )
    visits = {
        row.site: row
        for row in connection.execute(
            select(tables.visit).join(newest, (visit.site == newest.c.site) & (visit.at == newest.c.at))
        )
    }
    found = []
    for one in sites:
        of_news, of_visit = news.get(one["key"]), visits.get(one["id"])
        figures = {
            "news": of_news.news if of_news else 0,
            "relevant": of_news.relevant if of_news else 0,
            "last_new": of_visit.new if of_visit else None,
            "last_failed": of_visit.failed if of_visit else None,
            "last_finish_reason": of_visit.finish_reason if of_visit else None,
            "last_crawl": of_visit.crawl if of_visit else None,
        }
        found.append(one | figures)
    return found
