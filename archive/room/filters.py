"""The filter form that pages share: what it offers, what is chosen, and how each choice is taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select
from starlette.datastructures import QueryParams

from archive.catalogue import tables
from archive.catalogue.query import ACTIVITIES, NAMES, RELATIONS, UNKNOWN, Query, query_of
from archive.regions import region_table
from archive.room import vocabulary
from archive.room.language import N_, Language
from archive.room.web import address, region_name

_LEVELS = ("province", "regency", "district", "village")
_ENDS = (2, 5, 8, 13)


def query_in(params: QueryParams) -> Query:
    """The question an address asks. The form names a region level by level; the lowest that lies in those above it
    counts. Raises QueryError."""
    pairs = params.multi_items()
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


def is_plain(params: QueryParams) -> bool:
    """Whether an address says its question in the one short form; else a page leads to that form."""
    return not any(level in params for level in _LEVELS) and all(
        value for name, value in params.multi_items() if name in NAMES
    )


def form_of(connection: Connection, query: Query, speech: Language) -> dict[str, Any]:
    """What the form shows."""
    article = tables.article.c
    platforms = connection.execute(select(article.platform).distinct()).scalars()
    return {
        "query": query,
        "regions": _region_choices(connection, query),
        "activities": [(one, vocabulary.name_of(speech, "activity", one)) for one in (*ACTIVITIES, UNKNOWN)],
        "relations": [
            (one, vocabulary.name_of(speech, "relation", one)) for one in ("relevant", *RELATIONS[:3], "all")
        ],
        "platforms": sorted((one, vocabulary.name_of(speech, "platform", one)) for one in platforms),
        "languages": [(one, vocabulary.name_of(speech, "language", one)) for one in ("id", "jv", "su", "ms", "en")],
        "flags": [(one, vocabulary.name_of(speech, "flag", one)) for one in _FLAGS],
        "chips": chips_of(query, speech),
    }


_FLAGS = ("gambling_injected", "comment_spam", "personal_data", "children", "date_inexact", "truncated")


def _region_choices(connection: Connection, query: Query) -> list[dict[str, Any]]:
    """One choice for each level down to that below the chosen: only regions that have articles."""
    chosen = query.region if query.region != UNKNOWN else ""
    found = []
    for level, end in zip(_LEVELS, _ENDS, strict=True):
        above = chosen[: _ENDS[_LEVELS.index(level) - 1]] if level != "province" else ""
        if level != "province" and len(chosen) < len(above or "x" * 99):
            break
        column = tables.article.c[level]
        statement = select(column).where(column.is_not(None)).distinct()
        if above:
            statement = statement.where(tables.article.c[_LEVELS[_LEVELS.index(level) - 1]] == above)
        codes = sorted(connection.execute(statement).scalars())
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


def chips_of(query: Query, speech: Language) -> list[dict[str, str]]:
    """What narrows the view, each with the address that takes it back."""
    chips = []

    def chip(text: str, without: Query) -> None:
        chips.append({"text": text, "without": address("", without.params()) or "?"})

    if query.text:
        chip(f"“{query.text}”", query.but(text=""))
    if query.region:
        whole = " · ".join(region.name for region in region_table().ancestors(query.region)[1:])
        name = speech.say(N_("Wilayah tidak diketahui")) if query.region == UNKNOWN else region_name(query.region)
        chip(f"{name} ({whole})" if whole else name, query.but(region=""))
    if query.since == UNKNOWN:
        chip(speech.say(N_("tanpa tanggal")), query.but(since=""))
    elif query.since or query.until:
        since = speech.month(query.since) if len(query.since) < 8 else speech.day(query.since)
        until = speech.month(query.until) if len(query.until) < 8 else speech.day(query.until)
        both = f"{since if query.since else '…'} – {until if query.until else '…'}"
        chip(since if query.since == query.until else both, query.but(since="", until=""))
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
    if query.copies == "first":
        chip(speech.say(N_("Tanpa salinan")), query.but(copies="all"))
    return chips
