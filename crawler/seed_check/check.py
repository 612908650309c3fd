"""All sites of a list in parallel, in bounded time; with a job beginning meanwhile, no more is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archive.layout import Collection
from archive.model import Seed
from archive.urls import site_key
from crawler.politeness.night import seconds_until_night
from crawler.politeness.pace import Pace
from crawler.seed_check.asking import Asker
from crawler.seed_check.findings import SiteCheck
from crawler.seed_check.front import look_at_front
from crawler.seed_check.rows import Owners, look_at_row, tell_village

# How often it is looked whether a job began.
_LOOK_SECONDS = 2.0


@dataclass(slots=True)
class State:
    """How far a check is, for whoever shows it."""

    sites: int
    asked: int = 0
    to_look_at: int = 0
    requests: Callable[[], int] = field(default=lambda: 0)


def check_seeds(
    collection: Collection,
    chosen: Sequence[Seed],
    *,
    ask: bool = True,
    allow_private: bool = False,
    delay: float | None = None,
    most_seconds: float = 3600.0,
    state: State | None = None,
) -> list[SiteCheck]:
    """A SiteCheck for each of the rows, in their order. Without `ask` no server is asked, and no name looked up.

    `delay` replaces each row's and the collection's. Raises CollectionError.
    """
    owners = Owners(collection.seeds())
    checks = {seed.id: SiteCheck(seed.id, seed.url) for seed in chosen}
    for seed in chosen:
        look_at_row(checks[seed.id], seed, owners)
    if ask:
        state = state or State(len(chosen))
        asyncio.run(_ask_all(collection, chosen, checks, owners, allow_private, delay, most_seconds, state))
    else:
        for seed in chosen:
            tell_village(checks[seed.id], seed)
    return list(checks.values())


async def _ask_all(
    collection: Collection,
    chosen: Sequence[Seed],
    checks: dict[str, SiteCheck],
    owners: Owners,
    allow_private: bool,
    delay: float | None,
    most_seconds: float,
    state: State,
) -> None:
    config = collection.config.crawl
    asker = Asker(collection, allow_private=allow_private)
    state.requests = lambda: asker.requests

    async def ask_in_turn(seeds: Sequence[Seed]) -> None:
        """The rows of one host, one after the other."""
        for seed in seeds:
            check = checks[seed.id]
            if seed.night_only and seconds_until_night(datetime.now(UTC), seed.zone, config.night):
                check.skipped = "night_only"
                tell_village(check, seed)
            else:
                row = config.delay if seed.delay is None else seed.delay
                pace = Pace(row if delay is None else delay, config.address_delay, replaced=delay is not None)
                await look_at_front(asker, check, seed, pace, owners)
            done.add(seed.id)
            state.asked += 1
            state.to_look_at += bool(check.findings)

    done: set[str] = set()
    by_host: dict[str, list[Seed]] = {}
    for seed in chosen:
        by_host.setdefault(site_key(seed.url), []).append(seed)
    tasks = {asyncio.create_task(ask_in_turn(seeds)) for seeds in by_host.values()}
    try:
        reason = await _wait(collection, tasks, time.monotonic() + most_seconds)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asker.close()
    for seed in chosen:
        if seed.id not in done:
            checks[seed.id].add("not_checked", f"not asked, {reason}")
            tell_village(checks[seed.id], seed)


async def _wait(collection: Collection, tasks: set[asyncio.Task[None]], until: float) -> str:
    """Until all is done, time is up or a job began: then why the rest was left."""
    waiting = tasks
    while waiting:
        finished, waiting = await asyncio.wait(waiting, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_EXCEPTION)
        for task in finished:
            task.result()
        if waiting and time.monotonic() > until:
            return "for time was up"
        if waiting and collection.is_locked():
            return "for a job began that may be asking it"
    return ""
