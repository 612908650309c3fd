"""Which software a page was made with, and what kind of page it is."""

from __future__ import annotations

import pytest

from spiders.platforms import PLATFORMS, recognise
from spiders.reading.tree import make_tree
from tests.spiders.pages import page_of, read_html

PROSE = "<p>" + "Warga desa bergotong royong membersihkan saluran air di sepanjang jalan dusun. " * 6 + "</p>"


def test_every_platform_has_a_name_of_its_own_and_the_generic_one_is_asked_last() -> None:
    names = [platform.name for platform in PLATFORMS]

    assert len(set(names)) == len(names)
    assert names[-1] == "generic"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<meta name='generator' content='WordPress 6.1'>", "https://contohrejo.desa.id/x"),
        (
            "<p>Gambar dari <img src='https://lain.example/wp-content/uploads/a.jpg'></p>",
            "https://contohrejo.desa.id/x",
        ),
        ("<p>Teks biasa</p>", "https://contohrejo.blogspot.com/2019/10/x.html"),
        ("<p>Artikel tentang OpenSID</p>", "https://contohrejo.desa.id/artikel/2019/1/2/x"),
    ],
)
def test_one_sign_or_a_host_name_makes_no_platform(html: str, url: str) -> None:
    page = page_of(html.encode(), url)

    platform, signs = recognise(make_tree(page), page)

    assert platform.name == "generic"
    assert signs == ()


def test_wordpress_without_its_generator_is_known_by_two_other_signs() -> None:
    page = page_of(b"<body class='single single-post postid-7'><img src='/wp-content/uploads/a.jpg'>")

    platform, signs = recognise(make_tree(page), page)

    assert platform.name == "wordpress"
    assert set(signs) == {"assets", "body class"}


WORDPRESS = "<meta name='generator' content='WordPress 6.1'><link rel='stylesheet' href='/wp-content/x.css'>"


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        ("single single-post postid-9", "article"),
        ("page page-id-4", "page"),
        ("archive category category-berita", "listing"),
        ("search search-results", "listing"),
        ("error404", "other"),
        ("attachment single single-attachment", "other"),
    ],
)
def test_kind_of_a_wordpress_page_follows_the_classes_of_core(classes: str, kind: str) -> None:
    document = read_html(f"{WORDPRESS}<body class='{classes}'><h1>Judul</h1>{PROSE}")

    assert document.kind == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/berita/detail/panen-raya", "article"),
        ("/profil/sejarah", "page"),
        ("/", "listing"),
    ],
)
def test_kind_of_an_unknown_page_follows_its_text_and_address(path: str, kind: str) -> None:
    document = read_html(f"<h1>Judul</h1><div>{PROSE}{PROSE}</div>", f"https://contohrejo.example{path}")

    assert document.kind == kind


def test_page_of_links_is_a_listing() -> None:
    links = "".join(f"<li><a href='/b/{n}'>Berita nomor {n} tentang kegiatan warga desa</a></li>" for n in range(30))

    assert read_html(f"<h1>Berita</h1><ul>{links}</ul>", "https://contohrejo.example/berita").kind == "listing"


@pytest.mark.parametrize("heading", ["404", "Halaman tidak ditemukan", "Error 404 - Not Found"])
def test_page_that_says_it_is_not_there_is_a_soft_404(heading: str) -> None:
    document = read_html(f"<h1>{heading}</h1><p>Silakan kembali ke beranda.</p>")

    assert document.kind == "other"
    assert document.flags == ("soft_404",)


def test_article_about_what_was_not_found_is_no_soft_404() -> None:
    document = read_html(f"<article><h1>Nelayan yang Hilang Tidak Ditemukan</h1>{PROSE}{PROSE}</article>")

    assert document.kind == "article"
    assert document.flags == ()
