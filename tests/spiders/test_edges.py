"""What stands before and after an article's text, and what lines there say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from spiders.reading.accounts import author_kind
from spiders.reading.authors import byline_of
from spiders.reading.dated_lines import relative_day
from spiders.reading.edges import is_meta_line
from spiders.reading.titles import HeadClaims
from tests.spiders.pages import page_of, read, read_html

CAPTURED = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PROSE = "<p>" + "Warga desa bergotong royong membersihkan saluran air di sepanjang jalan dusun. " * 4 + "</p>"
MORE = "<p>" + "Kegiatan itu diikuti oleh kepala dusun, pemuda, dan para ibu sejak pagi sampai siang. " * 4 + "</p>"


@pytest.mark.parametrize(
    "line",
    [
        "Diposting oleh Admin Desa | Senin Legi, 16-03-20 pukul 13.05 WIT | Dibaca: 123 kali",
        "Rabu, 12 Agustus 2020 | 09:05 WIB | Ditulis oleh sekretariat | 212 tayangan",
        "3 hari yang lalu 58x dilihat",
        "Penulis: Sinta Umpaman",
        "Kategori : Pembangunan | dibaca 301 x",
    ],
)
def test_line_that_says_when_and_by_whom_is_no_text(line: str) -> None:
    assert is_meta_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Oleh karena itu warga diminta datang.",
        "Senin, 5 Agustus 2024 warga berkumpul di balai desa.",
        "Banyumisal, 5 Juni 2024",
        "Buku itu dibaca 12 kali oleh anak yang sama.",
    ],
)
def test_sentence_with_a_date_or_a_name_is_text(line: str) -> None:
    assert not is_meta_line(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Penulis: Yuliana Rekaan", ("Yuliana Rekaan", None)),
        ("Oleh: Sari Rekaan, Foto: Bagus Misal", ("Sari Rekaan", "Bagus Misal")),
        ("(Penulis: Tri Angan | Foto: Joko Andai)", ("Tri Angan", "Joko Andai")),
        ("Oleh karena itu warga datang", None),
        ("Penulis Yuliana Rekaan mengatakan bahwa buku itu laku", None),
    ],
)
def test_byline_names_writer_and_photographer(line: str, names: tuple[str, str | None] | None) -> None:
    assert byline_of(line) == names


def test_person_in_the_text_goes_before_the_account_that_posted() -> None:
    document = read_html(
        f"<article><h1>Gotong Royong</h1><div class='author'>Admin Desa</div>{PROSE}{MORE}"
        "<p><img src='/a.jpg'></p><p>Oleh: Sari Rekaan, Foto: Bagus Misal</p></article>",
        "https://contohrejo.example/a/b",
    )

    assert document.author == "Sari Rekaan"
    assert [caption.credit for caption in document.captions] == ["Bagus Misal"]
    assert "Bagus" not in (document.text or "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Admin Desa", "account"),
        ("super_user2", "account"),
        ("Pemdes Contohrejo", "account"),
        ("contohrejo", "account"),
        ("Contohrejo", "account"),
        ("sekar", "account"),
        ("Tim KKN 12", "account"),
        ("Sari Rekaan", "person"),
        ("Sekar", "person"),
        ("H. Bagus Misal, S.Pd.", "person"),
        ("Desandra Timotius", "person"),
        (None, None),
    ],
)
def test_accounts_are_told_from_people(name: str | None, kind: str | None) -> None:
    assert author_kind(name, "https://contohrejo.desa.id/berita/1") == kind


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("3 hari yang lalu", date(2026, 11, 17)),
        ("5 jam lalu", date(2026, 11, 19)),
        ("kemarin", date(2026, 11, 19)),
        ("seminggu yang lalu", date(2026, 11, 13)),
        ("2 bulan yang lalu", None),
        ("setahun yang lalu", None),
        ("90 hari yang lalu", None),
        ("hari ini", None),
    ],
)
def test_relative_day_is_counted_back_from_the_capture(line: str, day: date | None) -> None:
    assert relative_day(line, CAPTURED) == day


def test_page_that_says_only_how_long_ago_has_an_inexact_day() -> None:
    html = f"<article><h1>Gotong Royong</h1><p>Operator | 3 hari yang lalu</p>{PROSE}{MORE}</article>"
    page = replace(page_of(html.encode(), "https://contohrejo.example/a/b"), captured_at=CAPTURED)

    document = read(page)

    assert (document.published_at, document.published_source) == (date(2026, 11, 17), "relative")
    assert "date_inexact" in document.flags


def test_day_of_one_witness_takes_the_clock_of_a_line_for_the_same_day() -> None:
    html = f"<article><h1>Gotong Royong</h1><p>Jum'at Pon, 5 Agt 2022 pukul 10.30 WITA</p>{PROSE}{MORE}</article>"

    document = read(page_of(html.encode(), "https://contohrejo.example/2022/08/05/gotong-royong"))

    assert str(document.published_at) == "2022-08-05 10:30:00+08:00"
    assert document.published_source == "url"


@pytest.mark.parametrize("shown", ["Desa Contoh", "Pemerintah Desa Contoh", "Kampung Lain"])
def test_name_of_the_site_is_no_heading(shown: str) -> None:
    claims = HeadClaims(("Warga Desa Contoh Panen Raya",), frozenset({"desa contoh"}))

    assert claims.is_site_name(shown)
    assert not claims.is_site_name("Warga Desa Contoh Panen Raya")


@pytest.mark.parametrize(
    "tail",
    [
        "<h3>Berita terkait</h3><ul><li><a href='/x'>Panen Raya di Dusun Lain</a></li></ul>",
        "<h4>2 Komentar</h4><div><b>Pengunjung</b><p>Panen Raya di Dusun Lain bagus sekali</p></div>",
        "<p>Bagikan artikel ini: </p>",
        "<p>Mungkin Anda suka</p><p><a href='/x'>Panen Raya di Dusun Lain</a></p>",
    ],
)
def test_what_follows_the_text_is_none_of_it(tail: str) -> None:
    document = read_html(f"<article><h1>Gotong Royong</h1>{PROSE}{MORE}{tail}</article>", "https://a.example/b/c")

    assert (document.text or "").endswith("sampai siang.")
