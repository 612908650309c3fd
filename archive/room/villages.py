"""Desa: villages to be found, by name or by region. Those of which something is known come first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.remembered import remembered
from archive.regions import region_table, squash
from archive.regions.codes import dotted_code
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import Page, address, language_of, region_name

Row = dict[str, Any]

_MOST_FOUND = 100
_LEVELS = {0: "province", 2: "regency", 5: "district", 8: "village"}


@dataclass(slots=True)
class Known:
    """What the collection has of a village."""

    news: int = 0
    relevant: int = 0
    sites: int = 0
    recipients: int = 0


def page(room: Room, request: Request) -> Page:
    """`name` searches; `region` shows what lies in a region; `all` shows villages of which nothing is known, too."""
    return found_page(room, request, request.query_params.get("region", ""))


def found_page(room: Room, request: Request, asked_region: str) -> Page:
    """The same for a region that an address names otherwise."""
    speech = language_of(request)
    params = request.query_params
    name, is_all = params.get("name", "").strip()[:100], params.get("all") == "1"
    region = asked_region if asked_region in region_table() and len(asked_region) < 13 else ""
    with room.catalogue() as connection:
        known = known_villages(connection)
    found = villages_named(name, known) if name else []
    rows = [] if name else _regions_below(region, known, is_all)
    data = {
        "name": name,
        "region": region,
        "all": is_all,
        "level": _LEVELS[len(region)],
        "villages": [village_row(code, known.get(code, Known())) for code in found],
        "regions": rows,
        "known": {
            "villages": len(known),
            "with_site": sum(one.sites > 0 for one in known.values()),
            "with_news": sum(one.relevant > 0 for one in known.values()),
            "recipients": sum(one.recipients > 0 for one in known.values()),
        },
    }
    view = {"path_of_region": _path(region, speech), "is_cut": len(found) == _MOST_FOUND, "address_of": address}
    title = speech.say(N_("Desa")) if not region else speech.say(N_("Desa di %(region)s"), region=region_name(region))
    return Page("desa_cari.html", title, data, view)


def known_villages(connection: Connection) -> dict[str, Known]:
    """Villages that publish, have a site in the list, or receive the programme, by code."""
    return dict(remembered(connection, "known_villages", lambda: list(_known_villages(connection).items())))


def _known_villages(connection: Connection) -> dict[str, Known]:
    article = tables.article.c
    found: dict[str, Known] = {}
    news = (
        select(article.village, func.count().label("news"), func.sum(case((article.relevant, 1), else_=0)).label("own"))
        .where(article.kind == "article", article.village.is_not(None), *visible())
        .group_by(article.village)
    )
    for row in connection.execute(news):
        found[row.village] = Known(row.news, int(row.own or 0))
    for table, name in ((tables.site, "sites"), (tables.recipient, "recipients")):
        counted = select(table.c.village, func.count()).where(table.c.village.is_not(None)).group_by(table.c.village)
        for village, count in connection.execute(counted):
            setattr(found.setdefault(village, Known()), name, count)
    return found


def villages_named(name: str, known: dict[str, Known]) -> list[str]:
    """Codes of villages that a code or a name may mean: those known first, the whole name before a part of it."""
    table = region_table()
    code = dotted_code(name)
    if code and code in table and len(code) == 13:
        return [code]
    wanted = squash(name)
    if not wanted:
        return []
    exact = set(table.codes_named(wanted, "desa"))
    parts = {one for one in known if wanted in squash(region_name(one))}
    begun = table.codes_beginning(wanted, "desa", _MOST_FOUND)
    every = sorted({*exact, *parts, *begun}, key=lambda one: (one not in known, one not in exact, one))
    return every[:_MOST_FOUND]


def village_row(code: str, known: Known) -> Row:
    """A village in a list."""
    return {
        "kode_wilayah": code,
        "desa": region_name(code),
        "kecamatan": region_name(code[:8]),
        "kabupaten": region_name(code[:5]),
        "provinsi": region_name(code[:2]),
        "news": known.news,
        "relevant": known.relevant,
        "sites": known.sites,
        "recipients": known.recipients,
        "page": f"/desa/{code}",
    }


def _regions_below(region: str, known: dict[str, Known], is_all: bool) -> list[Row]:
    """What lies in a region: how many villages of each are known, and of the lowest the villages."""
    end = {0: 2, 2: 5, 5: 8, 8: 13}[len(region)]
    sums: dict[str, Known] = {}
    villages: dict[str, int] = {}
    for code, one in known.items():
        if code.startswith(region):
            below = code[:end]
            sum_ = sums.setdefault(below, Known())
            villages[below] = villages.get(below, 0) + 1
            sum_.news += one.news
            sum_.relevant += one.relevant
            sum_.sites += one.sites
            sum_.recipients += one.recipients > 0
    table = region_table()
    children = table.children(region) if region else tuple(one for one in map(table.get, _provinces()) if one)
    return [
        {
            "code": one.code,
            "name": one.name,
            "villages": villages.get(one.code, 0),
            "news": of.news,
            "relevant": of.relevant,
            "sites": of.sites,
            "recipients": of.recipients,
            "page": f"/desa/{one.code}"
            if len(one.code) == 13
            else address("/desa", {"region": one.code} | ({"all": "1"} if is_all else {})),
        }
        for one in children
        for of in [sums.get(one.code, Known())]
        if is_all or one.code in sums
    ]


def _provinces() -> list[str]:
    return [f"{number:02}" for number in range(11, 100)]


def _path(region: str, speech: Language) -> list[tuple[str, str]]:
    """The regions above, each with its address."""
    parts = [region[:end] for end in (2, 5, 8) if len(region) >= end]
    above = [(region_name(part), address("/desa", {"region": part})) for part in parts]
    return [(speech.say(N_("Semua provinsi")), "/desa"), *above]
