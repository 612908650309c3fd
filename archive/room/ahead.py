"""The questions that everybody asks, asked ahead: after the catalogue changed, the room counts before people do.

Counts are remembered until the next change (archive.catalogue.remembered), so whoever opens these pages finds them
made.
"""

from __future__ import annotations

from starlette.requests import Request

from archive.access.asking import asked_by_staff
from archive.catalogue.state import change_of
from archive.catalogue.words import stem_of
from archive.room import articles, coverage, home
from archive.room.room import Room
from archive.room.web import load_templates

_PAGES = (
    ("/", home.page),
    ("/liputan", coverage.page),
    ("/liputan?relation=all", coverage.page),
    ("/artikel", articles.page),
)


class Ahead:
    """Called now and then; it works only when something was written since. `has_readers`: some of those who ask may not
    see what is for staff, so that their counts are others."""

    def __init__(self, room: Room, *, has_readers: bool) -> None:
        self._room = room
        self._asked_as = (True, False) if has_readers else (True,)
        self._change: object = None
        load_templates()
        stem_of("desa")  # the names of places, which are never stemmed, are looked up in the table of regions

    def __call__(self) -> None:
        with self._room.catalogue() as connection:
            change = change_of(connection)
        if change == self._change:
            return
        for is_staff in self._asked_as:
            with asked_by_staff(is_staff):
                for address, page in _PAGES:
                    page(self._room, _asked_for(address))
        self._change = change


def _asked_for(address: str) -> Request:
    path, _, query = address.partition("?")
    return Request({"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []})
