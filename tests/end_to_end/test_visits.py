"""A site that is visited again: what is asked, what is stored, and what is told of what changed."""

from __future__ import annotations

import os
import random
import re
import subprocess
import time
from pathlib import Path

from archive import Collection
from archive.warc.reader import read_records
from crawler.closing import job_stems
from crawler.demo import requests
from crawler.demo.answers import Answer, Visit
from crawler.demo.server import DemoSite
from tests.end_to_end.changing import (
    Pages,
    address,
    article,
    changing_site,
    feed,
    folders,
    front,
    last_captures,
    last_events,
    last_site,
    make_due,
    sitemap,
    told,
)
from tests.end_to_end.conftest import command, crawl, environment, lumbung, new_collection, page
from tests.spiders.flags.gambling_pages import OFFER, SPAM

# A list of WordPress that names all articles.
LIST = "/wp-sitemap-posts-post-1.xml"
LOOKED_FOR = ("/robots.txt", "/sitemap.xml")


def of_pages(site: object) -> list[tuple[str, int]]:
    """What the site was asked for, without what every site is asked for; then it is forgotten."""
    seen = [(one.target, one.status) for one in requests(site) if one.target not in LOOKED_FOR]  # type: ignore[arg-type]
    site.seen.clear()  # type: ignore[attr-defined]
    return seen


def whole(pages: Pages, count: int = 6) -> Pages:
    pages["/"] = front(range(count))
    pages.update({address(number): article(number) for number in range(count)})
    return pages


def believed(collection: Collection, site: DemoSite, pages: Pages) -> None:
    """Two crawls, between which the front page and an article changed together with their validators."""
    crawl(collection, site.url)
    count = len(pages) - 1
    pages["/"] = front(range(count), "<p>Selamat datang.</p>")
    pages[address(0)] = article(0, said="Kelas itu dibuka untuk umum.")
    crawl(collection, site.url)
    of_pages(site)


def derived(collection: Collection) -> dict[str, bytes]:
    return {
        f"{folder}/{path.name}": path.read_bytes()
        for folder in ("indexes", "documents")
        for path in sorted((collection.root / folder).iterdir())
        if not path.name.endswith(".open")
    }


def assert_rebuild_makes_the_same(collection: Collection) -> None:
    before = derived(collection)
    for path in (*(collection.root / "indexes").iterdir(), *(collection.root / "documents").iterdir()):
        path.unlink()
    (collection.root / "visits.sqlite").unlink()
    (collection.root / "readings.sqlite").unlink(missing_ok=True)

    assert lumbung("rebuild", "-c", collection.root).code == 0
    assert derived(collection) == before
    assert lumbung("verify", "-c", collection.root).code == 0


def test_an_unchanged_site_with_validators_costs_a_304_a_page(collection: Collection) -> None:
    pages = whole(Pages(validators=True))
    with changing_site(pages) as site:
        crawl(collection, site.url)
        assert {status for path, status in of_pages(site) if path in pages} == {200}

        assert crawl(collection, site.url).code == 0
        # Nothing has shown yet that its validators change with its pages.
        assert sorted(of_pages(site)) == sorted((path, 304 if path == "/" else 200) for path in pages)

        pages["/"] = front(range(6), "<p>Selamat datang.</p>")
        pages[address(0)] = article(0, said="Kelas itu dibuka untuk umum.")
        crawl(collection, site.url)
        assert last_site(collection)["validators_hold"] == site.url[:-1] + address(0)
        of_pages(site)

        assert crawl(collection, site.url).code == 0

        assert sorted(of_pages(site)) == sorted((path, 304) for path in pages)
        again = {one.url.removeprefix(site.url[:-1]): one for one in last_captures(collection)}
        assert {path for path, one in again.items() if one.is_indexed} <= set(LOOKED_FOR)
        assert all(again[path].revisit_of for path in pages)
        stems = job_stems(collection, folders(collection)[-1].name)
        records = [one for stem in stems for one in read_records(collection.warc_file(stem))]
        assert not [one for one in records if one.type == "response" and not (one.url or "").endswith(LOOKED_FOR)]

        row = last_site(collection)
        assert (row["archived"], row["same"], row["new"], row["changed"], row["failed"]) == (7, 7, 0, 0, 0)
        assert last_events(collection) == []
        assert_rebuild_makes_the_same(collection)

        pages[address(3)] = article(3, said="Kelas itu dibuka lagi bulan depan.")
        crawl(collection, site.url)
        assert (address(3), 200) in of_pages(site)
        assert told(collection) == [("edited", address(3))]


def test_an_unchanged_site_without_validators_has_no_payload_stored_again(collection: Collection) -> None:
    pages = whole(Pages())
    with changing_site(pages) as site:
        crawl(collection, site.url)
        crawl(collection, site.url)

    again = [one for one in last_captures(collection) if not one.url.endswith(LOOKED_FOR)]
    assert len(again) == len(pages)
    assert all(one.revisit_of and one.is_indexed for one in again)
    assert (last_site(collection)["same"], last_events(collection)) == (7, [])


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


def test_a_page_whose_record_is_damaged_is_asked_plainly_and_stored_anew(collection: Collection) -> None:
    pages = whole(Pages(validators=True), 2)
    with changing_site(pages) as site:
        crawl(collection, site.url)
        of_pages(site)
        (front_page,) = [one for one in last_captures(collection) if one.url == site.url]
        path = collection.archive / front_page.warc_filename
        data, moment = bytearray(path.read_bytes()), path.stat().st_mtime_ns
        data[front_page.offset + front_page.length // 2] ^= 0xFF
        path.write_bytes(data)
        os.utime(path, ns=(moment, moment))

        assert crawl(collection, site.url).code == 0

        assert [status for path, status in of_pages(site) if path == "/"] == [304, 200]
    stored = [one for one in last_captures(collection) if one.url == site.url]
    assert sorted((one.status, one.revisit_of is None) for one in stored) == [(200, True), (304, False)]


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


def test_an_edit_under_the_same_tag_is_found_and_the_server_asked_plainly_ever_after(collection: Collection) -> None:
    pages = whole(Pages(validators=True), 3)
    pages.tags = dict.fromkeys(pages, '"tetap"')
    with changing_site(pages) as site:
        crawl(collection, site.url)
        pages[address(1)] = article(1, said="Ada yang baru.")

        crawl(collection, site.url)

        assert (address(1), 200) in of_pages(site)
        assert last_site(collection)["validators_lie"] == site.url[:-1] + address(1)
        assert told(collection) == [("edited", address(1))]
        for _ in range(2):
            crawl(collection, site.url)
            assert {status for _, status in of_pages(site)} == {200}


def test_a_server_that_begins_to_lie_is_found_within_some_visits(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "koleksi", "unconditional_every = 2\n")
    pages = whole(Pages(validators=True), 3)
    with changing_site(pages) as site:
        believed(collection, site, pages)
        pages.tags = {path: pages.answer(Visit(path, "", 1)).headers[0][1] for path in pages}
        pages[address(1)] = article(1, said="Ada yang baru.")
        crawl(collection, site.url)
        assert {status for _, status in of_pages(site)} == {304}  # believed once
        assert last_site(collection)["validators_lie"] is None

        crawl(collection, site.url)
        assert (address(1), 200) in of_pages(site)
        assert last_site(collection)["validators_lie"] == site.url[:-1] + address(1)
        assert told(collection) == [("edited", address(1))]


def test_a_304_for_another_page_than_ours_is_not_believed(collection: Collection) -> None:
    pages = whole(Pages(validators=True), 2)
    answers = pages.answer
    liar = Answer(b"", status=304, headers=(("ETag", '"lain"'),))
    pages.answer = lambda visit: (  # type: ignore[method-assign]
        liar if (visit.path, visit.number) == (address(1), 3) else answers(visit)
    )
    with changing_site(pages) as site:
        believed(collection, site, pages)
        pages[address(1)] = article(1, said="Ada yang baru.")

        crawl(collection, site.url)

        assert [status for path, status in of_pages(site) if path == address(1)] == [304, 200]
    assert told(collection) == [("edited", address(1))]
    assert last_site(collection)["validators_lie"] == site.url[:-1] + address(1)
    assert lumbung("verify", "-c", collection.root).code == 0


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


def test_a_visit_for_news_asks_for_the_front_page_the_lists_and_what_is_new(collection: Collection) -> None:
    pages = whole(Pages(), 8)
    with changing_site(pages) as site:
        link = f'<link rel="alternate" type="application/rss+xml" href="{site.url}feed">'
        pages["/"] = page(link + front(range(8)).body.decode())
        pages["/feed"] = feed(site.url, range(8))
        lumbung("seeds", "add", site.url, "-c", collection.root)
        crawl(collection)
        of_pages(site)

        make_due(collection)
        crawl(collection, "--due")
        assert {path for path, _ in of_pages(site)} == {"/", "/feed"}
        row = last_site(collection)
        assert (row["visit"], row["new"], row["failed"], last_events(collection)) == ("news", 0, 0, [])

        pages[address(8)] = article(8)
        pages[address(0)] = article(0, said="Tambahan.")
        pages["/"] = page(link + front(range(9)).body.decode())
        pages["/feed"] = feed(site.url, range(9))
        make_due(collection)
        crawl(collection, "--due")
        assert {path for path, _ in of_pages(site)} == {"/", "/feed", address(8)}
        assert last_site(collection)["new"] == 1

        make_due(collection, 31)
        crawl(collection, "--due")
        assert {path for path, _ in of_pages(site)} == set(pages)
        assert told(collection) == [("edited", address(0))]


def test_what_a_list_names_again_is_asked_on_a_visit_for_news_whatever_stood_there_meanwhile(
    collection: Collection,
) -> None:
    pages = whole(Pages(), 4)
    lost = {address(1): Answer(b"", status=302, headers=(("Location", "/"),)), address(2): Answer(b"", status=404)}
    with changing_site(pages) as site:
        signs = '<meta name="generator" content="WordPress 6.9"><script src="/wp-includes/js/wp-embed.min.js"></script>'
        pages["/"] = page(signs + front(range(1)).body.decode())
        pages["/robots.txt"] = Answer(f"Sitemap: {site.url}{LIST[1:]}".encode(), "text/plain")
        pages[LIST] = sitemap(site.url, range(4))
        lumbung("seeds", "add", site.url, "-c", collection.root)
        crawl(collection)

        there = {path: pages[path] for path in lost}
        pages |= lost
        pages[LIST] = sitemap(site.url, (0, 3))
        make_due(collection)
        crawl(collection, "--due")
        assert told(collection) == [("vanished", address(1)), ("vanished", address(2))]

        pages |= there
        pages[LIST] = sitemap(site.url, range(4))
        make_due(collection)
        crawl(collection, "--due")
        assert last_site(collection)["visit"] == "news"
        assert told(collection) == [("returned", address(1)), ("returned", address(2))]


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


def test_a_picture_that_has_not_changed_belongs_to_the_new_reading_of_its_article(collection: Collection) -> None:
    pages = whole(Pages(validators=True), 2)
    pages[address(1)] = article(1, caption="Peserta kelas di balai desa")
    pages["/g1.jpg"] = Answer(b"\xff\xd8\xff" + b"gambar" * 200, "image/jpeg")
    with changing_site(pages) as site:
        crawl(collection, site.url, "--requisites", "all")
        pages[address(1)] = article(1, caption="Peserta kelas di balai desa tahun ini")
        of_pages(site)
        crawl(collection, site.url, "--requisites", "all")
        assert ("/g1.jpg", 304) in of_pages(site)

    (document,) = [
        one
        for stem in job_stems(collection, folders(collection)[-1].name)
        for one in collection.documents_of(stem)
        if one.url.endswith(address(1))
    ]
    (caption,) = document.captions
    assert caption.image_status == "archived"
    assert caption.image is not None
    assert caption.image["mime"] == "image/jpeg"
    assert told(collection) == [("edited", address(1))]
