"""Feeds, sitemaps, interfaces and archives read as lists: what each names, counts, and where it goes on."""

from __future__ import annotations

import gzip
import json
import resource
from datetime import UTC, datetime

import pytest

from archive.model import Page
from spiders.discovery import find_links
from spiders.discovery.sources import SourcePage, feed_or_sitemap
from spiders.discovery.xml_lists import xml_list
from spiders.platforms import BY_NAME
from spiders.targets import Priority

SITE = "http://desa-contoh.example"


def page(body: bytes | str, url: str = f"{SITE}/feed", mime: str = "text/xml", **headers: str) -> Page:
    body = body if isinstance(body, bytes) else body.encode()
    named = (("Content-Type", mime), *((name.replace("_", "-"), value) for name, value in headers.items()))
    return Page(url, datetime(2026, 11, 26, tzinfo=UTC), 200, named, body)


def rss(*links: str) -> str:
    return "<rss><channel>" + "".join(f"<item><link>{link}</link></item>" for link in links) + "</channel></rss>"


def urlset(*links: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{link}</loc></url>" for link in links) + "</urlset>"


def source_of(platform: str, answer: Page) -> SourcePage:
    found = BY_NAME[platform].source(answer)
    assert found is not None
    return found


# ---- any feed or sitemap ----


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + rss("/a", "/b").encode(),
        b"\n\n  \t" + rss("/a", "/b").encode(),
        b"\xef\xbb\xbf\n<?xml version='1.0' encoding='utf-8'?>" + rss("/a", "/b").encode(),
        b"<rss><channel><title>A &nbsp; & B</title><item><link>/a</link></item><item><link>/b</link></item></channel>",
        b"<rss><channel><item><dc:creator>x</dc:creator><link>/a</link></item><item><link>/b</link></item></channel></rss>",
        b"<?xml version='1.0' encoding='windows-1252'?><rss><channel><title>\x93x\x94</title>"
        b"<item><link>/a</link></item><item><link>/b</link></item></channel></rss>",
        gzip.compress(rss("/a", "/b").encode()),
    ],
    ids=["bom", "blank space", "bom before the prolog", "broken entities", "undeclared prefix", "old charset", "gzip"],
)
def test_a_feed_is_read_however_it_is_broken(body: bytes) -> None:
    listed = xml_list(page(body))

    assert listed is not None
    assert listed.entries == (f"{SITE}/a", f"{SITE}/b")


def test_a_feed_that_breaks_off_gives_what_came_before() -> None:
    listed = xml_list(page("<rss><channel><item><link>/a</link></item><item><link>/b</li"))

    assert listed is not None
    assert listed.entries[0] == f"{SITE}/a"


def test_a_page_is_no_list() -> None:
    assert xml_list(page("<html><body><a href=/a>a</a></body></html>")) is None
    assert xml_list(page("not found")) is None


def test_fifty_thousand_addresses_are_taken_and_no_more() -> None:
    listed = xml_list(page(urlset(*(f"/artikel/{number}" for number in range(50_010))), f"{SITE}/sitemap.xml"))

    assert listed is not None
    assert len(listed.entries) == 50_000
    assert listed.is_cut


def test_a_sitemap_is_read_in_little_memory() -> None:
    body = urlset(*(f"/berita/kegiatan-desa-nomor-{number}" for number in range(50_000))).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    xml_list(page(body, f"{SITE}/besar.xml"))

    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 60


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]><urlset><url><loc>/a</loc></url><url><loc>/&j;</loc></url></urlset>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>/a</loc></url><url><loc>/&e;</loc></url></urlset>',
    ],
    ids=["billion laughs", "outside entity"],
)
def test_an_xml_bomb_neither_grows_nor_reads_files(body: bytes) -> None:
    listed = xml_list(page(body, f"{SITE}/sitemap.xml"))

    assert listed is not None
    assert listed.entries[0] == f"{SITE}/a"
    assert all(len(url) < 200 and "root" not in url for url in listed.entries)


def test_a_gzip_bomb_ends_at_the_standard_s_size() -> None:
    bomb = gzip.compress(b"<urlset><url><loc>/a</loc></url>" + b" " * 200_000_000, 9)

    listed = xml_list(page(bomb, f"{SITE}/sitemap.xml.gz"))
    assert listed is not None
    assert listed.entries == (f"{SITE}/a",)


def test_a_sitemap_counts_itself_and_a_feed_does_not() -> None:
    sitemap = feed_or_sitemap(page(urlset("/a", "/b", "/b"), f"{SITE}/sitemap.xml"))
    feed = feed_or_sitemap(page(rss("/a")))

    assert sitemap is not None
    assert feed is not None
    assert (sitemap.total, sitemap.pages) == (2, 1)
    assert (feed.total, feed.pages) == (None, None)


def test_a_sitemap_index_leads_to_sitemaps() -> None:
    index = "<sitemapindex><sitemap><loc>/s1.xml.gz</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>"

    found = list(find_links(page(index, f"{SITE}/sitemap.xml")))
    assert [(one.url, one.priority) for one in found] == [
        (f"{SITE}/s1.xml.gz", Priority.SITEMAP),
        (f"{SITE}/s2.xml", Priority.SITEMAP),
    ]


# ---- WordPress ----

POSTS = f"{SITE}/wp-json/wp/v2/posts?per_page=100&_fields=id,link"


def rest(*links: str, url: str = POSTS, total: str = "250", pages: str = "3") -> Page:
    body = json.dumps([{"id": number, "link": link} for number, link in enumerate(links)])
    return page(body, url, "application/json", X_WP_Total=total, X_WP_TotalPages=pages)


def test_the_interface_of_wordpress_promises_its_total_and_goes_on_page_by_page() -> None:
    found = source_of("wordpress", rest(f"{SITE}/a/", f"{SITE}/b/"))

    assert (found.name, found.total, found.pages, found.lists_all) == ("wordpress_rest", 250, 3, True)
    assert [one.url for one in found.further] == [POSTS + "&page=2"]
    assert found.articles == (f"{SITE}/a/", f"{SITE}/b/")


@pytest.mark.parametrize("body", ["", "[]x", '{"code":"rest_forbidden"}', "[[1]]", '[{"link":5}]', "[" * 100_000])
def test_an_interface_that_is_closed_or_broken_is_no_source(body: str) -> None:
    assert BY_NAME["wordpress"].source(page(body, POSTS, "application/json")) is None


def test_totals_that_are_no_numbers_promise_nothing() -> None:
    found = source_of("wordpress", rest("/a", total="banyak", pages="-1"))

    assert (found.total, found.pages, found.further) == (None, None, ())


def test_a_search_of_the_interface_promises_nothing() -> None:
    found = source_of("wordpress", rest("/a", url=POSTS + "&search=perpustakaan"))

    assert found.is_search
    assert not found.lists_all


@pytest.mark.parametrize(
    ("url", "following"),
    [
        (f"{SITE}/feed/", f"{SITE}/feed/?paged=2"),
        (f"{SITE}/feed/?paged=7", f"{SITE}/feed/?paged=8"),
        (f"{SITE}/?feed=rss2", f"{SITE}/?feed=rss2&paged=2"),
        (f"{SITE}/feed/?paged=x", f"{SITE}/feed/?paged=2"),
    ],
)
def test_the_feed_of_wordpress_goes_on_page_by_page(url: str, following: str) -> None:
    found = source_of("wordpress", page(rss("/a"), url))

    assert [one.url for one in found.further] == [following]
    assert BY_NAME["wordpress"].ends(following) == found.key


@pytest.mark.parametrize("path", ["/category/berita/feed/", "/comments/feed/", "/lomba-desa/feed/"])
def test_feeds_of_a_part_of_the_site_are_no_source(path: str) -> None:
    assert BY_NAME["wordpress"].source(page(rss("/a"), SITE + path)) is None


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("wp-sitemap-posts-post-1.xml", "sitemap_posts"),
        ("post-sitemap2.xml", "sitemap_posts"),
        ("wp-sitemap-posts-page-1.xml", "sitemap"),
        ("wp-sitemap-taxonomies-category-1.xml", None),
        ("author-sitemap.xml", None),
    ],
)
def test_sitemaps_of_wordpress_are_told_by_what_they_list(name: str, source: str | None) -> None:
    found = BY_NAME["wordpress"].source(page(urlset("/a"), f"{SITE}/{name}"))

    assert (found.name if found else None) == source


def test_an_index_tells_which_sitemaps_of_posts_must_be_read() -> None:
    entries = "".join(
        f"<sitemap><loc>/{name}</loc></sitemap>"
        for name in ("post-sitemap.xml", "page-sitemap.xml", "post-sitemap2.xml")
    )
    found = source_of("wordpress", page(f"<sitemapindex>{entries}</sitemapindex>", f"{SITE}/sitemap_index.xml"))

    assert found.parts == (f"{SITE}/post-sitemap.xml", f"{SITE}/post-sitemap2.xml")


def test_a_last_page_leads_nowhere() -> None:
    assert source_of("wordpress", rest("/c", url=POSTS + "&page=3")).further == ()


# ---- what only repeats, and what is the same ----


@pytest.mark.parametrize(
    ("platform", "url", "is_repeating"),
    [
        ("wordpress", "/page/2/", True),
        ("wordpress", "/category/berita/", False),
        ("wordpress", "/category/berita/page/3/", True),
        ("wordpress", "/tag/pkk/", True),
        ("wordpress", "/tag/pkk/page/2/", True),
        ("wordpress", "/2024/03/page/2/", True),
        ("wordpress", "/kabar-desa/page/2/", False),
        ("wordpress", "/apbdes/2023/", False),
        ("wordpress", "/archives/1234", False),
        ("wordpress", "/?post_type=produk&paged=2", False),
        ("wordpress", "/berita/?paged=2", False),
        ("wordpress", "/author/admin/", True),
        ("wordpress", "/2024/03/", True),
        ("wordpress", "/2024/03/01/panen-raya/", False),
        ("wordpress", "/panen-raya/", False),
        ("wordpress", "/feed/", False),
        ("wordpress", "/feed/?paged=2", True),
        ("wordpress", "/?p=12", False),
        ("wordpress", "/?paged=2", True),
        ("opensid", "/index/3", True),
        ("opensid", "/index.php/first/index/3", True),
        ("opensid", "/artikel/kategori/berita", False),
        ("opensid", "/artikel/kategori/berita/2", True),
        ("opensid", "/artikel/2024/3/1/panen", False),
        ("blogger", "/2024/03/", True),
        ("blogger", "/2024/03/panen.html", False),
        ("blogger", "/search/label/PKK", True),
        ("joomla", "/index.php/berita?start=10", False),
    ],
)
def test_lists_that_only_repeat_are_told_from_articles(platform: str, url: str, is_repeating: bool) -> None:
    assert BY_NAME[platform].repeats(SITE + url, in_menu="kategori" in url or "category" in url) is is_repeating


@pytest.mark.parametrize(
    ("platform", "url"),
    [("wordpress", "/category/berita/"), ("wordpress", "/?cat=3"), ("opensid", "/first/kategori/4")],
)
def test_a_category_stays_only_when_a_menu_leads_to_it(platform: str, url: str) -> None:
    assert BY_NAME[platform].repeats(SITE + url, in_menu=False)
    assert not BY_NAME[platform].repeats(SITE + url, in_menu=True)


def test_lists_in_a_menu_are_told_from_others() -> None:
    html = (
        '<ul class="main-menu"><li><a href="/category/a/">A</a></ul><p><a href="/category/b/">B</a> <a href="/c">C</a>'
    )

    found = {one.url.removeprefix(SITE): one.priority for one in find_links(page(html, SITE, "text/html"))}
    assert found == {"/category/a/": Priority.MENU, "/category/b/": Priority.LISTING, "/c": Priority.PAGE}


@pytest.mark.parametrize(
    ("page_url", "feed", "is_taken"),
    [
        ("/panen/", "/panen/feed/", False),
        ("/panen/2/", "/panen/feed/", False),
        ("/?p=7", "/?feed=rss2&p=7", False),
        ("/", "/?feed=comments-rss2", False),
        ("/", "/comments/feed/", False),
        ("/?s=perpustakaan", "/?s=perpustakaan&feed=rss2", False),
        ("/2024/03/panen.html", "/feeds/123/comments/default", False),
        ("/", "/feed/", True),
        ("/panen/", "/feed/", True),
        ("/", "/?feed=rss2", True),
        ("/category/berita/", "/rss.xml", True),
    ],
)
def test_feeds_of_comments_and_of_searches_are_left_alone(page_url: str, feed: str, is_taken: bool) -> None:
    html = f'<link rel="alternate" type="application/rss+xml" href="{feed}"><p>Isi</p>'

    assert bool(list(find_links(page(html, SITE + page_url, "text/html")))) is is_taken


@pytest.mark.parametrize(
    ("platform", "forms"),
    [
        ("wordpress", ("/index.php/2024/03/panen/", "/2024/03/panen")),
        ("opensid", ("/index.php/first/artikel/12-panen", "/first/artikel/12", "/first/artikel/12-lain")),
        ("opensid", ("/artikel/2024/3/1/panen", "/index.php/artikel/2024/3/1/panen", "/first/artikel/2024/3/1/panen")),
        ("joomla", ("/index.php/berita/7-panen", "/index.php/kegiatan/7-panen.html",
                    "/index.php?option=com_content&view=article&id=7:panen&catid=8&Itemid=101")),
        ("joomla", ("/index.php/berita", "/index.php/berita?start=0", "/index.php/berita?limitstart=0")),
        ("blogger", ("/feeds/posts/default", "/feeds/posts/default?start-index=1&max-results=100")),
    ],
)  # fmt: skip
def test_forms_of_one_address_fold_into_one(platform: str, forms: tuple[str, ...]) -> None:
    assert len({BY_NAME[platform].folds(SITE + form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("platform", "one", "other"),
    [
        ("wordpress", "/?p=1", "/?p=2"),
        ("opensid", "/first/artikel/1", "/first/artikel/12"),
        ("opensid", "/arsip/1", "/arsip/2"),
        ("joomla", "/index.php/berita/7-panen", "/index.php/berita/7-tanam"),
        ("joomla", "/index.php/berita?start=10", "/index.php/berita"),
        ("blogger", "/feeds/posts/default?start-index=1", "/feeds/posts/default?start-index=26"),
        ("blogger", "/feeds/posts/default?q=perpustakaan", "/feeds/posts/default?q=inklusi"),
    ],
)
def test_different_addresses_do_not_fold(platform: str, one: str, other: str) -> None:
    assert BY_NAME[platform].folds(SITE + one) != BY_NAME[platform].folds(SITE + other)
