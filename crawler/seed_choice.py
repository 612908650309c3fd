"""The rows of seeds.csv that a job is for: those that were named, all, or what is due."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.errors import CollectionError
from archive.layout import Collection
from archive.model import Seed
from archive.seeds import new_seed
from archive.urls import UrlError
from crawler.due import Due, NothingDue
from crawler.seed_filter import EVERY_SEED, SeedFilter
from crawler.visits import planned_visits


def choose_seeds(collection: Collection, names: Sequence[str], only: SeedFilter = EVERY_SEED) -> tuple[Seed, ...]:
    """The rows named by id or address, and new seeds for addresses no row has; without names all that are not paused
    and that `only` lets through. Raises CollectionError."""
    rows = collection.seeds()
    if not names:
        seeds = tuple(seed for seed in rows if not seed.paused)
        if seeds and not (seeds := tuple(only.choose(seeds))):
            raise _none_is_meant(collection, only)
        if not seeds:
            raise CollectionError(
                f"{collection.seeds_file} lists no site to crawl; add one: lumbung seeds add URL -c {collection.root}"
            )
        return seeds
    by_id = {seed.id: seed for seed in rows}
    chosen: dict[str, Seed] = {}
    for name in names:
        seed = by_id.get(name)
        if seed is None:
            try:
                seed = new_seed(name)
            except UrlError as error:
                raise CollectionError(f"{name!r} is no row's id in seeds.csv and no address: {error}") from error
            seed = by_id.get(seed.id, seed)
        chosen[seed.id] = seed
    return tuple(chosen.values())


def _none_is_meant(collection: Collection, only: SeedFilter) -> CollectionError:
    return CollectionError(f"no site of {collection.seeds_file} that is not paused is meant by: {only.words()}")


def choose_due(collection: Collection, only: SeedFilter = EVERY_SEED) -> dict[str, Due]:
    """The rows that are due now, the longest due first. The lock is held. Raises CollectionError and NothingDue."""
    now = datetime.now(UTC)
    places = planned_visits(collection, now, keep=True)
    if not collection.seeds():
        choose_seeds(collection, ())  # says how to add one
    if places and only and not (places := [place for place in places if only.matches(place.seed)]):
        raise _none_is_meant(collection, only)
    due = {place.seed.id: place for place in places if place.is_due(now)}
    if not due:
        raise NothingDue(places)
    return due


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url if "://" in url else f"http://{url}").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
