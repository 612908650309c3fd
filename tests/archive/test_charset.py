"""Bytes to text: what a page is encoded in, whatever it says."""

from __future__ import annotations

import pytest

from archive.charset import decode_html, is_mislabelled

CURLED = "\u201cSenang\u201d \u2013 katanya"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (CURLED.encode("utf-8"), "text/html; charset=UTF-8"),
        (CURLED.encode("utf-8"), None),
        (CURLED.encode("utf-8"), "text/html; charset=iso-8859-1"),
        (CURLED.encode("cp1252"), "text/html; charset=UTF-8"),
        (CURLED.encode("cp1252"), None),
        (CURLED.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (b"\xef\xbb\xbf" + CURLED.encode("utf-8"), "text/html; charset=windows-1252"),
        (b"\xff\xfe" + CURLED.encode("utf-16-le"), None),
        (b"\xfe\xff" + CURLED.encode("utf-16-be"), "text/html; charset=utf-8"),
        (CURLED.encode("cp1252"), "text/html; charset=no-such-charset"),
        (CURLED.encode("cp1252"), "text/html; charset=rot13"),
    ],
)
def test_curled_quotes_survive_every_label(body: bytes, content_type: str | None) -> None:
    assert decode_html(body, content_type) == CURLED


def test_label_inside_the_page_is_used_when_the_header_has_none() -> None:
    page = '<meta charset="shift_jis">日本'

    assert decode_html(page.encode("shift_jis"), "text/html") == page


def test_utf_8_with_stray_windows_bytes_keeps_both() -> None:
    assert decode_html("désa ".encode() + b"\x93x\x94", "text/html; charset=utf-8") == "désa \u201cx\u201d"


def test_bytes_that_mean_nothing_become_text_without_an_error() -> None:
    assert decode_html(bytes(range(256)), "text/html; charset=utf-8").startswith("\x00")


@pytest.mark.parametrize(
    ("body", "content_type", "is_wrong"),
    [
        (CURLED.encode("cp1252"), "text/html; charset=utf-8", True),
        (CURLED.encode("cp1252"), "text/html", True),
        (CURLED.encode("cp1252"), "text/html; charset=windows-1252", False),
        (CURLED.encode("utf-8"), "text/html; charset=utf-8", False),
        ("desa é".encode()[:-1], "text/html; charset=utf-8", False),
    ],
    ids=["wrong label", "no label", "right label", "right", "cut in the middle of a character"],
)
def test_windows_bytes_under_the_name_of_utf_8_are_told(body: bytes, content_type: str, is_wrong: bool) -> None:
    assert is_mislabelled(body, content_type) is is_wrong
