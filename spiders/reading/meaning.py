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
from spiders.flags.personal_data import find as find_personal_data
from spiders.flags.personal_data import mask
from spiders.places import named_regions
from spiders.programme.about import with_programme


def with_meaning(document: Document) -> Document:
    """The document with `programme`, `regions` and what is flagged of people."""
    return _without_secrets(flag_people(with_regions(with_programme(document))))


def with_regions(document: Document) -> Document:
    """The regions that title, text and captions name; None for what has no text."""
    if document.kind not in ("article", "page"):
        return replace(document, regions=None)
    said = (document.title, document.text, *(caption.text for caption in document.captions))
    home = (document.village or {}).get("kode_wilayah")
    return replace(document, regions=named_regions("\n\n".join(filter(None, said)), home))


def _without_secrets(document: Document) -> Document:
    """Sentences that are quoted show no number that is flagged in its place: an export redacts by positions."""
    if "personal_data" not in document.flags or document.programme is None:
        return document
    programme = {
        **document.programme,
        "evidence": [_masked(one) for one in document.programme["evidence"]],
        "facts": [_masked(one) for one in document.programme["facts"]],
    }
    return replace(document, programme=programme, regions=tuple(map(_masked, document.regions or ())))


def _masked(quoted: Mapping[str, Any]) -> dict[str, Any]:
    quote = quoted["quote"]
    for one in reversed(find_personal_data(quote)):
        quote = quote[: one.start] + mask(quote[one.start : one.end]) + quote[one.end :]
    return {**quoted, "quote": quote}


def zone_of(village: Mapping[str, Any] | None) -> tzinfo | None:
    """The zone of the village's province; where it is not clear which village, the one that all candidates share."""
    if village is None:
        return None
    codes = [village] if village.get("kode_wilayah") else village.get("candidates", ())
    if village.get("candidate_count", 0) > len(codes):
        return None
    # A person may have written a code that is none into seeds.csv; `lumbung seeds check` tells.
    zones = {region_table().zone_of(code) for one in codes if (code := one["kode_wilayah"])[:2] in region_table()}
    return zones.pop() if len(zones) == 1 else None
