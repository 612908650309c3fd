"""Tinjau wilayah: which village a row of the recipients' list means, where it may mean several or none was found."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.decisions import read_lines
from archive.errors import CollectionError
from archive.recipients import add_correction, corrections_file, read_recipients
from archive.regions.meant import full_name, region_meant
from archive.room import silence, writing
from archive.room.deciding import LONGEST, form_of, remember
from archive.room.language import N_, Language
from archive.room.paging import paging
from archive.room.room import Room
from archive.room.unsure import unsure_rows
from archive.room.web import Page, language_of

Row = dict[str, Any]

_A_PAGE = 20
_PAST_SHOWN = 20


def page(room: Room, request: Request) -> Page:
    """Rows that are not sure, with their candidates; and what was said of others."""
    speech = language_of(request)
    with room.catalogue() as connection:
        ids, _ = silence.unsure(connection)
    at = paging(request, len(ids), _A_PAGE)
    data = {
        "count": len(ids),
        "rows": unsure_rows(room.collection.root, ids, at.start, at.size),
        "past": _past(room),
        "page": at.number,
        "last_page": at.last,
    }
    view = form_of(request, "reviewer") | at.links(request, said=None)
    return Page("wilayah.html", speech.say(N_("Wilayah yang belum pasti")), data, view)


def _past(room: Room) -> list[Row]:
    """The last corrections, the newest first."""
    lines = [line for _, line in read_lines(corrections_file(room.collection.root)) if isinstance(line, dict)]
    return [
        {
            "row": line.get("row"),
            "names": ", ".join(str(value) for value in (line.get("names") or {}).values() if value),
            "kode_wilayah": line.get("kode_wilayah"),
            "region": _name_of(line.get("kode_wilayah")),
            "reason": line.get("reason"),
            "who": line.get("who"),
            "when": line.get("when"),
        }
        for line in reversed(lines[-_PAST_SHOWN:])
    ]


def _name_of(code: Any) -> str | None:
    try:
        return full_name(region_meant(code)) if isinstance(code, str) else None
    except CollectionError:
        return str(code)


async def correct(request: Request) -> Response:
    """POST: `row` is the region `code` (a candidate's, or as typed), or none. Raises HTTPException 400, 403, 404."""
    form = await request.form(max_files=0, max_fields=20)
    person = writing.require(request, "reviewer", form)
    given = {key: str(value).strip()[:LONGEST] for key, value in form.items()}
    room: Room = request.app.state.room
    speech = language_of(request)
    who, reason = writing.who_decides(person, form), given.get("reason", "")
    if not who or not reason:
        raise HTTPException(400, speech.say(N_("Tulis nama Anda dan dari mana Anda tahu, lalu kirim lagi.")))
    code = code_in(given, speech)

    def kept() -> None:
        recipient = next((one for one in read_recipients(room.collection.root) if one.id == given.get("row")), None)
        if recipient is None:
            raise HTTPException(404, speech.say(N_("Baris ini tidak ada dalam daftar penerima.")))
        add_correction(room.collection.root, recipient, code, reason, who)
        room.look_again()

    await run_in_threadpool(kept)
    response = RedirectResponse("/tinjau/wilayah?said=1", 303)
    remember(response, who)
    return response


def code_in(given: dict[str, str], speech: Language) -> str | None:
    """The region that was chosen; None for "none of the table". Raises HTTPException 400."""
    choice = given.get("code", "")
    if choice == "none":
        return None
    text = given.get("other", "") if choice in ("", "other") else choice
    if not text:
        raise HTTPException(400, speech.say(N_("Pilih salah satu wilayah, atau tulis kodenya.")))
    try:
        return region_meant(text).code
    except CollectionError as error:
        raise HTTPException(
            400,
            speech.say(
                N_("“%(given)s” bukan satu wilayah yang jelas; tulis kodenya, misalnya 18.05.13.2021."), given=text
            ),
        ) from error
