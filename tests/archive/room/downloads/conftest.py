"""A collection with hostile articles, and rooms over it whose files are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.catalogue.update import open_catalogue
from archive.room import downloads
from archive.room.app import make_app
from archive.room.room import Room
from tests.archive.room.made_up import make_collection


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("room") / "koleksi")


@pytest.fixture(scope="module")
def client(collection: Collection) -> Iterator[TestClient]:
    room = Room(collection, open_catalogue(collection), lambda: date(2026, 11, 26))
    yield TestClient(make_app(room), base_url="http://lumbung.example")
    room.close()


@pytest.fixture
def room(collection: Collection) -> Iterator[Room]:
    """One that has made nothing yet."""
    room = Room(collection, open_catalogue(collection), lambda: date(2026, 11, 26))
    yield room
    room.close()


@pytest.fixture
def fresh(room: Room) -> TestClient:
    return TestClient(make_app(room), base_url="http://lumbung.example")


@pytest.fixture
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is big."""
    monkeypatch.setattr(downloads, "BIG", 10)
