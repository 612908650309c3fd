"""What earlier jobs found at each address: never more than their indexes say, and nothing of the job that runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive import Collection
from archive.warc.digests import KnownPayloads
from archive.warc.exchange import Trail
from archive.warc.known_pages import KnownPage, KnownPages
from archive.warc.writer import WarcWriter
from tests.archive.conftest import WARCINFO, exchange

URL = "http://contoh.desa.id/berita"
DAY = timedelta(days=1)
BEGAN = datetime(2026, 11, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def answer(text: str = "satu", status: str = "200 OK", head: str = "") -> bytes:
    body = (text + " ") * 200
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{head}\r\n{body if text else ''}".encode()


def not_modified(head: str = "") -> bytes:
    return answer("", "304 Not Modified", head)


class Jobs:
    """Jobs of one answer or a few, a day apart."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.count = 0

    def run(self, *answers: bytes, url: str = URL, day: float | None = None, crawl_id: str | None = None) -> str:
        self.count += 1
        crawl_id = crawl_id or f"20261101000000-{self.count:04}"
        info = [field for field in WARCINFO if field[0] != "isPartOf"] + [("isPartOf", crawl_id)]
        payloads = KnownPayloads(self.collection)
        pages = KnownPages(payloads.database)
        pages.learn(self.collection, crawl_id, NOW)
        writer = WarcWriter(self.collection, info, payloads.finish)
        moment = BEGAN + DAY * (self.count - 1 if day is None else day)
        for number, one in enumerate(answers):
            known = pages.of(url)
            made = replace(exchange(url, one), started_at=moment + timedelta(seconds=number))
            writer.write_exchange(made, Trail(), payloads.find, known.original if known else None)
        writer.finish()
        payloads.close()
        return crawl_id

    @contextmanager
    def known(self, crawl_id: str = "") -> Iterator[KnownPages]:
        payloads = KnownPayloads(self.collection)
        pages = KnownPages(payloads.database)
        pages.learn(self.collection, crawl_id, NOW)
        yield pages
        payloads.close()

    def page(self, url: str = URL) -> KnownPage | None:
        with self.known() as pages:
            return pages.of(url)

    def of(self, url: str = URL) -> KnownPage:
        page = self.page(url)
        assert page is not None
        return page


@pytest.fixture
def jobs(collection: Collection) -> Jobs:
    return Jobs(collection)


def test_a_page_is_known_by_any_form_of_its_address(jobs: Jobs) -> None:
    jobs.run(answer(head='ETag: "a1"\r\nLast-Modified: Sun, 01 Nov 2026 00:00:00 GMT\r\n'))

    page = jobs.of("https://www.contoh.desa.id/berita")

    assert (page.url, page.status, page.etag) == (URL, 200, '"a1"')
    assert page.last_modified == "Sun, 01 Nov 2026 00:00:00 GMT"
    assert page.original is not None
    assert page.original.url == URL
    assert page.first_at == page.checked_at == page.changed_at == BEGAN


def test_what_the_running_job_finds_is_not_known_and_is_known_to_the_next(jobs: Jobs) -> None:
    crawl_id = jobs.run(answer())

    with jobs.known(crawl_id) as pages:
        assert pages.of(URL) is None
    assert jobs.page() is not None


def test_304s_are_counted_until_the_payload_comes_again(jobs: Jobs) -> None:
    jobs.run(answer(head='ETag: "a1"\r\n'))
    jobs.run(not_modified())
    jobs.run(not_modified('ETag: "a1"\r\n'))

    page = jobs.of()

    assert (page.status, page.unmodified, page.etag) == (200, 2, '"a1"')
    assert (page.changed_at, page.seen_at, page.checked_at) == (BEGAN, BEGAN, BEGAN + 2 * DAY)
    jobs.run(answer(head='ETag: "a1"\r\n'))
    assert (jobs.of().unmodified, jobs.of().changed_at, jobs.of().seen_at) == (0, BEGAN, BEGAN + 3 * DAY)


def test_a_changed_page_is_known_as_it_is_now(jobs: Jobs) -> None:
    jobs.run(answer("satu"))
    jobs.run(answer("dua"))

    page = jobs.of()

    assert (page.first_at, page.changed_at) == (BEGAN, BEGAN + DAY)
    assert page.original is not None
    assert page.original.date.startswith("2026-11-02")


def test_a_page_that_has_its_former_payload_again_refers_to_the_record_of_then(jobs: Jobs) -> None:
    for text in ("satu", "dua", "satu"):
        jobs.run(answer(text))

    page = jobs.of()

    assert page.changed_at == BEGAN + 2 * DAY
    assert page.original is not None
    assert page.original.date.startswith("2026-11-01")


def test_an_error_of_the_server_says_nothing_and_a_404_that_it_is_gone(jobs: Jobs) -> None:
    jobs.run(answer())
    jobs.run(answer("rusak", "500 Internal Server Error"))
    assert jobs.of().is_good

    jobs.run(answer("tidak ada", "404 Not Found"))
    assert jobs.of().is_gone
    assert jobs.of().original is None


def test_a_304_that_nobody_asked_for_says_nothing(jobs: Jobs) -> None:
    jobs.run(not_modified())
    assert jobs.page() is None

    jobs.run(answer())
    payloads = KnownPayloads(jobs.collection)
    writer = WarcWriter(jobs.collection, [("isPartOf", "lain")], payloads.finish)
    writer.write_exchange(replace(exchange(URL, not_modified()), started_at=BEGAN + 9 * DAY), Trail())
    writer.finish()
    payloads.close()
    assert (jobs.of().status, jobs.of().checked_at) == (200, BEGAN + DAY)


def test_robots_and_what_was_cut_off_are_not_known(jobs: Jobs) -> None:
    jobs.run(answer(), url="http://contoh.desa.id/robots.txt")

    assert jobs.page("http://contoh.desa.id/robots.txt") is None


def test_of_two_forms_of_an_address_the_page_counts_and_not_the_redirect(jobs: Jobs) -> None:
    jobs.run(answer("", "301 Moved", "Location: https://contoh.desa.id/berita\r\n"), answer())

    assert jobs.of().status == 200


def test_a_job_of_a_clock_that_ran_ahead_hides_nothing_of_later_ones(jobs: Jobs) -> None:
    jobs.run(answer("satu"))
    jobs.run(answer("dua"), day=4000)
    jobs.run(answer("dua", head='ETag: "a2"\r\n'), day=2)

    page = jobs.of()

    assert (page.checked_at, page.etag) == (BEGAN + 2 * DAY, '"a2"')
    assert page.original is not None
    assert page.original.date.startswith("2026-11-03")  # what a right clock's revisit may refer to


def test_a_clock_set_back_changes_only_when_a_page_was_first_there(jobs: Jobs) -> None:
    jobs.run(answer("dua"))
    jobs.run(answer("satu"), day=-300)

    page = jobs.of()

    assert (page.first_at, page.checked_at) == (BEGAN - 300 * DAY, BEGAN)
    assert page.original is not None
    assert page.original.date.startswith("2026-11-01")


def test_what_is_known_comes_back_from_the_indexes(jobs: Jobs) -> None:
    jobs.run(answer(head='ETag: "a1"\r\n'))
    jobs.run(not_modified('ETag: "a1"\r\n'))
    jobs.run(answer("lain"), url=URL + "/2")
    before = jobs.of()

    (jobs.collection.root / "visits.sqlite").unlink()

    assert jobs.of() == before


def test_all_is_learned_anew_when_a_warc_is_gone(jobs: Jobs) -> None:
    jobs.run(answer("satu"))
    jobs.run(answer("dua"))
    assert jobs.of().changed_at == BEGAN + DAY
    last = jobs.collection.stems()[-1]
    for path in (jobs.collection.warc_file(last), jobs.collection.cdxj_file(last)):
        path.unlink()

    assert jobs.of().changed_at == BEGAN


def test_the_pages_of_a_host_come_the_latest_found_first(jobs: Jobs) -> None:
    for number in range(3):
        jobs.run(answer(str(number)), url=f"{URL}/{number}")
    jobs.run(answer("lain"), url="http://lain.desa.id/")

    with jobs.known() as pages:
        assert [page.url[-1] for page in pages.of_host("contoh.desa.id")] == ["2", "1", "0"]
        assert pages.first_of_host("contoh.desa.id") == BEGAN
        assert pages.first_of_host("takada.desa.id") is None


@pytest.mark.parametrize(("head", "stands"), [(b'"a1"', True), (b'W/"a1"', True), (b'"b2"', False), (b"", True)])
def test_a_304_that_names_another_etag_stands_for_nothing_we_have(jobs: Jobs, head: bytes, stands: bool) -> None:
    jobs.run(answer(head='ETag: "a1"\r\n'))

    original = jobs.of().original_if(((b"ETag", head),) if head else ())

    assert (original is not None) is stands
