"""Manners: what robots.txt allows, and how long hosts are left alone."""

import asyncio
import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from crawler.politeness.pace import AddressTurns, Pace, retry_after_seconds
from crawler.politeness.robots import Robots, outcome_of

NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "rules"),
        (404, "allow_all"),
        (403, "allow_all"),
        (410, "allow_all"),
        (429, "disallow_all"),
        (500, "disallow_all"),
        (503, "disallow_all"),
        (None, "disallow_all"),
        (301, "disallow_all"),
    ],
)
def test_an_answer_to_robots_txt_means_what_rfc_9309_says(status: int | None, outcome: str) -> None:
    assert outcome_of(status) == outcome


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /wp-admin/", "/wp-admin/x", False),
        ("User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php", "/wp-admin/admin-ajax.php", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: lumbung\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: LUMBUNG\nDisallow: /a", "/a", False),
        ("User-agent: lumbung\nDisallow: /a\nUser-agent: x\nDisallow: /c\n\nUser-agent: lumbung\nDisallow: /b", "/b", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/surat.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/surat.pdf?x", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("<html><body>Halaman tidak ditemukan</body></html>", "/a", True),
        ("", "/a", True),
    ],
)  # fmt: skip
def test_rules_allow_and_forbid(text: str, path: str, allowed: bool) -> None:
    assert Robots("rules", text.encode(), "Lumbung").allows(f"http://contoh.desa.id{path}") is allowed


def test_only_the_first_500_kib_of_rules_are_read() -> None:
    padding = b"# " + b"x" * (512 * 1024) + b"\n"

    assert Robots("rules", padding + b"User-agent: *\nDisallow: /", "Lumbung").allows("http://contoh.desa.id/a")


def test_crawl_delay_is_obeyed_up_to_a_minute() -> None:
    assert Robots("rules", b"User-agent: *\nCrawl-delay: 7", "Lumbung").crawl_delay == 7
    assert Robots("rules", b"User-agent: *\nCrawl-delay: 9000", "Lumbung").crawl_delay == 60
    assert Robots("allow_all", b"", "Lumbung").crawl_delay == 0


def test_a_host_rests_for_the_largest_of_delay_crawl_delay_and_twice_its_last_answer() -> None:
    pace = Pace(2.0, 0.5)

    assert pace.host_rest(0.1, 0, is_public=True) == 2.0
    assert pace.host_rest(4.0, 0, is_public=True) == 8.0
    assert pace.host_rest(4.0, 20, is_public=True) == 20.0
    assert pace.host_rest(500.0, 0, is_public=True) == 30.0


def test_a_delay_from_the_command_line_replaces_all_but_crawl_delay() -> None:
    pace = Pace(1.0, 0.5, replaced=True)

    assert pace.host_rest(10.0, 0, is_public=True) == 1.0
    assert pace.host_rest(10.0, 5, is_public=True) == 5.0


def test_a_delay_of_nought_never_reaches_a_public_server() -> None:
    pace = Pace(0.0, 0.5, replaced=True)

    assert pace.host_rest(0.1, 0, is_public=False) == 0.0
    assert pace.host_rest(0.1, 0, is_public=True) == 2.0
    assert pace.address_rest(is_public=False) == 0.0
    assert pace.address_rest(is_public=True) == 0.5


def test_without_retry_after_the_rest_doubles_each_time() -> None:
    pace = Pace(2.0, 0.5)

    assert [pace.retry_rest(attempt, None) for attempt in (1, 2, 3)] == [8.0, 16.0, 32.0]
    assert pace.retry_rest(1, 120.0) == 120.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3.0),
        (" 120 ", 120.0),
        ("Wed, 25 Nov 2026 12:00:30 GMT", 30.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0.0),
        ("besok", None),
        ("", None),
        (None, None),
        ("\u00b2", None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


def test_requests_to_one_address_take_turns_and_other_addresses_do_not_wait() -> None:
    async def ask() -> list[tuple[str, float]]:
        turns = AddressTurns()
        order: list[tuple[str, float]] = []
        start = time.monotonic()

        async def request(address: str) -> None:
            async with turns.turn(address, 0.2):
                order.append((address, time.monotonic() - start))

        await asyncio.gather(*(request(address) for address in ("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2")))
        return order

    times = asyncio.run(ask())
    shared = [at for address, at in times if address == "10.0.0.1"]
    assert all(later - earlier > 0.15 for earlier, later in pairwise(shared))
    assert next(at for address, at in times if address == "10.0.0.2") < 0.15


def test_no_more_than_two_requests_are_under_way_at_one_address() -> None:
    async def ask() -> int:
        turns = AddressTurns()
        under_way = most = 0

        async def request() -> None:
            nonlocal under_way, most
            async with turns.turn("10.0.0.1", 0.001):
                under_way += 1
                most = max(most, under_way)
                await asyncio.sleep(0.02)
                under_way -= 1

        await asyncio.gather(*(request() for _ in range(8)))
        return most

    assert asyncio.run(ask()) == 2
