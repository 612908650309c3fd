"""Strange bytes give a Document, never an error, and never cost much."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.reading.tree import make_tree
from tests.spiders.pages import page_of, read, read_html

XML_BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><html><body><p>&d;</p></body></html>"""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n",
        b"<!-- -->",
        b"\x00" * 1000,
        bytes(range(256)) * 40,
        b"\xff\xfe\x00",
        b"<html><body><p>x",
        b"<" * 100_000,
        b"&#xD800;&#0;&#x110000;",
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>",
        b"<img srcset='" + b"a.jpg 1w, " * 50_000 + b"'>",
        b"<title>" + b"- " * 100_000,
        b"PK\x03\x04 not html at all",
        XML_BOMB,
    ],
    ids=range(14),
)
def test_strange_bytes_are_of_kind_other(body: bytes) -> None:
    document = read(page_of(body))

    assert document.kind == "other"
    assert document.text is None
    assert document.captions == ()


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 1_000_000,
        b"<p>" + b"kata " * 1_000_000,
        b"<p>x" * 300_000,
        b"<b><i>" * 200_000 + b"x",
        b"<table><tr><td>" * 100_000,
        b"<p class='" + b"wp-caption-text share " * 40_000 + b"'>x",
        b"<article><h1>x</h1>" + b"<figure><img src='a.jpg'><figcaption>(foto (foto: " * 20_000,
        b"<article><h1>x</h1><p>" + b"kata " * 100 + b"<br>" * 100_000,
        b"<article><h1>x</h1><p>" + b"A" * 1_000_000,
    ],
    ids=range(9),
)
def test_five_megabytes_of_anything_are_read_in_seconds(body: bytes) -> None:
    started = time.process_time()

    read(page_of(body))

    assert time.process_time() - started < 15


@pytest.mark.parametrize(
    "middle",
    [
        b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">",
        b"<p " + b"".join(b"a%d='1'" % number for number in range(80_000)) + b">",
        b"<p " + b"/".join(b"a%d" % number for number in range(100_000)) + b">",
        b"<div class='overlay menu'>" + b"<h4>Judul</h4>" * 13_000 + b"</div>",
    ],
    ids=["attributes", "attributes without blanks", "attributes without values", "short headings"],
)
def test_article_beside_what_costs_its_parser_minutes_is_read(middle: bytes) -> None:
    sentence = "Warga desa bergotong royong menata taman di depan balai desa."
    started = time.process_time()

    document = read(
        page_of(b"<article><h1>Judul</h1><p>%b</p>%b</article>" % (b" ".join([sentence.encode()] * 4), middle))
    )

    assert time.process_time() - started < 15
    assert sentence in (document.text or "")


def test_link_to_an_address_that_is_none_leaves_the_page_readable() -> None:
    links = "<a rel='tag' href='http://[x/tag/'>Panen</a><a rel='category' href='//[y/kategori/'>Berita</a>"

    document = read_html(
        f"<article><h1><a href='http://['>Judul</a></h1>{links}<p>{'Teks yang panjang. ' * 30}</article>"
    )

    assert document.kind == "article"
    assert document.title == "Judul"


def test_element_with_long_attributes_keeps_them() -> None:
    path = " ".join(["M 10 20 L"] * 1_000)
    html = f"<article><h1>x</h1><p data-x='{path}' class=y>Teks</p></article>"

    (paragraph,) = make_tree(page_of(html.encode())).iter("p")

    assert paragraph.get("data-x") == path
    assert paragraph.get("class") == "y"


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"<article><h1>Judul</h1><p>", b"<body class='single postid-1'>"])
)
def test_any_bytes_make_a_document_that_can_be_written_as_utf_8(tail: bytes, head: bytes) -> None:
    document = read(page_of(head + tail))

    assert "unreadable" not in document.flags
    json.dumps([document.title, document.text, document.author, document.dateline], ensure_ascii=False).encode("utf-8")


def test_same_bytes_give_the_same_document() -> None:
    html = "<article><h1>Judul</h1><time datetime='2020-01-02'></time>" + "<p>Teks panjang sekali.</p>" * 30

    assert read_html(html) == read_html(html)


def test_truncated_capture_is_flagged() -> None:
    page = replace(page_of(b"<p>setengah"), truncated="length")

    assert read(page).flags == ("truncated",)


def test_readers_load_neither_scrapy_nor_twisted() -> None:
    code = "import sys, spiders.reading.read; sys.exit(any(name in sys.modules for name in ('scrapy', 'twisted')))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
