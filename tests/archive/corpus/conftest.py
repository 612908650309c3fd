"""A collection made up whole: answers in WARCs, documents read from them, a catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import Collection
from tests.archive.corpus.made import made_collection


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Only to be read."""
    return made_collection(tmp_path_factory.mktemp("desa") / "desa")


@pytest.fixture
def own_collection(tmp_path: Path) -> Collection:
    """To be changed."""
    return made_collection(tmp_path / "desa")
