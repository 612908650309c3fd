"""One job: its totals and sites, the tables it wrote, and its report. The files are read as they lie in crawls/<id>/."""

from __future__ import annotations

import csv
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
from archive.catalogue.surroundings import read_report
from archive.room import writing
from archive.room.jobs import finding_row, whole
from archive.room.language import N_, Language
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
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page(room: Room, request: Request) -> Page:
    """/panen/<crawl id>. Raises HTTPException 404."""
    speech = language_of(request)
    crawl = request.path_params["crawl"].removesuffix(".json")
    folder = _folder(room, crawl, speech)
    report = read_report(folder)
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
        "reason_of": lambda reason: speech.say(_REASONS.get(reason, reason)),
        "table_name": lambda name: speech.say(_TABLE_NAMES[name]),
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
    trouble = "moved" if site.get("moved_to") else "hijacked" if is_taken else "unreachable" if site.get("unreachable") else ""
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
    number = max(1, whole(params.get("page"), 1))
    columns, rows, has_more = _some_rows(path, wanted, number)
    data = {"crawl": crawl, "table": name, "columns": columns, "rows": rows, "page": number, "filters": wanted}
    view = {
        "previous": with_params(request, page=str(number - 1)) if number > 1 else None,
        "next": with_params(request, page=str(number + 1)) if has_more else None,
        "reason_of": lambda reason: speech.say(_REASONS.get(reason, reason)),
        "column_name": lambda column: speech.say(_COLUMNS.get(column, column)),
    }
    title = speech.say(N_("%(table)s, panen %(crawl)s"), table=speech.say(_TABLE_NAMES[name]), crawl=crawl)
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


def _folder(room: Room, crawl: str, speech: Language) -> Path:
    """Raises HTTPException 404 for what is no job's."""
    folder = room.collection.crawl_folder(crawl) if _ID.fullmatch(crawl) else None
    if folder is None or not folder.is_dir():
        raise HTTPException(404, speech.say(N_("Tidak ada panen dengan nomor ini.")))
    return folder


_TABLE_NAMES = {
    "failures": N_("Yang gagal"),
    "skipped": N_("Yang dilewati"),
    "missing": N_("Yang dijanjikan situs, tetapi tidak terarsip"),
    "hosts": N_("Server yang ditanyai"),
    "mime_types": N_("Jenis berkas"),
    "response_codes": N_("Kode jawaban"),
    "sites": N_("Situs"),
    "patch": N_("Yang diminta ulang"),
}
_COLUMNS = {
    "time": N_("Waktu"), "site": N_("Situs"), "url": N_("Alamat"), "via": N_("Ditemukan di"), "reason": N_("Sebab"),
    "detail": N_("Rincian"), "source": N_("Sumber"), "host": N_("Server"), "urls": N_("Jawaban"),
    "bytes": N_("Ukuran (bita)"), "new": N_("Baru"), "duplicate": N_("Sama isinya"),
    "not_modified": N_("Tidak berubah"), "robots_blocked": N_("Dilarang robots.txt"), "remaining": N_("Belum diambil"),
    "failed": N_("Gagal"), "mime": N_("Jenis"), "new_bytes": N_("Ukuran yang baru (bita)"), "code": N_("Kode"),
    "platform": N_("Platform"), "promised": N_("Dijanjikan"), "archived": N_("Terarsip"), "read": N_("Terbaca"),
    "skipped": N_("Dilewati"), "disallowed": N_("Dilarang"), "gone": N_("Hilang"), "changed": N_("Berubah"),
    "same": N_("Sama"), "relevant": N_("Tentang program"), "finish_reason": N_("Akhir"),
}  # fmt: skip
_REASONS = {
    "finished": N_("selesai"), "limit": N_("sampai batas yang ditetapkan"), "stopped": N_("dihentikan, akan dilanjutkan"),
    "disk": N_("ruang disk habis"), "evidence": N_("tidak dapat ditulis"), "abandoned": N_("ditinggalkan"),
    "running": N_("berjalan atau terputus"),
    "gone": N_("halaman tidak ada (404 atau 410)"), "http_error": N_("server menjawab kesalahan"),
    "host_unreachable": N_("server tidak terjangkau"), "address_refused": N_("alamat jaringan dalam"),
    "truncated": N_("jawaban terpotong"), "internal_error": N_("kesalahan Lumbung"), "moved": N_("situs pindah"),
    "CannotResolveHostError": N_("nama tidak ditemukan"),
    "DownloadConnectionRefusedError": N_("sambungan ditolak"), "DownloadTimeoutError": N_("terlalu lama"),
    "DownloadCancelledError": N_("terlalu besar"), "DownloadFailedError": N_("sambungan gagal"),
    "robots": N_("dilarang robots.txt"), "other_site": N_("situs lain"), "outside_folder": N_("di luar bagian situs"),
    "too_many_redirects": N_("terlalu banyak pengalihan"), "too_deep": N_("terlalu dalam"),
    "too_long": N_("alamat terlalu panjang"), "repeating_path": N_("alamat berulang"),
    "file_type": N_("bukan halaman atau dokumen"), "too_many_links": N_("terlalu banyak tautan"),
    "already_listed": N_("daftar yang isinya sudah diketahui"), "machinery": N_("halaman masuk dan mesin situs"),
    "variant": N_("bentuk lain halaman yang sama"), "calendar": N_("kalender tanpa isi baru"),
    "pager": N_("halaman lanjutan tanpa isi baru"), "facets": N_("saringan tanpa isi baru"),
    "session": N_("hanya nomor sesi berbeda"), "soft_404": N_("halaman berkata tidak ada"),
    "disallowed": N_("dilarang robots.txt"), "skipped": N_("dilewati menurut aturan"),
    "waiting": N_("panen dihentikan sebelumnya"), "failed": N_("gagal diambil"),
    "hijacked": N_("terindikasi disusupi judi"), "not_asked": N_("tidak pernah diminta"),
    "not_named": N_("dihitung situs, tetapi tidak disebut alamatnya"),
}  # fmt: skip


def reason_name(speech: Language, reason: str | None) -> str:
    """Why something failed or was left, or how a job ended, in words."""
    return speech.say(_REASONS.get(reason or "", reason or "–"))
