"""A visit of sites that were visited before: what is looked at, and what is asked for beside what links lead to.

By the rules of crawler.revisits; here they meet the job.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from archive.model import Capture, Page
from crawler.captures import fetch_key_of
from crawler.revisits import HISTORY, Revisits
from spiders.discovery.changes import changes_told
from spiders.discovery.sources import SourcePage
from spiders.leads import MOST_LISTED
from spiders.targets import Priority, Target
from spiders.village import Look

if TYPE_CHECKING:
    from crawler.job import CrawlJob


class Visit:
    """Of one job, all of its sites."""

    def __init__(self, job: CrawlJob, revisits: Revisits) -> None:
        self._job = job
        self._revisits = revisits

    def look_at(self, target: Target, capture: Capture) -> Look:
        """Where the page of an answer is to be had, and whether it may lead to anything not known yet."""
        known = self._revisits.answered(target, capture)
        if known is None or self._revisits.needs_look(target, known, capture):
            return "as archived" if not capture.is_indexed else "as answered"
        return "no need"

    def archived_page(self, capture: Capture) -> Page:
        """The page that a 304 stands for. Raises EvidenceError when it cannot be read back."""
        return self._revisits.archived_page(self._job.collection.archive, capture.url)

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
        if not self._revisits.is_news(site) or not source.lists_all or source.is_search:
            return
        known = self._revisits.known.of(capture.url)
        if known is None or known.original is None or self._revisits.is_unchanged(known, capture):
            return
        former = self._job.platform_of(site).source(self.archived_page(capture))
        if former is None:
            return
        self._revisits.named_before[site, source.name].update(former.articles)
        for url in set(source.articles).difference(former.articles):
            # What was gone is named again.
            if self._revisits.is_gone(url):
                self._want(site, url, Priority.ARTICLE, via=capture.url)

    def want_the_unlisted(self) -> bool:
        """At the end: what a list named the last time, and now that it was read to its end no list names, may be gone.
        Whether any is asked for."""
        waiting = len(self._job.frontier)
        before, self._revisits.named_before = self._revisits.named_before, defaultdict(set)
        for (site, name), urls in before.items():
            sources = self._job.sources.of(site)
            if not all(source.has_ended for source in sources if source.name == name):
                continue
            named = {self._job.key_of(site, url) for source in sources for url in source.urls}
            for url in sorted(urls)[:MOST_LISTED]:
                if self._job.key_of(site, url) not in named:
                    self._want(site, url, Priority.KNOWN, via=self._job.seeds[site].url)
        return len(self._job.frontier) > waiting

    def list_told(self, site: str, page: Page) -> None:
        """What a list says has changed is asked for on any visit."""
        if not self._revisits.is_news(site):
            return
        for change in self._revisits.changed_by(site, changes_told(page)):
            self._want(site, change.url, Priority.ARTICLE, via=page.url)
            if not change.is_list:
                self._revisits.told[site][change.teller].add(fetch_key_of(change.url))

    def _want(self, site: str, url: str, priority: Priority, via: str) -> bool:
        scope = self._job.scope_of(site)
        target = Target(scope.in_form(url), site, priority, via=via, hops=HISTORY)
        return scope.refuses(target.url, target.hops) is None and self._job.want(target)
