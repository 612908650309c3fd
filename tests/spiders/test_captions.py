"""Pictures of an article with what stands under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spiders.pages import read_html

if TYPE_CHECKING:
    from archive.model import Caption, Document

PROSE = "<p>" + "Warga desa bergotong royong membersihkan saluran air di sepanjang jalan dusun. " * 4 + "</p>"
MORE = "<p>" + "Kegiatan itu diikuti oleh kepala dusun, pemuda, dan para ibu sejak pagi sampai siang. " * 4 + "</p>"


def read_article(inside: str) -> Document:
    return read_html(
        f"<article><h1>Gotong Royong</h1>{PROSE}{inside}{MORE}</article>", "https://contohrejo.example/a/b"
    )


def only_caption(inside: str) -> Caption:
    (caption,) = read_article(inside).captions
    return caption


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src='/a.jpg'><figcaption>Warga bekerja (Foto: Budi)</figcaption></figure>",
        "<div class='wp-caption'><img src='/a.jpg'><p class='wp-caption-text'>Warga bekerja (Foto: Budi)</p></div>",
        "<dl class='gallery-item'><dt><img src='/a.jpg'></dt>"
        "<dd class='gallery-caption'>Warga bekerja (Foto: Budi)</dd></dl>",
        "<table class='tr-caption-container'><tr><td><img src='/a.jpg'></td></tr>"
        "<tr><td class='tr-caption'>Warga bekerja (Foto: Budi)</td></tr></table>",
        "<table><tr><td><img src='/a.jpg'></td></tr><tr><td>Warga bekerja (Foto: Budi)</td></tr></table>",
        "<p><a data-caption='Warga bekerja (Foto: Budi)' href='/a.jpg'><img src='/a.jpg'></a></p>",
        "<p><img class='caption' title='Warga bekerja (Foto: Budi)' src='/a.jpg'></p>",
        "<p><img src='/a.jpg'></p><p><em>Warga bekerja (Foto: Budi)</em></p>",
        "<p style='text-align: center'><img src='/a.jpg'><br>Warga bekerja (Foto: Budi)</p>",
        "<p><img src='/a.jpg'></p><p>Warga bekerja (Foto: Budi)</p>",
        "<div><img src='/a.jpg'><br>Warga bekerja (Foto: Budi)<br></div>",
    ],
)
def test_caption_and_credit_are_read_and_stay_out_of_the_text(markup: str) -> None:
    document = read_article(markup)

    (caption,) = document.captions
    assert (caption.text, caption.credit) == ("Warga bekerja", "Budi")
    assert caption.raw == "Warga bekerja (Foto: Budi)"
    assert caption.image_url == "https://contohrejo.example/a.jpg"
    assert document.text is not None
    assert "Warga bekerja" not in document.text
    assert document.text.count("bergotong royong") == 4
    assert document.text.count("kepala dusun") == 4


def test_paragraph_after_a_picture_is_no_caption() -> None:
    document = read_article("<p><img src='/a.jpg'></p><p>Kegiatan dilanjutkan dengan makan bersama.</p>")

    assert document.captions[0].text is None
    assert "makan bersama" in (document.text or "")


def test_credit_in_an_element_of_its_own_is_taken_off_the_caption() -> None:
    caption = only_caption(
        "<figure><img src='/a.jpg'><figcaption>Warga bekerja <span class='credit'>Foto: Budi</span></figcaption>"
        "</figure>"
    )

    assert (caption.text, caption.credit) == ("Warga bekerja", "Budi")
    assert caption.raw == "Warga bekerja Foto: Budi"


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<img src='/u/a-300x200.jpg'>", "/u/a-300x200.jpg"),
        ("<img src='/u/a-300x200.jpg' srcset='/u/a-300x200.jpg 300w, /u/a-1024x683.jpg 1024w'>", "/u/a-1024x683.jpg"),
        ("<img src='data:image/gif;base64,R0lG' data-src='/u/a.jpg'>", "/u/a.jpg"),
        ("<img src='/img-loader.gif' data-lazy-src='/u/a.jpg'>", "/u/a.jpg"),
        ("<img src='/blank.gif' data-original='/u/a.jpg'>", "/u/a.jpg"),
        ("<img src='/u/a-300x200.jpg' data-orig-file='/u/a.jpg'>", "/u/a.jpg"),
        ("<picture><source srcset='/u/a-900.webp 900w'><img src='/u/a-300.jpg'></picture>", "/u/a-900.webp"),
    ],
)
def test_largest_address_that_the_page_shows_is_taken(markup: str, address: str) -> None:
    assert only_caption(f"<figure>{markup}</figure>").image_url == f"https://contohrejo.example{address}"


@pytest.mark.parametrize(
    ("markup", "original"),
    [
        ("<a href='/u/a.jpg'><img src='/u/a-300x200.jpg'></a>", "https://contohrejo.example/u/a.jpg"),
        ("<a href='/lampiran/a/'><img src='/u/a-300x200.jpg'></a>", None),
        ("<a href='/u/a-300x200.jpg'><img src='/u/a-300x200.jpg'></a>", None),
        ("<img src='/u/a-300x200.jpg'>", None),
    ],
)
def test_the_original_that_a_picture_links_stands_beside_what_is_shown(markup: str, original: str | None) -> None:
    caption = only_caption(f"<figure>{markup}</figure>")

    assert caption.image_url == "https://contohrejo.example/u/a-300x200.jpg"
    assert caption.original_url == original


def test_picture_shown_twice_is_listed_once() -> None:
    document = read_article(
        "<img src='/u/a-150x150.jpg'><figure><img src='/u/a-1024x768.jpg'><figcaption>Warga</figcaption></figure>"
        "<noscript><img src='/u/a-1024x768.jpg'></noscript>"
    )

    assert [caption.text for caption in document.captions] == ["Warga"]


def test_empty_alt_is_none() -> None:
    assert only_caption("<img src='/a.jpg' alt=''>").alt is None
    assert only_caption("<img src='/a.jpg' alt=' Warga '>").alt == "Warga"


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/logo.png'>",
        "<img src='/a.jpg' width='40' height='40'>",
        "<img class='avatar' src='/a.jpg'>",
        "<div class='sharedaddy'><img src='/fb.jpg'></div>",
        "<div class='related-posts'><a href='/lain'><img src='/a.jpg'>Lain</a></div>",
        "<a href='/lain'><img src='/a.jpg'><h3>Berita lain</h3></a>",
        "<div class='comments'><img src='/a.jpg'></div>",
        "<img src='data:image/png;base64,AAAA'>",
    ],
)
def test_decoration_is_no_picture_of_the_article(markup: str) -> None:
    assert read_article(markup).captions == ()


def test_pictures_of_sidebar_and_officials_are_not_the_articles() -> None:
    document = read_html(
        f"<body><img src='/kepala.jpg'><div class='kiri'><h1>Gotong Royong</h1>{PROSE}<img src='/a.jpg'>{PROSE}</div>"
        "<div class='sidebar'><img src='/kades.jpg'></div><div class='aparatur-desa'><img src='/sekdes.jpg'></div>",
        "https://contohrejo.example/a/b",
    )

    assert [caption.image_url for caption in document.captions] == ["https://contohrejo.example/a.jpg"]


@pytest.mark.parametrize(
    "markup",
    [
        "<p><em>Warga bekerja (Foto: Budi)</em></p><p><img src='/a.jpg'></p>",
        "<p align='center'><b>Warga bekerja (Foto: Budi)</b><br><img src='/a.jpg'></p>",
        "<table><tr><td>Warga bekerja (Foto: Budi)</td></tr><tr><td><img src='/a.jpg'></td></tr></table>",
    ],
)
def test_caption_may_stand_above_its_picture(markup: str) -> None:
    document = read_article(markup)

    assert [(caption.text, caption.credit) for caption in document.captions] == [("Warga bekerja", "Budi")]
    assert "Warga bekerja" not in (document.text or "")


@pytest.mark.parametrize(
    "markup",
    [
        "<p><img src='/a.jpg'><img src='/b.jpg'></p><p>Keterangan foto: (kiri) ibu, (kanan) anak. Foto: Budi</p>",
        "<p><img src='/a.jpg'></p><p><img src='/b.jpg'></p><p>(kiri) ibu, (kanan) anak. Foto: Budi</p>",
        "<table><tr><td><img src='/a.jpg'></td><td><img src='/b.jpg'></td></tr>"
        "<tr><td colspan='2'>(kiri) ibu, (kanan) anak. Foto: Budi</td></tr></table>",
        "<figure><img src='/a.jpg'><img src='/b.jpg'>"
        "<figcaption>(kiri) ibu, (kanan) anak. Foto: Budi</figcaption></figure>",
    ],
)
def test_one_caption_may_be_for_several_pictures(markup: str) -> None:
    document = read_article(markup)

    said = [(caption.text, caption.credit) for caption in document.captions]
    assert said == [("(kiri) ibu, (kanan) anak.", "Budi")] * 2
    assert "(kiri)" not in (document.text or "")


def test_captions_in_a_row_of_a_table_belong_to_the_pictures_above_them() -> None:
    document = read_article(
        "<table><tr><td><img src='/a.jpg'></td><td><img src='/b.jpg'></td></tr>"
        "<tr><td>Ibu menjahit</td><td>Anak membaca</td></tr></table>"
    )

    assert [caption.text for caption in document.captions] == ["Ibu menjahit", "Anak membaca"]


def test_each_slide_has_its_own_credit() -> None:
    slides = "".join(
        f"<div class='carousel-item'><img src='/{name}.jpg'><div class='carousel-caption'>Warga {name} "
        f"<small>Foto: Budi {name.upper()}</small></div></div>"
        for name in ("a", "b")
    )
    document = read_article(f"<div class='carousel'>{slides}</div>")

    assert [(one.text, one.credit) for one in document.captions] == [("Warga a", "Budi A"), ("Warga b", "Budi B")]


def test_picture_in_a_link_to_another_article_is_not_the_article_s() -> None:
    document = read_article("<ul><li><a href='/lain'><img src='/a.jpg'></a><a href='/lain'>Berita lain</a></li></ul>")

    assert document.captions == ()


def test_picture_described_in_json_ld_is_captioned_where_the_page_shows_nothing() -> None:
    document = read_article(
        '<script type="application/ld+json">{"@type": "ImageObject", "contentUrl": "/a.jpg", '
        '"caption": "Warga bekerja", "creditText": "Budi"}</script><p><img src="/a.jpg" alt="a"></p>'
    )

    assert [(caption.text, caption.credit) for caption in document.captions] == [("Warga bekerja", "Budi")]
