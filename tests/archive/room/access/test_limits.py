"""How much one client may ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from archive.room.access import guard, limits
from archive.room.access.limits import Limiter, Rate, client_of
from tests.archive.room.guarded import (
    log_in,
    token_in,
)

if TYPE_CHECKING:
    import pytest


def test_so_many_at_once_and_then_as_time_goes_on() -> None:
    at = [0.0]
    limiter, rate = Limiter(now=lambda: at[0]), Rate(3, 10.0)

    assert [limiter.take(rate, "a") for _ in range(4)] == [0.0, 0.0, 0.0, 10.0]
    assert limiter.take(rate, "b") == 0.0
    at[0] = 10.0
    assert limiter.take(rate, "a") == 0.0
    assert limiter.take(rate, "a") == 10.0


def test_what_is_remembered_of_clients_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_KEYS", 50)
    limiter = Limiter()
    for number in range(1_000):
        limiter.take(Rate(3, 10.0), str(number))

    assert len(limiter._left) == 50


def test_a_household_of_ipv6_is_one_client() -> None:
    assert client_of("2001:db8:1:2::1") == client_of("2001:db8:1:2:ffff::9") != client_of("2001:db8:1:3::1")
    assert client_of("::ffff:192.0.2.1") == "192.0.2.1"


def test_charts_without_end_are_refused_and_other_pages_go_on(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "COSTLY", ((("/grafik",), Rate(5, 600.0)),))
    log_in(client, "pembaca")
    codes = [client.get("/grafik/tidakada.svg").status_code for _ in range(7)]

    assert codes == [404] * 5 + [429] * 2
    assert client.get("/").status_code == 200


def test_too_much_is_not_read(client: TestClient) -> None:
    log_in(client, "pembaca")
    token = token_in(client.get("/").text)

    assert client.post("/tersimpan", data={"name": "x" * 2_000_000, "token": token}).status_code == 413

    def without_end() -> Iterator[bytes]:
        yield b"token=" + token.encode() + b"&name="
        for _ in range(200):
            yield b"x" * 10_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/tersimpan", content=without_end(), headers=headers).status_code in (400, 413)
