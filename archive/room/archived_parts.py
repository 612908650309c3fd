"""Archived bytes as answers: pages made harmless, pictures, style sheets, fonts, and raw payloads to save.

Each is sandboxed by its own headers, also when it is opened by itself: it has no origin, so it is nobody here, and runs
nothing. No header and no cookie of the archived answer is passed on.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.charset import decode_html
from archive.errors import EvidenceError
from archive.model import Capture
from archive.replay import kinds
from archive.replay.addresses import Addresses, Asked
from archive.replay.finding import Finder, Found
from archive.replay.html import LARGEST_PAGE, Rewriting, rewrite_page
from archive.replay.memento import http_date, link_header
from archive.replay.payload import Payload, payload_of
from archive.replay.sheets import sheet_at
from archive.room.archived import finder_of, root_of, speech_of
from archive.room.language import N_
from archive.room.restricted import refuse_restricted_address
from archive.room.room import Room
from archive.times import stamp14

# Of good answers to one address, so many are looked at for one that is what it should be.
_MOST_LOOKED_AT = 5

# 'self' is the address this came from, although the sandbox takes its origin away. Links lead to our own pages around
# it, in this window or a new one; these are not in the sandbox.
SANDBOX = "sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"
_PAGE_POLICY = (
    f"{SANDBOX}; default-src 'none'; script-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; media-src 'self' data:; frame-src 'self'; object-src 'none'; connect-src 'none'; "
    "worker-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {}"
)
_PART_POLICY = (
    "sandbox; default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
)

_HEADERS = {
    "Cache-Control": "private, max-age=600",
    # A page in a sandbox is of another origin than its own pictures.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Opener-Policy": "unsafe-none",
}


def whole(room: Room, request: Request, asked: Asked) -> Response:
    """A page without our banner (mp_, if_), or what its record holds as a file to save (id_). Raises HTTPException."""
    finder = finder_of(room)
    found = finder.find(asked.url, asked.moment)
    if found is None or found.holder is None:
        refuse_restricted_address(room, finder.lookup, asked.url, speech_of(request))
        raise HTTPException(404, asked.url)
    payload = _payload(room, found.holder)
    links = link_header(root_of(request), asked.url, finder.captures(asked.url), found.first)
    headers = {"Memento-Datetime": http_date(found.capture.captured_at), "Link": links}
    if asked.modifier == "id_":
        return _file(payload.body, found.capture.url, headers)
    kind, media_type = kinds.kind_of(payload.body, payload.content_type)
    if kind == "page":
        text = _page_text(request, finder, found, payload, asked)
        ancestors = "'self'" if asked.modifier == "mp_" else "*"  # a frame in a sandbox has no origin to be named by
        headers |= {"Content-Security-Policy": _PAGE_POLICY.format(ancestors), "X-Frame-Options": "SAMEORIGIN"}
        if asked.modifier == "if_":
            headers["X-Frame-Options"] = "ALLOWALL"
        return _answer(text.encode("utf-8", "replace"), kinds.HTML, headers, _status(payload))
    if kind == "picture":
        return _answer(payload.body, media_type, headers, framed=True)
    if kind in ("text", "style"):
        text = decode_html(payload.body, payload.content_type)
        return _answer(text.encode("utf-8", "replace"), media_type, headers, _status(payload), framed=True)
    return _file(payload.body, found.capture.url, headers)


def part(room: Room, asked: Asked) -> Response:
    """A picture (im_), style sheet (cs_), font or sound (oe_): the nearest good answer that is one. Raises
    HTTPException."""
    finder = finder_of(room)
    moment = asked.moment or datetime.now(UTC)
    for found in islice(finder.good(asked.url, moment), _MOST_LOOKED_AT):
        payload = _payload(room, found.holder or found.capture)
        headers = {"Memento-Datetime": http_date(found.capture.captured_at)}
        if asked.modifier == "cs_":
            if not _is_sheet(payload):
                continue
            addresses = Addresses(asked.stamp or stamp14(moment), asked.key)
            holder = found.holder or found.capture
            sheet = sheet_at(holder.record_id, payload.body, payload.content_type, found.capture.url, addresses)
            return _answer(sheet.encode("utf-8", "replace"), kinds.CSS, headers)
        media_type = kinds.picture_type(payload.body) if asked.modifier == "im_" else _font_or_media(payload.body)
        if media_type:
            return _answer(payload.body, media_type, headers | {"Access-Control-Allow-Origin": "*"})
    raise HTTPException(404, asked.url)


def _page_text(request: Request, finder: Finder, found: Found, payload: Payload, asked: Asked) -> str:
    speech = speech_of(request)

    def of_frame(host: str) -> str:
        words = N_("Bingkai dari %(host)s tidak ditampilkan") if host else N_("Bingkai tidak ditampilkan")
        return speech.say(words, host=host)

    rewriting = Rewriting(
        url=found.capture.url,
        addresses=Addresses(stamp14(found.capture.captured_at), asked.key),
        has=finder.has,
        look_up=finder.lookup.find,
        frame_text=of_frame,
    )
    return rewrite_page(decode_html(payload.body[:LARGEST_PAGE], payload.content_type), rewriting)


def _payload(room: Room, holder: Capture) -> Payload:
    try:
        return payload_of(room.collection, holder)
    except EvidenceError as error:
        raise HTTPException(404, str(error)) from error


def _is_sheet(payload: Payload) -> bool:
    said = (payload.content_type or "").partition(";")[0].strip().lower()
    return said not in ("text/html", "application/xhtml+xml") and not kinds.looks_like_page(payload.body)


def _font_or_media(body: bytes) -> str | None:
    return kinds.font_type(body) or kinds.media_type(body)


def _status(payload: Payload) -> int:
    """A failed answer is shown as failed; everything else came well."""
    return payload.status if 400 <= payload.status < 600 else 200


def _answer(
    body: bytes, media_type: str, headers: dict[str, str], status: int = 200, *, framed: bool = False
) -> Response:
    own = {"Content-Security-Policy": _PART_POLICY + ("; frame-ancestors 'self'" if framed else "")}
    if framed:
        own["X-Frame-Options"] = "SAMEORIGIN"
    if not media_type.startswith("text/") and media_type != kinds.SVG:
        own["Content-Encoding"] = "identity"  # packed already: nothing is won by packing it again
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(body, status, _HEADERS | own | headers | {"Content-Type": media_type + charset})


def _file(body: bytes, url: str, headers: dict[str, str]) -> Response:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", urlsplit(url).path.rstrip("/").rpartition("/")[2])[-100:].lstrip(".-")
    disposition = {"Content-Disposition": f'attachment; filename="{name or "arsip"}"'}
    return _answer(body, kinds.BINARY, headers | disposition)
