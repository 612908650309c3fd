"""One village for all pages of a site: what one page's footer makes clear holds for those that do not show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from archive.model import Document
from archive.urls import UrlError, site_key


def villages_of_sites(documents: Iterable[Document]) -> dict[str, Mapping[str, Any]]:
    """By site key the village that some page makes clear, where all that make one clear say the same."""
    clear: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for document in documents:
        village = document.village or {}
        if code := village.get("kode_wilayah"):
            clear[site_of(document)].setdefault(code, village)
    return {site: next(iter(found.values())) for site, found in clear.items() if len(found) == 1}


def is_unclear(document: Document) -> bool:
    return (document.village or {}).get("kode_wilayah") is None


def site_of(document: Document) -> str:
    try:
        return site_key(document.url)
    except UrlError:
        return document.url
