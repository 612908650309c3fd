"""WordPress: classic and block themes. Kind and post id are read from the classes that core puts on <body>."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.platforms.base import PlatformFacts
from spiders.platforms.generic import GENERIC
from spiders.platforms.marks import (
    body_classes,
    first,
    generator,
    has_address,
    is_aside,
    is_front_page,
    select,
    text_of,
    texts_of,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class WordPress:
    name = "wordpress"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        classes = " ".join(body_classes(tree))
        link = page.header("link") or ""
        signs = {
            "generator": "wordpress" in generator(tree),
            "assets": has_address(page, b"/wp-content/", b"/wp-includes/"),
            "api": "https://api.w.org/" in link or bool(select(tree, "link[rel='https://api.w.org/']")),
            "body class": re.search(r"\b(?:postid|page-id|wp-singular|wp-custom-logo|wp-theme)\b", classes) is not None,
            "blocks": any(name in page.body for name in (b"wp-block-", b"wp-caption", b"wp-image-")),
            "feed": bool(
                select(tree, "link[rel='alternate'][href$='/feed/'], link[rel='pingback'][href$='xmlrpc.php']")
            ),
        }
        return tuple(name for name, seen in signs.items() if seen)

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
        categories = [link for link in links if "category" in link.get("rel", "")]
        return PlatformFacts(
            body=body,
            scope=article,
            title=text_of(first(area, "h1.entry-title", "h1.wp-block-post-title", "article h1", ".entry-header h1")),
            published=text_of(first(area, *_DATES)),
            author=text_of(first(area, *_AUTHORS)),
            categories=texts_of(categories) or texts_of(select(area, ".cat-links a, .entry-meta-categories a")),
            tags=texts_of(link for link in links if link not in categories),
            flags=("password",) if select(tree, "form.post-password-form") else (),
        )

    def _article(self, tree: HtmlElement, page: Page) -> HtmlElement | None:
        """The box of the post that the page is of. A page built from blocks may have only those of other posts."""
        number = self.article_key(tree, page)
        if number and (own := first(tree, f"[id='post-{number}']", f"article.post-{number}")) is not None:
            return own
        articles = [article for article in select(tree, "article, .hentry") if not is_aside(article)]
        return articles[0] if len(articles) == 1 else None


def _body(article: HtmlElement) -> HtmlElement | None:
    """The box of the text. Themes use the names other than entry-content for teasers too: the longest is taken."""
    body = first(article, "div.entry-content:not(.mh-comment-content)", ".wp-block-post-content")
    if body is not None:
        return body
    found = [element for element in select(article, _OTHER_BODIES) if not is_aside(element)]
    longest = max(found, key=lambda element: len(element.text_content()), default=None)
    return longest if longest is not None and len(longest.text_content()) > 200 else None


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
    "a[rel='author']",
    ".posted-by a",
    ".post-author a",
    ".td-post-author-name a",
    ".entry-meta .author",
    ".entry-author",
)
WORDPRESS = WordPress()
