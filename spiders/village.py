"""The one spider: it follows a village site's own links and hands each stored page on to be read.

It does not fetch, wait, retry or remember: the frontier does, and it gives every request here as
its callback. Links leave as strings, so that no Request is built for an address already seen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.model import HTML_TYPES, Capture, Page
from spiders.discovery import find_links
from spiders.discovery.html_links import parse_html
from spiders.discovery.requisites import find_requisites
from spiders.discovery.sources import SourcePage, query_of
from spiders.platforms import Platform, recognise
from spiders.platforms.generic import GENERIC
from spiders.scope import Scope
from spiders.targets import Found, Priority, Target

# A list of all articles of ten years has fewer; a page with more wants to fill the frontier.
_MOST_LINKS = 5000
# Of a feed or sitemap: the sitemap standard's own bound.
_MOST_LISTED = 50_000
# Asked of the site's own search: villages write the programme's name in many ways, and never without these.
PROGRAMME_WORDS = ("perpustakaan", "inklusi")
# Rules about what visitors click on; a source is asked all the same.
_FOR_GUESTS = {"S": ("variant",), "I": ("variant", "machinery")}
# Rules about pages; a picture may be anywhere.
_FOR_PAGES = ("other_site", "outside_folder", "file_type", "variant", "machinery", "repeating_path")


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """An HTML page that is stored and waits to be read: the item this spider yields."""

    capture: Capture
    target: Target


class Sources(Protocol):
    """What the spider tells of the lists a site keeps of its articles."""

    def note(self, site: str, page: SourcePage, capture: Capture) -> bool:
        """Keep what a page of a source says; False when it names nothing that its earlier pages did not."""

    def end(self, site: str, key: str) -> None:
        """A source was read past its end."""


class Job(Protocol):
    """What the spider needs of the job it runs in."""

    @property
    def requisites(self) -> str: ...

    def scope_of(self, site: str) -> Scope: ...

    def want(self, target: Target, *, again: bool = False) -> bool:
        """Put a target in the frontier; False when it was there before and not wanted `again`."""

    def skip(self, target: Target, reason: str, detail: str) -> None:
        """Record that an address was found and, by rule, left alone."""

    def front_page_in(self, site: str, form: tuple[str, str]) -> None:
        """Record the scheme and host on which a site's front page was found."""

    def led_to(self, capture: Capture, found: Sequence[Found]) -> None:
        """Record where a page led."""

    @property
    def sources(self) -> Sources: ...

    @property
    def programme_first(self) -> bool:
        """Whether a site's own search is asked for the programme's words before anything else."""

    def platform_of(self, site: str) -> Platform:
        """What is known of a site's software until now."""

    def recognised(self, site: str, platform: Platform, signs: Sequence[str], capture: Capture) -> None:
        """Record what software a site runs on, and by which signs of which page."""

    def has_sitemap(self, site: str) -> bool:
        """Whether robots.txt named one."""

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
        page = page_of_response(response, capture)
        if 200 <= page.status < 300 and self.job.requisites == "all":
            for found in find_requisites(page):
                self.job.want(target.to(found))
        if target.is_requisite and page.status // 100 != 3:
            return
        links = self._leads_of(target, page, capture)
        self.job.led_to(capture, links[:_MOST_LINKS])
        if page.status // 100 == 2:
            self.job.looked_at(target, page, links)
        self.take_links(target, page, links)
        if capture.is_readable:
            yield CapturedPage(capture, target)
        elif capture.revisit_of and page.mime in HTML_TYPES:
            self.job.unchanged(capture)

    def _leads_of(self, target: Target, page: Page, capture: Capture) -> list[Found]:
        """Where an answer leads: a source's further pages, what the platform has besides, then the page's links."""
        site = target.site
        if page.status // 100 != 2:
            if target.is_inferred and (key := self.job.platform_of(site).ends(page.url)):
                self.job.sources.end(site, key)
            return list(find_links(page))
        leads: dict[str, Found] = {}
        if target.priority is Priority.SEED or self.job.platform_of(site) is GENERIC:
            leads |= self._recognise(target, page, capture)
        platform = self.job.platform_of(site)
        source = platform.source(page)
        if source:
            # A server that knows no further pages may give the first one under any number.
            if self.job.sources.note(site, source, capture):
                leads |= {found.url: found for found in source.further}
            first = Priority.RELEVANT if source.is_search else Priority.ARTICLE
            leads |= {url: Found(url, first, "L") for url in source.articles}
        # Of a page of search results the articles come first, of a list that only repeats others the last.
        most = _MOST_LISTED if page.mime not in HTML_TYPES else _MOST_LINKS
        for found in islice(find_links(page), most + 1):
            if target.priority is Priority.SEARCH and found.priority in _IN_SEARCH_RESULTS:
                found = _as_search_result(found)
            elif found.priority is Priority.MENU and target.priority is not Priority.SEED:
                found = replace(found, priority=Priority.LISTING)
            elif found.priority < Priority.WALK and platform.repeats(found.url, in_menu=False):
                found = replace(found, priority=Priority.WALK)
            leads.setdefault(found.url, found)
        return list(leads.values())

    def _recognise(self, target: Target, page: Page, capture: Capture) -> dict[str, Found]:
        """Ask which software a page is of, and of the site's front page where its articles are."""
        is_front = target.priority is Priority.SEED
        if page.mime not in HTML_TYPES or len(target.hops) > 2:
            return {}
        tree = parse_html(page)
        if tree is None:
            return {}
        platform, signs = recognise(tree, page)
        self.job.recognised(target.site, platform, signs, capture)
        if not is_front and platform is GENERIC:
            return {}
        # What is not the front page stands for it here: by its marks, not by its address.
        scope = self.job.scope_of(target.site)
        page = page if is_front else replace(page, url=scope.in_form(scope.seed.url))
        found = [one for one in platform.follows(tree, page) if not (
            one.priority is Priority.SITEMAP and self.job.has_sitemap(target.site)
        )]  # fmt: skip
        if self.job.programme_first and is_front:
            found += platform.searches(tree, page, PROGRAMME_WORDS)
        return {one.url: one for one in found}

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
        for number, found in enumerate(links):
            if number == (_MOST_LISTED if page.mime not in HTML_TYPES else _MOST_LINKS):
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
            is_other_form = target.url != found.url and self.job.is_same(target.site, target.url, found.url)
            self.job.want(following, again=is_other_form)


_IN_SEARCH_RESULTS = (Priority.ARTICLE, Priority.LISTING)


def _as_search_result(found: Found) -> Found:
    """What a search found comes first, above all what bears the word in its address; its further pages before that."""
    if found.priority is Priority.ARTICLE:
        is_named = any(word in found.url.lower() for word in PROGRAMME_WORDS)
        return replace(found, priority=Priority.RELEVANT if is_named else Priority.FOUND)
    asks = set(PROGRAMME_WORDS) & set(query_of(found.url).values())
    return replace(found, priority=Priority.SEARCH) if asks else found


def page_of_response(response: Response, capture: Capture) -> Page:
    """A Scrapy response as the page that reading its record back would give."""
    headers = tuple(
        (name.decode("latin-1"), bytes(value).decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Page(capture.url, capture.captured_at, response.status, headers, response.body, capture.truncated)
