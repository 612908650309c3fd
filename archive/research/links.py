"""Which archived pages link to which: read from the records of the articles a question finds.

    pages   a row a link: from this page to that address
    sites   a row a pair of sites: how many pages of the one link to the other, with how many links

Links are those a visitor can follow (`a` and `area` with an address of http or https), menus and footers among them;
what is `nofollow` is told. They are taken from the stored HTML, not from what the crawl followed, so imported WARCs
have theirs, too. It costs a look into the WARC and a parse a page. Numbers of persons in addresses and in the
words of links are covered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree, html

from archive.charset import decode_html
from archive.corpus.articles import Articles
from archive.corpus.reading import Found, capture_of
from archive.corpus.records import NotShown, read_back
from archive.corpus.table import Field, Row, Table
from archive.errors import EvidenceError
from archive.redaction import covered, without_numbers
from archive.research.counted import Counted
from archive.urls import UrlError, absolute_url, site_key

PAGE_FIELDS = (
    Field("id"),
    Field("url"),
    Field("site"),
    Field("kode_wilayah"),
    Field("published_on"),
    Field("target"),
    Field("target_site"),
    Field("is_own_site", "yes"),
    Field("nofollow", "yes"),
    Field("words"),
)
SITE_FIELDS = (Field("site"), Field("target_site"), Field("pages", "whole"), Field("links", "whole"))

# A page has some hundred links; a hijacked one ten thousand.
MOST_LINKS = 5_000
_LONGEST_WORDS = 200
_MOST_BYTES = 4 * 1024 * 1024
_ORIGIN = re.compile(r"https?://[^/?#]*")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Link:
    """`words` are what a visitor reads."""

    target: str
    target_site: str
    nofollow: bool
    words: str


class Unread(Counter[str]):
    """Why pages were passed over: `missing` (the record cannot be read) and `closed` (by the access list)."""


def page_links(
    articles: Articles, *, own_site: bool = False, progress: Progress | None = None, unread: Unread | None = None
) -> Table:
    """A row for each link of each page; those within a site only with `own_site`. Streams."""
    rows = (
        _row(found, link)
        for found, links in _pages(articles, progress, Unread() if unread is None else unread)
        for link in links
        if own_site or link.target_site != found.row.site
    )
    return Table("links", PAGE_FIELDS, rows)


def site_links(
    articles: Articles, *, own_site: bool = False, progress: Progress | None = None, unread: Unread | None = None
) -> Table:
    """A row for each pair of sites, by site."""
    counted = Counted()
    for found, links in _pages(articles, progress, Unread() if unread is None else unread):
        for target_site, count in Counter(link.target_site for link in links).items():
            if own_site or target_site != found.row.site:
                counted.add(f"{_one_line(found.row.site)}\x1f{target_site}", count)
    return Table("site_links", SITE_FIELDS, (_site_row(*entry) for entry in counted.entries()))


def links_in(body: str, url: str) -> list[Link]:
    """The links of an HTML page, each address once, in their order; nothing of what is no HTML."""
    try:
        # As bytes: lxml refuses a str that names an encoding, as XHTML pages do.
        tree = html.document_fromstring(body.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError, AssertionError):
        return []
    base = next(iter(tree.xpath("//base/@href")), "")
    base = absolute_url(url, str(base)) or url if base else url
    found: dict[str, Link] = {}
    for element in tree.iter("a", "area"):
        target = absolute_url(base, element.get("href") or "") if element.get("href") else None
        if target is None or not target.startswith(("http://", "https://")) or target in found:
            continue
        try:
            # By its beginning: pages have many addresses of few hosts, and site_key remembers what it was asked.
            target_site = _one_line(site_key(_ORIGIN.match(target)[0]))  # type: ignore[index]
        except UrlError:
            continue
        words = " ".join("".join(map(str, element.itertext())).split())[:_LONGEST_WORDS]
        is_nofollow = "nofollow" in (element.get("rel") or "").lower().split()
        found[target] = Link(target, target_site, is_nofollow, words)
        if len(found) == MOST_LINKS:
            break
    return list(found.values())


def _pages(articles: Articles, progress: Progress | None, unread: Unread) -> Iterator[tuple[Found, list[Link]]]:
    for found in articles.found(progress):
        try:
            record = read_back(articles.collection, capture_of(found.line), most_bytes=_MOST_BYTES, check=False)
        except (EvidenceError, NotShown) as error:
            unread["closed" if isinstance(error, NotShown) else "missing"] += 1
            continue
        text = decode_html(record.body, record.header("content-type"))
        yield found, links_in(text.replace("\0", ""), found.row.url)


def _row(found: Found, link: Link) -> Row:
    row = found.row
    return {
        "id": row.id,
        "url": covered(row.url),
        "site": row.site,
        "kode_wilayah": row.village or row.district or row.regency or row.province,
        "published_on": row.published_on,
        "target": covered(link.target),
        "target_site": link.target_site,
        "is_own_site": link.target_site == row.site,
        "nofollow": link.nofollow,
        "words": without_numbers(link.words),
    }


def _site_row(key: str, links: int, pages: int) -> Row:
    site, _, target_site = key.partition("\x1f")
    return {"site": site, "target_site": target_site, "pages": pages, "links": links}


def _one_line(text: str) -> str:
    """Without what parts keys and lines where they are counted."""
    return " ".join(text.replace("\x1f", " ").split())
