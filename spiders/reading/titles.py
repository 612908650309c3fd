"""The article's title, from several witnesses of which none is right on every site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from spiders.platforms.marks import meta, text_of, words_of
from spiders.reading.linked_data import text_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    from spiders.platforms import PlatformFacts

_DASHES = " -|\u2013\u2014\u00bb\u00b7\u2022:"
# What a title is called that only names the site: "Website Resmi Desa Contoh", "Selamat Datang".
_SITE_LIKE = re.compile(
    r"(?:selamat datang.*|beranda|home|detail(?: berita| artikel)?|berita|artikel|halaman(?: utama)?|untitled.*|index|"
    r"(?:selamat datang di )?(?:(?:web ?site|situs|portal|laman|web)(?: web)?(?: resmi)? )?(?:pemerintah )?"
    r"(?:desa|kampung|nagari|gampong|pekon|kelurahan|kecamatan|kabupaten)(?: \w+){1,3})"
)
_DIVIDER = re.compile(r"\s*:{2,}\s*|\s+[-|\u2013\u2014\u00bb\u00b7\u2022:]+\s+|\s*[|\u00bb]\s*")


@dataclass(frozen=True)
class HeadClaims:
    """What the head of a page says its title is, the site's name taken off, most trusted first; `whole` is <title>.

    `titles`: og:title, JSON-LD, twitter:title, <title>. `are_one`: the first three are there and say the same.
    """

    titles: tuple[str, ...]
    site_names: frozenset[str]
    are_one: bool = False
    whole: str | None = None

    def says(self, text: str) -> bool:
        return words_of(text) in self._said

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset(map(words_of, self.titles))

    def is_site_name(self, text: str | None) -> bool:
        """Whether a heading is the name of the site as the head gives it, or holds it, or is a part of it."""
        key = words_of(text or "")
        if not key or self.says(key):
            return False
        if key in self.site_names or _SITE_LIKE.fullmatch(key):
            return True
        return not self.agrees(key) and any(_is_nearly(key, name) for name in self.site_names)

    def agrees(self, text: str) -> bool:
        """Whether a heading and a claim have most words in common. The village's name alone is no title."""
        return words_of(text) not in self.site_names and any(_agree(text, title) for title in self.titles)


def head_claims(tree: HtmlElement, linked: Mapping[str, Any], url: str = "") -> HeadClaims:
    site_name = meta(tree, "og:site_name", "application-name")
    names = {site_name, text_value(linked.get("publisher")), urlsplit(url).netloc.removeprefix("www.")}
    claims = [meta(tree, "og:title"), text_value(linked.get("headline")), meta(tree, "twitter:title")]
    stated = [without_site_name(unescape(claim), site_name) for claim in claims if claim]
    titles = list(stated)
    whole = in_head = text_of(tree.find(".//title"))
    if in_head:
        parts = _DIVIDER.split(in_head)
        # Only <title> bears the site's name without saying so.
        title = without_site_name(in_head, site_name or parts[-1])
        titles.append(title)
        whole = title
        names |= {part for part in (parts[0], parts[-1]) if len(parts) > 1 and words_of(part) not in words_of(title)}
        names |= {part for part in parts if _SITE_LIKE.fullmatch(words_of(part))}
    names |= {title for title in titles if _SITE_LIKE.fullmatch(words_of(title))}
    titles = [claim for claim in titles if words_of(claim) and not _SITE_LIKE.fullmatch(words_of(claim))]
    titles = [_without_ending(claim, titles) for claim in titles]
    are_one = len(stated) == len(claims) and len(set(map(words_of, stated))) == 1 and bool(titles)
    return HeadClaims(tuple(titles), frozenset(words_of(name) for name in names if name), are_one, whole)


def read_title(facts: PlatformFacts, claims: HeadClaims, heading: HtmlElement | None) -> str | None:
    """The platform's title; else the heading that the head of the page agrees with; else what the head says.

    Where all three claims of the head say the same and something else than the heading, they are believed: the
    heading may leave the first words to a line above it.
    """
    shown = text_of(heading)
    if facts.title and (claims.agrees(facts.title) or shown is None or not claims.says(shown)):
        return facts.title
    if shown is None:
        return next(iter(claims.titles), claims.whole)
    if heading is not None and heading.tag != "h1" and not claims.says(shown):
        # A lesser heading is believed only as far as the head of the page says nothing fuller.
        longer = [title for title in claims.titles if len(title.split()) > 3 and _agree(shown, title)]
        if longer:
            return longer[0]
    titles = [_without_ending(title, [shown]) for title in claims.titles]
    if claims.are_one and _agree(shown, titles[0]):
        return titles[0]
    if not titles or any(_agree(shown, title) for title in titles) or words_of(titles[0]) in claims.site_names:
        return shown
    return titles[0]


def _is_nearly(one: str, other: str) -> bool:
    """Whether one is the other with at most two words more: "Pemerintah Desa Contoh"."""
    shorter, longer = sorted((one, other), key=len)
    return shorter in longer and len(shorter.split()) > 1 and len(longer.split()) - len(shorter.split()) <= 2


def _without_ending(claim: str, others: list[str]) -> str:
    """The claim, or another one that it repeats with only a name set behind it."""
    for other in others:
        rest = claim.removeprefix(other)
        if len(other) > 15 and rest != claim and rest.lstrip()[:1] in _DASHES and len(rest) < 40:
            return other
    return claim


def without_site_name(title: str, site_name: str | None) -> str:
    """`title` without the site's name set before or after it."""
    parts = _DIVIDER.split(title)
    name = words_of(site_name or "")
    if len(parts) < 2 or not name:
        return title
    if words_of(parts[0]) == name:
        return title[len(parts[0]) :].lstrip(_DASHES)
    last = words_of(parts[-1])
    return title[: -len(parts[-1])].rstrip(_DASHES) if last and (last in name or name in last) else title


def _agree(shown: str, claim: str) -> bool:
    """Whether more than half of the words of the shorter are in the other."""
    one, other = set(words_of(shown).split()), set(words_of(claim).split())
    return bool(one and other) and len(one & other) > min(len(one), len(other)) / 2
