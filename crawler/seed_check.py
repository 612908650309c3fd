"""What is wrong with a list of sites, as far as can be told without asking a village's server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.model import Seed
from archive.urls import site_key
from crawler.wire.resolver import AddressRefused, NameNotFound, Resolver


def check_seeds(seeds: Sequence[Seed], allow_private: bool) -> list[dict[str, str]]:
    """A {site, fault} each: host unknown, address private, no village code, or two rows for one site."""
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
    return [{"site": seed.id, "fault": "no kode_wilayah"} for seed in seeds if not seed.kode_wilayah]


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
