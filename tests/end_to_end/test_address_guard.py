"""Without --allow-private no link, picture, redirect, robots.txt or name leads a crawl into a private network.

One crawl in a network of its own, where sites have public addresses and decoys listen on private ones.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive import Collection
from archive.warc.reader import read_records
from tests.end_to_end.conftest import command, new_collection, only_report, reasons, rows
from tests.end_to_end.origins import answer, redirect
from tests.end_to_end.own_network import Seen, in_own_network

pytestmark = pytest.mark.needs("namespaces")

DECOYS = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1")
# All of them lead to a decoy where nothing guards against it.
PRIVATE = [
    "http://127.0.0.1",
    "http://127.1",
    "http://10.0.0.1",
    "http://169.254.169.254",
    "http://0.0.0.0",
    "http://[::1]",
    "http://[::ffff:127.0.0.1]",
    "http://[::ffff:a00:1]",
    "http://2130706433",
    "http://0x7f.1",
    "http://0x7f000001",
    "http://0177.0.0.1",
    "http://localhost",
    "http://dalam.contoh",
]
VILLAGE = "http://8.8.4.4"
MOVED = "http://8.8.4.5"
HOSTS_OF_ROBOTS = {private: f"8.8.8.{number}" for number, private in enumerate(PRIVATE, 1)}
NAMES = {
    "dalam.contoh": [["10.0.0.1"]],
    "ganti.contoh": [["8.8.4.6"], ["127.0.0.1"]],
    "campur.contoh": [["127.0.0.1", "8.8.4.7", "10.0.0.1"]],
    "ganda.contoh": [["127.0.0.1", "10.0.0.1"]],
}
PICTURE = answer(b"\x89PNG", mime="image/png")


def page(*tags: str) -> bytes:
    return answer(("<!DOCTYPE html><title>Desa</title>" + "".join(tags)).encode(), mime="text/html")


def village() -> dict[str, bytes]:
    """A site that leads into the house in every way a page can."""
    numbered = list(enumerate(PRIVATE))
    front = page(
        *(f'<a href="{private}/tautan">a</a><a href="/ke/{number}">b</a>' for number, private in numbered),
        *(f'<img src="{private}/foto.png"><img src="/foto/{number}.png">' for number, private in numbered),
    )
    return {
        "/": front,
        **{f"/ke/{number}": redirect(f"{private}/dari-tautan", 302) for number, private in numbered},
        **{f"/foto/{number}.png": redirect(f"{private}/dari-foto.png", 302) for number, private in numbered},
    }


SITES = {
    "8.8.4.4": village(),
    "8.8.4.5": {"/": redirect("http://127.0.0.1/", 302)},
    "8.8.4.6": {"/": page('<a href="/a">a</a>'), "/a": answer(b"a")},
    "8.8.4.7": {"/": page()},
    **{host: {"/robots.txt": redirect(f"{private}/aturan"), "/": page()} for private, host in HOSTS_OF_ROBOTS.items()},
    **{host: {"/": page(), "/robots.txt": answer(), "/aturan": answer(), "/foto.png": PICTURE} for host in DECOYS},
}
SEEDS = [
    VILLAGE, MOVED, *PRIVATE, *(f"http://{host}" for host in HOSTS_OF_ROBOTS.values()),
    "http://ganti.contoh", "http://campur.contoh", "http://ganda.contoh",
]  # fmt: skip


@dataclass(frozen=True)
class Crawled:
    seen: Seen
    collection: Collection
    failed: dict[str, str]
    details: dict[str, str]
    captured: dict[str, int]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("guard")
    collection = new_collection(folder / "koleksi")
    crawl = command("crawl", *SEEDS, "--delay", "0.02", "--requisites", "all", "-c", collection.root)
    seen = in_own_network(SITES, NAMES, crawl, folder)
    details = {row["url"]: row["detail"] for row in rows(collection, "failures.csv")}
    captured = {capture.url: capture.status for capture in collection.captures()}
    return Crawled(seen, collection, reasons(collection, "failures.csv"), details, captured)


def test_nothing_private_is_connected_to(crawled: Crawled) -> None:
    assert not set(DECOYS) & set(crawled.seen.connected)


def test_the_decoys_would_have_heard(tmp_path: Path) -> None:
    urls = [f"{private}/tautan" for private in PRIVATE]
    ask = (
        "import sys, urllib.request as web\n"
        "for url in sys.argv[1:]:\n"
        "    web.build_opener(web.ProxyHandler({})).open(url, timeout=5).read()\n"
    )
    sites = {host: {"/tautan": answer(b"rahasia")} for host in DECOYS}
    seen = in_own_network(sites, NAMES, [sys.executable, "-c", ask, *urls], tmp_path)

    assert seen.code == 0, seen.err
    assert len(seen.connected) == len(PRIVATE)


@pytest.mark.parametrize("private", PRIVATE)
def test_a_private_site_is_refused(crawled: Crawled, private: str) -> None:
    assert crawled.failed[f"{private}/"] == "address_refused"
    assert "--allow-private" in crawled.details[f"{private}/"]


@pytest.mark.parametrize("private", PRIVATE)
def test_a_picture_and_a_picture_s_redirect_are_refused_and_the_redirect_is_kept(
    crawled: Crawled, private: str
) -> None:
    for url in (f"{private}/foto.png", f"{private}/dari-foto.png"):
        assert crawled.failed[url] == "address_refused"
        assert "--allow-private" in crawled.details[url]
    assert crawled.captured[f"{VILLAGE}/foto/{PRIVATE.index(private)}.png"] == 302


@pytest.mark.parametrize("private", PRIVATE)
def test_a_link_s_redirect_is_kept_and_not_followed(crawled: Crawled, private: str) -> None:
    assert crawled.captured[f"{VILLAGE}/ke/{PRIVATE.index(private)}"] == 302
    assert not [url for url in crawled.captured if url.startswith(f"{private}/")]


@pytest.mark.parametrize("private", PRIVATE)
def test_a_robots_txt_that_leads_into_the_house_forbids_everything(crawled: Crawled, private: str) -> None:
    host = HOSTS_OF_ROBOTS[private]

    assert crawled.seen.asked[host] == ["/robots.txt"] * 3
    assert crawled.captured[f"http://{host}/robots.txt"] == 301
    assert crawled.failed[f"http://{host}/"] == "host_unreachable"
    assert "--allow-private" in crawled.details[f"http://{host}/"]


def test_a_front_page_that_leads_into_the_house_means_the_site_moved(crawled: Crawled) -> None:
    assert crawled.failed[f"{MOVED}/"] == "moved"
    assert crawled.captured[f"{MOVED}/"] == 302
    assert "moved to http://127.0.0.1/" in crawled.seen.err


def test_a_name_is_connected_to_at_the_address_that_was_checked(crawled: Crawled) -> None:
    assert crawled.seen.looked_up.count("ganti.contoh") == 1
    assert crawled.seen.asked["8.8.4.6"] == ["/robots.txt", "/", "/sitemap.xml", "/a"]
    assert crawled.captured["http://ganti.contoh/a"] == 200


def test_of_a_name_s_addresses_only_public_ones_are_used(crawled: Crawled) -> None:
    assert crawled.captured["http://campur.contoh/"] == 200
    assert crawled.failed["http://ganda.contoh/"] == "address_refused"


def test_no_answer_of_a_private_address_is_in_the_warc(crawled: Crawled) -> None:
    records = [
        record
        for stem in crawled.collection.stems()
        for record in read_records(crawled.collection.warc_file(stem))
        if record.is_http_answer
    ]

    assert records
    assert not [record.url for record in records if (record.url or "").startswith(tuple(f"{p}/" for p in PRIVATE))]
    assert {record.field("warc-ip-address") for record in records} <= {
        host for host in SITES if host.startswith("8.8.")
    }


def test_the_crawl_ends_as_planned(crawled: Crawled) -> None:
    assert crawled.seen.code == 2, crawled.seen.err
    assert only_report(crawled.collection)["internal_errors"] == []
