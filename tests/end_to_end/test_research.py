"""`lumbung research`: each table by the real command, its file, and what is told beside it."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
import pytest

from archive import Collection
from archive.catalogue.query import NAMES
from crawler.cli import main as cli
from crawler.cli.query_options import OPTIONS
from tests.archive.corpus.made import PHONE, SUKA, made_collection
from tests.end_to_end.conftest import command, environment


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Read, and its catalogue brought up to date."""
    return made_collection(tmp_path_factory.mktemp("desa") / "desa")


def run(collection: Collection, *arguments: object) -> int:
    return cli.main(["research", *map(str, arguments), "-c", str(collection.root)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_filters_are_those_of_the_reading_room() -> None:
    assert sorted(OPTIONS) == sorted(NAMES)


def test_words_by_the_command_itself(collection: Collection, tmp_path: Path) -> None:
    file = tmp_path / "words.csv"

    done = subprocess.run(
        command("research", "words", "-c", collection.root, "-o", file, "--word", "buku", "--since", "2024",
                "--region", "18", "--json"),
        env=environment(), capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(row["word"], row["period"], row["count"]) for row in rows_of(file)] == [
        ("buku", "2024", "0"),
        ("buku", "2025", "2"),
    ]
    assert (told["rows"], told["articles"], told["stories"]) == (2, 3, 2)
    about = json.loads((tmp_path / "words.csv.about.json").read_bytes())
    assert about == {name: value for name, value in told.items() if name != "file"}
    assert about["query"] == [["region", "18"], ["since", "2024"]]
    assert about["options"] == {
        "period": "year", "level": "none", "stems": False, "without_stopwords": False, "words": ["buku"],
        "parts": ["title", "text", "captions"], "once": "page", "min_count": 1, "top": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "suffix", "least"),
    [
        (["words", "--period", "month", "--level", "village", "--stems", "--top", "5"], "csv", 5),
        (["words", "--without-stopwords", "--min-count", "2"], "parquet", 5),
        (["ngrams", "-n", "1", "-n", "3", "--min-count", "2", "--once", "story", "--part", "text"], "jsonl", 1),
        (["together", "--min-count", "1", "--near", "window", "--window", "3"], "csv", 10),
        (["links", "--between", "pages", "--relation", "all"], "parquet", 5),
        (["families", "--members"], "jsonl", 2),
        (["sample", "--size", "3", "--seed", "2026", "--equal", "--relation", "none"], "csv", 1),
        (["sample", "--size", "3", "--relation", "all"], "parquet", 3),
    ],
)
def test_each_table_and_each_form(
    collection: Collection, tmp_path: Path, arguments: list[str], suffix: str, least: int
) -> None:
    file = tmp_path / f"tabel.{suffix}"

    assert run(collection, *arguments, "-o", file) == 0

    rows: list[Any] = {
        "csv": rows_of,
        "jsonl": lambda path: [json.loads(line) for line in path.read_bytes().splitlines()],
        "parquet": lambda path: pq.read_table(path).to_pylist(),
    }[suffix](file)  # type: ignore[no-untyped-call]
    assert len(rows) >= least
    about = json.loads((tmp_path / f"tabel.{suffix}.about.json").read_bytes())
    assert about["rows"] == len(rows)
    assert about["columns"] == list(rows[0])
    assert PHONE not in file.read_bytes().decode("utf-8", "replace")


def test_titles_that_are_formulas_are_text_in_csv(collection: Collection, tmp_path: Path) -> None:
    assert run(collection, "sample", "-o", tmp_path / "s.csv", "--text", "membaca") == 0

    (row,) = rows_of(tmp_path / "s.csv")
    assert (row["url"], row["title"]) == (f"{SUKA}/baca", '\'=HYPERLINK("x")')


def test_a_graph_of_sites(collection: Collection, tmp_path: Path) -> None:
    assert run(collection, "links", "-o", tmp_path / "links.gexf", "--relation", "all") == 0

    assert nx.read_gexf(tmp_path / "links.gexf", version="1.3").number_of_edges() == 5
    assert json.loads((tmp_path / "links.gexf.about.json").read_bytes())["rows"] == 5


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["words", "-o", "a.xls"], ".csv, .jsonl, .parquet"),
        (["words", "-o", "tidak/ada/a.csv"], "make it first"),
        (["words", "-o", "a.csv", "--period", "minggu"], "month, quarter, year, none"),
        (["words", "-o", "a.csv", "--word", "pojok baca"], "not one word"),
        (["words", "-o", "a.csv", "--since", "kemarin"], "no year, month or day"),
        (["ngrams", "-o", "a.csv", "-n", "9"], "from 1 to 5"),
        (["together", "-o", "a.csv", "--near", "dekat"], "sentence, window"),
        (["links", "-o", "a.gexf", "--between", "pages"], "a graph is of sites"),
        (["sample", "-o", "a.csv", "--size", "0"], "at least 1"),
    ],
)
def test_what_cannot_be_asked_is_told_and_leaves_no_file(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)

    assert run(collection, *arguments) == 1

    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_gone_needs_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collection = made_collection(tmp_path / "desa")
    for path in collection.archive.glob("*.warc.gz"):
        path.write_bytes(b"")

    assert run(collection, "links", "-o", tmp_path / "a.csv") == 2

    assert "4 missing" in capsys.readouterr().err
