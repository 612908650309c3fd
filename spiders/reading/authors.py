"""Who wrote the article, as the page says it. Account names ("Admin") are kept: they are what is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spiders.platforms.marks import first, is_aside, meta, text_of, words_of
from spiders.reading.dates import find_date
from spiders.reading.linked_data import names_of, persons_of, text_value

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
_WORD = r"[A-Z][\w.'\u2019-]*"
_NAME = rf"(?P<name>(?-i:{_WORD}(?:,?[ ](?!{_DAY}|Foto\b|Editor\b)(?:{_WORD}|bin|binti|dan)){{0,5}}))"
_BYLINE = re.compile(
    r"(?:^|[|(\u2013\u2014\u2022-]\s*)(?:di(?:tulis|posting|terbitkan|unggah|poskan)(?:kan)?\s+oleh|oleh|penulis|pewarta|"
    rf"reporter|kontributor|written by|posted by)\s*:?\s+{_NAME}",
    re.IGNORECASE,
)
_BYLINE_LABELS = ("oleh", "penulis", "pewarta", "reporter", "kontributor", "written by", "posted by")
_WRITER = re.compile(
    r"(?:di(?:tulis|posting|laporkan)(?:kan)?\s+oleh|oleh|penulis|teks|naskah|pewarta|reporter|kontributor|"
    rf"written by)\s*:?\s*{_NAME}",
    re.IGNORECASE,
)
_PHOTOGRAPHER = re.compile(
    rf"\s*[,;|/(\u2013\u2014-]?\s*(?:dan\s+)?foto(?:grafer)?(?:\s+oleh)?\s*:?\s*{_NAME}\W*\Z", re.IGNORECASE
)
_AFTER_NAME = re.compile(r"\s*[|,(/\u2022\u00b7\u2013\u2014-]")
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
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:article[-_]{0,2})?(?:authors?|byline|penulis|reporter|pewarta)(?:$|[\s_-])", re.IGNORECASE
)
_ICON = re.compile(r"(?:^|\s)(?:fa-user(?:-\w+)?|icon-user|bi-person\S*|glyphicon-user|ti-user)(?:$|\s)")


def read_author(tree: HtmlElement, facts: PlatformFacts, linked: Mapping[str, Any], scope: HtmlElement) -> str | None:
    """The platform's author; else the persons of JSON-LD, the byline in the article, the page's meta, a line that
    names one; last what JSON-LD calls the author and is only the site or an organisation.
    """
    if facts.author:
        return _clean(facts.author)
    named = [name for name in names_of(linked.get("author")) if not _is_address(name)]
    house = {words_of(name) for name in (meta(tree, "og:site_name"), text_value(linked.get("publisher"))) if name}
    persons = [name for name in persons_of(linked.get("author")) if name in named and words_of(name) not in house]
    if persons:
        return ", ".join(name for name in named if words_of(name) not in house)
    if shown := _byline(scope):
        return shown
    stated = meta(tree, "author", "article:author", "dc.creator")
    if stated and not _is_address(stated) and len(stated) < 80 and words_of(stated) not in house:
        return stated
    return _in_lines(scope) or ", ".join(named) or (stated if stated and not _is_address(stated) else None)


def _byline(scope: HtmlElement) -> str | None:
    """What the elements hold that are named as the author's; all of them where each holds one name."""
    if (shown := _clean(text_of(first(scope, *_SHOWN)))) and len(shown) < 80:
        return shown
    for icon in scope.iter("i", "span"):
        if _ICON.search(icon.get("class", "")) and not is_aside(icon):
            near = (icon.tail or "").strip() or text_of(icon.getnext()) or text_of(icon.getparent())
            if near and len(near) < 60 and not find_date(near) and (name := _clean(" ".join(near.split()))):
                return name
    names: list[str] = []
    for element in scope.iter("a", "span", "p", "div", "li", "cite", "strong", "address"):
        if not _AUTHOR_CLASS.search(element.get("class", "")) or is_aside(element):
            continue
        shown = text_of(element)
        if not shown or len(shown) > 100 or find_date(shown):
            continue
        inner = [one for child in element.iterdescendants("a", "span") if (one := _clean(text_of(child)))]
        found = [name for name in inner if _is_names(name)] or [
            name for name in (_clean(shown),) if name and _is_names(name)
        ]
        if found:
            names += found
            break
    return ", ".join(dict.fromkeys(names)) or None


def _is_names(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= 6 and not text.endswith(":") and all(word[0].isupper() or len(word) < 4 for word in words)


def byline_of(line: str) -> tuple[str | None, str | None] | None:
    """Writer and photographer that a line of the text names: "Penulis: x", "Oleh: x, Foto: y"; None for other lines."""
    line = line.strip("()[] ")
    if len(line) > 160 or (found := _WRITER.match(line)) is None:
        return None
    rest = line[found.end() :]
    photo = _PHOTOGRAPHER.match(rest)
    if rest.strip(" .|)") and not photo and not _AFTER_NAME.match(rest):
        return None
    return found["name"].strip(" .,"), photo["name"].strip(" .,)") if photo else None


def _in_lines(scope: HtmlElement) -> str | None:
    # Most pages have no such line: all text at once costs less than that of each element.
    said = (text_of(scope) or "").lower()
    if not any(label in said for label in _BYLINE_LABELS):
        return None
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
