"""Looking for a page's marks: elements by CSS selector, texts, meta values, classes."""

from __future__ import annotations

import re
from functools import lru_cache
from os.path import commonprefix
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from spiders.platforms.names import names_of_page, selector_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

    from archive.model import Page

# Boxes beside the article that carry the same class names as the article's own parts.
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|respond|komentar|sidebar|related|terkait|author-box|post-nav)(?:$|[\s_-])|"
    # Page builders call every box of the article an elementor-widget or the like.
    r"(?:^|\s)(?:widget|textwidget|(?:site-|page-)?footer)(?:$|[\s_-])",
    re.IGNORECASE,
)


def select(tree: HtmlElement, css: str) -> list[HtmlElement]:
    """All elements that match, in document order."""
    selector = selector_for(css, names_of_page(tree))
    found: list[HtmlElement] = [] if selector is None else selector(tree)
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
        if node.tag in ("aside", "nav") or (len(names) > 1 and _is_aside_name(names)):
            return True
        if node.tag == "footer" and next(node.iterancestors("article"), None) is None:
            return True
    return False


@lru_cache(maxsize=8192)
def _is_aside_name(names: str) -> bool:
    return _ASIDE.search(names) is not None


def text_of(element: HtmlElement | None) -> str | None:
    """The text of an element on one line; None when there is none."""
    return None if element is None else one_line(whole_text(element)) or None


# Less than half the time of joining itertext() (2026-11-26).
whole_text = etree.XPath("string()", smart_strings=False)


def one_line(text: str) -> str:
    """`text` without control and zero-width characters, every run of white space one blank."""
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(_INVISIBLE.sub("", text).split())


_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff]")


def words_of(text: str | None) -> str:
    """The words of a text in lower case, one blank between them: what two forms of one title have in common."""
    return " ".join(re.findall(r"\w+", (text or "").lower()))


def texts_of(elements: Iterable[HtmlElement]) -> tuple[str, ...] | None:
    """The different texts of the elements in order; None when there are none."""
    return tuple(dict.fromkeys(text for element in elements if (text := text_of(element)))) or None


def meta(tree: HtmlElement, *names: str) -> str | None:
    """The content of the first meta element whose name, property or itemprop is one of `names`, in their order."""
    metas = names_of_page(tree).metas
    return next((content for name in names if (content := one_line(metas.get(name, "")))), None)


def generator(tree: HtmlElement) -> str:
    """The software the page says it was made with, in lower case."""
    return (meta(tree, "generator") or "").lower()


def signs_seen(signs: Mapping[str, Callable[[], object]]) -> tuple[str, ...]:
    """The names of the signs that are there; none of them when they are fewer than two.

    They are asked in order, as long as there may be two: those that cost a search in the page's bytes come last.
    """
    seen: list[str] = []
    for left, (name, is_there) in zip(reversed(range(len(signs))), signs.items(), strict=True):
        if is_there():
            seen.append(name)
        if len(seen) + left < 2:
            return ()
    return tuple(seen)


def body_classes(tree: HtmlElement) -> frozenset[str]:
    body = tree.find("body")
    return frozenset() if body is None else frozenset((body.get("class") or "").split())


def has_address(page: Page, *parts: bytes) -> bool:
    """Whether a link, picture, style or script address of the page has one of `parts` in it."""
    common = commonprefix(parts) or b""  # noqa: RUF071  # up to any character is right
    if len(common) > 3 and common not in page.body:
        return False
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


def parts_of(address: str) -> SplitResult:
    """An address as a page gives it, in parts; one that is none ("http://[") is all path."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def path_of(url: str) -> str:
    """The decoded path of an address without its last slash and without `/index.php`."""
    path = unquote(parts_of(url).path)
    return path.removeprefix("/index.php").rstrip("/")


def is_front_page(page: Page) -> bool:
    parts = urlsplit(page.url)
    return path_of(page.url).lower() in ("", "/index.html", "/index.htm", "/home", "/beranda") and not parts.query
