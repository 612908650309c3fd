"""One article with everything that is known of it: text, pictures, facts, versions, copies, and where the bytes lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.query import Query
from archive.catalogue.search import Hit, article_of, articles, readings_of
from archive.redaction import covered, redacted
from archive.replay.finding import Finder
from archive.room import vocabulary
from archive.room.articles import archived_address, picture_address, row_of
from archive.room.citing import Source, citations
from archive.room.differences import compared_pair, differences
from archive.room.language import N_, Language
from archive.room.restricted import refuse_restricted_article
from archive.room.room import Room
from archive.room.spans import caption_pieces, paragraphs, pieces, sought_in, spans_in
from archive.room.web import Page, language_of

Row = dict[str, Any]
Line = Mapping[str, Any]

_MOST_COPIES = 50
_MOST_VERSIONS = 200  # shown; the newest


def page(room: Room, request: Request) -> Page:
    """`from` and `to` in the address: which two versions are compared. Raises HTTPException 404."""
    speech = language_of(request)
    article_id = request.path_params["article_id"].removesuffix(".json")
    with room.catalogue() as connection:
        hit = article_of(connection, article_id)
        if hit is None:
            refuse_restricted_article(room, connection, article_id, request)
            raise HTTPException(404, speech.say(N_("Tidak ada berita dengan alamat ini dalam koleksi.")))
        readings = [redacted(line) for line in readings_of(connection, hit.row.id)]
        copies = _copies(connection, hit, speech)
        events = _events(connection, hit.row.id)
    line, sought = hit.line, request.query_params.get("text", "")[:500]
    versions = [_version(one, number) for number, one in enumerate(readings, 1)]
    own = row_of(hit, speech)
    data = {
        "article": own,
        "document": line,
        "versions": versions,
        "copies": copies,
        "events": events,
        "difference": _difference(readings, versions, request),
        "citations": citations(source_of(room, hit, speech), speech),
    }
    text, title = line.get("text") or "", line.get("title") or ""
    view = {
        "heading": pieces(title, [*spans_in(line, "title"), *sought_in(title, sought)]),
        "paragraphs": paragraphs(text, [*spans_in(line, "text"), *sought_in(text, sought)]) if text else [],
        "captions": captions_of(line, sought, Finder(room.collection, room.indexes.lookup())),
        "facts": facts_of(line, speech),
        "evidence": _evidence(line),
        "place": place_of(line),
        "dates": _dates(hit, speech),
        "shown_versions": versions[-_MOST_VERSIONS:],
        "sought": sought,
    }
    return Page("berita.html", title or speech.say(N_("Tanpa judul")), data, view)


def _copies(connection: Connection, hit: Hit, speech: Language) -> list[Row]:
    """The other pages that tell the same story, the first to be published first."""
    story = Query(relation=("all",), kind="all", story=hit.row.story)
    found = articles(connection, story, order="oldest", limit=_MOST_COPIES + 1)
    rows = [row_of(one, speech) for one in found]
    return [
        {**row, "is_first": row["id"] == hit.row.story, "is_own": row["id"] == hit.row.id}
        for row in rows
        if len(rows) > 1
    ]


def _events(connection: Connection, article_id: str) -> list[Row]:
    event = tables.event
    found = connection.execute(select(event).where(event.c.article == article_id).order_by(event.c.found_at))
    return [dict(one._mapping) for one in found]


def _version(line: Line, number: int) -> Row:
    return {
        "number": number,
        "id": line["id"],
        "captured_at": line["captured_at"],
        "url": line["url"],
        "title": line["title"],
        "same_as": line["same_as"],
        "capture": line["capture"],
        "archived": archived_address(line["url"], line["captured_at"]),
    }


def _difference(readings: Sequence[Line], versions: Sequence[Row], request: Request) -> Row | None:
    """What two versions that say something new differ in; None where there is one alone."""
    asked = request.query_params
    numbers = [one["number"] for one in versions if one["same_as"] is None]
    pair = compared_pair(asked.get("from", ""), asked.get("to", ""), numbers)
    if pair is None:
        return None
    before, after = (readings[number - 1] for number in pair)
    return {
        "from": pair[0],
        "to": pair[1],
        "before": before["captured_at"],
        "after": after["captured_at"],
        "parts": differences(before, after),
    }


def captions_of(line: Line, sought: str = "", finder: Finder | None = None) -> list[Row]:
    """Each caption with the address of its archived picture, if there is one; with a `finder` also of one that a later
    crawl mended."""
    captions = line.get("captions") or ()
    urls = [caption.get("original_url") or caption.get("image_url") for caption in captions]
    if finder:
        finder.lookup.find(filter(None, urls))
    found = []
    for number, (caption, url) in enumerate(zip(captions, urls, strict=True)):
        image = caption.get("image")
        is_there = bool(url) and (finder.shows(image, url) if finder else bool(image))
        found.append(
            {
                **caption,
                "shown": picture_address(url, line["captured_at"]) if is_there else None,
                "url": url,
                "pieces": caption_pieces(line, number, sought),
            }
        )
    return found


def facts_of(line: Line, speech: Language) -> list[Row]:
    """Each fact with the sentence it came from, and its anchor in the text."""
    programme = line.get("programme") or {}
    return [
        {
            "field": speech.say(_FIELDS.get(fact["field"], fact["field"])),
            "value": _value(fact, speech),
            "quote": fact.get("quote"),
            "where": fact.get("where"),
            "anchor": f"f{number}" if fact.get("start") is not None else None,
        }
        for number, fact in enumerate(programme.get("facts") or ())
    ]


def _value(fact: Line, speech: Language) -> str:
    match fact["field"]:
        case "activity":
            return vocabulary.name_of(speech, "activity", fact["value"])
        case "event_start" | "event_end":
            return speech.day(fact["value"])
        case "participants" if isinstance(fact["value"], int):
            return speech.number(fact["value"])
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


def _evidence(line: Line) -> list[Row]:
    """Each sentence once, with the anchors of what in it says so, the strongest first."""
    found: dict[str, Row] = {}
    for number, one in enumerate((line.get("programme") or {}).get("evidence") or ()):
        row = found.setdefault(one["quote"], {"quote": one["quote"], "anchor": f"e{number}", "terms": []})
        row["terms"].append(one["term"])
    return list(found.values())


def place_of(line: Line) -> str:
    """ "Dwimulyo, Penawar Tama, Kabupaten Tulang Bawang, Lampung" """
    village = line.get("village") or {}
    names = (village.get(name) for name in ("desa", "kecamatan", "kabupaten", "provinsi"))
    return ", ".join(filter(None, names))


def _dates(hit: Hit, speech: Language) -> list[tuple[str, str]]:
    """The days that may differ, each with its name: when it happened, was published, and was captured."""
    programme = hit.line.get("programme") or {}
    first, last = programme.get("event_start"), programme.get("event_end")
    event = speech.day(first) if first else ""
    if first and last and last != first:
        event = f"{speech.day(first)} – {speech.day(last)}"
    found = [
        (speech.say(N_("Kegiatan")), event),
        (speech.say(N_("Terbit")), speech.day(hit.row.published_at)),
        (speech.say(N_("Diubah situsnya")), speech.day(hit.line["modified_at"]) if hit.line.get("modified_at") else ""),
        (speech.say(N_("Pertama dipanen")), speech.moment(hit.row.first_captured_at)),
        (speech.say(N_("Versi yang ditampilkan dipanen")), speech.moment(hit.row.captured_at)),
    ]
    return [(name, value) for name, value in found if value]


def source_of(room: Room, hit: Hit, speech: Language) -> Source:
    """What a citation needs."""
    row = hit.row
    return Source(
        author=hit.line.get("author") or "",
        site=((hit.line.get("village") or {}).get("desa") and f"Desa {hit.line['village']['desa']}") or row.site,
        title=hit.line.get("title") or speech.say(N_("Tanpa judul")),
        published_on=row.published_on or "",
        url=covered(row.url),
        captured_at=row.captured_at,
        record_id=hit.line["capture"]["record_id"],
        operator=room.collection.config.who.operator,
    )
