"""A visit of sites that were visited before: what is looked at, and what is asked for beside what links lead to.

By the rules of crawler.revisits; here they meet the job.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.errors import EvidenceError
from archive.http import HeadError
from archive.model import Capture, Page
from crawler.revisits import Revisits
from spiders.discovery.changes import changes_told
from spiders.discovery.sources import SourcePage
from spiders.leads import MOST_LISTED
from spiders.targets import HISTORY, Priority, Target
from spiders.village import Look

if TYPE_CHECKING:
    from crawler.job import CrawlJob

logger = logging.getLogger(__name__)


class Visit:
    """Of one job, all of its sites."""

    def __init__(self, job: CrawlJob, revisits: Revisits) -> None:
        self._job = job
        self._revisits = revisits
        self._last_read: tuple[str, Page] | None = None  # by the record it was read for
        # By site and name of a source: what its pages named the last time and name no more. `taken_out`: with others
        # after it that are named still; what stood behind those may only have moved to a page that was not read.
        self._taken_out: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._moved_on: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._changed_lists: set[tuple[str, str]] = set()

    def look_at(self, target: Target, capture: Capture) -> Look:
        """Where the page of an answer is to be had, and whether it may lead to anything not known yet."""
        known = self._job.validators.answered(target, capture)
        if known is not None and not self._revisits.needs_look(target, known, capture):
            return "no need"
        if capture.is_indexed:
            return "as answered"
        if self._read(capture) is None:
            self._job.recorder.distrust(capture.digest)
            if not target.attempts:  # then it is asked plainly; once, whatever its server says to that
                self._job.want(replace(target, attempts=1), again=True)
            return "no need"
        return "as archived"

    def archived_page(self, capture: Capture) -> Page:
        """The page that a 304 stands for, once look_at has found it there."""
        page = self._read(capture)
        assert page is not None
        return page

    def _read(self, capture: Capture) -> Page | None:
        """What an address had before; None when the record cannot be read back. One bad record of long ago must not
        end a job of thousands of sites."""
        if self._last_read is None or self._last_read[0] != capture.record_id:
            try:
                page = self._revisits.archived_page(self._job.collection.archive, capture.url)
            except (EvidenceError, HeadError, OSError) as error:
                logger.warning("%s; asked for again; see: lumbung verify", error)
                return None
            self._last_read = (capture.record_id, page)
        return self._last_read[1]

    def want_all_known(self, site: str) -> None:
        """On a full visit what was there the last time is asked for, whether anything leads to it still or not."""
        if self._revisits.plan_of(site).kind != "full":
            return
        seed = self._job.seeds[site]
        for url in self._revisits.all_known(seed):
            self._want(site, url, Priority.KNOWN, via=seed.url)

    def walks_on(self, site: str, source: SourcePage) -> bool:
        """Whether a list's further pages may have anything new."""
        return self._revisits.walks_on(site, source)

    def read_list(self, site: str, source: SourcePage, capture: Capture) -> None:
        """What a list names; on a news visit also what the same list named the last time."""
        self._revisits.fed(site, source)
        tells = source.lists_all or source.is_hint
        if not self._revisits.is_news(site) or not tells or source.is_search:
            return
        known = self._revisits.known.of(capture.url)
        if known is None or known.original is None or self._revisits.is_unchanged(known, capture):
            return
        page = self._read(capture)
        former = self._job.platform_of(site).source(page) if page else None
        if former is None:
            return
        if not source.is_hint:  # that names what nobody may see, too
            self._changed_lists.add((site, source.name))
        # Only what is missing: there may be thousands of sites, and of a sitemap hardly anything goes.
        taken_out, moved_on = missing_from(former.articles, source.articles)
        self._taken_out[site, source.name].update(taken_out)
        self._moved_on[site, source.name].update(moved_on)
        for url in set(source.articles).difference(former.articles):
            # What was lost is named again.
            if self._revisits.was_lost(url):
                self._want(site, url, Priority.ARTICLE, via=capture.url)

    def want_the_unlisted(self) -> bool:
        """At the end: what a list named the last time and names no more may be gone, unless another that is new as well
        names it. Whether any is asked for.

        A list that is as it was says nothing: WordPress calls a feed not modified from which a post was taken.
        """
        waiting = len(self._job.frontier)
        taken_out, self._taken_out = self._taken_out, defaultdict(set)
        moved_on, self._moved_on = self._moved_on, defaultdict(set)
        for (site, name), urls in taken_out.items():
            sources = self._job.sources.of(site)
            if all(source.has_ended for source in sources if source.name == name):
                urls |= moved_on[site, name]
            new = [source for source in sources if source.name == name or (site, source.name) in self._changed_lists]
            named = {self._job.key_of(site, url) for source in new for url in source.urls}
            for url in sorted(urls)[:MOST_LISTED]:
                if self._job.key_of(site, url) not in named:
                    self._want(site, url, Priority.KNOWN, via=self._job.seeds[site].url)
        return len(self._job.frontier) > waiting

    def list_told(self, site: str, page: Page) -> None:
        """What a list says has changed is asked for on any visit."""
        if not self._revisits.is_news(site):
            return
        for change in self._revisits.changed_by(site, changes_told(page)):
            self._want(site, change.url, Priority.SITEMAP if change.is_list else Priority.ARTICLE, via=page.url)

    def _want(self, site: str, url: str, priority: Priority, via: str) -> bool:
        scope = self._job.scope_of(site)
        target = Target(scope.in_form(url), site, priority, via=via, hops=HISTORY)
        return scope.refuses(target.url, target.hops) is None and self._job.want(target)


def missing_from(former: Sequence[str], now: Sequence[str]) -> tuple[list[str], list[str]]:
    """Of what a page of a list named: what is missing though something after it is still there, and the rest of what is
    missing, which newer entries may have pushed to the next page."""
    there = set(now)
    last = max((place for place, url in enumerate(former) if url in there), default=-1)
    missing = [(place, url) for place, url in enumerate(former) if url not in there]
    return [url for place, url in missing if place < last], [url for place, url in missing if place > last]
