"""One village, or one site whose village is not known: what was published month by month, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select
from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.counts import total
from archive.catalogue.query import Query
from archive.regions import region_table
from archive.room import villages
from archive.room.language import N_, Language
from archive.room.paging import paging
from archive.room.room import Room
from archive.room.timeline import bars, month_counts, timeline
from archive.room.web import Page, address, language_of, region_name

Row = dict[str, Any]

_A_PAGE = 40


def page(room: Room, request: Request) -> Page:
    """/desa/<code>; of a larger region the villages in it. Raises HTTPException 404."""
    code = request.path_params["code"].removesuffix(".json")
    speech = language_of(request)
    if code not in region_table():
        raise HTTPException(
            404, speech.say(N_("Tidak ada wilayah dengan kode ini. Kode desa tampak seperti 18.05.13.2021."))
        )
    if len(code) < 13:
        return villages.found_page(room, request, code)
    with room.catalogue() as connection:
        sites = _sites(connection, tables.site.c.village == code)
        return _page(room, request, connection, Query(region=code), sites, code, speech)


def site_page(room: Room, request: Request) -> Page:
    """/situs/<id or host>, also of a site that only its articles tell of. Raises HTTPException 404."""
    named = request.path_params["site"].removesuffix(".json").strip("/")
    speech = language_of(request)
    with room.catalogue() as connection:
        site = tables.site.c
        sites = _sites(connection, or_(site.id == named, site.key == named))
        if not sites:
            article = tables.article.c
            if (
                connection.execute(select(article.number).where(article.site == named, *visible()).limit(1)).first()
                is None
            ):
                raise HTTPException(404, speech.say(N_("Tidak ada situs dengan nama ini dalam koleksi.")))
            sites = [_unlisted(named)]
        key = sites[0]["key"]
        return _page(room, request, connection, Query(site=key), sites, None, speech)


def _page(
    room: Room,
    request: Request,
    connection: Connection,
    query: Query,
    sites: list[Row],
    code: str | None,
    speech: Language,
) -> Page:
    recipients = _recipients(connection, code) if code else []
    months = month_counts(connection, code, sites)
    entries = timeline(connection, query, sites, recipients, speech)
    at = paging(request, len(entries), _A_PAGE)
    shown = entries[at.shown]
    of_programme, all_news = total(connection, query), total(connection, query.but(relation=("all",)))
    name = region_name(code) if code else sites[0]["name"] or sites[0]["id"]
    data = {
        "kode_wilayah": code or sites[0]["village"],
        "name": name,
        "place": _place(code or sites[0]["village"]),
        "sites": sites,
        "recipients": recipients,
        "pages": of_programme.pages,
        "stories": of_programme.stories,
        "all_news": all_news.pages,
        "newest": next((one["day"] for one in entries if one["what"] == "article" and one["day"]), None),
        "months": months,
        "timeline": shown,
        "page": at.number,
        "last_page": at.last,
    }
    view = {
        "is_site": code is None,
        "chart": bars(months),
        "by_month": _by_month(shown),
        "articles_link": address("/artikel", query.params()),
        "all_link": address("/artikel", query.but(relation=("all",)).params()),
        "coverage_link": address("/liputan", query.params()),
        **at.links(request),
    }
    title = speech.say(N_("Desa %(name)s"), name=name) if code and code[9] in "23" else name
    return Page("desa.html", title, data, view)


def _by_month(entries: Iterable[Row]) -> list[tuple[str | None, list[Row]]]:
    return [(month, list(some)) for month, some in groupby(entries, key=lambda one: one["day"] and one["day"][:7])]


def _sites(connection: Connection, where: ColumnElement[bool]) -> list[Row]:
    rows = connection.execute(select(tables.site).where(where).order_by(tables.site.c.id))
    return [dict(row._mapping) for row in rows]


def _unlisted(key: str) -> Row:
    """A site that articles are of and seeds.csv does not list: of an imported WARC, say."""
    return {
        **dict.fromkeys(column.name for column in tables.site.c),
        "id": key,
        "key": key,
        "url": "",
        "is_paused": False,
        "state": "unlisted",
    }


def _recipients(connection: Connection, code: str) -> list[Row]:
    recipient = tables.recipient
    rows = connection.execute(
        select(recipient).where(recipient.c.village == code).order_by(recipient.c.year.desc(), recipient.c.id)
    )
    return [dict(row._mapping) for row in rows]


def _place(code: str | None) -> str:
    """ "Penawar Tama, Kabupaten Tulang Bawang, Lampung" """
    return ", ".join(region.name for region in reversed(region_table().ancestors(code))) if code else ""
