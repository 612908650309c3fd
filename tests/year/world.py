"""All sites of the year and the addresses they stand at: a pure function of a seed, how many and how long."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.year.plan import DAY, WIB, make_plan
from tests.year.sites import YearSite
from tests.year.truth import Truth, truths_of

# A year that is over: nobody's clock stands in it.
START = datetime(2025, 1, 1, tzinfo=WIB)
# The timer's minute.
AT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class World:
    seed: int
    days: int
    every: int
    sites: tuple[YearSite, ...]
    hosts: tuple[tuple[str, str], ...]
    port: int

    def truths(self) -> list[Truth]:
        return [truth for site in self.sites for truth in truths_of(site)]

    def runs(self) -> Iterator[datetime]:
        """When the timer runs: each day or `every` so many, but for three stretches of one to nine days when the machine
        was off."""
        off = missed_days(self.seed, self.days)
        return (START + day * DAY + AT for day in range(0, self.days, self.every) if day not in off)


def hosts_of(number: int) -> tuple[str, str]:
    """Where a site stands before and after it moves: loopback has addresses for everybody."""
    return f"127.20.{number // 250}.{number % 250 + 1}", f"127.21.{number // 250}.{number % 250 + 1}"


def make_world(seed: int, count: int, days: int, port: int, every: int = 1) -> World:
    hosts = tuple(hosts_of(number) for number in range(count))
    sites = tuple(
        YearSite(make_plan(seed, number, START, days), *(f"http://{host}:{port}" for host in pair))
        for number, pair in enumerate(hosts)
    )
    return World(seed, days, every, sites, hosts, port)


def missed_days(seed: int, days: int) -> set[int]:
    chance = random.Random(f"missed {seed}")
    missed: set[int] = set()
    for third, length in enumerate((1, min(4, days // 20 + 1), min(9, days // 10))):
        begins = int(days * (third + chance.uniform(0.3, 0.6)) / 3)
        missed.update(range(begins, begins + length))
    return missed
