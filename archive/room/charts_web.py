"""Each chart under its own address, as SVG, PNG, and the data it was drawn from: /grafik/NAME.svg?QUERY."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.catalogue.query import Query, query_of
from archive.room import charts, coverage
from archive.room.language import Language
from archive.room.room import Room
from archive.room.web import json_response, language_of

SpecOf = Callable[[Language, list[dict[str, Any]]], charts.Spec]
RowsOf = Callable[[Room, Query, Language], list[dict[str, Any]]]


@dataclass(frozen=True)
class Chart:
    """How its rows are counted and how they are drawn."""

    rows: RowsOf
    spec: Callable[..., charts.Spec]


CHARTS: dict[str, Chart] = {
    "bulan": Chart(coverage.month_rows, charts.months),
    "provinsi": Chart(coverage.province_rows, charts.bars),
    "kegiatan": Chart(coverage.activity_rows, charts.bars),
}


def routes() -> list[Route]:
    return [Route("/grafik/{name}.{form}", _answer)]


async def _answer(request: Request) -> Response:
    return await run_in_threadpool(_drawn, request)


def _drawn(request: Request) -> Response:
    name, form = request.path_params["name"], request.path_params["form"]
    chart = CHARTS.get(name)
    if chart is None or form not in ("svg", "png", "json"):
        raise HTTPException(404, f"/grafik/{name}.{form}")
    room: Room = request.app.state.room
    speech = language_of(request)
    rows = chart.rows(room, query_of(request.query_params.multi_items()), speech)
    if form == "json":
        return json_response({"chart": name, "rows": rows})
    spec = chart.spec(speech, rows, title=speech.say(coverage.UNIT))
    if form == "png":
        return Response(charts.png(spec, speech), media_type="image/png")
    return Response(charts.svg(spec, speech), media_type="image/svg+xml")
