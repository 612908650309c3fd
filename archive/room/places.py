"""Counts by region: the level below the chosen one, the way back up, and what maps are drawn of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from archive.catalogue.counts import By, Count, counts
from archive.catalogue.query import UNKNOWN, Query
from archive.regions import region_table
from archive.room.counted import Row, counted_row
from archive.room.language import N_, Language
from archive.room.tiles import TILES, Scale, legend_of, scale_of
from archive.room.web import address, region_name

_BELOW: dict[int, By] = {0: "province", 2: "regency", 5: "district", 8: "village", 13: "village"}


def level_below(query: Query) -> By:
    """What the regions are counted by."""
    return "province" if query.region == UNKNOWN else _BELOW[len(query.region)]


def region_rows(connection: Connection, query: Query, speech: Language, by: By | None = None) -> list[Row]:
    """The regions below the chosen one, of all Indonesia the provinces; the most first, those unknown last."""
    level = by or level_below(query)
    rows = [
        counted_row(one, _name(one.key, query, speech), query.but(region=one.key or query.region or UNKNOWN))
        | {"code": one.key}
        for one in counts(connection, query, level, with_all_news=True)
    ]
    if level != "province":  # "unknown" in an address means the province: the others have no address of their own
        rows = [row if row["code"] else row | {"articles": None, "coverage": None} for row in rows]
    return sorted(rows, key=lambda row: (row["code"] is None, -row["pages"], -row["all_news"], row["label"]))


def _name(code: str | None, query: Query, speech: Language) -> str:
    if code is None:
        return speech.say(N_("Wilayah tidak diketahui"))
    return region_name(code) or code


def above_named(code: str | None) -> str:
    """The regions that one lies in, the nearest first: "Ungaran Barat, Kabupaten Semarang, Jawa Tengah"."""
    return ", ".join(region.name for region in reversed(region_table().ancestors(code or "")))


def way_up(query: Query, speech: Language, path: str = "/liputan") -> list[dict[str, Any]]:
    """From Indonesia down to the chosen region, each with its address but the last."""
    steps: list[dict[str, Any]] = [
        {"label": speech.say(N_("Indonesia")), "link": address(path, query.but(region="").params())}
    ]
    if query.region == UNKNOWN:
        steps.append({"label": speech.say(N_("Wilayah tidak diketahui")), "link": None})
    elif query.region:
        above = [*region_table().ancestors(query.region), region_table().get(query.region)]
        steps += (
            {"label": region.name, "link": address(path, query.but(region=region.code).params())}
            for region in above
            if region
        )
    steps[-1]["link"] = None
    return steps


def tile_rows(rows: Sequence[Row], measure: str, speech: Language) -> list[dict[str, Any]]:
    """Each province's square with its value, of rows by province. Those without news are there, too."""
    of_code = {row["code"]: row for row in rows}
    scale = tile_scale(rows, measure)
    found = []
    for tile in TILES:
        row = of_code.get(tile.code) or counted_row(Count(tile.code), "", Query(region=tile.code))
        value = row[measure] or 0
        found.append(
            {
                "code": tile.code,
                "short": tile.short,
                "label": region_name(tile.code) or tile.short,
                "column": tile.column,
                "row": tile.row,
                "pages": row["pages"],
                "share": row["share"],
                "all_news": row["all_news"],
                "said": speech.share(row["share"]) if measure == "share" else speech.number(row["pages"]),
                "fill": scale.fill(value),
                "ink": scale.ink(value),
                "coverage": row["coverage"] if row["all_news"] else None,
            }
        )
    return found


def tile_scale(rows: Sequence[Row], measure: str) -> Scale:
    return scale_of((row[measure] or 0 for row in rows if row["code"]), whole=measure == "pages")


def tile_legend(rows: Sequence[Row], measure: str, speech: Language) -> list[dict[str, str]]:
    """What each shade stands for, in words."""
    whole = measure == "pages"
    say = speech.number if whole else speech.share
    steps = legend_of(tile_scale(rows, measure), whole=whole)
    return [
        {"fill": "#ffffff", "text": speech.say(N_("tidak ada"))},
        *({"fill": str(one["fill"]), "text": step_named(one, say, speech)} for one in steps),
    ]


def step_named(step: Mapping[str, Any], say: Callable[[float], str], speech: Language) -> str:
    """What a step of a legend stands for: "81–322", "5%–10%", the first of shares "sampai 5%"."""
    if step["from"] == 0:
        return speech.say(N_("sampai %(most)s"), most=say(step["to"]))
    first, last = say(step["from"]), say(step["to"])
    return last if first == last else f"{first}–{last}"


def circle_rows(connection: Connection, query: Query, speech: Language) -> list[Row]:
    """The kabupaten and kota with news, and where they lie; below one of these its kecamatan or villages."""
    level = level_below(query)
    by: By = "regency" if level == "province" else level
    table = region_table()
    found = []
    for row in region_rows(connection, query, speech, by):
        region = table.get(row["code"]) if row["code"] else None
        if region and row["pages"] and region.latitude is not None:
            found.append({**row, "latitude": region.latitude, "longitude": region.longitude})
    return found
