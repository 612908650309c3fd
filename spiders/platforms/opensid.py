"""OpenSID: the village information system. Themes natra, esensi and palanta.

The address /artikel/Y/M/D/slug is checked by the server, so its date is always the date of upload.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.markup import parse_html
from archive.model import HTML_TYPES
from archive.urls import absolute_url
from spiders.discovery.html_links import html_links
from spiders.discovery.sources import SourcePage, feed_or_sitemap, inferred, root_of, with_query
from spiders.platforms.base import PlatformFacts
from spiders.platforms.generic import GENERIC, says_not_found
from spiders.platforms.marks import (
    addresses_with,
    first,
    has_address,
    is_front_page,
    meta,
    path_of,
    select,
    signs_seen,
    text_of,
    texts_of,
)
from spiders.platforms.roads import Roads
from spiders.targets import Found, Priority

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class OpenSid(Roads):
    name = "opensid"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        cookies = " ".join(value for key, value in page.headers if key.lower() == "set-cookie")
        return signs_seen(
            {
                "theme": lambda: meta(tree, "theme") and meta(tree, "theme:designer", "theme:version"),
                "cookies": lambda: "sidcsrf" in cookies and "ci_session" in cookies,
                "name": lambda: b"OpenSID" in page.body,
                "uploads": lambda: has_address(page, b"/desa/upload/", b"/desa/logo/"),
                "login": lambda: has_address(page, b"/siteman", b"/layanan-mandiri"),
                "paths": lambda: _links_to_articles(page),
            }
        )

    def kind(self, tree: HtmlElement, page: Page) -> Kind:
        path = path_of(page.url)
        if is_front_page(page) or not path or _LISTING.match(path):
            return "listing"
        if _ARTICLE.match(path) or re.match(r"/first/artikel/\d+", path):
            return "other" if self._is_missing(tree) else "article"
        if _MACHINE.match(path):
            return "other"
        return GENERIC.kind(tree, page)

    def article_key(self, tree: HtmlElement, page: Page) -> str | None:
        """The address after /artikel/, the same for all the forms under which one article answers."""
        for url in (meta(tree, "og:url"), page.url):
            if url and (found := _ARTICLE.match(path_of(url))):
                year, month, day, slug = found.groups()
                return f"{year}/{int(month)}/{int(day)}/{slug}"
        return None

    def reads(self, tree: HtmlElement, page: Page) -> PlatformFacts:
        printable = first(tree, "#printableArea")
        area = tree if printable is None else printable
        body = first(
            area,
            ".single_page_content .teks",
            ".single_page_content",
            ".title_text",
            ".artikel-inner",
            "article + div.content",
            "div.content",
            ".artikel .teks",
        )
        missing = _ARTICLE.match(path_of(page.url)) is not None and self._is_missing(tree)
        return PlatformFacts(
            body=body,
            scope=_scope(printable, body),
            title=text_of(
                first(
                    area,
                    "h4.catg_titile",
                    "article h1",
                    ".artike-page h1",
                    "#printableArea h1, #printableArea h2",
                    ".artikel .judul",
                )
            ),
            published=_published(area, page),
            author=_author(area),
            categories=texts_of(
                select(
                    area,
                    ".meta_date a[href*='kategori'], nav.breadcrumb a[href*='kategori'], .artikel-meta .fa-edit + p",
                ),
            ),
            flags=("soft_404",) if missing else (),
        )

    def follows(self, tree: HtmlElement, page: Page) -> tuple[Found, ...]:
        """The archive, in the form in which this release prints its addresses; feed and sitemap."""
        root = root_of(page.url)
        is_old = has_address(page, b"/first/artikel/") and not _links_by_date(page)
        if is_old:
            root += "index.php/" if has_address(page, b"/index.php/first/") else ""
        archive = inferred(f"{root}first/arsip/1" if is_old else f"{root}arsip/1", Priority.FEED)
        # Some themes name the sitemap as their feed.
        return (
            archive,
            inferred(f"{root}feed", Priority.FEED),
            inferred(f"{root_of(page.url)}sitemap", Priority.SITEMAP),
        )

    def source(self, page: Page) -> SourcePage | None:
        found = _ARCHIVE.match(urlsplit(page.url).path)
        if found is None or page.mime not in HTML_TYPES:
            source = feed_or_sitemap(page)
            # The sitemap is the table of all articles, hidden and coming ones too.
            return replace(source, is_hint=True) if source and source.name == "sitemap" else source
        links = [link.url for link in html_links(page)]
        listed = set(_links_in_cells(page))
        articles = tuple(url for url in links if _is_article(url) and (url in listed or not listed))
        last = max((int(other[2]) for url in links if (other := _ARCHIVE.match(urlsplit(url).path))), default=1)
        number = int(found[2])
        further = (inferred(page.url.removesuffix(found[2]) + str(number + 1), Priority.FEED),) if number < last else ()
        return SourcePage(
            "opensid_arsip", page.url.removesuffix(found[2]), articles,
            pages=max(last, number), further=further, lists_all=True,
        )  # fmt: skip

    def repeats(self, url: str, *, in_menu: bool) -> bool:
        """Lists by eight from the second page on, also of a category; the archive's pages as themes misprint them."""
        path = path_of(url)
        return _REPEATING.match(path) is not None or (not in_menu and _CATEGORY.match(path) is not None)

    def folds(self, url: str) -> str:
        """With and without index.php; an article of old releases with and without its slug, of new ones with and
        without /first."""
        parts = urlsplit(url)
        path = re.sub(r"\A((?:/[^/]+)?)/index\.php(?=/)", r"\1", parts.path)
        path = re.sub(r"/first/artikel/(\d+)-[^/]+\Z", r"/first/artikel/\1", path)
        path = re.sub(r"(/kategori/[^/]+)/1\Z|(?:/first)?/index/1\Z", r"\1", path) or "/"
        path = re.sub(r"/first(/artikel/\d{4}/\d{1,2}/\d{1,2}/[^/]+)\Z", r"\1", path)
        return parts._replace(path=path).geturl()

    def searches(self, tree: HtmlElement, page: Page, words: Sequence[str]) -> tuple[Found, ...]:
        return tuple(inferred(with_query(root_of(page.url), cari=word), Priority.SEARCH) for word in words)

    def _is_missing(self, tree: HtmlElement) -> bool:
        """An unknown article answers 200 with the theme's page for what is not there, sidebar and all."""
        if first(tree, *_TITLES) is not None:
            return False
        return says_not_found(tree) or _NOT_FOUND.search(tree.text_content()) is not None


def _links_in_cells(page: Page) -> Iterator[str]:
    """The archive is a table; the boxes beside it show other articles each time, also such as are hidden."""
    tree = parse_html(page)
    for link in () if tree is None else select(tree, "td a[href*='artikel/']"):
        if url := absolute_url(page.url, link.get("href", "")):
            yield url


def _is_article(url: str) -> bool:
    path = path_of(url)
    return _ARTICLE.match(path) is not None or re.match(r"/first/artikel/\d+", path) is not None


def _links_to_articles(page: Page) -> bool:
    if has_address(page, b"/first/kategori", b"/first/artikel", b"/first/arsip"):
        return True
    return _links_by_date(page)


def _links_by_date(page: Page) -> bool:
    """As releases of today address articles."""
    return any(re.match(rb"/artikel/\d{4}/\d{1,2}/\d{1,2}/", end) for end in addresses_with(page, b"/artikel/"))


def _scope(printable: HtmlElement | None, body: HtmlElement | None) -> HtmlElement | None:
    """Esensi sets the second to fourth picture after the body, as its siblings."""
    return printable if printable is not None or body is None else body.getparent()


def _published(area: HtmlElement, page: Page) -> str | None:
    """The date of the address with the clock time printed on the page, else the printed date."""
    shown = text_of(
        first(
            area,
            ".meta_date",
            ".artikel .kecil",
            "article h1 ~ span > span:nth-child(2)",
            ".artikel-meta .fa-calendar + p",
        )
    )
    found = _ARTICLE.match(path_of(page.url))
    if not found:
        return shown
    try:
        day = date(*map(int, found.groups()[:3]))
    except ValueError:
        return shown
    clock = re.search(r"\b\d{1,2}:\d{2}:\d{2}\b", shown or "")
    return f"{day.isoformat()} {clock[0]}" if clock else day.isoformat()


def _author(area: HtmlElement) -> str | None:
    icon = first(area, ".meta_date .fa-user", ".artikel-meta .fa-user", ".artikel .kecil .fa-user")
    if icon is not None:
        beside = (icon.tail or "").strip() or text_of(icon.getnext())
        return beside.strip(" \u00a0") or None if beside else None
    return text_of(first(area, "article h1 ~ span > span:nth-child(1)"))


_ARTICLE = re.compile(r"(?:/first)?/artikel/(\d{4})/(\d{1,2})/(\d{1,2})/([^/]+)\Z")
_ARCHIVE = re.compile(r"((?:/[^/]+)??(?:/index\.php)?(?:/first)?)/arsip/(\d{1,5})\Z")
_REPEATING = re.compile(
    r"(?:/first)?/(?:index|(?:artikel/)?kategori/[^/]+)/(?!1\Z)\d+\Z|(?:/first)?/arsip(?:/\d+)?\Z", re.IGNORECASE
)
_CATEGORY = re.compile(r"(?:/first)?/(?:artikel/)?kategori/[^/]+(?:/1)?\Z", re.IGNORECASE)
_LISTING = re.compile(r"(?:/first)?/(?:index|arsip|artikel/kategori|kategori)(?:/|\Z)|/first\Z", re.IGNORECASE)
_MACHINE = re.compile(
    r"/(?:siteman|layanan-mandiri|peta|galeri|lapak|pengaduan|data-statistik|statistik_web|captcha)\b"
)
_NOT_FOUND = re.compile(r"(?:halaman|artikel|berita)[\w ,.]{0,40}\btidak (?:ditemukan|tersedia)", re.IGNORECASE)
_TITLES = ("#printableArea h4.catg_titile", "article h1.text-h2", ".artike-page h1")
OPENSID = OpenSid()
