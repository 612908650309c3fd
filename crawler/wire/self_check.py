"""Before a crawl: one request to ourselves, to see that what goes over the wire really reaches the recorder.

A setting, an add-on or another version of Scrapy may put its own client in the wire handler's place;
then a crawl would run, look well, and archive nothing.
"""

from __future__ import annotations

import asyncio

from scrapy import Request
from scrapy.crawler import Crawler

from archive.errors import EvidenceError
from archive.model import Exchange

_BODY = b"<p>lumbung</p>"
_ANSWER = b"HTTP/1.1 200 Oke Sip\r\nx-LUMBUNG:  a\r\nContent-Length: %d\r\n\r\n" % len(_BODY) + _BODY


class Probe:
    """Put into a request's meta as `self_check`; the sink shows it the exchange instead of recording it."""

    seen = False
    request = b""
    answer = b""

    def take(self, exchange: Exchange) -> None:
        self.seen = True
        self.request = exchange.request
        self.answer = exchange.head + (exchange.body.read() if exchange.body else b"")


async def check_the_wire(crawler: Crawler) -> None:
    """Raises EvidenceError when the recorder did not get the very bytes that were sent and received."""
    received = bytearray()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.extend(await reader.readuntil(b"\r\n\r\n"))
        writer.write(_ANSWER)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    probe = Probe()
    try:
        port = server.sockets[0].getsockname()[1]
        assert crawler.engine is not None
        # Whatever middlewares a project has, this one request goes straight to the wire.
        straight = {"dont_obey_robotstxt": True, "allow_offsite": True, "dont_redirect": True, "dont_retry": True}
        meta = {"self_check": probe, **straight, "dont_cache": True, "proxy": None}
        await crawler.engine.download_async(Request(f"http://127.0.0.1:{port}/periksa", meta=meta, dont_filter=True))
    finally:
        server.close()
    if not probe.seen:
        raise EvidenceError(
            "the wire handler is not in effect, so nothing would be archived; "
            "take other DOWNLOAD_HANDLERS for http and https out of the settings"
        )
    if probe.request != bytes(received) or probe.answer != _ANSWER:
        raise EvidenceError("the wire handler does not keep bytes as they are; do not crawl with this version")
