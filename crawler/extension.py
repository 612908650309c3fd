"""The job's place in Scrapy: opened before the engine is made, closed when the spider is."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.config import Who
from archive.errors import EvidenceError
from archive.layout import Collection
from archive.model import Capture, Exchange
from archive.warc.exchange import Trail
from crawler.closing import close_job
from crawler.job import CrawlJob
from crawler.opening import open_job
from crawler.options import CrawlOptions
from crawler.recorder import user_agent
from crawler.recovery import take_what_was_stored
from crawler.seed_choice import is_loopback
from crawler.stopping import Signals, StoppedAtOnce
from crawler.wire.handler import under_way_of
from crawler.wire.leaving import Left
from crawler.wire.self_check import check_the_wire
from crawler.wire.sink import attach_sink
from spiders.targets import Target

if TYPE_CHECKING:
    from spiders.village import VillageSpider

logger = logging.getLogger(__name__)


class JobSink:
    """What the wire sees of a job."""

    def __init__(self, job: CrawlJob) -> None:
        self._job = job
        self.allow_private = job.options.allow_private
        self.spool_folder: Path | None = job.collection.root

    def looked_up(self, host: str, addresses: tuple[str, ...]) -> None:
        self._job.recorder.keep_addresses(host, addresses)

    def turn(self, request: Request, address: str) -> AbstractAsyncContextManager[None]:
        if request.meta.get("self_check"):
            return nullcontext()
        if self._job.recorder.failure:
            raise self._job.recorder.failure
        return self._job.recorder.turn(request, address)

    def lost(self, error: Exception) -> None:
        self._job.lost_evidence(error)

    def record(self, exchange: Exchange, request: Request) -> Capture | None:
        if probe := request.meta.get("self_check"):
            probe.take(exchange)
            return None
        known = request.meta.get("known")
        capture = self._job.recorder.record(
            exchange, _trail(request), known.original_if(exchange.headers) if known else None
        )
        self._job.commits.recorded(request.meta["lease"], capture)
        return capture


def _trail(request: Request) -> Trail:
    """How the crawl came to an address."""
    target: Target = request.meta["lease"].target
    if request.meta.get("robots"):
        return Trail(via=target.url, hops=target.hops + "P")
    return Trail(via=target.via, hops=target.hops)


class JobExtension:
    """Takes the job that `lumbung crawl` gave the spider, or opens one for `scrapy crawl`."""

    def __init__(self, crawler: Crawler, job: CrawlJob, resources: ExitStack) -> None:
        self._crawler = crawler
        self._job = job
        self._resources = resources
        job.stop_engine = self._stop_engine  # type: ignore[method-assign]
        job.leave_what_is_under_way = self._leave_what_is_under_way  # type: ignore[method-assign]
        self._signals = Signals(job.stopping, self._stop_safely, self._stop_at_once)
        self._signals.install()
        attach_sink(crawler, JobSink(job))
        crawler.signals.connect(self._spider_opened, signals.spider_opened)
        crawler.signals.connect(self._engine_started, signals.engine_started)
        crawler.signals.connect(self._spider_idle, signals.spider_idle)
        crawler.signals.connect(self._spider_closed, signals.spider_closed)
        crawler.signals.connect(self._broke, signals.spider_error)
        crawler.signals.connect(self._broke, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> JobExtension:
        spider: Any = crawler.spider
        resources = ExitStack()
        job = getattr(spider, "job", None) or resources.enter_context(_job_of_arguments(spider))
        spider.job = job
        # Settings freeze once the extensions are made; the wire and the engine come after.
        crawler.settings.update(_settings_of(job), priority="cmdline")
        return cls(crawler, job, resources)

    def _stop_engine(self, reason: str) -> None:
        self._begin_no_more()
        if self._crawler.engine is not None:
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))

    def _stop_safely(self) -> None:
        """What was asked is waited for; before the engine runs nothing can be stopped (see _engine_started)."""
        self._begin_no_more()
        self._stopping = asyncio.ensure_future(self._crawler.stop_async())

    def _stop_at_once(self) -> None:
        self._job.readers.leave()
        self._leave_what_is_under_way()

    def _begin_no_more(self) -> None:
        engine = self._crawler.engine
        if engine is not None and engine.running and (under_way := under_way_of(self._crawler)):
            under_way.begin_no_more()

    def _leave_what_is_under_way(self) -> None:
        if under_way := under_way_of(self._crawler):
            under_way.leave()

    def _broke(self, failure: Failure, response: Response | Failure | None) -> None:
        """Scrapy logs what goes wrong in a callback or a pipeline and goes on; the job must know of it."""
        if failure.value is not None:
            self._job.broke(getattr(response, "request", None), failure.value)

    async def _spider_opened(self, spider: Spider) -> None:
        try:
            await check_the_wire(self._crawler)
            if self._job.resumed:
                await take_what_was_stored(self._job, cast("VillageSpider", spider))
        except EvidenceError as error:
            self._job.recorder.failure = self._job.recorder.failure or error
            self._job.stop("evidence")
        except (Left, StoppedAtOnce):
            return  # the next crawl begins with it

    def _engine_started(self) -> None:
        """Scrapy forgets a stop that comes before its engine runs (2.19): it stops what runs, and nothing does yet.
        So it is looked for once the engine does."""
        engine = self._crawler.engine
        if engine is None or not engine.running:
            asyncio.get_running_loop().call_later(0.05, self._engine_started)
            return
        self._job.phase = "crawling"
        if not self._crawler.crawling:
            self._closing = asyncio.ensure_future(engine.stop_async())

    def _spider_idle(self, spider: Spider) -> None:
        try:
            is_wanting = self._job.visit.want_the_unlisted() or self._job.want_pictures_of_the_unchanged()
        except Exception as error:
            self._job.broke(None, error)
            return
        if is_wanting:
            raise DontCloseSpider

    async def _spider_closed(self, spider: Spider, reason: str) -> None:
        # Scrapy swallows what a signal handler raises, so the job keeps it for whoever runs it.
        try:
            await close_job(self._job, reason)
        except EvidenceError as error:
            self._job.recorder.failure = self._job.recorder.failure or error
            logger.critical("%s", error)
        except Exception as error:
            self._job.closing_failure = error
            logger.critical("The job could not be closed", exc_info=True)
        finally:
            self._signals.remove()
            self._resources.close()


def _settings_of(job: CrawlJob) -> dict[str, Any]:
    """What collection.toml says of Scrapy's settings."""
    limits = job.collection.config.crawl.limits
    return {
        "USER_AGENT": user_agent(job.collection),
        "DOWNLOAD_MAXSIZE": limits.max_body_bytes,
        "DOWNLOAD_TIMEOUT": limits.answer_seconds,
        "LUMBUNG_CONNECT_TIMEOUT": limits.connect_seconds,
        "LUMBUNG_FIRST_BYTE_TIMEOUT": limits.first_byte_seconds,
        "LUMBUNG_IDLE_TIMEOUT": limits.idle_seconds,
        "CONCURRENT_REQUESTS": limits.concurrent_hosts,
    }


def _job_of_arguments(spider: Any) -> AbstractContextManager[CrawlJob]:
    """The job that `scrapy crawl village -a seeds=URL` asks for."""
    root = Path(spider.collection or "collection")
    on_loopback = bool(spider.seeds) and all(is_loopback(seed) for seed in spider.seeds)
    if on_loopback and not (root / "collection.toml").exists():
        # Nobody but this machine will see this crawler, so nobody needs to be able to write to us.
        collection = Collection.create(root, Who(operator="local trial", contact="trial@localhost.localdomain"))
    else:
        collection = Collection.open(root)
    return open_job(collection, CrawlOptions(delay=spider.delay, allow_private=on_loopback), spider.seeds)
