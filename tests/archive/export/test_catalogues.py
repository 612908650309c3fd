"""An export of a catalogue in PostgreSQL is the same as of SQLite's, and sees one state of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive import Collection
from archive.catalogue.query import Query
from archive.catalogue.update import bring_up_to_date
from archive.export.matching import Matching
from archive.export.wanted import Wanted
from archive.export.writing import steady, write_export
from tests.archive.catalogue.conftest import both_catalogues, catalogue_of, documents, made_up  # noqa: F401
from tests.archive.catalogue.lines import Documents

EVERYTHING = Wanted("artikel", "jsonl", Query(relation=("all",), kind="all"))


@pytest.mark.needs("postgresql")
@pytest.mark.parametrize("order", ["newest", "oldest", "captured"])
def test_both_databases_give_the_same_lines(
    both_catalogues: tuple[Engine, Engine],  # noqa: F811
    made_up: Collection,  # noqa: F811
    tmp_path: Path,
    order: str,
) -> None:
    files = []
    for number, engine in enumerate(both_catalogues):
        with steady(engine) as connection:
            wanted = replace(EVERYTHING, order=order)  # type: ignore[arg-type]
            write_export(wanted, made_up, connection, tmp_path / f"{number}.jsonl")
        files.append((tmp_path / f"{number}.jsonl").read_bytes())

    assert files[0] == files[1]
    assert len(files[0].splitlines()) > 300


def test_what_is_added_meanwhile_is_not_in_it(
    documents: Documents,  # noqa: F811
    catalogue_of: Callable[[Collection], Engine],  # noqa: F811
) -> None:
    documents.write("a", *(documents.line(title=f"berita {number}") for number in range(600)))
    engine = catalogue_of(documents.collection)

    with steady(engine) as connection:
        hits = Matching(EVERYTHING, documents.collection, connection).hits()
        taken = [next(hits) for _ in range(3)]
        documents.write("b", *(documents.line(title=f"tambahan {number}") for number in range(50)))
        bring_up_to_date(documents.collection, engine)
        taken += hits

    titles = [hit.line["title"] for hit in taken]
    assert len(titles) == 600
    assert not [title for title in titles if title.startswith("tambahan")]


def test_a_wanted_export_comes_back_from_json_as_it_was() -> None:
    wanted = Wanted(
        "artikel", "captions", Query(region="18", activity=("bimtek", "plm")), "oldest", table="csv", images=True
    )

    assert Wanted.from_json(wanted.to_json()) == wanted
    assert json.loads(wanted.to_json())["query"] == [["region", "18"], ["activity", "bimtek"], ["activity", "plm"]]
