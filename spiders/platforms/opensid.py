"""OpenSID: the village information system. Themes natra, esensi and palanta.

The address /artikel/Y/M/D/slug is checked by the server, so its date is always the date of upload.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

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
    text_of,
    texts_of,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class OpenSid:
    name = "opensid"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        cookies = " ".join(value for key, value in page.headers if key.lower() == "set-cookie")
        signs = {
            "theme": bool(meta(tree, "theme") and meta(tree, "theme:designer", "theme:version")),
            "uploads": has_address(page, b"/desa/upload/", b"/desa/logo/"),
            "cookies": "sidcsrf" in cookies and "ci_session" in cookies,
            "login": has_address(page, b"/siteman", b"/layanan-mandiri"),
            "paths": _links_to_articles(page),
            "name": b"OpenSID" in page.body,
        }
        return tuple(name for name, seen in signs.items() if seen)

    def kind(self, tree: HtmlElement, page: Page) -> Kind:
        path = path_of(page.url)
        if is_front_page(page) or _LISTING.match(path):
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
        )
        missing = _ARTICLE.match(path_of(page.url)) is not None and self._is_missing(tree)
        return PlatformFacts(
            body=body,
            scope=_scope(printable, body),
            title=text_of(
                first(area, "h4.catg_titile", "article h1", ".artike-page h1", "#printableArea h1, #printableArea h2")
            ),
            published=_published(area, page),
            author=_author(area),
            categories=texts_of(
                select(area, ".meta_date a[href*='kategori'], nav.breadcrumb a[href*='kategori']"),
            ),
            flags=("soft_404",) if missing else (),
        )

    def _is_missing(self, tree: HtmlElement) -> bool:
        """An unknown article answers 200 with the theme's page for what is not there, sidebar and all."""
        if first(tree, *_TITLES) is not None:
            return False
        return says_not_found(tree) or _NOT_FOUND.search(tree.text_content()) is not None


def _links_to_articles(page: Page) -> bool:
    if has_address(page, b"/first/kategori", b"/first/artikel", b"/first/arsip"):
        return True
    return any(re.match(rb"/artikel/\d{4}/\d{1,2}/\d{1,2}/", end) for end in addresses_with(page, b"/artikel/"))


def _scope(printable: HtmlElement | None, body: HtmlElement | None) -> HtmlElement | None:
    """Esensi sets the second to fourth picture after the body, as its siblings."""
    return printable if printable is not None or body is None else body.getparent()


def _published(area: HtmlElement, page: Page) -> str | None:
    """The date of the address with the clock time printed on the page, else the printed date."""
    shown = text_of(
        first(area, ".meta_date", "article h1 ~ span > span:nth-child(2)", ".artikel-meta .fa-calendar + p")
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
    icon = first(area, ".meta_date .fa-user", ".artikel-meta .fa-user")
    if icon is not None:
        beside = (icon.tail or "").strip() or text_of(icon.getnext())
        return beside.strip(" \u00a0") or None if beside else None
    return text_of(first(area, "article h1 ~ span > span:nth-child(1)"))


_ARTICLE = re.compile(r"(?:/first)?/artikel/(\d{4})/(\d{1,2})/(\d{1,2})/([^/]+)\Z")
_LISTING = re.compile(r"(?:/first)?/(?:index|arsip|artikel/kategori|kategori)(?:/|\Z)|/first\Z", re.IGNORECASE)
_MACHINE = re.compile(
    r"/(?:siteman|layanan-mandiri|peta|galeri|lapak|pengaduan|data-statistik|statistik_web|captcha)\b"
)
_NOT_FOUND = re.compile(r"(?:halaman|artikel|berita)[\w ,.]{0,40}\btidak (?:ditemukan|tersedia)", re.IGNORECASE)
_TITLES = ("#printableArea h4.catg_titile", "article h1.text-h2", ".artike-page h1")
OPENSID = OpenSid()
