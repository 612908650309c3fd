"""Laporan: the month or year of a region as a letter to print, and as a workbook."""

from __future__ import annotations

from sqlalchemy import Connection, func, select
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.query import UNKNOWN, Query, QueryError
from archive.catalogue.search import articles
from archive.export.about import state_of
from archive.export.articles import ArticleRows
from archive.export.report import Row, report_of, report_title
from archive.export.wanted import Wanted
from archive.export.words import place
from archive.room import downloads, filters
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import Page, address, language_of

MOST_ROWS = 200  # of a table on paper; the workbook has all
_MONTHS = tuple(f"{month:02}" for month in range(1, 13))


def page(room: Room, request: Request) -> Page:
    """`year`, `month` ("05"; none: the whole year) and a region choose; without a year the newest month with news."""
    speech = language_of(request)
    with room.catalogue() as connection:
        years = _years(connection, room)
        period = _period(request) or _newest_month(connection, room)
        region = filters.query_in(request.query_params).region
        report = report_of(connection, period, region, speech)
        query = Query(since=period, until=period, region=region)
        earlier = report["earlier"]["period"]
        hits = articles(connection, query, order="oldest", limit=MOST_ROWS)
        data = report | {"articles": list(ArticleRows(hits, "", speech))}
        view = {
            "years": years,
            "month_choices": [(month, speech.month(f"{period[:4]}-{month}").rpartition(" ")[0]) for month in _MONTHS],
            "regions": filters.region_choices(connection, region)[:2],
            "where": _where(region, speech),
            "is_year": len(period) == 4,
            "workbook": address("/laporan.xlsx", _pairs(period, region)),
            "params": _pairs(period, region),
            "state": state_of(connection, speech),
            "made_on": room.today(),
            "articles_of": lambda row, is_before: _articles_of(row, earlier if is_before else period, region),
            "most_rows": MOST_ROWS,
        }
    return Page("laporan.html", report_title(period, speech), data, view)


async def as_xlsx(request: Request) -> Response:
    """The whole report; a process of its own makes it when there are many articles in it."""
    period = _period(request)
    if not period:
        raise QueryError(language_of(request).say(N_("Pilih tahunnya: year=2024, dan bila perlu bulannya: month=05")))
    region = filters.query_in(request.query_params).region
    query = Query(since=period, until=period, region=region)
    base = str(request.base_url).rstrip("/")
    view = base + address("/laporan", _pairs(period, region))
    wanted = Wanted("laporan", "xlsx", query, "oldest", language_of(request).code, view, base)
    return await downloads.answered(request, wanted)


def _period(request: Request) -> str:
    """ "2024" or "2024-05"; empty without a year. Raises QueryError."""
    year, month = (request.query_params.get(name, "").strip() for name in ("year", "month"))
    if not year:
        return ""
    period = f"{year}-{month.zfill(2)}" if month else year
    is_known = len(year) == 4 and year.isascii() and year.isdecimal() and int(year) > 1000
    if not is_known or (month and month.zfill(2) not in _MONTHS):
        raise QueryError(language_of(request).say(N_("Tahun seperti 2024, bulan seperti 05")))
    return period


def _pairs(period: str, region: str) -> list[tuple[str, str]]:
    pairs = [("year", period[:4]), ("month", period[5:]), ("region", region)]
    return [(name, value) for name, value in pairs if value]


def _months_known(connection: Connection) -> tuple[str | None, str | None]:
    """The first and the last with an article about the programme."""
    article = tables.article.c
    counted = select(func.min(article.month), func.max(article.month)).where(
        article.kind == "article", article.relevant.is_(True), *visible()
    )
    first, last = connection.execute(counted).one()
    return first, last


def _years(connection: Connection, room: Room) -> list[str]:
    """The newest first; a date of a mistaken year does not make the list long."""
    today = room.today().year
    first, last = _months_known(connection)
    earliest = max(int(first[:4]) if first else today, today - 30)
    return [str(year) for year in range(max(today, min(int(last[:4]) if last else today, today + 1)), earliest - 1, -1)]


def _newest_month(connection: Connection, room: Room) -> str:
    today = f"{room.today():%Y-%m}"
    return min(_months_known(connection)[1] or today, today)


def _articles_of(row: Row, period: str, region: str) -> str:
    """Where the articles of a row are; empty where no address says it."""
    query = Query(since=period, until=period, region=region)
    if month := row.get("month"):
        month = f"{period[:4]}{month[4:]}"
        query = query.but(since=month, until=month)
    elif activity := row.get("activity"):
        query = query.but(activity=(activity,))
    elif code := row.get("kode_wilayah"):
        query = query.but(region=code)
    else:
        return ""
    return address("/artikel", query.params())


def _where(region: str, speech: Language) -> str:
    if not region:
        return speech.say(N_("Indonesia"))
    return speech.say(N_("Wilayah tidak diketahui")) if region == UNKNOWN else place(region)
