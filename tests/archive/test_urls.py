"""Addresses made absolute and folded into keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.urls import UrlError, absolute_url, fetch_key, normal_url, site_key, urlkey

PAGE = "http://contoh.desa.id/berita/baru"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("../profil?q=a b", "http://contoh.desa.id/profil?q=a%20b"),
        ("/artikel/2024/6/5/é", "http://contoh.desa.id/artikel/2024/6/5/%C3%A9"),
        ("//WWW.Misal.desa.id:80/a", "http://www.misal.desa.id/a"),
        ("https://misal.desa.id:443", "https://misal.desa.id/"),
        ("\\gambar\\a.html", "http://contoh.desa.id/gambar/a.html"),
        ("  /a\n/b  ", "http://contoh.desa.id/a/b"),
        ("/100%", "http://contoh.desa.id/100%25"),
        ("/a|b", "http://contoh.desa.id/a%7Cb"),
        ("http://misal.desa.id/a/./b/../c", "http://misal.desa.id/a/c"),
        ("?halaman=2#isi", "http://contoh.desa.id/berita/baru?halaman=2"),
        ("http://perpustakaan.désa.id/", "http://perpustakaan.xn--dsa-bma.id/"),
        ("http://admin:rahasia@misal.desa.id/", "http://misal.desa.id/"),
    ],
)
def test_a_link_is_made_absolute_as_a_browser_would(href: str, url: str) -> None:
    assert absolute_url(PAGE, href) == url


@pytest.mark.parametrize(
    "href", ["", "#isi", "mailto:a@b.id", "javascript:void(0)", "tel:1", "data:,x", "http://[::1", "ftp://a.id/"]
)
def test_what_is_no_http_address_gives_none(href: str) -> None:
    assert absolute_url(PAGE, href) is None


@given(st.text(max_size=60))
def test_any_text_as_a_link_gives_a_clean_address_or_none(href: str) -> None:
    url = absolute_url(PAGE, href)

    if url is not None:
        assert url.isascii()
        assert not set(url) & set(' \t\r\n"<>\\^`{|}#')
        assert absolute_url(PAGE, url) == url
        assert normal_url(url) == url


def test_one_site_has_one_key_whatever_scheme_www_and_default_port() -> None:
    assert {
        site_key(url)
        for url in ("http://www.contoh.desa.id/a", "https://contoh.desa.id:443/", "http://CONTOH.desa.id:80")
    } == {"contoh.desa.id"}
    assert site_key("http://127.0.0.1:8090/") == "127.0.0.1:8090"


def test_fetch_key_keeps_the_letter_case_of_path_and_query() -> None:
    assert fetch_key("http://a.id/Berita?Id=X") != fetch_key("http://a.id/berita?id=x")


def test_fetch_key_folds_what_cannot_change_the_page() -> None:
    assert fetch_key("https://www.a.id:443/%7eb/%c3%a9?utm_source=x&id=1&fbclid=2#c") == fetch_key(
        "http://a.id/~b/%C3%A9?id=1"
    )


def test_an_address_without_host_has_no_key() -> None:
    for key in (site_key, fetch_key, urlkey):
        with pytest.raises(UrlError):
            key("mailto:a@b.id")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Contoh.desa.id/Artikel/?B=2&A=1", "id,desa,contoh)/artikel?a=1&b=2"),
        ("https://contoh.desa.id:8443/a//b/../c", "id,desa,contoh:8443)/a/c"),
        ("http://127.0.0.1:8090/", "1,0,0,127:8090)/"),
        ("http://a.id/?PHPSESSID=0123456789abcdef0123456789abcdef&b=1", "id,a)/?b=1"),
        ("http://a.id", "id,a)/"),
    ],
)
def test_urlkey_is_the_surt_of_the_archives(url: str, key: str) -> None:
    assert urlkey(url) == key
