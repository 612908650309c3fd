"""Captions that no markup names: a picture followed by a line of its own.

<p><img></p><p><em>Warga menanam padi</em></p>            italic, small or centred
<p style="text-align:center"><img><br>Warga menanam</p>   in the picture's own block
<img><br>Foto: Warga menanam padi<br><br>Text             between line breaks
<table><tr><td><img></td></tr><tr><td>Warga</td></tr></table>
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from spiders.platforms.marks import one_line, text_of
from spiders.reading.credit import split_credit

if TYPE_CHECKING:
    from collections import Counter

_MAX_LINE = 300
_CUE = re.compile(
    r"[(\[]?\s*(?:(?:foto|photo|gambar|dok|dokumentasi|ket|keterangan|sumber(?:\s+foto|\s+gambar)?|caption|ilustrasi)"
    r"(?:\s+(?:foto|gambar|photo|by|oleh|ilustrasi|kegiatan|\d+))?\s*[.:|]|gambar\s+\d+|dok(?:umentasi)?\.\s)",
    re.IGNORECASE,
)
_INLINE = ("a", "b", "strong", "em", "i", "span", "u", "font", "small", "sup", "sub", "cite", "mark", "center")

Found = tuple[str | None, tuple[HtmlElement, ...]]


def line_after(image: HtmlElement, crowds: Counter[HtmlElement], body: HtmlElement) -> Found:
    """The caption set as a line under a picture, and the elements to take out of the text with it."""
    block = _picture_block(image, crowds, body)
    if block is not image:
        own = text_of(block)
        if own:
            return (own, (block,)) if _is_own_line(block, own) else _line_in_flow(image, block)
        return _next_block(block)
    return _line_in_flow(image, body)


def _picture_block(image: HtmlElement, crowds: Counter[HtmlElement], body: HtmlElement) -> HtmlElement:
    """The largest box around this picture alone that has little text; the picture itself when there is none."""
    block = image
    for node in image.iterancestors():
        if node is body or crowds[node] > 1 or node.tag in ("body", "article", "main", "li"):
            break
        if len(text_of(node) or "") > _MAX_LINE:
            break
        block = node
    return block


def _is_own_line(block: HtmlElement, text: str) -> bool:
    """Whether all text in the picture's box is its caption: one short line after it, set apart or with a cue."""
    if len(text) > _MAX_LINE:
        return False
    if block.tag == "table" or any(True for _ in block.iter("table")):
        return True
    return _has_cue(text) or _is_centred(block) or _is_italic(block, text)


def _next_block(block: HtmlElement) -> Found:
    """The block after one that holds only the picture, when it looks like a caption."""
    parent = block.getparent()
    if (block.tail or "").strip() and parent is not None:
        return _line_in_flow(block, parent)
    following = block.getnext()
    while following is not None and following.tag in ("p", "div", "br") and not text_of(following):
        if (following.tail or "").strip() or any(True for _ in following.iter("img")):
            return None, ()
        following = following.getnext()
    if following is None or following.tag not in ("p", "div", "em", "i", "center", "small", "span", "h6", "h5"):
        return None, ()
    text = text_of(following)
    if not text or len(text) > _MAX_LINE or any(True for _ in following.iterdescendants("img", "p", "table", "ul")):
        return None, ()
    apart = _is_italic(following, text) or (_is_centred(following) and len(text) < 200)
    return (text, (following, block)) if apart or _has_cue(text) else (None, ())


def _line_in_flow(image: HtmlElement, box: HtmlElement) -> Found:
    """The text between the picture and the next line break, when it begins or ends as captions do, or is italic.

    Text that stands free in `box` has no element to be dropped with: it is taken out of the tree here.
    """
    pieces: list[str] = []
    slanted: list[HtmlElement] = []
    owners: list[HtmlElement] = []
    node: HtmlElement | None = _outermost_inline(image, box)
    while node is not None:
        if (node.tail or "").strip():
            pieces.append(node.tail or "")
            owners.append(node)
        node = node.getnext()
        if node is None or (node.tag == "br" and pieces) or node.tag not in (*_INLINE, "br"):
            break
        if inner := text_of(node):
            pieces.append(inner)
            slanted.append(node)
    line = one_line(" ".join(pieces))
    is_italic = not owners and all(element.tag in ("em", "i", "small", "cite") for element in slanted)
    if not line or len(line) > _MAX_LINE or not (is_italic or _has_cue(line)):
        return None, ()
    for owner in owners:
        owner.tail = "\n"
    return line, (*slanted, image)


def _outermost_inline(image: HtmlElement, box: HtmlElement) -> HtmlElement:
    """The picture with the link and the inline boxes that hold nothing else."""
    top = image
    for parent in image.iterancestors():
        if parent is box or parent.tag not in (*_INLINE, "p", "div") or (top.tail or "").strip():
            break
        top = parent
    return top


def _has_cue(text: str) -> bool:
    """Whether the line begins as captions do ("Foto:", "Ket. foto:", "Gambar 1") or ends with a credit."""
    if _CUE.match(text):
        return True
    return text.endswith((")", "]")) and split_credit(text)[1] is not None and len(text) < _MAX_LINE


def _is_centred(block: HtmlElement) -> bool:
    for node in (block, *block.iter("p", "div", "center", "span", "td")):
        style = node.get("style", "").replace(" ", "").lower()
        if "text-align:center" in style or node.get("align", "").lower() == "center" or node.tag == "center":
            return True
        if re.search(r"\b(?:has-text-align-center|text-center|aligncenter)\b", node.get("class", "")):
            return True
    return False


def _is_italic(block: HtmlElement, text: str) -> bool:
    """Whether all of the block's text is italic or small."""
    if block.tag in ("em", "i", "small"):
        return True
    slanted = "".join(text_of(node) or "" for node in block.iter("em", "i", "small"))
    return len(slanted.replace(" ", "")) >= 0.95 * len(text.replace(" ", ""))
