"""The reading room as a web application: which address is answered by what."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.catalogue.query import QueryError
from archive.errors import ArchiveError
from archive.export.forms import MEDIA_TYPES
from archive.room import (
    api,
    archived_web,
    article,
    articles,
    charts_web,
    comparison,
    coverage,
    deciding,
    downloads,
    feeds,
    filters,
    home,
    job,
    jobs,
    partners,
    recipient_lists_web,
    regions_review,
    report,
    review,
    saved,
    silent,
    sites,
    sites_review,
    stories,
    table_downloads,
    task_page,
    unredacted,
    village,
    villages,
)
from archive.room.access import login
from archive.room.access.doors import Doors
from archive.room.access.guard import Guard
from archive.room.access.passes import new_pass
from archive.room.access.staff import StaffSees
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import HEADERS, Page, language_of, respond

logger = logging.getLogger(__name__)

PageOf = Callable[[Room, Request], Page]

# Tables are packed already, or streamed while a process makes them.
_AS_THEY_ARE = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "text/csv", *(MEDIA_TYPES[one] for one in ("xlsx", "parquet", "zip")))


def make_app(room: Room, doors: Doors | None = None) -> Starlette:
    """The application; it holds `room` open and does not close it. Without `doors` nobody stands at them: whoever
    reaches it is trusted."""
    guard = [Middleware(Guard, doors)] if doors else []
    app = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(_SafeHeaders),
            *guard,
            Middleware(StaffSees),
            Middleware(GZipMiddleware, minimum_size=1_000, exclude_content_types=_AS_THEY_ARE),
        ],
        exception_handlers={
            QueryError: _bad_question,
            ArchiveError: _trouble,
            HTTPException: _http_error,
            Exception: _unexpected,
        },
    )
    if doors and not doors.is_open:
        room.part_key = new_pass
    app.state.room = room
    app.state.doors = doors
    return app


def _routes() -> list[BaseRoute]:
    return [
        *_page("/", home.page, twin="/beranda.json", has_filters=True),
        *_page("/liputan", coverage.page, has_filters=True),
        *_page("/liputan/banding", comparison.page, has_filters=True),
        *_page("/liputan/mitra", partners.page, has_filters=True),
        *downloads.article_routes(),
        *_page("/artikel", articles.page, has_filters=True),
        *_page("/artikel/{article_id}", article.page),
        Route("/laporan.xlsx", report.as_xlsx),
        *_page("/laporan", report.page),
        *_page("/unduhan/{task}", task_page.page),
        Route("/unduhan/{task}/{name}", task_page.file),
        *_page("/desa", villages.page),
        *_page("/desa/{code}", village.page),
        *_page("/situs/{site:path}", village.site_page),
        *_page("/senyap", silent.page),
        Route("/senyap/daftar", recipient_lists_web.upload, methods=["POST"]),
        *_page("/senyap/daftar", recipient_lists_web.page),
        Route("/tinjau", deciding.decide, methods=["POST"]),
        *_page("/tinjau", review.page, has_filters=True),
        *_page("/tinjau/daftar", review.list_page, has_filters=True),
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
        *archived_web.routes(),
        *login.routes(),
        *unredacted.routes(),
        *feeds.routes(),
        *saved.routes(),
        *api.routes(),
        Mount("/static", StaticFiles(directory=Path(__file__).with_name("static"))),
    ]


def _page(path: str, page: PageOf, twin: str | None = None, *, has_filters: bool = False) -> list[Route]:
    """A page, its JSON twin, and the tables it shows. One with filters is shown at the one short address of each
    question."""

    async def answer(request: Request) -> Response:
        shorter = filters.plain_address(request.url.path, request.query_params) if has_filters else None
        if shorter:
            return RedirectResponse(shorter, 303)
        made = await run_in_threadpool(page, request.app.state.room, request)
        made.view.setdefault("downloads", downloads.links(request, made))
        return await run_in_threadpool(respond, request, made)

    twin = twin or path + ".json"
    return [Route(twin, answer), *table_downloads.table_routes(twin.removesuffix(".json"), page), Route(path, answer)]


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


def _told(status: int, words: Callable[[Exception], str]) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What is answered instead of a page: what programs read, or a page that says it."""

    async def answer(request: Request, error: Exception) -> Response:
        code = error.status_code if isinstance(error, HTTPException) else status
        said = language_of(request).say(words(error))
        if request.url.path.startswith("/api/"):
            return api.problem(code, said)
        return await _error_page(request, code, {"error": said})

    return answer


async def _error_page(request: Request, status: int, data: dict[str, Any], **view: Any) -> Response:
    title = language_of(request).say(_TITLES.get(status, N_("Tidak dapat ditampilkan")))
    return await run_in_threadpool(respond, request, Page("error.html", title, data, view, status, has_twin=False))


async def _bad_question(request: Request, error: Exception) -> Response:
    """What of the address cannot be read, and the way to the page without it."""
    path = request.url.path
    if path.startswith("/api/"):
        return api.problem(400, str(error))
    speech = language_of(request)
    sentence = N_("Alamat ini memuat saringan yang tidak dapat dibaca. Pilihlah saringannya sekali lagi pada formulir.")
    data = {"error": speech.say(sentence), "detail": _why(speech, error)}
    return await _error_page(request, 400, data, again=None if "." in path else path)


def _why(speech: Language, error: Exception) -> str:
    if not isinstance(error, QueryError) or error.why not in _WHY:
        return str(error)
    return speech.say(_WHY[error.why], **{name: value[:400] for name, value in error.values.items()})


_WHY = {
    "choice": N_("%(name)s: “%(value)s” bukan salah satu dari: %(known)s"),
    "region": N_(
        "region: tidak ada wilayah dengan kode “%(value)s”. Kode tampak seperti 18, 18.05, atau 18.05.13.2021"
    ),
    "period": N_("%(name)s: “%(value)s” bukan tahun, bulan, atau tanggal, seperti 2024, 6/2024, atau 30/6/2024"),
    "month": N_("month: “%(value)s” bukan bulan, seperti 2024-06"),
    "turned": N_("“Dari” (%(since)s) terletak sesudah “Sampai” (%(until)s)"),
    "text": N_("text: kata pencarian lebih panjang dari %(most)s huruf"),
    "compared": N_("with: “%(value)s” bukan kode wilayah dan bukan kegiatan"),
}


def _log(error: Exception) -> str:
    """Why the archive cannot be read names files of this machine: for those who run it."""
    logger.error("A page could not be shown: %s", error)
    return N_("Arsip atau katalognya sedang tidak dapat dibaca. Pengelola menemukan sebabnya dalam catatan program.")


def _refusal(error: Exception) -> str:
    """As the page that refused says it; what Starlette says by itself is a phrase of HTTP, in English."""
    if not isinstance(error, HTTPException):
        return ""
    is_phrase = error.detail == HTTPStatus(error.status_code).phrase
    return _PLAINLY.get(error.status_code, error.detail) if is_phrase else error.detail


async def _unexpected(request: Request, error: Exception) -> Response:
    """Starlette logs it, and answers past what adds our headers."""
    answer = await _told(500, lambda error: N_("Ada kesalahan dalam program; pengelola menemukannya dalam catatan."))(
        request, error
    )
    answer.headers.update({**HEADERS, "Cache-Control": "no-store"})
    return answer


_TITLES = {
    400: N_("Pertanyaan ini tidak dapat dijawab"),
    403: N_("Tidak diizinkan"),
    404: N_("Tidak ada di sini"),
    413: N_("Terlalu besar"),
    451: N_("Tidak dapat ditampilkan"),
    503: N_("Katalog belum dapat dibaca"),
}
_PLAINLY = {
    404: N_("Tidak ada halaman dengan alamat ini. Periksa ejaannya, atau mulailah dari Beranda."),
    405: N_("Alamat ini tidak dapat dibuka dengan cara ini. Mulailah dari Beranda."),
    413: N_("Yang dikirim terlalu besar."),
}
_trouble = _told(503, _log)
_http_error = _told(500, _refusal)
