"""One job: its totals and sites, the tables it wrote, and its report; read from the files in crawls/<id>/."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from archive.catalogue import tables
from archive.room import job_words, writing
from archive.room.job_words import reason_name
from archive.room.jobs import finding_row
from archive.room.language import N_, Language
from archive.room.paging import whole_number
from archive.room.room import Room
from archive.room.web import Page, language_of, with_params
from archive.tabular import unguarded

Row = dict[str, Any]

# What crawl ids and those of imports look like; nothing else is ever joined to a path.
_ID = re.compile(r"\d{14}-[0-9A-Za-z]{4}(?:-import)?\Z")
TABLES = ("failures", "skipped", "missing", "hosts", "mime_types", "response_codes", "sites", "patch")
_A_PAGE = 100
_EVENTS_SHOWN = 100
_SITES_SHOWN = 200
_LONGEST_CELL = 1_000

# The report is a page of its own, with its own style and no script; it may do nothing else, and nobody may frame it.
_REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def page(room: Room, request: Request) -> Page:
    """/panen/<crawl id>. Raises HTTPException 404."""
    speech = language_of(request)
    crawl = request.path_params["crawl"].removesuffix(".json")
    folder = _folder(room, crawl, speech)
    report = _report(folder)
    if report is None:
        raise HTTPException(404, speech.say(N_("Laporan panen ini tidak ada atau tidak dapat dibaca.")))
    event = tables.event
    with room.catalogue() as connection:
        events = connection.execute(
            select(event).where(event.c.crawl == crawl).order_by(event.c.number).limit(_EVENTS_SHOWN + 1)
        ).all()
    sites = [_site_row(one) for one in report.get("sites") or ()]
    sites.sort(key=lambda one: (one["trouble"] == "", -int(one["failed"] or 0), str(one["site"])))
    data = {
        "crawl": crawl,
        "kind": "import" if report.get("schema") == "lumbung-import/1" else "crawl",
        **{name: report.get(name) for name in _SHOWN},
        "findings": [finding_row(one, speech) for one in report.get("findings") or ()],
        "sites_count": len(sites),
        "sites": sites[:_SITES_SHOWN],
        "events": [dict(one._mapping) for one in events[:_EVENTS_SHOWN]],
        "more_events": len(events) > _EVENTS_SHOWN,
        "tables": [name for name in TABLES if (folder / f"{name}.csv").is_file()],
        "has_report": (folder / "report.html").is_file(),
    }
    view = {
        "may_see_log": writing.may(request, "archivist") and (folder / "log.txt").is_file(),
        "reason_of": lambda reason: reason_name(speech, reason),
        "table_name": lambda name: speech.say(job_words.TABLES[name]),
    }
    return Page("panen_satu.html", speech.say(N_("Panen %(crawl)s"), crawl=crawl), data, view)


_SHOWN = (
    "started_at", "finished_at", "finish_reason", "error", "internal_errors", "operator", "contact", "options",
    "totals", "remaining", "failures", "skips", "hosts", "disk", "warcs", "runs", "imported", "not_imported", "patch",
)  # fmt: skip


def _site_row(site: Row) -> Row:
    names = ("site", "url", "platform", "archived", "articles", "relevant", "new", "changed", "same", "failed", "gone",
             "skipped", "missing", "bytes", "front_page", "moved_to", "finish_reason")  # fmt: skip
    is_taken = bool((site.get("hijack") or {}).get("is_taken"))
    trouble = (
        "moved"
        if site.get("moved_to")
        else "hijacked"
        if is_taken
        else "unreachable"
        if site.get("unreachable")
        else ""
    )
    return {name: site.get(name) for name in names} | {"trouble": trouble}


def table_page(room: Room, request: Request) -> Page:
    """/panen/<crawl id>/<table>: the rows of one of the job's tables, a page of them. Raises HTTPException 404."""
    speech, params = language_of(request), request.query_params
    crawl, name = request.path_params["crawl"], request.path_params["table"].removesuffix(".json")
    folder = _folder(room, crawl, speech)
    path = folder / f"{name}.csv"
    if name not in TABLES or not path.is_file():
        raise HTTPException(404, speech.say(N_("Panen ini tidak mempunyai tabel itu.")))
    wanted = {key: params.get(key, "")[:200] for key in ("site", "reason") if params.get(key)}
    number = max(1, whole_number(params.get("page"), 1))
    columns, rows, has_more = _some_rows(path, wanted, number)
    data = {"crawl": crawl, "table": name, "columns": columns, "rows": rows, "page": number, "filters": wanted}
    view = {
        "previous": with_params(request, page=str(number - 1)) if number > 1 else None,
        "next": with_params(request, page=str(number + 1)) if has_more else None,
        "reason_of": lambda reason: reason_name(speech, reason),
        "column_name": lambda column: job_words.column_name(speech, column),
    }
    title = speech.say(N_("%(table)s, panen %(crawl)s"), table=speech.say(job_words.TABLES[name]), crawl=crawl)
    return Page("panen_tabel.html", title, data, view)


def _some_rows(path: Path, wanted: dict[str, str], number: int) -> tuple[list[str], list[list[str]], bool]:
    """The columns, a page of the rows that say what is wanted, and whether there are more; however long the file is,
    no more of it is kept."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file)
        columns = next(reader, [])
        places = {columns.index(name): value for name, value in wanted.items() if name in columns}
        found = _matching(reader, places, len(columns))
        rows = list(islice(found, (number - 1) * _A_PAGE, number * _A_PAGE + 1))
    return columns, rows[:_A_PAGE], len(rows) > _A_PAGE


def _matching(reader: Iterator[list[str]], places: dict[int, str], width: int) -> Iterator[list[str]]:
    try:
        for row in reader:
            cells = [unguarded(cell)[:_LONGEST_CELL] for cell in row[:width]] + [""] * (width - len(row))
            if all(cells[place] == value for place, value in places.items()):
                yield cells
    except csv.Error:
        return  # what a full disk cut off


async def report(request: Request) -> Response:
    """report.html as it is: it holds words of the wire, so it is answered as a page that can do nothing."""
    speech = language_of(request)
    path = _folder(request.app.state.room, request.path_params["crawl"], speech) / "report.html"
    if not path.is_file():
        raise HTTPException(404, speech.say(N_("Panen ini tidak mempunyai laporan.")))
    return FileResponse(path, media_type="text/html", headers={"Content-Security-Policy": _REPORT_POLICY})


async def table_file(request: Request) -> Response:
    """A table as it lies there, to be saved."""
    speech = language_of(request)
    name = request.path_params["table"]
    path = _folder(request.app.state.room, request.path_params["crawl"], speech) / f"{name}.csv"
    if name not in TABLES or not path.is_file():
        raise HTTPException(404, speech.say(N_("Panen ini tidak mempunyai tabel itu.")))
    return FileResponse(path, media_type="text/csv", filename=f"{request.path_params['crawl']}-{name}.csv")


async def log(request: Request) -> Response:
    """log.txt, for archivists: it names paths of this machine. Raises HTTPException 403, 404."""
    speech = language_of(request)
    if not writing.may(request, "archivist"):
        raise HTTPException(403, speech.say(N_("Catatan kerja hanya untuk pengelola koleksi.")))
    path = _folder(request.app.state.room, request.path_params["crawl"], speech) / "log.txt"
    if not path.is_file():
        raise HTTPException(404, speech.say(N_("Panen ini tidak mempunyai catatan kerja.")))
    return FileResponse(path, media_type="text/plain; charset=utf-8")


def _report(folder: Path) -> Row | None:
    try:
        found = json.loads((folder / "report.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _folder(room: Room, crawl: str, speech: Language) -> Path:
    """Raises HTTPException 404 for what is no job's."""
    folder = room.collection.crawl_folder(crawl) if _ID.fullmatch(crawl) else None
    if folder is None or not folder.is_dir():
        raise HTTPException(404, speech.say(N_("Tidak ada panen dengan nomor ini.")))
    return folder
