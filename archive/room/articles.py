"""Artikel: what a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import Request

from archive.catalogue.counts import total
from archive.catalogue.query import Query
from archive.catalogue.search import ORDERS, Hit, Order, articles, snippet
from archive.room import filters
from archive.room.language import N_, Language
from archive.room.paging import paging
from archive.room.room import Room
from archive.room.web import Page, address, language_of, region_name, with_params

Row = dict[str, Any]

_A_PAGE = 25
_MOST_PAGES = 400  # whoever wants more takes the table


def page(room: Room, request: Request) -> Page:
    """A page of results. `order`, `page` and the filters stand in the address."""
    speech = language_of(request)
    query = filters.query_in(request.query_params)
    order = order_in(request, query)
    with room.catalogue() as connection:
        whole = total(connection, query)
        at = paging(request, whole.pages, _A_PAGE, _MOST_PAGES)
        hits = articles(connection, query, order=order, limit=at.size, offset=at.start)
        data = {
            "query": dict(query.params()),
            "order": order,
            "pages": whole.pages,
            "stories": whole.stories,
            "villages": whole.villages,
            "page": at.number,
            "last_page": at.last,
            "articles": [row_of(hit, speech, query.text) for hit in hits],
        }
        view = {
            "form": filters.form_of(connection, query, speech, kept=_order_asked(request)),
            "snippets": [snippet(hit.line, query.text) for hit in hits],
            "orders": [(one, speech.say(_ORDERS[one]), with_params(request, order=one, page=None)) for one in ORDERS],
            **at.links(request),
            "params": query.params(),
        }
    return Page("artikel.html", speech.say(N_("Artikel")), data, view)


def _order_asked(request: Request) -> list[tuple[str, str]]:
    return [("order", order)] if (order := request.query_params.get("order")) in ORDERS else []


_ORDERS: Mapping[Order, str] = {
    "newest": N_("terbaru"),
    "oldest": N_("terlama"),
    "best": N_("paling cocok"),
    "captured": N_("terakhir dipanen"),
}


def row_of(hit: Hit, speech: Language, text: str = "") -> Row:
    """An article in a list: the same names in pages, API and tables."""
    row = hit.row
    own = address(f"/artikel/{quote(row.id, safe=':')}", [("text", text)] if text else [])
    return {
        "id": row.id,
        "title": hit.line["title"],
        "url": row.url,
        "site": row.site,
        "published_at": row.published_at,
        "published_on": row.published_on,
        "event_on": row.event_on,
        "captured_at": row.captured_at,
        "kode_wilayah": row.village or row.district or row.regency or row.province,
        "provinsi": region_name(row.province),
        "kabupaten": region_name(row.regency),
        "kecamatan": region_name(row.district),
        "desa": region_name(row.village) or (hit.line.get("village") or {}).get("desa") or "",
        "platform": row.platform,
        "language": row.language,
        "relation": row.relation,
        "relevant": bool(row.relevant),
        "score": row.score,
        "is_reviewed": bool(row.is_reviewed),
        "activities": list(hit.activities),
        "participants": row.participants,
        "is_copy": bool(row.is_copy),
        "story_id": row.story,
        "captions": row.captions,
        "pictures": row.pictures,
        "flags": list(hit.line["flags"]),
        "capture": hit.line["capture"],
        "page": own,
        "archived": archived_address(row.url, row.captured_at),
        # Nobody but staff is given such a row.
        **({"is_staff": True} if row.is_staff else {}),
    }


def archived_address(url: str, captured_at: str) -> str:
    """Where the archived copy is shown."""
    stamp = "".join(letter for letter in captured_at[:19] if letter.isdigit())
    return f"/arsip/{stamp}/{url}"


def picture_address(url: str, captured_at: str) -> str:
    """Where an archived picture is shown, as it was at that time."""
    return archived_address(url, captured_at).replace("/arsip/", "/gambar/", 1)


def order_in(request: Request, query: Query) -> Order:
    """As the address says, else the best first for a search and the newest for a list."""
    asked = request.query_params.get("order", "")
    return next((one for one in ORDERS if one == asked), "best" if query.text else "newest")
