"""A small collection of answers made up for a test, and the reading room over it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
import uvicorn

from archive import Collection
from archive.catalogue.update import open_catalogue
from archive.model import Capture
from archive.room.app import make_app
from archive.room.room import Room
from archive.warc.digests import KnownPayloads
from archive.warc.exchange import Trail
from archive.warc.writer import WarcWriter
from tests.archive.conftest import WARCINFO, exchange

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SITE = "http://contoh.desa.id"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x01" * 300 + b"\xff\xd9"


def answer(
    body: str | bytes, content_type: str = "text/html; charset=utf-8", status: int = 200, more: str = ""
) -> bytes:
    """An HTTP answer; `more`: header lines with their line ends."""
    body = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status} Jawaban\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def redirect(target: str) -> bytes:
    return answer("", status=301, more=f"Location: {target}\r\n")


def store(collection: Collection, *answers: tuple[str, bytes] | tuple[str, bytes, float]) -> list[Capture]:
    """One WARC of these: path or address, answer, days after NOON."""
    payloads = KnownPayloads(collection)
    writer = WarcWriter(collection, WARCINFO, payloads.finish)
    captures = []
    for url, content, *days in answers:
        at = NOON + timedelta(days=days[0] if days else 0)
        whole = url if url.startswith("http") else SITE + url
        capture = writer.write_exchange(exchange(whole, content, started_at=at), Trail(), payloads.find)
        assert capture is not None
        captures.append(capture)
    writer.finish()
    payloads.close()
    return captures


@contextmanager
def client_of(collection: Collection) -> Iterator[httpx.Client]:
    """Who asks the reading room."""
    with room_of(collection) as address, httpx.Client(base_url=address) as client:
        yield client


@contextmanager
def room_of(collection: Collection) -> Iterator[str]:
    """The reading room on loopback; its address."""
    room = Room(collection, open_catalogue(collection))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(room), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        room.close()
        listening.close()
