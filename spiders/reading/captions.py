"""The article's pictures, each with its caption, credit and alt text, and the elements that only caption it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.model import Caption
from archive.urls import absolute_url
from spiders.platforms.marks import one_line
from spiders.reading.article_images import article_images
from spiders.reading.caption_boxes import Shown, marked_caption
from spiders.reading.caption_lines import line_after
from spiders.reading.credit import clean_credit, split_credit
from spiders.reading.images import linked_original, picture_key, shown_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from spiders.reading.region import Region

_MAX_PICTURES = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: what is said of it, and the page's elements that hold nothing but it and its caption."""

    caption: Caption
    elements: tuple[HtmlElement, ...]


def find_pictures(
    region: Region, base: str, described: Iterable[tuple[str, str | None, str | None]] = ()
) -> tuple[Picture, ...]:
    """The pictures of the article in the order of the page, each once.

    `described`: address, caption and credit of pictures as the page's metadata tells; used where the page shows none.
    """
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
    for url, caption, credit in described:
        key = picture_key(absolute_url(base, url) or url)
        if key in found:
            found[key] = _with_metadata(found[key], caption, credit)
    return tuple(found.values())


def _with_metadata(picture: Picture, caption: str | None, credit: str | None) -> Picture:
    """What metadata adds to a picture. A caption that only repeats the alt text is none."""
    shown = picture.caption
    if shown.text is None and caption and _words(caption) not in (_words(shown.alt), _words(shown.credit)):
        text, split = split_credit(caption)
        shown = replace(shown, text=text, credit=shown.credit or split, raw=shown.raw or caption)
    if shown.credit is None and credit and not _is_address(credit):
        shown = replace(shown, credit=clean_credit(credit))
    return replace(picture, caption=shown)


def _words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").lower())


def _is_address(text: str) -> bool:
    return "://" in text or "@" in text


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
    shown = marked_caption(image, crowds, region) or _in_attributes(image)
    if shown is None:
        line, elements = line_after(image, crowds, region.body)
        shown = Shown(line, None, line, elements) if line else None
    text, credit, raw = None, None, None
    if shown is not None:
        text, credit = split_credit(shown.caption) if shown.caption else (None, None)
        credit = clean_credit(shown.credit) if shown.credit else credit
        raw = shown.raw
    alt = one_line(image.get("alt", "")) or None
    elements = shown.elements if shown else ()
    return Picture(Caption(text, credit, url, alt, raw, original_url=original), elements)


def _in_attributes(image: HtmlElement) -> Shown | None:
    """A caption that a script draws: data-caption of lightboxes, and the title of Joomla's img.caption."""
    for node in (image, *list(image.iterancestors("a", "figure"))[:2]):
        for name in ("data-caption", "data-sub-html", "data-image-caption"):
            if value := one_line(re.sub(r"<[^>]*>", " ", node.get(name, ""))):
                return Shown(value, None, value, ())
    is_joomla = "caption" in image.get("class", "").split()
    title = one_line(image.get("title", ""))
    return Shown(title, None, title, ()) if is_joomla and title else None
