"""Lists merged into seeds.csv: nothing that people wrote there is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import CollectionError
from archive.seed_merge import Merge, merge_seeds
from archive.seed_table import SeedTable, changing_seeds
from archive.seeds import read_seeds, seeds_table


def merged(path: Path, text: str, *, fill_only: bool = False) -> Merge:
    with changing_seeds(path) as table:
        merge = merge_seeds(table, seeds_table(text, "daftar.csv"), fill_only=fill_only)
        table.write()
    return merge


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """As a person with Excel in Indonesia wrote it, in an order and spelling of their own."""
    path = tmp_path / "seeds.csv"
    path.write_bytes(
        "\ufeffpetugas;url;name;delay;paused;tags;notes\n"
        "Pak Misal;https://a.desa.id/;Desa A;2,5;yes;lama;telepon dulu\n"
        "Bu Umpama;http://b.desa.id;;;;;\n".encode()
    )
    return path


def test_a_row_s_cells_are_filled_and_all_others_stay_as_they_were_written(seeds: Path) -> None:
    merge = merged(seeds, "url,name,kode_wilayah\nhttp://www.b.desa.id/,Desa B,18.05.13.2021\n")

    assert merge.changed == {"b.desa.id": {"name": ("", "Desa B"), "kode_wilayah": ("", "18.05.13.2021")}}
    assert seeds.read_bytes() == (
        "\ufeffpetugas;url;name;delay;paused;tags;notes;kode_wilayah\n"
        "Pak Misal;https://a.desa.id/;Desa A;2,5;yes;lama;telepon dulu;\n"
        "Bu Umpama;http://b.desa.id;Desa B;;;;;18.05.13.2021\n".encode()
    )


def test_a_file_that_says_nothing_new_is_not_written(seeds: Path) -> None:
    before = seeds.stat().st_ino

    merge = merged(seeds, "url;delay;paused;tags\nhttp://a.desa.id/;2.5;true;lama\n")

    assert (merge.same, merge.changed) == (1, {})
    assert seeds.stat().st_ino == before


def test_a_filled_cell_takes_the_place_of_the_row_s_and_an_empty_one_takes_nothing_away(seeds: Path) -> None:
    merged(seeds, "url,name,notes,tags\nhttps://a.desa.id/,Desa Alif,,baru lama\n")

    row = read_seeds(seeds)[0]
    assert (row.name, row.notes, row.tags) == ("Desa Alif", "telepon dulu", ("lama", "baru"))


def test_fill_only_changes_no_filled_cell_and_counts_them(seeds: Path) -> None:
    merge = merged(seeds, "url,name,kode_wilayah\nhttps://a.desa.id/,Desa Alif,18.05.13.2021\n", fill_only=True)

    row = read_seeds(seeds)[0]
    assert (row.name, row.kode_wilayah, merge.kept) == ("Desa A", "18.05.13.2021", 1)


def test_new_sites_come_at_the_end_with_columns_of_their_own(seeds: Path) -> None:
    merge = merged(seeds, "url,operator situs\nhttps://c.desa.id/,Kantor Misal\n")

    assert merge.added == ["c.desa.id"]
    rows = read_seeds(seeds)
    assert [row.id for row in rows] == ["a.desa.id", "b.desa.id", "c.desa.id"]
    assert rows[2].extra["operator situs"] == "Kantor Misal"
    assert rows[0].extra == {"petugas": "Pak Misal", "operator situs": ""}


def test_without_an_id_https_is_no_other_site_and_with_one_the_address_changes(seeds: Path) -> None:
    assert merged(seeds, "url\nhttps://www.b.desa.id/\n").same == 1
    assert read_seeds(seeds)[1].url == "http://b.desa.id/"

    merged(seeds, "id,url\nb.desa.id,https://b.desa.id/\n")

    assert read_seeds(seeds)[1].url == "https://b.desa.id/"


def test_every_faulty_line_is_told_with_its_number(seeds: Path) -> None:
    merge = merged(
        seeds,
        "id,url,max_pages,aliases\n"
        ",bukan alamat,,\n"
        ",http://d.id,banyak,\n"
        ",http://e.id,,\n"
        ",http://e.id,7,\n"
        "lain,http://a.desa.id/,,\n"
        ",http://f.id,,g.id\n"
        ",http://g.id,,\n",
    )

    assert {line: words[:25] for line, words in merge.faults} == {
        2: "'bukan alamat' is not an ",
        3: "max_pages: Input should b",
        5: "e.id stands in line 4 alr",
        6: "the site is listed alread",
        8: "g.id is an alias of f.id;",
    }
    assert merge.added == ["e.id", "f.id"]


def test_the_same_line_twice_and_a_strange_code_are_only_noted(seeds: Path) -> None:
    merge = merged(seeds, "url,kode_wilayah\nhttp://d.id,99.01\nhttp://www.d.id/,99.01\n")

    assert merge.added == ["d.id"]
    assert [line for line, _ in merge.notes] == [2, 3]
    assert not merge.faults


def test_rows_of_folders_are_told_apart_by_their_ids(seeds: Path) -> None:
    text = "id,url,scope\nkab-a,http://kab.id/a/,path\nkab-b,http://kab.id/b/,path\n"

    assert merged(seeds, text).added == ["kab-a", "kab-b"]
    assert merged(seeds, text).same == 2
    assert merged(seeds, "url,scope,name\nhttp://kab.id/b/,path,B\n").changed == {"kab-b": {"name": ("", "B")}}


def test_a_new_address_does_not_change_what_a_site_is_called(seeds: Path) -> None:
    table = SeedTable(seeds)

    table.change(0, {"url": "https://pindah.desa.id/"})
    table.write()

    assert read_seeds(seeds)[0].id == "a.desa.id"


def test_a_change_that_would_make_a_row_none_changes_nothing(seeds: Path) -> None:
    table = SeedTable(seeds)

    with pytest.raises(CollectionError, match=r"a\.desa\.id: delay"):
        table.change(0, {"delay": "cepat"})

    assert not table.is_changed


@pytest.mark.parametrize("value", ["nan", "inf", "1e9", "-1"])
@pytest.mark.parametrize("column", ["interval_days", "delay", "max_minutes"])
def test_numbers_that_no_clock_can_hold_are_refused(column: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "seeds.csv").write_text(f"url,{column}\nhttp://a.id,{value}\n")

    with pytest.raises(CollectionError, match=rf"line 2: {column} is"):
        read_seeds(tmp_path / "seeds.csv")
