"""Tables as files: every form gives back what was in it, and none of them harms who opens it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.corpus.table import Field, Row, Table
from archive.errors import CollectionError

FIELDS = (Field("name"), Field("list", "texts"), Field("count", "whole"), Field("share", "number"), Field("is", "yes"))
ROWS: list[dict[str, Any]] = [
    {"name": "=cmd|' /C calc'!A0", "list": ["+1", "b"], "count": -3, "share": -0.5, "is": True},
    {"name": "kata\u202eterbalik\x00", "list": [], "count": None, "share": None, "is": None},
    {"name": 'baris\nkedua, "kutip"', "list": None, "count": 2**40, "share": 1.0, "is": False},
]


def table(rows: list[dict[str, Any]] = ROWS) -> Table:
    return Table("uji", FIELDS, iter(rows))


def test_parquet_and_json_lines_hold_values_as_they_are(tmp_path: Path) -> None:
    assert table().write(tmp_path / "a.parquet", facts={"about": "{}"}) == 3
    assert table().write(tmp_path / "a.jsonl") == 3

    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == ROWS
    assert pq.read_schema(tmp_path / "a.parquet").metadata == {b"lumbung:about": b"{}"}
    assert [json.loads(line) for line in (tmp_path / "a.jsonl").read_bytes().splitlines()] == ROWS


def test_cells_of_csv_are_not_calculated_and_obeyed_by_nothing(tmp_path: Path) -> None:
    table().write(tmp_path / "a.csv")

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["'" + ROWS[0]["name"], "kata\ufffdterbalik\ufffd", ROWS[2]["name"]]
    assert (rows[0]["list"], rows[0]["count"], rows[0]["share"], rows[0]["is"]) == ("'+1;b", "-3", "-0.5", "true")


@given(
    st.lists(st.fixed_dictionaries({"name": st.one_of(st.none(), st.text()), "count": st.integers(-(2**40), 2**40)}))
)
def test_any_text_can_be_a_column(rows: list[Row]) -> None:
    made = Table("uji", (Field("name"), Field("count", "whole")), rows).to_arrow().to_pylist()

    assert [row["count"] for row in made] == [row["count"] for row in rows]
    assert all(
        row["name"] == (name if name is None else name.encode("utf-8", "replace").decode())
        for row, name in zip(made, (row["name"] for row in rows), strict=True)
    )


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def failing() -> Any:
        yield ROWS[0]
        raise OSError("gone")

    for name in ("a.csv", "a.jsonl", "a.parquet"):
        with pytest.raises(OSError, match="gone"):
            Table("uji", FIELDS, failing()).write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_form_is_told(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"ends in \.csv"):
        table().write(tmp_path / "a.xls")
