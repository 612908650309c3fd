"""Categories and tags of an article, where the platform's reader does not know them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from spiders.platforms.marks import is_aside, meta, select, text_of, texts_of
from spiders.reading.linked_data import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

    from spiders.platforms import PlatformFacts
    from spiders.reading.region import Region

Topics = tuple[tuple[str, ...] | None, tuple[str, ...] | None]


def read_topics(tree: HtmlElement, facts: PlatformFacts, linked: Mapping[str, Any], region: Region) -> Topics:
    """Categories and tags: the platform's; else links beside the text and in the breadcrumb whose addresses say what
    they are, a line "Kategori: x", JSON-LD and meta.
    """
    categories, tags = facts.categories, facts.tags
    if categories and tags:
        return categories, tags
    links = [link for link in _links_near(tree, region) if len(text_of(link) or "") < 60]
    if not tags:
        tags = texts_of(link for link in links if _TAG.search(urlsplit(link.get("href", "")).path) or _is_tag(link))
    if not categories:
        categories = texts_of(link for link in links if _CATEGORY.search(urlsplit(link.get("href", "")).path))
        categories = tuple(one for one in categories or () if one not in (tags or ())) or None
    if not categories:
        categories = _in_lines(region) or names_of(linked.get("articleSection"))
        stated = meta(tree, "article:section")
        categories = categories or ((stated,) if stated else None)
    return categories, tags or names_of(linked.get("keywords"))[:30] or None


def _links_near(tree: HtmlElement, region: Region) -> Iterator[HtmlElement]:
    """Links of the article's box outside its text, then those of the breadcrumb."""
    for link in region.scope.iter("a"):
        if not is_aside(link) and (region.body is region.scope or not _in_text(link, region)):
            yield link
    yield from select(tree, ".breadcrumb a, .breadcrumbs a, #breadcrumb a, #breadcrumbs a, [itemtype*='Breadcrumb'] a")


def _in_text(link: HtmlElement, region: Region) -> bool:
    return region.body in link.iterancestors() and next(link.iterancestors("p", "li", "td"), None) is not None


def _is_tag(link: HtmlElement) -> bool:
    return "tag" in link.get("rel", "").split() and not _CATEGORY.search(urlsplit(link.get("href", "")).path)


def _in_lines(region: Region) -> tuple[str, ...] | None:
    for element in region.scope.iter("p", "span", "div", "small", "li", "td", "font"):
        shown = text_of(element) if len(element) < 12 else None
        if shown and len(shown) < 200 and (found := _LINE.search(shown)):
            return (found[1].strip(),)
    named = select(region.scope, ".rubrik, .kategori, .category, .post-category")
    near = [element for element in named if not is_aside(element) and region.body not in element.iterdescendants()]
    return texts_of(element for element in near[:1] if len(text_of(element) or "") < 60)


_CATEGORY = re.compile(r"/(?:kategori|category|categories|rubrik|kanal)[/-]|/kategori\b", re.IGNORECASE)
_TAG = re.compile(r"/(?:tags?|topik|label|topic)[/-]", re.IGNORECASE)
_LINE = re.compile(
    r"\b(?:kategori|category|rubrik)\s*:\s*([^|\u2022\u00b7:-]{2,40}?)\s*(?:[|\u2022\u00b7]|\s-\s|$)", re.IGNORECASE
)
