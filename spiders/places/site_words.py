"""The words of a page that tell whose site it is: title, site name, header, footer, address. Never the article's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Enough for any heading of a site; a footer that is longer lists other things as well.
_MOST_CHARACTERS = 600
_MOST_BOXES = 12
_BOXES = etree.XPath(
    "//header | //footer | //address"
    " | //div[contains(@id, 'header') or contains(@class, 'header')"
    " or contains(@id, 'footer') or contains(@class, 'footer')"
    " or contains(@class, 'site-title') or contains(@class, 'site-branding') or contains(@class, 'alamat')"
    " or contains(@id, 'alamat') or contains(@class, 'address')]"
)
_NAMES = re.compile(r"footer|alamat|address|header|site-title|site-branding")
# The boxes of an article have headers, footers and addresses of their own.
_ARTICLE = re.compile(r"(?:^|[\s_-])(?:entry|post|article|artikel|comment|card|modal|widget|table|panel|box)(?:$|[\s_-])")
# Who made the site is not where it is.
_MAKERS = re.compile(
    r"[^|\n•]*\b(?:dikembangkan|developed|didesain|designed?|dibuat oleh|powered|theme|tema|template|hosting|"
    r"didukung|supported|kerja ?sama)\b[^|\n•]*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[-–—|»:·]\s+")
_TITLE_OF_SITE = re.compile(
    r"(?:selamat datang di|website|web|situs|portal|halaman|laman|blog|resmi|official|sistem informasi|profil|beranda|"
    r"home|pemerintahan?|pemdes|desa|kampung|tiyuh|pekon|gampong|nagari|kalurahan|kelurahan|lembang|negeri|ohoi)\b",
    re.IGNORECASE,
)


def site_words(tree: HtmlElement) -> list[tuple[str, str]]:
    """(where, text) in the order of trust: address, footer, header, site_name, title."""
    found = [*_boxes(tree), *_site_name(tree), *_title(tree)]
    order = ("address", "footer", "header", "site_name", "title")
    return sorted(dict.fromkeys(found), key=lambda pair: order.index(pair[0]))


def _boxes(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for box in islice(_outermost(_BOXES(tree)), _MOST_BOXES):
        where = _where(box)
        text = _MAKERS.sub(" ", _text_of(box, _MOST_CHARACTERS))
        if where and text.strip():
            yield where, text.strip()


def _outermost(boxes: list[HtmlElement]) -> Iterator[HtmlElement]:
    """Boxes that lie in no other of them, but for an address, and in no article."""
    taken: set[HtmlElement] = set()
    for box in boxes:
        above = list(islice(box.iterancestors(), 40))
        is_of_article = any(
            one.tag in ("article", "main", "aside") or _ARTICLE.search(one.get("class", "")) for one in (box, *above)
        )
        if not is_of_article and (box.tag == "address" or taken.isdisjoint(above)):
            taken.add(box)
            yield box


def _where(box: HtmlElement) -> str | None:
    if box.tag in ("header", "footer", "address"):
        return str(box.tag)
    name = _NAMES.search(f"{box.get('id', '')} {box.get('class', '')}")
    if not name:
        return None
    return {"alamat": "address", "address": "address", "footer": "footer"}.get(name[0], "header")


def _text_of(box: HtmlElement, most: int) -> str:
    """The words of a box, a line for each element; menus and scripts are left out."""
    parts: list[str] = []
    length = 0
    for element in box.iter():
        if element.tag in ("script", "style", "nav", "noscript") or any(
            above.tag == "nav" for above in islice(element.iterancestors(), 4)
        ):
            text = element.tail if element.tag in ("script", "style", "nav", "noscript") else None
        else:
            text = " ".join(filter(None, (element.get("alt"), element.text, element.tail)))
        if text and (text := " ".join(text.split())):
            parts.append(text)
            length += len(text)
        if length > most:
            break
    return "\n".join(parts)[:most]


def _site_name(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in islice(tree.iter("meta"), 60):
        if meta.get("property") == "og:site_name" and (name := (meta.get("content") or "").strip()):
            yield "site_name", name[:_MOST_CHARACTERS]
            return


def _title(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The parts of the page's title that are the site's: the last, and a first that begins as one."""
    title = tree.find(".//title")
    parts = _SEPARATOR.split(" ".join((title.text or "").split())) if title is not None else []
    for part in dict.fromkeys(parts[-1:] + parts[:1]):
        if part and _TITLE_OF_SITE.match(part):
            yield "title", part[:_MOST_CHARACTERS]
