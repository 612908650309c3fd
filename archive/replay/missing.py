"""What an archived page's look lacks: the style sheets and pictures it names that are not in the archive.

A crawl takes styles only when it is told to (`requisites`), and a server's robots.txt may keep pictures back. Who looks
at the copy must be told, or takes the archive's gap for the village's taste.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive.replay.pictures import forms_of
from archive.urls import absolute_url

# More are not counted: a page of thousands of pictures is told of by its first ones.
_MOST = 500

Forms = tuple[str, ...]  # the addresses of which one is enough


@dataclass(frozen=True, slots=True)
class Missing:
    """How many of how many."""

    styles: int = 0
    of_styles: int = 0
    pictures: int = 0
    of_pictures: int = 0


def missing_of(
    text: str, url: str, has: Callable[[str], bool], look_up: Callable[[Iterable[str]], None] = lambda urls: None
) -> Missing:
    """Of the text of a page. `has` tells whether an address is archived, and `look_up` is given all that will be asked.
    Never raises on what it is given."""
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return Missing()
    base = next((absolute_url(url, href) or url for href in _bases(tree)), url)
    styles, pictures = _styles(tree, base), _pictures(tree, base)
    look_up({one for forms in (*styles, *pictures) for one in forms})
    lacking = [sum(not any(map(has, forms)) for forms in some) for some in (styles, pictures)]
    return Missing(lacking[0], len(styles), lacking[1], len(pictures))


def _bases(tree: HtmlElement) -> list[str]:
    return [href for element in tree.iter("base") if (href := element.get("href"))]


def _styles(tree: HtmlElement, base: str) -> Sequence[Forms]:
    links = (element for element in tree.iter("link") if "stylesheet" in (element.get("rel") or "").lower().split())
    hrefs = (href for element in links if (href := (element.get("href") or "").strip()))
    urls = dict.fromkeys(url for href in hrefs if (url := absolute_url(base, href)))
    return [(url,) for url in urls][:_MOST]


def _pictures(tree: HtmlElement, base: str) -> Sequence[Forms]:
    """The forms of each; one that the page holds itself (data:) is not counted."""
    found = (tuple(forms_of(dict(element.attrib), base).urls()) for element in tree.iter("img"))
    return [forms for forms in dict.fromkeys(found) if forms][:_MOST]
