"""Who wrote the article, as the page says it. Account names ("Admin") are kept: they are what is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spiders.platforms.marks import first, meta, text_of
from spiders.reading.dates import find_date
from spiders.reading.linked_data import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    from spiders.platforms import PlatformFacts

_LABEL = re.compile(
    r"(?:di(?:tulis|posting|terbitkan|unggah|buat|poskan)(?:kan)?\s+oleh|oleh|penulis|pewarta|reporter|kontributor|author|"
    r"written by|posted by|by|admin\s*:)\s*[:.]?\s*",
    re.IGNORECASE,
)
_DAY = r"(?:Senin|Selasa|Rabu|Kamis|Jum|Sabtu|Minggu|Ahad)"
_NAME = rf"(?P<name>(?-i:[A-Z][\w.'\u2019-]*(?:,?[ ](?!{_DAY})(?:[A-Z][\w.'\u2019-]*|bin|binti|dan)){{0,5}}))"
_BYLINE = re.compile(
    r"(?:^|[|(\u2013\u2014\u2022-]\s*)(?:di(?:tulis|posting|terbitkan|unggah|poskan)(?:kan)?\s+oleh|oleh|penulis|pewarta|"
    rf"reporter|kontributor|written by|posted by)\s*:?\s+{_NAME}",
    re.IGNORECASE,
)
_SHOWN = (
    "[itemprop='author'] [itemprop='name']",
    "[rel='author']",
    "[itemprop='author']",
    ".author-name",
    ".article-author",
    ".post-author",
    ".byline",
    ".author",
    ".penulis",
)


def read_author(tree: HtmlElement, facts: PlatformFacts, linked: Mapping[str, Any], scope: HtmlElement) -> str | None:
    """The platform's author; else JSON-LD, the byline in the article, the page's meta, a line that names one."""
    if facts.author:
        return _clean(facts.author)
    if names := [name for name in names_of(linked.get("author")) if not _is_address(name)]:
        return ", ".join(names)
    if (shown := _clean(text_of(first(scope, *_SHOWN)))) and len(shown) < 80:
        return shown
    named = meta(tree, "author", "article:author", "dc.creator")
    if named and not _is_address(named) and len(named) < 80:
        return named
    return _in_lines(scope)


def author_in_text(text: str) -> str | None:
    """Who the last lines of a text name: "Penulis: x"."""
    lines = text.rsplit("\n", 3)[-3:]
    return next((found["name"].strip(" .,") for line in lines if (found := _BYLINE.match(line.strip("() ")))), None)


def without_byline(text: str) -> str:
    """The text without short lines before it that only say when and by whom it was written."""
    line, _, rest = text.partition("\n")
    is_byline = len(line) < 120 and not line.endswith(".") and (_BYLINE.search(line) or find_date(line))
    return without_byline(rest.lstrip("\n")) if is_byline and rest else text


def _in_lines(scope: HtmlElement) -> str | None:
    for element in scope.iter("p", "span", "div", "small", "li", "dd", "td", "em", "i", "b", "strong", "font"):
        shown = text_of(element) if len(element) < 12 else None
        if shown and len(shown) < 120 and (found := _BYLINE.search(shown)):
            return found["name"].strip(" .,")
    return None


def _clean(shown: str | None) -> str | None:
    if not shown:
        return None
    return _LABEL.sub("", shown, count=1).strip(" ,|-\u00b7") or None if _LABEL.match(shown) else shown


def _is_address(text: str) -> bool:
    return "/" in text or "@" in text
