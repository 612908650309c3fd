"""Artikel: what a search finds, and one article with everything that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.counts import total
from archive.catalogue.query import Query
from archive.catalogue.search import ORDERS, Hit, Order, article_of, articles, marked, readings_of, snippet
from archive.redaction import redacted
from archive.replay.finding import Finder
from archive.room import filters, vocabulary
from archive.room.language import N_, Language
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
    number = min(_whole(request.query_params.get("page"), 1), _MOST_PAGES)
    with room.catalogue() as connection:
        whole = total(connection, query)
        last = min(max(1, -(-whole.pages // _A_PAGE)), _MOST_PAGES)
        number = min(number, last)
        hits = articles(connection, query, order=order, limit=_A_PAGE, offset=(number - 1) * _A_PAGE)
        data = {
            "query": dict(query.params()),
            "order": order,
            "pages": whole.pages,
            "stories": whole.stories,
            "villages": whole.villages,
            "page": number,
            "last_page": last,
            "articles": [row_of(hit, speech, query.text) for hit in hits],
        }
        view = {
            "form": filters.form_of(connection, query, speech),
            "snippets": [snippet(hit.line, query.text) for hit in hits],
            "orders": [(one, speech.say(_ORDERS[one]), with_params(request, order=one, page=None)) for one in ORDERS],
            "previous": with_params(request, page=str(number - 1)) if number > 1 else None,
            "next": with_params(request, page=str(number + 1)) if number < last else None,
            "params": query.params(),
        }
    return Page("artikel.html", speech.say(N_("Artikel")), data, view)


_ORDERS: Mapping[Order, str] = {
    "newest": N_("terbaru"),
    "oldest": N_("terlama"),
    "best": N_("paling cocok"),
    "captured": N_("terakhir dipanen"),
}


def article_page(room: Room, request: Request) -> Page:
    """One article. Raises HTTPException 404."""
    speech = language_of(request)
    article_id = request.path_params["article_id"].removesuffix(".json")
    with room.catalogue() as connection:
        hit = article_of(connection, article_id)
        if hit is None:
            raise HTTPException(404, article_id)
        readings = [redacted(line) for line in readings_of(connection, hit.row.id)]
        story = Query(relation=("all",), kind="all", story=hit.row.story)
        copies = [one for one in articles(connection, story, order="oldest", limit=50) if one.row.id != hit.row.id]
        event = tables.event.c
        events = connection.execute(
            select(tables.event).where(event.article == hit.row.id).order_by(event.found_at)
        ).all()
    line, sought = hit.line, request.query_params.get("text", "")[:500]
    data = {
        "article": row_of(hit, speech),
        "document": line,
        "versions": [_version(one) for one in readings],
        "copies": [row_of(one, speech) for one in copies],
        "events": [dict(one._mapping) for one in events],
    }
    view = {
        "paragraphs": [marked(part, sought) for part in (line["text"] or "").split("\n\n")],
        "captions": _captions(room, line),
        "facts": _facts(line, speech),
        "place": _place(line),
        "cite": _citation(hit, speech),
    }
    return Page("berita.html", line["title"] or speech.say(N_("Tanpa judul")), data, view)


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
    }


def archived_address(url: str, captured_at: str) -> str:
    """Where the archived copy is shown."""
    stamp = "".join(letter for letter in captured_at[:19] if letter.isdigit())
    return f"/arsip/{stamp}/{url}"


def _version(line: Mapping[str, Any]) -> Row:
    return {
        "id": line["id"],
        "captured_at": line["captured_at"],
        "url": line["url"],
        "title": line["title"],
        "same_as": line["same_as"],
        "capture": line["capture"],
        "archived": archived_address(line["url"], line["captured_at"]),
    }


def _captions(room: Room, line: Mapping[str, Any]) -> list[Row]:
    """The captions with the addresses of their archived pictures. What a later crawl mended is found, too."""
    urls = [caption.get("original_url") or caption.get("image_url") for caption in line["captions"]]
    finder = Finder(room.collection, room.indexes.lookup())
    finder.lookup.find(filter(None, urls))
    return [
        {**caption, "shown": picture_address(url, line["captured_at"]) if url and finder.has(url) else None, "url": url}
        for caption, url in zip(line["captions"], urls, strict=True)
    ]


def picture_address(url: str, captured_at: str) -> str:
    """Where an archived picture is shown, as it was at that time."""
    return archived_address(url, captured_at).replace("/arsip/", "/gambar/", 1)


def _facts(line: Mapping[str, Any], speech: Language) -> list[Row]:
    """Each fact with the sentence it came from."""
    programme = line.get("programme") or {}
    return [
        {
            "field": speech.say(_FIELDS.get(fact["field"], fact["field"])),
            "value": _value(fact, speech),
            "quote": fact.get("quote"),
            "where": fact.get("where"),
        }
        for fact in programme.get("facts") or ()
    ]


def _value(fact: Mapping[str, Any], speech: Language) -> str:
    match fact["field"]:
        case "activity":
            return vocabulary.name_of(speech, "activity", fact["value"])
        case "event_start" | "event_end":
            return speech.day(fact["value"])
    return str(fact["value"])


_FIELDS = {
    "activity": N_("Kegiatan"),
    "event_start": N_("Mulai"),
    "event_end": N_("Selesai"),
    "place": N_("Tempat"),
    "participants": N_("Jumlah peserta"),
    "agreement": N_("Kerja sama"),
    "regulation": N_("Peraturan"),
    "funding": N_("Pendanaan"),
    "office": N_("Pejabat"),
}


def _place(line: Mapping[str, Any]) -> str:
    village = line.get("village") or {}
    names = (village.get(name) for name in ("desa", "kecamatan", "kabupaten", "provinsi"))
    return ", ".join(filter(None, names))


def _citation(hit: Hit, speech: Language) -> str:
    """How to cite it: author or site, title, day, address, and the archived record."""
    row, capture = hit.row, hit.line["capture"]
    return speech.say(
        N_("%(who)s. “%(title)s”. %(day)s. %(url)s. Diarsipkan %(moment)s, rekaman %(record)s."),
        who=row.author or row.site,
        title=row.title or speech.say(N_("Tanpa judul")),
        day=speech.day(row.published_at),
        url=row.url,
        moment=speech.moment(row.captured_at),
        record=capture["record_id"],
    )


def order_in(request: Request, query: Query) -> Order:
    """As the address says, else the best first for a search and the newest for a list."""
    asked = request.query_params.get("order", "")
    return next((one for one in ORDERS if one == asked), "best" if query.text else "newest")


def _whole(text: str | None, least: int) -> int:
    return max(least, int(text)) if text and text.isdecimal() and len(text) < 7 else least
