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
    signs_seen,
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
        return signs_seen(
            {
                "generator": lambda: "drupal" in generator(tree),
                "header": lambda: "drupal" in (page.header("x-generator") or "").lower(),
                "node": lambda: select(tree, "article.node, div.node, .field--name-body"),
                "settings": lambda: b"drupal-settings-json" in page.body or b"Drupal.settings" in page.body,
                "assets": lambda: has_address(page, b"/sites/default/files/", b"/sites/all/", b"/core/misc/"),
            }
        )

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
        shown = text_of(first(tree, ".node__submitted", ".submitted", ".node__meta"))
        return PlatformFacts(
            body=first(tree, ".field--name-body", ".field-name-body", ".node__content", ".node .content"),
            scope=node,
            title=text_of(first(tree, "h1.page-title", "h1.page-header", "h1.title", "h1")),
            published=_stated(tree) or shown,
            author=text_of(first(tree, ".submitted .username", ".node__submitted .username", ".username"))
            or (found[1] if (found := _AFTER_DASH.search(shown or "")) else None),
            categories=texts_of(select(tree, _fields("category", "kategori", "rubrik"))),
            tags=texts_of(select(tree, _fields("tags") + ", .terms a, .taxonomy a")),
        )


def _stated(tree: HtmlElement) -> str | None:
    """The date in RDFa: what is printed may have the month first."""
    element = first(
        tree, ".submitted [property~='dc:date']", "[property~='dc:date'][content]", "[property~='schema:dateCreated']"
    )
    return None if element is None else element.get("content")


def _fields(*names: str) -> str:
    """Links in fields of these names, as Drupal 8 and later and Drupal 7 call them."""
    return ", ".join(f".field--name-field-{name} a, .field-name-field-{name} a" for name in names)


_AFTER_DASH = re.compile(r"\s[\u2014\u2013]\s(\S.{0,40})\Z")


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
