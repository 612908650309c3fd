"""Small collections of made-up documents, and their catalogue in either database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from archive import Collection
from archive.catalogue.store import open_engine
from archive.catalogue.update import bring_up_to_date
from archive.config import Who
from tests.archive.catalogue.lines import Documents
from tests.archive.catalogue.postgres import in_schema, own_database
from tests.benchmarks.big_collection import BigCollection

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql")))


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    """An empty collection, to be filled line by line."""
    return Documents(Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example")))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """400 documents of four jobs. Only to be read."""
    return BigCollection(tmp_path_factory.mktemp("banyak") / "koleksi", 400, a_file=100).collection


@pytest.fixture(scope="module", params=BOTH)
def catalogue_of(request: pytest.FixtureRequest) -> Iterator[Callable[[Collection], Engine]]:
    """A catalogue, up to date, of a collection; each database is tried."""
    engines: list[Engine] = []
    with ExitStack() as stack:
        database = stack.enter_context(own_database()) if request.param == "postgresql" else None

        def make(collection: Collection) -> Engine:
            for former in engines:
                former.dispose()  # it may be used again; a server has only so many connections
            url = in_schema(database, f"koleksi{len(engines)}") if database else None
            engines.append(engine := open_engine(collection.root, url))
            bring_up_to_date(collection, engine)
            return engine

        yield make
        for engine in engines:
            engine.dispose()


@pytest.fixture(scope="module")
def both_catalogues(made_up: Collection) -> Iterator[tuple[Engine, Engine]]:
    """Of the same 400 documents: SQLite's and PostgreSQL's."""
    with own_database() as url:
        engines = open_engine(made_up.root), open_engine(made_up.root, url)
        for engine in engines:
            bring_up_to_date(made_up, engine)
        yield engines
        for engine in engines:
            engine.dispose()


def lines_of(collection: Collection) -> list[dict[str, Any]]:
    """All lines, read by nothing but a JSON parser."""
    paths = sorted(collection.documents_folder.glob("*.jsonl"))
    return [json.loads(raw) for path in paths for raw in path.read_bytes().splitlines()]
