"""What everybody asks is counted before somebody does."""

import pytest
from sqlalchemy import event
from starlette.requests import Request

from archive import Collection
from archive.access.asking import asked_by_staff
from archive.catalogue.update import open_catalogue
from archive.config import Who
from archive.room import coverage
from archive.room.ahead import Ahead
from archive.room.room import Room


@pytest.fixture
def room(tmp_path):  # type: ignore[no-untyped-def]
    collection = Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))
    engine = open_catalogue(collection)
    opened = Room(collection, engine)
    opened.asked = []  # type: ignore[attr-defined]
    event.listen(engine, "before_cursor_execute", lambda *one: opened.asked.append(one[2]))  # type: ignore[attr-defined]
    yield opened
    opened.close()


def test_nothing_is_asked_again_while_nothing_was_written(room: Room) -> None:
    ahead = Ahead(room, has_readers=False)

    ahead()
    first = [one for one in room.asked if "count(" in one]  # type: ignore[attr-defined]
    room.asked.clear()  # type: ignore[attr-defined]
    ahead()

    assert first
    assert [one for one in room.asked if "count(" in one] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("is_staff", [True, False])
def test_whoever_asks_first_finds_the_counts_made(room: Room, is_staff: bool) -> None:
    Ahead(room, has_readers=True)()
    room.asked.clear()  # type: ignore[attr-defined]

    request = Request({"type": "http", "method": "GET", "path": "/liputan", "query_string": b"", "headers": []})
    with asked_by_staff(is_staff):
        coverage.page(room, request)

    assert [one for one in room.asked if "count(" in one] == []  # type: ignore[attr-defined]
