"""What of a page tells whose site it is."""

from __future__ import annotations

from lxml.html import HtmlElement, document_fromstring

from crawler.demo.opensid.pages import PLACE, Pages
from spiders.places import site_words


def words(html: str) -> list[tuple[str, str]]:
    return site_words(document_fromstring(html))


def test_a_page_of_opensid_names_its_village_above_and_below() -> None:
    page = Pages("http://contoh.desa.id").frame("Judul Artikel", "<article>Isi</article>", hit=1)

    found = site_words(document_fromstring(page))

    assert ("site_name", PLACE) in found
    assert [text for where, text in found if where == "header"] == [f"Desa Umpama Jaya\n{PLACE}"]
    assert [text for where, text in found if where == "footer"] == [
        "Hak cipta situs © 2024 - Desa Umpama Jaya\nOpenSID 2410.0.0\nLogin Admin"
    ]


def test_the_most_trusted_come_first() -> None:
    found = words(
        "<title>Berita - Desa Umpama</title><header>Desa Umpama</header>"
        "<footer>Hak cipta</footer><address>Jl. Umpama</address>"
    )

    assert [where for where, _ in found] == ["address", "footer", "header", "title"]


def test_boxes_are_known_by_class_and_id() -> None:
    found = words('<div id="footer">bawah</div><div class="site-header">atas</div><div class="alamat-desa">Jalan</div>')

    assert found == [("address", "Jalan"), ("footer", "bawah"), ("header", "atas")]


def test_an_article_s_own_header_footer_and_address_do_not_count() -> None:
    found = words(
        "<body class='single-post'><article><header>Desa Lain</header><footer>Desa Lain</footer></article>"
        "<main><address>Desa Lain</address></main><div class='entry-footer'>Desa Lain</div>"
        "<div class='page-header'>Desa Lain</div><footer>Desa Umpama</footer></body>"
    )

    assert found == [("footer", "Desa Umpama")]


def test_menus_and_the_makers_of_the_site_are_left_out() -> None:
    found = words(
        "<footer><nav>Kota Lain</nav><script>Kota</script><p>Desa Umpama | Dikembangkan oleh CV Umpama, Kota Lain"
        " | Tema Natra</p>Kecamatan Umpama</footer>"
    )

    assert found == [("footer", "Desa Umpama\nKecamatan Umpama")]


def test_of_a_title_only_the_site_s_part_counts() -> None:
    assert words("<title>Kunjungan ke Desa Lain - Website Desa Umpama</title>") == [("title", "Website Desa Umpama")]
    assert words("<title>Desa Umpama | Musyawarah</title>") == [("title", "Desa Umpama")]
    assert words("<title>Musyawarah</title>") == []


def test_a_page_of_thousands_of_boxes_is_no_work_and_a_long_footer_is_cut() -> None:
    tree: HtmlElement = document_fromstring(
        "<div class='footer'>" + "<div class='footer'>kata </div>" * 5000 + "</div>"
    )

    ((where, text),) = site_words(tree)

    assert where == "footer"
    assert len(text) == 600
