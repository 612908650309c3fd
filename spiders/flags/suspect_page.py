"""A page that has words of gambling somewhere, taken apart: what visitors see, what they do not, what they wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from archive.urls import absolute_url
from spiders.flags.addresses import host_of, is_elsewhere, offers_gambling, path_words
from spiders.flags.gambling_words import Words, host_offers, words_in
from spiders.flags.hidden import hidden_blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Page

Place = Literal["seen", "unseen", "comment"]


@dataclass(frozen=True)
class Link:
    element: HtmlElement
    url: str
    host: str
    text: str

    @cached_property
    def words(self) -> Words:
        return words_in(f"{self.text} {path_words(self.url)}")

    @cached_property
    def strength(self) -> int:
        """How much a link says by itself: its words one, its host one."""
        return 0 if self.words.about else self.is_worded + host_offers(self.host)

    @property
    def is_worded(self) -> bool:
        return self.words.weight >= 2


def are_spam(links: Iterable[Link]) -> bool:
    """Whether links together prove something. One word or name alone does not, nor do two shops named toko88."""
    strongest: dict[str, Link] = {}
    for link in links:
        if link.strength > (strongest[link.host].strength if link.host in strongest else 0):
            strongest[link.host] = link
    total = sum(link.strength for link in strongest.values())
    return total >= 3 or (total == 2 and any(link.is_worded for link in strongest.values()))


class SuspectPage:
    """A page that has such words or addresses somewhere; where, is asked here."""

    def __init__(self, elements: list[HtmlElement], page: Page) -> None:
        self.elements = elements
        self.url = page.url
        self._host = host_of(page.url)

    @cached_property
    def unseen(self) -> dict[HtmlElement, str]:
        return dict(hidden_blocks(self.elements))

    @cached_property
    def comment_boxes(self) -> set[HtmlElement]:
        return {
            element
            for element in self.elements
            if element.attrib and _is_comment_box(element) and not any(True for _ in element.iter("h1"))
        }

    @cached_property
    def places(self) -> dict[HtmlElement, Place]:
        """Where each element is."""
        places: dict[HtmlElement, Place] = {}
        for element in self.elements:
            if element in self.comment_boxes:
                places[element] = "comment"
            else:
                own: Place = "unseen" if element in self.unseen else "seen"
                above = self._place_above(element, places)
                places[element] = own if above == "seen" else above
        return places

    @staticmethod
    def _place_above(element: HtmlElement, places: dict[HtmlElement, Place]) -> Place:
        parent = element.getparent()
        return "seen" if parent is None else places[parent]

    def is_outermost_comment_box(self, element: HtmlElement) -> bool:
        return element in self.comment_boxes and self._place_above(element, self.places) != "comment"

    @cached_property
    def links(self) -> list[Link]:
        return [
            Link(element, url, host_of(url), words_of(element))
            for element in self.elements
            if element.tag == "a" and (href := element.get("href")) and (url := absolute_url(self.url, href))
        ]

    @cached_property
    def text(self) -> Words:
        """The words of what visitors see, headings, links and comments apart."""
        pieces = []
        for element in self.elements:
            parent = element.getparent()
            if element.text and element.tag not in _NO_TEXT and self.places[element] == "seen":
                pieces.append(element.text)
            if element.tail and parent is not None and parent.tag not in _NO_TEXT and self.places[parent] == "seen":
                pieces.append(element.tail)
        return words_in(" ".join(pieces))

    @cached_property
    def title(self) -> str:
        return next((words_of(element) for element in self.elements if element.tag == "title"), "")

    def is_foreign(self, host: str) -> bool:
        return is_elsewhere(host, self._host)

    def offering(self, href: str) -> str | None:
        """The address, if it is one of a gambling site elsewhere."""
        url = absolute_url(self.url, href)
        return url if url and self.is_foreign(host_of(url)) and offers_gambling(url) else None


_NO_TEXT = frozenset(
    {
        "a",
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "textarea",
        "option",
        "h1",
        "h2",
        "h3",
    }
)


def _is_comment_box(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return ("comment" in names or "komentar" in names or "tamu" in names) and (
        element.tag not in ("body", "html", "main") and any(map(_COMMENTS.fullmatch, names.split()))
    )


_COMMENTS = re.compile(
    r"(?:post-?|entry-?|blog-?|fb-|wp-block-)?(?:comments?|komentar)(?:[-_]?(?:area|list|section|content|body|box|thread"
    r"|item|wrap(?:per)?|text|holder|block|respond|\d+))?|kolom[-_]komentar|semuakomentar|(?:div-)?comment-\d+"
    r"|wpdevar_comment\S{0,20}|buku-?tamu|isi-komentar"
)


def words_of(element: HtmlElement, most: int = 400) -> str:
    """The first characters of an element's text, and what its pictures are said to show."""
    pieces: list[str] = []
    length = 0
    for node in element.iter():
        if node.tag in ("script", "style"):
            continue
        pieces += (node.text or "", node.get("alt", "") if node.tag == "img" else "")
        if node is not element:
            pieces.append(node.tail or "")
        length += sum(map(len, pieces[-3:]))
        if length > most:
            break
    return " ".join(" ".join(pieces)[:most].split())
