"""The report says what the documents say, on the page and in the workbook."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.catalogue.update import open_catalogue
from archive.room.app import make_app
from archive.room.room import Room
from tests.archive.room.made_up import NIK, Line, counted, make_collection


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("room") / "koleksi", 400)


@pytest.fixture(scope="module")
def client(collection: Collection) -> Iterator[TestClient]:
    room = Room(collection, open_catalogue(collection), lambda: date(2026, 11, 26))
    yield TestClient(make_app(room), base_url="http://lumbung.example")
    room.close()


def by(lines: list[Line], end: int) -> Counter[str]:
    return Counter(line["village"]["kode_wilayah"][:end] for line in lines)


def table(client: TestClient, address: str, name: str) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address).content))[name]
    rows = [[cell.value for cell in row] for row in sheet]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize(
    ("params", "period", "before"),
    [
        ("year=2024", "2024", "2023"),
        ("year=2024&month=05", "2024-05", "2023-05"),
        ("year=2026&month=1", "2026-01", "2025-01"),
    ],
)
def test_a_report_counts_what_the_documents_hold(
    client: TestClient, collection: Collection, params: str, period: str, before: str
) -> None:
    now, then = counted(collection, period), counted(collection, before)

    report = client.get(f"/laporan.json?{params}").json()

    assert report["pages"] == len(now)
    assert report["stories"] == len({line["story_id"] for line in now})
    assert report["villages_count"] == len(by(now, 13))
    assert report["earlier"]["pages"] == len(then)
    assert report["all_news"] == len(counted(collection, period, relevant=False))
    for name, end in (("provinces", 2), ("regencies", 5), ("villages", 13)):
        assert {row["kode_wilayah"]: row["pages"] for row in report[name] if row["pages"]} == by(now, end)
        assert {row["kode_wilayah"]: row["last_year"] for row in report[name] if row["last_year"]} == by(then, end)
    said = Counter(activity for line in now for activity in line["programme"]["activities"] or ["unknown"])
    assert {row["activity"]: row["pages"] for row in report["activities"]} == said
    assert [row["id"] for row in report["articles"]] == [
        row["id"] for row in sorted(report["articles"], key=lambda row: row["published_on"])
    ]


def test_a_year_has_its_twelve_months_beside_those_of_the_year_before(
    client: TestClient, collection: Collection
) -> None:
    months = client.get("/laporan.json?year=2024").json()["months"]

    assert [row["month"] for row in months] == [f"2024-{month:02}" for month in range(1, 13)]
    for row in months:
        assert row["pages"] == len(counted(collection, row["month"]))
        assert row["last_year"] == len(counted(collection, "2023" + row["month"][4:]))


def test_a_region_narrows_everything(client: TestClient, collection: Collection) -> None:
    region = max(by(counted(collection, "2024"), 5).items(), key=lambda item: item[1])[0]

    report = client.get(f"/laporan.json?year=2024&province={region[:2]}&regency={region}").json()

    assert report["pages"] == len(counted(collection, "2024", region)) > 0
    assert {row["kode_wilayah"] for row in report["regencies"]} == {region}
    assert all(row["kode_wilayah"].startswith(region) for row in report["articles"])


def test_the_workbook_is_the_page_with_all_its_articles(client: TestClient, collection: Collection) -> None:
    report = client.get("/laporan.json?year=2024").json()

    for name, rows in (
        ("Provinsi", "provinces"),
        ("Kabupaten", "regencies"),
        ("Desa", "villages"),
        ("Bulan", "months"),
    ):
        found = table(client, "/laporan.xlsx?year=2024", name)
        assert [(row["Berita"], row["Berita 2023"], row["Selisih"]) for row in found] == [
            (row["pages"], row["last_year"], row["pages"] - row["last_year"]) for row in report[rows]
        ]
    listed = table(client, "/laporan.xlsx?year=2024", "Artikel")
    assert sorted(row["ID berita"] for row in listed) == sorted(
        line["article_id"] for line in counted(collection, "2024")
    )


def test_the_page_reads_as_a_letter(client: TestClient) -> None:
    page = client.get("/laporan?year=2024&month=05").text

    assert "Laporan bulan Mei 2024" in page
    assert "Tidak ada berita bukan berarti tidak ada kegiatan" in page
    assert "Mengetahui," in page
    assert "/arsip/" in page
    assert "<script>alert" not in page
    assert NIK not in page


def test_without_a_year_the_newest_month_is_shown(client: TestClient, collection: Collection) -> None:
    newest = max(line["published_at"][:7] for line in counted(collection) if line["published_at"])

    assert client.get("/laporan.json").json()["period"] == newest


@pytest.mark.parametrize(
    "params",
    [
        "year=abcd",
        "year=0999",
        "year=2024&month=13",
        "year=2024&month=x",
        "year=%D9%A2%D9%A0%D9%A2%D9%A4",
        "year=2024&region=99.99",
    ],
)
def test_a_time_that_is_none_is_refused(client: TestClient, params: str) -> None:
    for page in ("/laporan", "/laporan.json", "/laporan.xlsx"):
        assert client.get(f"{page}?{params}").status_code == 400


def test_a_workbook_needs_its_year(client: TestClient) -> None:
    answer = client.get("/laporan.xlsx")

    assert answer.status_code == 400
    assert "year=2024" in answer.text


def test_each_number_of_articles_leads_to_them(client: TestClient) -> None:
    page = client.get("/laporan?year=2024").text
    found = re.findall(r'<td class="n"><a href="/artikel([^"]+)">([\d.]+)</a>', page)

    assert len(found) > 20
    for params, number in found[:5] + found[-5:]:
        assert client.get(f"/artikel.json{unescape(params)}").json()["pages"] == int(number.replace(".", ""))


def test_the_files_of_a_report_without_a_time_are_of_the_month_that_its_page_shows(client: TestClient) -> None:
    shown = client.get("/laporan.json").json()["period"]
    files = set(re.findall(r'href="(/laporan\.(?:xlsx|csv|data\.csv)[^"]*)"', client.get("/laporan").text))

    assert len(files) > 3
    for file in map(unescape, files):
        assert f"year={shown[:4]}&month={shown[5:]}" in file
        assert client.get(file).status_code == 200
