"""One crawl job, from its seeds to its report: what the spider, the scheduler and the wire share.

    open   ──► crawl ──► close
    salvage what a dead job left; go on with an unfinished one, or begin anew
               fetch, record, find links, read (commit each second or 200 records)
                          read what is not read yet, link, write indexes and report

The order that loses nothing: WARC synced, then frontier committed. Whoever stops the job at any
moment, by whatever means, finds the frontier at most a second behind the WARC.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from scrapy import Request
from scrapy.http import Response

from archive.errors import EvidenceError
from archive.index.documents import DocumentsJournal
from archive.layout import PEOPLES_WORDS, Collection
from archive.model import Capture, Document, Page, Seed
from archive.urls import fetch_key
from crawler.commits import Commits
from crawler.disk import DiskGuard
from crawler.events.seen import Seen
from crawler.frontier.endless import EndlessFamilies
from crawler.frontier.facts import SiteFacts
from crawler.frontier.sources import Sources
from crawler.frontier.store import Frontier
from crawler.gate import Gate, robots_words
from crawler.monitors.finding import Finding
from crawler.options import CrawlOptions
from crawler.outcomes import Outcomes
from crawler.politeness.pace import Pace
from crawler.readers import ReaderPool
from crawler.recorder import Recorder, cannot_write, user_agent
from crawler.reports.figures import Figures
from crawler.reports.runs import Run
from crawler.reports.tally import Rows, Tally
from crawler.revisits import Revisits
from crawler.site_plan import SitePlan
from crawler.stopping import Stopping
from crawler.validators import Validators
from crawler.visit import Visit
from crawler.wire.connection import SpoolFull
from spiders.platforms import BY_NAME, Platform
from spiders.platforms.generic import GENERIC
from spiders.scope import Scope, SeedIndex
from spiders.targets import Found, Priority, Target
from spiders.traps import is_picture

logger = logging.getLogger(__name__)

# Pages of a site that are asked what software made them.
_MOST_LOOKS = 5


class CrawlJob:
    """A job that is open. Made by crawler.opening, which holds the collection's lock meanwhile."""

    def __init__(
        self,
        collection: Collection,
        crawl_id: str,
        options: CrawlOptions,
        seeds: tuple[Seed, ...],
        frontier: Frontier,
        resumed: bool,
    ) -> None:
        self.collection = collection
        self.crawl_id = crawl_id
        self.options = options
        self.seeds = {seed.id: seed for seed in seeds}
        self.frontier = frontier
        self.resumed = resumed
        self.folder = collection.crawl_folder(crawl_id)
        self.agent = user_agent(collection).partition("/")[0]
        self.tally = Tally(frontier.counts())
        self.patch_size = len(frontier.fact("patch") or ())
        self.moved_to = SiteFacts(frontier, "moved")
        self.due_at: dict[str, str] = frontier.fact("due_at") or {}  # by site, of a job of what was due
        self.finish_reason: str | None = None
        self.phase = "opening"  # then crawling, closing
        self.runs: list[Run] = []  # this one last
        self.stopping = Stopping()
        self.disk = DiskGuard(collection)
        self.shortage: str | None = None  # why the disk guard stopped the job
        self.warcs: list[str] = []
        self.errors: list[str] = []
        self.closing_failure: Exception | None = None
        self.front_flags: dict[str, str] = {}  # of the front page by site, likewise
        self.completeness: dict[str, Any] = {}  # by site, once the job is closed
        self.hijacks: dict[str, Any] = {}  # likewise
        self.figures: Figures | None = None  # likewise
        self.watched: dict[str, Any] = {}  # by site, likewise
        self.disk_facts: dict[str, int | None] | None = None  # likewise
        self.findings: list[dict[str, Any]] | None = None  # likewise; of a job that goes on, those of its earlier part
        self.findings_before: list[dict[str, Any]] | None = None  # those of its earlier part, for good
        self.judged: tuple[str, list[Finding]] | None = None  # for which finish reason, and what was found
        self.seen: Seen | None = None  # likewise
        self.platforms = SiteFacts(frontier, "platform")
        self.seed_answers = SiteFacts(frontier, "answer")
        self.signs = SiteFacts(frontier, "signs")
        self.endless = EndlessFamilies(frontier)
        self.sources = Sources(frontier, self.key_of, self._is_own)
        self.lying = SiteFacts(frontier, "lying")  # the address whose validators were found to lie, by site
        self.holding = SiteFacts(frontier, "holding")  # the address that changed together with its validators, by site
        self.is_patch = options.patch is not None
        # Of a patch crawl what its list names is wanted, and what the style sheets among it need.
        self.requisites = "all" if self.is_patch else options.requisites or collection.config.crawl.requisites
        self.recorder = Recorder(
            collection, crawl_id, robots_words(self.seeds.values()), options.allow_private, self.pace_of
        )
        plans = {site: SitePlan(*facts) for site, facts in (frontier.fact("plans") or {}).items()}
        self.revisits = Revisits(self.recorder.known_pages, plans)
        self.validators = Validators(
            self.recorder.known_pages,
            self.revisits.plan_of,
            self.lying,
            self.holding,
            collection.config.crawl.unconditional_every,
        )
        self.visit = Visit(self, self.revisits)
        self.readers = ReaderPool(collection)
        self.journal = DocumentsJournal(collection.root / "documents")
        self.failures = Rows(self.folder / "failures.csv")
        self.skips = Rows(self.folder / "skipped.csv")
        self.outcomes = Outcomes(frontier, self.tally, self.failures, self.pace_of, self.seed_answers, self.owns)
        self._listed = SeedIndex(collection.seeds())
        self._sites = SeedIndex(seeds)
        self._scopes = {site: Scope(seed) for site, seed in self.seeds.items()}
        for site, scope in self._scopes.items():
            if form := frontier.fact(f"form {site}"):
                scope.form = tuple(form)
        self.gate = Gate(self)
        self.led_to_already = False  # while an answer is taken from the WARC that holds where it led, too
        self._unchanged: dict[str, str] = {}  # site by the record that holds the payload
        remembered = (self.moved_to, self.platforms, self.signs, self.seed_answers, self.lying, self.holding)
        self.commits = Commits(self, remembered)

    def begin(self, patch: Sequence[Target] = ()) -> None:
        """Put the seeds, or what a patch crawl asks for, into the frontier and keep people's words in the WARC. Raises
        EvidenceError."""
        seeds = () if self.is_patch else self.seeds.values()
        for target in (*patch, *(Target(seed.url, seed.id, Priority.SEED) for seed in seeds)):
            self.want(target)
        for name, mime in PEOPLES_WORDS.items():
            if (path := self.collection.root / name).exists():
                self.recorder.keep(f"urn:lumbung:{self.crawl_id}:{name}", mime, path.read_bytes())
        self.commits.commit()

    # what the spider asks
    def scope_of(self, site: str) -> Scope:
        return self._scopes[site]

    def front_page_in(self, site: str, form: tuple[str, str]) -> None:
        """The scheme and host a site's front page ended on: the form in which all of it is crawled."""
        self._scopes[site].form = form
        self.frontier.remember(f"form {site}", form)

    def led_to(self, capture: Capture, found: Sequence[Found]) -> None:
        """Keep in the WARC where a page led; of a revisit that stands with its original."""
        if not found or capture.revisit_of or self.led_to_already:
            return
        try:
            self.recorder.note_outlinks(capture, [f"{one.url} {one.hop}" for one in found])
        except EvidenceError:
            # Nothing is committed after a loss, so the next crawl asks for this page again.
            self.stop("evidence")

    def want(self, target: Target, *, again: bool = False) -> bool:
        if self.revisits.leaves(target) or (self.is_patch and not target.is_requisite):
            return False
        if refusal := self.gate.shows_nothing_new(target):
            self.skip(target, *refusal)
            return False
        folded = None if target.is_requisite else self.platform_of(target.site).folds(target.url)
        return self.frontier.add(target, again=again, folded=folded)

    def platform_of(self, site: str) -> Platform:
        """What is known of a site's software until now; on a visit for news, which sees few pages and may find the
        front page in other hands, the last that was known."""
        return BY_NAME.get(self.platforms.get(site) or self.revisits.platform_of(site), GENERIC)

    def may_be_recognised(self, site: str) -> bool:
        return site not in self.platforms and self.tally.of(site, "looked for marks") < _MOST_LOOKS

    def recognised(self, site: str, platform: Platform, signs: Sequence[str], capture: Capture) -> None:
        self.tally.add(site, "looked for marks")
        if platform is not GENERIC:
            self.platforms[site] = platform.name
            self.signs[site] = json.dumps([*signs, capture.revisit_of or capture.record_id])

    def _is_own(self, site: str, url: str) -> bool:
        return self._scopes[site].refuses(url, "") is None

    def owns(self, target: Target) -> bool:
        """Whether it lies on a host of its site, as not all pictures do."""
        return self._scopes[target.site].owns(target.url)

    @property
    def programme_first(self) -> bool:
        return self.collection.config.crawl.programme_first

    def is_same(self, site: str, url: str, other: str) -> bool:
        return self.key_of(site, url) == self.key_of(site, other)

    def has_sitemap(self, site: str) -> bool:
        return self.tally.of(site, "sitemaps named") > 0

    def key_of(self, site: str, url: str) -> str:
        """The same for all forms of one address of a site. Raises UrlError."""
        return f"{site} {_folded_key(self.platform_of(site).name, url)}"

    def looked_at(self, target: Target, page: Page, links: Sequence[Found]) -> None:
        self.endless.looked_at(target.site, page, target.via, links)

    def skip(self, target: Target, reason: str, detail: str) -> None:
        """Another site gets one row, whatever number of its pages is linked to; links to picture files
        get none, for they are fetched or not as requisites."""
        self.tally.add(target.site, f"skipped {reason}")
        once = f"{target.site} {detail}" if reason == "other_site" else target.url
        if not is_picture(target.url) and self.frontier.first_skip(once):
            self.tally.add(target.site, "skipped")
            self.skips.add(target, reason, detail)

    def unchanged(self, capture: Capture) -> None:
        site = self.site_of(capture.url)
        if capture.revisit_of and site:
            self._unchanged[capture.revisit_of] = site

    def moved(self, target: Target, to: str) -> None:
        self.moved_to[target.site] = to
        self.failures.add(target, "moved", to)

    def answered(self, response: Response) -> bool:
        self.validators.check(response.request.meta if response.request else {})
        is_final = self.outcomes.answered(response)
        # Scrapy would look again only once the page has been read, which is another process's time.
        self.look_again()
        return is_final

    def failed(self, request: Request, error: BaseException) -> None:
        if not self.lost_evidence(error):
            self.outcomes.failed(request, error)
            self.look_again()

    def lost_evidence(self, error: BaseException) -> bool:
        """Whether an error means that bytes could not be kept; then the job is being stopped."""
        if isinstance(error, SpoolFull):
            self.recorder.failure = self.recorder.failure or self.cannot_write(error)
            self.recorder.failure.__cause__ = OSError(*error.args)
        if self.recorder.failure:
            self.stop("evidence")
        return self.recorder.failure is not None

    # what the scheduler asks
    def pace_of(self, site: str) -> Pace:
        return self.options.pace_of(self.seeds.get(site), self.collection.config)

    def started(self, target: Target) -> None:
        if not target.is_requisite and not target.attempts:
            self.tally.add(target.site, "started")

    def want_sitemaps(self, target: Target, sitemaps: list[str]) -> None:
        """The sitemaps a robots.txt names, if it is the site's own."""
        scope = self.scope_of(target.site)
        for url in sitemaps:
            following = target.to(Found(scope.in_form(url), Priority.SITEMAP, "S"))
            if scope.refuses(following.url, following.hops) is None:
                self.tally.add(target.site, "sitemaps named")
                self.want(following)

    # what the pipeline asks
    async def read(self, capture: Capture) -> Document:
        """Read a stored page, note its line, and want its pictures."""
        document = await self.readers.read(capture, self.listed_seed_of(capture))
        if self.recorder.failure:
            raise self.recorder.failure
        try:
            self.journal.append(document)
        except OSError as error:
            self.recorder.failure = self.recorder.failure or self.cannot_write(error)
            self.recorder.failure.__cause__ = error
            self.stop("evidence")
            raise self.recorder.failure from error
        return document

    def site_of(self, url: str) -> str | None:
        """The site of this job an address belongs to."""
        seed = self._sites.seed_of(url)
        return seed.id if seed else None

    def listed_seed_of(self, capture: Capture) -> Seed | None:
        """The row of seeds.csv a capture belongs to, the same in a crawl and in a rebuild."""
        return self._listed.seed_of(capture.url)

    def want_pictures(self, target: Target, document: Document) -> None:
        """The pictures of an article that has to do with the programme, in the largest form it names."""
        if self.requisites == "none" or document.kind != "article" or self.is_patch:
            return  # a page that came in a picture's place is no article
        if self.requisites == "relevant" and (document.programme or {}).get("relation") == "none":
            return
        for caption in document.captions:
            if caption.largest_url:
                self.want(target.to(Found(caption.largest_url, Priority.PICTURE, "E")))
        self.look_again()

    def want_pictures_of_the_unchanged(self) -> bool:
        """At the end, for it takes a look at all documents: an earlier job may have stored a page and stopped
        before its pictures. Whether any are wanted."""
        sites, self._unchanged = self._unchanged, {}
        # What was read and whose job ended had its pictures asked for.
        sites = {record: site for record, site in sites.items() if not self.revisits.plan_of(site).is_whole}
        waiting = len(self.frontier)
        for document in self.collection.documents_with(sites.keys()):
            self.want_pictures(Target(document.url, sites[document.id], Priority.PAGE), document)
        return len(self.frontier) > waiting

    # keeping
    def write_report(self) -> None:
        """Replaced by whoever writes reports (crawler.opening)."""

    def cannot_write(self, error: Exception) -> EvidenceError:
        """What a frontier that cannot be written means: nothing is lost, but nothing more may be fetched."""
        return cannot_write(self.collection, error)

    def broke(self, request: Request | None, error: BaseException) -> None:
        """Something unforeseen happened while an answer was worked on: the crawl goes on, the report says it."""
        if isinstance(error, sqlite3.Error):
            error = self.cannot_write(error)
        if isinstance(error, EvidenceError):
            self.recorder.failure = self.recorder.failure or error
            self.stop("evidence")
            return
        self.errors.append(f"{request.url if request else '?'}: {type(error).__name__}: {error}")
        lease = request.meta.get("lease") if request else None
        if request and lease and self.frontier.is_out(lease):
            self.outcomes.give_up(request, "internal_error", f"{type(error).__name__}: {error}")

    def stop(self, reason: str) -> None:
        """End the crawl soon. The first reason stands."""
        if self.finish_reason is None:
            self.finish_reason = reason
            self.stop_engine(reason)

    def stop_engine(self, reason: str) -> None:
        """Replaced by the extension, which knows the engine."""

    def leave_what_is_under_way(self) -> None:
        """Replaced by the extension, too: answers that are still coming are cut, and kept as far as they came."""

    def look_again(self) -> None:
        """Replaced by the scheduler: something was queued, or a host may be asked again."""


@lru_cache(maxsize=8_192)
def _folded_key(platform: str, url: str) -> str:
    """Asked of each article several times when a job is closed: for each list that names it, and for its captures."""
    return fetch_key(BY_NAME.get(platform, GENERIC).folds(url))
