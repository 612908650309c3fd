"""Excel and CSV of lists: of what a page shows part by part all of it, in the same words, with addresses that lead."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.catalogue.update import open_catalogue
from archive.decisions import Review, add_review, now_text
from archive.room import paging, silent
from archive.room.app import make_app
from archive.room.room import Room
from tests.archive.room.villages import DWIMULYO, HOSTILE, JOBS, PHONE, SITES, article_id, write_collection

BASE = "http://lumbung.example"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lists") / "desa"
    write_collection(root)
    return root


@pytest.fixture(scope="module")
def reader(root: Path) -> Iterator[TestClient]:
    collection = Collection.open(root)
    room = Room(collection, open_catalogue(collection), today=lambda: date(2026, 11, 26))
    yield TestClient(make_app(room), base_url=BASE)
    room.close()


def data_rows(reader: TestClient, address: str) -> list[dict[str, str]]:
    answer = reader.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8"))))


def sheets(reader: TestClient, address: str) -> dict[str, list[dict[str, Any]]]:
    """The sheets of a workbook: heading to value for each row."""
    answer = reader.get(address)
    assert answer.status_code == 200, answer.text
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(answer.content)):
        headings, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return found


# A page, its list in the JSON twin, what tells an entry apart there, the table in the file, and the column with it.
LISTS = [
    ("/senyap/daftar", "lists", "rows", "daftar", "rows"),
    ("/senyap?state=never", "rows", "kode_wilayah", "desa", "kode_wilayah"),
    ("/senyap?state=stopped", "rows", "kode_wilayah", "desa", "kode_wilayah"),
    ("/senyap?state=hijacked", "rows", "id", "situs", "id"),
    ("/senyap", "regions", "code", "wilayah", "code"),
    ("/desa", "regions", "code", "wilayah", "code"),
    ("/desa?name=mulyo", "villages", "kode_wilayah", "desa", "kode_wilayah"),
    (f"/desa/{DWIMULYO}", "months", "month", "bulan", "month"),
    (f"/desa/{DWIMULYO}", "timeline", "day", "linimasa", "day"),
    ("/situs/satu.contoh.desa.id", "timeline", "day", "linimasa", "day"),
    ("/tinjau/daftar", "articles", "id", "tinjauan", "id"),
    ("/tinjau/wilayah", "rows", "id", "wilayah", "id"),
    ("/tinjau/situs", "rows", "id", "situs", "id"),
    ("/panen", "jobs", "crawl", "panen", "crawl"),
    ("/panen", "findings", "what", "temuan", "what"),
    ("/panen/situs", "sites", "id", "situs", "id"),
    ("/liputan/mitra", "facts", "value", "mitra", "value"),
    ("/liputan/banding?with=18&with=33", "rows", "key", "waktu", "key"),
    ("/kisah", "testimonies", "citation", "kisah", "citation"),
]


@pytest.mark.parametrize(("page", "key", "name", "table", "column"), LISTS)
def test_a_file_holds_the_list_that_its_page_shows(
    reader: TestClient, page: str, key: str, name: str, table: str, column: str
) -> None:
    path, _, params = page.partition("?")
    shown = reader.get(f"{path}.json?{params}").json()[key]

    rows = data_rows(reader, f"{path}.data.csv?table={table}&{params}")
    in_book = sheets(reader, f"{path}.xlsx?{params}")[table.capitalize()]

    assert [row[column] for row in rows] == [str(one[name] or "") for one in shown]
    assert len(in_book) == len(rows)


def test_every_list_of_this_collection_has_something_in_it(reader: TestClient) -> None:
    filled = {page for page, key, *_ in LISTS if reader.get("{0}.json?{2}".format(*page.partition("?"))).json()[key]}

    assert {page for page, *_ in LISTS} - filled == {"/liputan/mitra"}  # of which tests of counts have their own


def test_a_list_in_parts_is_whole_in_its_file(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silent, "_A_PAGE", 1)
    parts = [reader.get(f"/senyap.json?state=never&page={number}").json() for number in (1, 2, 3)]
    assert [part["page"] for part in parts[: parts[0]["last_page"]]] == list(range(1, parts[0]["last_page"] + 1))

    rows = data_rows(reader, "/senyap.data.csv?table=desa&state=never&page=2")

    assert parts[0]["last_page"] > 1
    assert len(rows) == parts[0]["found"] == parts[0]["last_page"]


def test_a_list_too_long_for_one_file_is_refused_with_what_helps(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_IN_A_FILE", 2)

    answer = reader.get("/panen/situs.xlsx")

    assert answer.status_code == 413
    assert "Persempit saringannya" in answer.text
    assert len(data_rows(reader, "/panen/situs.data.csv?state=moved")) == 1


def test_values_have_the_names_that_the_page_has(reader: TestClient) -> None:
    book = sheets(reader, "/panen.xlsx")
    sites = {row["Situs"]: row for row in sheets(reader, "/panen/situs.xlsx")["Situs"]}

    assert [row["Akhir"] for row in book["Panen"]] == ["selesai"] * len(JOBS)
    assert all(isinstance(row["Mulai"], datetime) for row in book["Panen"])
    assert set(sites) == set(SITES)
    assert sites["judi.contoh.desa.id"]["Keadaan"] == "Terindikasi diambil alih judi"
    assert sites["satu.contoh.desa.id"]["Kode wilayah"] == DWIMULYO


def test_addresses_of_ours_lead_from_anywhere(reader: TestClient) -> None:
    villages_of = data_rows(reader, "/senyap.data.csv?table=desa&state=never")
    stories = data_rows(reader, "/kisah.data.csv")

    for link in [row["page"] for row in villages_of] + [row["archived"] for row in stories]:
        assert link.startswith(BASE + "/")
    assert reader.get(villages_of[0]["page"]).status_code == 200


def test_words_of_a_page_stay_words(reader: TestClient) -> None:
    timeline = sheets(reader, f"/desa/{DWIMULYO}.xlsx")["Linimasa"]

    (title,) = [row["Judul atau keterangan"] for row in timeline if "<script>" in str(row["Judul atau keterangan"])]
    assert "\u202e" not in title
    assert "\x07" not in title
    assert HOSTILE.split()[0] in title


@pytest.mark.parametrize("title", [f"Hubungi {PHONE}", None])
def test_decisions_show_no_private_number_of_a_title_or_an_address(tmp_path: Path, title: str | None) -> None:
    collection = write_collection(tmp_path / "desa")
    article = article_id("anonim.contoh.desa.id", 1)
    url = f"https://anonim.contoh.desa.id/{PHONE}"
    who = "Peninjau Contoh"
    add_review(collection.root, Review(article, "no", "bukan program", who, now_text(), url, title, 0.5, "borderline"))
    room = Room(collection, open_catalogue(collection), today=lambda: date(2026, 11, 26))
    reader = TestClient(make_app(room), base_url=BASE)

    rows = data_rows(reader, "/tinjau/keputusan.data.csv")
    page = reader.get("/tinjau/keputusan").text
    book = sheets(reader, "/tinjau/keputusan.xlsx")["Keputusan"]
    room.close()

    assert len(rows) == len(book) == 1
    assert book[0]["Keputusan"] == "tidak"
    assert rows[0]["reason"] == "bukan program"
    assert all(PHONE not in value for value in rows[0].values())
    assert PHONE not in page


def test_pages_of_lists_lead_to_their_files(reader: TestClient) -> None:
    for page, *_ in LISTS:
        assert ".xlsx" in reader.get(page).text, page
