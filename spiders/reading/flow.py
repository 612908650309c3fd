"""The article's box as a row of items in the order of the page: lines of text and pictures.

<p><img><br><em>Warga menanam</em></p><p>Teks berita</p>   ->   picture, line (italic), line

A line ends at each block element and each <br>. What is italic or centred on it, and which nodes its words come from,
is kept, so that a line can be taken out of the tree whatever it stands in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spiders.platforms.marks import one_line
from spiders.reading.text import BLOCKS, NO_TEXT

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement


@dataclass(slots=True)
class Item:
    """A picture (`image`) or a line of text in its nearest block element."""

    block: HtmlElement
    image: HtmlElement | None = None
    text: str = ""
    is_italic: bool = False
    is_centred: bool = False
    is_heading: bool = False
    pieces: list[tuple[HtmlElement, bool]] = field(default_factory=list)

    def take_out(self) -> None:
        """Empty the line; a line break is left where the words stood."""
        for node, is_tail in self.pieces:
            if is_tail:
                node.tail = " "
            else:
                node.text = None


def flow_of(box: HtmlElement, images: Collection[HtmlElement], without: Collection[HtmlElement] = ()) -> list[Item]:
    """The items in a box; nothing of the elements in `without`."""
    return _Flow(images, without).read(box)


class _Flow:
    def __init__(self, images: Collection[HtmlElement], without: Collection[HtmlElement]) -> None:
        self._images = images
        self._without = without
        self._items: list[Item] = []
        self._pieces: list[tuple[HtmlElement, bool, str, bool]] = []

    def read(self, box: HtmlElement) -> list[Item]:
        self._visit(box, box, is_italic=False, is_centred=False, is_heading=False)
        self._end_line(box, is_centred=False, is_heading=False)
        return self._items

    def _visit(
        self, node: HtmlElement, block: HtmlElement, *, is_italic: bool, is_centred: bool, is_heading: bool
    ) -> None:
        if node in self._images:
            self._end_line(block, is_centred, is_heading)
            self._items.append(Item(block, image=node, is_centred=is_centred))
            return
        if node.tag in NO_TEXT or node in self._without or not isinstance(node.tag, str):
            return
        outer = block, is_centred, is_heading
        if node.tag in BLOCKS or node.tag in ("br", "hr"):
            self._end_line(*outer)
        if node.tag in BLOCKS:
            block = node
        is_centred = is_centred or is_centring(node)
        is_italic = is_italic or node.tag in ("em", "i", "small", "cite") or "italic" in node.get("style", "")
        is_heading = is_heading or node.tag in ("h1", "h2", "h3", "h4", "li")
        self._piece(node, node.text, False, is_italic)
        for child in node:
            self._visit(child, block, is_italic=is_italic, is_centred=is_centred, is_heading=is_heading)
            self._piece(child, child.tail, True, is_italic)
        if node.tag in BLOCKS:
            self._end_line(block, is_centred, is_heading)

    def _piece(self, node: HtmlElement, text: str | None, is_tail: bool, is_italic: bool) -> None:
        if text and text.strip():
            self._pieces.append((node, is_tail, text, is_italic))

    def _end_line(self, block: HtmlElement, is_centred: bool, is_heading: bool) -> None:
        if not self._pieces:
            return
        text = one_line("".join(text for _, _, text, _ in self._pieces))
        if text:
            slanted = sum(len(text.strip()) for _, _, text, is_italic in self._pieces if is_italic)
            every = sum(len(text.strip()) for _, _, text, _ in self._pieces)
            pieces = [(node, is_tail) for node, is_tail, _, _ in self._pieces]
            self._items.append(Item(block, None, text, slanted >= 0.95 * every, is_centred, is_heading, pieces))
        self._pieces = []


def is_centring(node: HtmlElement) -> bool:
    if not node.attrib:
        return bool(node.tag == "center")
    style = node.get("style", "").replace(" ", "").lower()
    if "text-align:center" in style or node.get("align", "").lower() == "center" or node.tag == "center":
        return True
    return _CENTRED.search(node.get("class", "")) is not None


_CENTRED = re.compile(r"\b(?:has-text-align-center|text-center|aligncenter)\b")
