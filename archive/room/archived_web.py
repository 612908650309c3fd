"""The addresses of archived copies: pages and their parts, calendars, TimeMaps, pictures.

In these the archived address stands as it is, its query included: none of our own parameters stand beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.replay.addresses import Asked, archived_address, read_address, read_url
from archive.replay.memento import LINK_FORMAT, link_header, read_http_date, timemap_json, timemap_links
from archive.room import archived, archived_parts, calendar_pages
from archive.room.archived import finder_of, no_such_address, root_of, speech_of
from archive.room.restricted import refuse_restricted_address
from archive.room.room import Room
from archive.room.web import json_response
from archive.times import stamp14
from archive.urls import UrlError

Answering = Callable[[Room, Request, str], Response]


def routes() -> list[Route]:
    return [
        Route("/arsip", _in_thread("/arsip", archived.entry)),
        Route("/arsip/{rest:path}", _in_thread("/arsip/", _archived)),
        Route("/kalender/{rest:path}", _in_thread("/kalender/", calendar_pages.page)),
        Route("/timemap/{rest:path}", _in_thread("/timemap/", _timemap)),
        Route("/timegate/{rest:path}", _in_thread("/timegate/", _timegate)),
        Route("/gambar/{rest:path}", _in_thread("/gambar/", _picture)),
    ]


def _in_thread(prefix: str, answering: Answering) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_answer, request)

    def _answer(request: Request) -> Response:
        rest = _rest(request, prefix)
        try:
            return answering(request.app.state.room, request, rest)
        except UrlError:
            return no_such_address(request, request.query_params.get("url") or unquote(rest))

    return answer


def _rest(request: Request, prefix: str) -> str:
    """What stands behind the prefix, as it was sent: the framework undoes escapes, and they belong to the address."""
    path: str = request.scope.get("raw_path", request.url.path.encode()).decode("latin-1").partition("?")[0]
    query = request.url.query
    return path.removeprefix(prefix) + (f"?{query}" if query else "")


def _archived(room: Room, request: Request, rest: str) -> Response:
    # Where pywb and others have the calendar.
    if rest.startswith("*/"):
        return RedirectResponse(f"/kalender/{read_url(rest[2:])}", 302)
    asked = read_address(rest)
    if asked.modifier == "":
        return archived.page(room, request, asked)
    if asked.modifier in ("mp_", "if_", "id_"):
        return archived_parts.whole(room, request, asked)
    return archived_parts.part(room, asked)


def _picture(room: Room, request: Request, rest: str) -> Response:
    """For the room's own pages: a picture at a time, as an archived page has it."""
    asked = read_address(rest)
    return archived_parts.part(room, Asked(asked.stamp, "im_", asked.url))


def _timemap(room: Room, request: Request, rest: str) -> Response:
    form, _, url = rest.partition("/")
    if form not in ("link", "json"):
        raise HTTPException(404, "link / json")
    url = read_url(url)
    finder = finder_of(room)
    captures = finder.captures(url)
    if not captures:
        refuse_restricted_address(room, finder.lookup, url, speech_of(request))
        raise HTTPException(404, url)
    root = root_of(request)
    if form == "json":
        return json_response(timemap_json(root, url, captures))
    return Response(timemap_links(root, url, captures), media_type=LINK_FORMAT)


def _timegate(room: Room, request: Request, rest: str) -> Response:
    url = read_url(rest)
    said = request.headers.get("accept-datetime")
    moment: datetime | None = read_http_date(said) if said else None
    headers = {"Vary": "accept-datetime"}
    if said and moment is None:
        raise HTTPException(400, "Accept-Datetime", headers)
    finder = finder_of(room)
    found = finder.find(url, moment)
    captures = finder.captures(url)
    if found is None:
        refuse_restricted_address(room, finder.lookup, url, speech_of(request))
        raise HTTPException(404, url, {**headers, "Link": link_header(root_of(request), url, captures)})
    headers["Link"] = link_header(root_of(request), url, captures)
    return RedirectResponse(archived_address(stamp14(found.first.captured_at), url), 302, headers)
