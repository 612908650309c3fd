"""How a site is visited, by what reports say of its past visits: in full or for its news, and what is believed of it.

The rules of each kind of visit are crawler.revisits'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Literal

from archive.config import Config
from archive.model import Seed
from archive.times import warc_date
from archive.version import VERSION

VisitKind = Literal["first", "full", "news"]


@dataclass(frozen=True, slots=True)
class SitePlan:
    """How a site is visited in a job.

    `is_whole`: the last visits left nothing unasked, so that all links of its unchanged pages are known;
    `disbelieved`: kinds of lists that told of changes and there were none (spiders.discovery.changes);
    `believes_validators`: its ETags held until now; `validators_hold`: they were seen to change with a page.
    `before_at` is when the last visit began, and `state_before` what it found the site to be (crawler.events.of_sites);
    `stood_before` what the last one found at which it could be reached. `platform` is the software that was recognised
    last.
    """

    kind: VisitKind
    is_whole: bool = False
    disbelieved: Sequence[str] = ()
    believes_validators: bool = True
    before_at: str | None = None
    state_before: str = "well"
    # At the end, so that a job of an earlier version can be gone on with.
    validators_hold: bool = False
    stood_before: str = "well"
    platform: str = ""

    def as_facts(self) -> list[Any]:
        return list(astuple(self))


FIRST = SitePlan("first")


@dataclass(frozen=True, slots=True)
class PastVisit:
    """What a report says of a visit. `told` has by kind of list how many pages were asked because it said that they
    had changed, and how many had."""

    started_at: datetime
    is_full: bool
    is_whole: bool
    told: Mapping[str, tuple[int, int]]
    lies: bool
    holds: bool
    state: str
    requisites: str
    rules: str
    platform: str


def rules_of(seed: Seed, config: Config) -> str:
    """A digest of what decides which links of a page are followed: where one of it changed, they are looked at anew."""
    rules = (seed.url, seed.scope, seed.aliases, config.crawl.listings, VERSION)
    return hashlib.blake2b(repr(rules).encode("utf-8", "replace"), digest_size=6).hexdigest()


def plan_of(
    visits: Sequence[PastVisit],
    only_due: bool,
    now: datetime,
    full_visit_days: float,
    requisites: str,
    rules: str,
    share: float = 1.0,
) -> SitePlan:
    """How a site is visited now; `visits` are its past ones, the newest first, at least one. `rules`: `rules_of` it.

    `share`, between 0 and 1 and the site's own: sites that were all added on one day are not all visited in full again
    on one day, for the second full visit comes earlier, by as much as this says.
    """
    since_full = list(takewhile(lambda visit: not visit.is_full, visits))
    full = visits[len(since_full)] if len(since_full) < len(visits) else None
    is_first = full is not None and visits[-1] is full
    full_visit_days *= 0.4 + 0.6 * share if is_first else 1.0
    # A visit a few hours early is not put off to the next; nor one that comes nearer to its day than the next will,
    # which is as far off as the last one was. So a site that is visited each 24 days is not visited in full each 48.
    to_next = (now - visits[0].started_at) / 2
    is_news = (
        only_due and full is not None and now - full.started_at + to_next < timedelta(days=full_visit_days) - _EARLY
    )
    return SitePlan(
        "news" if is_news else "full",
        is_whole=full is not None
        and all(visit.is_whole for visit in (*since_full, full))
        and full.rules == rules
        and _extent(full.requisites) >= _extent(requisites),
        disbelieved=sorted({teller for visit in visits[:_REMEMBERED] for teller in _told_in_vain(visit)}),
        believes_validators=not any(visit.lies for visit in visits),
        before_at=warc_date(visits[0].started_at),
        state_before=visits[0].state,
        validators_hold=any(visit.holds for visit in visits),
        stood_before=next((visit.state for visit in visits if visit.state != "unreachable"), "well"),
        platform=next((visit.platform for visit in visits if visit.platform), ""),
    )


def _told_in_vain(visit: PastVisit) -> list[str]:
    return [teller for teller, (asked, had) in visit.told.items() if asked >= _FEWEST_TOLD and had * 5 < asked]


def _extent(requisites: str) -> int:
    """None has what a later one has not."""
    return ("none", "relevant", "all").index(requisites) if requisites in ("relevant", "all") else 0


_EARLY = timedelta(hours=6)
_FEWEST_TOLD = 5
# Visits after which a site's lists are given another chance.
_REMEMBERED = 30


def share_of(url: str, number: int) -> float:
    """The same between 0 and 1 for an address and a number, spread evenly."""
    digest = hashlib.blake2b(f"{number} {url}".encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32
