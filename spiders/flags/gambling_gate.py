"""Whether a page may have to do with gambling at all: most have not, and are asked no more.

First the page's bytes are asked, then what it says and where it leads, without its scripts and styles, where "slot" and
"88" are everyday words. It may say yes too often; it must not say no to a page that gambling was put into.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def may_have_words(body: bytes) -> bool:
    """Whether a word or a brand of gambling may stand anywhere in a page."""
    lower = body.lower()
    return _has_word(lower) or _is_disguised(lower)


def may_say_words(tree: HtmlElement) -> bool:
    """Whether one may stand in a text or an address."""
    said = " ".join((*_SAID(tree), "")).lower()
    if not said.isascii() and _is_disguised(said.encode("utf-8", "replace")):
        said = unicodedata.normalize("NFKC", said).lower()
    return _has_word(said.encode("ascii", "replace"))


def _has_word(lower: bytes) -> bool:
    return any(stem in lower for stem in _STEMS) or any(_has_brand(lower, ending) for ending in _ENDINGS)


def _is_disguised(lower: bytes) -> bool:
    """Whether letters may be written as numbers, in two bytes each, or in bold or wide ones of Unicode."""
    return lower.count(b"&#1") > 20 or any(mark in lower for mark in (b"\x00", b"&#x6", b"\xf0\x9d", b"\xef\xbd"))


_SAID = etree.XPath(
    "//text()[not(parent::script or parent::style)] | //a/@href | //link/@href | //meta/@content | //img/@alt"
    " | //iframe/@src | //frame/@src",
    smart_strings=False,
)


def _has_brand(lower: bytes, ending: bytes) -> bool:
    """Whether four letters stand before, and neither letter nor digit behind."""
    start = lower.find(ending)
    for _ in range(200):
        if start < 0:
            return False
        if lower[start - 4 : start].isalpha() and not lower[start + len(ending) : start + len(ending) + 1].isalnum():
            return True
        start = lower.find(ending, start + 1)
    return True


# Whoever sells gambling says one of these, whatever else of gambling.tsv he says. Each costs a look through the page.
_STEMS = (b"slot", b"gacor", b"maxwin", b"togel", b"toto", b"asino", b"poker", b"judi")
_ENDINGS = (b"88", b"77", b"99", b"138", b"303", b"168", b"4d")
