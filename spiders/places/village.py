"""Which village a site belongs to, from a person's choice, its host name, and the words around its articles.

    host ─► candidates ─┐
                        ├─► one that nothing speaks against, and two things or a certain one speak for ─► the village
    page ─► claims ─────┘   else ─► candidates: for a person to choose from

A page's claim is what one place on it says, "Desa X Kecamatan Y Kabupaten Z". A claim of one level only ("Kota
Bandung" in a footer) can speak for a candidate, never against one; neither can a title, for it may be the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from archive.regions import Level, region_table, squash
from archive.regions.cached import cached_by_regions
from spiders.places.host import HostReading, read_host
from spiders.places.mentions import mentions
from spiders.places.within import is_within, names_of

# Candidates that are listed; `candidate_count` tells of more. A hundred villages are called Sidomulyo.
MOST_LISTED = 20
_MOST_MENTIONS = 20
# A postcode ends an address or stands before its last part.
_PARTS = re.compile(r"[,;|\n]|\s[–-]\s|\b\d{5}\b")
_LEVELS: tuple[Level, ...] = ("provinsi", "kabupaten", "kecamatan", "desa")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place says: for each level that it names, the codes of that name which lie in those above."""

    where: str
    quote: str
    codes: Mapping[Level, tuple[str, ...]]

    @property
    def is_firm(self) -> bool:
        """Whether it may speak against a village."""
        return self.where != "title" and len(self.codes) > 1

    def fits(self, village: str) -> bool:
        """Whether the village can be the one spoken of."""
        return all(is_within(village, codes) for codes in self.codes.values())

    def supports(self, village: str) -> bool:
        """Whether it says where the village lies, not only its name."""
        return self.fits(village) and any(level != "desa" for level in self.codes)


def village_of(host: str, words: Iterable[tuple[str, str]] = (), chosen: str | None = None) -> Mapping[str, Any] | None:
    """The village of a site, its candidates, or None when nothing is known.

    {kode_wilayah, desa, kecamatan, kabupaten, provinsi, evidence: [{where, quote}]} where it is clear, else
    {candidates: [{kode_wilayah, desa, kecamatan, kabupaten, provinsi}], candidate_count, evidence}: at most 20 of them.
    `words` are (where, text) of the page, as `site_words` gives them; `chosen` is kode_wilayah of seeds.csv and wins.
    """
    if chosen and chosen.strip():
        return _chosen(chosen.strip())
    reading = read_host(host)
    words = list(words)
    claims = [claim for where, text in words if (claim := _claim(where, text) or _plain_claim(where, text, reading))]
    on_page = _villages_on_page(claims, reading)
    if reading.codes:
        fitting = [code for code in reading.codes if all(claim.fits(code) for claim in claims if claim.is_firm)]
        if not fitting:
            return _ambiguous([*reading.codes, *on_page], host, claims)
        return _decide(fitting, reading, host, claims)
    trusted = [claim for claim in claims if claim.where != "title"]
    if len(on_page) == 1 and _villages_on_page(trusted, reading) == on_page:
        return _clear(on_page[0], host if reading.areas else None, claims)
    return _ambiguous(on_page, host if reading.areas else None, claims) if on_page else None


def _decide(fitting: list[str], reading: HostReading, host: str, claims: Sequence[Claim]) -> Mapping[str, Any]:
    if reading.is_sure:
        return _clear(fitting[0], host, claims)
    supported = [code for code in fitting if any(claim.supports(code) for claim in claims)]
    if len(supported) == 1:
        return _clear(supported[0], host, claims)
    # A domain that anyone could have registered, and a page that says it is a village's.
    if len(reading.codes) == 1 and any("desa" in claim.codes and claim.fits(fitting[0]) for claim in claims):
        return _clear(fitting[0], host, claims)
    return _ambiguous(supported or fitting, host, claims)


def _villages_on_page(claims: Iterable[Claim], reading: HostReading) -> list[str]:
    """Villages that are named with their kecamatan or kabupaten, or on a host of their kabupaten."""
    found: dict[str, None] = {}
    for claim in claims:
        codes = claim.codes.get("desa", ())
        if not {"kecamatan", "kabupaten"} & claim.codes.keys():
            codes = tuple(code for code in codes if reading.areas and is_within(code, reading.areas))
        found.update(dict.fromkeys(codes))
    return list(found)


def _claim(where: str, text: str) -> Claim | None:
    """None where the text names no region, or none that lie in one another."""
    codes: dict[Level, tuple[str, ...]] = {}
    found = list(islice(mentions(text), _MOST_MENTIONS))
    for level in _LEVELS:
        named = dict.fromkeys(code for mention in found if mention.level == level for code in mention.codes)
        inside = tuple(code for code in named if all(is_within(code, above) for above in codes.values()))
        if named and not inside:
            # "Kec. Rancasari, Kab. Bandung": Rancasari is in Kota Bandung, and one of the two is a mistake.
            return None
        if inside:
            codes[level] = inside
    if not codes:
        return None
    start, end = min(mention.start for mention in found), max(mention.end for mention in found)
    return Claim(where, " ".join(text[start:end].split())[:200], codes)


def _plain_claim(where: str, text: str, reading: HostReading) -> Claim | None:
    """An address without the words for what is what: "Dwi Mulyo, Penawar Tama, Tulang Bawang".

    Of the host's candidates those count whose kecamatan and kabupaten, or kabupaten and province, stand in it.
    """
    # With a single separator there are not the three names of an address.
    if not reading.codes or len(parts := {squash(part) for part in _PARTS.split(text)}) < 3:
        return None
    kabupaten: dict[str, None] = {}
    kecamatan: dict[str, None] = {}
    for code in reading.codes:
        province, area, district = (name in parts for name in _squashed_names_above(code))
        if area and province:
            kabupaten[code[:5]] = None
        if area and district:
            kecamatan[code[:8]] = None
    codes: dict[Level, tuple[str, ...]] = (
        {"kecamatan": tuple(kecamatan)} if kecamatan else {"kabupaten": tuple(kabupaten)}
    )
    return Claim(where, " ".join(text.split())[:200], codes) if kecamatan or kabupaten else None


@cached_by_regions(8192)
def _squashed_names_above(code: str) -> tuple[str, ...]:
    return tuple(squash(region.plain_name) for region in region_table().ancestors(code))


def _chosen(code: str) -> Mapping[str, Any]:
    """A person's choice is kept as it is, also one that the table does not have."""
    digits = code.replace(".", "")
    dotted = ".".join(filter(None, (digits[:2], digits[2:4], digits[4:6], digits[6:])))
    if dotted not in region_table():
        dotted = code
    return {"kode_wilayah": dotted, **names_of(dotted), "evidence": [{"where": "seeds.csv", "quote": code}]}


def _clear(code: str, host: str | None, claims: Iterable[Claim]) -> Mapping[str, Any]:
    agreeing = [claim for claim in claims if claim.fits(code)]
    return {"kode_wilayah": code, **names_of(code), "evidence": _evidence(host, agreeing)}


def _ambiguous(codes: Sequence[str], host: str | None, claims: Iterable[Claim]) -> Mapping[str, Any]:
    several = list(dict.fromkeys(codes))
    return {
        "candidates": [{"kode_wilayah": code, **names_of(code)} for code in several[:MOST_LISTED]],
        "candidate_count": len(several),
        "evidence": _evidence(host, claims),
    }


def _evidence(host: str | None, claims: Iterable[Claim]) -> list[Mapping[str, str]]:
    named = [{"where": "host", "quote": host}] if host else []
    return [*named, *({"where": claim.where, "quote": claim.quote} for claim in claims)]
