"""Many small origins, an address of this machine each, that answer in bytes and remember what they were asked for.

with serve_origins({"127.0.7.1": {"/": answer(b"isi")}, "127.0.7.2": {"/": HANG}}) as origins:
    origins.url("127.0.7.1"), origins.asked("127.0.7.1")
"""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

CLOSE = b"close"  # in place of an answer: the connection ends without a word
HANG = b"hang"  # in place of an answer: nothing comes, and the connection stays open
PORT = b"@PORT@"  # stands in an answer's head for the port that all origins share

Answers = Mapping[str, bytes]


def answer(body: bytes = b"", *headers: str, status: int = 200, mime: str = "text/plain") -> bytes:
    lines = (f"HTTP/1.1 {status} Uji", f"Content-Length: {len(body)}", f"Content-Type: {mime}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, status: int = 301) -> bytes:
    return answer(b"", f"Location: {location}", status=status)


@dataclass(frozen=True)
class Asked:
    target: str
    at: float


@dataclass
class Origins:
    """All origins while they are being served, on one port."""

    port: int
    answers: Mapping[str, Answers]
    connected: list[str] = field(default_factory=list)  # the address of each connection, even if nothing was asked
    _asked: list[tuple[str, Asked]] = field(default_factory=list)

    def url(self, host: str) -> str:
        return f"http://{host}:{self.port}"

    def asked(self, host: str) -> tuple[Asked, ...]:
        """What an origin was asked for until now, oldest first."""
        return tuple(asked for asked_host, asked in self._asked if asked_host == host)

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        self.connected.append(host)
        try:
            while request := await _request(reader):
                target = request.split(b" ")[1].decode("latin-1")
                self._asked.append((host, Asked(target, time.monotonic())))
                reply = self.answers[host].get(target, answer(b"tidak ada", status=404))
                if reply == HANG:
                    await reader.read()
                if reply in (HANG, CLOSE):
                    break
                head, blank, body = reply.partition(b"\r\n\r\n")
                writer.write(head.replace(PORT, b"%d" % self.port) + blank + body)
                await writer.drain()
        except ConnectionError:  # the client was faster
            pass
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """The head of the next request; empty when there is none."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


@contextmanager
def serve_origins(answers: Mapping[str, Answers], port: int = 0) -> Iterator[Origins]:
    """Serve each host's answers at that address; what has no answer is 404. Port 0 takes a free one."""
    sockets = _listen(tuple(answers), port)
    origins = Origins(sockets[0].getsockname()[1], answers)
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(_serve(origins, sockets, stop),), name="origins")
    thread.start()
    try:
        yield origins
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


async def _serve(origins: Origins, sockets: list[socket.socket], stop: asyncio.Event) -> None:
    conversations: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = asyncio.ensure_future(origins.converse(reader, writer))
        conversations.add(conversation)
        conversation.add_done_callback(conversations.discard)

    servers = [await asyncio.start_server(begin, sock=listening) for listening in sockets]
    await stop.wait()
    for server in servers:
        server.close()
    for conversation in conversations:
        conversation.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)


def _listen(hosts: tuple[str, ...], port: int) -> list[socket.socket]:
    """One listening socket a host, all on one port that is free at each of them."""
    for _ in range(20):
        with ExitStack() as opened:
            sockets: list[socket.socket] = []
            try:
                for host in hosts:
                    place = (host, sockets[0].getsockname()[1] if sockets else port)
                    family = socket.AF_INET6 if ":" in host else socket.AF_INET
                    sockets.append(opened.enter_context(socket.create_server(place, family=family, backlog=128)))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            opened.pop_all()
            return sockets
    raise OSError("No port is free at all addresses")
