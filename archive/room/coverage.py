"""Liputan: how much was published, when, where and about what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request

from archive.catalogue.counts import By, Count, counts, months_between, region_name, total
from archive.catalogue.query import UNKNOWN, Query
from archive.room import filters, vocabulary
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import Page, address, language_of

UNIT = N_("Jumlah berita")
Row = dict[str, Any]

_BELOW: dict[int, By] = {0: "province", 2: "regency", 5: "district", 8: "village", 13: "village"}


def page(room: Room, request: Request) -> Page:
    """Counts of what the filters leave, each a link to the articles behind it."""
    speech = language_of(request)
    query = filters.query_in(request.query_params)
    with room.catalogue() as connection:
        whole = total(connection, query)
        data = {
            "query": dict(query.params()),
            "pages": whole.pages,
            "stories": whole.stories,
            "villages": whole.villages,
            "months": _month_rows(connection, query, speech),
            "regions": {"level": _level_below(query), "rows": region_rows(connection, query, speech)},
            "activities": _activity_rows(connection, query, speech),
        }
        view = {"form": filters.form_of(connection, query, speech), "address_of": address, "params": query.params()}
    return Page("liputan.html", speech.say(N_("Liputan")), data, view)


def month_rows(room: Room, query: Query, speech: Language) -> list[Row]:
    with room.catalogue() as connection:
        return _month_rows(connection, query, speech)


def province_rows(room: Room, query: Query, speech: Language) -> list[Row]:
    """The regions below the chosen one, the most first, for a chart."""
    with room.catalogue() as connection:
        rows = region_rows(connection, query, speech)
    return sorted((row for row in rows if row["pages"]), key=lambda row: -row["pages"])[:40]


def activity_rows(room: Room, query: Query, speech: Language) -> list[Row]:
    with room.catalogue() as connection:
        return _activity_rows(connection, query, speech)


def _month_rows(connection: Connection, query: Query, speech: Language) -> list[Row]:
    """Every month from the first with an article to the last, with the same month a year before; then those without a
    date."""
    found = {one.key: one for one in counts(connection, query, "month", with_all_news=True)}
    before = _a_year_before(connection, query, found)
    known = sorted(key for key, one in found.items() if key and (one.pages or query.since))
    months = months_between(known[0], known[-1]) if known else []
    rows = [
        _row(found.get(month) or Count(month), speech.short_month(month), query.but(since=month, until=month))
        | {"month": month, "last_year": before.get(f"{int(month[:4]) - 1:04}{month[4:]}", 0 if before else None)}
        for month in months
    ]
    if None in found and found[None].pages:
        undated = query.but(since="unknown", until="")
        rows.append(_row(found[None], speech.month(None), undated) | {"month": None, "last_year": None})
    return rows


def _a_year_before(connection: Connection, query: Query, found: dict[str | None, Count]) -> dict[str, int]:
    if not query.since and not query.until:
        return {key: one.pages for key, one in found.items() if key}
    earlier = query.but(since=_year_before(query.since), until=_year_before(query.until))
    return {one.key: one.pages for one in counts(connection, earlier, "month") if one.key}


def _year_before(period: str) -> str:
    return f"{int(period[:4]) - 1:04}{period[4:]}" if period[:4].isdigit() else period


def region_rows(connection: Connection, query: Query, speech: Language) -> list[Row]:
    """The regions below the chosen one; of all Indonesia the provinces."""
    return [
        _row(
            one,
            region_name(one.key) or speech.say(N_("Wilayah tidak diketahui")),
            query.but(region=one.key or query.region or UNKNOWN),
        )
        | {"code": one.key}
        for one in counts(connection, query, _level_below(query), with_all_news=True)
    ]


def _level_below(query: Query) -> By:
    return "province" if query.region == UNKNOWN else _BELOW[len(query.region)]


def _activity_rows(connection: Connection, query: Query, speech: Language) -> list[Row]:
    return [
        _row(one, vocabulary.name_of(speech, "activity", key), query.but(activity=(key,))) | {"activity": one.key}
        for one in counts(connection, query, "activity")
        for key in [one.key or UNKNOWN]
    ]


def _row(one: Count, label: str, narrowed: Query) -> Row:
    """A count as screens, charts and tables show it. `articles` leads to what was counted."""
    return {
        "label": label,
        "pages": one.pages,
        "stories": one.stories,
        "villages": one.villages,
        "all_news": one.all_news,
        "share": one.share,
        "articles": address("/artikel", narrowed.params()),
        "coverage": address("/liputan", narrowed.params()),
    }


def largest(rows: Sequence[Row]) -> int:
    """What a full bar stands for."""
    return max((row["pages"] for row in rows), default=0) or 1
