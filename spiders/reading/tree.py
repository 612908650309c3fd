"""One parse for everything: the page as a tree, with caps on what strange bytes may cost."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive.charset import decode_html
from archive.urls import absolute_url

if TYPE_CHECKING:
    from archive.model import Page

_MAX_BYTES = 12_000_000
# The largest of 127 news pages measured has 4,098 elements (2026-11-25).
_MAX_ELEMENTS = 15_000


def make_tree(page: Page) -> HtmlElement:
    """The page's <html> element; an empty one when there is nothing to parse.

    libxml2 itself stops at a depth of 255 elements (2.14.6 tried), so code below may recurse.
    """
    text = decode_html(page.body[:_MAX_BYTES], page.header("content-type"))
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, default_doctype=False, collect_ids=False
    )
    try:
        return document_fromstring(_without_hordes(text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return document_fromstring("<html><head></head><body></body></html>")


def _without_hordes(text: str) -> str:
    """The page without the attributes of elements that have more than any that people write.

    libxml2 compares each attribute with all before it: 113 s for 100,000 of one element (2026-11-26). Those that hide
    behind a "<" or ">" in one of them are not seen; there the limit of the reading worker stops the page.
    """
    pieces: list[str] = []
    kept = at = 0
    while at < len(text):
        end = text.rfind(">", at, at + _LONG_TAG)
        if end < 0:
            end = text.find(">", at)
            end = len(text) if end < 0 else end
            start = text.rfind("<", at, end)
            if start >= 0 and end - start > _LONG_TAG and (tag := _TAG_OF_HORDE.match(text, start, end)):
                pieces.append(text[kept : tag.end()])
                kept = end
        at = end + 1
    return "".join((*pieces, text[kept:])) if pieces else text


_LONG_TAG = 4_000
# A tag's name before a thousand attributes.
_TAG_OF_HORDE = re.compile(
    r"""<[a-zA-Z][^\s/]*+(?=(?:[\s/]*+=?+[^\s/=]++(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s"']*+))?+){1000})"""
)


def elements_of(tree: HtmlElement) -> list[HtmlElement]:
    """All elements, none when there are more than any page has that people wrote.

    lxml makes an element's Python object anew at each visit unless something holds it: keep this list while reading.
    """
    elements = list(islice(tree.iter(), _MAX_ELEMENTS + 1))
    return elements if len(elements) <= _MAX_ELEMENTS else []


def base_address(tree: HtmlElement, page: Page) -> str:
    """The address that relative addresses of the page start from."""
    for element in tree.iter("base"):
        if href := element.get("href"):
            return absolute_url(page.url, href) or page.url
    return page.url
