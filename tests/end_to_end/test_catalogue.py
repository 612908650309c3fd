"""The command makes the catalogue, says what it could not take in, and stands in no crawl's way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive import Collection
from tests.archive.catalogue.postgres import own_database
from tests.benchmarks.big_collection import BigCollection
from tests.end_to_end.conftest import lumbung


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return BigCollection(tmp_path_factory.mktemp("katalog") / "koleksi", 60).collection


def test_build_tells_what_it_made_and_does_nothing_twice(collection: Collection) -> None:
    with collection.lock("crawl"):
        first = lumbung("catalogue", "build", "-c", collection.root, "--json")
    second = lumbung("catalogue", "build", "-c", collection.root)

    assert (first.code, second.code) == (0, 0), first.err + second.err
    made = first.json
    assert made["documents"] == 60
    assert made["faults"] == []
    assert made["bytes"] == (collection.root / "catalogue.sqlite").stat().st_size
    assert f"{made['articles']} articles and pages in 60 readings" in second.out


@pytest.mark.needs("postgresql")
def test_build_goes_to_a_database_that_is_named(collection: Collection) -> None:
    with own_database() as url:
        run = lumbung("catalogue", "build", "-c", collection.root, "--to", url, "--json")

    assert run.code == 0, run.err
    assert (run.json["documents"], run.json["bytes"]) == (60, None)


def test_rebuild_of_the_catalogue_alone_needs_no_lock_and_makes_all_of_it(collection: Collection) -> None:
    path = collection.root / "catalogue.sqlite"
    assert lumbung("catalogue", "build", "-c", collection.root).code == 0
    database = sqlite3.connect(path)
    database.execute("update article set title = 'usang'")
    database.commit()
    database.close()

    with collection.lock("crawl"):
        run = lumbung("rebuild", "--only", "catalogue", "-c", collection.root, "--json")

    assert run.code == 0, run.err
    assert run.json["catalogue"]["documents"] == 60
    database = sqlite3.connect(path)
    assert database.execute("select count(*) from article where title = 'usang'").fetchone() == (0,)
    database.close()


def test_what_cannot_be_taken_in_is_named_with_exit_code_2(tmp_path: Path) -> None:
    collection = BigCollection(tmp_path / "koleksi", 20).collection
    path = next(collection.documents_folder.glob("*.jsonl"))
    path.write_bytes(b"rusak\n" + path.read_bytes())

    run = lumbung("catalogue", "build", "-c", collection.root)

    assert run.code == 2
    assert "in 20 readings" in run.out
    assert f"Not taken in: documents/{path.name}, 1 lines: the line at byte 0" in run.err


def test_a_password_in_the_configuration_is_refused(tmp_path: Path) -> None:
    collection = BigCollection(tmp_path / "koleksi", 20).collection
    path = collection.root / "collection.toml"
    path.write_text(path.read_text() + '\n[access]\ncatalogue = "postgresql://uji:rahasia@127.0.0.1/x"\n')

    run = lumbung("catalogue", "build", "-c", collection.root)

    assert run.code == 1
    assert "access.catalogue" in run.err
    assert ".pgpass" in run.err
    assert "rahasia" not in run.err


def test_a_server_that_is_not_there_is_told_in_a_sentence(collection: Collection) -> None:
    run = lumbung("catalogue", "build", "-c", collection.root, "--to", "postgresql://uji:rahasia@127.0.0.1:9/x")

    assert run.code == 1
    assert "cannot be used" in run.err
    assert "rahasia" not in run.err
