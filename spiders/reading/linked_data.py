"""What a page says about its article in JSON-LD."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_MAX_CHARACTERS = 400_000
_CREDITS = ("creditText", "author", "creator", "copyrightHolder", "copyrightNotice")
_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|Report)\Z")


def linked_nodes(tree: HtmlElement) -> tuple[dict[str, Any], ...]:
    """All JSON-LD objects of the page, as parsed."""
    return tuple(_nodes(tree))


def article_facts(nodes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The first JSON-LD node that is an article; empty when there is none."""
    return next((node for node in nodes if _is_article(node)), {})


def image_objects(nodes: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str | None, str | None]]:
    """Address, caption and credit of each picture that the page describes in JSON-LD."""
    for node in nodes:
        for image in (node, *_as_list(node.get("image"))):
            if not isinstance(image, dict) or "ImageObject" not in _as_list(image.get("@type")):
                continue
            caption = text_value(image.get("caption")) or text_value(image.get("description"))
            credit = next((text for name in _CREDITS if (text := text_value(image.get(name)))), None)
            for url in (image.get("contentUrl"), image.get("url")):
                if isinstance(url, str) and (caption or credit):
                    yield url, caption, credit


def text_value(value: Any) -> str | None:
    """The text a JSON-LD value stands for: itself, its name, or the first of a list."""
    if isinstance(value, list):
        return next((text for item in value if (text := text_value(item))), None)
    if isinstance(value, dict):
        return text_value(value.get("name"))
    return " ".join(value.split()) or None if isinstance(value, str) else None


def names_of(value: Any) -> tuple[str, ...]:
    """All names in a JSON-LD author: one or many, strings or persons."""
    many = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for item in many if (name := text_value(item))))


def persons_of(value: Any) -> tuple[str, ...]:
    """The names in a JSON-LD author that are not said to be an organisation's."""
    many = [
        item for item in _as_list(value) if not (isinstance(item, dict) and "Organization" in str(item.get("@type")))
    ]
    return names_of(many)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(isinstance(kind, str) and _ARTICLE_TYPE.match(kind) for kind in _as_list(kinds))


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        source = script.text or ""
        if "ld+json" not in script.get("type", "") or len(source) > _MAX_CHARACTERS:
            continue
        try:
            # Themes print line breaks inside strings, which strict JSON does not allow.
            data = json.loads(source.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _as_list(data):
            if isinstance(item, dict):
                yield item
                yield from (node for node in _as_list(item.get("@graph")) if isinstance(node, dict))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
