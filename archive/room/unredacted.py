"""What a page says with its personal data: for an archivist who says why. Each look is kept.

/artikel/ID/lengkap     asks for the reason, then shows the article
decisions/access.jsonl  who looked at what, when and why: only ever added to
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.access.entries import access_file
from archive.catalogue.search import Hit, article_of, readings_of
from archive.decisions import append_line, now_text
from archive.room.access.people import Person
from archive.room.language import N_
from archive.room.restricted import refuse_restricted_article
from archive.room.room import Room
from archive.room.web import Page, language_of, respond
from archive.room.writing import may, require, who_decides

_LONGEST_REASON = 500


def routes() -> list[Route]:
    return [Route("/artikel/{article_id}/lengkap", _answer, methods=["GET", "POST"])]


def record_access(root: Path, who: str, what: str, reason: str) -> None:
    """Before it is shown. `what`: "unredacted sha1:…", "export". Raises EvidenceError when the disk will not have
    it: then it is not shown."""
    append_line(access_file(root), {"what": what, "reason": reason, "who": who, "when": now_text()})


def reason_in(request: Request, form: FormData) -> tuple[Person, str, str]:
    """The archivist, the name to be kept, and why. Raises HTTPException 403, and 400 without a reason or a name."""
    speech, person = language_of(request), require(request, "archivist", form)
    said = form.get("reason")
    reason = " ".join(said.split())[:_LONGEST_REASON] if isinstance(said, str) else ""
    who = who_decides(person, form)
    if len(reason) < 5 or not who:
        raise HTTPException(400, speech.say(N_("Tulislah alasan dan siapa Anda: keduanya disimpan.")))
    return person, who, reason


async def _answer(request: Request) -> Response:
    if request.query_params.get("unredacted") and request.method == "GET":
        return RedirectResponse(request.url.path, 303)
    if not may(request, "archivist"):
        raise HTTPException(403, language_of(request).say(N_("Hanya pengarsip yang boleh melihat data pribadi.")))
    room: Room = request.app.state.room
    if request.method == "GET":
        return await run_in_threadpool(_ask, room, request)
    form = await request.form(max_files=0, max_fields=10)
    return await run_in_threadpool(_show, room, request, form)


def _ask(room: Room, request: Request) -> Response:
    speech = language_of(request)
    with room.catalogue() as connection:
        hit = _found(room, connection, request)
    data = {"id": hit.row.id, "title_of": hit.line["title"], "line": None}
    return respond(request, Page("lengkap.html", speech.say(N_("Lihat data pribadi")), data, has_twin=False))


def _show(room: Room, request: Request, form: FormData) -> Response:
    speech, (_, who, reason) = language_of(request), reason_in(request, form)
    with room.catalogue() as connection:
        hit = _found(room, connection, request)
        readings = readings_of(connection, hit.row.id)
    line = next((one for one in readings if one["id"] == hit.row.document), hit.line)
    record_access(room.collection.root, who, f"unredacted {hit.row.id}", reason)
    data = {"id": hit.row.id, "title_of": line["title"], "line": line}
    answer = respond(request, Page("lengkap.html", speech.say(N_("Lihat data pribadi")), data, has_twin=False))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _found(room: Room, connection: Connection, request: Request) -> Hit:
    hit = article_of(connection, request.path_params["article_id"])
    if hit is None:
        refuse_restricted_article(room, connection, request.path_params["article_id"], request)
        raise HTTPException(404, language_of(request).say(N_("Berita ini tidak ada dalam koleksi.")))
    return hit
