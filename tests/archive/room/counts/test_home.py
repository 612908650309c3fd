from __future__ import annotations

import pytest

from archive import Collection
from archive.catalogue.update import open_catalogue
from archive.config import Who
from archive.room.room import Room
from tests.archive.room.counts.conftest import Made, client_of, counted, month, province, regency


def test_the_month_stands_against_as_many_days_of_last_year(made: Made) -> None:
    told = made.get("/beranda.json")

    assert told["month"] == "2026-11"
    assert told["pages"] == len(made.relevant(lambda line: month(line) == "2026-11"))
    until = made.relevant(lambda line: "2025-11-01" <= (line["published_at"] or "")[:10] <= "2025-11-12")
    assert told["so_far"]["last_year"] == len(until)
    assert told["last_year"]["pages"] == len(made.relevant(lambda line: month(line) == "2025-11"))


def test_a_month_that_is_over_stands_against_the_whole_month(made: Made) -> None:
    told = made.get("/beranda.json?month=2026-09")

    assert told["so_far"] is None
    assert {row["code"]: row["pages"] for row in told["regions"] if row["pages"]} == counted(
        made.relevant(lambda line: month(line) == "2026-09"), province
    )


def test_a_region_has_its_own_beranda(made: Made) -> None:
    code = made.provinces[0]
    told = made.get(f"/beranda.json?month=2026-09&region={code}")
    own = made.relevant(lambda line: month(line) == "2026-09" and province(line) == code)

    assert told["pages"] == len(own) > 0
    assert told["regions_by"] == "regency"
    assert {row["code"]: row["pages"] for row in told["regions"] if row["pages"]} == counted(own, regency)
    assert told["regencies_most"] == []
    assert {one["kode_wilayah"][:2] for one in told["newest"]} == {code}
    assert all(f"region={code}" in one["link"] for one in told["attention"])


def test_the_month_and_the_region_stay_when_the_other_is_chosen(made: Made) -> None:
    page = made.client.get("/?month=2026-09&province=33", follow_redirects=False)
    shown = made.client.get(page.headers["location"]).text

    assert page.headers["location"] == "/?region=33&month=2026-09"
    assert 'href="/?month=2026-08&amp;region=33"' in shown
    assert '<input type="hidden" name="month" value="2026-09">' in shown


@pytest.mark.parametrize("asked", ["2026-13", "abc", "2026", "99999", "0000-00", "0001-01", "<b>", "2026-1é"])
def test_a_month_that_is_none_is_a_bad_question(made: Made, asked: str) -> None:
    assert made.client.get("/", params={"month": asked}).status_code == 400


def test_an_empty_collection_says_how_to_begin(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("kosong") / "koleksi"
    collection = Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))
    room = Room(collection, open_catalogue(collection))

    with client_of(room) as client:
        page = client.get("/")
        coverage = client.get("/liputan")

    room.close()
    assert "Koleksi ini belum berisi berita" in page.text
    assert "lumbung crawl" in page.text
    assert "Tidak ada berita dengan saringan ini." in coverage.text


def test_a_month_is_understood_as_people_write_it(made: Made) -> None:
    assert made.get("/beranda.json?month=6/2024") == made.get("/beranda.json?month=2024-06")
