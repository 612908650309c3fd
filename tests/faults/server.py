"""Serves the sites of this suite on loopback, over TLS if asked, and logs what was really sent for each request.

The log is the truth of the suite, so it is written here and nowhere else: one Turn a request.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from archive.spool import sha1_label
from crawler.demo.answers import Answer, Site

_PIECE = 64 * 1024
_SETTLE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class OddAnswer(Answer):
    """An answer that breaks off in the middle of its body, or is sent in pieces `pause` seconds apart."""

    is_cut: bool = False
    pause: float = 0.0


@dataclass(slots=True)
class Turn:
    """One request. `digest` is that of the payload sent, cut ones as far as they go; `is_final` says that a
    crawler need not ask again; `is_sent` that the last byte was handed to the connection."""

    at: float
    target: str
    status: int
    digest: str
    is_final: bool
    is_slow: bool
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class ServedSite:
    """A site while it is being served; `url` is its front page."""

    url: str
    site: Site = field(repr=False)
    turns: list[Turn] = field(repr=False)
    connections: set[socket.socket] = field(repr=False)

    def url_of(self, target: str) -> str:
        return self.url.rstrip("/") + target


def settle(sites: Sequence[ServedSite]) -> None:
    """Wait until the last byte of clients that are gone was read: what they asked for is in the log then."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    time.sleep(0.02)  # a connection may wait to be accepted
    while any(site.connections for site in sites):
        if time.monotonic() > deadline:
            raise TimeoutError("a client that should be gone holds its connection")
        time.sleep(0.005)


@contextmanager
def serve_all(sites: Sequence[Site], context: ssl.SSLContext | None = None) -> Iterator[tuple[ServedSite, ...]]:
    """Serve each on a free port of 127.0.0.1."""
    with ExitStack() as stack:
        yield tuple(stack.enter_context(_serve(site, context)) for site in sites)


@contextmanager
def _serve(site: Site, context: ssl.SSLContext | None) -> Iterator[ServedSite]:
    with _Server(site, context) as server:
        url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name=f"faults {url}")
        thread.start()
        try:
            yield ServedSite(url, site, server.turns, server.connections)
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, site: Site, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site = site
        self.context = context
        self.turns: list[Turn] = []
        self.connections: set[socket.socket] = set()
        self.asked: Counter[str] = Counter()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self.context:
            # Shaken hands with in the connection's own thread, at its first read.
            connection = self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self.connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self.connections.discard(request)

    def hang_up(self) -> None:
        for connection in tuple(self.connections):
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are the point; anything else is a fault of the suite and is printed."""
        if not isinstance(sys.exception(), (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        answer = self.server.site.answer(self.path, self.server.asked[self.path])
        odd = answer if isinstance(answer, OddAnswer) else OddAnswer(b"")
        body = payload_of(answer)
        whole = len(body)
        if odd.is_cut:
            body = body[: whole // 2]
        is_final = answer.status != 503 and not odd.is_cut
        turn = Turn(time.time(), self.path, answer.status, sha1_label(body), is_final, bool(odd.pause))
        self.server.turns.append(turn)
        self._send_head(answer, whole)
        sent = _in_chunks(body) if answer.chunked else body
        for start in range(0, len(sent), _PIECE):
            self.wfile.write(sent[start : start + _PIECE])
            if odd.pause:
                self.wfile.flush()
                time.sleep(odd.pause)
        self.wfile.flush()
        turn.is_sent = True
        self.close_connection = self.close_connection or odd.is_cut

    def _send_head(self, answer: Answer, length: int) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.gzip:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", answer.mime)
        framing = ("Transfer-Encoding", "chunked") if answer.chunked else ("Content-Length", str(length))
        self.send_header(*framing)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """The log is in the turns."""


def payload_of(answer: Answer) -> bytes:
    """What a record of the answer holds: the body, its content coding kept."""
    return gzip.compress(answer.body, 6, mtime=0) if answer.gzip else answer.body


def _in_chunks(body: bytes) -> bytes:
    # A prime size, so that chunk borders fall anywhere.
    pieces = (body[start : start + 1493] for start in range(0, len(body), 1493))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
