"""What is taken out of a page before anything is rewritten: scripts, refreshes, objects, comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from justhtml import Element, JustHTML, Node

from archive.replay import pictures, rules
from archive.urls import absolute_url

_MOST_NODES = 200_000
_MOST_NOSCRIPTS = 500


def base_of(document: Node, url: str) -> str:
    """What the relative addresses of a page are relative to."""
    for element in elements_of(document):
        if element.name == "base" and element.namespace == "html" and (href := element.attrs.get("href")):
            return absolute_url(url, href) or url
    return url


def clear(document: Node, base: str) -> None:
    """Take out of a page what `rules` names, and whatever is too much."""
    _Clearing(base).clear(document)


class _Clearing:
    def __init__(self, base: str) -> None:
        self._base = base
        self._noscripts = 0

    def clear(self, document: Node) -> None:
        left = _MOST_NODES
        waiting: list[Any] = [document]
        while waiting:
            parent = waiting.pop()
            kept = self._kept(parent.children)
            left -= len(kept)
            set_children(parent, kept if left > 0 else [])
            waiting.extend(node for node in kept if node.children)

    def _kept(self, nodes: list[Any]) -> list[Any]:
        """The children an element keeps, in order."""
        kept: list[Any] = []
        waiting = list(reversed(nodes))
        while waiting:
            node = waiting.pop()
            if not isinstance(node, Element):
                if node.name in ("#text", "!doctype"):  # no comments, no processing instructions
                    kept.append(node)
                continue
            name = node.name.lower()
            if name == "noscript":
                waiting.extend(reversed(self._behind_noscript(node, kept)))
            elif name in rules.UNWRAPPED or not rules.TAG.match(node.name):
                waiting.extend(reversed(node.children))
            elif not _is_dropped(node, name):
                if name in rules.AS_TEXT:
                    node.name = "pre"
                kept.append(node)
        return kept

    def _behind_noscript(self, noscript: Element, before: list[Any]) -> list[Any]:
        """What a page shows without scripts is what makes it whole here: its styles and pictures. Its words ask for
        scripts, mostly, and nobody who saw the page read them."""
        content = "".join(child.data or "" for child in noscript.children if child.name == "#text")
        self._noscripts += 1
        if "<" not in content or self._noscripts > _MOST_NOSCRIPTS:
            return []
        elements = list(elements_of(JustHTML(content[:100_000], fragment=True, sanitize=False).root))
        found = [one for one in elements if one.name in ("style", "link")]
        found += [one for one in elements if one.name == "img" and not self._is_shown_by(one, before)]
        for one in found:
            one.children = [child for child in one.children if child.name == "#text"]
        return found

    def _is_shown_by(self, picture: Element, before: list[Any]) -> bool:
        """Whether a picture before it waits for a script and knows by itself what it shows. One that does not is only
        a stand-in, and goes."""
        last = next((one for one in reversed(before[-3:]) if isinstance(one, Element)), None)
        if last is None:
            return False
        wanted = set(pictures.forms_of(picture.attrs, self._base).urls())
        waiting = [one for one in (last, *elements_of(last)) if one.name == "img"]
        if any(wanted & set(pictures.forms_of(one.attrs, self._base).urls()) for one in waiting):
            return True
        if last.name == "img" and (last.attrs.get("src") or "").startswith("data:"):
            before.remove(last)
        return False


def _is_dropped(element: Element, name: str) -> bool:
    return (
        name in rules.DROPPED
        or (name == "meta" and not _is_kept_meta(element))
        or (name == "link" and element.namespace == "html" and not _is_kept_link(element))
        or _is_moving_address(element)
    )


def _is_kept_meta(meta: Element) -> bool:
    return "http-equiv" not in meta.attrs and (meta.attrs.get("name") or "").lower() in rules.KEPT_META


def _is_kept_link(link: Element) -> bool:
    rel = set((link.attrs.get("rel") or "").lower().split())
    is_late_sheet = (
        "preload" in rel
        and (link.attrs.get("as") or "").lower() == "style"
        and "stylesheet" in (link.attrs.get("onload") or "")
    )
    return bool(rel & {"stylesheet", "icon", "apple-touch-icon"}) or is_late_sheet


def _is_moving_address(element: Element) -> bool:
    """An animation that gives a link another target."""
    return element.namespace == "svg" and (
        element.attrs.get("attributeName") or element.attrs.get("attributename") or ""
    ).lower() in (
        "href",
        "xlink:href",
    )


def set_children(parent: Any, children: list[Any]) -> None:
    """At once: taken out one by one, a hundred thousand would take minutes."""
    parent.children = children
    for child in children:
        child.parent = parent


def _nodes(root: Node) -> Iterator[Any]:
    """Every node below, in order of the page; deep pages take no deep stack."""
    waiting = list(reversed(root.children or []))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children or []))


def elements_of(root: Node) -> Iterator[Element]:
    """Every element below, in order of the page."""
    return (node for node in _nodes(root) if isinstance(node, Element))
