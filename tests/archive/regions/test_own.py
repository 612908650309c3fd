"""Regions that a collection adds to the table: regions.csv."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Collection
from archive.config import Who
from archive.errors import CollectionError
from archive.recipient_places import place_of
from archive.recipients import make_recipient
from archive.regions import region_table
from archive.regions.own import read_regions, regions_file
from archive.regions.table import official_table
from spiders.places.named import named_regions

HEAD = "kode_wilayah,name,latitude,longitude\n"


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A collection; whatever regions it brings are forgotten afterwards."""
    yield Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example")).root
    regions_file(tmp_path / "koleksi").unlink(missing_ok=True)
    Collection.open(tmp_path / "koleksi")


def _add(root: Path, *rows: str) -> None:
    regions_file(root).write_text(HEAD + "\n".join([*rows, ""]), "utf-8")
    Collection.open(root)


def test_a_new_village_is_found_by_code_by_name_and_in_its_kecamatan(root: Path) -> None:
    _add(root, "18.05.13.2099,Dwimulyo Umpama,-4.3,105.3")
    table = region_table()

    region = table.get("18.05.13.2099")

    assert region
    assert (region.name, region.latitude, region.longitude) == ("Dwimulyo Umpama", -4.3, 105.3)
    assert [one.name for one in table.ancestors(region.code)] == ["Lampung", "Kabupaten Tulang Bawang", "Penawar Tama"]
    assert table.named("dwimulyoumpama") == (region,)
    assert region in table.children("18.05.13")
    assert len(table) == len(official_table()) + 1


def test_every_other_region_is_as_the_official_table_has_it(root: Path) -> None:
    _add(root, "18.05.13.2099,Dwimulyo Umpama,,", "99,Misal,,", "99.01,Kabupaten Andaian,,", "10,Sebelum Semua,,")
    base, table = official_table(), region_table()

    codes = [region.code for region in base][::997]

    assert [table.get(code) for code in codes] == [base.get(code) for code in codes]
    assert table.named("dwimulyo") == base.named("dwimulyo")
    assert table.codes_named("semarang") == base.codes_named("semarang")


def test_texts_and_lists_of_recipients_mean_the_new_village_and_only_while_its_collection_is_open(root: Path) -> None:
    recipient = make_recipient({"desa": "Kalimisal Contoh", "kabupaten": "Tulang Bawang", "provinsi": "Lampung"})
    before = place_of(recipient, {})[0].status

    _add(root, "18.05.13.2098,Kalimisal Contoh,,")
    found = place_of(recipient, {})[0]
    named = named_regions("Warga Desa Kalimisal Contoh bergotong royong.", home="18.05.13.2021")
    regions_file(root).unlink()
    Collection.open(root)

    assert before == "unmatched"
    assert found.code == "18.05.13.2098"
    assert [one["kode_wilayah"] for one in named] == ["18.05.13.2098"]
    assert place_of(recipient, {})[0].status == "unmatched"
    assert "18.05.13.2098" not in region_table()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("1805132099,Tanpa Titik,,", "is no code"),
        ("18.05.13.9001,Bukan Desa,,", "is no code"),
        ("18.05.13.2021,Dwimulyo,,", "the table has 18.05.13.2021 already: Dwimulyo"),
        ("18.05.99.2001,Tanpa Kecamatan,,", "18.05.99, in which"),
        ("18.05.13.2099,,,", "needs a name"),
        ("18.05.13.2099,Satu,,\n18.05.13.2099,Dua,,", "stands here twice"),
        ("18.05.13.2099,Satu,-4.3,timur", "are degrees"),
        ("18.05.13.2099,Satu,-4.3,1e9", "no point on Earth"),
        ("18.05.13.2099,Satu,nan,nan", "no point on Earth"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(root: Path, rows: str, fault: str) -> None:
    regions_file(root).write_text(HEAD + rows + "\n", "utf-8")

    with pytest.raises(CollectionError, match=rf"regions\.csv line \d+: .*{fault}"):
        Collection.open(root)


def test_the_file_may_be_written_by_excel(root: Path) -> None:
    regions_file(root).write_bytes(
        "\ufeffkode_wilayah;name;latitude;longitude\n18.05.13.2099;Satu;-4,3;105,3\n".encode()
    )

    assert read_regions(regions_file(root), official_table()) == [("18.05.13.2099", "Satu", (-4.3, 105.3))]


def test_the_demos_villages_lie_in_regions_that_do_not_exist(tmp_path: Path) -> None:
    from crawler.demo import serve_demo
    from crawler.demo.places import place_demo

    with serve_demo() as sites:
        made = Collection.create(tmp_path / "demo", Who(operator="Uji", contact="uji@contoh.example"))
        placed = place_demo(made, sites)

    seeds = placed.seeds()
    names = {region_table().get(seed.kode_wilayah or "").name for seed in seeds}
    regions_file(placed.root).unlink()
    Collection.open(placed.root)

    assert names == {"Contohrejo", "Umpama Jaya", "Kampung Misalnya"}
    assert all(seed.kode_wilayah not in official_table() for seed in seeds), json.dumps(seeds, default=str)
