"""Each chart under its own address, as SVG, PNG, and the data it was drawn from (as Excel opens it, or JSON):
/grafik/NAME.svg?QUERY.

What was drawn is kept for as long as the catalogue has not changed, and so may browsers.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.access.asking import sees_staff
from archive.catalogue.state import change_of
from archive.export.csv_form import csv_pieces
from archive.export.words import file_name
from archive.files import file_state
from archive.room import filters
from archive.room.charts import drawing
from archive.room.charts.frame import Frame, framed
from archive.room.language import N_, Language
from archive.room.pictures import PICTURES, Asked, Picture, frame_of
from archive.room.room import Room
from archive.room.sheets.counts import chart_sheet
from archive.room.web import json_response, language_of
from archive.version import VERSION

logger = logging.getLogger(__name__)

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json", "csv": "text/csv; charset=utf-8"}
_MOST_BYTES = 8_000_000
_LINKS = ("articles", "coverage", "fill", "ink", "column", "row")  # of screens, not of data


class Kept:
    """Pictures by their ETag, the least asked for forgotten first."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._most = most_bytes

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: str, body: bytes) -> None:
        with self._lock:
            self._bytes += len(body) - len(self._found.pop(key, b""))
            self._found[key] = body
            while self._bytes > self._most:
                _, forgotten = self._found.popitem(last=False)
                self._bytes -= len(forgotten)


def routes() -> list[Route]:
    kept = Kept()

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_answered, request, kept)

    return [Route("/grafik/{name}.{form}", answer)]


def _answered(request: Request, kept: Kept) -> Response:
    name, form = request.path_params["name"], request.path_params["form"]
    if name not in PICTURES or form not in _TYPES:
        raise HTTPException(404, f"/grafik/{name}.{form}"[:200])
    room: Room = request.app.state.room
    speech = language_of(request)
    with room.catalogue() as connection:
        asked = Asked(room, connection, filters.query_in(request.query_params), request.query_params, speech)
        tag = _tag(asked, name, form)
        headers = {
            "ETag": tag,
            "Cache-Control": "private, no-cache",
            "Content-Language": speech.code,
            # As a browser names what is kept of it; shown, it is as before.
            "Content-Disposition": f'inline; filename="{file_name(f"grafik-{name}", asked.query, form, room.today())}"',
        }
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if (body := kept.get(tag)) is not None:
            return Response(body, media_type=_TYPES[form], headers=headers)
        picture = PICTURES[name](asked)
        frame = frame_of(asked, picture)
    if form == "json":
        return _data(name, picture, headers)
    if form == "csv":
        table = b"".join(csv_pieces(chart_sheet(name, picture.rows, speech), "csv", speech))
        return Response(table, media_type=_TYPES[form], headers=headers)
    try:
        body = _drawn(picture, frame, speech, form, kept, tag)
    except drawing.Busy:
        said = N_("Terlalu banyak grafik diminta sekaligus; coba lagi sebentar lagi.")
        return Response(speech.say(said), 503, {"Retry-After": "5"}, "text/plain")
    except drawing.DrawingError as error:
        logger.warning("%s: %s", request.url, error)
        return Response(speech.say(N_("Grafik ini tidak dapat digambar.")), 500, media_type="text/plain")
    return Response(body, media_type=_TYPES[form], headers=headers)


def _tag(asked: Asked, name: str, form: str) -> str:
    """Another one whenever the picture may be another, as it is to who may see more."""
    own = asked.room.collection.config.maps.geojson
    shapes = file_state(asked.room.collection.root / own) if own and name == "bidang" else None
    params = sorted(asked.query.params())
    others = [asked.params.get(one, "") for one in ("measure", "step")] + asked.params.getlist("with")
    state = VERSION, change_of(asked.connection), sees_staff()
    whole = repr((*state, name, form, asked.speech.code, params, others, shapes))
    return f'"{hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]}"'


def _drawn(picture: Picture, frame: Frame, speech: Language, form: str, kept: Kept, tag: str) -> bytes:
    """Raises Busy."""
    with drawing.in_turn():
        body = kept.get(tag)  # by whoever was in turn before
        if body is None:
            whole = framed(drawing.svg(picture.spec(), speech), frame)
            body = drawing.png(whole) if form == "png" else whole.encode()
            kept.put(tag, body)
    return body


def _data(name: str, picture: Picture, headers: dict[str, str]) -> Response:
    response = json_response({"chart": name, "title": picture.title, "notes": picture.notes, "rows": _plain(picture)})
    response.headers.update(headers)
    return response


def _plain(picture: Picture) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key not in _LINKS} for row in picture.rows]
