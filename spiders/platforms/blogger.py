"""Blogger, on blogspot or on a village's own host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.discovery.sources import SourcePage, feed_or_sitemap, inferred, page_number, query_of, root_of, with_query
from spiders.discovery.xml_lists import xml_list
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
    signs_seen,
    text_of,
    texts_of,
)
from spiders.platforms.roads import Roads
from spiders.targets import Found, Priority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class Blogger(Roads):
    name = "blogger"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        return signs_seen(
            {
                "generator": lambda: generator(tree) == "blogger",
                "namespace": lambda: b"http://www.google.com/2005/gml/" in page.body,
                "feed": lambda: has_address(page, b"/feeds/posts/default"),
                "static": lambda: has_address(
                    page, b"blogger.com/static", b"blogger.com/dyn-css", b"blogger.com/share-post"
                ),
                "pictures": lambda: has_address(page, b"bp.blogspot.com/", b"blogger.googleusercontent.com/"),
            }
        )

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
            tags=texts_of(
                select(tree, ", ".join(f".{box} a[rel='tag']" for box in _LABELS)),
            ),
        )

    def follows(self, tree: HtmlElement, page: Page) -> tuple[Found, ...]:
        """The feed gives as many entries as it likes, whatever it is asked for; it gives them all in the end."""
        feed = root_of(page.url) + "feeds/posts/default"
        return (inferred(with_query(feed, **{"start-index": 1, "max-results": _ASKED_FOR}), Priority.FEED),)

    def source(self, page: Page) -> SourcePage | None:
        listed = xml_list(page)
        if listed is None or listed.total is None or not _POSTS_FEED.search(path_of(page.url)):
            return feed_or_sitemap(page)
        key = with_query(page.url, **{"start-index": None, "max-results": None, "alt": None})
        following = (listed.start or 1) + len(listed.entries)
        is_search = "q" in query_of(page.url)
        further: tuple[Found, ...] = ()
        if listed.entries and following <= listed.total:
            url = with_query(page.url, **{"start-index": following, "max-results": _ASKED_FOR})
            further = (inferred(url, Priority.SEARCH if is_search else Priority.FEED),)
        return SourcePage(
            "blogger_feed", key, listed.entries, total=listed.total, pages=None if further else 1, further=further,
            lists_all=not is_search, is_search=is_search,
        )  # fmt: skip

    def repeats(self, url: str, *, in_menu: bool) -> bool:
        """Search pages by label or date, the archive of a year or month, and the feed as pages link to it."""
        path = path_of(url)
        if _POSTS_FEED.search(path):
            return "max-results" not in query_of(url)
        return re.match(r"/search\b|/\d{4}(?:/\d{2})?\Z", path) is not None

    def folds(self, url: str) -> str:
        """The feed from its beginning, however many entries it is asked for; its own links ask for other numbers."""
        if not _POSTS_FEED.search(path_of(url)):
            return url
        start = page_number(url, "start-index")
        return with_query(url, **{"max-results": None, "alt": None, "start-index": start})

    def searches(self, tree: HtmlElement, page: Page, words: Sequence[str]) -> tuple[Found, ...]:
        """The feed's own search: robots.txt forbids /search."""
        feed = root_of(page.url) + "feeds/posts/default"
        return tuple(
            inferred(with_query(feed, q=word, **{"max-results": _ASKED_FOR}), Priority.SEARCH) for word in words
        )


_LABELS = ("post-labels", "post-footer", "labels", "entry-labels")
_ASKED_FOR = 100
_POSTS_FEED = re.compile(r"/feeds/posts/default\Z")


def _published(tree: HtmlElement) -> str | None:
    """The exact time is in the title of abbr.published; the day's heading holds for several posts."""
    abbreviation = first(tree, "abbr.published[title]")
    exact = abbreviation.get("title") if abbreviation is not None else None
    # Old templates set the day's heading before the post, inside the widget of all posts.
    days = select(tree, "h2.date-header")
    return exact or text_of(first(tree, ".post-timestamp .published", ".timestamp")) or text_of(next(iter(days), None))


BLOGGER = Blogger()
