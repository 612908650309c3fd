"""Connections: one exchange at a time on each, kept alive in a pool by host.

What ends an answer is told apart on every event loop: only eof_received is a proper end, because
uvloop reports a reset as a connection lost without an error (measured 2026-11).
"""

from __future__ import annotations

import asyncio
import select
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, cast

from archive.model import Exchange, TlsFacts
from crawler.wire.framer import FramingError, ResponseFramer
from crawler.wire.tls import archive_context, tls_facts

_IDLE_SECONDS = 20.0
_MOST_IDLE = 512


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a connection leads, and through which proxy and from which address of ours: what a pool keeps apart."""

    scheme: str
    host: str
    port: int
    via: str | None = None
    source: str | None = None


class Watches(Protocol):
    """Whoever looks on while an answer comes."""

    def says_stop(self, framer: ResponseFramer) -> bool:
        """Asked after each read; True ends the exchange."""


class SpoolFull(Exception):
    """The disk would not take a large body; what its arguments say is the OSError's."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer may take, in seconds: all of it, its first byte, and between two reads."""

    whole: float
    first_byte: float
    idle: float


class Connection(asyncio.Protocol):
    """One connection. ask() sends a request and gives back the whole exchange, error included.

    `address` is the server's; None when a proxy stands between.
    """

    def __init__(self, origin: Origin, address: str | None) -> None:
        self.origin = origin
        self.address = address
        self.is_open = False
        self.idle_since = 0.0
        self.times_used = 0
        self._tls: TlsFacts | None = None
        self._framer: ResponseFramer | None = None
        self._watch: Watches | None = None
        self._answered: asyncio.Future[tuple[str | None, str | None]] | None = None
        self._ended_properly = False
        self._heard_at = 0.0
        self._heard_anything = False
        self._clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._tls = tls_facts(transport.get_extra_info("ssl_object"))
        self.is_open = True

    async def ask(
        self,
        url: str,
        request: bytes,
        framer: ResponseFramer,
        patience: Patience,
        watch: Watches | None = None,
    ) -> Exchange:
        """Send `request` and wait for its answer.

        Raises only on cancellation, or SpoolFull when the disk will not take a large body.
        """
        self._framer, self._watch = framer, watch
        self._answered = asyncio.get_running_loop().create_future()
        reused, self.times_used = self.times_used > 0, self.times_used + 1
        started_at, started = datetime.now(UTC), time.monotonic()
        was_open = self.is_open
        if was_open:
            self.transport.write(request)
        else:
            self._end("closed", None)
        self._heard_at, self._heard_anything = started, False
        self._look_at_the_clock(patience, started)
        try:
            error, detail = await self._answered
            unsent = self._unsent()
        except asyncio.CancelledError:
            # The job is being stopped; what came so far is not an exchange anyone waits for.
            self.drop()
            raise
        finally:
            if self._clock:
                self._clock.cancel()
            self._framer = self._answered = self._watch = None
        if error:
            framer.give_up()
        if error or not framer.keep_alive or framer.rest:
            self.drop()
        return Exchange(
            url=url,
            method=framer.method,
            request=request[: len(request) - unsent] if was_open else b"",
            request_is_cut=was_open and unsent > 0,
            started_at=started_at,
            duration_seconds=time.monotonic() - started,
            status=framer.head.status if framer.head else None,
            preamble=framer.preamble if framer.head else b"",
            head=framer.head_bytes if framer.head else framer.unframed,
            stored_head=framer.stored_head,
            body=framer.body,
            headers=framer.head.headers if framer.head else (),
            framing=framer.framing,
            rest=framer.rest,
            ip_address=self.address,
            port=self.origin.port,
            tls=self._tls,
            connection_reused=reused,
            error=error,
            error_detail=detail,
        )

    def _unsent(self) -> int:
        """How many bytes of the request never left; over TLS they cannot be told from their ciphertext."""
        return 0 if self._tls else self.transport.get_write_buffer_size()

    def _look_at_the_clock(self, patience: Patience, started: float) -> None:
        """End the exchange when the server has been silent or slow for too long; else look again then."""
        limit = patience.idle if self._heard_anything else patience.first_byte
        now = time.monotonic()
        left_whole, left_silent = started + patience.whole - now, self._heard_at + limit - now
        if left_whole <= 0:
            self._end("time", f"no whole answer in {patience.whole:.0f} s")
        elif left_silent <= 0:
            self._end("time", f"nothing came for {limit:g} s")
        else:
            self._clock = asyncio.get_running_loop().call_later(
                # The patience between two reads may be shorter than that for the first byte.
                min(left_whole, left_silent, patience.idle),
                self._look_at_the_clock,
                patience,
                started,
            )

    def data_received(self, data: bytes) -> None:
        self._heard_at, self._heard_anything = time.monotonic(), True
        if self._framer is None:
            # Bytes nobody asked for (a 408, leftovers) must never answer the next request.
            self.drop()
            return
        try:
            is_whole = self._framer.feed(data)
            says_stop = self._watch is not None and self._watch.says_stop(self._framer)
            if is_whole:
                self._end(None, None)
            elif says_stop:
                self._end("stopped", "a listener to Scrapy's signals wanted no more of it")
            elif self._framer.is_too_long:
                self._end("length", "longer than the largest body allowed")
        except (FramingError, ValueError) as error:
            self._end("garbage", str(error))
        except OSError as error:
            self.drop()
            if self._answered and not self._answered.done():
                self._answered.set_exception(SpoolFull(error.errno, error.strerror))

    def eof_received(self) -> None:
        """The other side ended: over TLS only a close_notify says that it meant to (asyncio calls this without one)."""
        connection = self.transport.get_extra_info("ssl_object")
        try:
            if connection is not None:
                connection.read(1)
        except ssl.SSLWantReadError:
            return
        except (ssl.SSLError, OSError, ValueError):
            pass
        self._ended_properly = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._framer is None:
            return
        error = self._framer.close()
        if not self._ended_properly:
            # A body that only the close ends is never known to be whole after a reset. Over TLS uvloop
            # tells a reset from a server that never says close_notify as little as an attacker would.
            unproven = "unconfirmed" if self._tls else "disconnect"
            error = {None: unproven, "closed": "reset"}.get(error, error)
        detail = "the TLS connection ended without a close_notify" if error == "unconfirmed" else None
        self._end(error, str(exc) if exc else detail)

    def _end(self, error: str | None, detail: str | None) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_result((error, detail))

    @property
    def is_fit(self) -> bool:
        """Whether an idle connection can take a request. What waits unread on it is its end, or bytes nobody asked for.

        Over TLS a request that is written when the end has come never leaves, and nothing tells (uvloop 0.23).
        """
        socket = self.transport.get_extra_info("socket") if self.is_open else None
        if socket is None or self._ended_properly or self.transport.is_closing():
            return False
        waiting = select.poll()
        waiting.register(socket.fileno(), select.POLLIN)
        return not waiting.poll(0)

    def leave(self) -> None:
        """End the exchange here, with what came of it: the crawl stops."""
        self._end("left", "the crawl was stopped at once")

    def drop(self) -> None:
        """Close at once."""
        if self.is_open:
            self.is_open = False
            self.transport.abort()


class Pool:
    """Idle connections by origin; past a bound, those of the origin idle longest go first."""

    def __init__(self) -> None:
        self.tls_context = archive_context()
        self._idle: dict[Origin, list[Connection]] = {}
        self._count = 0

    def take(self, origin: Origin) -> Connection | None:
        """A usable idle connection, taken out of the pool."""
        waiting = self._idle.pop(origin, [])
        self._count -= len(waiting)
        fresh = [one for one in waiting if one.is_fit and time.monotonic() - one.idle_since < _IDLE_SECONDS]
        for stale in set(waiting).difference(fresh):
            stale.drop()
        taken = fresh.pop() if fresh else None
        for connection in fresh:
            self._put(connection)
        return taken

    def give_back(self, connection: Connection) -> None:
        if connection.is_open:
            connection.idle_since = time.monotonic()
            self._put(connection)

    def _put(self, connection: Connection) -> None:
        self._idle.setdefault(connection.origin, []).append(connection)
        self._count += 1
        if self._count > _MOST_IDLE:
            oldest = self._idle.pop(next(iter(self._idle)))
            self._count -= len(oldest)
            for connection in oldest:
                connection.drop()

    async def connect(self, origin: Origin, address: str, seconds: float) -> Connection:
        """A new connection to that very address, so that no second look-up can lead elsewhere.

        Raises TimeoutError, ssl.SSLError or OSError.
        """
        is_tls = origin.scheme == "https"
        async with asyncio.timeout(seconds):
            _, connection = await asyncio.get_running_loop().create_connection(
                lambda: Connection(origin, address),
                address,
                origin.port,
                ssl=self.tls_context if is_tls else None,
                server_hostname=origin.host if is_tls else None,
                local_addr=(origin.source, 0) if origin.source else None,
            )
        return connection

    def close(self) -> None:
        for waiting in self._idle.values():
            for connection in waiting:
                connection.drop()
        self._idle.clear()
        self._count = 0
