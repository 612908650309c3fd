"""Rows of recipients' lists matched with the table of regions. A wrong village is worse than none."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest

from archive.errors import CollectionError
from archive.regions import Level, region_table
from archive.regions.codes import dotted_code
from archive.regions.matching import Match, match_region
from archive.regions.meant import region_meant
from tests.archive.regions.mess import Row, messy, names_of, villages, with_typo


def outcome(code: str, row: Row) -> str:
    match = match_region(row)
    return ("right" if match.code == code else "wrong") if match.status == "matched" else match.status


def outcomes(make: Callable[[str, random.Random], Row], count: int = 400) -> Counter[str]:
    chance = random.Random(20261126)
    return Counter(outcome(one.code, make(one.code, chance)) for one in villages(count, chance))


def test_every_village_is_found_by_its_own_names() -> None:
    assert outcomes(lambda code, chance: names_of(code)) == {"right": 400}


def test_a_typist_s_spelling_is_found_and_never_taken_for_another_village() -> None:
    found = outcomes(messy)

    assert found["wrong"] == 0
    assert found["right"] >= 396


def test_a_slip_of_the_pen_is_found_or_asked_about() -> None:
    def make(code: str, chance: random.Random) -> Row:
        row = names_of(code)
        level: Level = chance.choice(("desa", "kecamatan", "kabupaten"))
        return {**row, level: with_typo(row[level], chance)}

    found = outcomes(make)

    assert found["wrong"] == 0
    assert found["right"] >= 340
    assert found["unmatched"] <= 4


def test_without_a_kecamatan_two_villages_of_one_name_are_both_told() -> None:
    found = outcomes(lambda code, chance: {**names_of(code), "kecamatan": ""})

    assert found["wrong"] == found["unmatched"] == 0
    assert found["right"] >= 360


def test_a_village_that_the_kecamatan_does_not_have_is_not_made_up() -> None:
    chance = random.Random(1)
    wrong = [
        one
        for one, other in zip(villages(1500, chance), villages(1500, chance), strict=True)
        if (match := match_region({**names_of(one.code), "desa": other.name})).code
        and match.how != "near"
        and other.name.lower().replace(" ", "")
        not in (region_table().get(match.code) or one).name.lower().replace(" ", "")
    ]

    assert wrong == []


def matched(**names: str) -> Match:
    return match_region(names)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"kabupaten": "KAB. LIMA PULUH KOTA/50 KOTA"}, "13.07"),
        ({"kabupaten": "50 Kota", "provinsi": "Sumbar"}, "13.07"),
        ({"kecamatan": "4 Koto", "kabupaten": "Kab.Agam"}, "13.06.05"),
        ({"kecamatan": "KEC. IV  KOTO", "kabupaten": "AGAM"}, "13.06.05"),
        ({"kecamatan": "Empat Koto", "kabupaten": "Agam"}, "13.06.05"),
        ({"kabupaten": "Kota Semarang", "provinsi": "Jateng"}, "33.74"),
        ({"kabupaten": "Kab. Semarang", "provinsi": "Prop. Jawa Tengah"}, "33.22"),
        ({"desa": "Ds.DWI MULYO", "kecamatan": "Penawartama", "kabupaten": "Tulangbawang"}, "18.05.13.2021"),
        (
            {"desa": "Desa Dwi-Mulyo (Trans)", "kecamatan": "Penawar Tama", "kabupaten": "Tulang Bawang"},
            "18.05.13.2021",
        ),
    ],
)
def test_spellings_of_decrees(names: Row, code: str) -> None:
    match = match_region(names)

    assert (match.status, match.code, match.how) == ("matched", code, "names")


def test_a_kabupaten_and_a_kota_of_one_name_are_two() -> None:
    assert matched(kabupaten="Semarang", provinsi="Jawa Tengah").candidates == ("33.22", "33.74")


def test_a_village_by_its_name_alone_is_only_proposed() -> None:
    match = matched(desa="Dwi Mulyo")

    assert (match.status, match.candidates) == ("ambiguous", ("18.05.13.2021",))


def test_a_near_spelling_is_said_to_be_one() -> None:
    match = matched(desa="Dwimulya", kecamatan="Penawar Tama", kabupaten="Tulang Bawang")

    assert (match.code, match.how) == ("18.05.13.2021", "near")
    assert match.notes == ("desa is spelt dwimulya; taken for Dwimulyo",)


def test_a_village_in_another_kecamatan_of_the_kabupaten_is_only_proposed() -> None:
    match = matched(desa="Dwimulyo", kecamatan="Banjar Agung", kabupaten="Tulang Bawang")

    assert (match.status, match.candidates) == ("ambiguous", ("18.05.13.2021",))


@pytest.mark.parametrize("code", ["18.05.13.2021", "1805132021", "1.805.132.021", "1805132021.0", " 18.05.13.2021 "])
def test_a_code_holds_however_a_spreadsheet_wrote_it(code: str) -> None:
    match = match_region({"desa": "Dwi Mulyo"}, code)

    assert (match.status, match.code, match.how) == ("matched", "18.05.13.2021", "code")


def test_a_code_that_the_names_deny_is_asked_about() -> None:
    match = match_region(names_of("12.07.23.2012"), "18.05.13.2021")

    assert match.status == "ambiguous"
    assert match.candidates == ("18.05.13.2021", "12.07.23.2012")


def test_a_code_of_another_system_is_passed_over_and_told() -> None:
    match = match_region(names_of("18.05.13.2021"), "1805130009")

    assert (match.code, match.how) == ("18.05.13.2021", "names")
    assert "BPS" in match.notes[0]


def test_nothing_is_nowhere() -> None:
    assert match_region({}).status == match_region({"desa": " - "}).status == "unmatched"
    assert match_region({"desa": "x" * 100_000, "kabupaten": "(" * 10_000}).status == "unmatched"


@pytest.mark.parametrize(
    ("text", "code"),
    [("33", "33"), ("3322", "33.22"), ("jateng", "33"), ("Kab. Semarang", "33.22"), ("KOTA SEMARANG", "33.74")],
)
def test_a_region_is_meant_by_code_or_name(text: str, code: str) -> None:
    assert region_meant(text).code == code


@pytest.mark.parametrize(
    ("text", "words"),
    [("Semarang", "33.22 Kabupaten"), ("99", "no region with"), ("Atlantis", "'Atlantis'"), ("", "''")],
)
def test_what_is_no_region_or_several_is_said(text: str, words: str) -> None:
    with pytest.raises(CollectionError, match=words):
        region_meant(text)


def test_what_can_be_no_code_is_none() -> None:
    assert [dotted_code(text) for text in ("", "desa", "180", "18051320211", "١٨")] == [None] * 5
