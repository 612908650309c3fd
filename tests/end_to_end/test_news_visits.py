"""Visits for news: what they ask for and what they leave."""

from __future__ import annotations

from archive import Collection
from crawler.demo.answers import Answer
from tests.end_to_end.changing import (
    Pages,
    address,
    article,
    changing_site,
    feed,
    front,
    last_events,
    last_site,
    make_due,
    of_pages,
    sitemap,
    told,
    whole,
)
from tests.end_to_end.conftest import crawl, lumbung, page

SIGNS = '<meta name="generator" content="WordPress 6.9"><script src="/wp-includes/js/wp-embed.min.js"></script>'
OPENSID = '<p>Dibuat dengan OpenSID</p><img src="/desa/upload/logo.png"><a href="/siteman">Masuk</a>'
# A list of WordPress that names all articles.
LIST = "/wp-sitemap-posts-post-1.xml"


def dated(number: int) -> str:
    """The address of an article of OpenSID."""
    return f"/artikel/2025/3/{1 + number % 28}/kelas-warga-desa-{number}"


def table_of(base: str, numbers: list[int]) -> Answer:
    """OpenSID's sitemap of such articles."""
    urls = "".join(f"<url><loc>{base}{dated(number)[1:]}</loc></url>" for number in numbers)
    ns = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return Answer(f'<urlset xmlns="{ns}">{urls}</urlset>'.encode(), "application/xml")


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
        pages["/"] = page(SIGNS + front(range(1)).body.decode())
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


def test_what_a_list_names_no_more_is_asked_though_a_feed_that_is_as_it_was_names_it_still(
    collection: Collection,
) -> None:
    pages = whole(Pages(validators=True), 6)
    with changing_site(pages) as site:
        link = SIGNS + f'<link rel="alternate" type="application/rss+xml" href="{site.url}feed">'
        pages["/"] = page(link + front(range(6)).body.decode())
        pages["/feed"] = feed(site.url, range(6))
        pages[LIST] = sitemap(site.url, range(6))
        pages["/robots.txt"] = Answer(f"Sitemap: {site.url}{LIST[1:]}".encode(), "text/plain")
        lumbung("seeds", "add", site.url, "-c", collection.root)
        crawl(collection)
        of_pages(site)

        # As WordPress does when a post is taken away: its feed is not modified.
        pages[address(3)] = Answer(b"tidak ada", status=410)
        pages["/"] = page(link + front([0, 1, 2, 4, 5]).body.decode())
        pages[LIST] = sitemap(site.url, [0, 1, 2, 4, 5])
        make_due(collection)
        crawl(collection, "--due")

        assert (address(3), 410) in of_pages(site)
        assert told(collection) == [("vanished", address(3))]


def test_a_list_is_read_as_on_earlier_visits_while_gamblers_hold_the_front_page(collection: Collection) -> None:
    pages = whole(Pages(), 5)
    with changing_site(pages) as site:
        pages["/"] = page(SIGNS + front(range(5)).body.decode())
        pages["/robots.txt"] = Answer(f"Sitemap: {site.url}{LIST[1:]}".encode(), "text/plain")
        pages[LIST] = sitemap(site.url, range(5))
        lumbung("seeds", "add", site.url, "-c", collection.root)
        crawl(collection)
        make_due(collection, 40)  # then in full, though nothing tells of WordPress any more
        pages["/"] = front(range(5))
        crawl(collection, "--due")
        assert last_site(collection)["platform"] is None

        pages["/"] = page("<h1>SLOT GACOR MAXWIN</h1><p>Situs judi slot online gacor, daftar dan deposit pulsa.</p>")
        del pages[address(2)]
        pages[LIST] = sitemap(site.url, (0, 1, 3, 4))
        make_due(collection)
        crawl(collection, "--due")

        assert last_site(collection)["visit"] == "news"
        assert ("vanished", address(2)) in told(collection)


def test_what_is_taken_out_of_a_long_list_is_asked_though_the_list_is_not_read_to_its_end(
    collection: Collection,
) -> None:
    pages = Pages()

    def listed(numbers: list[int]) -> None:
        parts = [numbers[place : place + 2] for place in range(0, len(numbers), 2)]
        ends = f'<a href="/arsip/{len(parts)}">Akhir</a>'
        for place, part in enumerate(parts, 1):
            links = "".join(f'<tr><td><a href="{dated(number)}">Kelas {number}</a></td></tr>' for number in part)
            pages[f"/arsip/{place}"] = page(f"{OPENSID}<table>{links}</table>{ends}")
        pages["/"] = page(OPENSID + "".join(f'<a href="{dated(number)}">Kelas</a>' for number in numbers[:3]))
        # Its sitemap is its table of articles: those that nobody may see stay in it.
        pages["/sitemap"] = table_of(site.url, sorted({*numbers, 41}))

    with changing_site(pages) as site:
        pages.update({dated(number): article(number) for number in range(44)})
        listed(list(range(43, -1, -1)))
        lumbung("seeds", "add", site.url, "-c", collection.root)
        crawl(collection)
        assert last_site(collection)["platform"] == "opensid"

        del pages[dated(41)]
        pages[dated(44)] = article(44)
        listed([44, *(number for number in range(43, -1, -1) if number != 41)])
        of_pages(site)
        make_due(collection)
        crawl(collection, "--due")

        asked = [path for path, _ in of_pages(site)]
        assert ("/arsip/1" in asked, "/arsip/9" in asked) == (True, False)
        assert told(collection) == [("vanished", dated(41))]


def test_what_the_table_of_all_articles_names_no_more_is_asked_though_it_lies_deep_in_the_list(
    collection: Collection,
) -> None:
    pages = Pages()

    def tell(site: str, numbers: list[int]) -> None:
        pages["/sitemap"] = table_of(site, numbers)
        pages["/"] = page(OPENSID + "".join(f'<a href="{dated(number)}">Kelas</a>' for number in numbers[:3]))

    with changing_site(pages) as site:
        pages.update({dated(number): article(number) for number in range(9)})
        tell(site.url, list(range(8, -1, -1)))
        lumbung("seeds", "add", site.url, "-c", collection.root)
        crawl(collection)

        pages[dated(1)] = Answer(b"", status=301, headers=(("Location", dated(11)),))
        pages[dated(11)] = article(1)
        tell(site.url, [8, 7, 6, 5, 4, 3, 2, 11, 0])
        make_due(collection)
        crawl(collection, "--due")

        assert told(collection) == [("redirected", dated(1))]
