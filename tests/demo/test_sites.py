"""What the three sites say: to people, to crawlers, and in their tables of what is to be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html
from protego import Protego

from crawler.demo import DemoSite
from crawler.demo.answers import targets
from tests.demo.client import get

ATOM = "{http://www.w3.org/2005/Atom}"
# What pages of these platforms name without anybody fetching it: profiles, schemas, comment forms.
NAMED_ONLY = {"gmpg.org", "www.blogger.com", "github.com"}


# ---- every site ----


def test_every_page_worth_a_capture_answers_200(site: DemoSite) -> None:
    for url in site.expected.pages:
        got = get(url)
        assert (got.status, got.headers["Content-Type"]) == (200, "text/html; charset=UTF-8"), url


def test_every_link_on_the_site_answers_as_planned(site: DemoSite) -> None:
    linked = {url for page in site.expected.pages for url in links(page) if url.startswith(site.url)}
    statuses = {url: get(url).status for url in linked}

    assert {url for url, status in statuses.items() if status == 404} == set(site.expected.missing)
    assert set(statuses.values()) <= {200, 301, 302, 307, 404, 405}


def test_every_page_worth_a_capture_can_be_reached(site: DemoSite) -> None:
    robots = Protego.parse(get(f"{site.url}robots.txt").body.decode())
    reached: set[str] = set()
    waiting = [site.url]
    while waiting:
        page = waiting.pop()
        if page in reached or not robots.can_fetch(page, "lumbung"):
            continue
        reached.add(page)
        if page in site.expected.pages:
            waiting += [url for url in links(page) if url.startswith(site.url)]
    machine_only = {"/arsip/2", "/arsip/3"}  # OpenSID prints a broken pager to them

    assert {url for url in set(site.expected.pages) - reached if urlsplit(url).path not in machine_only} == set()


def test_nothing_on_the_site_leads_a_crawler_off_the_machine(site: DemoSite) -> None:
    requisites = {url for page in site.expected.pages for url in requisite_links(page)}
    followed = {url for page in site.expected.pages for url in links(page)}
    redirects = {
        get(urljoin(site.url, target)).headers["Location"] for target in targets(site.site.entries, "redirect")
    }

    assert all(url.startswith(site.url) for url in requisites)
    strangers = {urlsplit(url).hostname or "" for url in followed | redirects if not url.startswith(site.url)}
    assert {host for host in strangers if not host.endswith(".invalid")} <= NAMED_ONLY


def test_pictures_are_what_robots_txt_allows(site: DemoSite) -> None:
    robots = Protego.parse(get(f"{site.url}robots.txt").body.decode())
    pictures = site.expected.pictures + site.expected.disallowed
    bodies = {get(url).body for url in pictures}

    assert all(robots.can_fetch(url, "lumbung") for url in site.expected.pictures + site.expected.pages)
    assert not any(robots.can_fetch(url, "lumbung") for url in site.expected.disallowed)
    assert len(bodies) == len(pictures)
    assert all(body.startswith(b"\xff\xd8") for body in bodies)


def test_article_says_what_the_table_says(site: DemoSite) -> None:
    for article in site.expected.articles:
        text = " ".join(" ".join(page_text(url).split()) for url in (article.url, *article.parts))
        for words in (article.title, article.author, *article.paragraphs):
            assert " ".join(words.split()) in text, article.url
        for caption in article.captions:
            assert caption.text in text
            assert all(name in text for name in (caption.credit or "").split(", "))
        if article.dateline:
            assert f"{article.dateline} {article.paragraphs[0][:30]}" in text


def test_caption_stands_by_its_picture(site: DemoSite) -> None:
    for article in site.expected.articles:
        source = "".join(get(url).body.decode() for url in (article.url, *article.parts))
        for caption in article.captions:
            stem = caption.image_url.rpartition("/")[2].removesuffix(".jpg")
            between = source[: source.index(caption.text)].rpartition(stem)[2]
            assert "<img" not in between, caption


def test_site_shows_at_least_two_signs_of_its_platform(site: DemoSite) -> None:
    signs = {
        "wordpress": (rb'name="generator" content="WordPress', rb"/wp-content/", rb"api\.w\.org", rb"/wp-includes/"),
        "opensid": (rb"name='theme' content='Natra'", rb"/desa/logo/", rb"OpenSID", rb"/siteman"),
        "blogger": (rb"content='blogger' name='generator'", rb"/feeds/posts/default", rb"google\.com/2005/gml/b"),
    }[site.platform]

    for url in site.expected.pages:
        body = get(url).body
        assert sum(bool(re.search(sign, body)) for sign in signs) >= 2, url


def test_hidden_articles_are_linked_nowhere_and_not_shown(site: DemoSite) -> None:
    linked = {url for page in site.expected.pages for url in links(page)}

    assert not linked & set(site.expected.hidden)
    assert all(b"tidak" in get(url).body for url in site.expected.hidden)


def test_counts_are_the_lengths_of_the_tables(site: DemoSite) -> None:
    counts = site.expected.counts()

    assert counts["articles"] == len({article.url for article in site.expected.articles})
    assert counts["captions"] == sum(len(article.captions) for article in site.expected.articles)
    assert set(counts) == {
        *("pages", "articles", "captions", "pictures", "disallowed", "files", "missing", "hidden", "repeats", "taken")
    }
    assert set(site.expected.repeats) < set(site.expected.pages)
    assert {article.url for article in site.expected.articles} < set(site.expected.pages)


def test_one_site_at_least_tells_of_each_relation_and_flag(sites: tuple[DemoSite, ...]) -> None:
    articles = [article for site in sites for article in site.expected.articles]

    assert {site.platform for site in sites if any(a.relation == "core" for a in site.expected.articles)} == {
        *("wordpress", "opensid", "blogger")
    }
    assert [article.flags for article in articles].count(("gambling_injected",)) == 1
    assert sum(len(site.expected.taken) for site in sites) == 1
    assert sum(article.relation == "none" for article in articles) > len(articles) / 2


# ---- WordPress ----


def test_wordpress_feed_is_walked_by_pages_until_404(wordpress: DemoSite) -> None:
    found: list[str] = []
    page = 1
    while (got := get(f"{wordpress.url}feed/?paged={page}")).status == 200:
        found += lxml.etree.fromstring(got.body).xpath("//item/link/text()")
        page += 1

    assert page == 3
    assert got.status == 404
    assert found == [article.url for article in wordpress.expected.articles]


def test_wordpress_sitemap_leads_to_every_article(wordpress: DemoSite) -> None:
    robots = Protego.parse(get(f"{wordpress.url}robots.txt").body.decode())
    (index,) = robots.sitemaps
    locations = [url for sitemap in locs(get(index).body) for url in locs(get(sitemap).body)]

    assert {article.url for article in wordpress.expected.articles} <= set(locations)
    assert all(get(url).status == 200 for url in locations)


def test_wordpress_rest_counts_its_posts(wordpress: DemoSite) -> None:
    first = get(f"{wordpress.url}wp-json/wp/v2/posts?per_page=10&page=1")
    past_the_end = get(f"{wordpress.url}wp-json/wp/v2/posts?per_page=10&page=3")

    assert first.headers["X-WP-Total"] == str(len(wordpress.expected.articles))
    assert first.headers["X-WP-TotalPages"] == "2"
    assert past_the_end.status == 400
    assert b"rest_post_invalid_page_number" in past_the_end.body


def test_wordpress_sends_old_addresses_to_the_new_ones(wordpress: DemoSite) -> None:
    article = wordpress.expected.articles[10]
    number = re.search(rb"postid-(\d+)", get(article.url).body)
    assert number
    old = get(f"{wordpress.url}?p={number[1].decode()}")

    assert (old.status, old.headers["Location"]) == (301, article.url)
    assert get(article.url.rstrip("/")).headers["Location"] == article.url


def test_wordpress_article_in_parts_shows_one_part_a_page(wordpress: DemoSite) -> None:
    (article,) = (article for article in wordpress.expected.articles if article.parts)

    assert [url.removeprefix(article.url) for url in article.parts] == ["2/", "3/"]
    assert article.paragraphs[-1] not in page_text(article.url)
    assert article.paragraphs[-1] in page_text(article.parts[-1])


def test_wordpress_programme_page_keeps_its_typing_errors(wordpress: DemoSite) -> None:
    (article,) = (article for article in wordpress.expected.articles if article.relation == "core")
    text = page_text(article.url)

    assert all(word in text for word in ("Insklusi", "trnsformasi", "perserta"))


# ---- OpenSID ----


def test_opensid_answers_never_repeat(opensid: DemoSite) -> None:
    url = opensid.expected.articles[0].url
    first, second = get(url), get(url)
    reads = [int(re.findall(rb"Dibaca (\d+) Kali", got.body)[0]) for got in (first, second)]

    assert reads[1] == reads[0] + 1
    assert first.headers.get_all("Set-Cookie") != second.headers.get_all("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in first.headers.get_all("Set-Cookie") or []] == [
        *("sidcsrf", "ci_session")
    ]


def test_opensid_addresses_have_no_leading_zeros(opensid: DemoSite) -> None:
    assert f"{opensid.url}artikel/2024/6/5/perpustakaan-umpama-cerdas-terima-bantuan-seribu-buku" in (
        article.url for article in opensid.expected.articles
    )


def test_opensid_archive_works_where_its_pager_does_not(opensid: DemoSite) -> None:
    printed = [url for url in links(f"{opensid.url}arsip") if "/first/arsip/" in url]
    listed = [url for number in range(1, len(printed) + 1) for url in archive_rows(f"{opensid.url}arsip/{number}")]

    assert [get(url).status for url in printed] == [404, 404, 404]
    assert listed == [article.url for article in opensid.expected.articles]


def test_opensid_shows_one_article_under_three_addresses(opensid: DemoSite) -> None:
    article = opensid.expected.articles[1]
    path = urlsplit(article.url).path
    numeric = get(f"{opensid.url.rstrip('/')}{path.rpartition('/')[0]}/86")

    for double in (f"first{path}", f"index.php{path}"):
        assert article.paragraphs[0] in page_text(opensid.url + double)
    assert (numeric.status, numeric.headers["Location"]) == (307, article.url)


def test_opensid_says_200_to_what_it_does_not_have(opensid: DemoSite) -> None:
    for path in ("artikel/kategori/tidak-ada", "artikel/2024/6/6/bukan-tanggalnya", "index/99"):
        got = get(opensid.url + path)
        assert (got.status, b"tidak ditemukan" in got.body) == (200, True)


def test_opensid_feed_starts_with_a_blank_and_names_every_article(opensid: DemoSite) -> None:
    body = get(f"{opensid.url}feed").body

    assert body.startswith(b"\n<rss")
    assert lxml.etree.fromstring(body).xpath("//item/link/text()") == [
        article.url for article in opensid.expected.articles
    ]


def test_opensid_sitemap_names_what_nobody_may_see(opensid: DemoSite) -> None:
    listed = set(locs(get(f"{opensid.url}sitemap").body))

    assert {article.url for article in opensid.expected.articles} | set(opensid.expected.hidden) <= listed


def test_opensid_attachment_is_a_pdf(opensid: DemoSite) -> None:
    (url,) = opensid.expected.files

    assert get(url).headers["Content-Type"] == "application/pdf"
    assert url in set(links(opensid.expected.articles[3].url))


# ---- Blogger ----


def test_blogger_feed_is_walked_by_the_number_really_received(blogger: DemoSite) -> None:
    found: list[str] = []
    url: str | None = f"{blogger.url}feeds/posts/default?start-index=1&max-results=100"
    while url:
        feed = lxml.etree.fromstring(get(url).body)
        found += feed.xpath("//a:entry/a:link[@rel='alternate']/@href", namespaces={"a": ATOM[1:-1]})
        url = next(iter(feed.xpath("/a:feed/a:link[@rel='next']/@href", namespaces={"a": ATOM[1:-1]})), None)
    total = feed.findtext("{http://a9.com/-/spec/opensearchrss/1.0/}totalResults")

    assert found == [*blogger.expected.taken, *(article.url for article in blogger.expected.articles)]
    assert total == str(len(found))


def test_blogger_feed_comes_as_rss_too(blogger: DemoSite) -> None:
    feed = lxml.etree.fromstring(get(f"{blogger.url}feeds/posts/default?alt=rss&start-index=9").body)

    assert feed.xpath("//item/link/text()") == [article.url for article in blogger.expected.articles[7:]]


def test_blogger_page_for_telephones_names_the_other_as_canonical(blogger: DemoSite) -> None:
    article = blogger.expected.articles[2]
    page = lxml.html.fromstring(get(f"{article.url}?m=1").body)

    assert page.xpath("//link[@rel='canonical']/@href") == [article.url]
    assert article.paragraphs[0] in page.text_content()


def test_blogger_pager_is_forbidden_and_the_months_are_not(blogger: DemoSite) -> None:
    robots = Protego.parse(get(f"{blogger.url}robots.txt").body.decode())
    (older,) = (url for url in links(blogger.url) if "/search?updated-max=" in url)

    assert get(older).status == 200
    assert not robots.can_fetch(older, "lumbung")
    assert robots.can_fetch(f"{blogger.url}2022/05/", "lumbung")


def test_blogger_slugs_are_as_short_as_bloggers(blogger: DemoSite) -> None:
    slugs = [article.url.rpartition("/")[2].removesuffix(".html") for article in blogger.expected.articles]

    assert all(len(slug) <= 39 for slug in slugs)


def test_blogger_intruders_hide_links_in_one_article_and_own_another(blogger: DemoSite) -> None:
    (hacked,) = (article for article in blogger.expected.articles if article.flags)
    (own,) = blogger.expected.taken
    (hidden,) = lxml.html.fromstring(get(hacked.url).body).xpath("//div[contains(@style, 'left:-9999px')]")

    assert b"Situs Slot Gacor" in get(own).body
    assert "slot gacor" not in " ".join(hacked.paragraphs)
    assert own in hidden.xpath(".//a/@href")
    assert len(hidden.xpath(".//a[contains(@href, '.invalid')]")) == 4


# ---- reading pages ----


def links(url: str) -> Iterator[str]:
    """Addresses that `a` elements and feed links of a page lead to, absolute and without fragment."""
    for href in page_tree(url).xpath("//a/@href | //link[@rel='alternate' or @rel='shortlink']/@href"):
        yield urljoin(url, href).partition("#")[0]


def requisite_links(url: str) -> Iterator[str]:
    sheets = "//link[contains(@rel, 'stylesheet') or contains(@rel, 'icon')]/@href"
    for href in page_tree(url).xpath(f"//img/@src | //img/@data-src | //script/@src | {sheets}"):
        yield urljoin(url, href)
    for srcset in page_tree(url).xpath("//img/@srcset"):
        yield from (urljoin(url, candidate.split()[0]) for candidate in srcset.split(","))


def archive_rows(url: str) -> list[str]:
    return [str(href) for href in page_tree(url).xpath("//table//a/@href")]


def page_tree(url: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(get(url).body.decode())


def page_text(url: str) -> str:
    return str(page_tree(url).text_content())


def locs(sitemap: bytes) -> list[str]:
    return [str(loc) for loc in lxml.etree.fromstring(sitemap).xpath("//*[local-name()='loc']/text()")]
