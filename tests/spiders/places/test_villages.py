"""The village of a site from a person's choice, its host and its page. The page texts are made up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.regions import region_table
from spiders.places import village_of
from spiders.places.village import MOST_LISTED
from tests.every_region import villages


def candidates(village: Mapping[str, Any] | None) -> list[str]:
    assert village
    assert "kode_wilayah" not in village
    return [candidate["kode_wilayah"] for candidate in village["candidates"]]


def test_the_village_comes_with_its_names_and_the_evidence() -> None:
    village = village_of("dwimulyo.desa.id", [("footer", "Kampung Dwi Mulyo, Kec. Penawartama Kab. Tulang Bawang")])

    assert village == {
        "kode_wilayah": "18.05.13.2021",
        "desa": "Dwimulyo",
        "kecamatan": "Penawar Tama",
        "kabupaten": "Kabupaten Tulang Bawang",
        "provinsi": "Lampung",
        "evidence": [
            {"where": "host", "quote": "dwimulyo.desa.id"},
            {"where": "footer", "quote": "Kampung Dwi Mulyo, Kec. Penawartama Kab. Tulang Bawang"},
        ],
    }
    json.dumps(village)


def test_candidates_come_with_their_names_and_number() -> None:
    village = village_of("madukoro.id")

    assert candidates(village) == ["18.03.09.2001", "33.08.12.2003"]
    assert village
    assert village["candidate_count"] == 2
    assert village["candidates"][0]["kabupaten"] == "Kabupaten Lampung Utara"
    assert village["evidence"] == [{"where": "host", "quote": "madukoro.id"}]


def test_a_name_of_a_hundred_villages_lists_some_and_counts_all() -> None:
    village = village_of("sidomulyo.desa.id")

    assert len(candidates(village)) == MOST_LISTED
    assert village
    assert village["candidate_count"] > 100


def test_a_person_s_choice_wins() -> None:
    words = [("footer", "Kampung Dwi Mulyo Kecamatan Penawartama Kabupaten Tulang Bawang")]
    village = village_of("dwimulyo.desa.id", words, chosen="33.08.12.2003")

    assert village
    assert (village["kode_wilayah"], village["desa"]) == ("33.08.12.2003", "Madukoro")
    assert village["evidence"] == [{"where": "seeds.csv", "quote": "33.08.12.2003"}]


@pytest.mark.parametrize(
    ("chosen", "code", "desa", "kabupaten"),
    [
        ("1805132021", "18.05.13.2021", "Dwimulyo", "Kabupaten Tulang Bawang"),
        ("18.05", "18.05", None, "Kabupaten Tulang Bawang"),
        ("99.01.01.2001", "99.01.01.2001", None, None),
    ],
)
def test_a_choice_is_kept_whatever_its_form(chosen: str, code: str, desa: str | None, kabupaten: str | None) -> None:
    village = village_of("contoh.example", chosen=chosen)

    assert village
    assert (village["kode_wilayah"], village["desa"], village["kabupaten"]) == (code, desa, kabupaten)


@pytest.mark.parametrize(
    ("host", "where", "text", "code"),
    [
        ("madukoro.id", "footer", "Pemerintah Desa Madukoro Kecamatan Kajoran", "33.08.12.2003"),
        ("madukoro.id", "header", "DESA MADUKORO\nKECAMATAN KAJORAN KABUPATEN MAGELANG", "33.08.12.2003"),
        ("madukoro.id", "address", "Jl. Umpama No. 1, Kec. Kajoran, Kab. Magelang 56163", "33.08.12.2003"),
        ("madukoro.id", "address", "Jl. Umpama 1, Madukoro, Kajoran, Magelang, Jawa Tengah 56163", "33.08.12.2003"),
        ("ngunut-bjn.desa.id", "footer", "Dander - Bojonegoro 62171", "35.22.06.2001"),
        ("ngunut-bjn.desa.id", "footer", "Kabupaten Bojonegoro", "35.22.06.2001"),
        ("ngunut-bjn.desa.id", "title", "Desa Ngunut Kecamatan Dander", "35.22.06.2001"),
        ("tellulimpoe.desa.id", "address", "Kec. Marioriawa, Kab. Soppeng", "73.12.05.2009"),
        ("dwimulyo.id", "title", "Kampung Dwi Mulyo", "18.05.13.2021"),
        ("smartvillage.temanggungkab.go.id", "header", "Desa Candimulyo", "33.23.07.2002"),
        ("contoh.example", "footer", "Desa Candimulyo Kecamatan Kedu Kabupaten Temanggung", "33.23.07.2002"),
        ("semarang.example", "footer", "Kelurahan Pesantren, Kecamatan Mijen, Kota Semarang", "33.74.14.1014"),
    ],
)
def test_the_page_decides_between_candidates(host: str, where: str, text: str, code: str) -> None:
    village = village_of(host, [(where, text)])

    assert village
    assert village["kode_wilayah"] == code


def test_a_contradiction_leaves_it_open_with_both() -> None:
    village = village_of("dwimulyo.desa.id", [("footer", "Desa Madukoro Kecamatan Kajoran Kabupaten Magelang")])

    assert candidates(village) == ["18.05.13.2021", "33.08.12.2003"]


def test_two_places_that_differ_leave_it_open() -> None:
    words = [("footer", "Desa Madukoro Kabupaten Magelang"), ("header", "Desa Madukoro Kabupaten Lampung Utara")]

    assert len(candidates(village_of("madukoro.id", words))) == 2


def test_one_who_made_the_site_elsewhere_speaks_against_nothing() -> None:
    village = village_of("dwimulyo.desa.id", [("footer", "CV Umpama, Kota Bandung")])

    assert village
    assert village["kode_wilayah"] == "18.05.13.2021"
    assert village["evidence"] == [{"where": "host", "quote": "dwimulyo.desa.id"}]


def test_a_title_speaks_against_nothing() -> None:
    village = village_of("dwimulyo.desa.id", [("title", "Desa Madukoro Kecamatan Kajoran Kabupaten Magelang")])

    assert village
    assert village["kode_wilayah"] == "18.05.13.2021"


def test_a_title_alone_makes_no_village() -> None:
    words = [("title", "Desa Madukoro Kecamatan Kajoran Kabupaten Magelang")]

    assert candidates(village_of("kabar.example", words)) == ["33.08.12.2003"]


def test_an_address_that_contradicts_itself_says_nothing() -> None:
    village = village_of("mekarjaya.desa.id", [("address", "Kec. Rancasari, Kab. Bandung")])

    assert village
    assert village["candidate_count"] > 20
    assert village["evidence"] == [{"where": "host", "quote": "mekarjaya.desa.id"}]


@pytest.mark.parametrize("words", [[], [("footer", "Hak cipta 2024")], [("title", "Desa Umpama Jaya")]])
def test_nothing_known_is_none(words: list[tuple[str, str]]) -> None:
    assert village_of("umpamajaya.example", words) is None


@settings(max_examples=200, deadline=None)
@given(villages, st.sampled_from(["contoh.example", "sidomulyo.desa.id"]))
def test_a_full_address_is_never_read_as_another_village_s(village: Any, host: str) -> None:
    provinsi, kabupaten, kecamatan = region_table().ancestors(village.code)
    text = f"Desa {village.name} Kecamatan {kecamatan.name} {kabupaten.name} Provinsi {provinsi.name}"

    found = village_of(host, [("footer", text)])

    assert found is None or found.get("kode_wilayah", village.code) == village.code
