"""The wire under a plain Scrapy spider, with and without a reactor, on asyncio's loop and on uvloop's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import python
from tests.wire.conftest import closed_port
from tests.wire.odd_answers import GZIPPED, HTML, PAGE, Answer, head, ok
from tests.wire.odd_server import OddSite, serve

Outcomes = dict[str, dict[str, Any]]

ANSWERS = {
    "page": (Answer((ok(PAGE),)),),
    "redirect": (Answer((head(b"HTTP/1.1 302 Pindah", b"Location: /kasus/goal", b"Content-Length: 0"),)),),
    "goal": (Answer((ok(b"tujuan"),)),),
    "missing": (Answer((head(b"HTTP/1.1 404 Tidak Ada", HTML, b"Content-Length: 9") + b"tidak ada",)),),
    "gzip": (Answer((ok(GZIPPED, b"Content-Encoding: gzip"),)),),
    "again": (Answer((ok(b"sekali lagi"),)),),
    # More than any one read of a loop takes: an answer that comes whole in one read is whole, not too long.
    "too-long": (Answer((ok(b"x" * 2_000_000),), "hang"),),
    "slow": (Answer((ok(PAGE)[:500],), "hang"),),
}
OVERRIDES = {
    "ROBOTSTXT_OBEY": False,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 1,
    "RETRY_ENABLED": False,
    "DOWNLOAD_MAXSIZE": 100_000,
    "DOWNLOAD_TIMEOUT": 1,
    "LOG_LEVEL": "ERROR",
}


@pytest.fixture(
    scope="module",
    params=[(True, None), (True, "uvloop.Loop"), (False, None), (False, "uvloop.Loop")],
    ids=["reactor", "reactor-uvloop", "reactorless", "reactorless-uvloop"],
)
def mode(request: pytest.FixtureRequest) -> tuple[bool, str | None]:
    chosen: tuple[bool, str | None] = request.param
    return chosen


@pytest.fixture(scope="module")
def fetched(mode: tuple[bool, str | None]) -> Iterator[tuple[OddSite, Outcomes]]:
    """The site, and what became of each request to it."""
    settings = {**OVERRIDES, "TWISTED_REACTOR_ENABLED": mode[0], "ASYNCIO_EVENT_LOOP": mode[1]}
    with ExitStack() as stack:
        site = stack.enter_context(serve(ANSWERS))
        refused = f"http://127.0.0.1:{closed_port(stack)}/"
        done = python("-P", Path(__file__).with_name("plain_spider.py"), site.url, refused, json.dumps(settings))
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        yield site, json.loads(done.stdout)


def test_the_loop_is_the_one_that_was_asked_for(
    mode: tuple[bool, str | None], fetched: tuple[OddSite, Outcomes]
) -> None:
    assert fetched[1]["loop"] == {"module": "uvloop" if mode[1] else "asyncio"}


def test_a_page_arrives_whole(fetched: tuple[OddSite, Outcomes]) -> None:
    site, outcomes = fetched
    assert outcomes["page"] == {"status": 200, "url": site.url_of("page"), "text": PAGE.decode()}


def test_scrapy_follows_a_redirect(fetched: tuple[OddSite, Outcomes]) -> None:
    site, outcomes = fetched
    assert outcomes["redirect"] == {"status": 200, "url": site.url_of("goal"), "text": "tujuan"}


def test_a_404_comes_with_its_body(fetched: tuple[OddSite, Outcomes]) -> None:
    site, outcomes = fetched
    assert outcomes["missing"] == {"status": 404, "url": site.url_of("missing"), "text": "tidak ada"}


def test_gzip_is_undone(fetched: tuple[OddSite, Outcomes]) -> None:
    assert fetched[1]["gzip"]["text"] == PAGE.decode()


def test_a_connection_is_used_again_until_an_answer_is_cut(fetched: tuple[OddSite, Outcomes]) -> None:
    turns = fetched[0].turns

    assert len(turns) == len(ANSWERS)
    # One, and another after each of the two that were cut.
    assert len({turn.connection for turn in turns}) <= 3


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("refused", "DownloadConnectionRefusedError"),
        ("too-long", "DownloadCancelledError"),
        ("slow", "DownloadTimeoutError"),
    ],
)
def test_what_ends_a_download_has_scrapys_own_error(fetched: tuple[OddSite, Outcomes], name: str, error: str) -> None:
    assert fetched[1][name] == {"error": error}
