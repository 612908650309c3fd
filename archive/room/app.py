"""The reading room as a web application: which address is answered by what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.catalogue.query import QueryError
from archive.errors import ArchiveError
from archive.room import (
    article,
    articles,
    charts_web,
    comparison,
    coverage,
    deciding,
    filters,
    home,
    job,
    jobs,
    partners,
    recipient_lists_web,
    regions_review,
    review,
    silent,
    sites,
    sites_review,
    stories,
    village,
    villages,
)
from archive.room.language import N_
from archive.room.room import Room
from archive.room.web import HEADERS, Page, language_of, respond

PageOf = Callable[[Room, Request], Page]


def make_app(room: Room) -> Starlette:
    """The application; it holds `room` open and does not close it."""
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(_SafeHeaders), Middleware(GZipMiddleware, minimum_size=1_000)],
        exception_handlers={QueryError: _bad_question, ArchiveError: _trouble, HTTPException: _http_error},
    )
    app.state.room = room
    return app


def _routes() -> list[BaseRoute]:
    return [
        *_page("/", home.page, twin="/beranda.json"),
        *_page("/liputan", coverage.page, has_filters=True),
        *_page("/liputan/banding", comparison.page, has_filters=True),
        *_page("/liputan/mitra", partners.page, has_filters=True),
        *_page("/artikel", articles.page, has_filters=True),
        *_page("/artikel/{article_id}", article.page),
        *_page("/desa", villages.page),
        *_page("/desa/{code}", village.page),
        *_page("/situs/{site:path}", village.site_page),
        *_page("/senyap", silent.page),
        Route("/senyap/daftar", recipient_lists_web.upload, methods=["POST"]),
        *_page("/senyap/daftar", recipient_lists_web.page),
        Route("/tinjau", deciding.decide, methods=["POST"]),
        *_page("/tinjau", review.page),
        *_page("/tinjau/daftar", review.list_page),
        *_page("/tinjau/keputusan", review.decisions_page),
        Route("/tinjau/wilayah", regions_review.correct, methods=["POST"]),
        *_page("/tinjau/wilayah", regions_review.page),
        Route("/tinjau/situs", sites_review.correct, methods=["POST"]),
        *_page("/tinjau/situs", sites_review.page),
        *_page("/kisah", stories.page, has_filters=True),
        *_page("/panen", jobs.page),
        *_page("/panen/situs", sites.page),
        *_page("/panen/{crawl}", job.page),
        Route("/panen/{crawl}/report.html", job.report),
        Route("/panen/{crawl}/log.txt", job.log),
        Route("/panen/{crawl}/{table}.csv", job.table_file),
        *_page("/panen/{crawl}/{table}", job.table_page),
        *charts_web.routes(),
        Mount("/static", StaticFiles(directory=Path(__file__).with_name("static"))),
    ]


def _page(path: str, page: PageOf, twin: str | None = None, *, has_filters: bool = False) -> list[Route]:
    """A page and its JSON twin. One with filters is shown at the one short address of each question."""

    async def answer(request: Request) -> Response:
        shorter = filters.plain_address(request.url.path, request.query_params) if has_filters else None
        if shorter:
            return RedirectResponse(shorter, 303)
        made = await run_in_threadpool(page, request.app.state.room, request)
        return await run_in_threadpool(respond, request, made)

    return [Route(twin or path + ".json", answer), Route(path, answer)]


class _SafeHeaders:
    """The headers of every answer. What an answer says of itself goes before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in HEADERS.items()
                        if name.lower().encode() not in there
                    ),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _told(status: int) -> Callable[[Callable[[Exception], str]], Callable[[Request, Exception], Awaitable[Response]]]:
    def made(words: Callable[[Exception], str]) -> Callable[[Request, Exception], Awaitable[Response]]:
        async def answer(request: Request, error: Exception) -> Response:
            code = error.status_code if isinstance(error, HTTPException) else status
            speech = language_of(request)
            title = speech.say(_TITLES.get(code, N_("Tidak dapat ditampilkan")))
            data: dict[str, Any] = {"error": words(error)}
            return await run_in_threadpool(respond, request, Page("error.html", title, data, status=code))

        return answer

    return made


_TITLES = {
    400: N_("Pertanyaan ini tidak dapat dijawab"),
    403: N_("Tidak diizinkan"),
    404: N_("Tidak ada di sini"),
    503: N_("Katalog belum dapat dibaca"),
}
_bad_question = _told(400)(str)
_trouble = _told(503)(str)
_http_error = _told(500)(lambda error: error.detail if isinstance(error, HTTPException) else "")
