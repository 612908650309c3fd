"""Where an answer leads: the page's own links, and before them what is known of the site's software.

Lists of articles are asked first, what a search for the programme found before the rest, and what only
repeats a list last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from math import inf
from typing import Protocol

from scrapy import Request

from archive.markup import parse_html
from archive.model import HTML_TYPES, Capture, Page
from spiders.discovery import find_links
from spiders.discovery.sources import SourcePage, query_of
from spiders.platforms import Platform, recognise
from spiders.platforms.generic import GENERIC
from spiders.scope import Scope
from spiders.targets import Found, Priority, Target, depth

# A list of all articles of ten years has fewer; a page with more wants to fill the frontier.
MOST_LINKS = 5000
# Of a feed or sitemap: the sitemap standard's own bound.
MOST_LISTED = 50_000
# Asked of the site's own search: villages write the programme's name in many ways, and never without these.
PROGRAMME_WORDS = ("perpustakaan", "inklusi")
# How far the results of a search are followed before anything else.
_MOST_SEARCH_PAGES = 5
# Two thousand articles, a hundred a page.
_MANY_PAGES = 20


class Sources(Protocol):
    """What the spider tells of the lists a site keeps of its articles."""

    def note(self, site: str, page: SourcePage, capture: Capture) -> bool:
        """Keep what a page of a source says; False when it names nothing that its earlier pages did not."""

    def end(self, site: str, key: str) -> None:
        """A source was read past its end."""


class LeadsVisit(Protocol):
    """What is known from earlier visits."""

    def read_list(self, site: str, source: SourcePage, capture: Capture) -> None:
        """Record what a page of a list names now."""

    def walks_on(self, site: str, source: SourcePage) -> bool:
        """Whether a list's further pages may have anything new."""


class LeadsJob(Protocol):
    """What is asked of the job here."""

    @property
    def sources(self) -> Sources: ...

    @property
    def visit(self) -> LeadsVisit: ...

    @property
    def programme_first(self) -> bool:
        """Whether a site's own search is asked for the programme's words before anything else."""

    def platform_of(self, site: str) -> Platform:
        """What is known of a site's software until now."""

    def may_be_recognised(self, site: str) -> bool:
        """Whether a site's software is not known yet, and only few of its pages were asked."""

    def broke(self, request: Request | None, error: BaseException) -> None:
        """Record a fault of our own; the crawl goes on."""

    def recognised(self, site: str, platform: Platform, signs: Sequence[str], capture: Capture) -> None:
        """Record what software a site runs on, and by which signs of which page."""

    def has_sitemap(self, site: str) -> bool:
        """Whether robots.txt named one."""

    def scope_of(self, site: str) -> Scope: ...


def leads_of(job: LeadsJob, target: Target, page: Page, capture: Capture) -> list[Found]:
    """Where an answer leads: a source's further pages, what the platform has besides, then the page's links."""
    site = target.site
    if page.status // 100 != 2:
        if page.status in (404, 410) and target.hops.endswith("I") and (key := job.platform_of(site).ends(page.url)):
            job.sources.end(site, key)
        return list(find_links(page))
    leads: dict[str, Found] = {}
    try:
        leads = _roads_of(job, target, page, capture)
    except Exception as error:
        # Whatever a page does to what is known of platforms, its links are followed; the report says it.
        job.broke(None, error)
    platform = job.platform_of(site)
    if target.is_inferred and target.priority in _LISTS and page.mime in HTML_TYPES and not platform.source(page):
        return list(leads.values())  # a list was asked for and a page came: the site's front page, or its excuse
    # Of a page of search results the articles come first, of a list that only repeats others the last.
    most = MOST_LISTED if page.mime not in HTML_TYPES else MOST_LINKS
    for found in islice(find_links(page), most + 1):
        if (
            target.priority is Priority.SEARCH
            and found.priority in _IN_SEARCH_RESULTS
            and len(target.hops) <= _MOST_SEARCH_PAGES
        ):
            found = _as_search_result(found)
        elif found.priority is Priority.MENU and target.priority is not Priority.SEED:
            found = replace(found, priority=Priority.LISTING)
        elif found.priority < Priority.WALK and platform.repeats(found.url, in_menu=False):
            found = replace(found, priority=Priority.WALK)
        leads.setdefault(found.url, found)
    return list(leads.values())


def _roads_of(job: LeadsJob, target: Target, page: Page, capture: Capture) -> dict[str, Found]:
    """What the platform has beside the page's links, and where a source names articles and goes on."""
    leads: dict[str, Found] = {}
    if target.priority is Priority.SEED or job.may_be_recognised(target.site):
        leads |= _recognise(job, target, page, capture)
    source = job.platform_of(target.site).source(page)
    if source is None:
        return leads
    # A server that knows no further pages may give the first one under any number.
    is_new = job.sources.note(target.site, source, capture)
    job.visit.read_list(target.site, source, capture)
    pages = depth(target.hops)
    if is_new and pages < _most_pages(source) and job.visit.walks_on(target.site, source):
        # A list that is long beyond belief lets its articles go first.
        leads |= {
            found.url: replace(found, priority=Priority.WALK) if pages > _MANY_PAGES else found
            for found in source.further
        }
    first = Priority.RELEVANT if source.is_search else Priority.ARTICLE
    return leads | {url: Found(url, first, "L") for url in source.articles}


def _most_pages(source: SourcePage) -> float:
    return _MOST_SEARCH_PAGES if source.is_search else inf


def _recognise(job: LeadsJob, target: Target, page: Page, capture: Capture) -> dict[str, Found]:
    """Ask which software a page is of, and of the site's front page where its articles are."""
    is_front = target.priority is Priority.SEED
    if page.mime not in HTML_TYPES or len(target.hops) > 2:
        return {}
    tree = parse_html(page)
    if tree is None:
        return {}
    platform, signs = recognise(tree, page)
    job.recognised(target.site, platform, signs, capture)
    if platform is GENERIC:
        if not is_front:
            return {}
        platform = job.platform_of(target.site)  # as earlier visits knew it, while others hold its front page
    # What is not the front page stands for it here: by its marks, not by its address.
    scope = job.scope_of(target.site)
    page = page if is_front else replace(page, url=scope.in_form(scope.seed.url))
    found = [one for one in platform.follows(tree, page) if not (
        one.priority is Priority.SITEMAP and job.has_sitemap(target.site)
    )]  # fmt: skip
    if job.programme_first and is_front:
        found += platform.searches(tree, page, PROGRAMME_WORDS)
    return {one.url: one for one in found}


_LISTS = (Priority.FEED, Priority.SITEMAP, Priority.WALK)
_IN_SEARCH_RESULTS = (Priority.ARTICLE, Priority.LISTING)


def _as_search_result(found: Found) -> Found:
    """What a search found comes first, above all what bears the word in its address; its further pages before that."""
    if found.priority is Priority.ARTICLE:
        is_named = any(word in found.url.lower() for word in PROGRAMME_WORDS)
        return replace(found, priority=Priority.RELEVANT if is_named else Priority.FOUND)
    asks = set(PROGRAMME_WORDS) & set(query_of(found.url).values())
    return replace(found, priority=Priority.SEARCH) if asks else found
