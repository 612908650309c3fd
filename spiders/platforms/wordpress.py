"""WordPress: classic and block themes. Kind and post id are read from the classes that core puts on <body>."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.urls import absolute_url
from spiders.discovery.sources import SourcePage, feed_or_sitemap, inferred, page_number, query_of, root_of, with_query
from spiders.discovery.xml_lists import number_of, xml_list
from spiders.platforms.base import PlatformFacts
from spiders.platforms.generic import GENERIC
from spiders.platforms.marks import (
    body_classes,
    first,
    generator,
    has_address,
    is_aside,
    is_front_page,
    path_of,
    select,
    signs_seen,
    text_of,
    texts_of,
)
from spiders.platforms.roads import Roads
from spiders.targets import Found, Priority

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class WordPress(Roads):
    name = "wordpress"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        classes = " ".join(body_classes(tree))
        link = page.header("link") or ""
        feeds = "link[rel='alternate'][href$='/feed/'], link[rel='pingback'][href$='xmlrpc.php']"
        return signs_seen(
            {
                "generator": lambda: "wordpress" in generator(tree),
                "api": lambda: "https://api.w.org/" in link or select(tree, "link[rel='https://api.w.org/']"),
                "body class": lambda: re.search(r"\b(?:postid|page-id|wp-singular|wp-custom-logo|wp-theme)\b", classes),
                "feed": lambda: select(tree, feeds),
                "assets": lambda: has_address(page, b"/wp-content/", b"/wp-includes/"),
                "blocks": lambda: any(name in page.body for name in (b"wp-block-", b"wp-caption", b"wp-image-")),
            }
        )

    def kind(self, tree: HtmlElement, page: Page) -> Kind:
        classes = body_classes(tree)
        if classes & {"error404", "attachment"}:
            return "other"
        if "single" in classes or any(name.startswith(("postid-", "single-")) for name in classes):
            return "article"
        if is_front_page(page) or classes & _LISTING:
            return "listing"
        if "page" in classes or any(name.startswith("page-id-") for name in classes):
            return "page"
        posts = select(tree, "article[id^='post-'], .hentry")
        if posts:
            return "listing" if len(posts) > 1 else "article"
        return GENERIC.kind(tree, page)

    def article_key(self, tree: HtmlElement, page: Page) -> str | None:
        for name in body_classes(tree):
            if found := re.fullmatch(r"(?:postid|page-id)-(\d+)", name):
                return found[1]
        posts = select(tree, "article[id^='post-']")
        found = re.fullmatch(r"post-(\d+)", posts[0].get("id", "")) if len(posts) == 1 else None
        return found[1] if found else None

    def reads(self, tree: HtmlElement, page: Page) -> PlatformFacts:
        article = self._article(tree, page)
        body = _body(tree if article is None else article)
        box = article.getparent() if article is not None else None
        area = tree if box is None else box
        links = [link for link in select(area, "a[rel~='tag']") if not is_aside(link)]
        categories = [link for link in links if "category" in link.get("rel", "") or _is_category(link)]
        return PlatformFacts(
            body=body,
            scope=article,
            title=text_of(first(area, "h1.entry-title", "h1.wp-block-post-title", "article h1", ".entry-header h1")),
            published=text_of(first(area, *_DATES)),
            author=text_of(first(area, *_AUTHORS)),
            categories=texts_of(categories) or texts_of(select(area, ".cat-links a, .entry-meta-categories a")),
            tags=texts_of(link for link in links if link not in categories),
            flags=("password",) if select(tree, "form.post-password-form") else (),
            part=_part(area, page),
        )

    def _article(self, tree: HtmlElement, page: Page) -> HtmlElement | None:
        """The box of the post that the page is of. A page built from blocks may have only those of other posts."""
        number = self.article_key(tree, page)
        if number and (own := first(tree, f"[id='post-{number}']", f"article.post-{number}")) is not None:
            return own
        articles = [article for article in select(tree, "article, .hentry") if not is_aside(article)]
        return articles[0] if len(articles) == 1 else None

    def follows(self, tree: HtmlElement, page: Page) -> tuple[Found, ...]:
        api = _api_root(tree, page)
        rest = (inferred(_posts(api, page=1), Priority.FEED),) if api else ()
        # Old releases have no sitemap of their own; newer ones send this address on to theirs.
        return (*rest, *Roads.follows(self, tree, page))

    def source(self, page: Page) -> SourcePage | None:
        if _is_posts_api(page.url):
            return _rest_page(page)
        listed = xml_list(page)
        if listed is None:
            return None
        if listed.kind == "sitemapindex":
            of_posts = tuple(url for url in listed.entries if _POSTS_SITEMAP.match(path_of(url).rpartition("/")[2]))
            return SourcePage("sitemap_posts", page.url, (), parts=of_posts, lists_all=True) if of_posts else None
        name = path_of(page.url).rpartition("/")[2]
        if listed.kind == "urlset":
            if _LISTING_SITEMAP.match(name):
                return None
            source = feed_or_sitemap(page)
            is_of_posts = source is not None and _POSTS_SITEMAP.match(name) is not None
            return replace(source, name="sitemap_posts", lists_all=True) if source and is_of_posts else source
        key = self._feed_key(page.url)
        if key is None:
            return None  # of a category, of comments: part of what the main feed has
        paged = page_number(page.url, "paged")
        further = (inferred(with_query(page.url, paged=paged + 1), Priority.WALK),) if listed.entries else ()
        return SourcePage("feed", key, listed.entries, further=further, lists_all=True)

    def ends(self, url: str) -> str | None:
        """A feed's page past the end is a 404."""
        return self._feed_key(url) if "paged" in query_of(url) else None

    def repeats(self, url: str, *, in_menu: bool) -> bool:
        """Archives of a tag, author or date, later pages of any list, further pages of the feed, feeds of parts of
        the site, sitemaps of such lists."""
        path, query = path_of(url), query_of(url)
        if self._feed_key(url) is not None:
            return "paged" in query
        if _CATEGORY.search(path) or query.keys() == {"cat"}:
            return not in_menu or _REPEATING.search(path) is not None
        return (
            _REPEATING.search(path) is not None
            or _LISTING_SITEMAP.match(path.rpartition("/")[2]) is not None
            or (not in_menu and _DATE_ARCHIVE.search(path) is not None)
            or (not path and bool(query) and not query.keys() - {"paged", "m", "author", "tag", "cat", "feed"})
        )

    def folds(self, url: str) -> str:
        """With and without index.php, with and without the last slash."""
        parts = urlsplit(url)
        path = re.sub(r"\A((?:/[^/]+)?)/index\.php(?=/)", r"\1", parts.path).rstrip("/")
        return parts._replace(path=path or "/").geturl()

    def searches(self, tree: HtmlElement, page: Page, words: Sequence[str]) -> tuple[Found, ...]:
        if api := _api_root(tree, page):
            return tuple(inferred(_posts(api, search=word), Priority.SEARCH) for word in words)
        return tuple(inferred(with_query(root_of(page.url), s=word), Priority.SEARCH) for word in words)

    def _feed_key(self, url: str) -> str | None:
        """The main feed's address without its page; None for any other address."""
        query = query_of(url)
        is_main = _MAIN_FEED.search(path_of(url)) is not None or (
            query.get("feed") in ("rss", "rss2", "atom", "rdf") and not query.keys() - {"feed", "paged"}
        )
        return with_query(url, paged=None) if is_main else None


def _api_root(tree: HtmlElement, page: Page) -> str | None:
    """Where the page says its programming interface is. Without permalinks it is in the query."""
    found = _API_LINK.search(page.header("link") or "")
    links = [found[1]] if found else [link.get("href", "") for link in select(tree, "link[rel='https://api.w.org/']")]
    return absolute_url(page.url, links[0]) if links else None


def _posts(api: str, **values: str | int) -> str:
    """The list of posts, without their texts: the server need not make them, and each is captured as a page."""
    route = query_of(api).get("rest_route")
    url = with_query(api, rest_route=route.rstrip("/") + _POSTS) if route else api.rstrip("/") + _POSTS
    return with_query(url, per_page=100, _fields=_FIELDS, **values)


def _is_posts_api(url: str) -> bool:
    return _POSTS in path_of(url) or _POSTS in query_of(url).get("rest_route", "")


def _rest_page(page: Page) -> SourcePage | None:
    try:
        posts = json.loads(page.body)
        links = [absolute_url(page.url, post["link"]) for post in posts[:_MOST_POSTS]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    total, pages = map(number_of, map(_header_of(page), _TOTALS))
    number = page_number(page.url, "page")
    is_search = "search" in query_of(page.url)
    priority = Priority.SEARCH if is_search else Priority.FEED
    # One after the other: a server that tells of a million pages is asked for as many as have something new.
    following = (inferred(with_query(page.url, page=number + 1), priority),) if number < (pages or 0) else ()
    return SourcePage(
        "wordpress_rest", with_query(page.url, page=None), tuple(filter(None, links)), total=total, pages=pages or None,
        further=following, lists_all=not is_search, is_search=is_search,
    )  # fmt: skip


def _header_of(page: Page) -> Callable[[str], str]:
    return lambda name: (page.header(name) or "").strip()


_POSTS = "/wp/v2/posts"
_FIELDS = "id,date,date_gmt,modified,modified_gmt,slug,type,link,title,author,categories,tags,featured_media"
_TOTALS = ("X-WP-Total", "X-WP-TotalPages")
_MOST_POSTS = 1000  # a hundred are asked for
_API_LINK = re.compile(r"<([^>]+)>\s*;\s*rel=[\"']?https://api\.w\.org/")
# Not /a/feed, which is a post's own unless the whole site lies in /a: there the interface and the sitemap must do.
_MAIN_FEED = re.compile(r"\A/feed(?:/(?:rss2?|atom|rdf))?\Z")
_POSTS_SITEMAP = re.compile(r"(?:wp-sitemap-posts-post-\d+|post-sitemap\d*)\.xml\Z")
_LISTING_SITEMAP = re.compile(
    r"(?:wp-sitemap-(?:taxonomies|users)-.*|(?:category|post_tag|tag|author|local|e-landing-page)-sitemap\d*)\.xml\Z"
)
_CATEGORY = re.compile(r"\A(?:/[^/]+)?/category/.")
# Not /berita/page/2: it may be of posts of another type, which the interface's list of posts does not name.
_REPEATING = re.compile(
    r"\A/page/\d+\Z|\A(?:/[^/]+)?/(?:tag|author)/[^/]+(?:/page/\d+)?\Z|/category/.+/page/\d+\Z"
    r"|\A(?:/[^/]+)?/(?:tag|author|category)/(?:.*/)?feed\Z"
)
# Not /apbdes/2023, which is a page.
_DATE_ARCHIVE = re.compile(r"\A/\d{4}(?:/\d{2}){0,2}(?:/page/\d+)?\Z")


def _is_category(link: HtmlElement) -> bool:
    """Block themes call categories and tags alike; the box around the links or their addresses tell them apart."""
    boxes = (node.get("class", "") for node in islice(link.iterancestors(), 2))
    return (
        any("taxonomy-category" in names for names in boxes)
        or _CATEGORY.search(path_of(link.get("href", ""))) is not None
    )


def _body(article: HtmlElement) -> HtmlElement | None:
    """The box of the text. Themes use the names other than entry-content for teasers too: the longest is taken."""
    body = first(article, "div.entry-content:not(.mh-comment-content)", ".wp-block-post-content")
    if body is not None:
        return body
    found = [element for element in select(article, _OTHER_BODIES) if not is_aside(element)]
    longest = max(found, key=lambda element: len(element.text_content()), default=None)
    return longest if longest is not None and len(longest.text_content()) > 200 else None


def _part(area: HtmlElement, page: Page) -> tuple[int, int] | None:
    """Which part of a post that its author split with <!--nextpage--> this is, the number that is no link; of how
    many."""
    links = select(area, _PART_LINKS)
    numbers = {int(found[0]) for link in links if (found := re.search(r"\d{1,3}", text_of(link) or ""))}
    if numbers:
        own = next(number for number in range(1, len(numbers) + 2) if number not in numbers)
        return own, max(own, *numbers)
    if not links:
        return None
    # Only "next" and "previous".
    here = urlsplit(page.url).path.rstrip("/") + "/"
    is_first = any(urlsplit(absolute_url(page.url, link.get("href", "")) or "").path.startswith(here) for link in links)
    found = None if is_first else re.search(r"/(\d{1,3})/\Z", here)
    return (int(found[1]) if found else page_number(page.url, "page")), 0


# The class is of WordPress 5.1, the box of most themes before it.
_PART_LINKS = "a.post-page-numbers, .page-links a, .post-nav-links a, .page-link a, .wp-link-pages a"
_LISTING = {"blog", "archive", "category", "tag", "search", "date", "author"}
_OTHER_BODIES = (
    ".elementor-widget-theme-post-content, .td-post-content, .et_pb_post_content, .post-content, .single-content, "
    ".post-entry, .entry-content"
)
# MH Magazine has no <time>; its date is a link to the month's archive, in a class that elsewhere means "modified".
_DATES = (
    ".entry-meta-date",
    "article .entry-date",
    ".entry-date",
    ".posted-on",
    ".wp-block-post-date",
    "article .post-date",
    ".td-post-date",
    ".post-meta .date",
    ".entry-meta .date",
)
_AUTHORS = (
    ".entry-meta-author a",
    ".author.vcard .fn",
    ".author.vcard",
    ".wp-block-post-author__name",
    ".wp-block-post-author-name",
    ".byline a[rel='author']",
    ".byline a",
    ".author-bio .author-title",
    "a[rel='author']",
    ".posted-by a",
    ".post-author a",
    ".td-post-author-name a",
    ".entry-meta .author",
    ".entry-author",
)
WORDPRESS = WordPress()
