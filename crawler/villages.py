"""One village for all pages of a site: what one page's footer makes clear holds for those that do not show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from archive.model import Document
from archive.urls import UrlError, site_key
from spiders.scope import SeedIndex


class VillagesOfSites:
    """By site the village that some page makes clear, where all that make one clear say the same.

    A site is a row of seeds.csv, for several may share a host; without a row, a host.
    """

    def __init__(self, seeds: SeedIndex, documents: Iterable[Document]) -> None:
        self._seeds = seeds
        clear: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
        for document in documents:
            village = document.village or {}
            if code := village.get("kode_wilayah"):
                clear[self._site_of(document)].setdefault(code, village)
        self._villages = {site: next(iter(found.values())) for site, found in clear.items() if len(found) == 1}

    def laid_over(self, document: Document) -> Document:
        """The document with its site's village, unless its own page says one."""
        if (document.village or {}).get("kode_wilayah") is not None:
            return document
        return replace(document, village=self._villages.get(self._site_of(document), document.village))

    def _site_of(self, document: Document) -> str:
        if seed := self._seeds.seed_of(document.url):
            return f"seed {seed.id}"
        try:
            return site_key(document.url)
        except UrlError:
            return document.url
