"""What a site may have of a job: pages, bytes, minutes, and the hours it may be asked in."""

from __future__ import annotations

import time
from collections.abc import Container, Mapping
from datetime import UTC, datetime

from archive.config import Config
from archive.model import Seed
from crawler.options import CrawlOptions
from crawler.politeness.night import seconds_until_night
from crawler.reports.tally import Tally
from spiders.targets import Target


class Budgets:
    """What the job allows goes before what the site's row says, and that before the collection's."""

    def __init__(
        self, options: CrawlOptions, config: Config, seeds: Mapping[str, Seed], tally: Tally, due: Container[str] = ()
    ) -> None:
        self._options = options
        self._config = config
        self._seeds = seeds
        self._tally = tally
        self._due = due  # sites that somebody else may be waiting behind
        self._begun: dict[str, float] = {}  # when a site was begun, on the clock of this process

    def spent(self, target: Target) -> str | None:
        """What its site has had all of; None while there is some left."""
        seed, limits = self._seeds[target.site], self._config.crawl.limits
        seconds = self._options.max_time or (seed.max_minutes and seed.max_minutes * 60)
        if not seconds and target.site in self._due:
            seconds = self._config.crawl.due_site_hours * 3600
        if seconds and self._seconds_spent(target.site) >= seconds:
            return f"{seconds:g} seconds"
        if self._tally.of(target.site, "bytes") >= limits.site_bytes:
            return f"{limits.site_bytes} bytes"
        pages = self._options.max_pages or seed.max_pages or limits.site_pages
        is_new_page = not target.is_requisite and not target.attempts
        return f"{pages} pages" if is_new_page and self._tally.of(target.site, "started") >= pages else None

    def _seconds_spent(self, site: str) -> float:
        """Since the site was first asked, not counting the time between two runs of the job."""
        now = time.monotonic()
        begun = self._begun.setdefault(site, now - self._tally.of(site, "milliseconds") / 1000)
        self._tally.set(site, "milliseconds", round((now - begun) * 1000))
        return now - begun

    def until_night(self, site: str) -> float:
        """Seconds until a site that is asked at night only may be asked; 0 for any other."""
        seed = self._seeds[site]
        return seconds_until_night(datetime.now(UTC), seed.zone, self._config.crawl.night) if seed.night_only else 0.0
