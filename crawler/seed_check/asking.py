"""Requests that are not recorded: one at a time a host, at the pace of host and address, through the wire.

robots.txt is asked for first, as in a crawl, and what it forbids is not asked. A busy or silent server is given a
rest and one more chance.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.settings import Settings

from archive.layout import Collection
from archive.urls import absolute_url, site_key
from crawler.politeness.pace import AddressTurns, Pace, retry_after_of
from crawler.politeness.robots import Robots, outcome_of
from crawler.recorder import user_agent
from crawler.wire.handler import WireHandler
from crawler.wire.resolver import is_public
from crawler.wire.sink import NoSink, attach_sink

# A front page says in its first part what it is.
_MOST_BYTES = 256 * 1024
_ANSWER_SECONDS = 40.0
_CONNECT_SECONDS = 10.0
_FIRST_BYTE_SECONDS = 25.0
_IDLE_SECONDS = 15.0
# A server that asks for a longer rest is told as busy.
_LONGEST_REST = 60.0
_MOST_REDIRECTS = 5
_BUSY = frozenset({408, 429, 500, 502, 503, 504, *range(520, 525)})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """`error` is the wire's word for why there is no answer, `detail` a sentence."""

    status: int | None
    headers: Headers
    body: bytes
    error: str | None = None
    detail: str | None = None

    def leads_to(self, url: str) -> str | None:
        """Where a redirect of `url` goes."""
        location = (self.headers.get(b"Location") or b"").decode("latin-1")
        return absolute_url(url, location) if self.status in REDIRECTS and location else None


class _CheckSink(NoSink):
    """Nothing is recorded; an address has its turns, and only so many requests are under way at once."""

    def __init__(self, allow_private: bool, most_at_once: int) -> None:
        self.allow_private = allow_private
        self._turns = AddressTurns()
        self._places = asyncio.Semaphore(most_at_once)

    @asynccontextmanager
    async def turn(self, request: Request, address: str) -> AsyncIterator[None]:
        public = request.meta["is_public"] = is_public(address)
        pace: Pace = request.meta["pace"]
        # The address first: those that wait for one address must not take the places of all others.
        async with self._turns.turn(address, pace.address_rest(public)), self._places:
            yield


class Asker:
    """Made inside the event loop that it asks in."""

    def __init__(self, collection: Collection, *, allow_private: bool) -> None:
        crawler = Crawler(Spider, _settings(collection))
        attach_sink(crawler, _CheckSink(allow_private, collection.config.crawl.limits.concurrent_hosts))
        self._handler = WireHandler(crawler)
        self._agent = user_agent(collection).partition("/")[0]
        self._proxy = collection.config.crawl.proxy
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, tuple[Robots, Answer]] = {}
        self.requests = 0

    async def close(self) -> None:
        await self._handler.close()

    async def robots_of(self, url: str, pace: Pace) -> tuple[Robots, Answer]:
        """The rules for an address, and the answer they were read from."""
        origin = url[: url.find("/", 8)]
        if origin not in self._robots:
            answer = await self._final_answer(origin + "/robots.txt", pace)
            # Of rules that were cut off nobody knows what they forbid.
            is_broken = answer.error not in (None, "length", "unconfirmed")
            status = None if is_broken and outcome_of(answer.status) == "rules" else answer.status
            self._robots[origin] = Robots(outcome_of(status), answer.body, self._agent), answer
        return self._robots[origin]

    async def _final_answer(self, url: str, pace: Pace) -> Answer:
        """RFC 9309 2.3.1.2: after five redirects robots.txt counts as unavailable."""
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self.ask(url, pace)
            if (target := answer.leads_to(url)) is None:
                return answer
            url = target
        return Answer(404, Headers(), b"")

    async def ask(self, url: str, pace: Pace, crawl_delay: float = 0.0) -> Answer:
        """The answer to an address, of a busy or silent server the second one."""
        host = self._hosts.setdefault(site_key(url), _Host())
        async with host.lock:
            answer = await self._ask_once(url, pace, crawl_delay, host)
            is_silent = answer.status is None and answer.error not in ("dns", "address_refused")
            if is_silent or answer.status in _BUSY:
                rest = pace.retry_rest(1, retry_after_of(answer.headers))
                if rest <= _LONGEST_REST:
                    host.ready_at = time.monotonic() + rest
                    answer = await self._ask_once(url, pace, crawl_delay, host)
        return answer

    async def _ask_once(self, url: str, pace: Pace, crawl_delay: float, host: _Host) -> Answer:
        ready_at = max(host.ready_at, host.ended_at + crawl_delay)
        await asyncio.sleep(max(0.0, ready_at - time.monotonic()))
        self.requests += 1
        meta = {"verbatim_url": True, "accept_partial": True, "proxy": self._proxy, "pace": pace}
        request = Request(url, meta={**meta, "view_bytes": 4 * _MOST_BYTES}, dont_filter=True)
        try:
            answer = _answer(await self._handler.download_request(request))
        except Exception as error:
            # Scrapy's download errors have no root of their own; an exchange that failed is known by the wire's word.
            if "wire_error" not in request.meta:
                raise
            answer = Answer(None, Headers(), b"", request.meta["wire_error"] or "failed", str(error))
        seconds = request.meta.get("exchange_seconds", 0.0)
        public = request.meta.get("is_public", True)
        host.ended_at = time.monotonic()
        host.ready_at = host.ended_at + pace.host_rest(seconds, crawl_delay, public)
        return answer


class _Host:
    """Asked by one at a time, and not before its rest is over."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.ready_at = 0.0
        self.ended_at = -math.inf


def _answer(response: Response) -> Answer:
    request = response.request
    error = request.meta.get("wire_error") if request is not None else None
    return Answer(response.status, response.headers, response.body, error)


def _settings(collection: Collection) -> Settings:
    limits = collection.config.crawl.limits
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(
        {
            "USER_AGENT": user_agent(collection),
            "DOWNLOAD_TIMEOUT": min(_ANSWER_SECONDS, limits.answer_seconds),
            "DOWNLOAD_MAXSIZE": _MOST_BYTES,
            "LUMBUNG_CONNECT_TIMEOUT": min(_CONNECT_SECONDS, limits.connect_seconds),
            "LUMBUNG_FIRST_BYTE_TIMEOUT": min(_FIRST_BYTE_SECONDS, limits.first_byte_seconds),
            "LUMBUNG_IDLE_TIMEOUT": min(_IDLE_SECONDS, limits.idle_seconds),
        },
        priority="cmdline",
    )
    return settings
