"""What is wrong with a list of sites, as far as can be told without asking a village's server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.model import Seed
from archive.regions import region_table
from archive.urls import site_key
from crawler.wire.resolver import AddressRefused, NameNotFound, Resolver
from spiders.places import village_of


def check_seeds(seeds: Sequence[Seed], allow_private: bool) -> list[dict[str, str]]:
    """A {site, fault} each: host unknown, address private, a village that nothing tells, or two rows for one site."""
    return [*_doubles(seeds), *_without_region(seeds), *asyncio.run(_unreachable(seeds, allow_private))]


def _doubles(seeds: Sequence[Seed]) -> list[dict[str, str]]:
    first: dict[str, str] = {}
    faults = []
    for seed in seeds:
        key = site_key(seed.url)
        if seed.scope == "site" and key in first:
            faults.append({"site": seed.id, "fault": f"the same site as {first[key]}"})
        first.setdefault(key, seed.id)
    return faults


def _without_region(seeds: Sequence[Seed]) -> list[dict[str, str]]:
    """What neither seeds.csv nor the host name tells; pages that were read may still tell it."""
    return [{"site": seed.id, "fault": fault} for seed in seeds if (fault := _region_fault(seed))]


def _region_fault(seed: Seed) -> str | None:
    if seed.kode_wilayah:
        is_known = seed.kode_wilayah.strip() in region_table()
        return None if is_known else f"kode_wilayah {seed.kode_wilayah} is no region's code (as 18.05.13.2021)"
    village = village_of(urlsplit(seed.url).hostname or "") or {}
    if village.get("kode_wilayah"):
        return None
    candidates = village.get("candidates", ())
    shown = ", ".join(f"{one['kode_wilayah']} {one['desa']}, {one['kabupaten']}" for one in candidates[:5])
    more = f" and {village['candidate_count'] - 5} more" if village.get("candidate_count", 0) > 5 else ""
    return f"no kode_wilayah, and the host name does not tell it{f': {shown}{more}' if shown else ''}"


async def _unreachable(seeds: Sequence[Seed], allow_private: bool) -> list[dict[str, str]]:
    resolver = Resolver(allow_private)

    async def fault_of(seed: Seed) -> dict[str, str] | None:
        try:
            await resolver.addresses(urlsplit(seed.url).hostname or "")
        except (NameNotFound, AddressRefused) as error:
            return {"site": seed.id, "fault": f"unreachable: {error}"}
        return None

    try:
        return [fault for fault in await asyncio.gather(*map(fault_of, seeds)) if fault]
    finally:
        resolver.close()
