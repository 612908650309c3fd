"""Links of an HTML page: anchors, image maps, frames, refreshes, and the feeds it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from archive.markup import parse_html
from archive.model import Page
from archive.urls import absolute_url
from spiders.discovery.misprints import meant_address
from spiders.discovery.order import page_priority
from spiders.targets import Found, Priority

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_REFRESH = re.compile(r"^\s*\d*(?:\.\d*)?\s*[;,]?\s*(?:url\s*=)?\s*[\"']?([^\"']+)", re.IGNORECASE)


def html_links(page: Page) -> Iterator[Found]:
    """Every address once; scripts are not run and comments not read."""
    tree = parse_html(page)
    if tree is None:
        return
    base = page.url
    seen: set[str] = set()
    for element in tree.iter("base", "a", "area", "iframe", "frame", "link", "meta"):
        if element.tag == "base" and element.get("href") and base == page.url:
            base = absolute_url(page.url, element.get("href", "")) or page.url
            continue
        for found in _links_of(element, base, page.url):
            if found.url not in seen:
                seen.add(found.url)
                yield found


def _links_of(element: HtmlElement, base: str, page_url: str) -> Iterator[Found]:
    if element.tag == "link":
        relations = (element.get("rel") or "").lower().split()
        if "alternate" in relations and (element.get("type") or "").lower().strip() in _FEED_TYPES:
            url = absolute_url(base, element.get("href") or "")
            if url and not _is_feed_of_a_page(url, page_url):
                yield Found(url, Priority.FEED, "S")
        return
    if element.tag == "meta":
        if (element.get("http-equiv") or "").lower() == "refresh":
            target = _REFRESH.match(element.get("content") or "")
            url = absolute_url(base, target[1]) if target else None
            if url:
                yield Found(url, Priority.PAGE, "R")
        return
    url = absolute_url(base, element.get("href" if element.tag in ("a", "area") else "src") or "")
    if url:
        priority = page_priority(url)
        is_menu = priority is Priority.LISTING and element.tag == "a" and _is_in_menu(element)
        yield Found(url, Priority.MENU if is_menu else priority, "L")
        if meant := meant_address(url):
            yield Found(meant, page_priority(meant), "I")


def _is_in_menu(element: HtmlElement) -> bool:
    return any(
        node.tag == "nav" or _MENU.search(f"{node.get('class', '')} {node.get('id', '')}")
        for node in element.iterancestors("nav", "ul", "div", "header", "td")
    )


_MENU = re.compile(r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|navigasi|topnav|mainnav)(?:$|[\s_-])", re.IGNORECASE)


def _is_feed_of_a_page(url: str, page_url: str) -> bool:
    """Feeds of comments, and of the search whose results a page shows: nothing that is not found without them.

    WordPress gives each article one at <article>/feed/ or ?p=N&feed=…, Blogger at /feeds/N/comments/default.
    """
    query = dict(parse_qsl(urlsplit(url).query))
    if query.keys() & {"p", "page_id", "attachment_id", "s"} or query.get("feed", "").startswith("comments"):
        return True
    if _COMMENTS.search(urlsplit(url).path):
        return True
    article = re.sub(r"/\d+\Z", "", page_url.partition("?")[0].rstrip("/"))
    return article.count("/") > 2 and url.startswith(article + "/") and url.rstrip("/").endswith("/feed")


_COMMENTS = re.compile(r"/comments/feed|/feeds/(?:\d+/)?comments/", re.IGNORECASE)
