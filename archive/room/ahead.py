"""The questions that everybody asks, asked ahead: after the catalogue changed, the room counts before people do.

Counts are remembered until the next change (archive.catalogue.remembered), so whoever opens these pages finds them
made.
"""

from __future__ import annotations

from starlette.requests import Request

from archive.catalogue.state import change_of
from archive.room import articles, coverage, home
from archive.room.room import Room

_PAGES = (("/", home.page), ("/liputan", coverage.page), ("/artikel", articles.page))


class Ahead:
    """Called now and then; it works only when something was written since."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._change: object = None

    def __call__(self) -> None:
        with self._room.catalogue() as connection:
            change = change_of(connection)
        if change == self._change:
            return
        for path, page in _PAGES:
            page(self._room, _asked_for(path))
        self._change = change


def _asked_for(path: str) -> Request:
    return Request({"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []})
