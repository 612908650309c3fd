"""Blogger, on blogspot or on a village's own host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.platforms.base import PlatformFacts
from spiders.platforms.generic import GENERIC
from spiders.platforms.marks import (
    first,
    generator,
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


class Blogger:
    name = "blogger"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        signs = {
            "generator": generator(tree) == "blogger",
            "static": has_address(page, b"blogger.com/static", b"blogger.com/dyn-css", b"blogger.com/share-post"),
            "feed": has_address(page, b"/feeds/posts/default"),
            "pictures": has_address(page, b"bp.blogspot.com/", b"blogger.googleusercontent.com/"),
            "namespace": b"http://www.google.com/2005/gml/" in page.body,
        }
        return tuple(name for name, seen in signs.items() if seen)

    def kind(self, tree: HtmlElement, page: Page) -> Kind:
        path = path_of(page.url)
        if is_front_page(page) or re.match(r"/search\b|/\d{4}(?:/\d{2})?\Z", path):
            return "listing"
        if re.match(r"/p/[^/]+\.html\Z", path):
            return "page"
        if re.match(r"/\d{4}/\d{2}/[^/]+\.html\Z", path):
            return "article"
        return "listing" if path == "" and urlsplit(page.url).query else GENERIC.kind(tree, page)

    def article_key(self, tree: HtmlElement, page: Page) -> str | None:
        if post_id := meta(tree, "postid"):
            return post_id
        for body in select(tree, "[id^='post-body-']"):
            return body.get("id", "").removeprefix("post-body-")
        return None

    def reads(self, tree: HtmlElement, page: Page) -> PlatformFacts:
        body = first(tree, "[id^='post-body-']", ".post-body.entry-content", ".post-body", ".entry-content")
        return PlatformFacts(
            body=body,
            title=text_of(
                first(tree, "h1.post-title", "h3.post-title", "h2.post-title", "h1.entry-title", ".post-title")
            ),
            published=_published(tree),
            author=text_of(
                first(
                    tree, ".post-author .fn", ".fn[itemprop='author']", "[itemprop='author'] [itemprop='name']", ".fn"
                )
            ),
            tags=texts_of(select(tree, ".post-labels a[rel='tag'], .post-footer a[rel='tag'], .labels a[rel='tag']")),
        )


def _published(tree: HtmlElement) -> str | None:
    """The exact time is in the title of abbr.published; the day's heading holds for several posts."""
    abbreviation = first(tree, "abbr.published[title]")
    exact = abbreviation.get("title") if abbreviation is not None else None
    return exact or text_of(first(tree, "h2.date-header", ".post-timestamp .published", ".timestamp"))


BLOGGER = Blogger()
