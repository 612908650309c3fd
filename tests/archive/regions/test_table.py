"""The table of regions that comes along."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

from archive import regions
from archive.regions import ATTRIBUTION, Region, region_table, squash
from tests.every_region import every_region
from tests.every_region import regions as regions_of_the_table

FOLDER = Path(regions.__file__).parent
TABLE = region_table()


def test_the_table_is_one_file_of_at_most_three_megabytes() -> None:
    (file,) = FOLDER.glob("*.gz")

    assert file.stat().st_size <= 3_000_000


def test_the_counts_are_those_of_the_decree_of_2025() -> None:
    levels = Counter(region.level for region in every_region())
    kinds = Counter(region.kind for region in every_region())

    assert levels == {"provinsi": 38, "kabupaten": 514, "kecamatan": 7285, "desa": 83762}
    assert (kinds["kabupaten"], kinds["kota"]) == (416, 98)
    assert (kinds["kelurahan"], kinds["desa"] + kinds["desa_adat"], kinds["desa_adat"]) == (8496, 75266, 14)
    assert len(TABLE) == len(every_region())


def test_dwimulyo_is_where_it_is() -> None:
    assert TABLE.get("18.05.13.2021") == Region("18.05.13.2021", "desa", "Dwimulyo", "desa", -4.2075, 105.3843)
    assert [region.name for region in TABLE.ancestors("18.05.13.2021")] == [
        "Lampung",
        "Kabupaten Tulang Bawang",
        "Penawar Tama",
    ]
    assert [region.code for region in TABLE.named("dwimulyo")] == ["18.05.13.2021"]


def test_points_lie_in_indonesia_and_few_are_missing() -> None:
    missing = Counter(region.level for region in every_region() if region.latitude is None)

    assert missing == {"desa": 579}
    for region in every_region():
        if region.latitude is not None and region.longitude is not None:
            assert -11.2 <= region.latitude <= 6.3, region
            assert 94.9 <= region.longitude <= 141.1, region


def test_every_region_lies_in_one_of_the_level_above() -> None:
    for region in every_region():
        parent = TABLE.parent(region.code)
        assert (parent is None) == (region.level == "provinsi"), region


@given(regions_of_the_table)
def test_a_region_is_found_by_its_code_its_name_and_its_parent(region: Region) -> None:
    assert TABLE.get(region.code) == region
    assert region in TABLE.named(squash(region.name), region.level)
    assert region in TABLE.named(squash(region.plain_name), region.level)
    if parent := TABLE.parent(region.code):
        assert region in TABLE.children(parent.code)


def test_children_are_of_the_next_level_only() -> None:
    assert len(TABLE.children("18")) == 15
    assert {region.level for region in TABLE.children("18.05")} == {"kecamatan"}
    assert TABLE.children("18.05.13.2021") == TABLE.children("99") == ()


@pytest.mark.parametrize(
    "code", ["", "99", "18.", "1805132021", "18.05.13.2999", "18-05-13-2021", "ab", "18.00", "1\uff18.05"]
)
def test_what_is_no_code_is_no_region(code: str) -> None:
    assert TABLE.get(code) is None
    assert code not in TABLE


def test_a_kabupaten_and_a_kota_of_one_name_are_two() -> None:
    found = {region.name: region.kind for region in TABLE.named("semarang", "kabupaten")}

    assert found == {"Kabupaten Semarang": "kabupaten", "Kota Semarang": "kota"}
    assert [region.code for region in TABLE.named("kotasemarang")] == ["33.74"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("hunuth", "81.71.04.2001"),
        ("durianpatah", "81.71.04.2001"),
        ("hunuthdurianpatah", "81.71.04.2001"),
        ("gunungbintangawai", "62.04.05"),
        ("gnbintangawai", "62.04.05"),
        ("administrasijakartapusat", "31.71"),
        ("dkijakarta", "31"),
        ("jateng", "33"),
    ],
)
def test_a_region_goes_by_all_its_names(name: str, code: str) -> None:
    assert code in TABLE.codes_named(name)


def test_the_longest_name_at_the_beginning_is_found() -> None:
    assert TABLE.longest_named(["tulang", "bawang", "barat", "raya"], "kabupaten") == (3, ("18.12",))
    assert TABLE.longest_named(["tulang", "bawang", "raya"], "kabupaten") == (2, ("18.05",))
    assert TABLE.longest_named(["penawar"], "kecamatan") == (0, ())
    assert TABLE.longest_named([], "desa") == (0, ())


@pytest.mark.parametrize(
    ("zone", "provinces"),
    [
        ("Asia/Jakarta", "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62"),
        ("Asia/Makassar", "51 52 53 63 64 65 71 72 73 74 75 76"),
        ("Asia/Jayapura", "81 82 91 92 93 94 95 96"),
    ],
)
def test_a_province_keeps_one_of_three_times(zone: str, provinces: str) -> None:
    found = [
        region.code
        for region in every_region()
        if region.level == "provinsi" and TABLE.zone_of(region.code).key == zone
    ]

    assert found == provinces.split()


def test_a_village_keeps_its_province_s_time_and_what_is_no_region_has_none() -> None:
    assert TABLE.zone_of("18.05.13.2021").key == "Asia/Jakarta"
    with pytest.raises(KeyError):
        TABLE.zone_of("99.01")


def test_six_digits_are_a_kecamatan_s_also_when_its_code_was_changed() -> None:
    assert TABLE.has_kecamatan_prefix("180513")
    assert not TABLE.has_kecamatan_prefix("180599")
    # Puncak Jaya was in Papua until 2022.
    assert TABLE.get("91.02") is None
    assert TABLE.has_kecamatan_prefix("910201")


def test_whoever_shows_names_finds_the_sentence_to_print_with_them() -> None:
    notice = " ".join((FOLDER / "NOTICE").read_text("utf-8").split())
    licence = (FOLDER / "LICENSE").read_text("utf-8")

    assert ATTRIBUTION in notice
    assert licence.startswith("# Open Database License (ODbL)")


@pytest.mark.parametrize(
    ("text", "squashed"),
    [
        ("Penawar Tama", "penawartama"),
        ("PENAWAR-TAMA", "penawartama"),
        ("Regapu’u", "regapuu"),
        ("Désa É", "desae"),
        ("", ""),
    ],
)
def test_names_are_compared_without_case_spaces_and_marks(text: str, squashed: str) -> None:
    assert squash(text) == squashed


def test_the_table_is_printed_as_text_with_its_attribution() -> None:
    command = [sys.executable, "-m", "archive.regions"]
    printed = subprocess.run(command, cwd=FOLDER.parents[1], capture_output=True, text=True, check=True)

    lines = printed.stdout.splitlines()
    assert len(lines) == len(TABLE)
    assert "18.05.13.2021\tDwimulyo\t-4.2075\t105.3843" in lines
    assert printed.stderr.strip() == ATTRIBUTION
