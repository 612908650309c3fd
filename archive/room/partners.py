"""Mitra dan advokasi: agreements, regulations and village money that articles name, each with its sentence."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request

from archive.catalogue.facts import count_facts, partner_counts, partner_facts
from archive.catalogue.query import QueryError
from archive.catalogue.rows import PARTNER_FACTS
from archive.room import filters
from archive.room.articles import archived_address
from archive.room.counted import Row
from archive.room.language import N_, Language
from archive.room.paging import paging
from archive.room.places import way_up
from archive.room.room import Room
from archive.room.web import Page, address, language_of, region_name, with_params

_A_PAGE = 50
_MOST_PAGES = 200
FIELDS = {
    "agreement": N_("Kerja sama (MoU, nota kesepahaman)"),
    "regulation": N_("Peraturan (perbup, perdes, SK)"),
    "funding": N_("Pendanaan (dana desa, APBDes, CSR)"),
}


def page(room: Room, request: Request) -> Page:
    """A page of facts. `fact` in the address chooses one kind."""
    speech = language_of(request)
    query = filters.query_in(request.query_params)
    chosen = field_in(request.query_params)
    fields = (chosen,) if chosen else PARTNER_FACTS
    with room.catalogue() as connection:
        counts = partner_counts(connection, query)
        found = count_facts(connection, query, fields)
        at = paging(request, found, _A_PAGE, _MOST_PAGES)
        rows = partner_facts(connection, query, fields, limit=at.size, offset=at.start)
        kept = [("fact", chosen)] if chosen else []
        data = {
            "query": dict(query.params()),
            "fact": chosen,
            "counts": [
                {"fact": one.key, "pages": one.pages, "stories": one.stories, "villages": one.villages}
                for one in counts
            ],
            "found": found,
            "page": at.number,
            "last_page": at.last,
            "facts": [fact_row(row) for row in rows],
        }
        view = {
            "form": filters.form_of(connection, query, speech, today=room.today(), kept=kept),
            "kinds": _kinds(request, chosen, counts, speech),
            "breadcrumbs": way_up(query, speech, "/liputan/mitra"),
            "up": address("/liputan", query.params()),
            "field_names": {name: speech.say(text) for name, text in SHORT.items()},
            **at.links(request),
        }
    return Page("mitra.html", speech.say(N_("Mitra dan advokasi")), data, view)


SHORT = {"agreement": N_("Kerja sama"), "regulation": N_("Peraturan"), "funding": N_("Pendanaan")}


def field_in(params: QueryParams) -> str | None:
    """Raises QueryError."""
    chosen = params.get("fact") or None
    if chosen is not None and chosen not in PARTNER_FACTS:
        known = ", ".join(PARTNER_FACTS)
        raise QueryError(f"fact: {chosen[:40]!r} is none of: {known}", "choice", name="fact", value=chosen, known=known)
    return chosen


def _kinds(request: Request, chosen: str | None, counts: list[Any], speech: Language) -> list[dict[str, Any]]:
    """All, or one kind: each with the number of its articles and its address."""
    return [
        {
            "text": speech.say(FIELDS[one.key]) if one.key else speech.say(N_("Semua")),
            "pages": one.pages,
            "link": with_params(request, fact=one.key, page=None),
            "is_chosen": one.key == chosen,
        }
        for one in counts
    ]


def fact_row(row: Any) -> Row:
    """A fact in a list: what, in which words, and in which article of which village."""
    return {
        "field": row.field,
        "value": row.value,
        "quote": row.quote,
        "article_id": row.id,
        "title": row.title,
        "published_on": row.published_on,
        "event_on": row.event_on,
        "site": row.site,
        "kode_wilayah": row.village or row.district or row.regency or row.province,
        "provinsi": region_name(row.province),
        "kabupaten": region_name(row.regency),
        "kecamatan": region_name(row.district),
        "desa": region_name(row.village),
        "relation": row.relation,
        "is_copy": bool(row.is_copy),
        "url": row.url,
        "page": address(f"/artikel/{row.id}", []),
        "archived": archived_address(row.url, row.captured_at),
    }
