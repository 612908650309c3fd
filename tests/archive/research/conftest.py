"""The collection of tests.archive.corpus.made, once a module."""

from __future__ import annotations

import pytest

from archive import Collection
from archive.catalogue.update import open_catalogue
from tests.archive.corpus.made import made_collection
from tests.benchmarks.big_collection import BigCollection


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Only to be read."""
    return made_collection(tmp_path_factory.mktemp("desa") / "desa")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """400 documents of four jobs, with copies. Only to be read."""
    collection = BigCollection(tmp_path_factory.mktemp("banyak") / "koleksi", 400, a_file=100).collection
    open_catalogue(collection).dispose()
    return Collection.open(collection.root)
