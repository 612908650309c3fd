"""Beranda: this month against the same month last year, what is new, and what needs somebody."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.counts import By, counts, total
from archive.catalogue.query import UNKNOWN, Query
from archive.catalogue.remembered import remembered
from archive.catalogue.search import articles
from archive.room import articles as articles_page
from archive.room.language import N_, Language
from archive.room.periods import is_day, months_before
from archive.room.places import above_named
from archive.room.room import Room
from archive.room.web import Page, address, language_of, region_name

Row = dict[str, Any]

_FEW = 8


def page(room: Room, request: Request) -> Page:
    """What staff see first. `month` in the address chooses another month."""
    speech = language_of(request)
    with room.catalogue() as connection:
        newest = _newest_month(connection)
        today = room.today().isoformat()[:7]
        asked = request.query_params.get("month", "")
        month = Query(since=asked).since if len(asked) == 7 else today
        is_empty = month == today and not total(connection, Query(since=month, until=month)).pages
        if is_empty and not asked and newest:
            month = newest
        before = f"{int(month[:4]) - 1:04}{month[4:]}"
        now, then = (total(connection, Query(since=one, until=one)) for one in (month, before))
        data = {
            "month": month,
            "is_current": month == today,
            "newest_month": newest,
            "pages": now.pages,
            "stories": now.stories,
            "villages": now.villages,
            "all_news": _all_news(connection, month),
            "last_year": {"month": before, "pages": then.pages, "stories": then.stories, "villages": then.villages},
            "so_far": _so_far(connection, month, before, room.today()),
            "year": _year(connection, room.today()),
            "provinces": _regions(connection, month, before, "province", speech),
            "regencies": _regions(connection, month, before, "regency", speech, _FEW),
            "villages_most": _regions(connection, month, before, "village", speech, _FEW),
            "newest": [articles_page.row_of(hit, speech) for hit in articles(connection, Query(), limit=6)],
            "attention": _attention(connection, speech),
        }
        view = {
            "is_asked": bool(asked),
            "is_empty": newest is None and not _all_news_ever(connection),
            "chart_params": Query(since=months_before(month, 23), until=month).params(),
            "month_params": Query(since=month, until=month).params(),
            "before_params": Query(since=before, until=before).params(),
            "steps": {"back": months_before(month, 1), "forth": months_before(month, -1) if month < today else None},
        }
    return Page("beranda.html", speech.say(N_("Beranda")), data, view)


def _newest_month(connection: Connection) -> str | None:
    article = tables.article.c
    found = connection.execute(
        select(func.max(article.month)).where(article.kind == "article", article.relevant.is_(True), *visible())
    ).scalar()
    return str(found) if found else None


def _all_news(connection: Connection, month: str) -> int:
    found = counts(connection, Query(since=month, until=month, relation=("all",)), "month", only_pages=True)
    return sum(one.pages for one in found)


def _all_news_ever(connection: Connection) -> int:
    return connection.execute(select(tables.article.c.number).where(*visible()).limit(1)).scalar() or 0


def _so_far(connection: Connection, month: str, before: str, today: date) -> Row | None:
    """A month that is not over, against as many days of the same month a year before; None for one that is."""
    if month != today.isoformat()[:7]:
        return None
    until = f"{before}-{today.day:02}"
    until = f"{before}-28" if not is_day(until) else until
    earlier = Query(since=f"{before}-01", until=until)
    return {
        "until": today.isoformat(),
        "last_year_until": until,
        "last_year": total(connection, earlier).pages,
        "articles": address("/artikel", earlier.params()),
    }


def _year(connection: Connection, today: date) -> Row:
    """The year so far, and the last up to the same day."""
    last = today.year - 1
    until = f"{last}-{today.isoformat()[5:]}"
    until = f"{last}-02-28" if not is_day(until) else until
    this, earlier = Query(since=str(today.year), until=str(today.year)), Query(since=f"{last}-01-01", until=until)
    return {
        "year": str(today.year),
        "pages": total(connection, this).pages,
        "coverage": address("/liputan", this.params()),
        "last_year": total(connection, earlier).pages,
        "last_year_until": until,
    }


def _regions(
    connection: Connection, month: str, before: str, by: By, speech: Language, most: int | None = None
) -> list[Row]:
    """Regions of this month and of the same a year before, the most first; of finer levels those that are known."""
    now, then = (
        {one.key: one.pages for one in counts(connection, Query(since=one, until=one), by)} for one in (month, before)
    )
    codes = [code for code in {**now, **then} if code or by == "province"]
    codes.sort(key=lambda code: (-now.get(code, 0), -then.get(code, 0), code or "~"))
    return [
        {
            "code": code,
            "label": region_name(code) or speech.say(N_("Wilayah tidak diketahui")),
            "above": above_named(code),
            "pages": now.get(code, 0),
            "last_year": then.get(code, 0),
            "articles": address("/artikel", Query(since=month, until=month, region=code or UNKNOWN).params()),
            "articles_before": address("/artikel", Query(since=before, until=before, region=code or UNKNOWN).params()),
            "coverage": address("/liputan", Query(region=code or UNKNOWN).params()),
        }
        for code in codes[:most]
    ]


def _attention(connection: Connection, speech: Language) -> list[Row]:
    """What a person should look at, each with how many and where."""
    found = remembered(connection, ("attention",), lambda: _needing(connection))
    return [{"what": what, "count": count, "text": speech.say(text), "link": link} for what, count, text, link in found]


def _needing(connection: Connection) -> list[tuple[str, int, str, str]]:
    article, site, recipient = tables.article.c, tables.site.c, tables.recipient.c
    unsure = connection.execute(
        select(func.count()).where(article.relation == "borderline", article.is_reviewed.is_(False), *visible())
    ).scalar_one()
    counted = select(site.state, func.count()).where(site.is_paused.is_(False)).group_by(site.state)
    states: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
    covered = select(article.village).where(
        article.relevant.is_(True), article.kind == "article", article.village.is_not(None), *visible()
    )
    silent = connection.execute(
        select(func.count(recipient.village.distinct())).where(
            recipient.village.is_not(None), recipient.village.not_in(covered)
        )
    ).scalar_one()
    rows = [
        ("review", unsure, N_("berita perlu ditinjau: tentang program atau bukan?"), "/tinjau"),
        ("hijacked", states.get("hijacked", 0), N_("situs terindikasi diambil alih judi"), "/senyap?state=hijacked"),
        ("unreachable", states.get("unreachable", 0), N_("situs tidak terjangkau"), "/senyap?state=unreachable"),
        ("moved", states.get("moved", 0), N_("situs pindah alamat"), "/senyap?state=moved"),
        ("silent", silent, N_("desa penerima tanpa berita tentang program"), "/senyap"),
        ("findings", _open_findings(connection), N_("temuan dari panen terakhir"), "/panen"),
    ]
    return [row for row in rows if row[1]]


def _open_findings(connection: Connection) -> int:
    found = connection.execute(
        select(tables.job.c.findings)
        .where(tables.job.c.finished_at.is_not(None))
        .order_by(tables.job.c.started_at.desc())
    ).scalar()
    findings = json.loads(found) if found else []
    return sum(one.get("state") != "closed" and one.get("severity") != "info" for one in findings)
