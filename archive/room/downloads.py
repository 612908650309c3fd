"""Excel and CSV of what a page shows: tables of any page, and all articles that a question leaves."""

from __future__ import annotations

import io
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from archive.catalogue.counts import total
from archive.catalogue.query import Query
from archive.export.about import Fact, about_facts
from archive.export.csv_form import csv_pieces
from archive.export.forms import MEDIA_TYPES, FormName
from archive.export.matching import Matching
from archive.export.table import Row, Sheet
from archive.export.table_forms import pieces_of_csv, write_xlsx
from archive.export.wanted import Wanted
from archive.export.words import file_name
from archive.export.workbook import Written, write_workbook
from archive.redaction import covered
from archive.room import articles, filters
from archive.room.language import N_, Language
from archive.room.paging import MOST_IN_A_FILE, TooManyError, ask_for_all
from archive.room.room import Room
from archive.room.sheets import SHEETS
from archive.room.tasks import Busy
from archive.room.web import Page, address, language_of

Form = Literal["xlsx", "csv", "data.csv"]
_TABLE_FORMS: tuple[Form, ...] = ("xlsx", "csv", "data.csv")
# Of articles: the ending of an address, the form, that of a table of captions, what people are told. The first three
# are those of every table.
_ARTICLE_FORMS: tuple[tuple[str, FormName, str, str], ...] = (
    ("xlsx", "xlsx", "", ""),
    ("csv", "csv", "", ""),
    ("data.csv", "data-csv", "", ""),
    ("jsonl", "jsonl", "", N_("JSON per baris")),
    ("parquet", "parquet", "", N_("Parquet")),
    ("text.zip", "text", "", N_("teks, satu berkas setiap berita (ZIP)")),
    ("captions.csv", "captions", "csv", N_("keterangan gambar (CSV)")),
    ("captions.jsonl", "captions", "jsonl", N_("keterangan gambar (JSON per baris)")),
    ("captions.parquet", "captions", "parquet", N_("keterangan gambar (Parquet)")),
)
_AT_HAND = ("xlsx", "csv", "data-csv")  # made by the room itself while they are small
CSV_TYPE, XLSX_TYPE = MEDIA_TYPES["csv"], MEDIA_TYPES["xlsx"]

BIG = 5_000  # rows; more are made in a process of their own

# Workbooks made in this process: pages must not wait for many of them.
_AT_ONCE = threading.BoundedSemaphore(2)
_PIECE = 64 * 1024
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
    sheets = SHEETS.get(page.template)
    if sheets is None:
        return None
    speech, base = language_of(request), _base_path(request.url.path)
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "table"]
    return {
        "xlsx": address(base + ".xlsx", pairs),
        "tables": [
            {
                "title": sheet.title,
                "csv": address(base + ".csv", [*pairs, ("table", sheet.name)]),
                "data": address(base + ".data.csv", [*pairs, ("table", sheet.name)]),
            }
            for sheet in sheets(page.data, speech)
        ],
    }


def article_routes() -> list[Route]:
    return [Route(f"/artikel.{ending}", _articles_as(form, table)) for ending, form, table, _ in _ARTICLE_FORMS]


def table_routes(path: str, page: Callable[[Room, Request], Page]) -> list[Route]:
    """The tables of a page, whose address without its ending is `path`."""

    def answer_as(form: Form) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            return await run_in_threadpool(_tables, request, page, form)

        return answer

    # The longest ending first: "/desa/18.05.data.csv" ends in ".csv", too.
    return [Route(f"{path}.{form}", answer_as(form)) for form in sorted(_TABLE_FORMS, key=len, reverse=True)]


def _base_path(path: str) -> str:
    return path.rstrip("/") or "/beranda"


def _tables(request: Request, page: Callable[[Room, Request], Page], form: Form) -> Response:
    room: Room = request.app.state.room
    speech = language_of(request)
    ask_for_all(request)
    try:
        made = page(room, request)
    except TooManyError as error:
        most = speech.number(MOST_IN_A_FILE)
        words = N_("Daftar ini lebih dari %(most)s baris. Persempit saringannya, lalu unduh lagi.")
        raise HTTPException(413, speech.say(words, most=most)) from error
    if made.template not in SHEETS:
        raise HTTPException(404, speech.say(N_("Halaman ini tidak memuat tabel.")))
    base = str(request.base_url).rstrip("/")
    sheets = [_with_whole_links(sheet, base) for sheet in SHEETS[made.template](made.data, speech)]
    query = filters.query_in(request.query_params)
    path = request.url.path.removesuffix("." + form)
    name = "-".join(filter(None, PurePosixPath(path).parts[1:]))
    if form != "xlsx":
        sheet = _chosen(sheets, request, speech)
        body = b"".join(csv_pieces(sheet, form, speech))
        return file_response(body, file_name(f"{name}-{sheet.name}", query, form, room.today()), CSV_TYPE)
    shown = address("/" if path == "/beranda" else path, request.query_params.multi_items())
    view = base + shown

    def about(written: Written) -> list[Fact]:
        counted: list[Fact] = [
            (speech.say(N_("Baris pada lembar %(sheet)s"), sheet=sheet), rows) for sheet, rows in written.rows.items()
        ]
        with room.catalogue() as connection:
            return about_facts(made.title, room.collection, connection, query, view, speech, counted)

    book = io.BytesIO()
    with _AT_ONCE:
        write_workbook(book, sheets, about, speech)
    return file_response(book.getvalue(), file_name(name, query, form, room.today()), XLSX_TYPE)


def _with_whole_links(sheet: Sheet, base: str) -> Sheet:
    """With our own addresses as they are from elsewhere, and personal data in those of others covered."""
    links = [column.name for column in sheet.columns if column.kind == "link"]

    def rows() -> Iterator[Row]:
        for row in sheet.rows:
            yield {**row, **{name: whole(row[name]) for name in links if row.get(name)}}

    def whole(link: str) -> str:
        return covered(base + link if link.startswith("/") else link)

    return replace(sheet, rows=rows()) if links else sheet


def _chosen(sheets: list[Sheet], request: Request, speech: Language) -> Sheet:
    asked = request.query_params.get("table")
    for sheet in sheets:
        if asked in (None, sheet.name):
            return sheet
    names = ", ".join(sheet.name for sheet in sheets)
    raise HTTPException(404, speech.say(N_("Tabel itu tidak ada; yang ada: %(names)s"), names=names))


def _articles_as(form: FormName, table: str) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        return await answered(request, _wanted_articles(request, form, table))

    return answer


def _wanted_articles(request: Request, form: FormName, table: str) -> Wanted:
    query = filters.query_in(request.query_params)
    order = articles.order_in(request, query)
    base = str(request.base_url).rstrip("/")
    view = base + address("/artikel", [*query.params(), ("order", order)])
    return Wanted("artikel", form, query, order, language_of(request).code, view, base, table)


async def answered(request: Request, wanted: Wanted) -> Response:
    """The file; or, when it takes a while, CSV as it is made, and the way to where another form is being made."""
    room: Room = request.app.state.room
    pages = await run_in_threadpool(_count, room, wanted.query)
    if pages <= BIG and wanted.form in _AT_HAND:
        return await run_in_threadpool(_small, room, wanted)
    try:
        if wanted.form in ("csv", "data-csv"):
            return _Relay(room, wanted)
        task = room.tasks.ask(wanted, pages)
        return RedirectResponse(f"/unduhan/{task.id}", 303)
    except Busy as error:
        raise HTTPException(429, language_of(request).say(_BUSY), {"Retry-After": "120"}) from error


def _count(room: Room, query: Query) -> int:
    with room.catalogue() as connection:
        return total(connection, query).pages


def _small(room: Room, wanted: Wanted) -> Response:
    with _AT_ONCE, room.catalogue() as connection:
        found = Matching(wanted, room.collection, connection)
        if wanted.form != "xlsx":
            return file_response(b"".join(pieces_of_csv(found)), wanted.file_name(), CSV_TYPE)
        book = io.BytesIO()
        write_xlsx(found, book, None)
        return file_response(book.getvalue(), wanted.file_name(), XLSX_TYPE)


def file_response(body: bytes, name: str, media_type: str) -> Response:
    """A file to be kept under its name; names are ASCII (archive.export.words)."""
    return Response(body, media_type=media_type, headers=file_headers(name))


def file_headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


class _Relay(StreamingResponse):
    """What a process writes, passed on; the process ends with the answer, however that ends. Raises Busy."""

    def __init__(self, room: Room, wanted: Wanted) -> None:
        self._held = ExitStack()
        self._process = self._held.enter_context(room.tasks.stream(wanted))
        super().__init__(self._pieces(), media_type=CSV_TYPE, headers=file_headers(wanted.file_name()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._held:
            await super().__call__(scope, receive, send)

    async def _pieces(self) -> AsyncIterator[bytes]:
        assert self._process.stdout is not None
        while piece := await run_in_threadpool(self._process.stdout.read1, _PIECE):  # type: ignore[attr-defined]
            yield piece
        if await run_in_threadpool(self._process.wait):
            # Half a table must not look like a whole one: the answer breaks off.
            raise RuntimeError("an export broke off")
