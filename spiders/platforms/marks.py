"""Looking for a page's marks: elements by CSS selector, texts, meta values, classes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml.cssselect import CSSSelector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from archive.model import Page

# Boxes beside the article that carry the same class names as the article's own parts.
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|respond|komentar|sidebar|related|terkait|author-box|post-nav)(?:$|[\s_-])|"
    # Page builders call every box of the article an elementor-widget or the like.
    r"(?:^|\s)(?:widget|textwidget|(?:site-|page-)?footer)(?:$|[\s_-])",
    re.IGNORECASE,
)


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def select(tree: HtmlElement, css: str) -> list[HtmlElement]:
    """All elements that match, in document order."""
    found: list[HtmlElement] = _selector(css)(tree)
    return found


def first(tree: HtmlElement, *selectors: str) -> HtmlElement | None:
    """The first element of the first selector that matches anything outside comments, sidebars and related boxes."""
    for css in selectors:
        for element in select(tree, css):
            if not is_aside(element):
                return element
    return None


def is_aside(element: HtmlElement) -> bool:
    """Whether the element lies in a box beside the article."""
    for node in (element, *element.iterancestors()):
        names = f"{node.get('class', '')} {node.get('id', '')}"
        if node.tag in ("body", "html", "article", "main") or "hentry" in names:
            return False
        if node.tag in ("aside", "nav") or _ASIDE.search(names):
            return True
        if node.tag == "footer" and next(node.iterancestors("article"), None) is None:
            return True
    return False


def text_of(element: HtmlElement | None) -> str | None:
    """The text of an element on one line; None when there is none."""
    return None if element is None else one_line("".join(element.itertext())) or None


def one_line(text: str) -> str:
    """`text` without control and zero-width characters, every run of white space one blank."""
    return " ".join(_INVISIBLE.sub("", text).split())


_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff]")


def words_of(text: str | None) -> str:
    """The words of a text in lower case, one blank between them: what two forms of one title have in common."""
    return " ".join(re.findall(r"\w+", (text or "").lower()))


def texts_of(elements: Iterable[HtmlElement]) -> tuple[str, ...] | None:
    """The different texts of the elements in order; None when there are none."""
    return tuple(dict.fromkeys(text for element in elements if (text := text_of(element)))) or None


def meta(tree: HtmlElement, *names: str) -> str | None:
    """The content of the first meta element whose name, property or itemprop is one of `names`, in their order."""
    values = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            key = (element.get(attribute) or "").strip().lower()
            if key in names and key not in values:
                values[key] = one_line(element.get("content") or "")
    return next((values[name] for name in names if values.get(name)), None)


def generator(tree: HtmlElement) -> str:
    """The software the page says it was made with, in lower case."""
    return (meta(tree, "generator") or "").lower()


def body_classes(tree: HtmlElement) -> frozenset[str]:
    body = tree.find("body")
    return frozenset() if body is None else frozenset((body.get("class") or "").split())


def has_address(page: Page, *parts: bytes) -> bool:
    """Whether a link, picture, style or script address of the page has one of `parts` in it."""
    return any(True for part in parts for _ in _addresses_with(page.body, part))


def addresses_with(page: Page, part: bytes) -> Iterator[bytes]:
    """The ends of the page's addresses from `part` on."""
    for start in _addresses_with(page.body, part):
        yield page.body[start : start + 200]


def _addresses_with(body: bytes, part: bytes) -> Iterator[int]:
    start = body.find(part)
    for _ in range(40):
        if start < 0:
            return
        if _IN_ADDRESS.search(body, max(0, start - 200), start):
            yield start
        start = body.find(part, start + len(part))


_IN_ADDRESS = re.compile(rb"""(?:href|src|content)\s{0,3}=\s{0,3}["']?[^"'\s<>]*\Z""")


def path_of(url: str) -> str:
    """The decoded path of an address without its last slash and without `/index.php`."""
    path = unquote(urlsplit(url).path)
    return path.removeprefix("/index.php").rstrip("/")


def is_front_page(page: Page) -> bool:
    parts = urlsplit(page.url)
    return path_of(page.url).lower() in ("", "/index.html", "/index.htm", "/home", "/beranda") and not parts.query
