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
from typing import TYPE_CHECKING, Literal

from archive.urls import absolute_url
from spiders.flags import Detail, detail
from spiders.flags.addresses import host_of
from spiders.flags.gambling_gate import may_have_words, may_say_words
from spiders.flags.gambling_words import words_in
from spiders.flags.redirects import redirects, written_into
from spiders.flags.suspect_page import Link, SuspectPage, are_spam, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Page

Evidence = Literal[
    "hidden_links", "hidden_text", "title", "meta", "canonical", "hreflang", "amphtml", "outlinks", "iframe",
    "redirect", "redirect_by_referrer", "script_links", "whole_page", "comment",
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
    has_words = may_have_words(page.body)
    if not has_words and b"document.referrer" not in page.body:
        return Gambling()
    suspect = SuspectPage(elements, page)
    if not has_words or not may_say_words(elements[0]):
        return Gambling(tuple(_leads_away(suspect)))
    hidden = list(_hidden(suspect))
    details = [one for _, one in hidden[:_MOST_BLOCKS]]
    details += _in_head(suspect)
    details += _outlinks(suspect)
    details += _leads_away(suspect)
    details += _whole_page(suspect)
    details += _comments(suspect)
    return Gambling(tuple(details), tuple(block for block, _ in hidden))


def _hidden(page: SuspectPage) -> Iterator[tuple[HtmlElement, Detail]]:
    """Hidden blocks with an offer: of a menu's one headline about gamblers there is none."""
    links: dict[HtmlElement, list[Link]] = {block: [] for block in page.unseen}
    for link in page.links if links else ():
        for node in (link.element, *link.element.iterancestors()):
            if node in links:
                links[node].append(link)
                break
    for block, how in page.unseen.items():
        if page.places[block] == "comment":
            continue
        offering = [link for link in links[block] if link.strength]
        foreign = {link.host for link in offering if page.is_foreign(link.host)}
        text = words_of(block, 20_000)
        words = words_in(text)
        is_offer = words.weight >= 4 and len(words.about) * 2 <= len(words.sells)
        if foreign or (is_offer and (offering or not words.about)):
            kind: Evidence = "hidden_links" if offering else "hidden_text"
            yield block, _detail(kind, text or offering[0].url, where=how, hosts=foreign)


def _in_head(page: SuspectPage) -> Iterator[Detail]:
    """What the page says of itself to search engines."""
    if not page.text.are_news:
        if words_in(page.title).offers:
            yield _detail("title", page.title, where="title")
        for element in page.elements:
            if element.tag == "meta" and (content := element.get("content")):
                name = (element.get("name") or element.get("property") or "").lower()
                if name in _DESCRIPTIONS and words_in(content[:2000]).offers:
                    yield _detail("meta", content, where=name)
                    break
    seen = set()
    for element in page.elements:
        if element.tag != "link" or not (href := element.get("href")):
            continue
        rel = (element.get("rel") or "").lower().split()
        kind: Evidence | None = (
            "canonical" if "canonical" in rel else "amphtml" if "amphtml" in rel
            else "hreflang" if "alternate" in rel and element.get("hreflang") else None
        )  # fmt: skip
        if kind and kind not in seen and (url := page.offering(href)):
            seen.add(kind)
            yield _detail(kind, url, where=kind, hosts={host_of(url)})


def _outlinks(page: SuspectPage) -> Iterator[Detail]:
    """Links that all may see."""
    links = [link for link in page.links if page.places[link.element] == "seen" and page.is_foreign(link.host)]
    if are_spam(links):
        telling = [link for link in links if link.strength]
        quote = telling[0].text or telling[0].url
        yield _detail("outlinks", quote, where="link", hosts={link.host for link in telling})


def _leads_away(page: SuspectPage) -> Iterator[Detail]:
    for element in page.elements:
        if element.tag in ("iframe", "frame") and (url := page.offering(element.get("src") or "")):
            yield _detail("iframe", url, where=str(element.tag), hosts={host_of(url)})
            break
    for written in written_into(page.elements):
        hosts = {host_of(url) for url in written.addresses if page.offering(url)}
        if hosts and words_in(written.script).weight >= 2:
            yield _detail("script_links", written.script, where="script", hosts=hosts)
            break
    for one in redirects(page.elements):
        foreign = [
            url for target in one.targets
            if (url := absolute_url(page.url, target)) and page.is_foreign(host_of(url))
        ]  # fmt: skip
        if one.by_referrer and (foreign or one.is_veiled):
            yield _detail("redirect_by_referrer", one.quote, where="script", hosts=set(map(host_of, foreign)))
            return
        if offering := [url for url in foreign if page.offering(url)]:
            yield _detail("redirect", one.quote, where=one.where, hosts=set(map(host_of, offering)))
            return


def _whole_page(page: SuspectPage) -> Iterator[Detail]:
    """A page whose title or first heading is an offer, and whose text is one, too."""
    heads = [page.title, *(words_of(element) for element in page.elements if element.tag == "h1")]
    head = next((one for one in heads[:3] if words_in(one).offers), None)
    if head is None:
        title = words_in(page.title)
        head = page.title if title.brands and not title.about and len(page.text.sells) >= 4 else None
    text = page.text
    if head is None or text.are_news:
        return
    is_empty = text.count < 40
    if is_empty or text.weight >= 4 or (text.brands and text.weight >= 3):
        yield detail("hijacked", head, where="title", reason="whole_page")


def _comments(page: SuspectPage) -> Iterator[Detail]:
    texts = [words_of(element, 20_000) for element in page.elements if page.is_outermost_comment_box(element)]
    links = [link for link in page.links if page.places[link.element] == "comment" and page.is_foreign(link.host)]
    telling = [text for text in texts if (words := words_in(text)).weight >= 4 and not words.about]
    if telling or are_spam(links):
        quote = telling[0] if telling else next(link.text or link.url for link in links if link.strength)
        yield detail("comment_spam", _around(quote), where="comment", reason="comment")


def _detail(reason: Evidence, quote: str, where: str, hosts: set[str] | None = None) -> Detail:
    found = detail("gambling_injected", _around(quote), where=where, reason=reason)
    return {**found, "hosts": sorted(hosts)[:_MOST_HOSTS]} if hosts else found


_DESCRIPTIONS = (
    "description", "keywords", "og:title", "og:description", "og:site_name", "twitter:title", "twitter:description",
)  # fmt: skip


def _around(text: str) -> str:
    """From a little before the first word that tells."""
    found = _TELLS.search(text)
    return text[max(0, found.start() - 30) :] if found and found.start() > 100 else text


_TELLS = re.compile(r"slot|gacor|togel|maxwin|sbobet|toto|casino|poker|judi", re.IGNORECASE)
