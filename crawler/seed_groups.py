"""The sites of a list counted by region, tag or platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from archive.layout import Collection
from archive.model import Seed
from archive.regions import region_table
from crawler.reports.report import read_report
from crawler.seed_places import place_of

GroupBy = Literal["provinsi", "kabupaten", "kecamatan", "desa", "tag", "platform"]

_LENGTHS = {"provinsi": 2, "kabupaten": 5, "kecamatan": 8, "desa": 13}
# How many of the last jobs are asked which platform a site has.
_MOST_REPORTS = 100


@dataclass(slots=True)
class Group:
    """`code` is a region's; `name` None stands for the sites that belong nowhere. `guessed` are those whose place only
    the host name tells."""

    code: str | None
    name: str | None
    sites: list[str] = field(default_factory=list)
    paused: int = 0
    guessed: int = 0

    def facts(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "count": len(self.sites),
            "paused": self.paused,
            "guessed": self.guessed,
            "sites": self.sites,
        }


def group_seeds(seeds: Iterable[Seed], by: GroupBy, platforms: Mapping[str, str] | None = None) -> list[Group]:
    """By code or name, what belongs nowhere last. A site with several tags is in several groups."""
    groups: dict[tuple[str | None, str | None], Group] = {}
    for seed in seeds:
        keys, is_guess = _keys(seed, by, platforms or {})
        for key in keys:
            group = groups.setdefault(key, Group(*key))
            group.sites.append(seed.id)
            group.paused += seed.paused
            group.guessed += is_guess
    return sorted(groups.values(), key=lambda group: (group.name is None, group.code or "", group.name or ""))


def _keys(seed: Seed, by: GroupBy, platforms: Mapping[str, str]) -> tuple[list[tuple[str | None, str | None]], bool]:
    if by == "tag":
        return [(None, tag) for tag in seed.tags] or [(None, None)], False
    if by == "platform":
        return [(None, seed.platform or platforms.get(seed.id))], False
    place, length = place_of(seed), _LENGTHS[by]
    if place is None or len(place.code) < length:
        return [(None, None)], False
    region = region_table().get(place.code[:length])
    return [(place.code[:length], region.name if region else None)], place.source == "host"


def platforms_of(collection: Collection, seeds: Iterable[Seed]) -> dict[str, str]:
    """By site, the platform that the last job which recognised one saw."""
    wanted = {seed.id for seed in seeds if not seed.platform}
    found: dict[str, str] = {}
    folders = sorted((collection.root / "crawls").glob("*"), reverse=True)
    for folder in folders[:_MOST_REPORTS]:
        if len(found) == len(wanted):
            break
        for site in (read_report(folder) or {}).get("sites", ()):
            if site["site"] in wanted and site.get("platform"):
                found.setdefault(site["site"], site["platform"])
    return found
