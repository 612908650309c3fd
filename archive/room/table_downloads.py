"""Excel and CSV of the tables that a page shows."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.export.about import Fact, about_facts
from archive.export.csv_form import csv_pieces
from archive.export.forms import MEDIA_TYPES
from archive.export.table import Row, Sheet
from archive.export.words import file_name
from archive.export.workbook import Written, write_workbook
from archive.redaction import covered
from archive.room import filters
from archive.room.language import N_, Language
from archive.room.paging import MOST_IN_A_FILE, TooManyError, ask_for_all
from archive.room.room import Room
from archive.room.sheets import SHEETS
from archive.room.web import Page, address, language_of

Form = Literal["xlsx", "csv", "data.csv"]
_FORMS: tuple[Form, ...] = ("xlsx", "csv", "data.csv")
CSV_TYPE, XLSX_TYPE = MEDIA_TYPES["csv"], MEDIA_TYPES["xlsx"]

# Workbooks made in this process: pages must not wait for many of them.
AT_ONCE = threading.BoundedSemaphore(2)


def table_links(request: Request, page: Page) -> dict[str, Any] | None:
    """Where the tables of a page are to be had; None for a page without any."""
    sheets = SHEETS.get(page.template)
    if sheets is None:
        return None
    speech, base = language_of(request), _base_path(request.url.path)
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "table"]
    # A report that nobody has chosen the month of is of the newest: its files are of that one later, too.
    pairs = page.view["params"] if page.template == "laporan.html" else asked
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


def table_routes(path: str, page: Callable[[Room, Request], Page]) -> list[Route]:
    """The tables of a page, whose address without its ending is `path`."""

    def answer_as(form: Form) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            return await run_in_threadpool(_tables, request, page, form)

        return answer

    # The longest ending first: "/desa/18.05.data.csv" ends in ".csv", too.
    return [Route(f"{path}.{form}", answer_as(form)) for form in sorted(_FORMS, key=len, reverse=True)]


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
    with AT_ONCE:
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


def file_response(body: bytes, name: str, media_type: str) -> Response:
    """A file to be kept under its name; names are ASCII (archive.export.words)."""
    return Response(body, media_type=media_type, headers=file_headers(name))


def file_headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
