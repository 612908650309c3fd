"""/artikel.atom?QUERY: the newest articles that a question finds, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.catalogue.query import Query
from archive.catalogue.search import Hit, articles
from archive.room import filters, vocabulary
from archive.room.articles import row_of
from archive.room.language import JAKARTA, N_, Language
from archive.room.room import Room
from archive.room.web import address, language_of
from archive.version import VERSION

MOST_ENTRIES = 100
_SUMMARY, _TITLE = 600, 300  # characters
_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold, and marks that turn the direction of what stands around them.
_NOT_IN_XML = re.compile(
    "[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f]"
)
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|[^\x00-\x7f]")


def routes() -> list[Route]:
    return [Route("/artikel.atom", _answer)]


async def _answer(request: Request) -> Response:
    return await run_in_threadpool(_feed, request)


def _feed(request: Request) -> Response:
    room: Room = request.app.state.room
    speech, query = language_of(request), filters.query_in(request.query_params)
    with room.catalogue() as connection:
        hits = articles(connection, query, order="captured", limit=MOST_ENTRIES)
    home = home_of(room, request)
    body = make_feed(home, room.collection.config.who.operator, query, hits, speech)
    updated = max((hit.row.captured_at for hit in hits), default="1970-01-01T00:00:00Z")
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Last-Modified": format_datetime(_moment(updated), usegmt=True),
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, Cookie",
    }
    if is_known(request, headers["ETag"], _moment(updated)):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/atom+xml")


def home_of(room: Room, request: Request) -> str:
    """Where this room is reached, as collection.toml says, else as this request reached it; no slash at the end."""
    return room.collection.config.access.address or f"{request.url.scheme}://{request.url.netloc}"


def is_known(request: Request, etag: str, changed_at: datetime) -> bool:
    """Whether who asks has it already (RFC 9110, 13.2.2: of both, the ETag decides)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return any(one.strip().removeprefix("W/") in (etag, "*") for one in known.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return changed_at.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))
    except (TypeError, ValueError):
        return False


def make_feed(home: str, operator: str, query: Query, hits: Sequence[Hit], speech: Language) -> bytes:
    """Well-formed, whatever the articles say. `hits` the newest first."""
    link = address("/artikel", query.params())
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": speech.code})
    _add(feed, "id", _urn(f"{home} {link}"))
    _add(feed, "title", title_of(query, speech))
    _add(feed, "updated", max((hit.row.captured_at for hit in hits), default="1970-01-01T00:00:00Z"))
    _add(feed, "generator", "Lumbung", version=VERSION)
    author = ET.SubElement(feed, "author")
    _add(author, "name", operator or "Lumbung")
    ET.SubElement(feed, "link", {"rel": "self", "href": home + address("/artikel.atom", query.params()),
                                 "type": "application/atom+xml"})  # fmt: skip
    ET.SubElement(feed, "link", {"rel": "alternate", "href": home + link, "type": "text/html"})
    for hit in hits[:MOST_ENTRIES]:
        _entry(feed, home, row_of(hit, speech), hit.line, speech)
    xml: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _entry(feed: ET.Element, home: str, row: dict[str, Any], line: dict[str, Any], speech: Language) -> None:
    entry = ET.SubElement(feed, "entry")
    _add(entry, "id", _urn(row["id"]))
    _add(entry, "title", _beginning(line["title"] or "", _TITLE) or speech.say(N_("Tanpa judul")))
    _add(entry, "updated", row["captured_at"])
    if published := _published(row["published_at"]):
        _add(entry, "published", published)
    author = ET.SubElement(entry, "author")
    _add(author, "name", _beginning(line.get("author") or "", _TITLE) or row["site"])
    ET.SubElement(entry, "link", {"rel": "alternate", "href": home + row["page"], "type": "text/html"})
    links = (("related", home + archived_link(row["archived"]), N_("Salinan arsip")),
             ("via", live_link(row["url"]), N_("Halaman asli")))  # fmt: skip
    for rel, href, title in links:
        if href:
            ET.SubElement(entry, "link", {"rel": rel, "href": href, "title": speech.say(title)})
    for activity in row["activities"]:
        label = vocabulary.name_of(speech, "activity", activity)
        ET.SubElement(entry, "category", {"term": _plain(activity), "label": _plain(label)})
    if row["kode_wilayah"]:
        label = ", ".join(filter(None, (row[name] for name in ("desa", "kecamatan", "kabupaten", "provinsi"))))
        scheme = "urn:lumbung:kode_wilayah"
        ET.SubElement(entry, "category", {"scheme": scheme, "term": row["kode_wilayah"], "label": _plain(label)})
    _add(entry, "summary", _beginning(line["text"] or "", _SUMMARY), type="text")


def title_of(query: Query, speech: Language) -> str:
    """What a question asks, in words."""
    chips = [chip["text"] for chip in filters.chips_of(query, speech)]
    about = speech.say(N_("Berita tentang program"))
    return "Lumbung: " + " · ".join((about, *chips))


def live_link(url: str) -> str | None:
    """An address of a crawled page as it may be linked to: http or https, in letters that an address may have."""
    try:
        is_web = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return None
    return _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="replace"), url) if is_web else None


def archived_link(path: str) -> str:
    return _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="replace"), path)


def _beginning(text: str, most: int) -> str:
    """On one line; where it is cut, at a word if there is one."""
    text = " ".join(text[: 4 * most].split())
    return text if len(text) <= most else (text[:most].rpartition(" ")[0] or text[:most]) + " …"


def _published(value: str | None) -> str | None:
    """RFC 3339 with a time: of a plain day its beginning in Jakarta; None for what is no date."""
    if not value:
        return None
    try:
        if len(value) == 10:
            return datetime.combine(date.fromisoformat(value), datetime.min.time(), JAKARTA).isoformat()
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=JAKARTA)).isoformat(timespec="seconds")
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _plain(text)


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:lumbung:{name}").urn
