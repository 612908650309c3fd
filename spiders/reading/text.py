"""The article's text: paragraphs, list items, quotations and table rows in the order of the page."""

from __future__ import annotations

import logging
from itertools import islice
from typing import TYPE_CHECKING

import trafilatura
from lxml import etree
from trafilatura.settings import Extractor

from spiders.platforms.marks import one_line
from spiders.reading.boilerplate import is_boilerplate_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

# A page without an article is no event: trafilatura would warn once a page.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def body_text(tree: HtmlElement) -> str:
    """What trafilatura takes for the article on the page, paragraphs split by a blank line; "" for none.

    Comments and pictures stay out, tables stay in. Never `deduplicate`: it deletes paragraphs that another page had.
    It works on a copy of the tree.
    """
    is_long = next(islice(tree.iter(), _MOST_ELEMENTS_TO_COMPARE, None), None) is not None
    document = trafilatura.bare_extraction(tree, options=_FAST if is_long else _OPTIONS)
    body = getattr(document, "body", None)
    return "" if body is None else element_text(body)


# As an element only: "python" would have it written out as text, too.
_OPTIONS = Extractor(output_format="xml", comments=False, images=False, tables=True, dedup=False)
# Without a second opinion by readability and jusText, whose cost grows faster than the page: 85 s for 14,000 headings
# beside a short text (2026-11-26).
_FAST = Extractor(output_format="xml", fast=True, comments=False, images=False, tables=True, dedup=False)
_MOST_ELEMENTS_TO_COMPARE = 3_000


def with_lists_of(region_body: HtmlElement, text: str) -> str:
    """`text` with the list items and table rows of the article's box that it lacks between two blocks it has.

    trafilatura leaves out short lists. Items with links are left out: they lead to other articles.
    """
    whole = list(_blocks(region_body))
    kept = {line for block in text.split("\n\n") for line in (block, *block.split("\n"))}
    known = [number for number, (_, block) in enumerate(whole) if block in kept]
    if len(known) < 2:
        return text
    inside = whole[known[0] : known[-1] + 1]
    missing = [block for kind, block in inside if kind in ("item", "row") and block not in kept]
    covered = sum(len(block) for _, block in inside if block in kept)
    if not missing or covered < 0.9 * len(text.replace("\n\n", "")):
        return text
    links = {one_line("".join(link.itertext())) for link in region_body.iter("a")} - {""}
    wanted = {block for block in missing if not any(link in block for link in links)}
    return _joined((kind, block) for kind, block in inside if block in kept or block in wanted)


def element_text(element: etree._Element) -> str:
    """All text of an element, paragraphs split by a blank line; items of a list and rows of a table by a line end."""
    return _joined((kind, block) for kind, block in _blocks(element) if not is_boilerplate_line(block))


def _joined(blocks: Iterable[tuple[str, str]]) -> str:
    text = ""
    before = ""
    for kind, block in blocks:
        text += ("\n" if kind == before and kind != "p" else "\n\n") if text else ""
        text += block
        before = kind
    return text


def _blocks(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Blocks of text, each with its kind: p, item or row. (trafilatura's names for elements are understood too.)"""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    in_item = 0
    for event, node in walk:
        is_block = node.tag in BLOCKS
        if event == "start":
            if node.tag in NO_TEXT:
                walk.skip_subtree()
                continue
            if is_block:
                yield from _flush(pieces, in_item)
            if node.tag == "table" and (rows := _data_rows(node)):
                yield from (("row", row) for row in rows)
                walk.skip_subtree()
                continue
            if node.tag in ("li", "item"):
                in_item += 1
                pieces.append("- ")
            if node.tag in ("br", "lb"):
                pieces.append("\n")
            pieces.append(_flat(node.text))
        else:
            if is_block:
                yield from _flush(pieces, in_item)
            in_item -= node.tag in ("li", "item")
            if node is not root:
                pieces.append(_flat(node.tail))
    yield from _flush(pieces, 0)


def _flat(text: str | None) -> str:
    """Text as HTML shows it: a line end in the source is a blank."""
    return (text or "").replace("\n", " ").replace("\r", " ")


def _flush(pieces: list[str], in_item: int) -> Iterator[tuple[str, str]]:
    """The collected text as blocks. Two line breaks in a row make a paragraph, one makes a line."""
    lines = [one_line(line) for line in "".join(pieces).split("\n")]
    pieces.clear()
    paragraph: list[str] = []
    for line in (*lines, ""):
        if line and line != "-":
            paragraph.append(line)
        elif paragraph:
            yield ("item" if in_item and paragraph[0].startswith("- ") else "p"), "\n".join(paragraph)
            paragraph = []


def _data_rows(table: etree._Element) -> list[str]:
    """The rows of a table of data, cells split by a bar; none for a table that only lays out a page."""
    rows = []
    widest = 0
    for row in table.iter("tr", "row"):
        cells = [one_line(" ".join(cell.itertext())) for cell in row if cell.tag in ("td", "th", "cell")]
        if any(len(cell) > 400 for cell in cells) or any(True for _ in row.iter("table")):
            return []
        widest = max(widest, len(cells))
        if any(cells):
            rows.append(" | ".join(cells))
    return rows if widest > 1 else []


# fmt: off
BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "blockquote", "pre",
    "ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "hr", "center", "address",
    "h1", "h2", "h3", "h4", "h5", "h6", "fieldset", "details", "summary", "body",
    "head", "list", "item", "quote", "row", "cell",
})
NO_TEXT = frozenset({
    "script", "style", "noscript", "template", "form", "iframe", "svg", "button", "select", "textarea", "object",
    "embed", "audio", "video",
})
# fmt: on
