"""Beranda: this month against the same month last year, what is new, and what needs somebody."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, func, select
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.counts import counts, region_name, total
from archive.catalogue.query import Query
from archive.catalogue.search import articles
from archive.room import articles as articles_page
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import Page, address, language_of

Row = dict[str, Any]


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
            "all_news": total(connection, Query(since=month, until=month, relation=("all",))).pages,
            "last_year": {"month": before, "pages": then.pages, "stories": then.stories, "villages": then.villages},
            "provinces": _provinces(connection, month, before, speech),
            "newest": [articles_page.row_of(hit, speech) for hit in articles(connection, Query(), limit=6)],
            "attention": _attention(connection, speech),
        }
        view = {
            "chart_params": Query(since=_months_before(month, 23), until=month).params(),
            "month_params": Query(since=month, until=month).params(),
            "steps": {"back": _months_before(month, 1), "forth": _months_before(month, -1) if month < today else None},
        }
    return Page("beranda.html", speech.say(N_("Beranda")), data, view)


def _newest_month(connection: Connection) -> str | None:
    article = tables.article.c
    found = connection.execute(
        select(func.max(article.month)).where(article.kind == "article", article.relevant.is_(True))
    ).scalar()
    return str(found) if found else None


def _months_before(month: str, count: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:7]) - 1 - count
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _provinces(connection: Connection, month: str, before: str, speech: Language) -> list[Row]:
    """Provinces of this month and of the same a year before, the most first."""
    now, then = (
        {one.key: one for one in counts(connection, Query(since=one, until=one), "province")} for one in (month, before)
    )
    rows = [
        {
            "code": code,
            "label": region_name(code) or speech.say(N_("Wilayah tidak diketahui")),
            "pages": now[code].pages if code in now else 0,
            "last_year": then[code].pages if code in then else 0,
            "articles": address("/artikel", Query(since=month, until=month, region=code or "unknown").params()),
        }
        for code in {**now, **then}
    ]
    return sorted(rows, key=lambda row: (-row["pages"], -row["last_year"], row["label"]))


def _attention(connection: Connection, speech: Language) -> list[Row]:
    """What a person should look at, each with how many and where."""
    article, site, recipient = tables.article.c, tables.site.c, tables.recipient.c
    unsure = connection.execute(
        select(func.count()).where(article.relation == "borderline", article.is_reviewed.is_(False))
    ).scalar_one()
    counted = select(site.state, func.count()).where(site.is_paused.is_(False)).group_by(site.state)
    states: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
    covered = select(article.village).where(
        article.relevant.is_(True), article.kind == "article", article.village.is_not(None)
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
    return [
        {"what": what, "count": count, "text": speech.say(text), "link": link}
        for what, count, text, link in rows
        if count
    ]


def _open_findings(connection: Connection) -> int:
    found = connection.execute(
        select(tables.job.c.findings)
        .where(tables.job.c.finished_at.is_not(None))
        .order_by(tables.job.c.started_at.desc())
    ).scalar()
    findings = json.loads(found) if found else []
    return sum(one.get("state") != "closed" and one.get("severity") != "info" for one in findings)
