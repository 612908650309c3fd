"""The server of the year, asked over real connections."""

from __future__ import annotations

import gzip
import http.client
import threading
from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.year.plan import DAY
from tests.year.server import YearServer, free_port
from tests.year.world import START, World, hosts_of, make_world


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(1, 20, 150, free_port([host for number in range(20) for host in hosts_of(number)]))


@pytest.fixture(scope="module")
def server(world: World) -> Iterator[YearServer]:
    with YearServer(world.sites, world.hosts, world.port) as server:
        yield server


def ask(
    world: World, site: int, target: str, headers: dict[str, str] | None = None, *, moved: bool = False
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(world.hosts[site][moved], world.port, timeout=5)
    try:
        connection.request("GET", target, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def number_of(world: World, platform: str, lie: str = "") -> int:
    return next(n for n, site in enumerate(world.sites) if site.plan.platform == platform and site.plan.lie == lie)


def of_fate(world: World, fate: str) -> int:
    return next(n for n, site in enumerate(world.sites) if site.plan.fate == fate)


def during(world: World, site: int, kind: str) -> datetime:
    span = next(span for span in world.sites[site].plan.spans if span.kind == kind)
    return span.at + DAY / 2


def test_a_client_that_holds_the_feed_is_answered_304_until_it_changes(world: World, server: YearServer) -> None:
    number = number_of(world, "wordpress")
    site = world.sites[number]
    server.set_moment(START)
    status, headers, _ = ask(world, number, "/feed/")

    by_tag = ask(world, number, "/feed/", {"If-None-Match": headers["ETag"]})
    by_date = ask(world, number, "/feed/", {"If-Modified-Since": headers["Last-Modified"]})
    by_other = ask(world, number, "/feed/", {"If-None-Match": '"lain"', "If-Modified-Since": headers["Last-Modified"]})
    server.set_moment(next(one.published for one in site.plan.articles if one.published > START))
    later = ask(world, number, "/feed/", {"If-None-Match": headers["ETag"]})

    assert (status, by_tag[0], by_date[0], by_other[0], later[0]) == (200, 304, 304, 200, 200)
    assert by_tag[2] == b""
    assert [one.is_conditional for one in server.log[-5:]] == [False, True, True, True, True]


def test_wordpress_pages_have_no_validators_and_blogger_pages_have(world: World, server: YearServer) -> None:
    server.set_moment(START)
    one, other = number_of(world, "wordpress"), number_of(world, "blogger")

    _, without, _ = ask(world, one, world.sites[one].view(START).listed[0].path)
    path = world.sites[other].view(START).listed[0].path
    _, with_tag, _ = ask(world, other, path)

    assert not {"ETag", "Last-Modified"} & without.keys()
    assert ask(world, other, path, {"If-None-Match": with_tag["ETag"]})[0] == 304


def test_a_site_that_is_refused_is_refused_and_comes_back(world: World, server: YearServer) -> None:
    number = of_fate(world, "refused")
    server.set_moment(during(world, number, "outage"))
    with pytest.raises(ConnectionRefusedError):
        ask(world, number, "/")

    server.set_moment(START)

    assert ask(world, number, "/")[0] == 200


def test_a_busy_site_answers_503_and_one_that_hangs_up_nothing(world: World, server: YearServer) -> None:
    busy, reset = of_fate(world, "busy"), of_fate(world, "reset")
    server.set_moment(during(world, busy, "outage"))
    assert ask(world, busy, "/robots.txt")[0] == 503
    server.set_moment(during(world, reset, "outage"))
    with pytest.raises(http.client.RemoteDisconnected):
        ask(world, reset, "/")


def test_a_site_that_moved_leads_to_the_same_pages_elsewhere(world: World, server: YearServer) -> None:
    number = of_fate(world, "moved")
    moment = during(world, number, "moved")
    server.set_moment(moment)
    path = world.sites[number].view(moment).listed[0].path

    status, headers, _ = ask(world, number, path)

    assert (status, headers["Location"]) == (301, world.sites[number].new_base + path)
    assert ask(world, number, path, moved=True)[0] == 200
    server.set_moment(START)
    with pytest.raises(ConnectionRefusedError):
        ask(world, number, "/", moved=True)


def test_gzip_is_sent_to_those_who_take_it_and_counted_as_sent(world: World, server: YearServer) -> None:
    number = number_of(world, "wordpress")
    server.set_moment(START)

    _, plain, body = ask(world, number, "/")
    _, headers, packed = ask(world, number, "/", {"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == body
    assert [one.sent for one in server.log[-2:]] == [len(body), len(packed)]


def test_two_requests_at_once_to_one_site_are_seen(world: World, server: YearServer) -> None:
    server.set_moment(START)
    number = number_of(world, "opensid")
    before = len(server.log)

    def many() -> None:
        for turn in range(40):
            ask(world, number, f"/arsip/1?{threading.get_ident()}-{turn}")

    threads = [threading.Thread(target=many) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = [one.overlapped for one in server.log[before:]]
    for turn in range(10):
        ask(world, number, f"/arsip/1?{turn}")

    assert any(together)
    assert not any(one.overlapped for one in server.log[before + len(together) :])
