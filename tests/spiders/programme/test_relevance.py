"""A page is about the programme by what it says itself, under any name and however spelt."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.programme.about import programme_of
from spiders.programme.relevance import find, weigh
from tests.spiders.pages import read_html

PROSE = "Warga berkumpul di balai dusun sejak pagi dan membawa bekal dari rumah masing-masing. "


def programme(title: str = "Kabar Desa", text: str = "", *captions: str) -> dict[str, Any]:
    return programme_of(title, text or PROSE * 5, captions)


@pytest.mark.parametrize(
    "words",
    [
        "Transformasi Perpustakaan Berbasis Inklusi Sosial",
        "tranformasi perpusatakaan desa berbasis insklusi masyarakat",
        "program TP - BIS di perpusdes",
        "TPIBS bersama pengelola perpustakaan desa",
        "perpustakaan desa mitra PerpuSeru",
        "revitalisasi pengembangan perpustakaan umum",
    ],
)
def test_every_name_of_the_programme_is_core(words: str) -> None:
    assert programme(text=f"{PROSE} Kegiatan ini bagian dari {words} di desa kami.")["relation"] == "core"


@pytest.mark.parametrize(
    "words",
    [
        "SHM tanah warga dibagikan kantor pertanahan di depan perpustakaan desa",
        "kelompok SPP simpan pinjam perempuan melunasi cicilan",
        "jadwal SIM keliling bulan ini",
        "PLM Paket C kekurangan modul",
        "penerima manfaat BLT mengambil haknya",
        "Perpusna Rumah Gadang ramai saat Ramadan",
        "inklusi sosial bagi penyandang disabilitas dan difabel",
        "inklusi keuangan dan literasi keuangan bersama OJK",
        "transformasi digital menuju desa cerdas",
        "perpustakaan sekolah SDN 1 mendapat rak baru dari murid",
    ],
)
def test_words_that_mean_something_else_are_not_the_programme(words: str) -> None:
    assert not programme(text=f"{PROSE} {words}.")["relevant"]


def test_named_only_in_a_caption_counts_and_the_evidence_says_where() -> None:
    found = programme("Dokumentasi", PROSE * 3, "Peserta kelas TPBIS di perpustakaan desa (Foto: Dok. Desa)")

    assert found["relevant"]
    assert found["evidence"][0] == {
        "term": "tpbis",
        "where": "caption:0",
        "quote": "Peserta kelas TPBIS di perpustakaan desa (Foto: Dok. Desa)",
        "start": 14,
        "end": 19,
    }


def test_named_only_in_a_ticker_or_beside_the_article_does_not_count() -> None:
    document = read_html(
        "<body><marquee>Selamat datang di perpustakaan desa penerima Transformasi Perpustakaan Berbasis Inklusi Sosial"
        "</marquee><article><h1>Kerja Bakti Saluran Air</h1>" + f"<p>{PROSE}</p>" * 6 + "</article>"
        "<aside><h3>Berita Terkait</h3><ul><li><a href='/b/2'>Perpusdes ikut TPBIS</a></li></ul></aside></body>"
    )

    assert document.programme is not None
    assert document.programme["relation"] == "none"


def test_named_once_in_a_list_of_everything_is_for_a_person_to_judge() -> None:
    found = programme(
        "Profil Desa", "Prestasi: juara gapura, juara PKK, lunas PBB, kampung KB, desa TPBIS, kampung iklim."
    )

    assert (found["relation"], found["relevant"]) == ("borderline", False)


def test_a_paper_about_the_programme_is_no_village_news() -> None:
    text = (
        "Abstrak: penelitian ini bertujuan mengkaji transformasi perpustakaan berbasis inklusi sosial dengan metode "
        "kualitatif. Kata kunci: perpustakaan, inklusi. ISSN 0000-0000."
    )

    assert programme("Skripsi", text)["relation"] == "adjacent"


def test_a_page_that_gambling_wrote_over_is_not_about_the_programme() -> None:
    text = "Agen togel, slot gacor maxwin, link alternatif. Perpustakaan desa berbasis inklusi sosial jackpot."

    assert programme("Situs Togel", text)["relation"] == "none"


@given(st.text(alphabet="tpbis perpustakaan.,()\nTPBISéİß-", max_size=400), st.text(max_size=60))
@settings(deadline=None)
def test_evidence_and_facts_stand_where_they_say(text: str, title: str) -> None:
    places = {"title": title, "text": text, "caption:0": text[:50]}

    found = programme_of(title, text, [text[:50]])

    for one in (*found["evidence"], *found["facts"]):
        shown = places[one["where"]]
        assert 0 <= one["start"] < one["end"] <= len(shown)
        assert " ".join(shown[one["start"] : one["end"]].split())[:20] in one["quote"]
    assert 0 <= found["score"] <= 1


@pytest.mark.parametrize(
    "text",
    [
        "perpustakaan transformasi " * 10_000,
        "TPBIS. " * 40_000,
        "peserta 1 " * 30_000,
        "di aula " * 35_000,
        "1-2/3/" * 45_000,
        "Kepala " * 40_000,
        "dua puluh " * 30_000,
        "a" * 300_000,
        "(" * 300_000,
        "Peraturan Desa Nomor 1 tentang " * 9_000,
    ],
    ids=["words", "names", "counts", "places", "dates", "offices", "numbers", "one word", "brackets", "rules"],
)
def test_a_text_of_300_kb_made_to_be_slow_takes_seconds_at_most(text: str) -> None:
    before = time.process_time()

    programme_of("TPBIS di perpustakaan desa", text, [])

    # Of one CPU; the reader's limit for a page is 60. Quadratic work would take hours.
    assert time.process_time() - before < 6


def test_nothing_is_looked_for_on_a_page_without_a_library() -> None:
    assert find("Panen Raya", PROSE * 20, []).places == ()
    assert weigh(find(None, None, [])).relation == "none"
