"""A site that is visited again: what is told of what changed."""

from __future__ import annotations

import random
import re
import subprocess
import time

import pytest

from archive import Collection
from crawler.demo import requests
from crawler.demo.answers import Answer
from tests.end_to_end.changing import (
    Pages,
    address,
    article,
    assert_rebuild_makes_the_same,
    changing_site,
    folders,
    front,
    last_captures,
    last_events,
    last_site,
    of_pages,
    told,
    whole,
)
from tests.end_to_end.conftest import command, crawl, environment, page
from tests.spiders.flags.gambling_pages import OFFER, SPAM


def test_each_event_of_a_page_is_told_once_with_both_records_and_none_is_invented(collection: Collection) -> None:
    pages = whole(Pages(), 16)
    moment = random.Random(1)

    def tick() -> None:
        """Counters and boxes change with each look, as on real sites."""
        for number in (0, 14):
            boxes = f"<p>Dibaca {moment.randint(100, 999)} kali</p><p>Baca juga: Kelas ke-{moment.randint(1, 99)}</p>"
            pages[address(number)] = article(number, box=boxes)
        pages["/"] = front(range(16), f"<p>Pengunjung hari ini: {moment.randint(1, 999)}</p>")

    excuse = page("<h1>404</h1><p>Halaman tidak ditemukan.</p>" + "<p>Maaf.</p>" * 40, "Halaman tidak ditemukan")
    spam = f"<div style='display:none'>{SPAM}</div>"
    before = {number: pages[address(number)] for number in range(16)}
    with changing_site(pages) as site:
        tick()
        crawl(collection, site.url)

        tick()
        pages[address(1)] = article(1, said="Jumlah peserta 31 orang.")
        pages[address(2)] = article(2, title="Judul yang Lain")
        del pages[address(3)]
        pages[address(4)] = Answer(b"sudah dihapus", status=410)
        pages[address(5)] = pages[address(6)] = excuse
        pages[address(7)] = Answer(b"", status=302, headers=(("Location", "/"),))
        pages[address(8)] = Answer(b"", status=301, headers=(("Location", "/profil/arsip-lama"),))
        pages["/profil/arsip-lama"] = page("<h1>Arsip</h1><p>Arsip lama desa.</p>" * 5)
        pages[address(9)] = article(9, box=spam)
        pages[address(10)] = article(10, caption="Peserta kelas menerima sertifikat")
        crawl(collection, site.url)
        assert told(collection) == sorted(
            [("edited", address(number)) for number in (1, 2, 10)]
            + [("vanished", address(number)) for number in (3, 4, 5, 6, 7)]
            + [("redirected", address(8)), ("hijacked", address(9))]
        )
        for event in last_events(collection):
            assert event["before"]
            assert event["after"]
            assert event["last_seen_at"] < event["found_at"]
            assert event["title"]
            assert event["article_id"]

        tick()
        crawl(collection, site.url)
        assert told(collection) == []

        tick()
        for number in (1, 3, 4, 5, 6, 7, 9):
            pages[address(number)] = before[number]
        crawl(collection, site.url)
        assert told(collection) == sorted(
            [("edited", address(1)), ("cleaned", address(9))]
            + [("returned", address(number)) for number in (3, 4, 5, 6, 7)]
        )
    assert_rebuild_makes_the_same(collection)


def test_a_page_that_was_edited_while_gamblers_held_it_is_told_to_be_cleaned_and_edited(collection: Collection) -> None:
    pages = whole(Pages(), 4)
    with changing_site(pages) as site:
        crawl(collection, site.url)
        clean = next(one for one in last_captures(collection) if one.url.endswith(address(1)))
        pages[address(1)] = pages[address(2)] = page(OFFER, "Situs Slot Gacor Maxwin Mangga138")
        crawl(collection, site.url)
        assert told(collection) == [("hijacked", address(1)), ("hijacked", address(2))]

        pages[address(1)] = article(1, said="Kelas itu pindah ke hari Sabtu.")
        pages[address(2)] = article(2)
        crawl(collection, site.url)

        assert told(collection) == [("cleaned", address(1)), ("cleaned", address(2)), ("edited", address(1))]
        (edited,) = (one for one in last_events(collection) if one["event"] == "edited")
        assert edited["before"] == clean.record_id
        assert edited["last_seen_at"][:19] == clean.captured_at.isoformat()[:19]
        assert edited["detail"] == "text"

        crawl(collection, site.url)
        assert last_events(collection) == []


def test_what_was_not_there_at_first_is_new_and_has_not_returned(collection: Collection) -> None:
    pages = whole(Pages(), 4)
    pages["/"] = front(range(7))
    pages[address(5)] = page("<h1>404</h1><p>Halaman tidak ditemukan.</p>", "Halaman tidak ditemukan")
    pages[address(6)] = Answer(b"", status=304)  # nobody asked for that
    with changing_site(pages) as site:
        crawl(collection, site.url)
        assert last_site(collection)["failed"] == 1

        pages |= {address(number): article(number) for number in (4, 5, 6)}
        crawl(collection, site.url)

    row = last_site(collection)
    assert (row["new"], row["failed"], told(collection)) == (3, 0, [])


def test_a_site_that_is_gone_moved_or_taken_and_comes_back_is_told_each_time(collection: Collection) -> None:
    def told_of_site() -> list[str]:
        return [one["event"] for one in last_events(collection) if one["event"].startswith("site_")]

    pages = whole(Pages(), 2)
    with changing_site(pages) as site:
        crawl(collection, site.url)
    port = int(re.findall(r":(\d+)/", site.url)[0])

    crawl(collection, site.url)
    assert told_of_site() == ["site_unreachable"]

    with changing_site(pages, port) as site:
        crawl(collection, site.url)
        assert told_of_site() == ["site_returned"]

        own = pages.pop("/")
        pages["/"] = Answer(b"", status=301, headers=(("Location", "http://desa-lain.example/"),))
        crawl(collection, site.url)
        assert told_of_site() == ["site_moved"]

        pages["/"] = own
        crawl(collection, site.url)
        assert told_of_site() == ["site_returned"]


@pytest.mark.long
def test_a_visit_that_is_killed_goes_on_and_tells_the_same(collection: Collection) -> None:
    pages = whole(Pages(validators=True), 40)
    with changing_site(pages) as site:
        crawl(collection, site.url)
        of_pages(site)
        pages[address(2)] = article(2, said="Ada yang baru.")
        del pages[address(39)]
        arguments = ("crawl", site.url, "--delay", "0.05", "--allow-private", "-c", collection.root)
        with subprocess.Popen(command(*arguments), env=environment(), stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 30
            while len(requests(site)) < 25 and time.monotonic() < deadline:
                time.sleep(0.02)
            process.kill()
        killed = {path for path, _ in of_pages(site)}
        assert 10 < len(killed) < 41

        assert crawl(collection).code == 0

        repeated = killed & {path for path, _ in of_pages(site)}
        assert len(repeated) <= 1
    row = last_site(collection)
    assert (row["archived"], row["same"], row["failed"]) == (40, 39, 0)
    assert told(collection) == [("edited", address(2)), ("vanished", address(39))]
    assert len(folders(collection)) == 2
    assert_rebuild_makes_the_same(collection)
