"""What is an edit to a reader, and what only a machine could tell apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.model import Caption, Capture, Document
from spiders.reading.sameness import says_the_same

MOMENT = datetime(2026, 11, 26, tzinfo=UTC)
URL = "http://desa-contoh.example/berita/1"
CAPTURE = Capture(URL, MOMENT, 200, "text/html", "sha1:A", "a.warc.gz", 0, 1, "urn:uuid:a")
BODY = "Ibu-ibu desa belajar menjahit di perpustakaan."
PICTURE = Caption("Peserta pelatihan", "Foto: Admin", "http://desa-contoh.example/1.jpg", None, None)


def article(text: str = BODY, title: str = "Pelatihan Menjahit", captions: tuple[Caption, ...] = ()) -> Document:
    return Document(
        "urn:uuid:a", URL, MOMENT, CAPTURE, "article", "generic", "1", "1", title=title, text=text, captions=captions
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dibaca 1.204 kali", "Dibaca 1.311 kali"),
        ("Telah dilihat: 12 kali", "Telah dilihat: 13 kali"),
        ("Artikel ini telah dibaca 7 x", "Artikel ini telah dibaca 8 x"),
        ("Views: 1,2k", "Views: 1,3k"),
        ("44 views", "45 views"),
        ("Pengunjung: 3.100", "Pengunjung: 3.145"),
        ("12 komentar", "14 komentar"),
        ("Oleh Admin Desa, 12 Mei 2026, dibaca 31 kali", "Oleh Admin Desa, 12 Mei 2026, dibaca 77 kali"),
        ("Admin | 12 Mei 2026 | 31 klik", "Admin | 12 Mei 2026 | 32 klik"),
        ("2 jam yang lalu", "3 hari yang lalu"),
        ("Diposting sejam lalu", "Diposting 2 jam lalu"),
        ("Admin • 5 minutes ago", "Admin • 2 days ago"),
        ("Baca juga: Panen Raya di Dusun Krajan", "Baca juga: Lomba Desa Tingkat Kabupaten"),
        ("Baca juga:\nPanen Raya\nGotong Royong", "Baca juga:\nLomba Desa\nPosyandu Melati"),
        ("Hari ini : 31", "Hari ini : 32"),
        ("Total Pengunjung 90.311", "Total Pengunjung 90.312"),
    ],
)
def test_counters_clocks_and_boxes_that_change_are_no_edit(before: str, after: str) -> None:
    assert says_the_same(article(f"{BODY}\n\n{before}"), article(f"{BODY}\n\n{after}"))
    assert says_the_same(article(f"{before}\n\n{BODY}"), article(f"{after}\n\n{BODY}"))


def test_quotes_dashes_and_spaces_of_another_theme_are_no_edit() -> None:
    assert says_the_same(
        article('Beliau berkata, "Mari membaca" - semua.'), article("Beliau berkata, “Mari  membaca” — semua.")
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bantuan diterima 120 keluarga.", "Bantuan diterima 150 keluarga."),
        ("Perpustakaan itu dikunjungi 120 orang setiap hari.", "Perpustakaan itu dikunjungi 220 orang setiap hari."),
        ("Telah dibagikan 50 paket sembako kepada warga.", "Telah dibagikan 75 paket sembako kepada warga."),
        ("Acara dihadiri 40 pengunjung dari tiga dusun.", "Acara dihadiri 90 pengunjung dari tiga dusun."),
        ("Pada 12 Mei 2026 jalan dibuka.", "Pada 13 Mei 2026 jalan dibuka."),
        ("Kelas dibuka 3 kali sepekan bagi warga.", "Kelas dibuka 5 kali sepekan bagi warga."),
        ("Desa ini berdiri di tepi sungai.", "Desa ini berdiri di tepi laut."),
    ],
)
def test_another_number_or_word_in_a_sentence_is_an_edit(before: str, after: str) -> None:
    assert not says_the_same(article(f"{BODY}\n\n{before}"), article(f"{BODY}\n\n{after}"))


def test_another_title_is_an_edit() -> None:
    assert not says_the_same(article(title="Pelatihan Menjahit"), article(title="Pelatihan Membatik"))


def test_a_paragraph_taken_out_is_an_edit() -> None:
    assert not says_the_same(article(BODY + "\n\nSampai jumpa."), article(BODY))


def test_another_caption_or_credit_is_an_edit_and_another_picture_file_is_none() -> None:
    told = Caption("Peserta pelatihan tahun 2026", PICTURE.credit, PICTURE.image_url, None, None)
    credited = Caption(PICTURE.text, "Foto: Humas", PICTURE.image_url, None, None)
    moved = Caption(PICTURE.text, PICTURE.credit, "http://desa-contoh.example/1.webp", None, None)

    assert not says_the_same(article(captions=(PICTURE,)), article(captions=(told,)))
    assert not says_the_same(article(captions=(PICTURE,)), article(captions=(credited,)))
    assert not says_the_same(article(captions=(PICTURE,)), article())
    assert says_the_same(article(captions=(PICTURE,)), article(captions=(moved,)))


def test_a_long_text_is_compared_in_a_moment() -> None:
    hostile = "dibaca " * 30_000 + "1" * 30_000

    assert says_the_same(article(hostile), article(hostile))
