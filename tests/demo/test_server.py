"""How the demo's server speaks HTTP."""

from __future__ import annotations

import gzip
import http.client
import socket
import threading
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from crawler.demo import DemoSite, requests, serve_demo
from crawler.demo.answers import Site
from crawler.demo.server import serve
from tests.demo.client import ask, get


def test_gzip_is_sent_to_those_who_accept_it(wordpress: DemoSite) -> None:
    plain = get(wordpress.url)
    packed = get(wordpress.url, Accept_Encoding="deflate, gzip")

    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body


def test_pictures_are_never_packed(wordpress: DemoSite) -> None:
    got = get(wordpress.expected.pictures[0], Accept_Encoding="gzip")

    assert got.headers["Content-Encoding"] is None
    assert got.headers["Content-Type"] == "image/jpeg"


def test_chunked_answer_is_framed_so_that_words_are_cut(opensid: DemoSite) -> None:
    parts = urlsplit(opensid.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: contoh\r\nConnection: close\r\n\r\n")
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, rest = received.partition(b"\r\n\r\n")

    assert b"Transfer-Encoding: chunked" in head
    assert b"Content-Length" not in head
    assert rest.startswith(b"5d5\r\n")
    assert rest.endswith(b"\r\n0\r\n\r\n")


def test_client_of_http_1_0_gets_no_chunks(opensid: DemoSite) -> None:
    parts = urlsplit(opensid.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")

    assert b"Transfer-Encoding" not in head
    assert f"Content-Length: {len(body)}".encode() in head


def test_one_connection_carries_many_requests(site: DemoSite) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    try:
        first = ask(connection, "/")
        used = connection.sock
        others = [ask(connection, target).status for target in ("/tidak-ada", "/robots.txt", "/")]
        same = connection.sock is used
    finally:
        connection.close()

    assert [first.status, *others] == [200, 404, 200, 200]
    assert same


def test_head_has_the_headers_and_no_body(site: DemoSite) -> None:
    got = get(site.url, "HEAD")

    assert got.status == 200
    assert got.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert got.body == b""


def test_posting_is_refused(site: DemoSite) -> None:
    assert get(site.url, "POST").status == 405


def test_unknown_address_gets_the_sites_own_page(site: DemoSite) -> None:
    got = get(f"{site.url}alamat-yang-tidak-ada")

    assert got.status == 404
    assert b"tidak" in got.body.lower()


@pytest.mark.parametrize(("platform", "path"), [("wordpress", "feed/"), ("blogger", "feeds/posts/default")])
def test_feed_that_has_not_changed_is_answered_with_304(sites: tuple[DemoSite, ...], platform: str, path: str) -> None:
    url = next(site.url for site in sites if site.platform == platform) + path
    first = get(url)

    by_tag = get(url, If_None_Match=first.headers["ETag"])
    by_date = get(url, If_Modified_Since=first.headers["Last-Modified"])
    other_tag = get(url, If_None_Match='"lain"', If_Modified_Since=first.headers["Last-Modified"])
    long_ago = get(url, If_Modified_Since="Tue, 01 Jan 2019 00:00:00 GMT")

    assert [by_tag.status, by_date.status, other_tag.status, long_ago.status] == [304, 304, 200, 200]
    assert by_tag.body == b""
    assert by_tag.headers["ETag"] == first.headers["ETag"]


def test_requests_are_remembered_in_order() -> None:
    before = datetime.now(UTC)
    with serve_demo() as sites:
        get(sites[0].url, User_Agent="lumbung/uji")
        get(f"{sites[0].url}tidak-ada", "HEAD")
        first, second = requests(sites[0])
        others = requests(sites[1]) + requests(sites[2])

    assert (first.method, first.target, first.status, first.user_agent) == ("GET", "/", 200, "lumbung/uji")
    assert (second.method, second.target, second.status) == ("HEAD", "/tidak-ada", 404)
    assert before <= first.at <= second.at <= datetime.now(UTC)
    assert others == ()


def test_sites_stand_on_ports_of_their_own_and_keep_to_those_asked_for() -> None:
    with serve_demo() as sites:
        free = [urlsplit(site.url).port or 0 for site in sites]
    with serve_demo(free) as sites:
        again = [urlsplit(site.url).port for site in sites]

    assert len(set(free)) == 3
    assert again == free


def test_nothing_is_left_when_the_block_ends() -> None:
    before = set(threading.enumerate())
    with serve_demo() as sites:
        ports = [urlsplit(site.url).port for site in sites]
        # Three clients that neither ask again nor go away.
        idle = [http.client.HTTPConnection("127.0.0.1", port, timeout=10) for port in ports]
        for connection in idle:
            ask(connection, "/")
        started = time.monotonic()
    seconds = time.monotonic() - started
    for connection in idle:
        connection.close()

    assert set(threading.enumerate()) == before
    assert seconds < 5
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)


def test_port_is_free_again_when_a_site_could_not_be_built() -> None:
    ports: list[int] = []

    def broken(base: str) -> Site:
        ports.append(urlsplit(base).port or 0)
        raise ValueError(base)

    with pytest.raises(ValueError, match=r"127\.0\.0\.1"), serve(broken):
        pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ports[0]), timeout=5)
