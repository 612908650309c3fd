"""The article's text: everything of it, in order, and nothing else."""

from __future__ import annotations

from lxml.html import fromstring

from spiders.reading.text import body_text, element_text
from tests.spiders.pages import read_html

PROSE = "Warga desa bergotong royong membersihkan saluran air di sepanjang jalan dusun."


def test_paragraphs_items_quotations_and_rows_keep_their_order() -> None:
    body = fromstring(
        "<div><p>Satu <b>tebal</b>\n lanjut.</p><ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><blockquote>Kutipan"
        "</blockquote><table><tr><th>Dusun</th><th>Jumlah</th></tr><tr><td><p>Krajan</p></td><td>18</td></tr></table>"
        "<h2>Dua</h2>Teks bebas<br>baris<br><br>paragraf</div>"
    )

    assert element_text(body).split("\n\n") == [
        "Satu tebal lanjut.",
        "- a\n- b\n- c",
        "Kutipan",
        "Dusun | Jumlah\nKrajan | 18",
        "Dua",
        "Teks bebas\nbaris",
        "paragraf",
    ]


def test_table_that_lays_out_a_page_is_read_as_paragraphs() -> None:
    body = fromstring(f"<div><table><tr><td>kiri</td><td><p>{PROSE * 6}</p><p>dua</p></td></tr></table></div>")

    assert element_text(body).split("\n\n") == ["kiri", PROSE * 6, "dua"]


def test_lines_of_plugins_are_left_out_and_sentences_with_their_words_kept() -> None:
    body = fromstring(
        "<div><p>Jadi yang Pertama Berkomentar</p><p>Baca Juga: Panen Raya</p><h3>Facebook Comments</h3>"
        "<p>Tinggalkan Balasan</p><p>Baca juga buku di perpustakaan desa setiap sore.</p></div>"
    )

    assert element_text(body) == "Baca juga buku di perpustakaan desa setiap sore."


def test_reading_the_text_leaves_the_tree_as_it_was() -> None:
    tree = fromstring(f"<html><body><article><h1>G</h1>{f'<p>{PROSE}</p>' * 5}<nav>x</nav></article></body></html>")
    before = len(list(tree.iter()))

    assert PROSE in body_text(tree)
    assert len(list(tree.iter())) == before


def test_second_page_with_the_same_paragraphs_keeps_them() -> None:
    paragraphs = [f"{PROSE} Ini hari ke-{number} kegiatan warga di dusun." for number in range(6)]
    html = f"<article><h1>Gotong Royong</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}</article>"

    texts = [read_html(html, f"https://contohrejo.example/berita/{number}").text for number in range(4)]

    assert texts == ["\n\n".join(paragraphs)] * 4


def test_comments_of_readers_are_not_the_articles_text() -> None:
    document = read_html(
        f"<article><h1>Gotong Royong</h1>{f'<p>{PROSE}</p>' * 6}</article><div id='comments'><h3>2 Komentar</h3>"
        f"<p>Pembaca: {PROSE} Bagus sekali, lanjutkan.</p></div>",
        "https://contohrejo.example/berita/1",
    )

    assert "lanjutkan" not in (document.text or "")


def test_title_repeated_above_the_text_is_no_paragraph() -> None:
    html = (
        "<meta name='generator' content='WordPress'><link rel='stylesheet' href='/wp-content/x.css'>"
        "<body class='single postid-7'><article id='post-7'><h1 class='entry-title'>Gotong Royong</h1>"
        f"<div class='entry-content'><h2>GOTONG ROYONG</h2><p>{PROSE}</p></div></article>"
    )

    assert read_html(html).text == PROSE
