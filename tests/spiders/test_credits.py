"""Captions and the credits split off them."""

from __future__ import annotations

import time

import pytest

from spiders.reading.credit import split_credit


@pytest.mark.parametrize(
    ("raw", "text", "credit"),
    [
        (
            "Peserta hari ini (15/10) (Dok.: desa.id, Foto by : Wulandari)",
            "Peserta hari ini (15/10)",
            "desa.id, Wulandari",
        ),
        ("Peserta (Dok. : desa.id, Foto by : Wulandari)", "Peserta", "desa.id, Wulandari"),
        ("Warga menanam padi. Foto: Siti Contoh", "Warga menanam padi.", "Siti Contoh"),
        ("Warga menanam padi | Foto: Siti", "Warga menanam padi", "Siti"),
        ("Warga menanam padi (Foto: Dok. Desa)", "Warga menanam padi", "Desa"),
        ("Warga menanam padi (dok. desa)", "Warga menanam padi", "desa"),
        ("Warga menanam padi [Sumber: Arsip Desa]", "Warga menanam padi", "Arsip Desa"),
        ("Warga menanam padi. Sumber foto: Arsip Desa", "Warga menanam padi.", "Arsip Desa"),
        ("Warga menanam padi (Foto: Istimewa)", "Warga menanam padi", "Istimewa"),
        ("Warga menanam padi (ist)", "Warga menanam padi", "ist"),
        ("Warga menanam padi - Foto oleh Budi", "Warga menanam padi", "Budi"),
        ("Warga menanam padi. © 2019 Budi", "Warga menanam padi.", "2019 Budi"),
        ("Warga menanam padi. foto/Budi", "Warga menanam padi.", "Budi"),
        ("Warga menanam padi. ANTARA FOTO/Budi Contoh/aww", "Warga menanam padi.", "ANTARA FOTO/Budi Contoh/aww"),
        ("Foto: Budi Contoh", None, "Budi Contoh"),
        ("(Dok. Desa Contohrejo)", None, "Desa Contohrejo"),
        ("Foto: Suasana pelatihan di balai desa", "Suasana pelatihan di balai desa", None),
        ("Keterangan foto: Suasana pelatihan", "Suasana pelatihan", None),
        ("Ket. Gambar : Suasana pelatihan", "Suasana pelatihan", None),
        ("Kepala desa (tengah) dan camat (kanan)", "Kepala desa (tengah) dan camat (kanan)", None),
        ("Lomba foto desa diikuti 30 peserta", "Lomba foto desa diikuti 30 peserta", None),
        ("Sumber air di Dusun Krajan", "Sumber air di Dusun Krajan", None),
    ],
)
def test_credit_is_split_off_the_caption(raw: str, text: str | None, credit: str | None) -> None:
    assert split_credit(raw) == (text, credit)


@pytest.mark.parametrize(
    ("piece", "count", "end"),
    [("foto: ", 1250, ""), ("(", 5000, ""), ("© ", 2250, ""), ("a ", 5000, "(foto"), ("Foto by ", 1000, "")],
)
def test_no_caption_takes_long_to_split(piece: str, count: int, end: str) -> None:
    """Four times the caption may take four times as long, not sixteen. A busy machine is slow at both."""
    assert seconds_for(piece * 4 * count + end) < 8 * seconds_for(piece * count + end) + 0.02


def seconds_for(raw: str) -> float:
    """CPU seconds, the least of a few tries."""
    tries = []
    for _ in range(4):
        started = time.process_time()
        split_credit(raw)
        tries.append(time.process_time() - started)
    return min(tries)
