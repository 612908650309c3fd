"""Which region a person means who types a code or a name: "33.22", "3322", "Kab. Semarang", "jateng", "Kec. Tembalang".

A name alone is that of the largest region called so; "Semarang", which is a kabupaten and a kota, is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.errors import CollectionError
from archive.regions.codes import dotted_code
from archive.regions.form import Level
from archive.regions.spelling import squash
from archive.regions.table import Region, RegionTable, region_table

_LEVELS: tuple[Level, ...] = ("provinsi", "kabupaten", "kecamatan", "desa")
# The word for what it is, its level, and what stands before the name in the table.
_WORDS: tuple[tuple[str, Level, str], ...] = (
    ("provinsi|propinsi|prov|prop", "provinsi", ""),
    ("kabupaten|kab", "kabupaten", "kabupaten"),
    ("kota|kotamadya|kodya", "kabupaten", "kota"),
    ("kecamatan|kec|distrik|kapanewon|kemantren", "kecamatan", ""),
    ("desa|ds|kelurahan|kel|kalurahan", "desa", ""),
)
_SHOWN = 6


def region_meant(text: str) -> Region:
    """Raises CollectionError when there is no such region or several, then with their codes."""
    table = region_table()
    if code := dotted_code(text):
        if region := table.get(code):
            return region
        raise CollectionError(f"there is no region with the code {text} (as 33, 33.22, 33.22.10 or 18.05.13.2021)")
    found = _named(table, text.strip())
    if not found:
        raise CollectionError(f"no region is called {text!r}; name one by its code, as 33.22, or as 'Kab. Semarang'")
    if len(found) > 1:
        shown = "; ".join(f"{region.code} {full_name(region)}" for region in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise CollectionError(f"{text!r} can be {shown}{more}; name one by its code")
    return found[0]


def full_name(region: Region) -> str:
    """With the regions it lies in: "Kecamatan Tembalang, Kota Semarang, Jawa Tengah"."""
    above = [one.name for one in reversed(region_table().ancestors(region.code))]
    word = {"kecamatan": "Kecamatan ", "desa": "Desa "}.get(region.level, "")
    return ", ".join([word + region.name if word else region.name, *above])


def _named(table: RegionTable, text: str) -> Sequence[Region]:
    for words, level, before in _WORDS:
        start = re.match(rf"(?:{words})\b\.?\s*", text, re.IGNORECASE)
        if start and start.end() < len(text):
            rest = squash(text[start.end() :])
            if found := table.named(before + rest, level):
                return found
    return next((found for level in _LEVELS if (found := table.named(squash(text), level))), ())
