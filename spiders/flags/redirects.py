"""Where a page sends its visitors by itself: meta refresh, and scripts that set the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST_SCRIPT = 200_000


@dataclass(frozen=True, slots=True)
class Redirect:
    """`by_referrer`: only visitors who come from a search engine are sent away. `is_veiled`: where to is disguised."""

    where: str
    quote: str
    targets: tuple[str, ...]
    by_referrer: bool = False
    is_veiled: bool = False


def redirects(elements: list[HtmlElement]) -> Iterator[Redirect]:
    for element in elements:
        if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            content = (element.get("content") or "")[:2000]
            if found := _REFRESH.search(content):
                yield Redirect("meta refresh", content, (found[1].strip(),))
        elif element.tag == "script" and element.text and "location" in element.text[:_LONGEST_SCRIPT]:
            yield from _of_script(element.text[:_LONGEST_SCRIPT])


def _of_script(script: str) -> Iterator[Redirect]:
    if not (found := _SETS_LOCATION.search(script)):
        return
    quote = script[max(0, found.start() - 80) : found.end() + 80]
    asks_referrer = "document.referrer" in script
    if asks_referrer and _ASKS_WHERE_FROM.search(script):
        targets = tuple(url for url in _ADDRESS.findall(script)[:20] if not _ENGINE_ADDRESS.match(url))
        yield Redirect("script", quote, targets, by_referrer=True, is_veiled=_VEILS.search(script) is not None)
        return
    targets = tuple(one[1] for one in _SETS_TO.finditer(script))[:20]
    if targets:
        yield Redirect("script", quote, targets)


@dataclass(frozen=True, slots=True)
class Written:
    """A script that writes into the page, and the addresses it names."""

    script: str
    addresses: tuple[str, ...]


def written_into(elements: list[HtmlElement]) -> Iterator[Written]:
    for element in elements:
        script = (element.text or "")[:_LONGEST_SCRIPT] if element.tag == "script" else ""
        if "document.write" in script or "innerHTML" in script or "insertAdjacentHTML" in script:
            yield Written(script, tuple(_LINKED.findall(script)[:50]))


_LINKED = re.compile(r"href\s{0,3}=\s{0,3}\\?['\"]?(https?:[\\/]{2,4}[^'\"\\\s>]{3,300})")
_REFRESH = re.compile(r"\burl\s{0,5}=\s{0,5}['\"]?([^'\"\s]+)", re.IGNORECASE)
_SETS_LOCATION = re.compile(r"\blocation(?:\.href)?\s{0,5}=(?!=)|\blocation\.(?:replace|assign)\s{0,5}\(")
_SETS_TO = re.compile(
    r"\blocation(?:\.href\s{0,5}=|\s{0,5}=|\.(?:replace|assign)\s{0,5}\()\s{0,5}['\"](https?://[^'\"\s]{1,500})['\"]"
)
_ADDRESS = re.compile(r"['\"]((?:https?:)?//[^'\"\s]{4,500})['\"]")
_ENGINE_ADDRESS = re.compile(r"(?:https?:)?//(?:\w+\.)?(?:google|bing|yahoo|duckduckgo|yandex)\.")
# The referrer compared with an engine's name, in whichever of the ways scripts have of asking.
_ASKS_WHERE_FROM = re.compile(
    r"['\"/.](?:\^?(?:https?:)?[\\/]*)?(?:www\\?\.)?(?:google|bing|yahoo|duckduckgo|yandex)\b"
)
_VEILS = re.compile(r"\batob\s{0,5}\(|fromCharCode|\bunescape\s{0,5}\(|\\x[0-9a-f]{2}\\x[0-9a-f]{2}|\beval\s{0,5}\(")
