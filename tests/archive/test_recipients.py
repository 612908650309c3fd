"""Lists of recipients as decrees make them, read into rows; the rows and corrections people keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import ArchiveError, CollectionError
from archive.recipient_lists import read_list
from archive.recipient_places import names_of, place_of
from archive.recipients import (
    Recipient,
    add_correction,
    add_recipients,
    corrections_file,
    make_recipient,
    read_corrections,
    read_recipients,
    recipients_file,
)

DECREE = """LAMPIRAN KEPUTUSAN KEPALA PERPUSTAKAAN CONTOH;;;;;
NOMOR 1 TAHUN 2024, TENTANG PENERIMA;;;;;
;;;;;
No.;Nama Perpustakaan;Desa/Kelurahan;Kecamatan;Kabupaten / Kota;Provinsi
(1);(2);(3);(4);(5);(6)
1;Perpustakaan Maju;DWI  MULYO;Penawartama;KAB. TULANG BAWANG;LAMPUNG
2;Perpustakaan Cerdas;Suka Maju;;;
3;TBM Ceria;Ds. Suka Maju;Sunggal;Deli Serdang;Sumatera Utara
;II. PROVINSI SUMATERA BARAT;;;;
4;Perpustakaan Nagari Koto Tangah;;;KAB. LIMA PULUH KOTA/50 KOTA;
Jumlah;4;;;;
;;;;;keterangan
"""


def rows_of(text: str, **defaults: str) -> list[Recipient]:
    return read_list(text, "sk.csv", defaults).rows


def test_a_decree_is_read_past_its_titles_numbers_groups_and_sums() -> None:
    made = read_list(DECREE, "sk.csv", {"year": "2024"})

    assert [(row.desa or row.name, row.year, row.source) for row in made.rows] == [
        ("DWI MULYO", "2024", "sk.csv:6"),
        ("Suka Maju", "2024", "sk.csv:7"),
        ("Ds. Suka Maju", "2024", "sk.csv:8"),
        ("Perpustakaan Nagari Koto Tangah", "2024", "sk.csv:10"),
    ]


def test_merged_cells_hold_for_the_rows_below_until_a_larger_region_changes() -> None:
    _, merged, other, grouped = rows_of(DECREE)

    assert (merged.kecamatan, merged.kabupaten, merged.provinsi) == ("Penawartama", "KAB. TULANG BAWANG", "LAMPUNG")
    assert other.kecamatan == "Sunggal"
    assert (grouped.kecamatan, grouped.provinsi) == ("", "PROVINSI SUMATERA BARAT")


def test_an_empty_cell_below_a_region_that_the_row_names_stays_empty() -> None:
    _, second = rows_of("desa,kecamatan,kabupaten\nA,Ungaran Barat,Kab. Semarang\nB,,Kab. Kendal\n")

    assert second.kecamatan == ""


def test_what_may_have_been_meant_as_a_row_is_told_with_its_line() -> None:
    assert [line for line, _ in read_list("nama,desa,lain\nx,y,\n,,catatan kaki\n", "f", {}).notes] == [3]


def test_headings_are_known_in_many_spellings_and_others_are_kept() -> None:
    (row,) = rows_of(
        "NAMA PERPUSTAKAAN,DESA / KEL.,Kab/Kota,Tahun,Tahap,Kode Wilayah,Pustakawan\nP,D,K,2023,II,18,Bu M\n"
    )

    assert (row.name, row.desa, row.kabupaten, row.year, row.batch) == ("P", "D", "K", "2023", "II")
    assert (row.kode_wilayah, row.extra) == ("18", {"Pustakawan": "Bu M"})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_titles_above_the_headings_do_not_tell_the_separator(separator: str) -> None:
    titles = "LAMPIRAN KEPUTUSAN KEPALA PERPUSTAKAAN\nNOMOR 12, TAHUN 2025, TANGGAL 3 MARET\n"
    table = "No,Nama Perpustakaan,Desa,Kabupaten\n1,Maju,Suka Maju,Deli Serdang\n".replace(",", separator)

    (row,) = rows_of(titles + table)

    assert (row.name, row.desa, row.kabupaten) == ("Maju", "Suka Maju", "Deli Serdang")


def test_a_file_without_a_line_of_headings_is_refused_with_what_is_wanted() -> None:
    with pytest.raises(CollectionError, match="nama perpustakaan, desa, kecamatan"):
        read_list("Suka Maju,Deli Serdang\n" * 50, "sk.csv", {})


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (
            {"desa": "Desa Suka Maju (Kec. Sunggal, Kab. Deli Serdang)"},
            {"desa": "Desa Suka Maju", "kecamatan": "Kec. Sunggal", "kabupaten": "Kab. Deli Serdang"},
        ),
        (
            {"name": "Perpusdes Cerdas Desa Suka Maju Kec. Sunggal", "kabupaten": "Deli Serdang"},
            {"desa": "Perpusdes Cerdas Desa Suka Maju", "kecamatan": "Kec. Sunggal", "kabupaten": "Deli Serdang"},
        ),
        ({"name": "TBM Ceria, Ds. Suka Maju"}, {"desa": "Ds. Suka Maju"}),
        ({"name": "Dinas Perpustakaan Kab. Agam", "kabupaten": "Agam"}, {"kabupaten": "Agam"}),
        ({"name": "Perpustakaan Umum Daerah", "kabupaten": "Kota X"}, {"kabupaten": "Kota X"}),
    ],
)
def test_a_name_tells_the_regions_that_no_column_tells(cells: dict[str, str], names: dict[str, str]) -> None:
    found = names_of(make_recipient(cells))

    assert {key: value for key, value in found.items() if key != "desa"} == {
        key: value for key, value in names.items() if key != "desa"
    }
    assert names.get("desa", "").endswith(found.get("desa", ""))
    assert bool(found.get("desa")) == ("desa" in names)


def test_rows_are_added_once_and_those_there_stay_as_people_left_them(tmp_path: Path) -> None:
    (tmp_path / "decisions").mkdir()
    assert len(add_recipients(tmp_path, rows_of(DECREE, year="2024"))) == 4
    path = recipients_file(tmp_path)
    path.write_text(path.read_text().replace("No.", "Nomor").replace("Penawartama", "Penawar Tama"))

    assert len(add_recipients(tmp_path, rows_of(DECREE.replace("TBM Ceria", "TBM Riang"), year="2024"))) == 1

    rows = read_recipients(tmp_path)
    assert [row.kecamatan for row in rows][:1] == ["Penawar Tama"]
    assert rows[0].extra["Nomor"] == "1"
    assert rows[4].name == "TBM Riang"


def test_a_correction_holds_for_the_same_names_in_every_list(tmp_path: Path) -> None:
    first, later = (make_recipient({"desa": "Suka Maju", "kabupaten": name, "year": year}) for name, year in
                    (("Deli Serdang", "2023"), ("DELI  SERDANG", "2024")))  # fmt: skip

    add_correction(tmp_path, first, "18.05.13.2021", "salah ketik", "Uji")

    assert first.id != later.id
    match, correction = place_of(later, read_corrections(tmp_path))
    assert (match.code, match.status, correction and correction.who) == ("18.05.13.2021", "matched", "Uji")


def test_the_last_correction_holds_and_all_stay_on_file(tmp_path: Path) -> None:
    row = make_recipient({"desa": "Suka Maju"})
    add_correction(tmp_path, row, "18.05.13.2021", "surat", "Uji")
    add_correction(tmp_path, row, None, "bukan desa", "Coba")

    match, _ = place_of(row, read_corrections(tmp_path))
    assert match.status == "unmatched"
    assert "Coba" in match.notes[0]
    assert len(corrections_file(tmp_path).read_text().splitlines()) == 2


def test_a_correction_needs_a_reason_and_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="who made it and why"):
        add_correction(tmp_path, make_recipient({"desa": "A"}), None, " ", "Uji")

    corrections_file(tmp_path).parent.mkdir()
    corrections_file(tmp_path).write_text('{"place_key": "a"}\n')
    with pytest.raises(ArchiveError, match="line 1: no correction"):
        read_corrections(tmp_path)
