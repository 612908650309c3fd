"""Where the sites of a list are: by their row's kode_wilayah, else by what the host name makes certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from archive.model import Seed
from archive.regions import region_table
from archive.regions.codes import dotted_code
from spiders.places import village_of
from spiders.places.host import read_host
from spiders.places.within import names_of


@dataclass(frozen=True, slots=True)
class SeedPlace:
    """`code` is of a village, or of a larger region where no more is known; `source` says who told."""

    code: str
    source: Literal["seeds.csv", "host"]

    def facts(self) -> dict[str, Any]:
        return {"kode_wilayah": self.code, **names_of(self.code), "source": self.source}


def place_of(seed: Seed) -> SeedPlace | None:
    """None where neither tells. A code that is in no table is nobody's place."""
    if seed.kode_wilayah:
        code = dotted_code(seed.kode_wilayah)
        return SeedPlace(code, "seeds.csv") if code is not None and code in region_table() else None
    host = urlsplit(seed.url).hostname or ""
    village = village_of(host) or {}
    if village.get("kode_wilayah"):
        return SeedPlace(village["kode_wilayah"], "host")
    areas = read_host(host).areas
    return SeedPlace(areas[0], "host") if len(areas) == 1 else None
