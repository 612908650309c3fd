"""What a page names anywhere: gathered once, so that each look for what it does not name costs nothing.

A page is asked for some two hundred selectors and meta values, and has few of them: looking each up in the tree took a
fifth of the reading (2026-11-26). What is known stays true while elements are only taken out of the tree, and is
forgotten with it. Nothing may be added to a tree that is read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from lxml.cssselect import CSSSelector

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Names:
    """`words`: those of classes, ids and the like, and "@href" for an attribute. `metas`: the first content by name."""

    def __init__(self, root: HtmlElement) -> None:
        attributes = {item for element in root.iter() for item in element.items()}
        self.words = {word for name, value in attributes if name in _NAMING for word in value.split()}
        self.words |= {f"@{name}" for name in {name for name, _ in attributes}}
        self.metas: dict[str, str] = {}
        for element in root.iter("meta"):
            for attribute in ("property", "name", "itemprop"):
                key = (element.get(attribute) or "").strip().lower()
                if key and key not in self.metas:
                    self.metas[key] = element.get("content") or ""


def names_of_page(element: HtmlElement) -> Names:
    """The names on the page that an element belongs to."""
    root = element.getroottree().getroot()
    names = _KNOWN.get(root)
    if names is None:
        names = _KNOWN[root] = Names(root)
    return names


_KNOWN: WeakKeyDictionary[HtmlElement, Names] = WeakKeyDictionary()


def selector_for(css: str, names: Names) -> CSSSelector | None:
    """A selector for those of the comma-separated selectors that may match on a page; None when none can."""
    possible = [one for one, words in _needs(css) if words <= names.words]
    return _selector(", ".join(possible)) if possible else None


@cache
def _needs(css: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each of the selectors with the words that a page must have for it to match."""
    return tuple((one.strip(), _words_of(one)) for one in re.split(r",(?![^(\[]*[)\]])", css))


def _words_of(css: str) -> frozenset[str]:
    css = re.sub(r":not\([^)]*\)", "", css)
    attributes = [f"@{name}" for name in re.findall(r"\[([\w-]+)", css)]
    values = [value for name, value in re.findall(r"\[([\w-]+)~?='([^']*)'\]", css) if name in _NAMING]
    classes = re.findall(r"[.#]([\w-]+)", re.sub(r"\[[^]]*\]", "", css))
    return frozenset((*attributes, *" ".join(values).split(), *classes))


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


_NAMING = frozenset({"class", "id", "rel", "itemprop"})
