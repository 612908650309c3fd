"""What a visit asks of a site that was visited before, and how: the rules of incremental crawling.

    full    everything: what the site leads to, and every page known of it. The first visit; each visit that somebody
            asks for by name; of scheduled ones the first and then one in `full_visit_days`
    news    the front page, feeds and other lists, what is not known yet, what a list says has changed or names no
            more, and what is young; of lists of pages only as many as have something new

How a page is asked is crawler.validators' matter. docs/decisions/0011-visits.md
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.errors import EvidenceError
from archive.model import HTML_TYPES, Capture, Page, Seed
from archive.seeds import hosts_of
from archive.urls import UrlError, fetch_key, site_key
from archive.warc.known_pages import KnownPage, KnownPages
from archive.warc.reader import read_page_of
from crawler.site_plan import FIRST, SitePlan
from spiders.discovery.changes import Change
from spiders.discovery.misprints import meant_address
from spiders.discovery.order import page_priority
from spiders.discovery.sources import SourcePage
from spiders.targets import HISTORY, Priority, Target, depth

# How long an article is looked at again on news visits; most edits come in its first days.
_YOUNG = timedelta(days=14)
# A list of twenty hundreds is walked through on every visit.
_FEW_PAGES = 20
_LISTS = (Priority.SEARCH, Priority.FEED, Priority.SITEMAP, Priority.WALK)
# A list is read as far as when it came (crawler.frontier.scheduler).
_LARGEST_LIST = 16 * 1024 * 1024
# So few pages that a list says have changed are asked even where it was wrong before.
_FEW_TOLD = 3
_EARLY = timedelta(hours=6)
_LISTINGS = (Priority.WALK, Priority.MENU, Priority.LISTING)


class Revisits:
    """Of one job. What is remembered here may be lost when it is killed: the next visit finds out again."""

    def __init__(
        self,
        known: KnownPages,
        plans: Mapping[str, SitePlan],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.known = known
        self._plans = plans
        self._now = now
        self._with_news: set[str] = set()  # pages on which something unknown was found
        self._fed: set[str] = set()  # sites of which a list told articles in this job, back to known ones
        self._named: dict[str, set[str]] = defaultdict(set)  # by site, fetch keys of unknown articles that lists name
        self._found_new: dict[str, set[str]] = defaultdict(set)  # by site, of unknown articles that pages lead to
        self._unchanged_lists: set[str] = set()  # fetch keys of sitemaps that are told to be as they were
        self._first_visits: dict[str, datetime | None] = {}
        # By site and kind of list, what it told to have changed and was asked.
        self.told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def plan_of(self, site: str) -> SitePlan:
        return self._plans.get(site, FIRST)

    def is_news(self, site: str) -> bool:
        return self.plan_of(site).kind == "news"

    def platform_of(self, site: str) -> str:
        """The software that is taken for a site's until a page tells, or nothing."""
        return self.plan_of(site).platform if self.is_news(site) else ""

    @staticmethod
    def is_unchanged(known: KnownPage | None, capture: Capture) -> bool:
        """Whether an address has the payload that it had."""
        if known is None or capture.truncated:
            return False
        return not capture.is_indexed or (capture.status, capture.digest) == (known.status, known.digest)

    def needs_look(self, target: Target, known: KnownPage | None, capture: Capture) -> bool:
        """Whether an answer may lead to what is not known yet: all of a site's unchanged pages do not, once its
        last visit was whole, but its lists are asked for what they name."""
        if target.is_requisite and not capture.is_indexed:
            return False
        is_list = target.priority is Priority.SEED or target.priority in _LISTS
        # Where a redirect leads stands in its head, and its payload says nothing of it.
        is_list = is_list or (300 <= capture.status < 400 and capture.is_indexed)
        return is_list or not self.is_unchanged(known, capture) or not self.plan_of(target.site).is_whole

    # what is asked
    def leaves(self, target: Target, *, is_waiting: bool = False) -> bool:
        """Whether a target is known well enough not to be asked for on this visit. Of one that waits in the frontier
        it was settled that it is asked for, unless lists have told meanwhile all that it may."""
        if not self.is_news(target.site) or target.is_requisite or target.priority is Priority.SEED:
            return False
        if target.hops.endswith(HISTORY):
            return False
        if target.priority is Priority.SEARCH:
            return True  # what is new comes by the lists
        if target.priority in (Priority.FEED, Priority.SITEMAP):
            return _key_of(target.url) in self._unchanged_lists
        known = self._of(target.url)
        if known is not None and known.is_gone:
            if (meant := meant_address(target.url)) and (other := self._of(meant)) and other.is_good:
                return True  # a new release under a theme of old ones
            # Asked a day later, then two, four …: what is gone and still linked may come back.
            waited = self._now() - known.checked_at
            return waited < max(timedelta(days=1) - _EARLY, (known.checked_at - known.changed_at) / 2)
        if known is None or not (known.is_good or 300 <= known.status < 400):
            if target.via and _is_article(target):
                self._with_news.add(target.via)
                self._found_new[target.site].add(_key_of(target.url))
            return False
        if _is_listing(target):
            if self._is_fed(target.site):
                return True
            return not (is_waiting or depth(target.hops) <= 1 or target.via in self._with_news)
        return not self._is_young(target, known)

    def _is_young(self, target: Target, known: KnownPage) -> bool:
        """Asked again a day, two, four … after it was found, for two weeks. What was there at the first visit is
        not young, only new to us."""
        if not _is_article(target):
            return False
        began = self._first_visit(target)
        is_old = began is None or known.first_at - began < timedelta(days=1)
        age, now = known.checked_at - known.first_at, self._now()
        return not is_old and now - known.first_at < _YOUNG and now - known.checked_at >= age / 2

    def _first_visit(self, target: Target) -> datetime | None:
        host = site_key(target.url)
        if host not in self._first_visits:
            self._first_visits[host] = self.known.first_of_host(host)
        return self._first_visits[host]

    def walks_on(self, site: str, source: SourcePage) -> bool:
        """Whether a list's further pages are asked for."""
        if not self.is_news(site):
            return True
        pages = source.pages
        if pages is None and source.total is not None and source.articles:
            pages = -(-source.total // len(source.articles))
        is_short = pages is not None and pages <= _FEW_PAGES
        return is_short or any(self._of(url) is None for url in source.articles)

    def fed(self, site: str, source: SourcePage) -> None:
        """A list named articles, so that pages which list them need not be asked: if it reaches back to what is known
        already, and as long as no page shows a new article that no list names."""
        if source.is_search or not self.is_news(site):
            return
        new = {_key_of(url) for url in source.articles if self._of(url) is None}
        self._named[site] |= new
        if source.articles and (source.lists_all or len(new) < len(source.articles)):
            self._fed.add(site)

    def _is_fed(self, site: str) -> bool:
        return site in self._fed and self._found_new[site] <= self._named[site]

    def changed_by(self, site: str, changes: Iterable[Change]) -> list[Change]:
        """What a list says has changed since it was asked. News visits only."""
        plan = self.plan_of(site)
        told, changed, certain = 0, [], []
        for change in changes if plan.kind == "news" else ():
            known = self._of(change.url)
            if known is None:
                continue
            told += 1
            if change.latest > known.checked_at:
                changed.append(change)
                # One that may have changed before it was asked need not show any change now.
                if change.earliest > known.checked_at and not change.is_list:
                    certain.append(change)
            elif change.is_list:
                self._unchanged_lists.add(_key_of(change.url))
        # A list that was wrong before may be right of a few; that all has changed is what it always says.
        is_doubtful = len(changed) > max(_FEW_TOLD, told // 5)
        if is_doubtful and plan.disbelieved:
            newest = _standing_out(changed)
            changed = [one for one in changed if one.teller not in plan.disbelieved or one in newest]
            certain = [one for one in certain if one.teller not in plan.disbelieved or one in newest]
        for change in certain:
            self.told[site][change.teller].add(_key_of(change.url))
        return changed

    def mime_of(self, capture: Capture) -> str | None:
        """The media type of what an address had before, where it has that still."""
        known = self._of(capture.url)
        return known.mime if known and self.is_unchanged(known, capture) else None

    def was_lost(self, url: str) -> bool:
        """Whether an address had no page of its own when it was asked last: it was gone, or led elsewhere."""
        known = self._of(url)
        return known is not None and (known.is_gone or 300 <= known.status < 400)

    def all_known(self, seed: Seed) -> list[str]:
        """The pages and files of a site that were there when they were asked last, the latest found first."""
        return [
            known.url
            for host in sorted(hosts_of(seed))
            for known in self.known.of_host(host)
            if known.is_good and (known.mime is None or known.mime in HTML_TYPES or _is_document(known.mime))
        ]

    def archived_page(self, archive: Path, url: str) -> Page:
        """What a 304 stands for, as the answer of the address that was asked. Raises EvidenceError."""
        known = self._of(url)
        if known is None or known.warc_filename is None or known.offset is None:
            raise EvidenceError(f"{url}: what its server calls not modified is not in the archive; crawl again")
        return replace(read_page_of(archive / known.warc_filename, known.offset, _LARGEST_LIST), url=url)

    def _of(self, url: str) -> KnownPage | None:
        try:
            return self.known.of(url)
        except UrlError:
            return None


def _standing_out(changes: list[Change]) -> list[Change]:
    """The few that changed after all others, as an edit does after a plugin that saved all articles again."""
    moments = sorted((one.latest for one in changes), reverse=True)
    return [one for one in changes if one.latest > moments[_FEW_TOLD]]


def _is_document(mime: str) -> bool:
    """PDF, office files and archives of files, not what serves pages and programs."""
    return mime.startswith("application/") and not any(name in mime for name in ("xml", "json", "script", "font"))


def _is_article(target: Target) -> bool:
    return target.priority <= Priority.ARTICLE or page_priority(target.url) is Priority.ARTICLE


def _is_listing(target: Target) -> bool:
    return target.priority in _LISTINGS or page_priority(target.url) is Priority.LISTING


def _key_of(url: str) -> str:
    try:
        return fetch_key(url)
    except UrlError:
        return url
