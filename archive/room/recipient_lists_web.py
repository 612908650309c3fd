"""The lists of recipients (SK) in the browser: which there are, and another one taken in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import tables
from archive.errors import ArchiveError, CollectionError
from archive.recipient_lists import NoColumnsError, read_list
from archive.recipient_places import by_status, place_of
from archive.recipients import add_recipients, read_corrections
from archive.room import writing
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import Page, language_of, respond
from archive.tabular import decode
from archive.workbooks import is_workbook, workbook_text

Row = dict[str, Any]

MOST_BYTES = 10_000_000
_NOTES_SHOWN = 50
_UNREADABLE = N_(
    "Berkas ini rusak atau bukan tabel. Buka di Excel, simpan sebagai buku kerja (.xlsx) atau “CSV UTF-8”, lalu unggah "
    "lagi."
)
_NO_COLUMNS = N_(
    "Tidak ada baris yang menyebut nama kolomnya. Satu dari 40 baris pertama harus memuatnya, misalnya: nama "
    "perpustakaan, desa, kecamatan, kabupaten, provinsi."
)


def page(room: Room, request: Request) -> Page:
    """The lists that were taken in, and the form for another."""
    return _made(room, request, None, None)


async def upload(request: Request) -> Response:
    """POST of the form: a list looked at (`do=check`) or added. Raises HTTPException 403."""
    room: Room = request.app.state.room
    async with request.form(max_files=1, max_fields=20) as form:
        writing.require(request, "archivist", form)
        file = form.get("file")
        raw, name = b"", ""
        if isinstance(file, UploadFile):
            raw, name = await file.read(MOST_BYTES + 1), (file.filename or "")[-100:]
        texts = {key: str(form.get(key) or "").strip()[:100] for key in ("year", "batch", "do")}

    def answered() -> Response:
        try:
            done, fault = _take_in(room, raw, name, texts), None
        except ArchiveError as error:
            done, fault = None, _fault_of(error, language_of(request))
        made = _made(room, request, done, fault)
        made.status = 400 if fault else 200
        made.view["downloads"] = None
        return respond(request, made)

    return await run_in_threadpool(answered)


def _take_in(room: Room, raw: bytes, name: str, texts: dict[str, str]) -> Row:
    """What a list says, and how much of it is new. Raises ArchiveError."""
    if not raw:
        raise _Said(N_("Pilih dahulu berkas daftarnya."))
    if len(raw) > MOST_BYTES:
        raise _Said(N_("Berkas lebih besar dari 10 MB; bagi menjadi beberapa berkas."))
    text, encoding = workbook_text(raw, name) if is_workbook(raw) else _decoded(raw)
    defaults = {key: texts[key] for key in ("year", "batch") if texts[key]}
    made = read_list(text, name or "daftar.csv", defaults)
    is_check = texts["do"] != "add"
    fresh = add_recipients(room.collection.root, made.rows, write=not is_check)
    corrections = read_corrections(room.collection.root)
    if not is_check:
        room.look_again()
    return {
        "file": name,
        "encoding": encoding,
        "is_check": is_check,
        "rows": len(made.rows),
        "added": len(fresh),
        "listed": len(made.rows) - len(fresh),
        "notes": [{"line": line, "message": message} for line, message in made.notes[:_NOTES_SHOWN]],
        "notes_count": len(made.notes),
        **by_status(place_of(one, corrections)[0] for one in fresh),
    }


def _decoded(raw: bytes) -> tuple[str, str]:
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Said(_UNREADABLE)
    try:
        return decode(raw)
    except UnicodeDecodeError as error:
        raise _Said(_UNREADABLE) from error


class _Said(CollectionError):
    """What is wrong with a file, in words for whoever sent it."""


def _fault_of(error: ArchiveError, speech: Language) -> Row:
    """What is wrong, in the reader's language; `detail` in the words of the program, where it knows more."""
    if isinstance(error, _Said):
        return {"said": speech.say(str(error)), "detail": None}
    if isinstance(error, NoColumnsError):
        return {"said": speech.say(_NO_COLUMNS), "detail": None}
    return {"said": speech.say(_UNREADABLE), "detail": str(error)}


def _made(room: Room, request: Request, done: Row | None, fault: Row | None) -> Page:
    speech = language_of(request)
    recipient = tables.recipient.c
    columns = (recipient.year, recipient.batch, recipient.is_sure, func.count().label("rows"))
    with room.catalogue() as connection:
        rows = connection.execute(
            select(*columns, func.count(recipient.village.distinct()).label("villages"))
            .group_by(recipient.year, recipient.batch, recipient.is_sure)
            .order_by(recipient.year.desc(), recipient.batch)
        ).all()
    lists: dict[tuple[str, str], Row] = {}
    for row in rows:
        empty = {"year": row.year, "batch": row.batch, "rows": 0, "villages": 0, "unsure": 0}
        one = lists.setdefault((row.year, row.batch), empty)
        one["rows"] += row.rows
        one["villages"] += row.villages
        one["unsure"] += 0 if row.is_sure else row.rows
    data = {"lists": list(lists.values()), "done": done, "fault": fault}
    view = {"may_write": writing.may(request, "archivist"), "token": lambda: writing.token_of(request)}
    return Page("daftar.html", speech.say(N_("Daftar penerima (SK)")), data, view)
