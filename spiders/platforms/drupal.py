"""Drupal 7 to 11: a node is an article.node, its text in field--name-body."""

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
    is_front_page,
    path_of,
    select,
    text_of,
    texts_of,
)
from spiders.platforms.roads import Roads

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class Drupal(Roads):
    name = "drupal"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        signs = {
            "generator": "drupal" in generator(tree),
            "header": "drupal" in (page.header("x-generator") or "").lower(),
            "assets": has_address(page, b"/sites/default/files/", b"/sites/all/", b"/core/misc/"),
            "settings": b"drupal-settings-json" in page.body or b"Drupal.settings" in page.body,
            "node": bool(select(tree, "article.node, div.node, .field--name-body")),
        }
        return tuple(name for name, seen in signs.items() if seen)

    def kind(self, tree: HtmlElement, page: Page) -> Kind:
        path = path_of(page.url)
        if is_front_page(page) or not path or re.match(r"/(?:taxonomy/term/\d+|search|node)\Z", path):
            return "listing"
        if select(tree, ".node--view-mode-full, .node-full") or _node_of(tree, page):
            static = select(tree, "article.node--type-page, .node-page") or "page-node-type-page" in body_classes(tree)
            return "page" if static else "article"
        return GENERIC.kind(tree, page)

    def article_key(self, tree: HtmlElement, page: Page) -> str | None:
        return _node_of(tree, page)

    def reads(self, tree: HtmlElement, page: Page) -> PlatformFacts:
        node = first(tree, "article.node", "div.node")
        return PlatformFacts(
            body=first(tree, ".field--name-body", ".field-name-body", ".node__content", ".node .content"),
            scope=node,
            title=text_of(first(tree, "h1.page-title", "h1.page-header", "h1.title", "h1")),
            published=text_of(first(tree, ".node__submitted", ".submitted", ".node__meta")),
            author=text_of(first(tree, ".submitted .username", ".node__submitted .username", ".username")),
            tags=texts_of(select(tree, ".field--name-field-tags a, .field-name-field-tags a")),
        )


def _node_of(tree: HtmlElement, page: Page) -> str | None:
    """The node's number, from the body's class, the short link, the node's own mark or the address."""
    for name in body_classes(tree):
        if found := re.fullmatch(r"page-node-(\d+)", name):
            return found[1]
    for element in select(tree, "[data-history-node-id]"):
        return element.get("data-history-node-id")
    links = [link.get("href", "") for link in select(tree, "link[rel='shortlink']")]
    for address in (*links, page.url):
        if found := re.fullmatch(r".*/node/(\d+)", path_of(address)):
            return found[1]
    return None


DRUPAL = Drupal()
