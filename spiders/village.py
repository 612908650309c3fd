"""The one spider: it follows a village site's own links and hands each stored page on to be read.

It does not fetch, wait, retry or remember: the frontier does, and it gives every request here as
its callback. Links leave as strings, so that no Request is built for an address already seen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Protocol
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings.default_settings import EXTENSIONS_BASE
from twisted.python.failure import Failure

from archive.model import HTML_TYPES, Capture, Page
from spiders.discovery.requisites import find_requisites
from spiders.leads import MOST_LINKS, MOST_LISTED, LeadsJob, LeadsVisit, leads_of
from spiders.scope import Scope
from spiders.targets import Found, Priority, Target

# Rules about what visitors click on; a source is asked all the same.
_FOR_GUESTS = {"S": ("variant",), "I": ("variant", "machinery")}
# Rules about pages; a picture may be anywhere.
_FOR_PAGES = ("other_site", "outside_folder", "file_type", "variant", "machinery", "repeating_path")

# Extensions that listen for whoever wants to look into the crawl process.
_SERVERS = ("scrapy.extensions.telnet.TelnetConsole", "scrapy.extensions.remote_control.RemoteControl")

Look = Literal["as answered", "as archived", "no need"]


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """An HTML page that is stored and waits to be read: the item this spider yields."""

    capture: Capture
    target: Target


class Visit(LeadsVisit, Protocol):
    """What the spider needs to know of earlier visits."""

    def look_at(self, target: Target, capture: Capture) -> Look:
        """Where the page of an answer is to be had: as it came, of a 304 in the archive; or that it need not be looked
        at, for all that it leads to is known."""

    def archived_page(self, capture: Capture) -> Page:
        """The page that a 304 stands for."""

    def want_all_known(self, site: str) -> None:
        """Ask for what an earlier visit found, if this one asks for everything."""

    def list_told(self, site: str, page: Page) -> None:
        """Ask for what a feed or another list says has changed."""


class Job(LeadsJob, Protocol):
    """What the spider needs of the job it runs in."""

    @property
    def visit(self) -> Visit: ...

    @property
    def requisites(self) -> str: ...

    def want(self, target: Target, *, again: bool = False) -> bool:
        """Put a target in the frontier; False when it was there before and not wanted `again`."""

    def skip(self, target: Target, reason: str, detail: str) -> None:
        """Record that an address was found and, by rule, left alone."""

    def front_page_in(self, site: str, form: tuple[str, str]) -> None:
        """Record the scheme and host on which a site's front page was found."""

    def led_to(self, capture: Capture, found: Sequence[Found]) -> None:
        """Record where a page led."""

    def is_same(self, site: str, url: str, other: str) -> bool:
        """Whether two addresses are forms of one."""

    def looked_at(self, target: Target, page: Page, links: Sequence[Found]) -> None:
        """Record what a page had to show, if its address is one of those that go on for ever."""

    def unchanged(self, capture: Capture) -> None:
        """Record that a page was read when its payload was stored; its pictures may be missing still."""

    def moved(self, target: Target, to: str) -> None:
        """Record that a site's front page sent us to another site."""

    def answered(self, response: Response) -> bool:
        """Record that a target got its answer; False when it will be tried again."""

    def failed(self, request: Request, error: BaseException) -> None:
        """Record that a target got no whole answer; it may be tried again."""


class VillageSpider(Spider):
    """scrapy crawl village -a seeds=URL[,URL…] [-a collection=DIR] [-a delay=SECONDS] [-a kinds=all] -O out.jsonl"""

    name = "village"
    # Redirects, retries, robots and offsite are the frontier's, so that scope, pace and robots
    # apply to each; cookies would make pages differ; depth and referer are kept as hops and via.
    custom_settings: ClassVar[dict[Any, Any] | None] = {  # type: ignore[misc]  # as Scrapy documents it
        "SCHEDULER": "crawler.frontier.scheduler.FrontierScheduler",
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_DELAY": 0,
        # Scrapy would parse the source of parse() again and again; there is no such return in it.
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "ITEM_PIPELINES": {"crawler.pipelines.ReadingPipeline": 300},
        "EXTENSIONS": {"crawler.extension.JobExtension": 0},
        # Off by our settings, and left out here: Scrapy imports what it finds, aiohttp with it, and named as None
        # too; 0.5 s of CPU of each start (2026-11).
        "EXTENSIONS_BASE": {name: order for name, order in EXTENSIONS_BASE.items() if name not in _SERVERS},
    }

    def __init__(
        self,
        seeds: str | None = None,
        collection: str | None = None,
        delay: str | None = None,
        kinds: str = "article",
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.seeds = tuple(filter(None, seeds.replace(",", " ").split())) if seeds else ()
        self.collection = collection
        self.delay = None if delay is None else float(delay)
        self.kinds = kinds
        self.job: Job

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the job puts its seeds into the frontier itself, or finds them there."""
        return
        yield

    def parse(self, response: Response, **_: Any) -> Iterator[CapturedPage]:
        """Take the links of an answer, then hand it on if it is a page to be read."""
        if not self.job.answered(response):
            return
        target: Target = response.meta["target"]
        capture: Capture = response.meta["capture"]
        look = self.job.visit.look_at(target, capture)
        if look == "no need":
            return
        page = self.job.visit.archived_page(capture) if look == "as archived" else page_of_response(response, capture)
        if target.priority is Priority.SEED and page.status // 100 == 2:
            self.job.visit.want_all_known(target.site)
        # An error page that came in a picture's place needs nothing.
        is_stand_in = target.is_requisite and page.mime in HTML_TYPES
        if 200 <= page.status < 300 and self.job.requisites == "all" and not is_stand_in:
            for found in find_requisites(page):
                self.job.want(target.to(found))
        if target.is_requisite and page.status // 100 != 3:
            return
        links = leads_of(self.job, target, page, capture)
        self.job.led_to(capture, links[:MOST_LINKS])
        if page.status // 100 == 2:
            self.job.looked_at(target, page, links)
            self.job.visit.list_told(target.site, page)
        self.take_links(target, page, links)
        if capture.is_readable:
            yield CapturedPage(capture, target)
        elif capture.revisit_of and page.mime in HTML_TYPES:
            self.job.unchanged(capture)

    def give_up(self, failure: Failure) -> None:
        """A request ended without an answer."""
        assert failure.value is not None
        self.job.failed(failure.request, failure.value)  # type: ignore[attr-defined]

    def take_links(self, target: Target, page: Page, links: Iterable[Found]) -> None:
        """Put what may be followed into the frontier, and record what may not."""
        scope = self.job.scope_of(target.site)
        if target.priority is Priority.SEED and page.status // 100 == 2:
            parts = urlsplit(page.url)
            self.job.front_page_in(target.site, (parts.scheme, parts.netloc))
        # Articles before lists: whether a list is walked on depends on what is new on it.
        for number, found in enumerate(sorted(links, key=lambda one: one.priority >= Priority.WALK)):
            if number == (MOST_LISTED if page.mime not in HTML_TYPES else MOST_LINKS):
                self.job.skip(target.to(found), "too_many_links", f"more than {number} on {page.url}")
                return
            if found.hop == "R":
                self._follow_redirect(target, found, scope)
                continue
            following = target.to(replace(found, url=scope.in_form(found.url)))
            refusal = scope.refuses(following.url, following.hops)
            if refusal and refusal[0] in _FOR_GUESTS.get(found.hop, ()):
                refusal = None
            if refusal:
                self.job.skip(following, *refusal)
            else:
                self.job.want(following)

    def _follow_redirect(self, target: Target, found: Found, scope: Scope) -> None:
        """A redirect keeps its place in the order: where the front page leads is still the front page.

        Pictures may lead to any host; a front page that leads to another site means the site moved.
        """
        following = target.to(replace(found, priority=target.priority))
        refusal = scope.refuses(following.url, following.hops)
        if target.is_requisite and refusal and refusal[0] in _FOR_PAGES:
            refusal = None
        if refusal:
            if target.priority is Priority.SEED and refusal[0] == "other_site":
                self.job.moved(target, found.url)
            self.job.skip(following, *refusal)
        else:
            # http to https, or without www to with it, is one fetch key and two fetches.
            # Once or twice: /a to /a/ and back again is a loop.
            is_other_form = target.url != found.url and not target.hops.endswith("RR")
            is_other_form = is_other_form and self.job.is_same(target.site, target.url, found.url)
            self.job.want(following, again=is_other_form)


def page_of_response(response: Response, capture: Capture) -> Page:
    """A Scrapy response as the page that reading its record back would give."""
    headers = tuple(
        (name.decode("latin-1"), bytes(value).decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Page(capture.url, capture.captured_at, response.status, headers, response.body, capture.truncated)
