"""Serves the demo sites on loopback, one port each, and remembers every request.

HTTP/1.1 with keep-alive; gzip where the site allows and the client accepts it; chunk framing where the site
asks for it; 304 for what has an ETag or a date. Nothing listens on any other address than 127.0.0.1.
"""

from __future__ import annotations

import gzip
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from crawler.demo.answers import Answer, Expectation, Site


@dataclass(frozen=True, slots=True)
class SeenRequest:
    method: str
    target: str
    at: datetime
    user_agent: str
    status: int


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A site while it is being served; `url` is its front page."""

    name: str
    platform: str
    url: str
    expected: Expectation = field(repr=False)
    site: Site = field(repr=False, compare=False)
    seen: list[SeenRequest] = field(repr=False, compare=False)


def requests(site: DemoSite) -> tuple[SeenRequest, ...]:
    """What the site has been asked for until now, oldest first."""
    return tuple(site.seen)


@contextmanager
def serve(build: Callable[[str], Site], port: int = 0) -> Iterator[DemoSite]:
    """Serve one site on 127.0.0.1; `build` gets its address without the last slash. Port 0 takes a free one."""
    with _Server(port) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        site = server.site = build(address)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name=f"demo {address}")
        thread.start()
        try:
            yield DemoSite(site.name, site.platform, f"{address}/", site.expected, site, server.seen)
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()


@contextmanager
def serve_all(builds: Sequence[Callable[[str], Site]], ports: Sequence[int] = ()) -> Iterator[tuple[DemoSite, ...]]:
    """Serve several sites, each on its own port."""
    wanted = list(ports) or [0] * len(builds)
    with ExitStack() as stack:
        yield tuple(stack.enter_context(serve(build, port)) for build, port in zip(builds, wanted, strict=True))


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128
    site: Site

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.seen: list[SeenRequest] = []
        self._asked: Counter[str] = Counter()
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()

    def number_of(self, target: str) -> int:
        """Count one more request for `target`."""
        with self._lock:
            self._asked[target] += 1
            return self._asked[target]

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        with self._lock:
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End kept connections, whose threads would else wait for their clients."""
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:  # the client was faster
                    continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are no news; anything else is a fault of the demo and is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        number = self.server.number_of(self.path)
        answer = self.server.site.answer(self.path, number)
        if answer.status == 200 and self._is_known(answer):
            answer = Answer(b"", answer.mime, 304, answer.headers)
        self.server.seen.append(
            SeenRequest(self.command, self.path, datetime.now(UTC), self.headers.get("User-Agent", ""), answer.status)
        )
        self._send(answer)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        self.close_connection = True
        self._send(Answer(b"Metode tidak diizinkan", "text/plain", 405, (("Allow", "GET, HEAD"),)))

    def _send(self, answer: Answer) -> None:
        body, headers = answer.body, list(answer.headers)
        if answer.gzip and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        self.send_response(answer.status)
        for name, value in headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Type", answer.mime)
            if answer.chunked and self.request_version == "HTTP/1.1":
                self.send_header("Transfer-Encoding", "chunked")
                body = _in_chunks(body)
            else:
                self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and answer.status != 304:
            self.wfile.write(body[: answer.cut_after])
            self.close_connection = self.close_connection or answer.cut_after is not None

    def _is_known(self, answer: Answer) -> bool:
        """Whether the client has said that it holds this very answer."""
        own = dict(answer.headers)
        wanted = self.headers.get("If-None-Match")
        if wanted is not None:
            return "ETag" in own and own["ETag"] in [tag.strip() for tag in wanted.split(",")]
        since = self.headers.get("If-Modified-Since")
        if since is None or "Last-Modified" not in own:
            return False
        try:
            return parsedate_to_datetime(own["Last-Modified"]) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def version_string(self) -> str:
        return self.server.site.server

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are remembered in `seen`, not printed."""


def _in_chunks(body: bytes) -> bytes:
    # A prime size, so that chunk borders fall inside words and inside characters of more than one byte.
    pieces = (body[start : start + 1493] for start in range(0, len(body), 1493))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
