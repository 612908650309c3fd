"""Regions named in a text. The texts are made up."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from archive.regions import region_table
from spiders.places import named_regions
from tests.every_region import villages

HOME = "18.05.13.2021"


def codes(text: str, home: str | None = HOME) -> list[str | None]:
    return [region["kode_wilayah"] for region in named_regions(text, home)]


def only(text: str, home: str | None = HOME) -> Mapping[str, Any]:
    (region,) = named_regions(text, home)
    return region


def test_a_region_comes_with_its_level_name_and_quote() -> None:
    assert only("Warga Kecamatan  Penawartama hadir.") == {
        "kode_wilayah": "18.05.13",
        "level": "kecamatan",
        "name": "Penawar Tama",
        "quote": "Kecamatan Penawartama",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Desa Dwi Mulyo, Kecamatan Penawar Tama, Kabupaten Tulang Bawang, Provinsi Lampung",
            ["18.05.13.2021", "18.05.13", "18.05", "18"],
        ),
        ("Kampung Dwi Mulyo Kec. Penawartama Kab. Tulang Bawang", ["18.05.13.2021", "18.05.13", "18.05"]),
        ("DESA DWI MULYO KECAMATAN PENAWARTAMA", ["18.05.13.2021", "18.05.13"]),
        ("Kab.Kendal, Kec.Sukorejo, Kec : Limbangan", ["33.24", "33.24.03", "33.24.06"]),
        ("Bupati Kendal dan Pemkot Metro", ["33.24", "18.72"]),
        ("Kec. Gn. Bintang Awai", ["62.04.05"]),
        ("Kelurahan Mijen di wilayah Kecamatan Mijen, Kota Semarang", ["33.74.14.1008", "33.74.14", "33.74"]),
    ],
)
def test_the_word_before_a_name_says_what_it_is(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_full_stop_ends_the_sentence_but_for_words_written_short() -> None:
    assert codes("Semua dari kepala kampung. Kabupaten Way Kanan hadir.") == ["18.08"]
    assert codes("Di kota. Semarang menang.") == []
    assert codes("Di Kab. Kendal.") == ["33.24"]


def test_the_longest_name_wins() -> None:
    assert codes("Kabupaten Tulang Bawang Barat") == ["18.12"]
    assert codes("Kabupaten Tulang Bawang Tengah") == ["18.05"]
    assert codes("Provinsi Papua Barat Daya") == ["96"]


def test_a_kabupaten_and_a_kota_of_one_name_are_kept_apart() -> None:
    assert codes("Kabupaten Semarang") == ["33.22"]
    assert codes("Kota Semarang") == ["33.74"]
    assert codes("Ke Semarang, lalu ke Kendal.") == []
    assert [candidate["kode_wilayah"] for candidate in only("Kabupaten/Kota Semarang")["candidates"]] == [
        "33.22",
        "33.74",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "lima kabupaten yaitu Tulang Bawang, Lampung Selatan, Lampung Barat, Way Kanan dan Mesuji",
            ["18.05", "18.01", "18.04", "18.08", "18.11"],
        ),
        ("Kabupaten Kendal, Semarang, dan Demak", ["33.24", "33.22", "33.21"]),
        ("Kabupaten Pringsewu dan Metro", ["18.10", "18.72"]),
        ("dua kabupaten di Lampung, yaitu Pesawaran, Mesuji", ["18.09", "18.11"]),
        ("Kabupaten Kendal, Kabupaten Semarang dan Kota Semarang", ["33.24", "33.22", "33.74"]),
    ],
)
def test_a_list_of_kabupaten_needs_the_word_once(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("text", ["Kota Gorontalo, Gorontalo", "Kabupaten Sigi, Palu", "Kota Bengkulu dan Lampung"])
def test_an_address_is_no_list(text: str) -> None:
    assert len(codes(text)) == 1


def test_unmistakable_provinces_need_no_word() -> None:
    assert codes("di Jawa Tengah, DKI Jakarta, DI Yogyakarta dan Nusa Tenggara Timur") == ["33", "31", "34", "53"]
    assert codes("di Lampung dan Bali") == []


def test_a_village_is_looked_for_at_home_and_where_the_text_is() -> None:
    assert codes("Desa Candimulyo", "33.23.07.2001") == ["33.23.07.2002"]
    assert codes("Kabupaten Jombang: Desa Candimulyo menang.") == ["35.17", "35.17.09.2013"]


def test_a_village_between_home_and_elsewhere_keeps_both() -> None:
    region = named_regions("Kabupaten Jombang belajar. Kini Desa Candimulyo menang.", "33.23.01.2001")[-1]

    assert region["kode_wilayah"] is None
    assert {candidate["kode_wilayah"] for candidate in region["candidates"]} == {"33.23.07.2002", "35.17.09.2013"}


def test_what_stands_with_a_name_goes_before_home() -> None:
    assert codes("Desa Candimulyo Kecamatan Kedu", "35.17.09.2013") == ["33.23.07.2002", "33.23.07"]
    assert codes("Desa Madukoro, Desa Wonorejo, Kecamatan Kajoran")[0] == "33.08.12.2003"
    assert codes("Kecamatan Kajoran, Desa Madukoro") == ["33.08.12", "33.08.12.2003"]


def test_an_ambiguous_village_keeps_its_candidates_and_the_name_as_written() -> None:
    region = only("Desa Candi Mulyo")

    assert (region["kode_wilayah"], region["name"]) == (None, "Desa Candi Mulyo")
    assert len(region["candidates"]) == 7
    assert region["candidates"][0]["kecamatan"] == "Kebumen"


def test_the_only_village_of_a_name_is_but_a_candidate_far_from_home() -> None:
    region = only("Desa Iloponu")

    assert region["kode_wilayah"] is None
    assert [candidate["kode_wilayah"] for candidate in region["candidates"]] == ["75.01.04.2010"]


@pytest.mark.parametrize(
    "text",
    [
        "SD Negeri Sidomulyo",
        "desa kami, kota besar, kabupaten ini",
        "Desa Umpama Jaya Kecamatan Seandainya",
        "Candimulyo",
        "Menteri Dalam Negeri Lama",
        "Desa Sidomulyo",
        "Kabupaten Permisalan",
        "",
    ],
)
def test_what_names_no_region_that_can_be_told_gives_none(text: str) -> None:
    assert codes(text, None) == []


def test_a_name_that_goes_on_is_another_name() -> None:
    assert codes("Desa Candimulyo Permai Indah", "35.01.01.2001") == []


def test_each_region_is_told_once() -> None:
    assert codes("Kabupaten Kendal. Kab. Kendal. Pemkab Kendal.") == ["33.24"]


@pytest.mark.parametrize(
    "unit",
    [
        *("Desa ", "Desa Dwi Mulyo, ", "Kabupaten Tulang Bawang, Mesuji, ", "Kabupaten yaitu ", "Kabupaten di Aa Bb, "),
        *(", Mesuji", "Jawa ", "A-", "Suka ", " ", "Kec. ", "Kabupaten Kendal dan ", "Kecamatan Kedu, "),
    ],
)
def test_a_strange_text_costs_no_more_than_its_length(unit: str) -> None:
    started = time.process_time()
    named_regions("Kabupaten Kendal" + unit * (1_000_000 // len(unit)), HOME)

    # A hundred times what it takes; what grows with the square takes minutes.
    assert time.process_time() - started < 30


@settings(max_examples=200, deadline=None)
@given(villages.map(lambda village: village.code))
def test_a_village_with_all_that_is_above_it_is_never_another(code: str) -> None:
    region, (provinsi, kabupaten, kecamatan) = region_table().get(code), region_table().ancestors(code)
    assert region

    text = f"Desa {region.name}, Kecamatan {kecamatan.name}, {kabupaten.name}, Provinsi {provinsi.name}."
    found = named_regions(text, HOME)

    assert [named["kode_wilayah"] for named in found if named["level"] == "desa"] in ([code], [None], [])
    assert kabupaten.code in {named["kode_wilayah"] for named in found}
