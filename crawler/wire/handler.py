"""The download handler: Scrapy asks, the wire answers, and every attempt goes to the recorder first.

It stands on Scrapy's public download-handler interface and uses nothing of Twisted, so it runs on
the asyncio reactor and without a reactor. Without a recorder (scrapy shell, scrapy fetch, other
spiders) it fetches the same way and keeps nothing.
"""

from __future__ import annotations

import ssl
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from archive.coding import decode_body
from archive.http import Head
from archive.model import HTML_TYPES, Exchange
from archive.warc.exchange import mime_of
from crawler.wire.connection import Connection, Origin, Patience, Pool, SpoolFull
from crawler.wire.framer import ResponseFramer
from crawler.wire.leaving import LEFT, Left, UnderWay
from crawler.wire.proxy import ProxyError, proxy_origin, tunnel
from crawler.wire.request import origin_of, request_bytes, wire_url
from crawler.wire.resolver import AddressRefused, NameNotFound, Resolver
from crawler.wire.sink import sink_of
from crawler.wire.watch import Watch, headers_of, watch_of

if TYPE_CHECKING:
    from twisted.internet.ssl import Certificate

# A server may close an idle connection just as we use it again; asking once more is safe for these.
_SAFE_TO_REPEAT = ("GET", "HEAD", "OPTIONS")


class Shared:
    """What the handlers of one crawler have in common: http and https use one pool and one resolver."""

    def __init__(self, crawler: Crawler) -> None:
        self.sink = sink_of(crawler)
        self.pool = Pool()
        self.under_way = UnderWay()
        self.resolver = Resolver(self.sink.allow_private, self.sink.looked_up)

    def close(self) -> None:
        self.pool.close()
        self.resolver.close()


_shared: WeakKeyDictionary[Crawler, Shared] = WeakKeyDictionary()


def under_way_of(crawler: Crawler) -> UnderWay | None:
    """What a crawler is asking for at this moment; None before it has a handler."""
    shared = _shared.get(crawler)
    return shared.under_way if shared else None


class WireHandler(BaseDownloadHandler):
    """One for http and https together; pool, resolver and TLS context are shared by both."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._shared = _shared.setdefault(crawler, Shared(crawler))
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._connect_timeout = settings.getfloat("LUMBUNG_CONNECT_TIMEOUT")
        self._max_body_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self._first_byte = settings.getfloat("LUMBUNG_FIRST_BYTE_TIMEOUT")
        self._idle = settings.getfloat("LUMBUNG_IDLE_TIMEOUT")
        self._bind_address = settings.get("DOWNLOAD_BIND_ADDRESS")
        self._fail_on_dataloss = settings.getbool("DOWNLOAD_FAIL_ON_DATALOSS")
        self._defaults = {b"User-Agent": settings.get("USER_AGENT").encode()} | {
            name.title().encode(): value.encode() for name, value in settings.getdict("DEFAULT_REQUEST_HEADERS").items()
        }

    async def download_request(self, request: Request) -> Response:
        """Raises Scrapy's download errors; by then the attempt is recorded."""
        url = wire_url(request)
        origin = self._origin(request, url)
        data = request_bytes(request, url, self._defaults, absolute=bool(origin.via and origin.scheme == "http"))
        deadline = time.monotonic() + float(request.meta.get("download_timeout") or self._timeout)
        while True:
            watch = watch_of(self.crawler, request)
            try:
                with self._shared.under_way.attempt(url):
                    exchange, failure = await self._attempt(request, url, origin, data, deadline, watch)
            except Left:
                request.meta["wire_error"] = LEFT
                raise
            except SpoolFull as error:
                self._shared.sink.lost(error)
                raise
            capture = self._shared.sink.record(exchange, request)
            stale = exchange.connection_reused and exchange.error in ("closed", "reset") and not exchange.head
            if stale and request.method in _SAFE_TO_REPEAT:
                continue
            break
        request.meta["capture"] = capture
        request.meta["wire_error"] = exchange.error
        request.meta["wire_detail"] = exchange.error_detail
        request.meta["exchange_seconds"] = exchange.duration_seconds
        request.meta["download_latency"] = exchange.duration_seconds
        try:
            if failure:
                raise failure
            response = self._response(exchange, request)
            if watch and watch.stop and watch.stop.fail:
                watch.stop.response = response
                raise watch.stop
            return response
        finally:
            if exchange.body:
                exchange.body.close()

    async def _attempt(
        self, request: Request, url: str, origin: Origin, data: bytes, deadline: float, watch: Watch | None
    ) -> tuple[Exchange, Exception | None]:
        """One exchange, and the error Scrapy is to see if it has no answer to show."""
        started_at, started = datetime.now(UTC), time.monotonic()
        address: str | None = None
        error, failure = "", Exception()
        last: BaseException | None = None
        try:
            addresses = await self._addresses(origin, guarded="self_check" not in request.meta)
            address = addresses[0]
            waited = time.monotonic()
            async with self._shared.sink.turn(request, address):
                deadline += time.monotonic() - waited
                started_at, started = datetime.now(UTC), time.monotonic()
                # Taken only now: while waiting, the server may have closed it.
                connection = self._shared.pool.take(origin) or await self._connect(origin, addresses, deadline)
                # 0 means "no limit" to Scrapy.
                maxsize = int(request.meta.get("download_maxsize", self._max_body_bytes)) or sys.maxsize
                framer = ResponseFramer(request.method, maxsize, self._shared.sink.spool_folder)
                if watch:
                    watch.listen(framer)
                patience = Patience(max(0.001, deadline - time.monotonic()), self._first_byte, self._idle)
                self._shared.under_way.sends(connection)
                exchange = await connection.ask(url, data, framer, patience, watch)
            self._shared.pool.give_back(connection)
            return exchange, self._failure(exchange, request)
        except NameNotFound as cause:
            error, failure = "dns", CannotResolveHostError(str(cause))
        except AddressRefused as cause:
            error, failure = "address_refused", DownloadFailedError(str(cause))
        except OSError as cause:
            last = cause
            error, failure = _no_connection(origin.host, cause)
        seconds = time.monotonic() - started
        address = None if origin.via else getattr(last, "address", address)
        return (
            Exchange(
                url,
                request.method,
                b"",
                started_at,
                seconds,
                ip_address=address,
                error=error,
                error_detail=str(failure),
            ),
            failure,
        )

    def _origin(self, request: Request, url: str) -> Origin:
        """Where to connect for a request, its proxy and own address considered. Raises NotSupported."""
        source = request.meta.get("bindaddress") or self._bind_address
        proxy = request.meta.get("proxy")
        try:
            via = proxy and proxy_origin(proxy)
        except ProxyError as error:
            raise NotSupported(str(error.strerror)) from error
        name = f"{via.host}:{via.port}" if via else None
        return replace(origin_of(url), via=name, source=source[0] if isinstance(source, tuple) else source)

    async def _addresses(self, origin: Origin, *, guarded: bool) -> tuple[str, ...]:
        """The addresses to connect to: the server's, or its proxy's. Raises NameNotFound or AddressRefused."""
        if origin.via is None:
            return await self._shared.resolver.addresses(origin.host, guarded=guarded)
        with suppress(NameNotFound):  # only the proxy may know the name
            await self._shared.resolver.addresses(origin.host)
        return await self._shared.resolver.addresses(origin.via.rpartition(":")[0], guarded=False)

    async def _connect(self, origin: Origin, addresses: tuple[str, ...], deadline: float) -> Connection:
        """Each address in turn, as long as there is time. Raises what the last one raised."""
        last: OSError = TimeoutError()
        for address in addresses:
            seconds = min(self._connect_timeout, deadline - time.monotonic())
            if seconds <= 0:
                break
            try:
                if origin.via is None:
                    return await self._shared.pool.connect(origin, address, seconds)
                return await self._through_proxy(origin, address, seconds)
            except OSError as error:
                last = error
                last.address = address  # type: ignore[attr-defined]  # for the record of the failure
        raise last

    async def _through_proxy(self, origin: Origin, address: str, seconds: float) -> Connection:
        assert origin.via is not None
        host, _, port = origin.via.rpartition(":")
        to_proxy = replace(origin, scheme="http", host=host, port=int(port))
        connection = await self._shared.pool.connect(to_proxy, address, seconds)
        if origin.scheme == "https":
            return await tunnel(connection, origin, self._shared.pool.tls_context)
        connection.origin, connection.address = origin, None
        return connection

    def _failure(self, exchange: Exchange, request: Request) -> Exception | None:
        """The error for an exchange that gave no answer Scrapy may be shown."""
        if exchange.status is not None and exchange.error != "garbage" and request.meta.get("accept_partial"):
            return None
        match exchange.error:
            case None | "stopped" | "unconfirmed":
                return None
            case "time":
                return DownloadTimeoutError(f"{exchange.url}: {exchange.error_detail}")
            case "length":
                return DownloadCancelledError(f"{exchange.url}: {exchange.error_detail}")
            case "disconnect" if exchange.status is not None:
                if request.meta.get("download_fail_on_dataloss", self._fail_on_dataloss):
                    return ResponseDataLossError(f"{exchange.url}: the connection ended before the answer did")
                return None
            case error:
                return DownloadFailedError(f"{exchange.url}: {error}: {exchange.error_detail or 'no answer'}")

    def _response(self, exchange: Exchange, request: Request) -> Response:
        """What the spider sees: content coding undone, everything else as it came."""
        head = Head(exchange.status or 0, (1, 1), b"", exchange.headers)
        limit = request.meta.get("view_bytes", 2 * (self._max_body_bytes or sys.maxsize // 2))
        if mime_of(exchange.headers) in HTML_TYPES:
            limit = min(limit, request.meta.get("view_html_bytes", limit))
        pieces = exchange.body.pieces() if exchange.body else ()
        body, trouble = decode_body(pieces, head.values(b"content-encoding"), limit)
        headers = headers_of(exchange.headers)
        if trouble != "unknown_coding":
            headers.pop(b"Content-Encoding", None)
        cut = {None: None, "stopped": "download_stopped", "unconfirmed": "partial"}.get(exchange.error, "dataloss")
        flags = [flag for flag in (cut, trouble) if flag]
        return responsetypes.from_args(headers=headers, url=exchange.url, body=body)(
            url=exchange.url,
            status=head.status,
            headers=headers,
            body=body,
            flags=flags,
            request=request,
            certificate=_certificate(exchange),
            ip_address=ip_address(exchange.ip_address) if exchange.ip_address else None,
            protocol="HTTP/1.1",
        )

    async def close(self) -> None:
        self._shared.close()


def _no_connection(host: str, cause: OSError) -> tuple[str, Exception]:
    """What an error in connecting is called here, and to Scrapy."""
    match cause:
        case ConnectionRefusedError():
            return "refused", DownloadConnectionRefusedError(str(cause))
        case ssl.SSLError():
            return "tls", DownloadFailedError(f"TLS: {cause}")
        case TimeoutError():
            return "connect", DownloadTimeoutError(f"{host}: no connection in time")
        case _:
            return "connect", DownloadFailedError(f"{host}: {cause.strerror or cause}")


def _certificate(exchange: Exchange) -> Certificate | None:
    """The server's certificate as Scrapy gives it to spiders."""
    if exchange.tls is None or exchange.tls.certificate is None:
        return None
    from twisted.internet.ssl import Certificate

    return Certificate.load(exchange.tls.certificate)
