"""`lumbung crawl` on small sites, each with one oddity."""

from __future__ import annotations

import time
from contextlib import ExitStack
from itertools import pairwise

from archive import Collection
from crawler.demo import requests
from crawler.demo.answers import Answer, Visit
from tests.end_to_end.conftest import (
    ARTICLE,
    MANY,
    captured,
    crawl,
    links,
    lumbung,
    only_report,
    page,
    reasons,
    small_site,
)


def test_links_are_followed_within_the_site_and_no_further(collection: Collection) -> None:
    with (
        small_site({"/": page("hanya untuk yang lain")}) as other,
        small_site(
            {
                "/": links("/a", other.url, "mailto:a@b.id", "/foto.jpg", "#isi"),
                "/a": links("/b?x=1", "/"),
                "/b?x=1": page("akhir"),
            }
        ) as site,
    ):
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        assert captured(collection, site) == ["/", "/a", "/b?x=1"]
        assert requests(other) == ()
        assert list(reasons(collection, "skipped.csv").values()) == ["other_site"]


def test_two_addresses_that_differ_only_in_letter_case_are_two_pages(collection: Collection) -> None:
    with small_site({"/": links("/Berita", "/berita"), "/Berita": page("besar"), "/berita": page("kecil")}) as site:
        crawl(collection, site.url)

        assert captured(collection, site, 200) == ["/", "/Berita", "/berita"]


def test_what_robots_txt_forbids_is_not_asked_for_and_reported(collection: Collection) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /rahasia", "text/plain")
    with small_site({"/robots.txt": robots, "/": links("/rahasia/a", "/b"), "/b": page("b")}) as site:
        crawl(collection, site.url)

        assert [request.target for request in requests(site)] == ["/robots.txt", "/", "/sitemap.xml", "/b"]
        assert reasons(collection, "skipped.csv") == {site.url + "rahasia/a": "robots"}


def test_a_robots_txt_that_cannot_be_read_forbids_everything(collection: Collection) -> None:
    with small_site({"/robots.txt": Answer(b"rusak", status=500), "/": page("isi")}) as site:
        run = crawl(collection, site.url)

        assert run.code == 2
        assert "nothing is allowed" in run.err
        assert {request.target for request in requests(site)} == {"/robots.txt"}


def test_a_redirected_robots_txt_is_followed(collection: Collection) -> None:
    answers = {
        "/robots.txt": Answer(b"", status=301, headers=(("Location", "/aturan.txt"),)),
        "/aturan.txt": Answer(b"User-agent: *\nDisallow: /a", "text/plain"),
        "/": links("/a", "/b"),
        "/b": page("b"),
    }
    with small_site(answers) as site:
        crawl(collection, site.url)

        assert captured(collection, site, 200) == ["/aturan.txt", "/", "/b"]


def test_a_crawl_that_gets_no_page_is_a_failure(collection: Collection) -> None:
    with small_site({"/": Answer(b"rusak", status=404)}) as site:
        run = crawl(collection, site.url)

        assert run.code == 2
        assert "no page was captured" in run.err
        assert "HTTP 404" in run.err


def test_an_unknown_host_is_named_in_plain_words(collection: Collection) -> None:
    run = crawl(collection, "http://tidak-ada.invalid/")

    assert run.code == 2
    assert "tidak-ada.invalid" in run.err
    assert only_report(collection)["sites"][0]["archived"] == 0


def test_a_site_of_this_machine_is_refused_without_allow_private(collection: Collection) -> None:
    with small_site({"/": page("isi")}) as site:
        run = lumbung("crawl", site.url, "--delay", "0.1", "-c", collection.root)

        assert run.code == 2
        assert "--allow-private" in run.err
        assert requests(site) == ()


def test_a_front_page_that_leads_to_another_site_means_the_site_moved(collection: Collection) -> None:
    with ExitStack() as sites:
        new = sites.enter_context(small_site({"/": page("baru")}))
        old = sites.enter_context(small_site({"/": Answer(b"", status=301, headers=(("Location", new.url),))}))
        run = crawl(collection, old.url)

        assert run.code == 2
        assert f"moved to {new.url}" in run.err
        assert captured(collection, old) == ["/"]
        assert requests(new) == ()


def test_pictures_that_another_host_serves_are_archived_where_a_redirect_led(collection: Collection) -> None:
    picture = Answer(b"\x89PNG\r\n", "image/png")
    with small_site({"/foto.png": picture, "/robots.txt": Answer(b"", "text/plain")}) as images:
        to_images = Answer(b"", status=302, headers=(("Location", images.url + "foto.png"),))
        article = ARTICLE.body.replace(b"<p>", b"<img src=/foto.png alt=Foto><p>", 1)
        with small_site({"/": links("/berita/1"), "/berita/1": Answer(article), "/foto.png": to_images}) as site:
            run = crawl(collection, site.url)

        assert run.code == 0, run.err
        (document,) = (document for document in collection.documents() if document.kind == "article")
        assert [caption.image_status for caption in document.captions] == ["archived"]
        assert captured(collection, images) == ["/foto.png"]


def test_a_host_of_pictures_that_is_gone_is_not_taken_for_a_site_that_stopped_answering(collection: Collection) -> None:
    with small_site({}) as gone:
        pass
    article = ARTICLE.body.replace(b"<p>", f"<img src={gone.url}foto.png alt=Foto><p>".encode(), 1)
    with small_site({"/": links("/berita/1"), "/berita/1": Answer(article)}) as site:
        run = crawl(collection, site.url)

    assert run.code == 0, run.err
    assert reasons(collection, "failures.csv") == {f"{gone.url}foto.png": "host_unreachable"}
    assert only_report(collection)["sites"][0]["unreachable"] == 0


def test_requisites_all_takes_style_and_what_style_needs(collection: Collection) -> None:
    answers = {
        "/": Answer(b"<link rel=stylesheet href=/gaya.css><script src=/a.js></script><body>isi"),
        "/gaya.css": Answer(
            b"@font-face { src: url('/huruf.woff2') } body { background: url(/latar.png) }", "text/css"
        ),
        "/a.js": Answer(b"1", "text/javascript"),
        "/huruf.woff2": Answer(b"x", "font/woff2"),
        "/latar.png": Answer(b"x", "image/png"),
    }
    with small_site(answers) as site:
        crawl(collection, site.url)
        assert captured(collection, site) == ["/"]
        crawl(collection, site.url, "--requisites", "all")

        assert set(captured(collection, site)) == set(answers)


def test_a_redirect_within_the_site_is_archived_and_followed(collection: Collection) -> None:
    answers = {
        "/": links("/lama", "/putar"),
        "/lama": Answer(b"", status=302, headers=(("Location", "/baru?x=1"),)),
        "/baru?x=1": page("baru"),
        "/putar": Answer(b"", status=302, headers=(("Location", "/putar?lagi"),)),
        "/putar?lagi": Answer(b"", status=302, headers=(("Location", "/putar"),)),
    }
    with small_site(answers) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        assert captured(collection, site, 302) == ["/lama", "/putar", "/putar?lagi"]
        assert captured(collection, site, 200) == ["/", "/baru?x=1"]


def test_max_pages_is_kept_and_is_no_failure(collection: Collection) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        run = crawl(collection, site.url, "--max-pages", "7")

        assert run.code == 0, run.err
        assert len([*captured(collection, site), "/sitemap.xml"]) == 7
        report = only_report(collection)
        assert report["finish_reason"] == "limit"
        assert report["remaining"] == len(["/", "/sitemap.xml", *MANY]) - 7


def test_max_time_is_kept_and_is_no_failure(collection: Collection) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        started = time.monotonic()
        run = crawl(collection, site.url, "--max-time", "2", "--delay", "0.2")

        assert run.code == 0, run.err
        assert only_report(collection)["finish_reason"] == "limit"
        assert 1 <= len(captured(collection, site)) < len(MANY)
        assert time.monotonic() - started < 20


def test_a_host_is_left_alone_between_requests(collection: Collection) -> None:
    with small_site({"/": links(*list(MANY)[:8]), **MANY}) as site:
        crawl(collection, site.url, "--delay", "0.3")

        times = [request.at for request in requests(site)]
        assert len(times) == len(["/robots.txt", "/", "/sitemap.xml"]) + 8
        assert min((later - earlier).total_seconds() for earlier, later in pairwise(times)) >= 0.3


def test_a_busy_server_is_asked_again_after_the_time_it_named(collection: Collection) -> None:
    def busy(visit: Visit) -> Answer:
        return Answer(b"sibuk", status=503, headers=(("Retry-After", "2"),)) if visit.number == 1 else page("isi")

    with small_site({"/": links("/a"), "/a": busy}) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        first, second = (request.at for request in requests(site) if request.target == "/a")
        assert (second - first).total_seconds() >= 2
        assert captured(collection, site) == ["/", "/a", "/a"]


def test_many_sites_that_share_one_robots_txt_do_not_ask_for_it_at_once(collection: Collection) -> None:
    with small_site({"/robots.txt": Answer(b"User-agent: *\nDisallow:", "text/plain")}) as shared, ExitStack() as sites:
        to_shared = Answer(b"", status=301, headers=(("Location", shared.url + "robots.txt"),))
        urls = [sites.enter_context(small_site({"/robots.txt": to_shared, "/": page("isi")})).url for _ in range(4)]
        run = crawl(collection, *urls, "--delay", "0.3")

        assert run.code == 0, run.err
        times = [request.at for request in requests(shared)]
        assert len(times) == 4
        assert min((later - earlier).total_seconds() for earlier, later in pairwise(times)) >= 0.3


def test_a_busy_server_is_left_alone_after_its_last_word_too(collection: Collection) -> None:
    busy = Answer(b"sibuk", status=429, headers=(("Retry-After", "1"),))
    with small_site({"/": links("/a", "/b"), "/a": busy, "/b": page("b")}) as site:
        crawl(collection, site.url)

        at = [request.at for request in requests(site)]
        said_busy = [number for number, request in enumerate(requests(site)) if request.target == "/a"]
        assert len(said_busy) == 3
        assert all((at[number + 1] - at[number]).total_seconds() >= 1 for number in said_busy if number + 1 < len(at))
        assert captured(collection, site, 200) == ["/", "/b"]


def test_a_site_that_is_one_folder_of_a_host_stays_in_it(collection: Collection) -> None:
    answers = {
        "/desa-a": links("/desa-a/1", "/desa-b", "/"),
        "/desa-a/1": page("1"),
        "/desa-b": page("b"),
        "/": page("akar"),
    }
    with small_site(answers) as site:
        (collection.root / "seeds.csv").write_text(f"url,scope\n{site.url}desa-a,path\n")
        run = crawl(collection)

        assert run.code == 0, run.err
        assert captured(collection, site) == ["/desa-a", "/desa-a/1"]
