"""All sites of the year, each on its own address of this machine, by one thread; and what each was asked.

The moment is set from outside and stands still while a crawl runs, so that what a site says at a visit can be said
again later. A site that is down for good has no socket that listens: its connections are refused by the kernel.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Self

from crawler.demo.answers import Answer
from tests.year.platforms.common import http_date
from tests.year.sites import YearSite


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `moved` was made to the site's new address; `sent` counts body bytes on the wire; `overlapped` when
    the site was already answering another one; status 0 when the connection was ended without an answer."""

    site: int
    moved: bool
    target: str
    moment: datetime
    status: int
    sent: int
    is_conditional: bool
    overlapped: bool


class YearServer:
    """Serves until closed. `addresses` are a host for each site, before and after it moved."""

    def __init__(self, sites: Sequence[YearSite], addresses: Sequence[tuple[str, str]], port: int) -> None:
        self.log: list[Asked] = []
        self._sites, self._addresses, self._port = sites, addresses, port
        self._asked: Counter[tuple[int, str]] = Counter()
        self._busy: dict[tuple[int, bool], int] = defaultdict(int)
        self._listening: dict[tuple[int, bool], asyncio.Server] = {}
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="year")
        self.moment = sites[0].plan.start

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def set_moment(self, moment: datetime) -> None:
        """From now on it is this moment: sites that went down or came back stop or begin to listen."""
        self._do(self._set(moment))

    def _do(self, what: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(60)

    async def _set(self, moment: datetime) -> None:
        self.moment = moment
        for number, site in enumerate(self._sites):
            for moved, host in enumerate(self._addresses[number]):
                key = (number, bool(moved))
                wanted = site.plan.span("moved", moment) is not None if moved else site.state(moment) != "refused"
                if wanted and key not in self._listening:
                    self._listening[key] = await asyncio.start_server(self._serving(*key), host, self._port, backlog=64)
                elif not wanted and key in self._listening:
                    self._listening.pop(key).close()

    async def _close(self) -> None:
        for server in self._listening.values():
            server.close()
        for writer in list(self._writers):
            writer.close()
        await asyncio.sleep(0.05)

    def _serving(
        self, number: int, moved: bool
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._writers.add(writer)
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                while head := await reader.readuntil(b"\r\n\r\n"):
                    if not await self._answer(number, moved, head.decode("latin-1"), writer):
                        break
            self._writers.discard(writer)
            writer.close()

        return serve

    async def _answer(self, number: int, moved: bool, head: str, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection is kept."""
        first, *lines = head.split("\r\n")
        method, target, _ = first.split(" ", 2)
        asked = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        self._busy[number, moved] += 1
        overlapped = self._busy[number, moved] > 1
        try:
            self._asked[number, target] += 1
            if self._asked[number, target] % 8 == 1:
                await asyncio.sleep(0.002)  # so that a second request made meanwhile is seen
            answer = self._sites[number].answer(target, self._asked[number, target], self.moment, moved=moved)
            is_conditional = bool({"if-none-match", "if-modified-since"} & asked.keys())
            if answer is not None and answer.status == 200 and is_known(answer, asked):
                answer = Answer(b"", answer.mime, 304, answer.headers)
            body = _coded(answer, asked) if answer else b""
            self.log.append(
                Asked(number, moved, target, self.moment, answer.status if answer else 0, len(body), is_conditional, overlapped)
            )  # fmt: skip
            if answer is None:
                return False
            writer.write(_head(answer, body, self.moment, asked) + (b"" if method == "HEAD" else body))
            await writer.drain()
            return asked.get("connection", "").lower() != "close"
        finally:
            self._busy[number, moved] -= 1


def is_known(answer: Answer, asked: dict[str, str]) -> bool:
    """Whether a client has said that it holds this very answer (RFC 9110, 13.2.2: a tag goes before a date)."""
    own = dict(answer.headers)
    if (tags := asked.get("if-none-match")) is not None:
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "ETag" in own and own["ETag"].removeprefix("W/") in known
    since = asked.get("if-modified-since")
    if since is None or "Last-Modified" not in own:
        return False
    try:
        return parsedate_to_datetime(own["Last-Modified"]) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _coded(answer: Answer, asked: dict[str, str]) -> bytes:
    if answer.gzip and answer.body and "gzip" in asked.get("accept-encoding", ""):
        return gzip.compress(answer.body, 1, mtime=0)
    return answer.body


def _head(answer: Answer, body: bytes, moment: datetime, asked: dict[str, str]) -> bytes:
    status = HTTPStatus(answer.status)
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", f"Date: {http_date(moment)}", "Server: Apache"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    if answer.status != 304:
        lines += [f"Content-Type: {answer.mime}", f"Content-Length: {len(body)}"]
        if body is not answer.body:
            lines.append("Content-Encoding: gzip")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def free_port(hosts: Sequence[str]) -> int:
    """A port that is free on all of these addresses. Raises OSError when there is none in a few attempts."""
    for _ in range(20):
        with socket.socket() as first:
            first.bind((hosts[0], 0))
            port: int = first.getsockname()[1]
        if all(_is_free(host, port) for host in hosts):
            return port
    raise OSError("no port is free on all loopback addresses")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as one:
        try:
            one.bind((host, port))
        except OSError:
            return False
    return True
