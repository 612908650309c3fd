"""The frontier as Scrapy's scheduler: a Request is built only when its host may be asked.

Before the first target of an origin its robots.txt is fetched, and again after a day. A target
that robots.txt forbids, or whose site has reached its limit, is dropped here and reported.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, deque
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.urls import absolute_url, site_key
from archive.warc.known_pages import KnownPage
from crawler.frontier.store import Lease
from crawler.politeness.pace import retry_after_of
from crawler.politeness.robots import KEPT_SECONDS, Robots, outcome_of
from spiders.targets import Priority, Target

if TYPE_CHECKING:
    from crawler.job import CrawlJob

logger = logging.getLogger(__name__)

_MOST_ROBOTS_REDIRECTS = 5
_MOST_ROBOTS_TRIES = 3
# Of a page this much is looked at for links, and of a feed or sitemap; a picture is recorded and not looked at.
_VIEW_HTML_BYTES = 1024 * 1024
_VIEW_BYTES = 8 * 1024 * 1024
# Fifty thousand addresses, as many as the standard allows, take 6 to 10 MB.
_VIEW_SITEMAP_BYTES = 16 * 1024 * 1024
_NO_RULES = "robots.txt could not be read (server error), so nothing is allowed"


class FrontierScheduler(BaseScheduler):
    """Give it a job with `scheduler.job = …` before the spider opens (JobExtension does)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._handed_in: deque[Request] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._known: dict[str, tuple[float, Robots]] = {}
        self._unreadable: dict[str, str] = {}  # origins whose robots.txt gave no answer, and why
        self._hops: dict[str, tuple[str, int]] = {}  # origins whose robots.txt was redirected: where to, how often
        self._tries: Counter[str] = Counter()  # failed requests for robots.txt by origin

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        return cls(crawler)

    def open(self, spider: Any) -> None:
        self._spider = spider
        self._job: CrawlJob = spider.job
        self._job.look_again = self._wake_later

    def close(self, reason: str) -> None:
        if self._timer:
            self._timer.cancel()

    def has_pending_requests(self) -> bool:
        return bool(self._handed_in) or len(self._job.frontier) > 0

    def enqueue_request(self, request: Request) -> bool:
        """Requests from elsewhere: a robots.txt that was redirected, or the wake-up below."""
        if not request.meta.get("wake_up"):
            self._handed_in.append(request)
        return True

    def next_request(self) -> Request | None:
        if self._handed_in:
            return self._handed_in.popleft()
        while lease := self._job.frontier.next(time.time()):
            if request := self._request_for(lease):
                return request
        self._wake_later()
        return None

    def _request_for(self, lease: Lease) -> Request | None:
        """The request for a lease, or None when its target was dropped instead."""
        target = lease.target
        if self._job.gate.is_refused(lease):
            return None
        origin = target.url[: target.url.find("/", 8)]
        robots = self._robots(origin)
        if robots is None:
            return self._ask_for_robots(lease, origin)
        if not self._job.gate.overrides_robots(target.site) and not robots.allows(target.url):
            if origin in self._unreadable:
                self._job.outcomes.unreachable(lease, self._unreadable[origin])
            else:
                self._job.gate.disallowed(lease, "by robots.txt" if robots.outcome == "rules" else _NO_RULES)
            return None
        self._job.started(target)
        known = self._job.validators.asks_with(target)
        return Request(
            target.url,
            headers=_conditions(known),
            callback=self._spider.parse,
            errback=self._spider.give_up,
            dont_filter=True,
            meta={
                "target": target,
                "lease": lease,
                "known": known,
                "verbatim_url": True,
                "accept_partial": True,
                "proxy": self._job.collection.config.crawl.proxy,
                "crawl_delay": robots.crawl_delay,
                "view_html_bytes": _VIEW_HTML_BYTES,
                "view_bytes": self._view_bytes(target),
            },
        )

    def _view_bytes(self, target: Target) -> int:
        if target.is_requisite and self._job.requisites != "all":
            return 0
        return _VIEW_SITEMAP_BYTES if target.priority is Priority.SITEMAP else _VIEW_BYTES

    def _robots(self, origin: str) -> Robots | None:
        """The rules of an origin if they are known and not a day old."""
        known = self._known.get(origin)
        if known is None and (stored := self._job.frontier.robots(origin)):
            fetched_at, outcome, body = stored
            known = self._known[origin] = (fetched_at, Robots(outcome, body, self._job.agent))
        return known[1] if known and time.time() - known[0] < KEPT_SECONDS else None

    def _ask_for_robots(self, lease: Lease, origin: str) -> Request | None:
        """The request for an origin's robots.txt, or for where it was redirected to.

        A hop to another host takes its turn there: None means that host is busy and the lease went back.
        """
        url, redirects = self._hops.get(origin, (origin + "/robots.txt", 0))
        borrowed = None
        if site_key(url) != site_key(origin):
            borrowed = self._job.frontier.borrow(url, time.time())
            if borrowed is None:
                self._job.frontier.put_back(lease, time.time() + 1.0)
                return None
        self._hops.pop(origin, None)
        self._unreadable.pop(origin, None)
        meta = {
            "lease": lease,
            "origin": origin,
            "redirects": redirects,
            "borrowed": borrowed,
            "robots": True,
            "proxy": self._job.collection.config.crawl.proxy,
            "verbatim_url": True,
            "accept_partial": True,
        }
        return Request(url, callback=self._robots_answered, errback=self._robots_failed, dont_filter=True, meta=meta)

    def _robots_answered(self, response: Response, **_: Any) -> None:
        request = response.request
        assert request is not None
        meta = request.meta
        self._return_borrowed(request)
        if self._job.outcomes.left(request):
            return
        location = (response.headers.get(b"Location") or b"").decode("latin-1")
        if response.status in (301, 302, 303, 307, 308) and location:
            target = absolute_url(response.url, location)
            if target and meta["redirects"] < _MOST_ROBOTS_REDIRECTS:
                self._hops[meta["origin"]] = (target, meta["redirects"] + 1)
                self._job.frontier.put_back(meta["lease"], time.time() + self._job.outcomes.rest_after(request))
                return
            # RFC 9309 2.3.1.2: after five redirects robots.txt counts as unavailable.
            self._learn(request, 404, b"")
            return
        # Of rules that were cut off or cannot be decoded nobody knows what they forbid.
        is_broken = meta.get("wire_error") not in (None, "length", "unconfirmed") or "broken" in response.flags
        status = None if is_broken and outcome_of(response.status) == "rules" else response.status
        if outcome_of(status) == "disallow_all" and self._again(request, retry_after_of(response.headers)):
            return
        if is_broken and status is None:
            self._unreadable[meta["origin"]] = "robots.txt came broken three times"
        self._learn(request, status, response.body)

    def _robots_failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        self._return_borrowed(request)
        if self._job.lost_evidence(failure.value) or self._job.outcomes.left(request):
            return
        if request.meta.get("wire_error") == "address_refused" and not request.meta["redirects"]:
            # Neither its robots.txt nor anything else on that host may be asked for.
            self._job.outcomes.give_up(request, "address_refused", str(failure.value))
            return
        if self._again(request, None):
            return
        logger.info("robots.txt could not be read: %s: %s", request.url, failure.value)
        self._unreadable[request.meta["origin"]] = str(failure.value)
        self._learn(request, None, b"")

    def _again(self, request: Request, retry_after: float | None) -> bool:
        """Ask for a robots.txt again after a rest of its host; False when it had its chances."""
        origin = request.meta["origin"]
        self._tries[origin] += 1
        if self._tries[origin] >= _MOST_ROBOTS_TRIES:
            return False
        pace = self._job.pace_of(request.meta["lease"].target.site)
        rest = pace.retry_rest(self._tries[origin], retry_after)
        self._job.frontier.put_back(request.meta["lease"], time.time() + rest)
        return True

    def _return_borrowed(self, request: Request) -> None:
        host = request.meta["borrowed"]
        if host is not None:
            self._job.frontier.give_back(host, time.time() + self._job.outcomes.rest_after(request))

    def _learn(self, request: Request, status: int | None, body: bytes) -> None:
        """Keep the rules, then put the target that had to wait for them back into its host's queue."""
        meta = request.meta
        lease: Lease = meta["lease"]
        robots = Robots(outcome_of(status), body, self._job.agent)
        now = time.time()
        self._tries.pop(meta["origin"], None)
        self._known[meta["origin"]] = (now, robots)
        self._job.frontier.set_robots(meta["origin"], now, robots.outcome, robots.body)
        if not lease.target.is_requisite:
            found = (absolute_url(meta["origin"] + "/", sitemap) for sitemap in robots.sitemaps)
            self._job.want_sitemaps(lease.target, [url for url in found if url])
        request.meta["crawl_delay"] = robots.crawl_delay
        self._job.frontier.put_back(lease, now + self._job.outcomes.rest_after(request))

    def _wake_later(self) -> None:
        """The engine asks again only when something ends, or every five seconds: call it when a host is ready."""
        ready_at = self._job.frontier.ready_at()
        if ready_at is None or self._crawler.engine is None:
            return
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(max(0.001, ready_at - time.time()), self._wake)

    def _wake(self) -> None:
        self._timer = None
        if self._crawler.engine and self._crawler.engine.spider:
            # crawl() is the public call that makes the engine look at its scheduler.
            self._crawler.engine.crawl(Request("data:,", meta={"wake_up": True}, dont_filter=True))


def _conditions(known: KnownPage | None) -> dict[str, str]:
    """The headers that ask for a page only if it is another than the one we have (RFC 9110 13.1)."""
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in named.items() if value}
