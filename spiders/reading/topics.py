"""Categories and tags of an article, where the platform's reader does not know them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spiders.platforms.marks import is_aside, meta, parts_of, select, text_of, texts_of
from spiders.reading.linked_data import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    links = list(_links_near(tree, region))
    if not tags:
        tags = _short_texts(link for link in links if _TAG.search(_path_of(link)) or _is_tag(link))
    if not categories:
        categories = _short_texts(link for link in links if _CATEGORY.search(_path_of(link)))
        categories = tuple(one for one in categories or () if one not in (tags or ())) or None
    if not categories:
        categories = _in_lines(region) or names_of(linked.get("articleSection"))
        stated = meta(tree, "article:section")
        categories = categories or ((stated,) if stated else None)
    return categories, tags or names_of(linked.get("keywords"))[:30] or None


def _links_near(tree: HtmlElement, region: Region) -> Iterator[HtmlElement]:
    """Links of the article's box outside its text that may tell, then those of the breadcrumb."""
    for link in region.scope.iter("a"):
        address = link.get("href", "").lower()
        may_tell = link.get("rel") or any(hint in address for hint in _HINTS)
        if may_tell and not is_aside(link) and (region.body is region.scope or not _in_text(link, region)):
            yield link
    yield from select(tree, ".breadcrumb a, .breadcrumbs a, #breadcrumb a, #breadcrumbs a, [itemtype*='Breadcrumb'] a")


def _short_texts(links: Iterable[HtmlElement]) -> tuple[str, ...] | None:
    return texts_of(link for link in links if len(text_of(link) or "") < 60)


def _path_of(link: HtmlElement) -> str:
    return parts_of(link.get("href", "")).path


def _in_text(link: HtmlElement, region: Region) -> bool:
    return region.body in link.iterancestors() and next(link.iterancestors("p", "li", "td"), None) is not None


def _is_tag(link: HtmlElement) -> bool:
    return "tag" in link.get("rel", "").split() and not _CATEGORY.search(_path_of(link))


def _in_lines(region: Region) -> tuple[str, ...] | None:
    # Most pages have no such line: all text at once costs less than that of each element.
    said = (text_of(region.scope) or "").lower()
    if any(label in said for label in ("kategori", "category", "rubrik")):
        for element in region.scope.iter("p", "span", "div", "small", "li", "td", "font"):
            shown = text_of(element) if len(element) < 12 else None
            if shown and len(shown) < 200 and (found := _LINE.search(shown)):
                return (found[1].strip(),)
    named = select(region.scope, ".rubrik, .kategori, .category, .post-category")
    near = [element for element in named if not is_aside(element) and region.body not in element.iterdescendants()]
    return texts_of(element for element in near[:1] if len(text_of(element) or "") < 60)


_CATEGORY = re.compile(r"/(?:kategori|category|categories|rubrik|kanal)[/-]|/kategori\b", re.IGNORECASE)
_TAG = re.compile(r"/(?:tags?|topik|label|topic)[/-]", re.IGNORECASE)
# One of these is in each address that the two expressions find.
_HINTS = ("kategori", "categor", "rubrik", "kanal", "/tag", "topik", "label", "topic")
_LINE = re.compile(
    r"\b(?:kategori|category|rubrik)\s*:\s*([^|\u2022\u00b7:-]{2,40}?)\s*(?:[|\u2022\u00b7]|\s-\s|$)", re.IGNORECASE
)
