"""Which address of the API is answered by what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.room.api import articles, lists
from archive.room.api.answers import problem
from archive.room.api.description import ENDPOINTS, openapi
from archive.room.language import N_
from archive.room.room import Room
from archive.room.web import Page, json_response, language_of, respond

Answer = Callable[[Room, Request], dict[str, Any]]

ANSWERS: dict[str, Answer] = {
    "/api/articles": articles.articles_answer,
    "/api/articles/{article_id}": articles.article_answer,
    "/api/counts": articles.counts_answer,
    "/api/regions": lists.regions_answer,
    "/api/sites": lists.sites_answer,
    "/api/events": lists.events_answer,
    "/api/recipients": lists.recipients_answer,
    "/api/jobs": lists.jobs_answer,
}


def routes() -> list[Route]:
    return [
        Route("/api", lambda request: RedirectResponse("/api/", 308)),
        Route("/api/", _page),
        Route("/api/openapi.json", _openapi),
        *(_route(path, answer) for path, answer in ANSWERS.items()),
        Route("/api/{rest:path}", _nothing),
    ]


def _route(path: str, answer: Answer) -> Route:
    async def answered(request: Request) -> Response:
        data = await run_in_threadpool(answer, request.app.state.room, request)
        return await run_in_threadpool(json_response, data)

    return Route(path, answered)


async def _nothing(request: Request) -> Response:
    return problem(404, language_of(request).say(N_("Alamat ini tidak ada dalam API; lihat /api/.")))


async def _openapi(request: Request) -> Response:
    return await run_in_threadpool(lambda: json_response(openapi()))


async def _page(request: Request) -> Response:
    """The description for people."""

    def made() -> Response:
        title = language_of(request).say(N_("Data untuk program (API)"))
        home = f"{request.url.scheme}://{request.url.netloc}"
        shown = {"endpoints": ENDPOINTS, "home": home, "limits": openapi()["x-limits"]}
        return respond(request, Page("api.html", title, {}, shown, has_twin=False))

    return await run_in_threadpool(made)
