"""A made-up collection with accounts, its reading room, and passwords that hash quickly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.room.access import passwords
from archive.room.access.accounts import (
    accounts_file,
)
from archive.room.access.doors import Doors
from tests.archive.room.guarded import (
    add_people,
    make_collection,
    open_room,
)

Opened = tuple[TestClient, Doors]


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    """The same hash, made for a hundredth of the cost."""
    before = passwords._N, passwords._NOBODY
    passwords._N, passwords._NOBODY = 2**10, passwords._NOBODY.replace("$32768$", "$1024$")
    yield
    passwords._N, passwords._NOBODY = before


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("akses") / "koleksi", 60)


@pytest.fixture
def accounts(collection: Collection) -> Iterator[Path]:
    path = accounts_file(collection)
    path.unlink(missing_ok=True)
    add_people(collection)
    yield path
    path.unlink(missing_ok=True)
    path.with_name("sessions.sqlite").unlink(missing_ok=True)


@pytest.fixture
def opened(collection: Collection, accounts: Path) -> Iterator[Opened]:
    with open_room(collection) as found:
        yield found


@pytest.fixture
def client(opened: Opened) -> TestClient:
    return opened[0]
