"""All articles that a question leaves, in any form: small tables at once, the others made by processes of their own."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from archive.catalogue.counts import total
from archive.catalogue.query import Query
from archive.export.forms import MEDIA_TYPES, FormName
from archive.export.matching import Matching
from archive.export.table_forms import pieces_of_csv, write_xlsx
from archive.export.wanted import Wanted
from archive.room import articles, filters
from archive.room.access.people import person_of
from archive.room.language import N_
from archive.room.room import Room
from archive.room.table_downloads import AT_ONCE, file_headers, file_response, table_links
from archive.room.tasks import Busy
from archive.room.web import Page, address, language_of

# Of articles: the ending of an address, the form, that of a table of captions, what people are told. The first three
# are those of every table; they come at once, and with a manifest beside them like all others.
_ARTICLE_FORMS: tuple[tuple[str, FormName, str, str], ...] = (
    ("xlsx", "xlsx", "", ""),
    ("csv", "csv", "", ""),
    ("data.csv", "data-csv", "", ""),
    ("manifes.xlsx", "xlsx", "", N_("Excel dengan manifes")),
    ("manifes.csv", "csv", "", N_("CSV untuk Excel dengan manifes")),
    ("manifes.data.csv", "data-csv", "", N_("CSV untuk pengolahan data dengan manifes")),
    ("jsonl", "jsonl", "", N_("JSON per baris")),
    ("parquet", "parquet", "", N_("Parquet")),
    ("text.zip", "text", "", N_("teks, satu berkas setiap berita (ZIP)")),
    ("captions.csv", "captions", "csv", N_("keterangan gambar (CSV)")),
    ("captions.jsonl", "captions", "jsonl", N_("keterangan gambar (JSON per baris)")),
    ("captions.parquet", "captions", "parquet", N_("keterangan gambar (Parquet)")),
)

BIG = 5_000  # rows; more are made in a process of their own

_PIECE = 64 * 1024
_STALLED_SECONDS = 120.0  # a download that is paused holds one of the few that may be made at a time
_BUSY = N_("Sedang banyak berkas yang disiapkan. Coba lagi beberapa menit lagi, atau persempit saringannya.")


def links(request: Request, page: Page) -> dict[str, Any] | None:
    """Where the tables of a page are to be had; None for a page without any."""
    if page.template == "artikel.html":
        pairs = [*page.view["params"], ("order", page.data["order"])]
        tables = [{"title": "", "csv": address("/artikel.csv", pairs), "data": address("/artikel.data.csv", pairs)}]
        say = language_of(request).say
        more = [
            {"title": say(words), "address": address(f"/artikel.{ending}", pairs)}
            for ending, _, _, words in _ARTICLE_FORMS
            if words
        ]
        return {"xlsx": address("/artikel.xlsx", pairs), "tables": tables, "more": more}
    return table_links(request, page)


def article_routes() -> list[Route]:
    return [
        Route(f"/artikel.{ending}", _articles_as(form, table, at_once=not words))
        for ending, form, table, words in _ARTICLE_FORMS
    ]


def _articles_as(form: FormName, table: str, *, at_once: bool) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        return await answered(request, _wanted_articles(request, form, table), at_once=at_once)

    return answer


def _wanted_articles(request: Request, form: FormName, table: str) -> Wanted:
    query = filters.query_in(request.query_params)
    order = articles.order_in(request, query)
    base = str(request.base_url).rstrip("/")
    view = base + address("/artikel", [*query.params(), ("order", order)])
    return Wanted("artikel", form, query, order, language_of(request).code, view, base, table)


async def answered(request: Request, wanted: Wanted, *, at_once: bool = True) -> Response:
    """The way to where the file is being made, with its manifest. `at_once`: the file itself, without one, while it is
    small, and CSV as it is made."""
    room: Room = request.app.state.room
    pages = await run_in_threadpool(_count, room, wanted.query)
    if at_once and pages <= BIG:
        return await run_in_threadpool(_small, room, wanted)
    try:
        if at_once and wanted.form in ("csv", "data-csv"):
            return _Relay(room, wanted)
        person = person_of(request)
        task = room.tasks.ask(wanted, pages, person.name if person else "")
        return RedirectResponse(f"/unduhan/{task.id}", 303)
    except Busy as error:
        raise HTTPException(429, language_of(request).say(_BUSY), {"Retry-After": "120"}) from error


def _count(room: Room, query: Query) -> int:
    with room.catalogue() as connection:
        return total(connection, query).pages


def _small(room: Room, wanted: Wanted) -> Response:
    with AT_ONCE, room.catalogue() as connection:
        found = Matching(wanted, room.collection, connection)
        if wanted.form != "xlsx":
            return file_response(b"".join(pieces_of_csv(found)), wanted.file_name(), MEDIA_TYPES["csv"])
        book = io.BytesIO()
        write_xlsx(found, book, None)
        return file_response(book.getvalue(), wanted.file_name(), MEDIA_TYPES["xlsx"])


class _Relay(StreamingResponse):
    """What a process writes, passed on; the process ends with the answer, however that ends: also when nobody takes
    it any more. Raises Busy."""

    def __init__(self, room: Room, wanted: Wanted) -> None:
        self._held = ExitStack()
        self._process = self._held.enter_context(room.tasks.stream(wanted))
        super().__init__(self._pieces(), media_type=MEDIA_TYPES["csv"], headers=file_headers(wanted.file_name()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_while_taken(message: Message) -> None:
            await asyncio.wait_for(send(message), _STALLED_SECONDS)

        with self._held:
            await super().__call__(scope, receive, send_while_taken)

    async def _pieces(self) -> AsyncIterator[bytes]:
        assert self._process.stdout is not None
        while piece := await run_in_threadpool(self._process.stdout.read1, _PIECE):  # type: ignore[attr-defined]
            yield piece
        if await run_in_threadpool(self._process.wait):
            # Half a table must not look like a whole one: the answer breaks off.
            raise RuntimeError("an export broke off")
