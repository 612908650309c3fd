"""What a text means beyond its words: the programme, the regions it names, the people it tells too much of.

Read from the document alone, so that it can be read again when linking puts parts together or learns where a site is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from archive.model import Document
from archive.regions import region_table
from spiders.flags.people import flag_people
from spiders.places import named_regions
from spiders.programme.about import with_programme


def with_meaning(document: Document) -> Document:
    """The document with `programme`, `regions` and what is flagged of people."""
    return flag_people(with_regions(with_programme(document)))


def with_regions(document: Document) -> Document:
    """The regions that title, text and captions name; None for what has no text."""
    if document.kind not in ("article", "page"):
        return replace(document, regions=None)
    said = (document.title, document.text, *(caption.text for caption in document.captions))
    home = (document.village or {}).get("kode_wilayah")
    return replace(document, regions=named_regions("\n\n".join(filter(None, said)), home))


def zone_of(village: Mapping[str, Any] | None) -> tzinfo | None:
    """The zone of the village's province; where it is not clear which village, the one that all candidates share."""
    if village is None:
        return None
    codes = [village] if village.get("kode_wilayah") else village.get("candidates", ())
    if village.get("candidate_count", 0) > len(codes):
        return None
    zones = {region_table().zone_of(one["kode_wilayah"]).key: one["kode_wilayah"] for one in codes}
    return region_table().zone_of(next(iter(zones.values()))) if len(zones) == 1 else None
