"""Rows of articles and captions: whatever a line says, each fits its schema, and Parquet holds what JSON lines do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import Connection

from archive import Collection
from archive.catalogue.query import Query
from archive.catalogue.search import every_article
from archive.catalogue.update import open_catalogue
from archive.export.forms import EXPORTERS
from archive.export.rows.arrow import arrow_schema
from archive.export.rows.article import ARTICLE, article_row
from archive.export.rows.caption import CAPTION, caption_rows
from archive.export.rows.fields import ListOf, RowKind, Struct, shaper
from archive.export.rows.json_schema import SCHEMA_FILES, schema_text
from tests.archive.room.made_up import make_collection, shown

EVERYTHING = Query(relation=("all",), kind="all")
KINDS = {"article": ARTICLE, "caption": CAPTION}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("baris") / "koleksi", 60)


@pytest.fixture(scope="module")
def lines(collection: Collection) -> dict[str, dict[str, Any]]:
    return shown(collection)


@pytest.fixture(scope="module")
def connection(collection: Collection) -> Iterator[Connection]:
    engine = open_catalogue(collection)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    hits = list(every_article(connection, EVERYTHING))
    return {
        "article": [article_row(hit.row, hit.line) for hit in hits],
        "caption": [row for hit in hits for row in caption_rows(hit.row, hit.line)],
    }


@pytest.mark.parametrize("name", KINDS)
def test_every_row_fits_its_published_schema(rows: dict[str, list[dict[str, Any]]], name: str) -> None:
    schema = json.loads((Path(__file__).parents[3] / f"archive/index/{name}.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)

    assert rows[name]
    for row in rows[name]:
        validator.validate(row)
        assert tuple(row) == KINDS[name].names()


@pytest.mark.parametrize("name", KINDS)
def test_parquet_holds_the_same_values(rows: dict[str, list[dict[str, Any]]], name: str) -> None:
    table = pa.Table.from_pylist(rows[name], schema=arrow_schema(KINDS[name]))

    assert table.to_pylist() == rows[name]


def test_a_row_says_what_its_document_says(
    rows: dict[str, list[dict[str, Any]]], lines: dict[str, dict[str, Any]]
) -> None:
    assert {row["article_id"] for row in rows["article"]} == set(lines)
    for row in rows["article"]:
        line = lines[row["article_id"]]
        assert row["record_id"] == line["capture"]["record_id"] == row["capture"]["record_id"]
        assert (row["kode_wilayah"], row["desa"]) == (line["village"]["kode_wilayah"], line["village"]["desa"])
        assert len(row["captions"]) == len(line["captions"])
        assert row["relevant"] == line["programme"]["relevant"]


def test_schemas_on_file_are_those_of_the_program() -> None:
    for path, kind in SCHEMA_FILES.items():
        advice = "run: python -m archive.export.rows.json_schema"
        assert path.read_text("utf-8") == schema_text(kind), advice


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(ARTICLE.names()), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(ARTICLE.names()), ANYTHING))
def test_whatever_a_line_holds_can_be_written(line: dict[str, Any]) -> None:
    row = shaper(Struct(ARTICLE.fields))(line)

    assert tuple(row) == ARTICLE.names()
    assert pa.Table.from_pylist([row], schema=arrow_schema(ARTICLE)).num_rows == 1
    json.dumps(row, allow_nan=False).encode()


def test_what_does_not_fit_is_not_known() -> None:
    assert shaper("text")("a\ud800") == "a\ufffd"
    assert [shaper("text")(value) for value in (5, True, [], {})] == ["5", None, None, None]
    assert [shaper("whole")(value) for value in (5, True, 5.0, 2**63, "5")] == [5, None, None, None, None]
    assert [shaper("number")(value) for value in (1, float("nan"), float("inf"), 10**400)] == [1.0, None, None, None]
    assert shaper(ListOf("text"))(["a", None, [], "b"]) == ["a", "b"]


def test_every_form_is_explained_and_no_other() -> None:
    page = (Path(__file__).parents[3] / "docs/exports.md").read_text("utf-8")
    text = page.partition("## Forms\n")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE) == list(EXPORTERS)


@pytest.mark.parametrize(("heading", "kind"), [("Rows of articles", ARTICLE), ("Rows of captions", CAPTION)])
def test_every_key_is_explained_and_no_other(heading: str, kind: RowKind) -> None:
    page = (Path(__file__).parents[3] / "docs/exports.md").read_text("utf-8")
    text = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]

    assert tuple(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == kind.names()
