"""Where a crawl plugs into the wire: who records its exchanges, and who says when an address may be asked.

A job attaches itself to its Scrapy crawler before the engine starts; the handler looks it up once.
Nothing attached means: fetch, record nothing (scrapy shell, scrapy fetch, other people's spiders).
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import Protocol
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler

from archive.model import Capture, Exchange


class Sink(Protocol):
    """What a job does for the wire."""

    @property
    def allow_private(self) -> bool:
        """Whether loopback and private addresses may be connected to."""

    @property
    def spool_folder(self) -> Path | None:
        """Where large bodies wait to be recorded; None is the system's temporary folder."""

    def looked_up(self, host: str, addresses: tuple[str, ...]) -> None:
        """Told of the addresses a name was found to have."""

    def turn(self, request: Request, address: str) -> AbstractAsyncContextManager[None]:
        """Entered when `address` may be asked, left when its answer has come."""

    def lost(self, error: Exception) -> None:
        """Told when bytes that came could not be kept."""

    def record(self, exchange: Exchange, request: Request) -> Capture | None:
        """Store one exchange. Must raise when it cannot be stored."""


class NoSink:
    """Nothing is recorded and nobody waits."""

    allow_private = True
    spool_folder: Path | None = None

    def looked_up(self, host: str, addresses: tuple[str, ...]) -> None:
        return

    def turn(self, request: Request, address: str) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    def lost(self, error: Exception) -> None:
        return

    def record(self, exchange: Exchange, request: Request) -> Capture | None:
        return None


_attached: WeakKeyDictionary[Crawler, Sink] = WeakKeyDictionary()


def attach_sink(crawler: Crawler, sink: Sink) -> None:
    """To be called before the engine makes its handlers."""
    _attached[crawler] = sink


def sink_of(crawler: Crawler) -> Sink:
    return _attached.get(crawler) or NoSink()
