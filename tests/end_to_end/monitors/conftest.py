"""A collection after three healthy visits, and somebody who is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Collection
from tests.crawler.receivers import Received, webhook
from tests.end_to_end.conftest import new_collection
from tests.end_to_end.monitors.village import Place, tell, village


@pytest.fixture(scope="package")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A site after three healthy visits, none of which told anything."""
    place = Place(new_collection(tmp_path_factory.mktemp("pemantauan") / "koleksi"))
    for _ in range(3):
        run = place.visit(village())
        assert run.code == 0, run.err
        assert place.found() == {}
    return place


@pytest.fixture
def place(grown: Place, tmp_path: Path) -> Place:
    """The same, to go on with alone."""
    shutil.copytree(grown.collection.root, tmp_path / "koleksi")
    return Place(Collection.open(tmp_path / "koleksi"), grown.port)


@pytest.fixture
def hook(place: Place) -> Iterator[Received]:
    with webhook() as received:
        tell(place, received.url)
        yield received
