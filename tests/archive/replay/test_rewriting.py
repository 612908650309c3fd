"""Pages and style sheets are rewritten so that all comes from the archive and nothing runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.replay import kinds
from archive.replay.addresses import Addresses, archived_address, read_address
from archive.replay.css import rewrite_sheet
from archive.replay.html import Rewriting, rewrite_page
from archive.replay.pictures import candidates_in
from archive.urls import UrlError

PAGE = "http://contoh.desa.id/berita/satu"
AT = "/arsip/20261125120000"


def rewritten(html: str, *archived: str, has_all: bool = False) -> str:
    """A page; `archived`: the addresses that are."""
    return rewrite_page(
        html, Rewriting(PAGE, Addresses("20261125120000"), lambda url: has_all or url in archived, lambda urls: None)
    )


def sheet(css: str) -> str:
    return rewrite_sheet(css, lambda href, wanted: None if href.startswith("javascript:") else f"{wanted}|{href}")


# ---- links, pictures, styles ----


def test_links_lead_to_the_archive_at_the_same_time_and_out_of_the_frame() -> None:
    page = rewritten('<a href="/profil#visi" target="_blank">Profil</a> <a href="#atas">Atas</a>')

    assert f'<a href="{AT}/http://contoh.desa.id/profil#visi" target="_top">' in page
    assert '<a href="#atas">' in page


def test_a_foreign_base_is_obeyed_and_taken_out() -> None:
    page = rewritten('<base href="http://lain.example/folder/"><a href="x">x</a>')

    assert f'href="{AT}/http://lain.example/folder/x"' in page
    assert "<base" not in page


def test_of_a_picture_the_form_that_is_archived_is_shown_in_the_room_it_had() -> None:
    large = "http://contoh.desa.id/foto.jpg"
    page = rewritten(
        '<a href="/foto.jpg"><img src="/foto-300x200.jpg" srcset="/foto-300x200.jpg 300w, /foto-900x600.jpg 900w"></a>',
        large,
    )

    (picture,) = re.findall("<img[^>]*>", page)
    assert f'src="{AT}im_/{large}"' in picture
    assert 'width="300"' in picture
    assert "srcset" not in picture


def test_of_a_srcset_only_what_is_archived_is_offered() -> None:
    page = rewritten('<img src="a.jpg" srcset="a.jpg 1x, b.jpg 2x, c.jpg 3x" sizes="50vw">',
                     "http://contoh.desa.id/berita/a.jpg", "http://contoh.desa.id/berita/c.jpg")  # fmt: skip

    (srcset,) = re.findall('srcset="([^"]*)"', page)
    assert [one.split()[1] for one in srcset.split(", ")] == ["1x", "3x"]


def test_a_picture_that_waits_for_a_script_is_shown() -> None:
    page = rewritten(
        '<img class="lazyload x" src="data:image/gif;base64,AA" data-src="/f.jpg"><noscript><img src="/f.jpg"></noscript>',
        has_all=True,
    )

    assert re.findall("<img[^>]*>", page) == [f'<img class="lazyloaded x" src="{AT}im_/http://contoh.desa.id/f.jpg">']


def test_a_stand_in_gives_way_to_the_picture_that_stands_behind_noscript() -> None:
    page = rewritten(
        '<img src="data:image/gif;base64,AA"><noscript><img src="/f.jpg">Nyalakan JavaScript</noscript>', has_all=True
    )

    assert len(re.findall("<img", page)) == 1
    assert f"{AT}im_/http://contoh.desa.id/f.jpg" in page
    assert "Nyalakan" not in page


def test_a_sheet_loaded_late_is_loaded() -> None:
    page = rewritten(
        '<link rel="preload" as="style" href="/a.css" onload="this.rel=\'stylesheet\'"><link rel=stylesheet media=print onload="this.media=\'all\'" href="/b.css">'
    )

    assert f'rel="stylesheet" as href="{AT}cs_/http://contoh.desa.id/a.css"' in page
    assert 'media="all"' in page


def test_backgrounds_are_of_the_archive() -> None:
    page = rewritten('<td background="a.gif" style="background:url(\'b.gif\')"><div data-bg="c.gif">x</div>')

    for name in "abc":
        assert f"{AT}im_/http://contoh.desa.id/berita/{name}.gif" in rewritten(f"<table>{page}</table>") or name in page


def test_a_frame_from_elsewhere_says_where_it_came_from_and_keeps_its_place() -> None:
    page = rewritten('<iframe class="video" width="560" src="https://video.example/x"></iframe>')

    assert 'class="video"' in page
    assert 'width="560"' in page
    assert "srcdoc=" in page
    assert "video.example" in page
    assert "https://video.example" not in page


def test_the_doctype_stays_for_it_changes_the_layout() -> None:
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">'

    assert rewritten(f"{doctype}<p>x").startswith(doctype)


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        ("a{b:url( x.png )}", 'url("im_|x.png")'),
        ("a{b:URL('x.png')}", '"im_|x.png"'),
        (r"a{b:u\72l(x.png)}", 'url("im_|x.png")'),
        ('@import "a.css" screen;', '@import "cs_|a.css" screen;'),
        ("@import/**/url(a.css);", 'url("cs_|a.css")'),
        ("@font-face{src:url(f.woff2)}", 'url("oe_|f.woff2")'),
        ('a{b:image-set("x.png" 2x)}', '"im_|x.png"'),
        ("@media print{a{b:url(x.png)}}", 'url("im_|x.png")'),
        ("@namespace svg url(http://www.w3.org/2000/svg);", "url(http://www.w3.org/2000/svg)"),
        ("a{filter:url(#f)}", "url(#f)"),
        ("a{b:url(javascript:1)}", 'url("about:invalid")'),
        ("a{b:expression(alert(1))}", "expression()"),
        ("a{b:url(x.png", 'url("im_|x.png")'),
    ],
)
def test_addresses_in_sheets_are_found_as_browsers_find_them(css: str, wanted: str) -> None:
    assert wanted in sheet(css)


def test_a_sheet_that_nests_without_end_is_empty() -> None:
    assert sheet("(" * 100_000) == ""


def test_srcset_is_parted_as_browsers_part_it() -> None:
    assert candidates_in("a,b.jpg 1x, c.jpg, d.jpg  200w ,e.jpg") == [
        ("a,b.jpg", "1x"), ("c.jpg", ""), ("d.jpg", "200w"), ("e.jpg", ""),
    ]  # fmt: skip


# ---- nothing runs ----

_RUNS = re.compile(
    r"<script|<base|<object|<embed|<applet|javascript:|vbscript:|http-equiv|\son\w+\s*=|formaction|<animate[^>]*href",
    re.IGNORECASE,
)

HOSTILE = [
    "<script>x</script>",
    "<SCRIPT/SRC=//jahat.example/x.js></SCRIPT>",
    "<svg><script>x</script><script href=x /></svg>",
    "<svg onload=x><a xlink:href=javascript:x><animate attributeName=href values=javascript:x /></a></svg>",
    "<math><a href=javascript:x>m</a><mtext><img src=x onerror=x></mtext></math>",
    '<a href="java\nscript:x">a</a><a href="\x01javascript:x">b</a><a href="JaVaScRiPt:x">c</a>',
    '<img src=x onerror=x><body onload=x><p onclick="x" ONMOUSEOVER=x>',
    '<meta http-equiv="refresh" content="0;url=//jahat.example"><meta http-equiv=Content-Security-Policy content="x">',
    "<base href=//jahat.example/><object data=x></object><embed src=x><applet code=x></applet>",
    "<form action=javascript:x><button formaction=javascript:x>k</button><input type=image src=javascript:x></form>",
    '<iframe src="javascript:x"></iframe><iframe srcdoc="<script>x</script>"></iframe>',
    "<noscript><p title=\"</noscript><img src=x onerror=x>\"></noscript>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=x&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=x>\">",
    "<template><script>x</script></template><xmp><script>x</script></xmp><noembed><script>x</script></noembed>",
    "<p a\"b='><script>x</script>'><b<script>x</script>>",
    "<!--><script>x</script>--><![CDATA[<script>x</script>]]><?x <script>x</script>?>",
    "<plaintext><script>x</script>",
    "<link rel=import href=x><link rel=prefetch href=//jahat.example><link rel=stylesheet href=javascript:x>",
    "<style>@import 'javascript:x';</style><p style=\"background:url(javascript:x)\">",
    "<title><script>x</script></title><textarea></textarea><script>x</script>",
]  # fmt: skip


def markup_only(page: str) -> str:
    """Without text, style sheets and attribute values: words there are only words."""
    page = re.sub(r"<style[^>]*>.*?</style", "<style></style", page, flags=re.DOTALL)
    return re.sub(r"&lt;.*?&gt;|(?<==)(?:\"[^\"]*\"|'[^']*')", "", re.sub(r">[^<]*<", "><", page), flags=re.DOTALL)


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_of_a_page_runs(html: str) -> None:
    once = rewritten(html, has_all=True)

    assert not _RUNS.search(markup_only(once)), once
    assert not re.search(r"(?:href|src|action)=[\"']?\s*(?:javascript|data:text)", once, re.IGNORECASE)
    # Read again as a browser will, nothing has become markup.
    assert not _RUNS.search(markup_only(rewritten(once, has_all=True)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*HOSTILE, "<table>", "</p>", "<svg>", "</svg>", "<math>", "<style>", "</style>", "<!--", "-->", "<select>", "</title>", "<noscript>", '"', "'>", "&lt;"]), max_size=6))  # fmt: skip
def test_nothing_runs_however_pages_are_broken(pieces: list[str]) -> None:
    assert not _RUNS.search(markup_only(rewritten("".join(pieces), has_all=True)))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("<>/\"'=&;! abimgsrc-\x00\ud83d\ufffe")))
def test_anything_can_be_rewritten(html: str) -> None:
    rewritten(html).encode("utf-8", "replace")


def test_a_page_of_a_million_letters_in_one_attribute_is_rewritten_at_once() -> None:
    assert "isi" in rewritten(f'<p title="{"a" * 1_000_000}">isi')


def test_pages_that_nest_deep_or_repeat_are_rewritten() -> None:
    assert rewritten("<div>" * 10_000).count("<div>") == 10_000
    assert "<script" not in rewritten("<script></script><!-- -->" * 20_000)


# ---- what bytes are ----


@pytest.mark.parametrize(
    ("body", "said", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "text/html", "image/jpeg"),
        (b"<html><script>x</script>", "image/jpeg", None),
        (b"GIF89a<script>", "text/html", "image/gif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", "image/svg+xml"),
        (
            b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
            "image/svg+xml",
            None,
        ),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "image/svg+xml", None),
        (
            b'<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;"/>',
            "image/svg+xml",
            "image/svg+xml",
        ),
    ],
)
def test_a_picture_is_what_its_bytes_are(body: bytes, said: str, kind: str | None) -> None:
    assert kinds.picture_type(body) == kind


@pytest.mark.parametrize("start", [b"<!--" * 9000, b"<!--" + b"-" * 60_000, b" " * 60_000, b"<?xml " * 9000])
def test_bytes_are_looked_at_in_no_time(start: bytes) -> None:
    assert kinds.picture_type(start) is None
    kinds.looks_like_page(start)


# ---- addresses ----


def test_addresses_are_read_as_people_and_proxies_write_them() -> None:
    assert read_address("2026/contoh.desa.id").url == "http://contoh.desa.id/"
    assert read_address("20261125120000im_/http:/contoh.desa.id//a?b=c%2Fd").url == "http://contoh.desa.id//a?b=c%2Fd"
    assert read_address("http://contoh.desa.id/2026/x").stamp == ""
    assert read_address("20261125120000mp_~abc-1/http://contoh.desa.id/").key == "abc-1"
    assert archived_address("2026", "http://contoh.desa.id/", "im_", "k") == "/arsip/2026im_~k/http://contoh.desa.id/"


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "2026/",
        "2026xx_/http://a.id/",
        "20261399/http://a.id/",
        "2026/javascript:x",
        "2026/http://",
        "2026/http://[/",
    ],
)
def test_what_is_no_address_is_refused(rest: str) -> None:
    with pytest.raises(UrlError):
        read_address(rest)
