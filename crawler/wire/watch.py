"""Scrapy's signals about an answer that is still coming: headers_received, bytes_received, and StopDownload.

Nothing is sent, and nothing collected, when nobody listens.
"""

from __future__ import annotations

from pydispatch.dispatcher import getAllReceivers, liveReceivers
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers
from twisted.python.failure import Failure

from crawler.wire.framer import ResponseFramer


class Watch:
    """The signals of one request. After each read it is asked whether to go on."""

    def __init__(self, crawler: Crawler, request: Request) -> None:
        self.stop: StopDownload | None = None
        self._crawler = crawler
        self._request = request
        self._head_told = False
        self._body: list[bytes] = []

    def listen(self, framer: ResponseFramer) -> None:
        """Collect the body's bytes as they come."""
        framer.on_body = self._body.append

    def says_stop(self, framer: ResponseFramer) -> bool:
        """Tell what came since; True when a listener raised StopDownload."""
        if framer.head and not self._head_told:
            self._head_told = True
            length = (framer.head.values(b"content-length") or [b""])[0]
            self._send(
                signals.headers_received,
                headers=headers_of(framer.head.headers),
                body_length=int(length) if length.isdigit() and len(length) < 19 else None,
            )
        while self._body and self.stop is None:
            self._send(signals.bytes_received, data=self._body.pop(0))
        return self.stop is not None

    def _send(self, signal: object, **facts: object) -> None:
        results = self._crawler.signals.send_catch_log(
            signal=signal, request=self._request, spider=self._crawler.spider, **facts
        )
        for _, result in results:
            if isinstance(result, Failure) and isinstance(result.value, StopDownload):
                self.stop = result.value


def watch_of(crawler: Crawler, request: Request) -> Watch | None:
    """A watch if anyone listens to either signal."""
    for signal in (signals.headers_received, signals.bytes_received):
        if any(True for _ in liveReceivers(getAllReceivers(crawler.signals.sender, signal))):
            return Watch(crawler, request)
    return None


def headers_of(pairs: tuple[tuple[bytes, bytes], ...]) -> Headers:
    """Scrapy's headers: in order, repeats kept."""
    headers = Headers()
    for name, value in pairs:
        headers.appendlist(name, value)
    return headers
