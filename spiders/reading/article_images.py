"""Which of a page's pictures are the article's: no logos, faces of officials, icons, nor those of other articles."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from archive.urls import absolute_url, site_key
from spiders.reading.boilerplate import is_end_box
from spiders.reading.images import LAZY, is_picture_file
from spiders.reading.region import Region, is_junk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement


def article_images(region: Region, base: str) -> Iterator[HtmlElement]:
    """The pictures of the article's box; where it has none of its own, those from the heading to the body's end.

    `base` is the address that the page's relative addresses start from.
    """
    is_boxed = region.known or region.scope.tag in ("article", "main")
    in_body = set(region.body.iter("img", "amp-img"))
    between = region.heading is None
    for element in region.scope.iter():
        if element is region.heading:
            between = True
        elif element is region.body:
            between = False
        is_near = element.tag in ("img", "amp-img") and (is_boxed or between or element in in_body)
        if is_near and _is_article_picture(element, region, base):
            yield element


def _is_article_picture(image: HtmlElement, region: Region, base: str) -> bool:
    if _is_small(image) or _DECORATION.search(" ".join((image.get("class", ""), image.get("src", "")[-200:]))):
        return False
    figure = next(image.iterancestors("figure"), None)
    if _is_copy(image):
        return False
    is_captioned = figure is not None and any(True for _ in figure.iter("figcaption"))
    if figure is not None and any(
        one.tag != "a" or one.get("rel") == "author" for one in figure.iter("time", "address", "a")
    ):
        return False  # the author's face beside the byline
    if _DRAWING.search(image.get("src", "")) and not (is_captioned and _is_only(image, figure)):
        return False
    boxes = list(takewhile(lambda node: node is not region.scope, image.iterancestors()))
    depth_of_body = boxes.index(region.body) if region.body in boxes else 0
    if region.body is region.scope:
        depth_of_body = len(boxes)
    for depth, node in enumerate(boxes):
        inside = depth < depth_of_body
        if node is region.body:
            continue
        if node.tag in ("article", "main"):
            if node.tag == "article" and region.body not in node.iterdescendants() and _is_about_another(node, base):
                return False
            continue
        if node.tag in ("nav", "footer", "form") or (node.tag == "aside" and not (inside and is_captioned)):
            return False
        if (
            is_junk(node, inside)
            or is_end_box(node)
            or _BESIDE_PICTURE.search(f"{node.get('class', '')} {node.get('id', '')}")
        ):
            return False
    return not _is_teaser(image, region, is_captioned, base)


def _is_copy(image: HtmlElement) -> bool:
    """Whether a picture in a noscript stands beside the one that a script loads."""
    fallback = next(image.iterancestors("noscript"), None)
    box = None if fallback is None else next(fallback.iterancestors("picture", "figure"), None)
    if fallback is None or box is None:
        return False
    others = (other for other in box.iter("img") if next(other.iterancestors("noscript"), None) is None)
    return any(any(other.get(name) for name in LAZY) or next(box.iter("source"), None) is not None for other in others)


def _is_only(image: HtmlElement, figure: HtmlElement | None) -> bool:
    return figure is None or all(other is image for other in figure.iter("img", "amp-img"))


def _is_small(image: HtmlElement) -> bool:
    """Whether the page says that the picture is as small as an icon, or as flat as a banner. A GIF without a size
    is a button, a counter or a smiley.
    """
    sizes = [int(found[1]) for name in ("width", "height")
             if (found := re.match(r"\s*(\d+)(?:px)?\s*\Z", image.get(name, "")))]  # fmt: skip
    if not sizes:
        is_lazy = any(image.get(name) for name in LAZY)
        return not is_lazy and re.search(r"\.gif(?:$|\?)", image.get("src", ""), re.IGNORECASE) is not None
    return min(sizes) < 70 or max(sizes) > 5 * min(sizes)


def _is_teaser(image: HtmlElement, region: Region, is_captioned: bool, base: str) -> bool:
    """Whether the picture stands for another article: it is in a link with a heading of its own, or in one to
    another page of the site where that is more than the page of the picture itself.
    """
    link = next(image.iterancestors("a"), None)
    if link is None or any(node.tag == "article" for node in image.iterancestors() if link in node.iterancestors()):
        return False
    if _has_heading(link):
        return True
    if region.known or not _leads_to_page(link, base):
        return False
    if is_captioned:
        return any(True for _ in link.iter("figcaption"))
    return region.body not in link.iterancestors() or _is_listed(link)


def _is_listed(link: HtmlElement) -> bool:
    """Whether a link stands in a list, or leads where a link with words beside it leads too."""
    if next(link.iterancestors("li"), None) is not None or "".join(link.itertext()).strip():
        return True
    href = link.get("href")
    boxes = list(islice(link.iterancestors("div", "section", "figure", "td"), 2))
    return any(
        other.get("href") == href and "".join(other.itertext()).strip() for box in boxes for other in box.iter("a")
    )


def _is_about_another(article: HtmlElement, base: str) -> bool:
    """Whether an article inside the article is another's teaser. (Drupal makes an <article> of each picture.)"""
    return _has_heading(article) or any(_leads_to_page(link, base) for link in article.iter("a"))


def _has_heading(box: HtmlElement) -> bool:
    return any(True for _ in box.iter("h1", "h2", "h3", "h4", "h5"))


def _leads_to_page(link: HtmlElement, base: str) -> bool:
    """Whether a link leads to a page of the same site; pictures in the text may lead elsewhere."""
    href = (link.get("href") or "").strip()
    if not href or href.startswith(("#", "javascript:")) or is_picture_file(href):
        return False
    target = absolute_url(base, href)
    return target is not None and site_key(target) == site_key(base)


# Names of boxes around a picture that is not the article's; of a box of text they would say less.
_BESIDE_PICTURE = re.compile(
    r"(?:^|[\s_-])(?:more-(?:topics?|news|stories|on)|latest(?:-\w+)?|subscribe\w*|(?:inline)?sign-?up\w*|author|byline|puff|"
    r"card|trending|item(?:Author|Related)\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DRAWING = re.compile(r"\.svg(?:$|[?#])", re.IGNORECASE)
_DECORATION = re.compile(
    r"(?:^|[\s/_.-])(?:logo\w*|avatar\w*|gravatar|emoji|emoticons?|smil\w+|icons?|favicon|pixel|badge|spinner|btn|\w*button|tombol|"
    r"print|cetak|pdf|kembali|(?:hit-?)?counter|iklan|banner)(?:$|[\s/_.-])|s\.w\.org/",
    re.IGNORECASE,
)
