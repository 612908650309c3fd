"""Feeds and sitemaps as lists of addresses: RSS, RDF, Atom, urlset and sitemapindex, streamed, safe and lenient.

OpenSID's feed begins with blank space and has no declaration, others break in the middle: what can be
read before the fault is taken. Entities are not expanded and nothing outside is loaded.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lxml import etree

from archive.model import Page
from archive.urls import absolute_url

ListKind = Literal["feed", "urlset", "sitemapindex"]

_KINDS: dict[str, ListKind] = {
    "rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "urlset", "sitemapindex": "sitemapindex",
}  # fmt: skip
_ENTRIES = {"item", "entry", "url", "sitemap"}
# The sitemap standard's own bounds.
_MOST_ENTRIES = 50_000
_LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class XmlList:
    """What a feed or sitemap lists. `total` and `start` are OpenSearch's, `generator` the feed's own word."""

    kind: ListKind
    entries: tuple[str, ...]
    next: str | None = None
    total: int | None = None
    start: int | None = None
    generator: str = ""
    is_cut: bool = False


def xml_list(page: Page) -> XmlList | None:
    """The list an answer holds; None when it is neither feed nor sitemap."""
    return _read(page.url, page.body)


@lru_cache(maxsize=2)  # links and claims are taken from one answer in turn
def _read(url: str, body: bytes) -> XmlList | None:
    body = sitemap_bytes(body)
    if body[:1] != b"<":
        return None
    reader = _Reader(url)
    # What ends early is mended by the parser without a word.
    reader.is_cut = _END.search(body[-2000:]) is None
    events = etree.iterparse(
        io.BytesIO(body), ("start", "end"),
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
    )  # fmt: skip
    try:
        for event, element in events:
            if not reader.take(event, element):
                break
    except etree.XMLSyntaxError:
        reader.is_cut = True
    return reader.result()


def sitemap_bytes(body: bytes) -> bytes:
    """The XML of a feed or sitemap from its first character on; of a .xml.gz, which is a file and no content coding,
    what is in it."""
    return (_gunzip(body) if body[:2] == b"\x1f\x8b" else body).lstrip(b"\xef\xbb\xbf \t\r\n\x00")


_END = re.compile(rb"</(?:\w+:)?(?:rss|rdf|feed|urlset|sitemapindex)\s*>", re.IGNORECASE)


class _Reader:
    """Takes the elements as they end, and frees each entry once it is taken."""

    def __init__(self, url: str) -> None:
        self.is_cut = False
        self._url = url
        self._kind: ListKind | None = None
        self._root: etree._Element | None = None
        self._entries: dict[str, None] = {}
        self._next: str | None = None
        self._facts: dict[str, str] = {}

    def take(self, event: str, element: etree._Element) -> bool:
        """False when nothing more is wanted."""
        name = local_name(element)
        if self._root is None:
            self._root, self._kind = element, _KINDS.get(name.lower())
            return self._kind is not None
        if event == "start":
            return True
        if name in _ENTRIES:
            for href in _hrefs(element):
                if url := absolute_url(self._url, href):
                    self._entries[url] = None
            free(element)
            self.is_cut = self.is_cut or len(self._entries) >= _MOST_ENTRIES
            return len(self._entries) < _MOST_ENTRIES
        if name == "link" and element.get("rel") == "next" and element.getparent() is self._root:
            self._next = absolute_url(self._url, element.get("href") or "")
        elif name in ("totalResults", "startIndex", "generator") and element.text:
            self._facts.setdefault(name, element.text.strip())
        return True

    def result(self) -> XmlList | None:
        if self._kind is None:
            return None
        return XmlList(
            self._kind,
            tuple(self._entries),
            self._next,
            number_of(self._facts.get("totalResults")),
            number_of(self._facts.get("startIndex")),
            self._facts.get("generator", ""),
            self.is_cut,
        )


def _hrefs(entry: etree._Element) -> Iterator[str]:
    """The pages an entry is about. Of an Atom entry's links only the one to its own page."""
    for child in entry.iterchildren(etree.Element):
        name = local_name(child)
        if name == "loc" and child.text:
            yield child.text
        elif name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            yield child.get("href") or ""
        elif name == "link" and child.text and not child.get("href"):
            yield child.text


def free(element: etree._Element) -> None:
    """Let go of an element that was taken, and of what stood before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local_name(element: etree._Element) -> str:
    """The name without namespace; feeds use prefixes they never declare, which lxml leaves in the name."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def number_of(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _gunzip(body: bytes) -> bytes:
    """The standard's largest sitemap, 50 MB, and not a byte more: it may be a bomb."""
    try:
        return zlib.decompressobj(31).decompress(body, _LARGEST)
    except zlib.error:
        return b""
