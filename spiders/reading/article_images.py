"""Which of a page's pictures are the article's: no logos, faces of officials, icons, nor those of other articles."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from spiders.reading.region import Region, is_junk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement


def article_images(region: Region) -> Iterator[HtmlElement]:
    """The pictures of the article's box; where it has none of its own, those from the heading to the body's end."""
    is_boxed = region.known or region.scope.tag in ("article", "main")
    in_body = set(region.body.iter("img", "amp-img"))
    between = region.heading is None
    for element in region.scope.iter():
        if element is region.heading:
            between = True
        elif element is region.body:
            between = False
        is_near = element.tag in ("img", "amp-img") and (is_boxed or between or element in in_body)
        if is_near and _is_article_picture(element, region):
            yield element


def _is_article_picture(image: HtmlElement, region: Region) -> bool:
    if _is_small(image) or _DECORATION.search(" ".join((image.get("class", ""), image.get("src", "")[-200:]))):
        return False
    boxes = list(takewhile(lambda node: node is not region.scope, image.iterancestors()))
    depth_of_body = boxes.index(region.body) if region.body in boxes else 0
    if region.body is region.scope:
        depth_of_body = len(boxes)
    for depth, node in enumerate(boxes):
        inside = depth < depth_of_body
        if node is region.body or node.tag in ("article", "main"):
            continue
        if node.tag in ("nav", "footer", "form") or (node.tag == "aside" and not inside) or is_junk(node, inside):
            return False
    return not _is_teaser(image)


def _is_small(image: HtmlElement) -> bool:
    """Whether the page says that the picture is as small as an icon."""
    for name in ("width", "height"):
        found = re.match(r"\s*(\d+)(?:px)?\s*\Z", image.get(name, ""))
        if found and int(found[1]) < 70:
            return True
    return False


def _is_teaser(image: HtmlElement) -> bool:
    """Whether the picture stands for another article: it is in a link that has a heading or text of its own."""
    for node in image.iterancestors("a", "figure", "article"):
        if node.tag == "a":
            return any(True for _ in node.iter("h1", "h2", "h3", "h4", "h5"))
        if node.tag == "figure":
            return any(
                parent.tag == "a" and any(True for _ in parent.iter("h2", "h3", "h4"))
                for parent in node.iterancestors("a")
            )
        return False
    return False


_DECORATION = re.compile(
    r"(?:^|[\s/_.-])(?:logo\w*|avatar\w*|gravatar|emoji|smiley|icons?|favicon|pixel|badge|spinner|btn|button)(?:$|[\s/_.-])|s\.w\.org/",
    re.IGNORECASE,
)
