"""Captions that the markup names: a box around one picture with an element for the caption, and one for the credit.

<figure><img><figcaption>Warga <span class="credit">Foto: Budi</span></figcaption></figure>
<div class="wp-caption"><img><p class="wp-caption-text">Warga</p></div>
<dl class="gallery-item"><dt><img></dt><dd class="gallery-caption">Warga</dd></dl>
<div class="photo"><img><div class="x1">Warga bekerja.</div><div class="x2">Budi</div></div>
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from spiders.platforms.marks import one_line
from spiders.reading.credit import split_credit

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Mapping

    from lxml.html import HtmlElement

    from spiders.reading.flow import Item
    from spiders.reading.region import Region

_MAX_CAPTION = 1200
_MAX_STEPS = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows at a picture: caption and credit, `raw` as shown, and the elements and lines that hold
    nothing else.

    `credit` is None where none stands apart: then it is to be split off the caption.
    """

    caption: str | None
    credit: str | None
    raw: str
    elements: tuple[HtmlElement, ...]
    lines: tuple[Item, ...] = ()


def marked_caption(image: HtmlElement, crowds: Counter[HtmlElement], region: Region) -> Shown | None:
    """Caption and credit in the smallest box around this picture alone that names either."""
    around = set(image.iterancestors())
    for steps, box in enumerate(takewhile(lambda node: _is_alone(node, crowds, region), image.iterancestors())):
        if steps > _MAX_STEPS:
            break
        captions = list(_outermost(box, around, is_caption))
        credits = [one for one in _outermost(box, around, _is_credit) if not _is_within(one, captions)]
        if captions or (credits and box.tag == "figure"):
            shown = _shown(captions, credits)
            if shown is None or len(shown.raw) > _MAX_CAPTION:
                return None
            outer = (box,) if box.tag in _BOXES else (image,)
            return Shown(shown.caption, shown.credit, shown.raw, (*outer, *shown.elements))
        if is_caption(box) and 0 < len(text := shown_text(box)) <= _MAX_LINE:
            return Shown(text, None, text, (box,))
        if (parts := _parts_under(image, box, region)) is not None:
            return parts
    return None


def shared_caption(
    image: HtmlElement, crowds: Counter[HtmlElement], region: Region, shown: Mapping[HtmlElement, Shown]
) -> Shown | None:
    """The caption in the smallest box around several pictures none of which has one of its own."""
    box = next((node for node in image.iterancestors() if crowds[node] > 1), None)
    if box is None or box.tag not in ("figure", "div", "dl", "center") or box in (region.body, region.scope):
        return None
    captions = [child for child in box if is_caption(child) and not any(True for _ in child.iter("img"))]
    if len(captions) != 1 or any(
        box in other.iterancestors() for other in shown if shown[other].elements != (captions[0],)
    ):
        return None
    text = shown_text(captions[0])
    return Shown(text, None, text, (captions[0],)) if 0 < len(text) <= _MAX_CAPTION else None


def _is_alone(box: HtmlElement, crowds: Counter[HtmlElement], region: Region) -> bool:
    is_outer = box is region.body or box is region.scope or box.tag in ("body", "main")
    if is_outer or crowds[box] > 1:
        return False
    # Drupal makes an <article> of each picture.
    return box.tag != "article" or box not in region.body.iterancestors()


def _shown(captions: list[HtmlElement], credits: list[HtmlElement]) -> Shown | None:
    """What the elements say together. An element in small print is a credit only where a caption stands beside it."""
    raw = " ".join(_different(shown_text(caption) for caption in captions))
    within = [credit for caption in captions for credit in _credits_within(caption)]
    rest = " ".join(_different(shown_text(caption, without=tuple(within)) for caption in captions))
    if within and not rest and not any(_is_credit(credit) for credit in within):
        within, rest = [], raw
    said = [text for text in _different(shown_text(credit) for credit in (*within, *credits)) if text.strip(" -/|")]
    if not said:
        return Shown(raw, None, raw, (*captions, *credits)) if raw else None
    credit = ", ".join(text.strip(" /|") for text in said)
    whole = " ".join((rest.rstrip(" /|"), *said)).strip() if within else " ".join((raw, *said)).strip()
    return Shown(rest.rstrip(" /|") or None, credit, whole, (*captions, *credits))


def _different(texts: Iterator[str]) -> list[str]:
    """The texts without those that another repeats: lightboxes carry the caption a second time."""
    kept: list[str] = []
    for text in filter(None, texts):
        if any(text in other for other in kept):
            continue
        kept = [other for other in kept if other not in text] + [text]
    return kept


def _outermost(
    box: HtmlElement, around: set[HtmlElement], wanted: Callable[[HtmlElement], bool]
) -> Iterator[HtmlElement]:
    """The elements in `box` that are wanted, none of them around the picture nor inside another."""
    found: list[HtmlElement] = []
    for element in box.iterdescendants():
        if element not in around and wanted(element) and not _is_within(element, found):
            found.append(element)
            yield element


def _is_within(element: HtmlElement, boxes: list[HtmlElement]) -> bool:
    return bool(boxes) and any(node in boxes for node in element.iterancestors())


def is_caption(element: HtmlElement) -> bool:
    """Whether an element is named as a caption's."""
    if element.tag == "figcaption" or element.get("itemprop") == "caption":
        return True
    classes = element.get("class", "")
    return element.tag in _TEXTUAL and "wp-block-media-text" not in classes and _names(_CAPTION_CLASS, classes)


def _is_credit(element: HtmlElement) -> bool:
    if element.get("itemprop") in ("copyrightHolder", "creditText", "copyrightNotice"):
        return True
    if element.tag == "footer" and next(element.iterancestors("figure"), None) is not None:
        return True
    return element.tag in _TEXTUAL and _names(_CREDIT_CLASS, element.get("class", ""))


@lru_cache(maxsize=8192)
def _names(pattern: re.Pattern[str], classes: str) -> bool:
    return pattern.search(classes) is not None


def _credits_within(caption: HtmlElement) -> list[HtmlElement]:
    """The elements of a caption that hold its credit; by their place where no name says so."""
    named = list(_outermost(caption, set(), _is_credit_within))
    if named:
        return named
    parts = [child for child in _parts(caption) if shown_text(child)]
    if len(parts) < 2 or (parts[-1].tail or "").strip():
        return []
    before = one_line("".join(shown_text(part) + (part.tail or "") for part in parts[:-1]))
    return [parts[-1]] if _is_credit_after(before, parts[-1]) else []


def _parts(box: HtmlElement) -> list[HtmlElement]:
    """The children of a box, or of the only element in it that holds text."""
    while not (box.text or "").strip():
        children = [child for child in box if shown_text(child)]
        if len(children) != 1 or (children[0].tail or "").strip():
            break
        box = children[0]
    return [] if (box.text or "").strip() else list(box)


def _is_credit_after(before: str, part: HtmlElement) -> bool:
    """Whether a last part without a name of its own is who made the picture: short, a name, after a whole sentence."""
    text = shown_text(part)
    if part.tag not in ("span", "div", "p", "small", "cite", "em", "i") or len(text) > 70 or len(before) < 12:
        return False
    is_apart = (
        part.tag in ("div", "p") or before.endswith((".", "!", "?", ")", '"', "\u201d")) or text[0] in "(/|\u00a9"
    )
    return is_apart and (split_credit(text) == (None, _bare(text)) or _is_name(text))


def _bare(text: str) -> str | None:
    return split_credit(text)[1]


def _is_name(text: str) -> bool:
    words = [word for word in re.split(r"[\s/,&|()]+", text) if word]
    return 0 < len(words) <= 7 and all(word[0].isupper() or word[0] in "@\u00a9" or word in _SMALL for word in words)


def _is_credit_within(element: HtmlElement) -> bool:
    return (
        element.tag in ("small", "cite")
        or _is_credit(element)
        or _names(_AUTHOR_CLASS, element.get("class", ""))
        or any(name.startswith("data-") and name.endswith(("author", "credit")) for name in element.keys())  # noqa: SIM118
    )


def _parts_under(image: HtmlElement, box: HtmlElement, region: Region) -> Shown | None:
    """The caption in a box that holds a picture, then a short text or two in elements of their own, and no more."""
    if box.tag not in ("div", "section", "center") or box in region.body.iterancestors():
        return None
    if "wp-block-" in box.get("class", ""):
        return None  # of WordPress's blocks only a figure has a caption: a cover and a text beside media are text
    parts = [part for part in _parts_of_text(box) if shown_text(part)]
    if not 1 <= len(parts) <= 2 or any(image in part.iterdescendants() for part in parts):
        return None
    texts = [shown_text(part) for part in parts]
    if sum(map(len, texts)) > _MAX_LINE or any(True for _ in box.iter("h1", "h2", "h3", "h4", "time", "form", "a")):
        return None
    is_credited = len(texts) == 2 and (split_credit(texts[1])[0] is None or _is_credit_after(texts[0] + ".", parts[1]))
    if len(texts) == 2 and not is_credited:
        return None
    # A plain <div> or <p> after the picture may be the article's next paragraph.
    if not is_credited and not (parts[0].tag in ("div", "span") and parts[0].get("class") and box.get("class")):
        return None
    credit = texts[1] if is_credited else None
    return Shown(texts[0], credit, " ".join(texts), (box,))


def _parts_of_text(box: HtmlElement) -> list[HtmlElement]:
    """The children after the picture that hold text; none where text stands free or before the picture."""
    if (box.text or "").strip() or any((child.tail or "").strip() for child in box):
        return []
    return [
        child
        for child in box
        if child.tag in ("div", "span", "p", "small") and not any(True for _ in child.iter("img"))
    ]


def shown_text(element: HtmlElement, without: tuple[HtmlElement, ...] = ()) -> str:
    """The text that a reader sees: no buttons, scripts, or words for screen readers only."""
    pieces: list[str] = []

    def collect(node: HtmlElement) -> None:
        hidden = node in without or node.tag in ("button", "script", "style", "noscript", "svg", "template")
        if not hidden and not _HIDDEN.search(node.get("class", "")):
            pieces.append(node.text or "")
            for child in node:
                collect(child)
                pieces.append(child.tail or "")
        if node.tag in ("br", "p", "div", "li", "td", "tr", "dd"):
            pieces.append(" ")

    collect(element)
    return one_line("".join(pieces))


_MAX_LINE = 300
_SMALL = ("dan", "and", "via", "of", "by", "oleh", "desa", "bin", "binti", "von", "van", "de", "und", "for")
_BOXES = ("figure", "dl", "table", "div", "center")
_TEXTUAL = ("p", "div", "span", "dd", "td", "small", "em", "i", "cite", "h6", "h5", "strong", "aside", "section")
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:tr-caption|wp-caption-text|gallery-caption|img_caption|\w*caption(?:[-_]?text|__text)?|keterangan(?![-_](?!foto|gambar))|"
    r"cutline|bildtext|bildunterschrift|legend[ea]?|"
    r"(?:img|image|photo|foto|pic|picture|media)[-_]?(?:desc\w*|text|title|legend\w*|info|lead))(?:$|[\s_-])",
    re.IGNORECASE,
)
_CREDIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w*credits?|\w*copyright|fotograf\w*|photographer|photo-?by|image-?source|sumber|kredit|byline|"
    r"rights|agency|urheber|\w*source|distributor|bildautor|(?:img|image|photo|foto|picture|media)-{1,2}(?:author|by))"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|autor|src)(?:$|[\s_-])", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:screen-reader-text|sr-only|visually-?hidden|hidden|u-hidden|d-none)(?:$|\s)", re.IGNORECASE
)
