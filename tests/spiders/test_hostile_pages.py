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
