"""Unduhan: how far a file is that takes a while, and the file when it is made."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from archive.export.writing import manifest_path
from archive.room.language import N_
from archive.room.room import Room
from archive.room.table_downloads import file_headers
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
        "manifest": f"/unduhan/{task.id}/{manifest_path(Path(task.name)).name}" if task.state == "done" else None,
        "minutes_left": None if left is None else int(left // 60),
    }
    return Page(
        "unduhan.html",
        speech.say(N_("Unduhan")),
        data,
        {"shown_at": task.wanted.address.removeprefix(task.wanted.base)},
    )


async def file(request: Request) -> Response:
    """The file, or its manifest. Raises HTTPException 404."""
    task = _task(request.app.state.room, request)
    if task.path is not None:
        beside, name = manifest_path(task.path), request.path_params["name"]
        if name == task.name:
            return FileResponse(task.path, media_type=task.wanted.media_type, headers=file_headers(name))
        if name == beside.name:
            return FileResponse(beside, media_type="application/json", headers=file_headers(name))
    raise HTTPException(404, language_of(request).say(_NOT_THERE))


def _task(room: Room, request: Request) -> Task:
    task = room.tasks.get(request.path_params["task"])
    if task is None:
        raise HTTPException(404, language_of(request).say(_NOT_THERE))
    return task
