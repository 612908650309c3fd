"""Gambling that was put into a page, a page taken over by it, and gambling that visitors left in comments.

    evidence                                                             flag
    links or words in a block nobody sees                                gambling_injected
    title, description, canonical, hreflang, AMP address, frame          gambling_injected
    two links and more to sites of gamblers, for all to see              gambling_injected
    a redirect to them, or one for visitors from search engines only     gambling_injected
    title and text are an offer                                          hijacked
    any of it in the comments                                            comment_spam

What an article says about gambling is never evidence: no word of the running text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from archive.urls import absolute_url
from spiders.flags import Detail, detail
from spiders.flags.gambling_gate import may_be_gambling
from spiders.flags.gambling_words import Words, host_offers, words_in
from spiders.flags.hidden import hidden_blocks
from spiders.flags.redirects import redirects

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Page

Evidence = Literal[
    "hidden_links", "hidden_text", "title", "meta", "canonical", "hreflang", "amphtml", "outlinks", "iframe",
    "redirect", "redirect_by_referrer", "whole_page", "comment",
]  # fmt: skip
_MOST_BLOCKS = 3
_MOST_HOSTS = 10


@dataclass(frozen=True, slots=True)
class Gambling:
    """What was found, and the hidden blocks that bear it: no visitor sees them, so they are none of the text."""

    details: tuple[Detail, ...] = ()
    blocks: tuple[HtmlElement, ...] = ()

    def take_out(self) -> None:
        for block in self.blocks:
            if block.getparent() is not None:
                block.drop_tree()


def find_gambling(elements: list[HtmlElement], page: Page) -> Gambling:
    """`elements` are all of the page's, before anything was taken out of it."""
    if not may_be_gambling(page.body):
        return Gambling()
    suspect = _Suspect(elements, page)
    hidden = list(suspect.hidden())
    details = [one for _, one in hidden[:_MOST_BLOCKS]]
    details += suspect.in_head()
    details += suspect.outlinks()
    details += suspect.leads_away()
    details += suspect.whole_page()
    details += suspect.comments()
    return Gambling(tuple(details), tuple(block for block, _ in hidden))


@dataclass(frozen=True, slots=True)
class _Link:
    element: HtmlElement
    url: str
    host: str
    text: str

    @property
    def strength(self) -> int:
        """How much a link says by itself: its words one, its host one."""
        words = words_in(f"{self.text} {_path_words(self.url)}")
        if words.about:
            return 0
        return (words.weight >= 2) + host_offers(self.host)


class _Suspect:
    """A page that has such words or addresses somewhere; where, is asked here."""

    def __init__(self, elements: list[HtmlElement], page: Page) -> None:
        self._elements = elements
        self._page = page
        self._host = _host_of(page.url)

    # ---- its parts ----

    @cached_property
    def _unseen(self) -> dict[HtmlElement, str]:
        return dict(hidden_blocks(self._elements))

    @cached_property
    def _comment_boxes(self) -> set[HtmlElement]:
        return {
            element
            for element in self._elements
            if element.attrib and _is_comment_box(element) and not any(True for _ in element.iter("h1"))
        }

    @cached_property
    def _places(self) -> dict[HtmlElement, Literal["seen", "unseen", "comment"]]:
        """Where each element is."""
        places: dict[HtmlElement, Literal["seen", "unseen", "comment"]] = {}
        for element in self._elements:
            if element in self._comment_boxes:
                places[element] = "comment"
            elif (above := places.get(element.getparent(), "seen")) != "seen":
                places[element] = above
            else:
                places[element] = "unseen" if element in self._unseen else "seen"
        return places

    @cached_property
    def _links(self) -> list[_Link]:
        return [
            _Link(element, url, _host_of(url), _words_of(element))
            for element in self._elements
            if element.tag == "a" and (href := element.get("href")) and (url := absolute_url(self._page.url, href))
        ]

    @cached_property
    def _text(self) -> Words:
        """The words of what visitors see, links and comments apart."""
        pieces = []
        for element in self._elements:
            if element.tag in _NO_TEXT or not isinstance(element.tag, str):
                continue
            if element.text and element.tag != "a" and self._places[element] == "seen":
                pieces.append(element.text)
            parent = element.getparent()
            if element.tail and parent is not None and self._places.get(parent) == "seen" and parent.tag != "a":
                pieces.append(element.tail)
        return words_in(" ".join(pieces))

    @cached_property
    def _title(self) -> str:
        return next((_words_of(element) for element in self._elements if element.tag == "title"), "")

    # ---- evidence ----

    def hidden(self) -> Iterator[tuple[HtmlElement, Detail]]:
        """Hidden blocks with an offer: of a menu's one headline about gamblers there is none."""
        links: dict[HtmlElement, list[_Link]] = {block: [] for block in self._unseen}
        for link in self._links if links else ():
            for node in (link.element, *link.element.iterancestors()):
                if node in links:
                    links[node].append(link)
                    break
        for block, how in self._unseen.items():
            if self._places[block] == "comment":
                continue
            offering = [link for link in links[block] if link.strength]
            foreign = {link.host for link in offering if self._is_foreign(link.host)}
            text = _words_of(block, 20_000)
            words = words_in(text)
            is_offer = words.weight >= 4 and len(words.about) * 2 <= len(words.sells)
            if foreign or (is_offer and (offering or not words.about)):
                kind: Evidence = "hidden_links" if offering else "hidden_text"
                yield block, self._detail(kind, text or offering[0].url, where=how, hosts=foreign)

    def in_head(self) -> Iterator[Detail]:
        """What the page says of itself to search engines."""
        if not self._text.are_news:
            if words_in(self._title).offers:
                yield self._detail("title", self._title, where="title")
            for element in self._elements:
                if element.tag == "meta" and (content := element.get("content")):
                    name = (element.get("name") or element.get("property") or "").lower()
                    if name in _DESCRIPTIONS and words_in(content[:2000]).offers:
                        yield self._detail("meta", content, where=name)
                        break
        seen = set()
        for element in self._elements:
            if element.tag != "link" or not (href := element.get("href")):
                continue
            rel = (element.get("rel") or "").lower().split()
            kind: Evidence | None = (
                "canonical" if "canonical" in rel else "amphtml" if "amphtml" in rel
                else "hreflang" if "alternate" in rel and element.get("hreflang") else None
            )  # fmt: skip
            if kind and kind not in seen and (url := self._offering(href)):
                seen.add(kind)
                yield self._detail(kind, url, where=kind, hosts={_host_of(url)})

    def outlinks(self) -> Iterator[Detail]:
        """Links that all may see. One alone proves nothing, unless its words and its host agree."""
        links = [link for link in self._links if self._places[link.element] == "seen" and self._is_foreign(link.host)]
        by_host: dict[str, int] = {}
        first: dict[str, _Link] = {}
        for link in links:
            if strength := link.strength:
                by_host[link.host] = max(strength, by_host.get(link.host, 0))
                first.setdefault(link.host, link)
        if sum(by_host.values()) >= 2:
            shown = next(iter(first.values()))
            yield self._detail("outlinks", shown.text or shown.url, where="link", hosts=set(by_host))

    def leads_away(self) -> Iterator[Detail]:
        for element in self._elements:
            if element.tag in ("iframe", "frame") and (url := self._offering(element.get("src") or "")):
                yield self._detail("iframe", url, where=str(element.tag), hosts={_host_of(url)})
                break
        for one in redirects(self._elements):
            foreign = [
                url for target in one.targets
                if (url := absolute_url(self._page.url, target)) and self._is_foreign(_host_of(url))
            ]  # fmt: skip
            if one.by_referrer and (foreign or one.is_veiled):
                yield self._detail("redirect_by_referrer", one.quote, where="script", hosts=set(map(_host_of, foreign)))
                return
            if offering := [url for url in foreign if self._offering(url)]:
                yield self._detail("redirect", one.quote, where=one.where, hosts=set(map(_host_of, offering)))
                return

    def whole_page(self) -> Iterator[Detail]:
        """A page whose title or first heading is an offer, and whose text is one, too."""
        heads = [self._title, *(_words_of(element) for element in self._elements if element.tag == "h1")]
        head = next((one for one in heads[:3] if words_in(one).offers), None)
        if head is None:
            title = words_in(self._title)
            head = self._title if title.brands and not title.about and len(self._text.sells) >= 4 else None
        text = self._text
        if head is None or text.are_news:
            return
        is_empty = text.count < 40
        if is_empty or text.weight >= 4 or (text.brands and text.weight >= 3):
            yield detail("hijacked", head, where="title", reason="whole_page")

    def comments(self) -> Iterator[Detail]:
        for box in self._comment_boxes:
            if self._places.get(box.getparent(), "seen") == "comment":
                continue
            text = _words_of(box, 20_000)
            words = words_in(text)
            is_linked = any(
                link.strength and self._is_foreign(link.host)
                for link in self._links
                if self._places[link.element] == "comment"
            )
            if is_linked or (words.weight >= 4 and not words.about):
                yield detail("comment_spam", _around(text), where="comment", reason="comment")
                return

    def _detail(self, reason: Evidence, quote: str, where: str, hosts: set[str] | None = None) -> Detail:
        more = {"hosts": sorted(hosts)[:_MOST_HOSTS]} if hosts else {}
        return detail("gambling_injected", _around(quote), where=where, reason=reason, **more)

    def _is_foreign(self, host: str) -> bool:
        own = self._host
        return bool(host) and host != own and not host.endswith(f".{own}") and not own.endswith(f".{host}")

    def _offering(self, href: str) -> str | None:
        """The address, if it is one of a gambling site elsewhere."""
        url = absolute_url(self._page.url, href)
        if url is None or not self._is_foreign(_host_of(url)):
            return None
        words = words_in(_path_words(url))
        return url if host_offers(_host_of(url)) or (words.weight >= 2 and not words.about) else None


_NO_TEXT = frozenset({"script", "style", "noscript", "template", "head", "title", "meta", "link", "textarea", "option"})
_DESCRIPTIONS = (
    "description", "keywords", "og:title", "og:description", "og:site_name", "twitter:title", "twitter:description",
)  # fmt: skip


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


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _path_words(url: str) -> str:
    parts = urlsplit(url)
    return unquote(f"{parts.path} {parts.query}"[:500]).replace("_", " ")


def _words_of(element: HtmlElement, most: int = 400) -> str:
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


def _around(text: str) -> str:
    """From a little before the first word that tells."""
    found = _TELLS.search(text)
    return text[max(0, found.start() - 30) :] if found and found.start() > 100 else text


_TELLS = re.compile(r"slot|gacor|togel|maxwin|sbobet|toto|casino|poker|judi", re.IGNORECASE)
