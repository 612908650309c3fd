"""Unduhan: how far a file is that takes a while, and the file when it is made."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from archive.room.downloads import file_headers
from archive.room.language import N_
from archive.room.room import Room
from archive.room.tasks import Task
from archive.room.web import Page, language_of

_NOT_THERE = N_("Berkas ini sudah dihapus. Berkas disimpan satu jam; buka lagi halaman tabelnya, lalu unduh lagi.")


def page(room: Room, request: Request) -> Page:
    """Loads itself again until the file is there. Raises HTTPException 404."""
    speech, task = language_of(request), _task(room, request)
    left = task.seconds_left
    data = {
        "state": task.state,
        "name": task.name,
        "rows": task.done,
        "total": task.total,
        "bytes": task.bytes,
        "file": f"/unduhan/{task.id}/{task.name}" if task.state == "done" else None,
        "minutes_left": None if left is None else int(left // 60),
    }
    return Page(
        "unduhan.html",
        speech.say(N_("Unduhan")),
        data,
        {"shown_at": task.wanted.address.removeprefix(task.wanted.base)},
    )


async def file(request: Request) -> Response:
    """The file. Raises HTTPException 404."""
    task = _task(request.app.state.room, request)
    if task.path is None or request.path_params["name"] != task.name:
        raise HTTPException(404, language_of(request).say(_NOT_THERE))
    return FileResponse(task.path, media_type=task.wanted.media_type, headers=file_headers(task.name))


def _task(room: Room, request: Request) -> Task:
    task = room.tasks.get(request.path_params["task"])
    if task is None:
        raise HTTPException(404, language_of(request).say(_NOT_THERE))
    return task
