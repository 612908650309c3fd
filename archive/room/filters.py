"""The filter form that pages share: what it offers, what is chosen, and how each choice is taken back.

The form asks level by level and with every field; an address that came from it is led to the one short address of its
question, so that what people share and what is remembered is always the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, select
from starlette.datastructures import QueryParams

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.query import ACTIVITIES, NAMES, RELATIONS, UNKNOWN, Query, query_of
from archive.catalogue.remembered import remembered
from archive.regions import region_table
from archive.room import periods, vocabulary
from archive.room.language import JAKARTA, N_, Language
from archive.room.web import address, region_name

_LEVELS = ("province", "regency", "district", "village")
_ENDS = (2, 5, 8, 13)


def query_in(params: QueryParams) -> Query:
    """The question an address asks. The form names a region level by level; the lowest that lies in those above it
    counts. Raises QueryError."""
    pairs = [
        (name, periods.as_written(value) if name in ("since", "until") else value)
        for name, value in params.multi_items()
    ]
    chosen = ""
    for level in _LEVELS:
        code = params.get(level, "").strip()
        if not code:
            break
        if chosen and not code.startswith(chosen + "."):
            break
        chosen = code
    if "province" in params:
        pairs = [pair for pair in pairs if pair[0] != "region"] + [("region", chosen)]
    return query_of(pairs)


def plain_address(path: str, params: QueryParams) -> str | None:
    """The one short address of the question that this address asks; None where it is that. Parameters that are not of
    the question stay, if they say something. Raises QueryError."""
    others = [pair for pair in params.multi_items() if pair[0] not in (*NAMES, *_LEVELS) and pair[1]]
    given = urlencode(params.multi_items())
    plain = urlencode([*query_in(params).params(), *others])
    if plain == given or sorted(plain.split("&")) == sorted(given.split("&")):
        return None
    return path + (f"?{plain}" if plain else "")


def form_of(
    connection: Connection,
    query: Query,
    speech: Language,
    *,
    today: date | None = None,
    kept: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """What the form shows. `kept`: parameters of the page that its question is no part of."""
    platforms = remembered(connection, ("platforms",), lambda: _values(connection, "platform"))
    return {
        "query": query,
        "kept": [pair for pair in query.params() if pair[0] in ("site", "story", "without_flag", "review")] + [*kept],
        "years": _years(query, speech, today or datetime.now(JAKARTA).date(), kept),
        "written": periods.WRITTEN,
        "narrowed": bool(query.params()),
        "regions": region_choices(connection, query.region),
        "activities": [(one, vocabulary.name_of(speech, "activity", one)) for one in (*ACTIVITIES, UNKNOWN)],
        "relations": [(one, vocabulary.name_of(speech, "relation", one)) for one in ("relevant", *RELATIONS, "all")],
        "platforms": sorted((one, vocabulary.name_of(speech, "platform", one)) for one in platforms),
        "languages": [(one, vocabulary.name_of(speech, "language", one)) for one in ("id", "jv", "su", "ms", "en")],
        "flags": [(one, vocabulary.name_of(speech, "flag", one)) for one in _FLAGS],
        "chips": chips_of(query, speech, kept),
        "elsewhere": _elsewhere(query, speech) if query.params() else [],
    }


def _elsewhere(query: Query, speech: Language) -> list[dict[str, str]]:
    """The other pages with the same filters, as far as they have them."""
    found = [
        (N_("Liputan"), "/liputan", query.params()),
        (N_("Artikel"), "/artikel", query.params()),
        (N_("Kisah dampak"), "/kisah", query.params()),
        (N_("Mitra dan advokasi"), "/liputan/mitra", query.params()),
    ]
    region = [("region", query.region)] if query.region and query.region != UNKNOWN else []
    if query.since == query.until and len(query.since) in (4, 7):
        time = [pair for pair in (("year", query.since[:4]), ("month", query.since[5:])) if pair[1]]
        found.append((N_("Laporan"), "/laporan", [*time, *region]))
    if region:
        found += [(N_("Desa"), "/desa", region), (N_("Senyap"), "/senyap", region)]
    return [{"text": speech.say(text), "path": path, "link": address(path, pairs)} for text, path, pairs in found]


def _values(connection: Connection, name: str, *where: Any) -> tuple[str, ...]:
    """Those that occur, sorted."""
    column = tables.article.c[name]
    found = connection.execute(select(column).where(column.is_not(None), *where, *visible()).distinct()).scalars()
    return tuple(sorted(found))


def _years(query: Query, speech: Language, today: date, kept: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Ways to whole years: this, the last, all."""
    spans = [(N_("tahun ini"), str(today.year)), (N_("tahun lalu"), str(today.year - 1)), (N_("semua tahun"), "")]
    return [
        {
            "text": speech.say(text),
            "link": address("", [*query.but(since=year, until=year).params(), *kept]) or "?",
            "is_chosen": (query.since, query.until) == (year, year),
        }
        for text, year in spans
    ]


_FLAGS = ("gambling_injected", "comment_spam", "personal_data", "children", "date_inexact", "truncated")


def region_choices(connection: Connection, region: str) -> list[dict[str, Any]]:
    """One choice for each level down to that below the chosen: only regions that have articles."""
    chosen = region if region != UNKNOWN else ""
    found = []
    for level, end in zip(_LEVELS, _ENDS, strict=True):
        above = chosen[: _ENDS[_LEVELS.index(level) - 1]] if level != "province" else ""
        if level != "province" and len(chosen) < len(above or "x" * 99):
            break
        codes = remembered(connection, ("choices", level, above), partial(_below, connection, above, level))
        if not codes:
            break
        found.append(
            {
                "level": level,
                "chosen": chosen[:end] if len(chosen) >= end else "",
                "choices": [(code, region_name(code)) for code in codes],
            }
        )
        if len(chosen) < end:
            break
    return found


def _below(connection: Connection, above: str, level: str) -> tuple[str, ...]:
    where = [tables.article.c[_LEVELS[_LEVELS.index(level) - 1]] == above] if above else []
    return _values(connection, level, *where)


def chips_of(query: Query, speech: Language, kept: Sequence[tuple[str, str]] = ()) -> list[dict[str, str]]:
    """What narrows the view, each with the address that takes it back and leaves what is `kept`."""
    chips = []

    def chip(text: str, without: Query) -> None:
        chips.append({"text": text, "without": address("", [*without.params(), *kept]) or "?"})

    if query.text:
        chip(f"“{query.text}”", query.but(text=""))
    if query.region:
        whole = " · ".join(region.name for region in region_table().ancestors(query.region)[1:])
        name = speech.say(N_("Wilayah tidak diketahui")) if query.region == UNKNOWN else region_name(query.region)
        chip(f"{name} ({whole})" if whole else name, query.but(region=""))
    if query.since == UNKNOWN:
        chip(speech.say(N_("tanpa tanggal")), query.but(since=""))
    elif query.since or query.until:
        chip(periods.span_named(speech, query.since, query.until), query.but(since="", until=""))
    for name, kind in (("activity", "activity"), ("platform", "platform"), ("language", "language"), ("flag", "flag")):
        for value in getattr(query, name):
            rest = tuple(one for one in getattr(query, name) if one != value)
            chip(vocabulary.name_of(speech, kind, value), query.but(**{name: rest}))
    if query.relation != ("relevant",):
        names = ", ".join(vocabulary.name_of(speech, "relation", one) for one in query.relation)
        chip(names, query.but(relation=("relevant",)))
    if query.site:
        chip(query.site, query.but(site=""))
    if query.story:
        chip(speech.say(N_("Salinan satu berita")), query.but(story=""))
    for value in query.without_flag:
        rest = tuple(one for one in query.without_flag if one != value)
        said = speech.say(N_("tanpa tanda: %(flag)s"), flag=vocabulary.name_of(speech, "flag", value))
        chip(said, query.but(without_flag=rest))
    if query.copies == "first":
        chip(speech.say(N_("Tanpa salinan")), query.but(copies="all"))
    if query.by == "event":
        chip(speech.say(N_("Menurut tanggal kegiatan")), query.but(by="published"))
    if query.kind != "article":
        said = N_("Halaman tetap") if query.kind == "page" else N_("Berita dan halaman tetap")
        chip(speech.say(said), query.but(kind="article"))
    if query.review:
        said = N_("Sudah ditinjau") if query.review == "reviewed" else N_("Menunggu tinjauan")
        chip(speech.say(said), query.but(review=""))
    return chips
