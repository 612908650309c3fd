"""What a site's lists promise, when they end badly, lead elsewhere or lie: nothing is believed that was not seen."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest

from archive import Collection
from crawler.demo.answers import Answer, Visit
from crawler.demo.server import requests
from tests.end_to_end.conftest import crawl, lumbung, only_report, page, small_site

FEED = "application/rss+xml"
TEXT = "<p>Warga Desa Contoh belajar bersama di perpustakaan desa setiap Sabtu pagi. </p>" * 6
HEAD = '<meta name="generator" content="WordPress 6.1"><link rel="stylesheet" href="/wp-content/gaya.css">'
WITH_FEED = HEAD + f'<link rel="alternate" type="{FEED}" href="/feed/">'
WITH_API = HEAD + '<link rel="https://api.w.org/" href="/wp-json/">'


def articles(*numbers: int) -> dict[str, Answer]:
    return {
        f"/kabar/{number}/": page(
            f'{HEAD}<body class="single single-post postid-{number}"><article id="post-{number}">'
            f'<h1 class="entry-title">Kabar {number}</h1><div class="entry-content">{TEXT}</div></article>'
        )
        for number in numbers
    }


def links_to(*numbers: int) -> str:
    return "".join(f'<a href="/kabar/{number}/">{number}</a> ' for number in numbers)


def rss(*numbers: int) -> Answer:
    items = "".join(f"<item><link>/kabar/{number}/</link></item>" for number in numbers)
    return Answer(f"<rss><channel>{items}</channel></rss>".encode(), FEED)


def urlset(*paths: str, end: str = "</urlset>") -> Answer:
    return Answer(f"<urlset>{''.join(f'<url><loc>{path}</loc></url>' for path in paths)}{end}".encode(), "text/xml")


def rest(*links: str, total: int | str, pages: int = 1) -> Answer:
    body = json.dumps([{"id": number, "link": link} for number, link in enumerate(links)]).encode()
    return Answer(body, "application/json", headers=(("X-WP-Total", str(total)), ("X-WP-TotalPages", str(pages))))


def outcome(collection: Collection, answers: dict[str, Any]) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Exit code, the site's report, and the missing by path with their reasons."""
    with small_site(answers) as site:
        run = crawl(collection, site.url)
        (report,) = only_report(collection)["sites"]
        (folder,) = (collection.root / "crawls").iterdir()
        with (folder / "missing.csv").open(newline="") as file:
            missing = {row["url"].removeprefix(site.url.rstrip("/")): row["reason"] for row in csv.DictReader(file)}
        return run.code, report, missing


@pytest.mark.parametrize("end", [Answer(b"", status=403), Answer(b"", status=301, headers=(("Location", "/"),))])
def test_a_feed_whose_next_page_is_refused_has_not_ended(collection: Collection, end: Answer) -> None:
    front = page(WITH_FEED + links_to(1) + '<a href="/page/2/">lama</a>')
    answers = {"/": front, "/feed/": rss(1), "/feed/?paged=2": end, "/page/2/": page(HEAD + links_to(2))}
    _, report, _ = outcome(collection, {**answers, **articles(1, 2)})

    assert report["articles"] == 2
    assert report["promised"] is None


def test_a_sitemap_that_breaks_off_promises_nothing_and_stops_nothing(collection: Collection) -> None:
    answers = {
        "/": page(HEAD + links_to(1) + '<a href="/page/2/">lama</a>'),
        "/robots.txt": Answer(b"Sitemap: /post-sitemap.xml", "text/plain"),
        "/post-sitemap.xml": urlset("/kabar/1/", end="<url><lo"),
        "/page/2/": page(HEAD + links_to(2)),
    }
    _, report, _ = outcome(collection, {**answers, **articles(1, 2)})

    assert report["articles"] == 2
    assert report["promised"] is None


def test_a_list_with_a_part_that_cannot_be_read_is_not_whole(collection: Collection) -> None:
    index = b"<sitemapindex><sitemap><loc>/post-sitemap.xml</loc></sitemap><sitemap><loc>/post-sitemap2.xml</loc></sitemap></sitemapindex>"
    answers = {
        "/": page(HEAD + links_to(1) + '<a href="/page/2/">lama</a>'),
        "/sitemap.xml": Answer(index, "text/xml"),
        "/post-sitemap.xml": urlset("/kabar/1/"),
        "/post-sitemap2.xml": Answer(b"", status=403),
        "/page/2/": page(HEAD + links_to(2)),
    }
    _, report, _ = outcome(collection, {**answers, **articles(1, 2)})

    assert report["articles"] == 2
    assert [source["read_to_its_end"] for source in report["sources"]] == [True, False]


def test_what_leads_elsewhere_is_missing(collection: Collection) -> None:
    answers = {
        "/": page(WITH_API + links_to(1, 2, 3)),
        "/wp-json/wp/v2/posts": rest(*(f"/kabar/{number}/" for number in range(1, 8)), total=7),
        "/kabar/5/": Answer(b"", status=301, headers=(("Location", "http://lain.example/"),)),
        "/kabar/6/": Answer(b"", status=302, headers=(("Location", "/"),)),
        "/kabar/7/": Answer(b"", status=301, headers=(("Location", "/kabar/7"),)),
        "/kabar/7": Answer(b"", status=410),
    }
    code, report, missing = outcome(collection, {**articles(1, 2, 3, 4), **answers})

    assert missing == {"/kabar/5/": "skipped", "/kabar/6/": "soft_404", "/kabar/7/": "gone"}
    assert (report["promised"], report["promised_archived"], report["unexplained"], code) == (7, 4, 0, 0)


def test_a_list_most_of_which_leads_nowhere_needs_a_person(collection: Collection) -> None:
    lists = {"/wp-json/wp/v2/posts": rest(*(f"http://uji.example/kabar/{n}/" for n in range(1, 5)), total=4)}
    code, report, missing = outcome(collection, {"/": page(WITH_API + links_to(1, 2)), **lists, **articles(1, 2)})

    assert (report["articles"], report["promised"], report["promised_archived"]) == (2, 4, 0)
    assert set(missing.values()) == {"skipped"}
    assert code == 2


def test_a_page_of_an_interface_that_fails_leaves_its_articles_missing(collection: Collection) -> None:
    def posts(visit: Visit) -> Answer:
        return Answer(b"", status=403) if "&page=2" in visit.query else rest("/kabar/1/", total=150, pages=2)

    code, report, missing = outcome(collection, {"/": page(WITH_API), "/wp-json/wp/v2/posts": posts, **articles(1)})

    assert (report["promised"], report["promised_archived"], report["missing"]) == (150, 1, 149)
    assert missing == {"": "not_named"}
    assert code == 2


@pytest.mark.parametrize("total", ["9" * 25, "9" * 5000, "-3", "banyak"])
def test_a_total_that_is_no_number_of_articles_is_none(collection: Collection, total: str) -> None:
    lists = {"/wp-json/wp/v2/posts": rest("/kabar/1/", total=total)}
    code, report, _ = outcome(collection, {"/": page(WITH_API), **lists, **articles(1)})

    assert (code, report["articles"], report["promised"]) == (0, 1, 1)
    assert only_report(collection)["internal_errors"] == []


def test_an_address_of_any_length_does_not_keep_a_job_from_closing(collection: Collection) -> None:
    with small_site({"/": page(f'<a href="/{"x" * 200_000}">x</a>' + links_to(1)), **articles(1)}) as site:
        assert crawl(collection, site.url).code == 0

    assert only_report(collection)["finish_reason"] == "finished"
    assert lumbung("verify", "-c", collection.root).code == 0


def test_two_joomla_sites_on_one_host_keep_their_own_articles(collection: Collection) -> None:
    head = '<meta name="generator" content="Joomla!"><script src="/media/system/js/core.js"></script>'
    answers: dict[str, Any] = {}
    for village in ("desa-a", "desa-b"):
        answers[f"/{village}/"] = page(f'{head}<a href="/{village}/2-profil">x</a>')
        item = f'<div class="item-page"><h2>Profil {village}</h2><dl class="article-info"></dl>{TEXT}</div>'
        answers[f"/{village}/2-profil"] = page(head + item)
    with small_site(answers) as site:
        rows = "".join(f"{village},{site.url}{village}/,path\n" for village in ("desa-a", "desa-b"))
        (collection.root / "seeds.csv").write_text("id,url,scope\n" + rows)
        assert crawl(collection).code == 0

    assert [report["articles"] for report in only_report(collection)["sites"]] == [1, 1]


def test_a_feed_that_is_the_same_under_any_page_number_is_not_walked(collection: Collection) -> None:
    head = '<meta name="generator" content="WordPress 6.1"><link rel="stylesheet" href="/wp-content/x.css">'
    feed = Answer(b"<rss><channel><item><link>/kabar/1/</link></item></channel></rss>", "application/rss+xml")
    front = page(head + '<link rel="alternate" type="application/rss+xml" href="/feed/"><a href="/kabar/1/">x</a>')
    with small_site({"/": front, "/feed/": feed, **articles(1)}) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        feeds = [request.target for request in requests(site) if request.target.startswith("/feed")]
        assert feeds == ["/feed/", "/feed/?paged=2"]
        assert only_report(collection)["sites"][0]["promised"] is None


def test_an_interface_that_tells_of_a_million_pages_is_asked_while_it_has_something_new(collection: Collection) -> None:
    def posts(visit: Visit) -> Answer:
        body = b'[{"id": 1, "link": "/kabar/1/"}, {"id": 2, "link": "http://lain.example/x"}]'
        headers = (("X-WP-Total", "99999999"), ("X-WP-TotalPages", "999999"))
        return Answer(body, "application/json", headers=headers)

    head = '<meta name="generator" content="WordPress 6.1"><link rel="https://api.w.org/" href="/wp-json/">'
    with small_site(
        {"/": page(head + '<a href="/kabar/1/">x</a>'), "/wp-json/wp/v2/posts": posts, **articles(1)}
    ) as site:
        run = crawl(collection, site.url)

        asked = [
            request.target
            for request in requests(site)
            if "wp-json" in request.target and "search" not in request.target
        ]
        assert len(asked) == 2, asked
        (report,) = only_report(collection)["sites"]
        assert (report["promised"], report["promised_archived"]) == (99999999, 1)
        assert report["unexplained"] == 99999997
        assert run.code == 2
