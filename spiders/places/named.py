"""Regions that a text names, each with its code where there is no doubt and with its candidates where there is.

"Desa Dwi Mulyo Kecamatan Penawar Tama"      what stands together says where it is
"Desa Dwi Mulyo"                             else: in the site's own kecamatan or one that the text names,
                                             then in its own kabupaten or one that the text names
"Kabupaten Semarang", "Kota Semarang"        two regions; "Semarang" alone is none
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from archive.regions import region_table
from spiders.places.mentions import Mention, mentions
from spiders.places.within import is_within, names_of

_MOST_MENTIONS = 500
# More candidates than this help nobody to choose.
_MOST_CANDIDATES = 10
_RANKS = {"desa": 0, "kecamatan": 1, "kabupaten": 2, "provinsi": 3}
_TOGETHER = re.compile(r"[\s,(–-]{0,3}(?:(?:yang (?:ada|berada) )?(?:di|pada|dari)\s)?(?:wilayah\s)?")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a mention can mean. Clear is one region; no codes: it should not be told at all."""

    codes: tuple[str, ...] = ()
    is_clear: bool = False


def named_regions(text: str, home: str | None = None) -> tuple[Mapping[str, Any], ...]:
    """{kode_wilayah, level, name, quote} of each region that the text names, in its order, each once.

    `home` is the code of the village, or any region, whose site the text stands on. Where it is not clear which is
    meant, kode_wilayah is None, name as written, and `candidates` are {kode_wilayah, desa, kecamatan, kabupaten,
    provinsi}: several of that name, or the only village of that name, far from all that the text speaks of.
    """
    found = list(islice(mentions(text), _MOST_MENTIONS))
    regions: dict[_Meaning, Mapping[str, Any]] = {}
    for mention, meaning in zip(found, _meanings(text, found, home or ""), strict=True):
        if meaning.codes and meaning not in regions:
            regions[meaning] = _entry(text[mention.start : mention.end], mention, meaning)
    return tuple(regions.values())


def _meanings(text: str, found: list[Mention], home: str) -> list[_Meaning]:
    together = _contexts(text, found)
    meanings = [_Meaning()] * len(found)
    for level in ("provinsi", "kabupaten", "kecamatan", "desa"):
        near = _near(meanings, level, home)
        for place, mention in enumerate(found):
            if mention.level == level:
                context = [meanings[other].codes for other in together[place] if meanings[other].codes]
                meanings[place] = _meaning(mention, context, near)
    return meanings


def _meaning(mention: Mention, context: list[tuple[str, ...]], near: list[set[str]]) -> _Meaning:
    codes = mention.codes
    for above in context:
        codes = tuple(code for code in codes if is_within(code, above))
    if context or mention.level in ("provinsi", "kabupaten"):
        # None is left of "Desa X Kecamatan Y" where Y has no X: a name that the table does not have.
        return _Meaning(codes, len(codes) == 1)
    for nearby in near:
        if inside := tuple(code for code in codes if is_within(code, nearby)):
            is_told = len(inside) == 1 or _is_worth_telling(mention, inside)
            return _Meaning(inside, len(inside) == 1) if is_told else _Meaning()
        if mention.is_cut:
            return _Meaning()
    if not _is_worth_telling(mention, codes):
        return _Meaning()
    return _Meaning(codes, mention.level == "kecamatan" and len(codes) == 1)


def _is_worth_telling(mention: Mention, codes: tuple[str, ...]) -> bool:
    """Whether it helps to tell several regions, or one far away."""
    return not mention.is_local_word and not mention.is_cut and len(codes) <= _MOST_CANDIDATES


def _near(meanings: list[_Meaning], level: str, home: str) -> list[set[str]]:
    """Regions in which a name of this level is likely meant, the nearest first."""
    clear = {meaning.codes[0] for meaning in meanings if meaning.is_clear}
    kabupaten = {code for code in clear if len(code) == 5} | ({home[:5]} if len(home) >= 5 else set())
    kecamatan = {code for code in clear if len(code) == 8} | ({home[:8]} if len(home) >= 8 else set())
    return [kecamatan, kabupaten] if level == "desa" else [kabupaten]


def _contexts(text: str, found: list[Mention]) -> list[list[int]]:
    """For each mention the larger regions that stand with it: those that follow, or else the one before.

    Desa A, Desa B, Kecamatan C ─► C for both;  Kecamatan C, Desa A ─► C, unless it ends "Desa B Kecamatan C".
    """
    ranks = [_RANKS[mention.level] for mention in found]
    is_next_near = [
        after.start - before.end <= 40 and _TOGETHER.fullmatch(text, before.end, after.start) is not None
        for before, after in pairwise(found)
    ]
    contexts: list[list[int]] = []
    for place, rank in enumerate(ranks):
        larger: list[int] = []
        last = place
        # Three levels may follow, each after some equals.
        while last < min(len(is_next_near), place + 20) and is_next_near[last] and ranks[last + 1] >= ranks[last]:
            last += 1
            if ranks[last] > ranks[larger[-1] if larger else place]:
                larger.append(last)
        if not larger and place > 0 and is_next_near[place - 1] and ranks[place - 1] > rank:
            is_taken = place > 1 and is_next_near[place - 2] and ranks[place - 2] < ranks[place - 1]
            larger = [] if is_taken else [place - 1]
        contexts.append(larger)
    return contexts


def _entry(quote: str, mention: Mention, meaning: _Meaning) -> Mapping[str, Any]:
    quote = " ".join(quote.split())
    if meaning.is_clear:
        region = region_table().get(meaning.codes[0])
        name = region.name if region else quote
        return {"kode_wilayah": meaning.codes[0], "level": mention.level, "name": name, "quote": quote}
    candidates = [{"kode_wilayah": code, **names_of(code)} for code in meaning.codes]
    return {"kode_wilayah": None, "level": mention.level, "name": quote, "quote": quote, "candidates": candidates}
