"""A site on loopback whose articles drip: a line, a pause, a line, for as long as a test wants."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LINES = 60
LINE = b"<p>Setetes demi setetes berita desa ini sampai juga.</p>\n"


@dataclass
class DrippingSite:
    """`pause` is between two lines of an article; `sent` counts the lines sent, by target, of the last asking."""

    url: str
    articles: tuple[str, ...]
    pause: float
    is_silent: bool = False  # not even a head comes
    sent: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return b"<!DOCTYPE html><title>Tetes</title>\n" + LINE * LINES

    def most_sent(self) -> int:
        return max(self.sent.values(), default=0)


@contextmanager
def dripping_site(pause: float, articles: int = 1, *, is_silent: bool = False) -> Iterator[DrippingSite]:
    """The front page comes at once."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            with suppress(ConnectionError):
                self._answer()

        def _answer(self) -> None:
            if self.path in site.articles:
                self._drip()
                return
            front = "".join(f'<p><a href="{one}">Berita</a>' for one in site.articles).encode()
            body = b"<!DOCTYPE html><title>Desa</title>" + front if self.path == "/" else b"tidak ada"
            self._head(200 if self.path == "/" else 404, len(body))
            self.wfile.write(body)

        def _drip(self) -> None:
            if site.is_silent:
                over.wait(60)
                return
            self._head(200, len(site.body))
            site.sent[self.path] = 0
            self.wfile.write(site.body.partition(LINE)[0])
            for _ in range(LINES):
                self.wfile.write(LINE)
                site.sent[self.path] += 1
                if site.pause and over.wait(site.pause):
                    return

        def _head(self, status: int, length: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(length))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """What was asked is in `asked`."""

    over = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        site = DrippingSite(url, tuple(f"/berita/{number}" for number in range(articles)), pause, is_silent)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield site
        finally:
            over.set()
            server.shutdown()
            thread.join()
            time.sleep(0.05)
