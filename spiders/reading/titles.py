"""The article's title, from several witnesses of which none is right on every site."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from spiders.platforms.marks import meta, text_of
from spiders.reading.linked_data import text_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    from spiders.platforms import PlatformFacts

_DASHES = " -|\u2013\u2014\u00bb\u00b7\u2022:"
_DIVIDER = re.compile(r"\s+[-|\u2013\u2014\u00bb\u00b7\u2022:]+\s+|\s*[|\u00bb]\s*")


def read_title(
    tree: HtmlElement, facts: PlatformFacts, linked: Mapping[str, Any], heading: HtmlElement | None
) -> str | None:
    """The platform's title; else the h1 that the head of the page agrees with; else what the head says.

    Where all three claims of the head say the same and something else than the h1, they are believed: the h1 may
    leave the first words to a line above it.
    """
    if facts.title:
        return facts.title
    site_name = meta(tree, "og:site_name", "application-name")
    shown = text_of(heading)
    claims = [meta(tree, "og:title"), text_value(linked.get("headline")), meta(tree, "twitter:title")]
    named = [without_site_name(unescape(claim), site_name) for claim in claims if claim]
    is_one = len(named) == len(claims) and len(set(map(_key, named))) == 1
    if in_head := text_of(tree.find(".//title")):
        # Only <title> bears the site's name without saying so.
        named.append(without_site_name(in_head, site_name or _DIVIDER.split(in_head)[-1]))
    named = [_without_ending(claim, [shown, *named] if shown else named) for claim in named if claim]
    if shown and is_one and _agree(shown, named[0]):
        return named[0]
    if shown and (not named or any(_agree(shown, claim) for claim in named)):
        return shown
    return next(iter(named), shown)


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
    name = _key(site_name or "")
    if len(parts) < 2 or not name:
        return title
    if _key(parts[0]) == name:
        return title[len(parts[0]) :].lstrip(_DASHES)
    last = _key(parts[-1])
    return title[: -len(parts[-1])].rstrip(_DASHES) if last and (last in name or name in last) else title


def _agree(shown: str, claim: str) -> bool:
    """Whether more than half of the words of the shorter are in the other."""
    one, other = set(_key(shown).split()), set(_key(claim).split())
    return bool(one and other) and len(one & other) > min(len(one), len(other)) / 2


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
