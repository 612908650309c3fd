"""Joomla 1.5 to 5: an article is shown in .item-page, with its facts in dl.article-info."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from spiders.discovery.sources import query_of, with_query
from spiders.platforms.base import PlatformFacts
from spiders.platforms.generic import GENERIC
from spiders.platforms.marks import (
    first,
    generator,
    has_address,
    is_front_page,
    path_of,
    select,
    signs_seen,
    text_of,
    texts_of,
)
from spiders.platforms.roads import Roads

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class Joomla(Roads):
    name = "joomla"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        return signs_seen(
            {
                "generator": lambda: "joomla" in generator(tree),
                "item": lambda: select(tree, _ITEMS),
                "component": lambda: has_address(page, b"option=com_", b"/component/"),
                "assets": lambda: has_address(
                    page, b"/media/jui/", b"/media/system/", b"/media/vendor/", b"/components/com_"
                ),
            }
        )

    def kind(self, tree: HtmlElement, page: Page) -> Kind:
        if is_front_page(page):
            return "listing"
        if select(tree, "div.item-page, article.item-page"):
            return "article" if select(tree, "dl.article-info, .article-info") else "page"
        if select(tree, ".contentheading") and select(tree, ".contentpaneopen"):
            return "listing" if len(select(tree, ".contentheading")) > 1 else "article"  # Joomla 1.5
        if select(tree, "div.blog, div.blog-featured, div.category-list, div.search-results"):
            return "listing"
        return GENERIC.kind(tree, page)

    def article_key(self, tree: HtmlElement, page: Page) -> str | None:
        asked = parse_qs(urlsplit(page.url).query)
        if asked.get("view") == ["article"] and asked.get("id"):
            return asked["id"][0].partition(":")[0]
        found = re.match(r"(\d+)-", path_of(page.url).rpartition("/")[2])
        return found[1] if found else None

    def reads(self, tree: HtmlElement, page: Page) -> PlatformFacts:
        item = first(tree, ".item-page")
        if item is None and (old := first(tree, "td.contentheading, div.contentheading")) is not None:
            return _of_1_5(tree, old)
        if (k2 := first(tree, "#k2Container.itemView, .itemView")) is not None:
            return _of_k2(k2)
        area = tree if item is None else item
        modified = first(area, ".modified time", "dd.modified", "span.modified", ".modifydate")
        published = first(area, ".published time", ".create time", ".published", "dd.create")
        return PlatformFacts(
            body=first(area, "[itemprop='articleBody']", ".com-content-article__body", ".item-page"),
            scope=item,
            title=text_of(first(area, "[itemprop='headline']", ".page-header h1", ".page-header h2", "h1", "h2")),
            published=None if published is None else published.get("datetime") or text_of(published),
            modified=None if modified is None else modified.get("datetime") or text_of(modified),
            author=text_of(first(area, ".createdby [itemprop='name']", ".createdby")),
            categories=texts_of(select(area, ".category-name a")),
            tags=texts_of(select(area, ".tags a")),
        )

    def folds(self, url: str) -> str:
        """An article stands under each menu that has its category, and under the address without any. The first page
        of a list is also ?start=0 and ?limitstart=0."""
        query = query_of(url)
        parts = urlsplit(url)
        named = None if query or _NO_ARTICLE.search(parts.path) else _ARTICLE.search(parts.path)
        is_article = query.get("option") == "com_content" and query.get("view") == "article"
        if is_article and not query.keys() - {"option", "view", "id", "catid", "Itemid", "lang"}:
            named = re.match(r"(\d+):(.+)", query.get("id", ""))
        if named:
            return parts._replace(path=f"/{named[1]}-{named[2]}", query="").geturl()
        first_page = {name: None for name in ("start", "limitstart") if query.get(name) == "0"}
        return with_query(url, **first_page) if first_page else url


def _of_1_5(tree: HtmlElement, heading: HtmlElement) -> PlatformFacts:
    """The first releases set an article in two tables, one with the heading and one with the text."""
    tables = [table for table in select(tree, "table.contentpaneopen") if heading not in table.iterdescendants()]
    cells = [cell for table in tables for cell in select(table, "td[valign='top']:not([class])")]
    body = max(cells or tables, key=lambda box: len(box.text_content()), default=None)
    return PlatformFacts(
        body=body,
        scope=body,
        title=text_of(heading),
        published=text_of(first(tree, ".createdate")),
        modified=text_of(first(tree, ".modifydate")),
        author=text_of(first(tree, ".contentpaneopen .small, .createby")),
    )


def _of_k2(item: HtmlElement) -> PlatformFacts:
    """K2, an extension with articles of its own."""
    return PlatformFacts(
        body=first(item, ".itemBody"),
        scope=item,
        title=text_of(first(item, ".itemTitle")),
        published=text_of(first(item, ".itemDateCreated")),
        modified=text_of(first(item, ".itemDateModified")),
        author=text_of(first(item, ".itemAuthor a", ".itemAuthor")),
        categories=texts_of(select(item, ".itemCategory a")),
        tags=texts_of(select(item, ".itemTags a")),
    )


_ITEMS = "table.contentpaneopen, div.item-page, div.blog, div.blog-featured, body.com_content, dl.article-info"
# Other components number what is theirs in the same way.
_NO_ARTICLE = re.compile(
    r"/(?:category|categories|tags?|component|galeri|gallery|download|file)(?:/|\Z)", re.IGNORECASE
)
_ARTICLE = re.compile(r"/(\d+)-([^/]+?)(?:\.html)?\Z")
JOOMLA = Joomla()
