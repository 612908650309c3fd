"""Links of feeds and sitemaps: RSS, RDF, Atom, urlset and sitemapindex, read safely and leniently."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from lxml import etree

from archive.model import Page
from archive.urls import absolute_url
from spiders.discovery.order import page_priority
from spiders.targets import Found, Priority


def xml_links(page: Page) -> Iterator[Found]:
    """The pages a feed or sitemap lists, and the further sitemaps an index names; each once."""
    body = page.body
    if body[:2] == b"\x1f\x8b":
        body = _gunzip(body)  # a .xml.gz, which is the file itself and not a content coding
    root = _root(body)
    if root is None:
        return
    kind = _local(root).lower()
    hrefs = {"rss": _rss, "rdf": _rss, "feed": _atom, "urlset": _locs, "sitemapindex": _locs}.get(kind)
    if hrefs is None:
        return
    for href in dict.fromkeys(hrefs(root)):
        url = absolute_url(page.url, href)
        if url and kind == "sitemapindex":
            yield Found(url, Priority.SITEMAP, "S")
        elif url:
            # What a feed lists is an article, whatever its address looks like.
            yield Found(url, Priority.ARTICLE if kind != "urlset" else page_priority(url), "L")


def _gunzip(body: bytes) -> bytes:
    """The standard's largest sitemap, 50 MB, and not a byte more: it may be a bomb."""
    try:
        return zlib.decompressobj(31).decompress(body, 50 * 1024 * 1024)
    except zlib.error:
        return b""


def _root(body: bytes) -> etree._Element | None:
    """The root element, or None. Entities are not resolved and nothing outside is loaded.

    OpenSID's feed begins with blank space and has no declaration; others break in the middle.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        return etree.fromstring(body.lstrip(b"\xef\xbb\xbf \t\r\n"), parser=parser)
    except etree.XMLSyntaxError:
        return None


def _local(element: etree._Element) -> str:
    """The name without namespace; feeds use prefixes they never declare, which lxml leaves in the name."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _named(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    for element in root.iter(etree.Element):
        if _local(element) in names:
            yield element


def _links(parent: etree._Element) -> Iterator[etree._Element]:
    """Its own link elements, not those deeper down."""
    return (child for child in parent.iterchildren(etree.Element) if _local(child) == "link")


def _rss(root: etree._Element) -> Iterator[str]:
    for item in _named(root, "item"):
        yield from (link.text for link in _links(item) if link.text)


def _atom(root: etree._Element) -> Iterator[str]:
    """Entries' own pages, and the next page of the feed itself."""
    for entry in _named(root, "entry"):
        yield from (link.get("href") or "" for link in _links(entry) if link.get("rel", "alternate") == "alternate")
    yield from (link.get("href") or "" for link in _links(root) if link.get("rel") == "next")


def _locs(root: etree._Element) -> Iterator[str]:
    for element in _named(root, "loc"):
        parent = element.getparent()
        if element.text and parent is not None and _local(parent) in ("url", "sitemap"):
            yield element.text
