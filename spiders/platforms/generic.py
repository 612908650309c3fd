"""Any other page: hand-made sites, portals of a regency, unknown software. Always recognised, and asked last."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from spiders.platforms.base import PlatformFacts
from spiders.platforms.marks import first, is_aside, is_front_page, meta, path_of, select, text_of, whole_text
from spiders.platforms.roads import Roads

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class Generic(Roads):
    name = "generic"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        return ()

    def kind(self, tree: HtmlElement, page: Page) -> Kind:
        if is_front_page(page):
            return "listing"
        if says_not_found(tree):
            return "other"
        prose, linked, blocks = _weigh_text(tree)
        if _says_article(tree) and prose > 150:
            return "article"
        if _is_list_of_teasers(tree):
            return "listing"
        if prose < 200 or (linked > 2 * prose and blocks < 3):
            return "listing" if linked > 400 else "other"
        if _STATIC.search(path_of(page.url)):
            return "page"
        return "article" if linked < 4 * prose else "listing"

    def article_key(self, tree: HtmlElement, page: Page) -> str | None:
        return None

    def reads(self, tree: HtmlElement, page: Page) -> PlatformFacts:
        return PlatformFacts(flags=("soft_404",) if says_not_found(tree) else ())


def says_not_found(tree: HtmlElement) -> bool:
    """Whether a page that was answered with 200 says in its title or heading that there is nothing."""
    headings = (first(tree, "h1"), first(tree, "h2"), tree.find(".//title"))
    shown = [text for heading in headings if (text := text_of(heading))]
    if any(_NOT_FOUND.match(text) for text in shown):
        return _weigh_text(tree)[0] < 600
    main = first(tree, "main", "#content", ".content")
    text = ""
    for piece in (tree if main is None else main).itertext():
        text += piece
        if len(text) >= 3000:
            return False
    return len(" ".join(text.split())) < 600 and _NOT_FOUND_SENTENCE.search(text) is not None


def _is_list_of_teasers(tree: HtmlElement) -> bool:
    """Whether the page is headings that lead elsewhere, each with a few lines below it, and no text of its own."""
    leads = {link.get("href") for link in select(tree, "h1 a, h2 a, h3 a, h4 a, h5 a, a h2, a h3, a h4, a h5")
             if not is_aside(link)}  # fmt: skip
    if len(leads) < _FEWEST_TEASERS:
        return False
    by_box: Counter[HtmlElement] = Counter()
    for element in tree.iter("p", "div", "td", "blockquote"):
        length = len(_own_text(element).strip())
        if length > 40 and not is_aside(element):
            box = element.getparent() if element.tag in ("p", "blockquote") else element
            by_box[element if box is None else box] += length
    # An article's paragraphs stand in one box, teasers in one each.
    return not by_box or max(by_box.values()) < 0.5 * by_box.total()


def _says_article(tree: HtmlElement) -> bool:
    """Whether the page calls itself an article. (Whether its text bears that out is for the caller.)"""
    if meta(tree, "og:type") == "article" or meta(tree, "article:published_time"):
        return True
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "") and _ARTICLE_TYPE.search(script.text or ""):
            return True
    return any("Article" in element.get("itemtype", "") for element in tree.iter("article", "main", "div", "body"))


def _weigh_text(tree: HtmlElement) -> tuple[int, int, int]:
    """Characters of running text, of link text, and how many blocks of running text there are."""
    prose = linked = blocks = 0
    for element in tree.iter("p", "div", "td", "blockquote", "a"):
        if element.tag == "a":
            linked += len(whole_text(element).strip())
            continue
        length = len(_own_text(element).strip())
        if length > 40:
            prose += length
            blocks += length > 80
    return prose, linked, blocks


def _own_text(element: HtmlElement) -> str:
    """The element's text without that of links and of blocks inside it."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag in ("b", "strong", "em", "i", "span", "u", "font"):
            pieces.append(whole_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


_FEWEST_TEASERS = 4
_ARTICLE_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w*Article|BlogPosting|Report)"')
_NOT_FOUND = re.compile(
    r"(?:error\s*)?404\b|.{0,40}\b(?:tidak ditemukan|not found|tidak dapat ditemukan)\W{0,3}(?:$|[-–|])", re.IGNORECASE
)
_NOT_FOUND_SENTENCE = re.compile(
    r"(?:halaman|artikel|data|page|berita)\s+(?:yang \w+ \w+ )?(?:tidak (?:dapat )?ditemukan|not found|tidak ada)\b",
    re.IGNORECASE,
)
# Words in the address of pages that stay: profile, history, vision, contact, officials.
_STATIC = re.compile(
    r"/(?:p|page|halaman|statis|profil\w*|sejarah\w*|visi\w*|kontak\w*|contact\w*|tentang\w*|about\w*|struktur\w*|"
    r"pemerintahan?|perangkat\w*|geografis|demografi|peta\w*|lembaga\w*)(?:[-/.]|$)",
    re.IGNORECASE,
)
GENERIC = Generic()
