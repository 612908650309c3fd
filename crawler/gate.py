"""Whether a target of a job may be asked for now: what is known already, budgets, the hours of the night, robots.txt.

What may not is settled here: listed with its reason and left, or put back to be asked for later.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from archive.model import Seed
from crawler.budgets import Budgets
from crawler.frontier.sources import LISTED
from crawler.frontier.store import Lease
from spiders.targets import Priority, Target

if TYPE_CHECKING:
    from crawler.job import CrawlJob


class Gate:
    """Of one job."""

    def __init__(self, job: CrawlJob) -> None:
        self._job = job
        self._budgets = Budgets(job.options, job.collection.config, job.seeds, job.tally, job.due_at)

    def shows_nothing_new(self, target: Target) -> tuple[str, str] | None:
        """(reason, detail) when a target is one of those that go on for ever and have nothing new to show, or a list
        of articles that are all known."""
        job = self._job
        if target.is_requisite or target.priority is Priority.SEED:
            return None
        if target.priority >= Priority.WALK and job.collection.config.crawl.listings == "needed":
            whole = job.sources.whole_list(target.site)
            in_menu = target.priority in (Priority.MENU, Priority.KNOWN)
            if whole and job.platform_of(target.site).repeats(target.url, in_menu=in_menu):
                return LISTED, f"{whole} names all articles"
        return job.endless.refuses(target.site, target.url, target.via)

    def is_refused(self, lease: Lease) -> bool:
        """Whether a target may not be asked for now, whatever robots.txt says; then it was settled or put back."""
        job, target = self._job, lease.target
        if job.revisits.leaves(target, is_waiting=True):
            job.frontier.done(lease, time.time())
            return True
        if refusal := self.shows_nothing_new(target):
            job.skip(target, *refusal)
            job.frontier.done(lease, time.time())
            return True
        if spent := self._budgets.spent(target):
            self._drop_site(lease, spent)
            return True
        # The other host of a picture serves other sites too, and need not wait.
        if (wait := self._budgets.until_night(target.site)) and job.owns(target):
            job.frontier.put_back(lease, time.time() + wait)
            return True
        return False

    def _drop_site(self, lease: Lease, spent: str) -> None:
        """The site's budget is spent: what waits is listed and left."""
        job, target = self._job, lease.target
        dropped = [target, *job.frontier.drop_site(target.site, requisites_too=target.is_requisite)]
        for left in dropped:
            job.skips.add(left, "limit", spent)
        job.tally.add(target.site, "limited", len(dropped))
        job.frontier.done(lease, time.time())

    def overrides_robots(self, site: str) -> bool:
        return overrides_robots(self._job.seeds[site])

    def disallowed(self, lease: Lease, detail: str) -> None:
        """robots.txt, or its absence, forbids a target."""
        job, target = self._job, lease.target
        if target.priority is Priority.SEED:
            job.outcomes.seed_answers[target.site] = f"disallowed: {detail}"
        job.tally.add(target.site, "disallowed")
        job.skips.add(target, "robots", detail)
        job.frontier.done(lease, time.time())


def overrides_robots(seed: Seed) -> bool:
    """An institution with a written legal basis may look past robots.txt; warcinfo says so."""
    return bool(seed.robots_override_basis and seed.robots_override_contact)


def robots_words(seeds: Iterable[Seed]) -> str:
    """How a job of these treats robots.txt, for warcinfo."""
    overridden = [seed.id for seed in seeds if overrides_robots(seed)]
    return "obey (RFC 9309)" + (f"; not applied by legal basis to: {', '.join(overridden)}" if overridden else "")
