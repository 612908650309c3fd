"""Answers that are broken, too large, hostile or cut off: kept as they came, told, and the crawl goes on."""

from __future__ import annotations

from pathlib import Path

from archive import Collection
from crawler.demo.answers import Answer, Visit
from tests.end_to_end.conftest import (
    ARTICLE,
    captured,
    crawl,
    links,
    new_collection,
    only_report,
    page,
    reasons,
    small_site,
)


def test_a_page_that_stays_broken_is_reported_and_stops_nothing(collection: Collection) -> None:
    with small_site({"/": links("/rusak", "/b"), "/rusak": Answer(b"x", status=500), "/b": page("b")}) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        assert reasons(collection, "failures.csv") == {site.url + "rusak": "http_error"}
        assert captured(collection, site, 500) == ["/rusak"] * 3
        assert captured(collection, site, 200) == ["/", "/b"]


def test_a_page_that_no_reader_can_read_is_kept_and_reported_with_the_reason(collection: Collection) -> None:
    with small_site({"/": links("/berita/1", "/besar"), "/berita/1": ARTICLE, "/besar": page("<p>x" * 20_000)}) as site:
        run = crawl(collection, site.url)

    assert run.code == 0, run.err
    report = only_report(collection)
    assert report["unreadable"] == report["sites"][0]["unreadable"] == {"too_large": 1}
    assert report["totals"]["read"] == 3
    assert "1 pages are stored and could not be read (too_large 1)" in run.err
    (flagged,) = (document for document in collection.documents() if document.flags)
    assert (flagged.url, flagged.unread_reason) == (site.url + "besar", "too_large")


def test_a_gzip_bomb_is_kept_and_does_no_harm(collection: Collection) -> None:
    import gzip

    bomb = Answer(gzip.compress(b"<p>" + b"a" * 200_000_000), headers=(("Content-Encoding", "gzip"),))
    with small_site({"/": links("/bom", "/b"), "/bom": bomb, "/b": page("b")}) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        assert captured(collection, site, 200) == ["/", "/bom", "/b"]
        flags = {document.url: document.flags for document in collection.documents()}
        assert "truncated" in flags[site.url + "bom"]


def test_a_body_above_the_limit_is_cut_kept_and_marked(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k", "\n[crawl.limits]\nmax_body_bytes = 100000\n")
    with small_site({"/": links("/besar"), "/besar": page("x" * 5_000_000)}) as site:
        crawl(collection, site.url)

        cut = {capture.url: capture.truncated for capture in collection.captures()}
        assert cut[site.url + "besar"] == "length"


def test_an_answer_that_breaks_our_own_code_stops_nothing_but_itself(collection: Collection) -> None:
    robots = Answer(b"User-agent: *\nDisallow:\nSitemap: http://[rusak/s.xml\nSitemap: ftp://a/b\n", "text/plain")
    odd = Answer(b"x", status=503, headers=(("Retry-After", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"),))
    feed = Answer(b"<rss><channel><item><media:thumbnail url='x'/><link>/b</link></item></channel></rss>", "text/xml")
    answers = {"/robots.txt": robots, "/": links("/a", "/umpan"), "/a": odd, "/umpan": feed, "/b": page("b")}
    with small_site(answers) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        assert captured(collection, site, 200) == ["/", "/umpan", "/b"]


def test_a_page_that_is_cut_off_is_asked_for_again_and_then_reported(collection: Collection) -> None:
    def cut(visit: Visit) -> Answer:
        is_whole = visit.path == "/sekali" and visit.number > 1
        return ARTICLE if is_whole else Answer(ARTICLE.body, cut_after=200)

    with small_site({"/": links("/sekali", "/selalu"), "/sekali": cut, "/selalu": cut}) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        assert sorted(captured(collection, site)) == ["/", *["/sekali"] * 2, *["/selalu"] * 3]
        assert reasons(collection, "failures.csv") == {site.url + "selalu": "truncated"}
