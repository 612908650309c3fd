"""Who of those that ask sees what the access list keeps for staff: reviewers and archivists, on pages.

Not in what leaves the room as a file or a feed, whoever asks: exports hold what is open to all
(archive.access.leaving).
Where the room has no accounts, whoever sits at this machine is an archivist.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from archive.access.asking import asked_by_staff
from archive.room.access.passes import is_staff_pass
from archive.room.access.people import person_of

_LEAVES = (".xlsx", ".csv", ".atom")
_ARCHIVED = ("/arsip/", "/gambar/", "/kalender/", "/timemap/", "/timegate/")  # end as archived addresses do


class StaffSees:
    """Stands behind the guard, which finds out who asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with asked_by_staff(_is_staff(Request(scope))):
            await self._app(scope, receive, send)


def _is_staff(request: Request) -> bool:
    path = request.url.path
    if path.endswith(_LEAVES) and not path.startswith(_ARCHIVED):
        return False
    person = person_of(request)
    return person.may("reviewer") if person else is_staff_pass(path)
