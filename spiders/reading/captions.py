"""The article's pictures, each with its caption, credit and alt text, and the elements that only caption it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from archive.model import Caption
from archive.urls import absolute_url
from spiders.platforms.marks import one_line, words_of
from spiders.reading.article_images import article_images
from spiders.reading.boilerplate import drop
from spiders.reading.caption_boxes import Shown, marked_caption, shared_caption
from spiders.reading.caption_lines import captions_in_lines
from spiders.reading.credit import clean_credit, split_credit
from spiders.reading.images import linked_original, picture_key, shown_address, shown_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from spiders.reading.flow import Item
    from spiders.reading.region import Region

_MAX_PICTURES = 200


@dataclass(frozen=True, slots=True)
class Pictures:
    """The article's pictures, and what holds nothing but them and their captions."""

    captions: tuple[Caption, ...]
    elements: tuple[HtmlElement, ...]
    lines: tuple[Item, ...]

    def take_out(self) -> None:
        """Take pictures and captions out of the tree: what is left is the text."""
        for line in self.lines:
            line.take_out()
        for element in self.elements:
            drop(element)


def find_pictures(
    region: Region, base: str, described: Iterable[tuple[str, str | None, str | None]] = (), title: str | None = None
) -> Pictures:
    """The pictures of the article in the order of the page, each once. The tree stays as it was.

    `described`: address, caption and credit of pictures as the page's metadata tells; used where the page shows none.
    `title`: what a script draws that only repeats it is no caption.
    """
    images = [
        (image, url)
        for image in article_images(region, base)
        if (url := shown_address(image, base) or linked_original(image, base))
    ][:_MAX_PICTURES]
    shown = _what_is_shown(images, region, title)
    found: dict[str, Caption] = {}
    for image, url in images:
        caption = _caption(image, url, shown.get(image), base)
        key = picture_key(url)
        found[key] = _merged(found[key], caption) if key in found else caption
    for url, caption_text, credit in described:
        key = picture_key(absolute_url(base, url) or url)
        if key in found:
            found[key] = _with_metadata(found[key], caption_text, credit)
    elements = dict.fromkeys(element for one in shown.values() for element in one.elements)
    # A gallery's own caption is none of a picture, and no text either.
    galleries = (figure for image, _ in images for figure in image.iterancestors("figure"))
    elements |= dict.fromkeys(child for figure in galleries for child in figure.iterchildren("figcaption"))
    lines = {id(line): line for one in shown.values() for line in one.lines}
    return Pictures(tuple(found.values()), tuple(elements), tuple(lines.values()))


def _what_is_shown(
    images: list[tuple[HtmlElement, str]], region: Region, title: str | None
) -> dict[HtmlElement, Shown]:
    """What each picture shows: what the markup names, else what stands in lines beside it."""
    crowds = _crowds(images)
    shown: dict[HtmlElement, Shown] = {}
    for image, _ in images:
        if found := marked_caption(image, crowds, region) or _in_attributes(image, title):
            shown[image] = found
    left = [image for image, _ in images if image not in shown]
    for image in left:
        if found := shared_caption(image, crowds, region, shown):
            shown[image] = found
    if any(image not in shown for image in left):
        taken = {element for one in shown.values() for element in one.elements}
        shown |= captions_in_lines([image for image in left if image not in shown], region, taken)
    return shown


def _caption(image: HtmlElement, url: str, shown: Shown | None, base: str) -> Caption:
    text, credit, raw = None, None, None
    if shown is not None:
        text, credit = split_credit(shown.caption) if shown.caption else (None, None)
        credit = clean_credit(shown.credit) if shown.credit else credit
        raw = shown.raw
    original = linked_original(image, base)
    alt = one_line(image.get("alt", "")) or None
    return Caption(text, credit, url, alt, raw, original_url=None if original == url else original)


def _merged(one: Caption, other: Caption) -> Caption:
    """One picture that is shown twice: the larger of its addresses, the first caption and alt text it has."""
    # Of two forms of one file, that without a size in its address is the original.
    wider = max(one, other, key=lambda caption: shown_width(caption.image_url or "") or float("inf"))
    said = one if one.raw or not other.raw else other
    return replace(
        said, image_url=wider.image_url, alt=one.alt or other.alt, original_url=one.original_url or other.original_url
    )


def _with_metadata(shown: Caption, caption: str | None, credit: str | None) -> Caption:
    """What metadata adds to a picture. A caption that only repeats the alt text is none."""
    if shown.text is None and caption and words_of(caption) not in (words_of(shown.alt), words_of(shown.credit)):
        text, split = split_credit(caption)
        shown = replace(shown, text=text, credit=shown.credit or split, raw=shown.raw or caption)
    if shown.credit is None and credit and not _is_address(credit):
        shown = replace(shown, credit=clean_credit(credit))
    return shown


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


def _in_attributes(image: HtmlElement, headline: str | None) -> Shown | None:
    """A caption that a script draws: data-caption of lightboxes or the title of their links, the title of Joomla's
    img.caption and of Drupal's picture fields.
    """
    links = list(islice(image.iterancestors("a", "figure"), 2))
    for node in (image, *links):
        for name in ("data-caption", "data-sub-html", "data-image-caption"):
            if value := one_line(re.sub(r"<[^>]*>", " ", node.get(name, ""))):
                return Shown(value, None, value, ())
    drawn = [
        link.get("title", "") for link in links if _LIGHTBOX.search(f"{link.get('class', '')} {link.get('rel', '')}")
    ]
    fields = (node for node in image.iterancestors("div", "figure") if "field-type-image" in node.get("class", ""))
    if "caption" in image.get("class", "").split() or next(fields, None) is not None:
        drawn.append(image.get("title", ""))
    title = next((text for text in map(one_line, drawn) if text), None)
    if not title or _FILE_NAME.fullmatch(title) or words_of(title) == words_of(headline):
        return None
    return Shown(title, None, title, ())


_LIGHTBOX = re.compile(r"light-?box|colorbox|fancybox|prettyphoto|swipebox|magnific|glightbox", re.IGNORECASE)
_FILE_NAME = re.compile(r"[\w-]+(?:\.\w{3,4})?")
