"""Datelines and sentences that only look like one."""

from __future__ import annotations

import pytest

from spiders.reading.dateline import split_dateline

REST = "Pemerintah desa mengadakan pelatihan bagi warga."


@pytest.mark.parametrize(
    "dateline",
    [
        "contohrejo.desa.id. 15 Oktober 2019.",
        "contohrejo.desa.id, 15/10/2019 -",
        "CONTOHREJO -",
        "MAJU BERSAMA –",
        "CONTOHREJO.DESA.ID -",
        "Contohrejo.desa.id –",
        "Contohrejo, (15/10/2019) -",
        "Contohrejo, 15 Oktober 2019 -",
        "Contohrejo (15/10/2019) –",
        "Desa Contohrejo, Selasa (15/10/2019).",
        "Desa Contohrejo –",
        "Contohrejo –",
        "BANDAR CONTOH, CONTOHNEWS.COM -",
        "(15/10/2019) -",
        "Kampung Misalnya (12/9) -",
        "misalnya.kampung. 24 Agustus 2022.",
    ],
)
def test_dateline_is_split_off_as_shown(dateline: str) -> None:
    assert split_dateline(f"{dateline} {REST}") == (dateline, REST)


@pytest.mark.parametrize(
    "text",
    [
        REST,
        "Pada tanggal 15 Oktober 2019, pemerintah desa mengadakan pelatihan bagi warga.",
        "Perpustakaan Nasional Republik Indonesia - disingkat Perpusnas - mengadakan pelatihan bagi warga.",
        "BUMDes - badan usaha milik desa - kini memiliki toko baru di pasar kecamatan.",
        "Ir. Budi Contoh membuka pelatihan komputer bagi tiga puluh anggota Karang Taruna.",
        "Kegiatan berlangsung di Contohrejo. 15 Oktober 2019 menjadi hari yang dinanti seluruh warga.",
        "Selasa, 15 Oktober 2019 pemerintah desa mengadakan pelatihan bagi seluruh warga.",
        "RT 01 - RT 05 akan mengikuti kerja bakti pada hari Minggu pagi di lapangan.",
        "Contohrejo -",
        "",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert split_dateline(text) == (None, text)
