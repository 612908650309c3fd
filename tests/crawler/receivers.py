"""Servers on loopback that notices are sent to: a webhook, a mailbox, and some that behave badly."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


@dataclass
class Received:
    """What came in; `url` is the address for notify.toml."""

    url: str
    messages: list[Any] = field(default_factory=list)


@contextmanager
def webhook(status: int = 200) -> Iterator[Received]:
    """Takes what Apprise posts to json://, and answers with a status."""
    received = Received("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.messages.append(json.loads(body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with _running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        received.url = f"json://127.0.0.1:{port}/rahasia-kotak-surat"
        yield received


@contextmanager
def mailbox() -> Iterator[Received]:
    """An SMTP server that keeps mails and asks for no password."""
    received = Received("")

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 uji")
            for line in self.rfile:
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self._say("354 silakan")
                    received.messages.append(message_from_bytes(self._data(), policy=policy.default))
                self._say("221 sampai jumpa" if word == b"QUIT" else "250 baik")
                if word == b"QUIT":
                    return

        def _data(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

        def _say(self, text: str) -> None:
            self.wfile.write(text.encode() + b"\r\n")

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with _running(Server(("127.0.0.1", 0), Handler)) as port:
        received.url = f"mailto://127.0.0.1:{port}?smtp=127.0.0.1&mode=insecure&from=arsip@contoh.example&to=petugas@contoh.example"
        yield received


@contextmanager
def dripper() -> Iterator[str]:
    """Answers a byte each half second and never comes to an end: no timeout of a single read ends it."""
    stop = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connection = cast("socket.socket", self.request)
            try:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                while not stop.wait(0.5):
                    connection.sendall(b"x")
            except OSError:
                pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with _running(Server(("127.0.0.1", 0), Handler)) as port:
        yield f"json://127.0.0.1:{port}/pelan-sekali"
        stop.set()


@contextmanager
def _running(server: socketserver.TCPServer) -> Iterator[int]:
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def nobody() -> str:
    """The address of a webhook where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"json://127.0.0.1:{free.getsockname()[1]}/rahasia-kosong"
