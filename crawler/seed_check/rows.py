"""What a list of sites tells of its own faults: two rows for one site, codes and zones that are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from archive.model import Seed
from archive.regions import region_table
from archive.regions.codes import dotted_code
from archive.urls import normal_url, site_key
from crawler.seed_check.findings import SiteCheck
from spiders.places import village_of
from spiders.places.within import is_within
from spiders.reading.dates import parse_zone


class Owners:
    """Which row a host belongs to, its own or one of its aliases; of several the first."""

    def __init__(self, seeds: Iterable[Seed]) -> None:
        self._by_site: dict[str, str] = {}
        self._by_alias: dict[str, str] = {}
        for seed in seeds:
            if seed.scope == "site":
                self._by_site.setdefault(site_key(seed.url), seed.id)
            for alias in seed.aliases:
                self._by_alias.setdefault(site_key(normal_url(alias if "://" in alias else f"http://{alias}")), seed.id)

    def of(self, url: str) -> str | None:
        key = site_key(url)
        return self._by_site.get(key) or self._by_alias.get(key)

    def other_than(self, seed: Seed) -> str | None:
        """Another row that has this row's site."""
        key = site_key(seed.url)
        found = (self._by_site.get(key), self._by_alias.get(key)) if seed.scope == "site" else ()
        return next((row for row in found if row and row != seed.id), None)


def look_at_row(check: SiteCheck, seed: Seed, owners: Owners) -> None:
    """Adds what is wrong with the row itself; where the village is, `tell_village` tells."""
    if row := owners.other_than(seed):
        check.add("duplicate", f"the same site as {row}", row=row)
    if seed.zone and parse_zone(seed.zone) is None:
        check.add("bad_zone", f"zone {seed.zone} is none (as WIB, WITA, WIT, +08:00, Asia/Makassar)")
    if bool(seed.robots_override_basis) != bool(seed.robots_override_contact):
        missing = "robots_override_contact" if seed.robots_override_basis else "robots_override_basis"
        check.add("half_override", f"{missing} is empty, so robots.txt holds")


def tell_village(check: SiteCheck, seed: Seed, words: Sequence[tuple[str, str]] = ()) -> None:
    """The village of a site from its row, host name and front page (`words`, as site_words gives them), or what is
    not clear about it."""
    told = village_of(urlsplit(seed.url).hostname or "", words) or {}
    code = dotted_code(seed.kode_wilayah or "")
    if seed.kode_wilayah:
        check.village = village_of("", (), seed.kode_wilayah)
        if code is None or code not in region_table():
            check.add(
                "unknown_code",
                f"kode_wilayah {seed.kode_wilayah} is no region's code (as 18.05.13.2021)",
                kode_wilayah=seed.kode_wilayah,
            )
        elif (other := told.get("kode_wilayah")) and not is_within(other, (code,)):
            check.add(
                "other_region",
                f"kode_wilayah says {code} {_name(check.village or {})}, host and front page {other} {_name(told)}",
                kode_wilayah=code,
                candidates=[_place(told)],
            )
        return
    check.village = told or None
    if told.get("kode_wilayah"):
        return
    said = "no kode_wilayah, and the host name does not tell it" + (", nor the front page" if words else "")
    if candidates := told.get("candidates", ()):
        shown = ", ".join(f"{one['kode_wilayah']} {_name(one)}" for one in candidates[:5])
        more = f" and {told['candidate_count'] - 5} more" if told.get("candidate_count", 0) > 5 else ""
        check.add("ambiguous_region", f"{said}: {shown}{more}", candidates=[_place(one) for one in candidates])
    else:
        check.add("no_region", said)


def _name(village: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (village.get("desa"), village.get("kabupaten"))))


def _place(village: Mapping[str, Any]) -> dict[str, Any]:
    return {key: village.get(key) for key in ("kode_wilayah", "desa", "kecamatan", "kabupaten", "provinsi")}
