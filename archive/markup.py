"""An HTML page as a tree, and the addresses it needs to look as it did: style, scripts, pictures, fonts and icons.

A crawl fetches them (requisites `all`), a check of its quality asks for them, and an export takes them along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive.model import HTML_TYPES, Page
from archive.urls import absolute_url

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w\-]+)", re.IGNORECASE)
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)|@import\s+[\"']([^\"']+)[\"']", re.IGNORECASE)
_LINKED = {"stylesheet", "icon", "apple-touch-icon", "preload", "manifest"}


def parse_html(page: Page) -> HtmlElement | None:
    """The page's tree; None when it is empty, or nothing but a comment."""
    try:
        return document_fromstring(page.body, parser=_parser(page))
    except (etree.ParserError, ValueError):
        return None


def _parser(page: Page) -> HTMLParser:
    """The header's charset wins over the page's own; an unknown one is left to the parser."""
    named = _CHARSET.search(page.header("content-type") or "")
    try:
        return HTMLParser(encoding=named[1] if named else None)
    except LookupError:
        return HTMLParser()


def requisites_of(page: Page) -> Iterator[str]:
    """The addresses that an HTML page or a style sheet needs, each once; of anything else none."""
    if page.mime in HTML_TYPES:
        hrefs = _of_html(page)
    elif page.mime == "text/css":
        hrefs = _of_css(page.body.decode("utf-8", "replace"))
    else:
        return
    urls = (absolute_url(page.url, href) for href in dict.fromkeys(hrefs))
    yield from dict.fromkeys(url for url in urls if url)


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
