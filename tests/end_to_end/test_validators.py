"""What a site that is visited again is asked with, what of it is believed, and what is stored of it."""

from __future__ import annotations

import os
from pathlib import Path

from archive import Collection
from archive.warc.reader import read_records
from crawler.closing import job_stems
from crawler.demo.answers import Answer, Visit
from tests.end_to_end.changing import (
    LOOKED_FOR,
    Pages,
    address,
    article,
    assert_rebuild_makes_the_same,
    believed,
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
from tests.end_to_end.conftest import crawl, lumbung, new_collection


def test_an_unchanged_site_with_validators_costs_a_304_a_page(collection: Collection) -> None:
    pages = whole(Pages(validators=True))
    with changing_site(pages) as site:
        crawl(collection, site.url)
        assert {status for path, status in of_pages(site) if path in pages} == {200}

        assert crawl(collection, site.url).code == 0
        assert sorted(of_pages(site)) == sorted((path, 304) for path in pages)

        pages["/"] = front(range(6), "<p>Selamat datang.</p>")
        pages[address(0)] = article(0, said="Kelas itu dibuka untuk umum.")
        crawl(collection, site.url)  # nothing had shown yet that validators change with pages, so all is asked plainly
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


def test_an_edit_under_the_same_tag_is_found_and_the_server_asked_plainly_ever_after(collection: Collection) -> None:
    pages = whole(Pages(validators=True), 3)
    pages.tags = dict.fromkeys(pages, '"tetap"')
    with changing_site(pages) as site:
        crawl(collection, site.url)
        pages[address(1)] = article(1, said="Ada yang baru.")

        crawl(collection, site.url)
        assert {status for _, status in of_pages(site)} == {200, 304}
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
        for _ in range(2):  # it may be believed once
            crawl(collection, site.url)
            if (address(1), 200) in of_pages(site):
                break
            assert last_site(collection)["validators_lie"] is None

        assert last_site(collection)["validators_lie"] == site.url[:-1] + address(1)
        assert told(collection) == [("edited", address(1))]


def test_a_304_for_another_page_than_ours_is_not_believed(tmp_path: Path) -> None:
    # By the address, its port among it, one page in ten would be asked plainly out of its turn.
    collection = new_collection(tmp_path / "koleksi", "unconditional_every = 1_000_000\n")
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
