"""A kept connection whose end has come takes no request: one that never left is not recorded as sent."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
import uvloop

from crawler.wire.connection import Connection, Origin, Patience, Pool
from crawler.wire.framer import ResponseFramer
from tests.wire.odd_answers import PAGE, Answer, End, ok
from tests.wire.odd_server import OddSite, expired_certificate, serve

VERSIONS = [None, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
Visit = Callable[[OddSite], Coroutine[None, None, Connection | None]]
REQUEST = b"GET /kasus/satu HTTP/1.1\r\nHost: desa.example\r\n\r\n"


@pytest.mark.parametrize("seconds", [0.0, 0.02], ids=["not heard yet", "heard"])
@pytest.mark.parametrize("end", ["half_close", "drop", "close", "reset"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_connection_that_has_ended_is_not_used_again(
    tmp_path: Path, version: ssl.TLSVersion | None, end: End, seconds: float
) -> None:
    async def visit(site: OddSite) -> Connection | None:
        pool, origin = Pool(), origin_of(site)
        await ask_once(pool, origin)
        time.sleep(0.05)  # the end comes while the loop is busy  # noqa: ASYNC251
        await asyncio.sleep(seconds)
        return pool.take(origin)

    assert crawl_with(visit, tmp_path, version, end) is None


@pytest.mark.parametrize("version", VERSIONS)
def test_a_connection_that_is_kept_is_used_again(tmp_path: Path, version: ssl.TLSVersion | None) -> None:
    async def visit(site: OddSite) -> Connection | None:
        pool, origin = Pool(), origin_of(site)
        first = await ask_once(pool, origin)
        time.sleep(0.05)  # noqa: ASYNC251
        again = pool.take(origin)
        first.drop()
        await asyncio.sleep(0.02)
        assert again is first
        return again

    assert crawl_with(visit, tmp_path, version, "keep")


def crawl_with(visit: Visit, tmp_path: Path, version: ssl.TLSVersion | None, end: End) -> Connection | None:
    tls = expired_certificate(tmp_path, version) if version else None
    with serve({"satu": (Answer((ok(PAGE),), end),)}, tls) as site:
        return uvloop.run(visit(site))


async def ask_once(pool: Pool, origin: Origin) -> Connection:
    connection = await pool.connect(origin, "127.0.0.1", 5)
    exchange = await connection.ask("-", REQUEST, ResponseFramer("GET", 100_000), Patience(5, 5, 5))
    assert exchange.status == 200
    pool.give_back(connection)
    return connection


def origin_of(site: OddSite) -> Origin:
    scheme, _, port = site.url.rstrip("/").split(":")
    return Origin(scheme, "127.0.0.1", int(port))
