"""The words of a page that tell whose site it is: title, site name, header, footer, address. Never the article's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The order of trust.
_PLACES = ("address", "footer", "header", "site_name", "title")
# Enough for any heading of a site; a footer that is longer lists other things as well.
_MOST_CHARACTERS = 600
_MOST_BOXES = 8
# OpenSID's themes print "Desa X, Kecamatan Y, Kabupaten Z" in .header_top, #header or .site-header, 2020-24.
_NAMES = (
    ("address", re.compile(r"(?:^|[\s_-])(?:alamat|address)(?:$|[\s_-])", re.IGNORECASE)),
    ("footer", re.compile(r"(?:^|[\s_-])footer(?:$|[\s_-])", re.IGNORECASE)),
    ("header", re.compile(r"(?:^|[\s_-])(?:header|site-(?:title|branding))(?:$|[\s_-])", re.IGNORECASE)),
)
# The boxes of an article have headers, footers and addresses of their own.
_OF_ARTICLE = re.compile(
    r"(?:^|[\s_-])(?:entry|post|article|artikel|comment|card|modal|widget|table|panel)(?:$|[\s_-])", re.IGNORECASE
)
_HEAD_OF_PAGE = re.compile(r"\b(?:page|content|section|list|title|box)[_-]?header\b", re.IGNORECASE)
_SKIPPED = frozenset({"script", "style", "noscript", "nav", "select", "svg", "template"})
# Who made the site is not where it is.
_MAKERS = re.compile(
    r"\b(?:dikembangkan|developed|didesain|designed?|dibuat oleh|powered|theme|tema|template|hosting|didukung|"
    r"supported|kerja ?sama)\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s[-–—|»:·]\s")
_TITLE_OF_SITE = re.compile(
    r"(?:selamat datang di|website|web|situs|portal|halaman|laman|blog|resmi|official|sistem informasi|profil|beranda|"
    r"home|pemerintahan?|pemdes|desa|kampung|tiyuh|pekon|gampong|nagari|kalurahan|kelurahan|lembang|negeri|ohoi)\b",
    re.IGNORECASE,
)


def site_words(tree: HtmlElement) -> list[tuple[str, str]]:
    """(where, text), each once: address, footer, header, site_name, title."""
    found = [*_boxes(tree), *_site_name(tree), *_title(tree)]
    return sorted(dict.fromkeys(found), key=lambda pair: _PLACES.index(pair[0]))


def _boxes(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    taken: set[HtmlElement] = set()
    boxes = ((box, where) for box in tree.iter("header", "footer", "address", "div") if (where := _where(box)))
    for box, where in islice(boxes, 5 * _MOST_BOXES):
        above = list(box.iterancestors())
        is_inside = where != "address" and not taken.isdisjoint(above)
        if is_inside or any(_is_of_article(one) for one in (box, *above)):
            continue
        taken.add(box)
        if text := _text_of(box):
            yield where, text
        if len(taken) >= _MOST_BOXES:
            break


def _where(box: HtmlElement) -> str | None:
    if box.tag != "div":
        return str(box.tag)
    names = f"{box.get('id', '')} {box.get('class', '')}"
    return _place_of(names) if len(names) > 1 else None


@lru_cache(maxsize=8192)
def _place_of(names: str) -> str | None:
    if _HEAD_OF_PAGE.search(names):
        return None
    return next((where for where, pattern in _NAMES if pattern.search(names)), None)


def _is_of_article(box: HtmlElement) -> bool:
    # WordPress tells in the classes of <body> that the page is a post.
    if box.tag == "body":
        return False
    return box.tag in ("article", "main", "aside") or _has_article_name(box.get("class", ""))


@lru_cache(maxsize=8192)
def _has_article_name(names: str) -> bool:
    return _OF_ARTICLE.search(names) is not None


def _text_of(box: HtmlElement) -> str:
    """The words of a box, a line for each stretch; menus and what names the site's makers are left out."""
    lines: list[str] = []
    length = 0
    for text in _texts(box):
        for part in re.split(r"[|•\n]", text):
            line = " ".join(part.split())
            if line and not _MAKERS.search(line):
                lines.append(line)
                length += len(line)
        if length > _MOST_CHARACTERS:
            break
    return "\n".join(lines)[:_MOST_CHARACTERS]


def _texts(box: HtmlElement) -> Iterator[str]:
    """libxml2 stops at a depth of 255, so this may recurse."""
    if box.tag == "img":
        yield box.get("alt", "")[:_MOST_CHARACTERS]
    yield (box.text or "")[:_MOST_CHARACTERS]
    for child in box:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _texts(child)
        yield (child.tail or "")[:_MOST_CHARACTERS]


def _site_name(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in islice(tree.iter("meta"), 60):
        if meta.get("property") == "og:site_name" and (name := (meta.get("content") or "").strip()):
            yield "site_name", name[:_MOST_CHARACTERS]
            return


def _title(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The parts of the page's title that are the site's: the last, or a first that begins as one."""
    title = tree.find(".//title")
    parts = _SEPARATOR.split(" ".join((title.text or "")[:2000].split())) if title is not None else []
    for part in parts[-1:] + parts[:1]:
        if part and _TITLE_OF_SITE.match(part):
            yield "title", part[:_MOST_CHARACTERS]
