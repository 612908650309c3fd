"""Title, author, date, address, id and language of an article."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from archive.model import Seed
from spiders.reading.version import READER_VERSION
from tests.spiders.pages import page_of, read, read_html

PROSE = "<p>" + "Warga desa bergotong royong membersihkan saluran air di sepanjang jalan dusun. " * 4 + "</p>"
URL = "https://contohrejo.example/berita/gotong-royong"
WIB = timezone(timedelta(hours=7))
WITNESSES = [
    ("jsonld", '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2020-01-01"}</script>', 1),
    ("meta", "<meta property='article:published_time' content='2020-01-02'>", 2),
    ("time", "<article><time datetime='2020-01-03'>kemarin</time></article>", 3),
    ("text", "<article><span>Ditulis 4 Januari 2020</span></article>", 4),
]


@pytest.mark.parametrize("place", range(len(WITNESSES)))
def test_most_trusted_witness_of_the_date_is_taken(place: int) -> None:
    shown = "".join(markup.replace("article>", "div>") for _, markup, _ in WITNESSES[place:])

    document = read_html(f"<article><h1>Gotong Royong</h1>{shown}{PROSE}{PROSE}</article>", URL)

    source, _, day = WITNESSES[place]
    assert (document.published_source, document.published_at) == (source, date(2020, 1, day))


def test_day_in_the_address_is_a_witness() -> None:
    document = read_html(f"<h1>Gotong</h1>{PROSE}{PROSE}", "https://contohrejo.example/2020/1/9/gotong")

    assert (document.published_source, document.published_at) == ("url", date(2020, 1, 9))


def test_dateline_dates_an_article_that_bears_no_other_mark() -> None:
    document = read_html(f"<h1>Gotong</h1><div><p>Contohrejo, 15 Oktober 2019 - {PROSE[3:]}{PROSE}</div>", URL)

    assert (document.published_source, document.published_at) == ("text", date(2019, 10, 15))
    assert document.dateline == "Contohrejo, 15 Oktober 2019 -"


def test_date_after_the_capture_is_not_believed() -> None:
    document = read_html(f"<article><h1>G</h1><time datetime='2031-01-01'></time>{PROSE}{PROSE}</article>", URL)

    assert document.published_at is None


def test_bare_year_is_never_made_a_day() -> None:
    document = read_html(f"<h1>Gotong</h1>{PROSE}{PROSE}<p>Hak Cipta 2019</p>", URL)

    assert document.published_at is None
    assert document.published_source is None


def test_clock_time_is_kept_where_the_seed_knows_the_zone() -> None:
    html = f"<article><h1>G</h1><time datetime='2020-01-03T08:15:00'></time>{PROSE}{PROSE}</article>"

    plain = read_html(html, URL)
    zoned = read_html(html, URL, Seed("contohrejo", "https://contohrejo.example/", zone="WIB"))

    assert plain.published_at == date(2020, 1, 3)
    assert zoned.published_at == datetime(2020, 1, 3, 8, 15, tzinfo=WIB)


def test_change_is_kept_apart_from_publication() -> None:
    document = read_html(
        "<meta property='article:published_time' content='2020-01-02T08:00:00+07:00'>"
        f"<meta property='article:modified_time' content='2020-02-02T08:00:00+07:00'><h1>G</h1>{PROSE}{PROSE}",
        URL,
    )

    assert document.published_at == datetime(2020, 1, 2, 8, 0, tzinfo=WIB)
    assert document.modified_at == datetime(2020, 2, 2, 8, 0, tzinfo=WIB)


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Gotong Royong - Desa Contohrejo</title>", "<h1>Gotong Royong</h1>", "Gotong Royong"),
        ("<title>Gotong Royong - Desa Contohrejo</title>", "<h1>Desa Contohrejo</h1>", "Gotong Royong"),
        (
            "<title>Desa Contohrejo | Gotong Royong</title><meta property='og:site_name' content='Desa Contohrejo'>",
            "",
            "Gotong Royong",
        ),
        (
            "<meta property='og:title' content='Gotong Royong di Dusun'>",
            "<h1>Selamat Datang</h1>",
            "Gotong Royong di Dusun",
        ),
        ("", "<h1>Gotong\n Royong</h1>", "Gotong Royong"),
    ],
)
def test_title_is_the_heading_that_the_head_of_the_page_agrees_with(head: str, heading: str, title: str) -> None:
    document = read_html(f"<html><head>{head}</head><body>{heading}<div>{PROSE}{PROSE}</div></body></html>", URL)

    assert document.title == title


@pytest.mark.parametrize(
    "markup",
    [
        "<p class='byline'>Oleh: Budi Contoh</p>",
        "<span>Ditulis oleh Budi Contoh</span>",
        "<small>5 Mei 2020 | Penulis: Budi Contoh</small>",
        "<a rel='author' href='/x'>Budi Contoh</a>",
        '<script type="application/ld+json">{"@type":"Article","author":[{"name":"Budi Contoh"}]}</script>',
        "<meta name='author' content='Budi Contoh'>",
    ],
)
def test_author_is_read_from_every_usual_byline(markup: str) -> None:
    document = read_html(f"<article><h1>Gotong Royong</h1>{markup}{PROSE}{PROSE}</article>", URL)

    assert document.author == "Budi Contoh"


def test_author_named_by_the_last_line_is_read() -> None:
    document = read_html(f"<article><h1>Gotong Royong</h1>{PROSE}{PROSE}<p>(Penulis: Budi Contoh)</p></article>", URL)

    assert document.author == "Budi Contoh"


def test_who_did_something_in_a_sentence_is_no_author() -> None:
    document = read_html(f"<article><h1>G</h1>{PROSE}<p>Acara dibuka oleh Budi Contoh.</p>{PROSE}</article>", URL)

    assert document.author is None


@pytest.mark.parametrize(
    ("claim", "believed"),
    [
        ("https://contohrejo.example/berita/lain", "https://contohrejo.example/berita/lain"),
        ("/berita/lain", "https://contohrejo.example/berita/lain"),
        ("http://www.contohrejo.example/berita/lain", "http://www.contohrejo.example/berita/lain"),
        ("https://contohrejo.example/", None),
        ("https://contohrejo.example/index.php", None),
        ("https://lain.example/berita/lain", None),
        ("", None),
        ("javascript:void(0)", None),
    ],
)
def test_canonical_address_is_believed_only_on_the_same_site_and_below_its_front_page(
    claim: str, believed: str | None
) -> None:
    document = read_html(f"<link rel='canonical' href='{claim}'><h1>G</h1>{PROSE}{PROSE}", URL)

    assert document.canonical_url == believed


WORDPRESS = (
    "<meta name='generator' content='WordPress'><link rel='stylesheet' href='/wp-content/x.css'>"
    f"<body class='single postid-7'><article id='post-7'><h1>G</h1><div class='entry-content'>{PROSE}</div></article>"
)


def test_article_keeps_its_id_over_address_scheme_and_www() -> None:
    ids = {
        read_html(WORDPRESS, url).article_id
        for url in (
            "https://contohrejo.example/a/",
            "http://www.contohrejo.example/?p=7",
            "https://contohrejo.example/b/",
        )
    }

    assert len(ids) == 1
    assert read_html(WORDPRESS.replace("7", "8"), URL).article_id not in ids


def test_same_post_number_under_two_paths_is_two_articles_when_seeds_are_paths() -> None:
    seeds = [Seed(name, f"https://kabupaten.example/{name}/", scope="path") for name in ("desa-a", "desa-b")]

    ids = {read_html(WORDPRESS, f"{seed.url}berita/", seed).article_id for seed in seeds}

    assert len(ids) == 2


def test_alias_of_a_site_is_the_same_site() -> None:
    seed = Seed("contohrejo", "https://contohrejo.example/", aliases=("contohrejo.lama.example",))

    old = read_html(WORDPRESS, "http://contohrejo.lama.example/?p=7", seed)

    assert old.article_id == read_html(WORDPRESS, "https://contohrejo.example/a/", seed).article_id


def test_article_without_number_is_known_by_its_canonical_address() -> None:
    html = f"<link rel='canonical' href='{URL}'><h1>G</h1>{PROSE}{PROSE}"

    assert read_html(html, f"{URL}?utm_source=x").article_id == read_html(html, URL).article_id


def test_listing_has_no_text_and_no_id() -> None:
    document = read_html(f"<h1>Desa</h1>{PROSE}", "https://contohrejo.example/")

    assert document.kind == "listing"
    assert (document.text, document.article_id, document.captions, document.language) == (None, None, (), None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Kepala desa membuka pelatihan komputer untuk para pemuda karang taruna di balai desa pada hari Selasa. "
            * 2,
            "id",
        ),
        (
            "The village head opened the computer training for the young people of the village on Tuesday morning. "
            * 2,
            "en",
        ),
        (
            "Warga lembur geus ngayakeun rapat di balé désa. Ieu acara téh dihadiran ku para kokolot jeung nonoman anu "
            "aya di lembur, sabab badé ngawangun perpustakaan pikeun barudak.",
            "su",
        ),
        (
            "Warga padukuhan wis nganakake kerja bakti ing bale desa. Acara iki ditekani para sesepuh lan nom-noman "
            "sing manggon ing kono, amarga arep mbangun perpustakaan kanggo bocah-bocah.",
            "jv",
        ),
        ("Terlalu pendek.", None),
    ],
)
def test_language_is_told_for_texts_over_a_hundred_characters(text: str, language: str | None) -> None:
    html = f"{WORDPRESS.partition('<div')[0]}<div class='entry-content'><p>{text}</p></div></article>"

    assert read_html(html, "https://contohrejo.desa.id/a/").language == language


def test_reading_keeps_the_capture_and_says_who_read() -> None:
    document = read(page_of(WORDPRESS.encode()))

    assert document.id == document.capture.record_id
    assert (document.platform, document.platform_reader, document.reader_version) == (
        "wordpress",
        "wordpress",
        READER_VERSION,
    )


def test_malay_of_a_site_that_is_no_village_s_of_indonesia_stays_malay() -> None:
    text = (
        "Mesyuarat penduduk kampung telah diadakan di dewan orang ramai semalam. Pengerusi berkata bahawa kerajaan "
        "negeri akan membina perpustakaan awam kerana permintaan penduduk kampung itu."
    )
    html = f"{WORDPRESS.partition('<div')[0]}<div class='entry-content'><p>{text}</p></div></article>"

    assert read_html(html, "https://kampungmisal.example/a/").language == "ms"
    assert read_html(html, "https://contohrejo.desa.id/a/").language == "id"
