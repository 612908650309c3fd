"""What a page needs to look as it did: style, scripts, pictures, fonts and icons (requisites `all`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from archive.model import HTML_TYPES, Page
from archive.urls import absolute_url
from spiders.discovery.html_links import parse_html
from spiders.targets import Found, Priority

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)|@import\s+[\"']([^\"']+)[\"']", re.IGNORECASE)
_LINKED = {"stylesheet", "icon", "apple-touch-icon", "preload", "manifest"}


def find_requisites(page: Page) -> Iterator[Found]:
    """The requisites of an HTML page or of a style sheet, each once."""
    if page.mime in HTML_TYPES:
        hrefs = _of_html(page)
    elif page.mime == "text/css":
        hrefs = _of_css(page.body.decode("utf-8", "replace"))
    else:
        return
    base = page.url
    for href in dict.fromkeys(hrefs):
        url = absolute_url(base, href)
        if url:
            yield Found(url, Priority.PICTURE, "E")


def _of_html(page: Page) -> Iterator[str]:
    tree = parse_html(page)
    if tree is None:
        return
    for element in tree.iter(etree.Element):
        yield from _of_element(element)


def _of_element(element: HtmlElement) -> Iterator[str]:
    if element.tag in ("img", "script", "source", "embed", "input", "audio", "video"):
        yield from filter(None, (element.get("src"), element.get("data-src"), element.get("poster")))
        for candidate in (element.get("srcset") or "").split(","):
            yield from candidate.split()[:1]
    elif element.tag == "link" and _LINKED & set((element.get("rel") or "").lower().split()):
        yield element.get("href") or ""
    elif element.tag == "style":
        yield from _of_css(element.text or "")
    if element.get("style"):
        yield from _of_css(element.get("style") or "")
    if element.tag in ("body", "table", "td") and element.get("background"):
        yield element.get("background") or ""


def _of_css(text: str) -> Iterator[str]:
    for address, imported in _CSS_URL.findall(text):
        yield address or imported
