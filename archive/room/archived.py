"""An archived page with our banner around it: when it was captured, from where, and what there is besides."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.query import Query
from archive.catalogue.search import articles
from archive.charset import decode_html
from archive.errors import ArchiveError, EvidenceError
from archive.model import Capture
from archive.replay import kinds
from archive.replay.addresses import Asked, archived_address, read_url
from archive.replay.finding import Finder, Found
from archive.replay.html import LARGEST_PAGE
from archive.replay.memento import http_date, link_header
from archive.replay.missing import Missing, missing_of
from archive.replay.payload import Payload, payload_of
from archive.room.language import N_, Language, language
from archive.room.restricted import refuse_restricted_address
from archive.room.room import Room
from archive.room.web import Page, html_response
from archive.times import stamp14
from archive.urls import UrlError, site_key


def speech_of(request: Request) -> Language:
    """As was chosen before: in these addresses `lang` belongs to the archived page."""
    return language(request.cookies.get("lang") or "id")


def finder_of(room: Room) -> Finder:
    """For the addresses of one page."""
    return Finder(room.collection, room.indexes.lookup())


def root_of(request: Request) -> str:
    """Where the room is, "http://127.0.0.1:8000", for addresses that programs are told."""
    return str(request.base_url).rstrip("/")


def entry(room: Room, request: Request, rest: str) -> Response:
    """Where an address can be asked for. Raises UrlError."""
    speech = speech_of(request)
    asked = request.query_params.get("url", "").strip()
    if asked:
        return RedirectResponse(f"/kalender/{read_url(asked[:5000])}", 303)
    return _html(request, Page("arsip_cari.html", speech.say(N_("Salinan arsip")), {}), speech)


def no_such_address(request: Request, asked: str) -> Response:
    """What was asked for is no address."""
    speech = speech_of(request)
    title = speech.say(N_("Alamat ini tidak dapat dibaca"))
    words = N_("“%(asked)s” bukan alamat halaman. Alamat tampak seperti https://contoh.desa.id/berita")
    error = speech.say(words, asked=asked[:200])
    return _html(request, Page("arsip_cari.html", title, {"error": error}, status=404), speech)


def page(room: Room, request: Request, asked: Asked) -> Response:
    """The page around an archived page, or a page that says what there is instead."""
    speech = speech_of(request)
    finder = finder_of(room)
    found = finder.find(asked.url, asked.moment)
    if found is None:
        return _nothing(room, request, asked, speech)
    stamp = stamp14(found.first.captured_at)
    if stamp != asked.stamp:
        return RedirectResponse(archived_address(stamp, asked.url), 302)
    captures = finder.captures(asked.url)
    payload, trouble = _look(room, found)
    view = _banner(room, found, captures, asked) | {
        "trouble": trouble,
        "shown_as": (shown_as := _shown_as(payload, found) if payload else None),
        "missing": _missing(finder, found, payload) if payload and shown_as == "page" else Missing(),
        "redirects": [(one.url, finder.target(one)) for one in found.way] if found.way else [],
        "leads_to": finder.target(found.capture) if found.leads_nowhere else None,
    }
    title = speech.say(N_("Salinan arsip: %(url)s"), url=asked.url)
    status = 404 if found.leads_nowhere or payload is None else 200
    response = _html(request, Page("arsip.html", title, {}, view, status), speech)
    response.headers["Memento-Datetime"] = http_date(found.capture.captured_at)
    response.headers["Link"] = link_header(root_of(request), asked.url, captures, found.first)
    return response


def _look(room: Room, found: Found) -> tuple[Payload | None, str]:
    """What is stored, or what keeps it from being shown."""
    if found.leads_nowhere:
        return None, ""
    if found.holder is None:
        return None, "lost"
    try:
        return payload_of(room.collection, found.holder), ""
    except EvidenceError:
        return None, "damaged"


def _shown_as(payload: Payload, found: Found) -> str:
    """page: in a frame. picture: in our page. file: to be saved. empty: nothing to show."""
    if not payload.body.strip():
        return "empty"
    kind = kinds.kind_of(payload.body, payload.content_type)[0]
    if kind in ("page", "text", "style"):
        return "page"
    return "picture" if kind == "picture" else "file"


def _missing(finder: Finder, found: Found, payload: Payload) -> Missing:
    """What the page names and the archive has not, at no time."""
    if kinds.kind_of(payload.body, payload.content_type)[0] != "page":
        return Missing()
    text = decode_html(payload.body[:LARGEST_PAGE], payload.content_type)
    return missing_of(text, found.capture.url, finder.has, finder.lookup.find)


def _banner(room: Room, found: Found, captures: list[Capture], asked: Asked) -> dict[str, Any]:
    at = next((number for number, one in enumerate(captures) if one.record_id == found.first.record_id), None)
    earlier = captures[at - 1] if at else None
    later = captures[at + 1] if at is not None and at + 1 < len(captures) else None
    capture = found.capture
    return {
        "capture": capture,
        "holder": found.holder,
        "asked_url": asked.url,
        "number": None if at is None else at + 1,
        "count": len(captures),
        "earlier": earlier and (archived_address(stamp14(earlier.captured_at), asked.url), earlier.captured_at),
        "later": later and (archived_address(stamp14(later.captured_at), asked.url), later.captured_at),
        "frame": archived_address(stamp14(capture.captured_at), capture.url, "mp_", room.part_key()),
        "picture": archived_address(stamp14(capture.captured_at), capture.url, "im_"),
        "raw": archived_address(stamp14(capture.captured_at), capture.url, "id_"),
        "calendar": f"/kalender/{asked.url}",
        "json_link": f"/timemap/json/{asked.url}",
        "article": _article_of(room, found),
        "replayweb": _replayweb_address(room, capture),
    }


def _replayweb_address(room: Room, capture: Capture) -> str | None:
    """Where the page is shown with its scripts running, at an origin of its own (lumbung replay --with replayweb)."""
    root = room.collection.config.access.replayweb
    return f"{root}/buka/{stamp14(capture.captured_at)}/{capture.url}" if root else None


def _article_of(room: Room, found: Found) -> str | None:
    """The article this capture, or the one that has its payload, was read as."""
    ids = [one.record_id for one in (found.capture, found.holder) if one]
    document, article = tables.document.c, tables.article.c
    known = (
        select(document.article)
        .where(document.id.in_(ids), document.article.in_(select(article.id).where(*visible())))
        .limit(1)
    )
    try:
        with room.catalogue() as connection:
            row = connection.execute(known).first()
    except ArchiveError:
        return None
    return f"/artikel/{quote(row.article, safe=':')}" if row else None


def _nothing(room: Room, request: Request, asked: Asked, speech: Language) -> Response:
    """What is archived of the same site, if anything. Raises HTTPException 451 of what may not be shown."""
    refuse_restricted_address(room, room.indexes.lookup(), asked.url, speech)
    rows: list[dict[str, Any]] = []
    try:
        site = site_key(asked.url)
        with room.catalogue() as connection:
            hits = articles(connection, Query(relation=("all",), kind="all", site=site), order="newest", limit=10)
            rows = [{"title": hit.row.title, "page": f"/artikel/{quote(hit.row.id, safe=':')}"} for hit in hits]
    except (ArchiveError, UrlError):
        pass
    view = {"asked_url": asked.url, "moment": asked.moment, "others": rows}
    title = speech.say(N_("Halaman ini tidak ada dalam arsip"))
    return _html(request, Page("arsip_kosong.html", title, {}, view, 404), speech)


def _html(request: Request, page: Page, speech: Language) -> Response:
    """Our own page; its address bears no parameter of ours, so the language is chosen elsewhere."""
    return html_response(request, page, speech, lang_links={}, json_link=page.view.get("json_link", "/beranda.json"))
