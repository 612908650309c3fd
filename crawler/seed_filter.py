"""Which rows of seeds.csv are meant: by name, tag, region, platform, paused or not, words in them.

Values of one kind widen (any of these tags), kinds narrow (of these tags and in this region).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from archive.errors import CollectionError
from archive.model import Seed
from archive.regions.meant import region_meant
from archive.seeds import new_seed
from archive.urls import UrlError
from crawler.seed_places import place_of
from spiders.places.within import is_within


@dataclass(frozen=True, slots=True)
class SeedFilter:
    """`sites` are ids, `regions` codes; `paused` None minds neither way; all words of `text` must stand in the row."""

    sites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    paused: bool | None = None
    text: str = ""

    @classmethod
    def of_words(
        cls,
        tags: Iterable[str] = (),
        regions: Iterable[str] = (),
        platforms: Iterable[str] = (),
        paused: bool | None = None,
        text: str = "",
    ) -> SeedFilter:
        """Regions by name or code. Raises CollectionError when one is none, or several."""
        codes = tuple(region_meant(region).code for region in regions)
        return cls((), tuple(map(str.lower, tags)), codes, tuple(map(str.lower, platforms)), paused, text.lower())

    def __bool__(self) -> bool:
        return self != EVERY_SEED

    def of_sites(self, names: Iterable[str], seeds: Iterable[Seed]) -> SeedFilter:
        """Narrowed to the rows with these ids or addresses. Raises CollectionError for what is no row's."""
        ids = {seed.id for seed in seeds}
        found = []
        for name in names:
            try:
                site = name if name in ids else new_seed(name).id
            except UrlError:
                site = name
            if site not in ids:
                raise CollectionError(f"{name!r} is no row's id or address in seeds.csv; see: lumbung seeds list")
            found.append(site)
        return replace(self, sites=tuple(found))

    def matches(self, seed: Seed, platform: str | None = None) -> bool:
        """`platform` is what a crawl recognised; the row's own word goes before it."""
        if self.sites and seed.id not in self.sites:
            return False
        if self.paused is not None and seed.paused != self.paused:
            return False
        if self.tags and not {tag.lower() for tag in seed.tags}.intersection(self.tags):
            return False
        if self.platforms and (seed.platform or platform or "").lower() not in self.platforms:
            return False
        if self.text and not _has_words(seed, self.text):
            return False
        return not self.regions or _lies_in(seed, self.regions)

    def choose(self, seeds: Iterable[Seed], platforms: Mapping[str, str] | None = None) -> list[Seed]:
        known = platforms or {}
        return [seed for seed in seeds if self.matches(seed, known.get(seed.id))]

    def words(self) -> str:
        """For a sentence: "tag prioritas, region 33.22"."""
        shown: tuple[tuple[str, Iterable[str]], ...] = (
            *(("site", self.sites), ("tag", self.tags), ("region", self.regions), ("platform", self.platforms)),
            ("text", (self.text,) if self.text else ()),
        )
        said = [f"{kind} {' or '.join(values)}" for kind, values in shown if values]
        said += [] if self.paused is None else ["paused" if self.paused else "not paused"]
        return ", ".join(said)


EVERY_SEED = SeedFilter()


def _lies_in(seed: Seed, regions: tuple[str, ...]) -> bool:
    place = place_of(seed)
    return place is not None and is_within(place.code, regions)


def _has_words(seed: Seed, text: str) -> bool:
    cells = (
        seed.id,
        seed.url,
        seed.name,
        seed.kode_wilayah,
        seed.notes,
        *seed.aliases,
        *seed.tags,
        *seed.extra.values(),
    )
    row = " ".join(filter(None, cells)).lower()
    return all(word in row for word in text.split())
