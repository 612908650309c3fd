"""Excel and CSV hold what the screen shows, whatever the pages say."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.room.sheets import SHEETS
from tests.archive.room.downloads.files import ALL, book, csv_rows, shown_articles, table
from tests.archive.room.made_up import HOSTILE, NIK, counted


@pytest.mark.parametrize(
    "params", [ALL, "", "region=unknown", "text=perpustakaan&order=best", f"{ALL}&order=oldest&since=2024"]
)
def test_the_workbook_holds_the_articles_of_all_pages_in_their_order(client: TestClient, params: str) -> None:
    shown = shown_articles(client, params)

    rows = table(book(client, f"/artikel.xlsx?{params}").worksheets[0])

    assert [row["ID berita"] for row in rows] == [row["id"] for row in shown]
    for row, one in zip(rows, shown, strict=True):
        assert (row["Provinsi"], row["Skor"], row["Jumlah peserta"]) == (
            one["provinsi"] or None,
            one["score"],
            one["participants"],
        )
        day = row["Tanggal terbit"]
        assert (day.date().isoformat() if isinstance(day, datetime) else day) == one["published_on"]
        assert row["ID rekaman"] == one["capture"]["record_id"]


def test_the_workbook_holds_as_many_articles_as_the_documents(client: TestClient, collection: Collection) -> None:
    rows = table(book(client, "/artikel.xlsx?since=2024&until=2024").worksheets[0])
    everything = table(book(client, f"/artikel.xlsx?{ALL}").worksheets[0])

    expected = counted(collection, "2024")
    assert sorted(row["ID berita"] for row in rows) == sorted(line["article_id"] for line in expected)
    assert sum(row["Jumlah peserta"] or 0 for row in rows) == sum(
        line["programme"]["participants"] or 0 for line in expected
    )
    assert len(everything) == len(counted(collection, relevant=False))


def test_both_kinds_of_csv_hold_the_same_articles(client: TestClient) -> None:
    shown = shown_articles(client, ALL)

    data = csv_rows(client, f"/artikel.data.csv?{ALL}")
    text = client.get(f"/artikel.csv?{ALL}").content.decode("utf-8-sig")
    excel = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    assert [row["id"] for row in data] == [row["ID berita"] for row in excel] == [row["id"] for row in shown]
    for row, one in zip(data, shown, strict=True):
        assert row["published_at"] == (one["published_at"] or "")
        assert row["captured_at"] == one["captured_at"]
        assert row["activities"] == ";".join(one["activities"])
        assert row["score"] == str(one["score"])


def test_hostile_articles_are_text_in_every_form(client: TestClient) -> None:
    sheet = book(client, f"/artikel.xlsx?{ALL}&site=jahat.desa.example").worksheets[0]
    data = csv_rows(client, f"/artikel.data.csv?{ALL}&site=jahat.desa.example")
    text = client.get(f"/artikel.csv?{ALL}&site=jahat.desa.example").content.decode("utf-8-sig")

    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "d"}
    assert {row["title"] for row in data} >= {text for text in HOSTILE if text.isprintable()}
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_nobodys_number_leaves_in_an_export(client: TestClient) -> None:
    for form in ("csv", "data.csv"):
        text = client.get(f"/artikel.{form}?{ALL}").content.decode()
        assert NIK not in text
        assert "7890" not in text
        assert "Bantuan untuk NIK ▒" in text
    for sheet in book(client, f"/artikel.xlsx?{ALL}"):
        assert not [cell.value for row in sheet for cell in row if NIK in str(cell.value)]
        assert not [
            cell.hyperlink.target
            for row in sheet
            for cell in row
            if cell.hyperlink and NIK in str(cell.hyperlink.target)
        ]


def test_the_last_sheet_tells_what_the_file_is(client: TestClient, collection: Collection) -> None:
    found = book(client, "/artikel.xlsx?since=2024&until=2024&region=18&activity=bimtek")["Tentang"]
    about = {row[0].value: row[1].value for row in found}

    assert about["Wilayah desa penerbit"] == "Lampung (18)"
    assert about["Tanggal terbit"] == "2024"
    assert about["Kegiatan"] == "Bimbingan teknis"
    assert (
        about["Alamat tampilan"]
        == "http://lumbung.example/artikel?region=18&since=2024&until=2024&activity=bimtek&order=newest"
    )
    assert about["Pengelola"] == collection.config.who.operator
    expected = [line for line in counted(collection, "2024", "18") if "bimtek" in line["programme"]["activities"]]
    assert about["Jumlah berita"] == about["Baris pada lembar artikel"] == len(expected)
    assert "bukan berarti tidak ada kegiatan" in about["Perhatian"]
    assert "Open Database License" in about["Nama dan kode wilayah"]
    cut = {
        row[0].value: row[1].value for row in book(client, f"/artikel.xlsx?{ALL}&site=jahat.desa.example")["Tentang"]
    }
    assert cut["Sel yang dipotong karena terlalu panjang"] == 4  # title and author of two


def test_a_download_is_a_file_with_a_telling_name_that_no_cache_keeps(client: TestClient) -> None:
    answer = client.get("/artikel.xlsx?since=2024&until=2024&region=18")

    assert answer.headers["content-disposition"] == 'attachment; filename="lumbung-artikel-lampung-2024.xlsx"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_english_has_english_headings_and_days(client: TestClient) -> None:
    text = client.get("/artikel.csv?lang=en&since=2024-05-06&until=2024-05-06&relation=all").content.decode("utf-8-sig")

    assert "6 May 2024" in text
    assert csv_rows(client, f"/artikel.data.csv?lang=en&{ALL}") == csv_rows(client, f"/artikel.data.csv?lang=id&{ALL}")


@pytest.mark.parametrize("params", ["", "region=18", f"{ALL}&since=2022&until=2024", "text=tidakadasamasekali"])
@pytest.mark.parametrize("page", ["/liputan", "/beranda", "/laporan"])
def test_files_hold_the_tables_that_the_page_shows(client: TestClient, page: str, params: str) -> None:
    params = f"year=2024&{params}" if page == "/laporan" else params
    shown = client.get(f"{page}.json?{params}").json()
    template = {"/liputan": "liputan.html", "/beranda": "beranda.html", "/laporan": "laporan.html"}[page]
    from archive.room.language import language

    for sheet in SHEETS[template](shown, language("id")):
        rows = csv_rows(client, f"{page}.data.csv?table={sheet.name}&{params}")
        expected = list(sheet.rows)
        assert len(rows) == len(expected)
        for row, one in zip(rows, expected, strict=True):
            assert row["pages" if "pages" in one else "title"] == str(one.get("pages", one.get("title")))
        if page == "/laporan":
            continue
        in_book = table(book(client, f"{page}.xlsx?{params}")[sheet.name.capitalize()])
        assert len(in_book) == len(expected)
        if expected and "pages" in expected[0]:
            heading = next(column.heading for column in sheet.columns if column.name == "pages")
            assert [row[heading] for row in in_book] == [one["pages"] for one in expected]


def test_pages_lead_to_their_files(client: TestClient) -> None:
    for page in ("/", "/liputan?region=18", "/artikel?text=perpustakaan", "/laporan?year=2024"):
        found = re.findall(r'href="([^"]+\.(?:xlsx|csv)[^"]*)"', client.get(page).text)
        assert len(found) >= 3
        for link in found:
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize(
    "address", ["/liputan.csv?table=tidakada", "/artikel/tidakada.xlsx", "/unduhan/tidakada", "/unduhan/a/b.xlsx"]
)
def test_what_is_not_there_is_said(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("params", ["region=99.99", "since=2024-13", "text=" + "x" * 501, "relation=%00"])
def test_a_question_that_cannot_be_asked_gives_no_file(client: TestClient, params: str) -> None:
    for page in ("/artikel", "/liputan"):
        assert client.get(f"{page}.xlsx?{params}").status_code == 400
