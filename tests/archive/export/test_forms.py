"""What is written reads back as what it was: numbers as numbers, days as days, and text, whatever it says, as text."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from archive.catalogue.query import Query
from archive.export import workbook
from archive.export.cells import MARK, harmless
from archive.export.csv_form import Form, csv_pieces
from archive.export.table import Column, Row, Sheet
from archive.export.words import file_name
from archive.redaction import covered
from archive.room.language import language
from tests.archive.room.made_up import HOSTILE, NIK

SPEECH = language("id")
KINDS = ("text", "link", "code", "whole", "plain", "number", "share", "day", "moment")
EVERY_KIND = tuple(Column(kind, kind, kind) for kind in KINDS)  # type: ignore[arg-type]


def book_of(columns: tuple[Column, ...], rows: list[Row], name: str = "uji") -> tuple[Any, workbook.Written, bytes]:
    file = io.BytesIO()
    written = workbook.write_workbook(
        file, [Sheet(name, "Uji", columns, rows)], lambda written: [("=1+1", "=2+2"), ("Baris", 3)], SPEECH
    )
    return openpyxl.load_workbook(io.BytesIO(file.getvalue())), written, file.getvalue()


def text_of(columns: tuple[Column, ...], rows: list[Row], form: Form) -> str:
    return b"".join(csv_pieces(Sheet("uji", "Uji", columns, rows), form, SPEECH)).decode()


# ---- XLSX ----


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_cell_of_a_workbook_is_ever_calculated(text: str) -> None:
    book, _, raw = book_of((*EVERY_KIND, Column("h", text)), [dict.fromkeys((*KINDS, "h"), text)])

    for sheet in book:
        for cell in (cell for row in sheet for cell in row if cell.value is not None):
            assert cell.data_type in "sn", cell.value
    for name in zipfile.ZipFile(io.BytesIO(raw)).namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in zipfile.ZipFile(io.BytesIO(raw)).read(name)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "a;b,c\"d'e\nf", "18.05", " spasi "])
def test_text_in_a_workbook_is_what_it_was(text: str) -> None:
    book, _, _ = book_of((Column("a", "A"),), [{"a": text}])

    assert book["Uji"]["A2"].value == text


def test_numbers_and_days_are_numbers_and_days_with_indonesian_forms() -> None:
    row = {
        "whole": 1234,
        "plain": 5,
        "number": 0.87,
        "share": 0.123,
        "day": "2024-05-06",
        "moment": "2024-05-06T20:30:00Z",
    }
    book, _, _ = book_of(EVERY_KIND, [row])

    cells = {kind: book["Uji"].cell(2, KINDS.index(kind) + 1) for kind in row}
    assert [cells[kind].value for kind in ("whole", "plain", "number", "share")] == [1234, 5, 0.87, 0.123]
    assert cells["day"].value.isoformat() == "2024-05-06T00:00:00"
    assert cells["moment"].value.isoformat() == "2024-05-07T03:30:00"  # in Jakarta
    assert cells["whole"].number_format == "#,##0"
    assert cells["day"].number_format == "[$-421]d mmmm yyyy"


@pytest.mark.parametrize("value", ["0001-01-01", "bukan tanggal", "1899-12-31"])
def test_a_day_that_spreadsheets_do_not_know_is_text(value: str) -> None:
    book, _, _ = book_of((Column("a", "A", "day"),), [{"a": value}])

    assert book["Uji"]["A2"].value == value


def test_heading_stays_in_sight_and_has_a_filter() -> None:
    book, _, _ = book_of((Column("a", "A", width=33), Column("b", "B")), [{"a": "x"}, {"b": "y"}])

    sheet = book["Uji"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert int(sheet.column_dimensions["A"].width) == 33


def test_cells_too_long_are_cut_and_counted() -> None:
    rows = [{"a": "x" * 32_767}, {"a": "x" * 32_768}, {"a": "\U0001f600" * 16_384}]
    book, written, _ = book_of((Column("a", "A"),), rows)

    assert written.cut == 2
    assert [len(cell.value.encode("utf-16-le")) // 2 for cell in book["Uji"]["A"][1:]] == [32_767, 32_767, 32_766]


def test_more_rows_than_a_sheet_holds_go_on_in_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    book, written, _ = book_of((Column("a", "A", "plain"),), [{"a": number} for number in range(25)])

    assert book.sheetnames == ["Uji", "Uji 2", "Uji 3", "Tentang"]
    assert written.rows == {"uji": 25}
    found = [cell.value for name in book.sheetnames[:3] for cell in book[name]["A"][1:]]
    assert found == list(range(25))


def test_addresses_can_be_clicked_only_when_a_browser_opens_them() -> None:
    rows = [
        {"a": "https://desa.example/a"},
        {"a": "javascript:alert(1)"},
        {"a": "file:///etc/passwd"},
        {"a": "internal:A1"},
    ]
    book, _, _ = book_of((Column("a", "A", "link"),), rows)

    cells = book["Uji"]["A"][1:]
    assert [cell.value for cell in cells] == [row["a"] for row in rows]
    assert [cell.hyperlink is not None for cell in cells] == [True, False, False, False]


def test_what_xml_cannot_hold_and_what_turns_text_is_marked() -> None:
    assert harmless("a\x00b\x1b\u202ec\ud800\ufffe") == f"a{MARK}b{MARK}{MARK}c{MARK}{MARK}"
    assert harmless("a\r\nb\rc\td") == "a\nb\nc d"
    assert harmless("Désa \u0645") == "Désa \u0645"


# ---- CSV ----


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_cell_of_the_csv_for_excel_begins_a_formula(text: str) -> None:
    written = text_of((*EVERY_KIND, Column("h", text)), [dict.fromkeys((*KINDS, "h"), text)], "csv")

    assert written.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(written[1:], newline=""), delimiter=";"))
    assert [len(row) for row in rows] == [len(KINDS) + 1] * 2
    for cell in (cell.lstrip() for row in rows for cell in row):
        assert not cell.startswith(tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20"))


def test_csv_for_excel_has_semicolons_decimal_commas_and_written_days() -> None:
    columns = (
        Column("a", "Nama"), Column("b", "Skor", "number"), Column("c", "Hari", "day"), Column("d", "Bagian", "share"),
        Column("e", "Kode", "code"), Column("f", "Jumlah", "whole"), Column("g", "Selisih", "whole"),
    )  # fmt: skip
    row = {"a": "=1+1", "b": 0.5, "c": "2024-05-06", "d": 0.123, "e": "18.05", "f": 12345, "g": -3}

    written = text_of(columns, [row], "csv")

    assert written.splitlines()[1] == "'=1+1;0,5;6 Mei 2024;12,3%;'18.05;12345;-3"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_csv_for_programs_gives_back_each_text_as_it_was(text: str) -> None:
    written = text_of((Column("a", "Nama"), Column("b", "B")), [{"a": text, "b": 1}], "data.csv")

    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a", "b"], [text, "1"]]


def test_csv_for_programs_is_as_rfc_4180_has_it() -> None:
    columns = tuple(
        Column(name, name, kind) for name, kind in (("a", "day"), ("b", "yes"), ("c", "text"), ("d", "number"))
    )  # type: ignore[arg-type]
    row = {"a": "2024-05-06T08:00:00+07:00", "b": True, "c": ["bimtek", "plm"], "d": 0.5}

    assert text_of(columns, [row, {"c": "\ud800"}], "data.csv") == (
        "a,b,c,d\r\n2024-05-06T08:00:00+07:00,true,bimtek;plm,0.5\r\n,,\ufffd,\r\n"
    )


# ---- names and addresses ----


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (Query(region="18", since="2024", until="2024"), "lumbung-artikel-lampung-2024.xlsx"),
        (Query(region="18.05", since="2024-01"), "lumbung-artikel-kabupaten-tulang-bawang-sejak-2024-01.xlsx"),
        (Query(text='"../../etc/passwd" ä'), "lumbung-artikel-etc-passwd-a-per-2026-11-26.xlsx"),
        (Query(activity=("bimtek",), relation=("all",)), "lumbung-artikel-bimtek-semua-berita-per-2026-11-26.xlsx"),
        (Query(since="unknown"), "lumbung-artikel-tanpa-tanggal.xlsx"),
    ],
)
def test_a_file_name_tells_the_question(query: Query, name: str) -> None:
    assert file_name("artikel", query, "xlsx", date(2026, 11, 26)) == name


@pytest.mark.parametrize(
    "url",
    [
        f"https://a.desa.id/warga/{NIK}", "https://a.desa.id/hubungi-0812-3456-7890", "https://a.desa.id/wa/6281234567890",
        "https://a.desa.id/wa/%2B6281234567890", "https://a.desa.id/tulis?ke=budi@gmail.com",
    ],
)  # fmt: skip
def test_numbers_of_persons_in_addresses_are_covered(url: str) -> None:
    assert "▒" in covered(url)
    assert not any(secret in covered(url) for secret in ("90001", "7890", "budi"))


@pytest.mark.parametrize(
    "url",
    [
        "https://a.desa.id/artikel/2024/05/06/bantuan-1000-buku", "https://a.desa.id/?p=20240506080000",
        "https://a.desa.id/foto/1234567890123456.jpg", "https://a.desa.id/surat?ke=desa@a.desa.id", "https://a.desa.id/%20a",
    ],
)  # fmt: skip
def test_addresses_without_such_numbers_stay(url: str) -> None:
    assert covered(url) == url
