"""Where the article is on a page that no platform reader knows, and which boxes in and around it are not article."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from spiders.platforms.marks import whole_text
from spiders.reading.headings import find_heading

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from spiders.platforms import PlatformFacts
    from spiders.reading.titles import HeadClaims

# Class and id words of boxes that hold no article. The short list also holds inside the article's own body.
_JUNK_INSIDE = re.compile(
    r"(?:^|[\s_-])(?:related|terkait|recommend\w*|rekomendasi|comments?|komentar|respond|share|sharing|sharedaddy|social|"
    r"author-?(?:box|bio|info)|avatar|gravatar|newsletter|advert\w*|ads?|iklan|jp-relatedposts|read-?(?:also|more)|"
    r"baca-juga|teasers?|promo|sponsor\w*|latest-posts|most-?read|popular|terpopuler)(?:$|[\s_-])",
    re.IGNORECASE,
)
_JUNK_AROUND = re.compile(
    _JUNK_INSIDE.pattern.replace("(?:related|", "(?:related|nav|navbar|menu|footer|sidebar|breadcrumbs?|logo|banner|"
                                "masthead|topbar|aparatur|perangkat|statistik|agenda|trending|profile|"),
    re.IGNORECASE,
)  # fmt: skip


def is_junk(box: HtmlElement, inside: bool) -> bool:
    """Whether a box is none of the article, by its class and id; `inside` the article's body less is suspected."""
    names = f"{box.get('class', '')} {box.get('id', '')}"
    return len(names) > 1 and _is_junk_name(names, inside)


@lru_cache(maxsize=8192)
def _is_junk_name(names: str, inside: bool) -> bool:
    return (_JUNK_INSIDE if inside else _JUNK_AROUND).search(names) is not None


@dataclass(frozen=True, slots=True)
class Region:
    """`body` holds the text; `scope`, which is or holds it, the pictures too. `heading` is the article's heading.

    `known` says that the body is certain: a platform reader named it, or the page is laid out as a table.
    """

    body: HtmlElement
    scope: HtmlElement
    heading: HtmlElement | None
    known: bool
    is_cell: bool = False


def find_region(tree: HtmlElement, facts: PlatformFacts, claims: HeadClaims) -> Region:
    body = facts.body if facts.body is not None else _heaviest(tree)
    heading = find_heading(tree, body, claims)
    scope = facts.scope
    if scope is None or scope not in (body, *body.iterancestors()):
        scope = _scope_of(body, heading)
    is_cell = facts.body is None and body.tag == "td"
    return Region(body, scope, heading, facts.body is not None or is_cell, is_cell)


def _heaviest(tree: HtmlElement) -> HtmlElement:
    """The element in which most running text lies close together.

    Each block's text counts for its parent, 0.72 of it for the next ancestor, and so on: an outer box wins
    only when it holds much more text than any box in it.
    """
    top = tree.find("body")
    top = tree if top is None else top
    blocks = [
        (block, weight, _junk_around(block))
        for block in top.iter("p", "div", "td", "blockquote", "section", "article", "li")
        if (weight := _running_text(block)) >= 30
    ]
    junk: defaultdict[HtmlElement | None, float] = defaultdict(float)
    for _, weight, box in blocks:
        junk[box] += weight
    # A box that holds most of the page's text is no box beside the article, whatever its name.
    most = sum(junk.values()) / 2
    weights: defaultdict[HtmlElement, float] = defaultdict(float)
    for block, weight, box in blocks:
        if box is not None and (box.tag in _BESIDE or junk[box] <= most):
            continue
        node = block.getparent() if block.tag in ("p", "blockquote", "li") else block
        while node is not None and node.tag != "html":
            weights[node] += weight
            weight *= 0.72
            node = node.getparent()
    return max(weights, key=lambda element: weights[element], default=top)


def _running_text(block: HtmlElement) -> float:
    """Characters of the block's own text, what is in inline elements but not in links; list items count little."""
    length = len((block.text or "").strip())
    for child in block:
        if child.tag in ("b", "strong", "em", "i", "span", "u", "font", "q", "sup", "sub"):
            length += len(whole_text(child).strip())
        length += len((child.tail or "").strip())
    return length / 3 if block.tag == "li" else length


_BESIDE = ("nav", "footer", "aside", "form")


def _junk_around(block: HtmlElement) -> HtmlElement | None:
    """The innermost box around the block that by its tag or name is none of the article."""
    for node in (block, *block.iterancestors()):
        if node.tag in _BESIDE:
            return node
        if node.tag in ("body", "article", "main"):
            return None
        if is_junk(node, inside=False):
            return node
    return None


def _scope_of(body: HtmlElement, heading: HtmlElement | None) -> HtmlElement:
    """The nearest box around the body that is an article, or that holds the heading too."""
    if body.tag == "article":
        return body
    around = set(heading.iterancestors()) if heading is not None else set()
    for node in (body, *body.iterancestors()):
        if node.tag in ("article", "main") or "Article" in node.get("itemtype", "") or node in around:
            return node
        if node.tag == "body":
            break
    return body
