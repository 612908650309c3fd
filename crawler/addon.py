"""Recording for any Scrapy project: one line in its settings.

    ADDONS = {"crawler.addon.RecordingAddon": 100}
    LUMBUNG_COLLECTION = "koleksi"          # made with `lumbung init`

Every exchange of every spider then goes through our wire into that collection's WARCs: redirects,
retries, robots.txt and failures too. The spiders see what they always saw. Pages are not read and no
documents are made; `lumbung rebuild` does that.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, ExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from archive.errors import EvidenceError
from archive.layout import Collection
from archive.model import Capture, Exchange
from archive.times import stamp14
from archive.warc.exchange import Trail
from crawler.opening import mend
from crawler.politeness.pace import Pace
from crawler.recorder import Recorder, user_agent
from crawler.wire.self_check import check_the_wire
from crawler.wire.sink import attach_sink

logger = logging.getLogger(__name__)


# A project's and a spider's own settings go before an add-on's; one of these lost would archive nothing.
_FIRMLY = "cmdline"


class RecordingAddon:
    """Puts the wire and the recorder into a Scrapy project's settings.

    What the project or the spider sets stays, but where it would take the wire or the recorder out.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        handlers = {"http": "crawler.wire.handler.WireHandler", "https": "crawler.wire.handler.WireHandler"}
        settings.set("DOWNLOAD_HANDLERS", {**settings.getdict("DOWNLOAD_HANDLERS"), **handlers}, _FIRMLY)
        # The handler undoes gzip itself, so that what is archived is what was sent.
        settings.set("COMPRESSION_ENABLED", False, _FIRMLY)
        for name, default in (("CONNECT", 20), ("FIRST_BYTE", 60), ("IDLE", 30)):
            settings.setdefault(f"LUMBUNG_{name}_TIMEOUT", default)
        extensions = settings.getdict("EXTENSIONS")
        settings.set("EXTENSIONS", {**extensions, "crawler.addon.RecordingExtension": 0}, _FIRMLY)


class RecordingSink:
    """Records every exchange; the project's own settings say how politely to ask."""

    def __init__(self, recorder: Recorder, allow_private: bool, spool_folder: Path) -> None:
        self.allow_private = allow_private
        self.spool_folder: Path | None = spool_folder
        self.stop: Callable[[], None] = lambda: None
        self._recorder = recorder
        self._syncing: asyncio.TimerHandle | None = None

    def looked_up(self, host: str, addresses: tuple[str, ...]) -> None:
        self._recorder.keep_addresses(host, addresses)

    def turn(self, request: Request, address: str) -> AbstractAsyncContextManager[None]:
        self._refuse_after_a_loss()
        return nullcontext()

    def lost(self, error: Exception) -> None:
        """Nothing more may be fetched: it would not be recorded."""
        self._recorder.failure = self._recorder.failure or error
        logger.critical("Nothing more is recorded, so the crawl ends: %s", error)
        self.stop()

    def _refuse_after_a_loss(self) -> None:
        if self._recorder.failure:
            raise self._recorder.failure

    def record(self, exchange: Exchange, request: Request) -> Capture | None:
        if probe := request.meta.get("self_check"):
            probe.take(exchange)
            return None
        via = request.headers.get(b"Referer")
        self._refuse_after_a_loss()
        try:
            capture = self._recorder.record(exchange, Trail(via=via.decode("latin-1") if via else None))
        except Exception as error:
            self.lost(error)
            raise
        if self._syncing is None:
            self._syncing = asyncio.get_running_loop().call_later(1.0, self._sync)
        return capture

    def _sync(self) -> None:
        self._syncing = None
        try:
            self._recorder.sync()
        except EvidenceError as error:
            self.lost(error)

    def close(self) -> None:
        if self._syncing:
            self._syncing.cancel()


class RecordingExtension:
    """Opens the collection when the crawl starts and finishes the WARC when the spider closes."""

    def __init__(self, crawler: Crawler, sink: RecordingSink, recorder: Recorder, resources: ExitStack) -> None:
        self._crawler = crawler
        self._sink = sink
        self._recorder = recorder
        self._resources = resources
        attach_sink(crawler, sink)
        sink.stop = self._stop
        crawler.signals.connect(self._spider_opened, signals.spider_opened)
        crawler.signals.connect(self._spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RecordingExtension:
        """Raises CollectionError, LockedError or EvidenceError."""
        collection = Collection.open(crawler.settings.get("LUMBUNG_COLLECTION", "collection"))
        resources = ExitStack()
        resources.enter_context(collection.lock("crawl"))
        mend(collection)
        crawl_id = f"{stamp14(datetime.now(UTC))}-addon"
        allow_private = crawler.settings.getbool("LUMBUNG_ALLOW_PRIVATE")
        robots = "obey" if crawler.settings.getbool("ROBOTSTXT_OBEY") else "ignore"
        recorder = Recorder(collection, crawl_id, robots, allow_private, lambda site: Pace(0.0, 0.0))
        crawler.settings.set("USER_AGENT", user_agent(collection), _FIRMLY)
        return cls(crawler, RecordingSink(recorder, allow_private, collection.root), recorder, resources)

    def _stop(self) -> None:
        if self._crawler.engine is not None:
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="evidence"))

    async def _spider_opened(self, spider: Spider) -> None:
        try:
            await check_the_wire(self._crawler)
        except Exception as error:  # Scrapy would log it and crawl on, archiving nothing
            self._sink.lost(error)

    def _spider_closed(self, spider: Spider, reason: str) -> None:
        self._sink.close()
        try:
            if self._recorder.failure is None:
                self._recorder.finish()
        finally:
            self._recorder.leave()
            self._resources.close()
