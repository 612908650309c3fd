"""Which rows are meant, what is changed in them, how they are grouped, and which recipients they are."""

from __future__ import annotations

from datetime import date

import pytest

from archive.errors import CollectionError
from archive.model import Seed
from archive.recipients import make_recipient
from crawler.recipients import RecipientFilter, counts, match_sites
from crawler.seed_check.findings import SiteCheck
from crawler.seed_check.rows import Owners, look_at_row, tell_village
from crawler.seed_edit import SeedEdit, parse_assignments
from crawler.seed_filter import SeedFilter
from crawler.seed_groups import group_seeds

DWIMULYO = "18.05.13.2021"


def seed(site: str, **cells: object) -> Seed:
    return Seed(id=site, url=f"http://{site}/", **cells)  # type: ignore[arg-type]


SEEDS = [
    seed("a.id", kode_wilayah=DWIMULYO, tags=("Prioritas", "x"), name="Desa Satu"),
    seed("b.id", kode_wilayah="1805132021", paused=True, platform="opensid"),
    seed("dwimulyo.desa.id", notes="telepon dulu"),
    seed("contoh.semarangkab.go.id"),
    seed("tanpa-arti.example", kode_wilayah="99.99"),
]


def ids(**words: object) -> list[str]:
    return [one.id for one in SeedFilter.of_words(**words).choose(SEEDS)]  # type: ignore[arg-type]


def test_values_of_one_kind_widen_and_kinds_narrow() -> None:
    assert ids(tags=["prioritas", "lain"]) == ["a.id"]
    assert ids(regions=["Lampung", "33.22"]) == ["a.id", "b.id", "dwimulyo.desa.id", "contoh.semarangkab.go.id"]
    assert ids(regions=["18.05"], paused=False) == ["a.id", "dwimulyo.desa.id"]
    assert ids(platforms=["OpenSID"]) == ["b.id"]
    assert ids(text="TELEPON dulu") == ["dwimulyo.desa.id"]
    assert ids() == [one.id for one in SEEDS]


def test_a_platform_is_the_row_s_word_else_what_a_crawl_saw() -> None:
    wanted = SeedFilter.of_words(platforms=["wordpress"])

    assert [one.id for one in wanted.choose(SEEDS, {"a.id": "wordpress", "b.id": "wordpress"})] == ["a.id"]


def test_a_site_that_is_named_must_be_listed() -> None:
    assert SeedFilter().of_sites(["http://www.a.id/", "b.id"], SEEDS).sites == ("a.id", "b.id")
    with pytest.raises(CollectionError, match=r"'c\.id' is no row's"):
        SeedFilter().of_sites(["c.id"], SEEDS)


def test_groups_count_guesses_and_put_what_belongs_nowhere_last() -> None:
    groups = [(one.code, len(one.sites), one.paused, one.guessed) for one in group_seeds(SEEDS, "kabupaten")]

    assert groups == [("18.05", 3, 1, 1), ("33.22", 1, 0, 1), (None, 1, 0, 0)]
    assert [(one.name, len(one.sites)) for one in group_seeds(SEEDS, "tag")] == [("Prioritas", 1), ("x", 1), (None, 4)]


def test_an_edit_adds_to_tags_and_notes_and_takes_away_only_what_it_names() -> None:
    edit = SeedEdit({"delay": "5"}, ("baru",), ("PRIORITAS",), pause=False, note="per surat")

    cells = edit.cells_for(seed("a.id", tags=("Prioritas", "x"), notes="lama"), date(2026, 11, 26))

    assert cells == {"delay": "5", "tags": "x baru", "notes": "lama\n2026-11-26 per surat"}


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("delay", "not COLUMN=VALUE"),
        ("dealy=5", "no column 'dealy'"),
        ("id=x", "an id stays"),
        ("zone=Mars", "zone 'Mars'"),
        ("kode_wilayah=99.01", "no region's code"),
    ],
)
def test_a_slip_in_an_assignment_is_told(assignment: str, words: str) -> None:
    with pytest.raises(CollectionError, match=words):
        parse_assignments([assignment], ["petugas"])


def test_columns_of_ones_own_may_be_set() -> None:
    assert parse_assignments(["petugas=Bu = M", "Delay=2,5"], ["petugas"]) == {"petugas": "Bu = M", "delay": "2,5"}


def kinds(one: Seed, *words: tuple[str, str]) -> list[str]:
    check = SiteCheck(one.id, one.url)
    look_at_row(check, one, Owners([*SEEDS, one]))
    tell_village(check, one, words)
    return [finding.kind for finding in check.findings]


def test_faults_of_a_row_are_told_without_asking_anybody() -> None:
    assert kinds(SEEDS[0]) == []
    assert kinds(seed("a2", kode_wilayah=DWIMULYO, aliases=("lain.id",))) == []
    assert kinds(Seed("lain", "https://www.a.id/", kode_wilayah=DWIMULYO)) == ["duplicate"]
    assert kinds(SEEDS[4]) == ["unknown_code"]
    assert kinds(seed("x.example")) == ["no_region"]
    assert kinds(seed("sidomulyo.desa.id")) == ["ambiguous_region"]
    assert kinds(seed("y.id", kode_wilayah=DWIMULYO, zone="Mars", robots_override_basis="UU")) == [
        "bad_zone",
        "half_override",
    ]


def test_a_front_page_settles_which_village_and_can_deny_the_row() -> None:
    footer = ("footer", "Desa Dwimulyo Kecamatan Penawar Tama Kabupaten Tulang Bawang Provinsi Lampung")

    assert kinds(seed("x.example"), footer) == []
    assert kinds(seed("x.example", kode_wilayah="12.07.23.2012"), footer) == ["other_region"]
    assert kinds(seed("x.example", kode_wilayah="18.05"), footer) == []


def test_recipients_are_matched_with_sites_by_region_and_guesses_are_called_so() -> None:
    rows = [
        make_recipient({"desa": "Dwi Mulyo", "kecamatan": "Penawartama", "kabupaten": "Tulang Bawang"}),
        make_recipient({"desa": "Sidomulyo", "kecamatan": "Ungaran Timur", "kabupaten": "Kab. Semarang"}),
        make_recipient({"desa": "Tidak Ada", "kabupaten": "Kab. Semarang"}),
    ]
    first, second, third = match_sites(rows, {}, [*SEEDS, seed("sidomulyo.desa.id")])

    assert (first.sites, first.guessed, first.possible) == (("a.id", "b.id"), ("dwimulyo.desa.id",), ())
    assert (second.match.status, second.sites, second.guessed, second.has_site) == ("matched", (), (), False)
    assert second.possible == ("sidomulyo.desa.id",)
    assert third.match.status == "unmatched"
    found = counts([first, second, third])
    assert (found["matched"], found["ambiguous"], found["unmatched"], found["near"]) == (2, 0, 1, 0)
    assert (found["with_site"], found["guessed"], found["no_site"]) == (1, 0, 1)
    assert [RecipientFilter(no_site=True).matches(one) for one in (first, second, third)] == [False, True, False]
    assert [RecipientFilter(regions=("33",)).matches(one) for one in (first, second, third)] == [False, True, False]
