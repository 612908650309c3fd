"""Pages about children are told from those about who works with them, and from other things called "anak"."""

from __future__ import annotations

import time

import pytest

from spiders.flags.children import find
from tests.spiders.pages import read_html


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in find(text)]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Posyandu Balita Dusun II", "Balita"),
        ("Kunjungan Siswa SDN 2 Contohrejo ke Perpustakaan", "Siswa SDN"),
        ("Lomba Mewarnai Anak-Anak", "Anak-Anak"),
        ("Santunan Anak Yatim", "Anak Yatim"),
        ("TK Pertiwi Contohrejo Menari", "TK Pertiwi"),
        ("SD Negeri 1 Contohrejo Juara Umum", "SD Negeri"),
        ("Pencabulan Anak di Bawah Umur", "Anak di Bawah Umur"),
        ("Pendaftaran PAUD Melati Dibuka", "PAUD"),
        ("Khitanan Massal di Balai Desa", "Khitanan Massal"),
        ("Pelajar SMPN 3 Belajar Membatik", "Pelajar SMPN"),
        ("Pemberian Vitamin A untuk Bayi", "Bayi"),
    ],
)
def test_a_title_speaks_of_children(title: str, words: str) -> None:
    assert said(title) == [words]


@pytest.mark.parametrize(
    "title",
    [
        "Pembersihan Anak Sungai", "Anak Perusahaan BUMDes", "Perbaikan Anak Tangga", "Insentif Guru PAUD Cair", "Pelatihan Kader Posyandu Balita",
        "Pembangunan Gedung PAUD", "Rembuk Stunting Desa", "Rapat TK. Kabupaten", "HUT TK II", "Lomba TK Provinsi", "Lulusan SD Ikuti Paket B",
        "Hari RA Kartini", "Jadwal 10 SD 14 Mei", "Mi Instan untuk Warga", "Anak Muda Desa Bertani", "Musyawarah Desa", "SDA dan SDM Desa",
    ],
)  # fmt: skip
def test_a_title_does_not(title: str) -> None:
    assert said(title) == []


def test_a_page_is_flagged_for_its_title_with_the_place() -> None:
    document = read_html(
        "<article><h1>Lomba Anak-Anak</h1><p>" + "Lomba digelar di lapangan desa. " * 9 + "</p></article>"
    )

    assert document.flags == ("children",)
    assert document.flag_details == (
        {"flag": "children", "quote": "Anak-Anak", "start": 6, "end": 15, "where": "title"},
    )


@pytest.mark.parametrize(("times", "flags"), [(1, ()), (2, ()), (3, ("children",))])
def test_in_the_text_it_takes_three_words(times: int, flags: tuple[str, ...]) -> None:
    text = "Warga berkumpul di balai desa sejak pagi. " * 8 + "Seorang balita ditimbang. " * times

    document = read_html(f"<article><h1>Kegiatan Dusun Krajan</h1><p>{text}</p></article>")

    assert document.flags == flags
    for one in document.flag_details:
        assert (document.text or "")[one["start"] : one["end"]] == one["quote"] == "balita"


@pytest.mark.parametrize("piece", ["anak ", "TK A", "siswa kelas ", "balita", "anak-anak di bawah ", "guru PAUD "])
def test_hostile_text_costs_little(piece: str) -> None:
    begun = time.process_time()
    list(find(piece * (1_000_000 // len(piece))))

    assert time.process_time() - begun < 5
