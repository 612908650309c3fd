"""Where on the page the article's heading stands. On many a hand-made site the h1 is the site's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.platforms.marks import is_aside, parts_of, select, text_of

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from lxml.html import HtmlElement

    from spiders.reading.titles import HeadClaims

_LONGEST = 250
_TAGS = ("h1", "h2", "h3", "h4", "h5", "strong", "b", "font", "span", "p", "div", "td", "a")
_SITE = re.compile(r"(?:^|[\s_-])(?:site-?(?:name|title)|nama-situs|logo|brand)(?:$|[\s_-])", re.IGNORECASE)
_NAMED = re.compile(r"(?:^|[\s_-])(?:judul|title|headline|heading)", re.IGNORECASE)


def find_heading(tree: HtmlElement, body: HtmlElement, claims: HeadClaims) -> HtmlElement | None:
    """The h1 nearest before the body's text; where that is the site's name, the element that says what the head of
    the page says, else the heading nearest before the text.
    """
    headings = [one for one in select(tree, "h1") if not is_aside(one) and not _is_of_site(one, claims)]
    inside = [heading for heading in headings if body in heading.iterancestors()]
    before = [heading for heading in headings if not inside and _is_before(heading, body)]
    best = next(iter(inside or before[-1:] or headings), None)
    if best is not None and (not claims.titles or claims.agrees(text_of(best) or "")):
        return best
    claimed = _as_claimed(tree, body, claims)
    if claimed is None and best is None:
        return _nearest(tree, body, claims)
    return best if claimed is None else claimed


def _is_of_site(heading: HtmlElement, claims: HeadClaims) -> bool:
    """Whether an h1 is the name of the site: by its words, its class, or because it leads to the front page."""
    if claims.is_site_name(text_of(heading)):
        return True
    names = f"{heading.get('class', '')} {heading.get('id', '')}"
    links = [link.get("href", "") for link in heading.iter("a")]
    is_home = any(_is_front(parts_of(href)) for href in links if href)
    return (is_home or _SITE.search(names) is not None) and not claims.says(text_of(heading) or "")


def _is_front(address: SplitResult) -> bool:
    return address.path in ("", "/", "/index.php") and not address.fragment


def _as_claimed(tree: HtmlElement, body: HtmlElement, claims: HeadClaims) -> HtmlElement | None:
    """The last element above or in the body whose words are the title that the head claims."""
    found = None
    around = set(body.iterancestors())
    for element in tree.iter(*_TAGS):
        if len(element) > 6 or element in around:
            continue
        text = text_of(element)
        if not text or len(text) > _LONGEST or not claims.says(text) or is_aside(element):
            continue
        if _is_before(body, element) and body not in element.iterancestors():
            break
        if found is None or element not in found.iterdescendants():
            found = element
        if body in element.iterancestors():
            break
    return found


def _nearest(tree: HtmlElement, body: HtmlElement, claims: HeadClaims) -> HtmlElement | None:
    """The last heading before the text's first paragraph that is not the site's name nor of a box beside."""
    found = None
    order = {element: number for number, element in enumerate(tree.iter())}
    for element in tree.iter("h1", "h2", "h3", "h4", "div", "p", "span", "b", "strong", "font"):
        text = text_of(element)
        if order[element] > order[body] and (body not in element.iterancestors() or len(text or "") > _LONGEST):
            break
        if element.tag in ("div", "p", "span") and not (len(element) < 3 and _NAMED.search(element.get("class", ""))):
            continue
        if element.tag in ("b", "strong", "font") and not _is_large(element, body):
            continue
        if text and 8 < len(text) < _LONGEST and not claims.is_site_name(text) and not is_aside(element):
            found = element
            if body in element.iterancestors():
                break
    return found


def _is_before(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether one element begins before another of its page."""
    above, beside = ([*reversed([*element.iterancestors()]), element] for element in (one, other))
    for left, right in zip(above, beside, strict=False):
        if left is not right:
            parent = left.getparent()
            return parent is not None and parent.index(left) < parent.index(right)
    return len(above) < len(beside)


def _is_large(element: HtmlElement, body: HtmlElement) -> bool:
    """Whether an element in the body is set in bold or large type and has its line for itself."""
    if (
        body not in element.iterancestors()
        or (element.tail and element.tail.strip())
        or len(text_of(element) or "") < 15
    ):
        return False
    fonts = [element, *element.iter("font"), *element.iterancestors("font")]
    return any((font.get("size") or "0").lstrip("+") in ("3", "4", "5", "6") for font in fonts if font.tag == "font")
