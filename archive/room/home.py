"""Beranda: this month against the same month last year, what is new, and what needs somebody."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from starlette.datastructures import QueryParams
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.conditions import conditions_of, visible
from archive.catalogue.counts import By, counts, total
from archive.catalogue.query import UNKNOWN, Query, QueryError
from archive.catalogue.remembered import remembered
from archive.catalogue.search import articles
from archive.regions import region_table
from archive.room import articles as articles_page
from archive.room import filters, writing
from archive.room.language import N_, Language
from archive.room.periods import as_written, is_day, months_before
from archive.room.places import above_named, level_below
from archive.room.room import Room
from archive.room.silence import recipient_villages, troubled_sites
from archive.room.web import Page, address, language_of, region_name

Row = dict[str, Any]

_FEW = 8


def page(room: Room, request: Request) -> Page:
    """What staff see first. `month` in the address chooses another month, `region` (or level by level) a region."""
    speech = language_of(request)
    here = Query(region=filters.query_in(request.query_params).region)
    with room.catalogue() as connection:
        newest = _newest_month(connection, here)
        today = room.today().isoformat()[:7]
        asked = _month_in(request.query_params)
        month = asked or today
        is_empty = month == today and not total(connection, here.but(since=month, until=month)).pages
        if is_empty and not asked and newest:
            month = newest
        this = here.but(since=month, until=month)
        before = f"{int(month[:4]) - 1:04}{month[4:]}"
        last = here.but(since=before, until=before)
        now, then = total(connection, this), total(connection, last)
        below = level_below(here)
        data = {
            "month": month,
            "region": here.region,
            "is_current": month == today,
            "newest_month": newest,
            "pages": now.pages,
            "stories": now.stories,
            "villages": now.villages,
            "all_news": _all_news(connection, this),
            "last_year": {"month": before, "pages": then.pages, "stories": then.stories, "villages": then.villages},
            "so_far": _so_far(connection, this, before, room.today()),
            "year": _year(connection, here, room.today()),
            "regions_by": below,
            "regions": _regions(connection, this, last, below, speech),
            "regencies_most": _regions(connection, this, last, "regency", speech, _FEW) if below == "province" else [],
            "villages_most": _regions(connection, this, last, "village", speech, _FEW) if below != "village" else [],
            "newest": [articles_page.row_of(hit, speech) for hit in articles(connection, here, limit=6)],
            "attention": _attention(connection, here, speech, writing.may(request, "archivist")),
        }
        view = {
            "is_asked": bool(asked),
            "is_empty": newest is None and not _all_news_ever(connection),
            "chart_params": here.but(since=months_before(month, 23), until=month).params(),
            "month_params": this.params(),
            "here_params": here.params(),
            "place": region_name(here.region) if here.region in region_table() else "",
            "region_choices": filters.region_choices(connection, here.region),
            "month_link": lambda one: address("/", [("month", one), *here.params()]),
            "steps": {"back": months_before(month, 1), "forth": months_before(month, -1) if month < today else None},
        }
    return Page("beranda.html", speech.say(N_("Beranda")), data, view)


def _month_in(params: QueryParams) -> str:
    """The month that the address names; empty where it names none. Raises QueryError."""
    asked = as_written(params.get("month", ""))
    if asked and (len(asked) != 7 or not is_day(f"{asked}-01") or asked < "1000"):
        raise QueryError(f"month: {asked!r} is no month, as in 2024-06", "month", value=asked)
    return asked


def _newest_month(connection: Connection, here: Query) -> str | None:
    found = connection.execute(
        select(func.max(tables.article.c.month)).where(*conditions_of(here, connection.dialect.name))
    ).scalar()
    return str(found) if found else None


def _all_news(connection: Connection, this: Query) -> int:
    found = counts(connection, this.but(relation=("all",)), "month", only_pages=True)
    return sum(one.pages for one in found)


def _all_news_ever(connection: Connection) -> int:
    return connection.execute(select(tables.article.c.number).where(*visible()).limit(1)).scalar() or 0


def _so_far(connection: Connection, this: Query, before: str, today: date) -> Row | None:
    """A month that is not over, against as many days of the same month a year before; None for one that is."""
    if this.since != today.isoformat()[:7]:
        return None
    until = f"{before}-{today.day:02}"
    until = f"{before}-28" if not is_day(until) else until
    earlier = this.but(since=f"{before}-01", until=until)
    return {
        "until": today.isoformat(),
        "last_year_until": until,
        "last_year": total(connection, earlier).pages,
        "articles": address("/artikel", earlier.params()),
    }


def _year(connection: Connection, here: Query, today: date) -> Row:
    """The year so far, and the last up to the same day."""
    last = today.year - 1
    until = f"{last}-{today.isoformat()[5:]}"
    until = f"{last}-02-28" if not is_day(until) else until
    this = here.but(since=str(today.year), until=str(today.year))
    earlier = here.but(since=f"{last}-01-01", until=until)
    return {
        "year": str(today.year),
        "pages": total(connection, this).pages,
        "coverage": address("/liputan", this.params()),
        "last_year": total(connection, earlier).pages,
        "last_year_until": until,
    }


def _regions(
    connection: Connection, this: Query, last: Query, by: By, speech: Language, most: int | None = None
) -> list[Row]:
    """Regions of this month and of the same a year before, the most first; below provinces those that are known."""
    now, then = ({one.key: one.pages for one in counts(connection, query, by)} for query in (this, last))
    codes = [code for code in {**now, **then} if code or by == "province"]
    codes.sort(key=lambda code: (-now.get(code, 0), -then.get(code, 0), code or "~"))
    return [
        {
            "code": code,
            "label": region_name(code) or speech.say(N_("Wilayah tidak diketahui")),
            "above": "" if by == level_below(this) else above_named(code),  # else the title says it
            "pages": now.get(code, 0),
            "last_year": then.get(code, 0),
            "articles": address("/artikel", this.but(region=code or UNKNOWN).params()),
            "articles_before": address("/artikel", last.but(region=code or UNKNOWN).params()),
            "coverage": address("/liputan", Query(region=code or UNKNOWN).params()),
        }
        for code in codes[:most]
    ]


def _attention(connection: Connection, here: Query, speech: Language, is_archivist: bool) -> list[Row]:
    """What a person should look at, each with how many and where. Findings stand in Panen, which archivists see."""
    every = remembered(connection, ("attention", here.region), lambda: _needing(connection, here))
    found = [one for one in every if one[0] != "findings" or is_archivist]
    return [{"what": what, "count": count, "text": speech.say(text), "link": link} for what, count, text, link in found]


def _needing(connection: Connection, here: Query) -> list[tuple[str, int, str, str]]:
    place = [("region", here.region)] if here.region else []
    waiting = here.but(relation=("borderline",), review="open")
    conditions = conditions_of(waiting, connection.dialect.name)
    unsure = connection.execute(select(func.count()).select_from(tables.article).where(*conditions)).scalar_one()
    found = [("review", unsure, N_("berita perlu ditinjau: tentang program atau bukan?"), address("/tinjau", place))]
    troubled = Counter(one["state"] for one in troubled_sites(connection, here.region, ""))
    for state, words in _TROUBLES.items():
        found.append((state, troubled[state], words, address("/senyap", [("state", state), *place])))
    silent = sum(not one.news for one in recipient_villages(connection) if one.code.startswith(here.region))
    found.append(("silent", silent, N_("desa penerima tanpa berita tentang program"), address("/senyap", place)))
    if not here.region:
        found.append(("findings", _open_findings(connection), N_("temuan dari panen terakhir"), "/panen"))
    return [row for row in found if row[1]]


_TROUBLES = {
    "hijacked": N_("situs terindikasi diambil alih judi"),
    "unreachable": N_("situs tidak terjangkau"),
    "moved": N_("situs pindah alamat"),
}


def _open_findings(connection: Connection) -> int:
    found = connection.execute(
        select(tables.job.c.findings)
        .where(tables.job.c.finished_at.is_not(None))
        .order_by(tables.job.c.started_at.desc())
    ).scalar()
    findings = json.loads(found) if found else []
    return sum(one.get("state") != "closed" and one.get("severity") != "info" for one in findings)
