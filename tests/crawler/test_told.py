"""What a site's feed and its list of posts tell of an article goes before what the page shows, for its own site only."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from archive import Collection
from archive.model import Document
from crawler.rebuild import rebuild_documents
from tests.crawler.conftest import SITE, store

pytestmark = pytest.mark.usefixtures("quick_readers")

RSS, ATOM, JSON = "application/rss+xml; charset=UTF-8", "application/atom+xml", "application/json; charset=UTF-8"
PLAIN = (
    "<article><h1>Panen Raya</h1>{}" + "<p>Warga memanen padi di sawah sebelah timur balai desa.</p>" * 9 + "</article>"
)
WORDPRESS = (
    "<link rel='https://api.w.org/' href='/wp-json/'><body class='single postid-4'><article id='post-4'>"
    "<h1 class='entry-title'>Panen Raya</h1>{}<div class='entry-content'>"
    + "<p>Warga memanen padi di sawah sebelah timur balai desa.</p>" * 9
    + "</div></article>"
)
OPENSID = (
    "<meta name='theme' content='Natra'><meta name='theme:version' content='2'><body><p>OpenSID</p><div id='printableArea'>"
    "<h4 class='catg_titile'>Panen Raya</h4><span class='meta_date'>{}</span><div class='single_page_content'>"
    "<div class='teks'>" + "<p>Warga memanen padi di sawah sebelah timur balai desa.</p>" * 9 + "</div></div></div>"
)


def article(
    collection: Collection, path: str, page: str, lists: dict[str, tuple[str, str]], zone: str = ""
) -> Document:
    """The article at `path` of a job that captured these lists, too."""
    collection.seeds_file.write_text(f"url,zone\n{SITE},{zone}\n")
    pages = {path: page.encode()} | {name: body.encode() for name, (_, body) in lists.items()}
    store(collection, pages, {name: mime for name, (mime, _) in lists.items()})
    rebuild_documents(collection, lambda part, done, count: None, workers=1)
    (document,) = collection.documents()
    return document


def rss(link: str, facts: str) -> tuple[str, str]:
    head = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Desa</title>'
    return RSS, f"{head}<item><title>x</title><link>{link}</link>{facts}</item></channel></rss>"


def posts(link: str, **facts: str) -> tuple[str, str]:
    return JSON, json.dumps([{"id": 4, "link": link, **facts}])


def test_wordpress_list_of_posts_tells_the_time_in_the_sites_own_offset(stock: Collection) -> None:
    told = posts(
        SITE + "panen-raya/", date="2023-07-06T05:10:00", date_gmt="2023-07-05T22:10:00",
        modified="2023-07-08T09:00:00", modified_gmt="2023-07-08T02:00:00",
    )  # fmt: skip

    document = article(stock, "panen-raya/", WORDPRESS.format("<p>5 Juli 2023</p>"), {"wp-json/wp/v2/posts": told})

    assert document.published_at == datetime.fromisoformat("2023-07-06T05:10:00+07:00")
    assert document.published_at.isoformat() == "2023-07-06T05:10:00+07:00"
    assert document.published_source == "api"
    assert document.modified_at == datetime.fromisoformat("2023-07-08T09:00:00+07:00")


def test_a_feeds_greenwich_time_is_given_in_the_zone_of_the_site(stock: Collection) -> None:
    told = rss(SITE + "panen-raya/", "<pubDate>Wed, 05 Jul 2023 22:10:00 +0000</pubDate>")

    document = article(stock, "panen-raya/", WORDPRESS.format(""), {"feed/": told}, zone="WITA")

    assert document.published_at is not None
    assert document.published_at.isoformat() == "2023-07-06T06:10:00+08:00"
    assert document.published_source == "feed"


def test_greenwich_time_does_not_move_the_day_that_the_page_shows(stock: Collection) -> None:
    told = rss(SITE + "panen-raya/", "<pubDate>Wed, 05 Jul 2023 22:10:00 +0000</pubDate>")
    page = WORDPRESS.format("<time class='entry-date published' datetime='2023-07-06'>6 Juli 2023</time>")

    document = article(stock, "panen-raya/", page, {"feed/": told})

    assert (document.published_at, document.published_source) == (date(2023, 7, 6), "time")


def test_opensids_feed_calls_its_local_clock_greenwich(stock: Collection) -> None:
    path = "artikel/2023/7/6/panen-raya"
    told = rss(SITE + path, "<pubDate>Thu, 06 Jul 2023 05:10:00 +0000</pubDate><dc:creator>Ibu Sekar</dc:creator>")

    document = article(stock, path, OPENSID.format("6 Juli 2023 05:10:00"), {"feed": told}, zone="WIB")

    assert document.platform == "opensid"
    assert document.published_at is not None
    assert document.published_at.isoformat() == "2023-07-06T05:10:00+07:00"


def test_what_the_page_does_not_show_comes_from_the_feed(stock: Collection) -> None:
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link rel='replies' href='/komentar'/>"
        f"<link rel='alternate' href='{SITE}2023/07/panen.html'/><published>2023-07-06T05:10:00+07:00</published>"
        "<updated>2023-07-07T10:00:00+07:00</updated><author><name>Ibu Sekar</name></author>"
        "<category term='Berita'/><category term='Pertanian'/></entry></feed>"
    )

    document = article(stock, "2023/07/panen.html", PLAIN.format(""), {"feeds/posts/default": (ATOM, feed)})

    assert document.published_at == datetime.fromisoformat("2023-07-06T05:10:00+07:00")
    assert document.modified_at == datetime.fromisoformat("2023-07-07T10:00:00+07:00")
    assert (document.author, document.categories) == ("Ibu Sekar", ("Berita", "Pertanian"))


def test_a_days_count_gives_way_to_the_feed_and_its_flag_goes(stock: Collection) -> None:
    told = rss(SITE + "berita/1", "<pubDate>Mon, 23 Nov 2026 09:00:00 +0700</pubDate>")

    document = article(stock, "berita/1", PLAIN.format("<span class='date'>2 hari yang lalu</span>"), {"feed": told})

    assert document.published_source == "feed"
    assert "date_inexact" not in document.flags


def test_a_feed_speaks_for_its_own_site_only(stock: Collection) -> None:
    told = rss(SITE + "berita/1", "<pubDate>Mon, 23 Nov 2026 09:00:00 +0700</pubDate>")
    store(stock, {"feed": told[1].encode()}, {"feed": RSS}, site="https://lain.desa.id/")

    document = article(stock, "berita/1", PLAIN.format(""), {})

    assert document.published_at is None


@pytest.mark.parametrize(
    "broken",
    [
        (RSS, "<rss><channel><item><link>"),
        (RSS, "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><rss><item><link>&b;</link></item></rss>"),
        (JSON, "[" * 100_000),
        (JSON, '[{"link": 5}, {"link": "x", "date": 7}, null]'),
        (RSS, rss(SITE + "berita/1", "<pubDate>kemarin</pubDate>")[1]),
        (RSS, rss(SITE + "berita/1", "<pubDate>Mon, 23 Nov 2096 09:00:00 +0700</pubDate>")[1]),
        (RSS, rss(SITE + "berita/1", "<pubDate>9999-12-31T23:59:59Z</pubDate>")[1]),
        (RSS, rss(SITE + "berita/1#comment-3", "<pubDate>Mon, 23 Nov 2026 09:00:00 +0700</pubDate>")[1]),
        (JSON, posts(SITE + "berita/1", date="2023-07-09T10:00:00", date_gmt="2023-07-09T03:00:07")[1]),
        (JSON, posts(SITE + "berita/1", date="0001-01-01T00:00:00", date_gmt="9999-12-31T23:59:59")[1]),
    ],
    ids=[
        "cut",
        "entities",
        "deep",
        "no posts",
        "no date",
        "future",
        "last instant",
        "comment",
        "odd offset",
        "beyond any offset",
    ],
)
def test_lists_that_tell_nothing_believable_harm_nothing(stock: Collection, broken: tuple[str, str]) -> None:
    page = PLAIN.format("<p class='date'>Kamis, 6 Juli 2023</p>")

    document = article(stock, "berita/1", page, {"feed": broken}, zone="WIB")

    assert document.published_at in (date(2023, 7, 6), datetime.fromisoformat("2023-07-09T10:00:00+07:00"))
    assert document.author is None
