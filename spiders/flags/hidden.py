"""Blocks of a page that no visitor sees, by their own style or by the rules in the page.

Most are honest: menus that open, dialogues, words for screen readers. Whoever calls this asks what is in them.
Style sheets in files of their own are not asked for, so what only they hide is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_RULES = 300_000


def hidden_blocks(elements: list[HtmlElement]) -> Iterator[tuple[HtmlElement, str]]:
    """The outermost hidden blocks among the elements of a page, in their order, each with what hides it."""
    names = _hiding_names(elements)
    inside: set[HtmlElement] = set()
    for element in elements:
        parent = element.getparent()
        if parent in inside:
            inside.add(element)
        elif (how := _how(element, names)) and not _is_frame(element, len(elements)):
            inside.add(element)
            yield element, how


def _is_frame(element: HtmlElement, count: int) -> bool:
    """Whether a block is the page itself, which a script shows once it is loaded."""
    if not any(True for _ in element.iter("h1", "article", "main")):
        return False
    return sum(1 for _ in element.iter()) > 0.6 * count


def _how(element: HtmlElement, names: dict[str, str]) -> str | None:
    if element.tag in _NEVER_SHOWN:
        return f"<{element.tag}>"
    attributes = element.attrib
    if not attributes or element.tag in ("html", "body", "head", "meta", "link", "script", "style", "input"):
        return None
    if "hidden" in attributes:
        return "hidden"
    if element.tag == "marquee" and (how := _unreadable_marquee(element)):
        return how
    if (style := attributes.get("style")) and (how := hides(style)):
        return how
    if names:
        for name in (attributes.get("class") or "").split():
            if how := names.get(f".{name}"):
                return f".{name} {{ {how} }}"
        if how := names.get(f"#{attributes.get('id')}"):
            return f"#{attributes.get('id')} {{ {how} }}"
    return None


_NEVER_SHOWN = ("noscript", "template")


def _unreadable_marquee(element: HtmlElement) -> str | None:
    """A running text with no size, or so fast that nobody reads it."""
    for name in ("width", "height"):
        if re.fullmatch(r"\s*[0-2](?:px|%)?\s*", element.get(name, "")):
            return f"marquee {name}={element.get(name)}"
    amount = re.match(r"\s*(\d{3,9})", element.get("scrollamount", ""))
    return f"marquee scrollamount={amount[1]}" if amount and int(amount[1]) >= 500 else None


@lru_cache(maxsize=4096)
def hides(style: str) -> str | None:
    """The declarations of a style that hide what it is put on; None when it is shown."""
    style = re.sub(r"\s+|!important", "", style[:2000].lower())
    found = _HIDES.search(style)
    if found:
        return found[0].strip(";")
    if "overflow:hidden" in style and (found := _FLAT.search(style)):
        return f"{found[0].strip(';')};overflow:hidden"
    return None


_HIDES = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|(?<![\w-])opacity:(?:0(?:\.0+)?|\.0+)(?=;|$)|(?<![\w-])font-size:0(?:\.0+)?(?![\d.])"
    r"|text-indent:-\d{3,6}|(?<![\w-])(?:left|right|top|bottom|margin-left|margin-top|margin):-\d{3,6}"
    r"|(?<![\w-])(?:left|right|top|bottom|margin-left|margin-top):-\d{2,6}(?:em|rem|vw|vh|%)"
    r"|clip:rect\((?:0|1px|0px)[^)]{0,30}\)|clip-path:(?:inset\((?:50|100)%|circle\(0|polygon\(00)"
    r"|transform:(?:scale[xy]?\(0\)|translate[xy]?\(-\d{3,6})|content-visibility:hidden|(?<![\w-])color:transparent"
)
_FLAT = re.compile(r"(?<![\w-])(?:max-)?(?:height|width):[01](?:px|em|%)?(?=;|$)")


def _hiding_names(elements: list[HtmlElement]) -> dict[str, str]:
    """What hides by each class (".x") and id ("#x") that a rule in the page hides; rules for print and phones apart."""
    names: dict[str, str] = {}
    budget = _MOST_RULES
    for element in elements:
        if element.tag != "style" or not element.text or element.get("media", "all") not in ("all", "screen"):
            continue
        css = element.text[:budget]
        budget -= len(css)
        depth = 0
        for piece in css.split("}"):
            *openings, body = piece.split("{")
            if not openings:
                depth = max(0, depth - 1)
                continue
            depth += len(openings) - 1
            if depth == 0 and (how := hides(body)):
                names |= dict.fromkeys(_names_of(openings[-1]), how)
    return names


def _names_of(selectors: str) -> Iterator[str]:
    """Of rules for one class or id alone: what a longer selector hides depends on where it stands."""
    for selector in selectors[:2000].split(","):
        if found := _NAME.fullmatch(selector.strip()):
            yield found[1]


_NAME = re.compile(r"[a-z0-9]{0,10}([.#][\w-]{1,80})", re.IGNORECASE)
