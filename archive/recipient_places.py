"""Which region a recipient is: a person's correction, else its code and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.recipients import Correction, Recipient
from archive.regions import Level
from archive.regions.cached import cached_by_regions
from archive.regions.matching import Match, match_region
from archive.regions.written import clean

_INLINE = re.compile(
    r"[(),;\[\]]|\s[-–]\s|(?<!/)\b(?=(?:kec(?:amatan)?|kab(?:upaten)?|prov(?:insi)?|propinsi)\b(?!\s*/))", re.IGNORECASE
)
_PARTS: dict[Level, re.Pattern[str]] = {
    "kecamatan": re.compile(r"(?:kecamatan|kec|distrik|kapanewon)\b\.?\s*\S", re.IGNORECASE),
    "kabupaten": re.compile(r"(?:kabupaten|kab|kota|kotamadya)\b\.?\s*\S", re.IGNORECASE),
    "provinsi": re.compile(r"(?:provinsi|propinsi|prov)\b\.?\s*\S", re.IGNORECASE),
}
_VILLAGE = re.compile(
    r"\b(?:desa(?:\s*/\s*kel(?:urahan)?)?|ds|kelurahan|kel|kalurahan|gampong|nagari|pekon|tiyuh|kampung|negeri|ohoi|"
    r"lembang|perpusdes)\b\.?\s*(?=\S)",
    re.IGNORECASE,
)
# Libraries of a kabupaten, kota or province have no village in their names.
_OFFICE = re.compile(r"\b(?:dinas|badan|kantor|umum|daerah|kabupaten|kab|kota|provinsi|prov)\b", re.IGNORECASE)


def place_of(recipient: Recipient, corrections: Mapping[str, Correction]) -> tuple[Match, Correction | None]:
    """The region, and the correction that said so."""
    correction = corrections.get(recipient.place_key)
    if correction is None:
        return _match(tuple(names_of(recipient).items()), recipient.kode_wilayah), None
    if correction.kode_wilayah is None:
        return Match("unmatched", notes=(f"none, says {correction.who}: {correction.reason}",)), correction
    return Match("matched", correction.kode_wilayah, "code"), correction


@cached_by_regions(32_768)
def _match(names: tuple[tuple[Level, str], ...], code: str) -> Match:
    return match_region(dict(names), code)


def names_of(recipient: Recipient) -> dict[Level, str]:
    """The names of regions by level: from their columns, and from what stands in the village's or library's name."""
    names: dict[Level, str] = {
        "provinsi": recipient.provinsi,
        "kabupaten": recipient.kabupaten,
        "kecamatan": recipient.kecamatan,
    }
    first, *others = _parts(recipient.desa or recipient.name) or [""]
    for part in others:
        for level, begins in _PARTS.items():
            if begins.match(part):
                names[level] = names[level] or part
                break
    village = first if recipient.desa else _village_in(first, others)
    return {level: name for level, name in {**names, "desa": village}.items() if name}


def _parts(text: str) -> list[str]:
    """ "Desa Suka Maju (Kec. Sunggal, Kab. Deli Serdang)" in three."""
    return [part for part in (clean(part) for part in _INLINE.split(clean(text)) if part) if part]


def _village_in(first: str, others: list[str]) -> str:
    """The village that a library's name tells: after the word for it, else the name itself, if it is no office's."""
    for part in (first, *others):
        if marker := _VILLAGE.search(part):
            return part[marker.start() :]
    return "" if _OFFICE.search(first) else first


def by_status(matches: Iterator[Match]) -> dict[str, int]:
    """How many are matched, ambiguous, unmatched."""
    counts = {"matched": 0, "ambiguous": 0, "unmatched": 0}
    for match in matches:
        counts[match.status] += 1
    return counts
