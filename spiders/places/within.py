"""Codes say where a region lies: 18.05.13.2021 in 18.05.13, that in 18.05, that in 18."""

from __future__ import annotations

from collections.abc import Container

from archive.regions import region_table
from archive.regions.cached import cached_by_regions


def is_within(code: str, above: Container[str]) -> bool:
    """Whether a region is one of those, or lies in one."""
    return code in above or code[:8] in above or code[:5] in above or code[:2] in above


def names_of(code: str) -> dict[str, str | None]:
    """{desa, kecamatan, kabupaten, provinsi} of a region and those it lies in, None below its level."""
    return dict(_names_of(code))


@cached_by_regions(4096)
def _names_of(code: str) -> dict[str, str | None]:
    names: dict[str, str | None] = {"desa": None, "kecamatan": None, "kabupaten": None, "provinsi": None}
    region = region_table().get(code)
    for one in (*region_table().ancestors(code), *([region] if region else [])):
        names[one.level] = one.name
    return names
