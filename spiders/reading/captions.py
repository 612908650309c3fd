"""The article's pictures, each with its caption, credit and alt text, and the elements that only caption it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.model import Caption
from spiders.platforms.marks import one_line
from spiders.reading.article_images import article_images
from spiders.reading.caption_lines import line_after
from spiders.reading.credit import clean_credit, split_credit
from spiders.reading.images import linked_original, picture_key, shown_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from spiders.reading.region import Region

_MAX_PICTURES = 200
_MAX_CAPTION = 1200


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: what is said of it, and the page's elements that hold nothing but it and its caption."""

    caption: Caption
    elements: tuple[HtmlElement, ...]


def find_pictures(region: Region, base: str) -> tuple[Picture, ...]:
    """The pictures of the article in the order of the page, each once."""
    found: dict[str, Picture] = {}
    images = [
        (image, url)
        for image in article_images(region, base)
        if (url := shown_address(image, base) or linked_original(image, base))
    ]
    crowds = _crowds(images)
    for image, url in images[:_MAX_PICTURES]:
        original = linked_original(image, base)
        picture = _read_picture(image, url, None if original == url else original, crowds, region)
        key = picture_key(url)
        known = found.get(key)
        if known is None or (known.caption.raw is None and picture.caption.raw):
            found[key] = Picture(picture.caption, picture.elements + (known.elements if known else ()))
        else:
            found[key] = Picture(known.caption, known.elements + picture.elements)
    return tuple(found.values())


def _crowds(images: list[tuple[HtmlElement, str]]) -> Counter[HtmlElement]:
    """How many different pictures each element holds."""
    crowds: Counter[HtmlElement] = Counter()
    seen: set[tuple[HtmlElement, str]] = set()
    for image, url in images:
        key = picture_key(url)
        for node in image.iterancestors():
            if (node, key) not in seen:
                seen.add((node, key))
                crowds[node] += 1
    return crowds


def _read_picture(
    image: HtmlElement, url: str, original: str | None, crowds: Counter[HtmlElement], region: Region
) -> Picture:
    raw, credit_shown, elements = _captioned(image, crowds, region)
    if raw is None and credit_shown is None:
        raw = _in_attributes(image)
    if raw is None and credit_shown is None:
        raw, elements = line_after(image, crowds, region.body)
    text, credit = split_credit(raw) if raw else (None, None)
    if credit_shown:
        credit = clean_credit(credit_shown)
    if raw and credit_shown and credit_shown not in raw:
        raw = f"{raw} {credit_shown}"
    alt = one_line(image.get("alt", "")) or None
    return Picture(Caption(text, credit, url, alt, raw or credit_shown, original_url=original), elements)


def _captioned(
    image: HtmlElement, crowds: Counter[HtmlElement], region: Region
) -> tuple[str | None, str | None, tuple[HtmlElement, ...]]:
    """Caption and credit elements in the smallest box around this picture alone, and what to take out of the text."""
    for steps, node in enumerate(image.iterancestors()):
        if (
            node is region.body
            or node is region.scope
            or node.tag in ("body", "article", "main")
            or crowds[node] > 1
            or steps > 7
        ):
            break
        captions = _outermost(node, image, _is_caption)
        credits = [element for element in _outermost(node, image, _is_credit) if not _holds(captions, element)]
        if captions or (credits and node.tag == "figure"):
            within = [credit for caption in captions for credit in _outermost(caption, image, _is_credit_within)]
            raw = one_line(" ".join(text for caption in captions if (text := _shown_text(caption)))) or None
            shown = (
                one_line(
                    " ".join(dict.fromkeys(text for credit in (*within, *credits) if (text := _shown_text(credit))))
                )
                or None
            )
            if raw and len(raw) > _MAX_CAPTION:
                break
            caption = raw
            if raw and shown and within:
                caption = (
                    one_line(" ".join(_shown_text(caption, without=tuple(within)) for caption in captions)) or None
                )
                return _rejoin(caption, shown), shown, (node, *captions)
            return raw, shown, (node, *captions, *credits) if node.tag in _BOXES else (*captions, *credits, image)
    return None, None, ()


def _rejoin(caption: str | None, credit: str) -> str | None:
    return f"{caption} {credit}" if caption else None


def _outermost(box: HtmlElement, image: HtmlElement, wanted: object) -> list[HtmlElement]:
    """The elements in `box` that are wanted and not inside another wanted one, nor around the picture."""
    around = set(image.iterancestors())
    found: list[HtmlElement] = []
    for element in box.iterdescendants():
        if element not in around and callable(wanted) and wanted(element) and not _holds(found, element):
            found.append(element)
    return found


def _holds(elements: list[HtmlElement], inner: HtmlElement) -> bool:
    return any(node in elements for node in inner.iterancestors())


def _is_caption(element: HtmlElement) -> bool:
    if element.tag == "figcaption" or element.get("itemprop") == "caption":
        return True
    return element.tag in _TEXTUAL and _names(_CAPTION_CLASS, element.get("class", ""))


def _is_credit(element: HtmlElement) -> bool:
    if element.get("itemprop") in ("copyrightHolder", "creditText", "copyrightNotice"):
        return True
    return element.tag in _TEXTUAL and _names(_CREDIT_CLASS, element.get("class", ""))


@lru_cache(maxsize=8192)
def _names(pattern: re.Pattern[str], classes: str) -> bool:
    return pattern.search(classes) is not None


def _is_credit_within(element: HtmlElement) -> bool:
    return element.tag in ("small", "cite") or _is_credit(element)


def _shown_text(element: HtmlElement, without: tuple[HtmlElement, ...] = ()) -> str:
    """The text that a reader sees: no buttons, scripts, or words for screen readers only."""
    pieces: list[str] = []

    def collect(node: HtmlElement) -> None:
        hidden = node in without or node.tag in ("button", "script", "style", "noscript", "svg", "template")
        if not hidden and not _HIDDEN.search(node.get("class", "")):
            pieces.append(node.text or "")
            for child in node:
                collect(child)
                pieces.append(child.tail or "")
        if node.tag in ("br", "p", "div", "li"):
            pieces.append(" ")

    collect(element)
    return one_line("".join(pieces))


def _in_attributes(image: HtmlElement) -> str | None:
    """A caption that a script draws: data-caption of lightboxes, and the title of Joomla's img.caption."""
    for node in (image, *list(image.iterancestors("a", "figure"))[:2]):
        for name in ("data-caption", "data-sub-html", "data-image-caption"):
            if value := one_line(re.sub(r"<[^>]*>", " ", node.get(name, ""))):
                return value
    is_joomla = "caption" in image.get("class", "").split()
    return one_line(image.get("title", "")) or None if is_joomla else None


_BOXES = ("figure", "dl", "table", "div", "center")
_TEXTUAL = ("p", "div", "span", "dd", "td", "small", "em", "i", "cite", "h6", "h5", "strong", "aside", "section")
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:tr-caption|wp-caption-text|gallery-caption|img_caption|\w*[Cc]aption(?:[-_]?text|__text)?|keterangan|"
    r"cutline|bildtext|bildunterschrift|legend[ea]?|(?:img|image|photo|foto|pic|picture|media)[-_]?(?:desc\w*|text|title|legend\w*|info))"
    r"(?:$|[\s_-])"
)
_CREDIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w*[Cc]redits?|\w*[Cc]opyright|fotograf\w*|photographer|photo-?by|image-?source|sumber|kredit|byline|"
    r"rights|agency|urheber|\w*[Ss]ource)(?:$|[\s_-])"
)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:screen-reader-text|sr-only|visually-?hidden|hidden|u-hidden|d-none)(?:$|\s)", re.IGNORECASE
)
