"""Desa Contohrejo: a WordPress site with pretty permalinks, a paged front page and the usual traps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby

from crawler.demo.answers import Answer, Entry, Expectation, Maker, Role, Site, Visit, targets
from crawler.demo.pictures import mosaic_jpeg
from crawler.demo.stories import MONTHS, Story, expect_article
from crawler.demo.wordpress.article import article_page
from crawler.demo.wordpress.feeds import JSON, feed, no_comments_feed, rest_posts, sitemaps
from crawler.demo.wordpress.pages import VILLAGE, Pages, author_slug
from crawler.demo.wordpress.stories import ABOUT, DRAFT, SCHEDULED, STORIES

PICTURE_SIZES = {"": (640, 480), "-326x245": (326, 245), "-300x225": (300, 225)}
LIST_LENGTH = 5
FEED_LENGTH = 10


def wordpress_site(base: str) -> Site:
    pages = Pages(base)
    not_found = Answer(pages.not_found(), status=404, gzip=True)
    entries = {
        **_articles(pages),
        **_listings(pages),
        **_machines(pages),
        **_pictures(pages),
        **_assets(),
        "/profil-desa/": _html(pages, "page", pages.static(2, ABOUT[1], ABOUT[2])),
        "/wp-login.php": _html(pages, "trap", pages.static(0, "Log Masuk", ("Nama pengguna atau alamat email",))),
        "/wp-admin/": _moved(f"{base}/wp-login.php", 302),
        "/xmlrpc.php": Entry("trap", Answer(b"XML-RPC server accepts POST requests only.", "text/plain", 405)),
        **{f"/?p={number}": Entry("error", not_found) for _, _, number in (DRAFT, SCHEDULED)},
    }
    expected = _expectation(pages, entries)
    return Site("Desa Contohrejo", "wordpress", "Apache/2.4.57 (Debian)", entries, not_found, expected)


def _articles(pages: Pages) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for story in STORIES:
        path = pages.story_path(story)
        for part in range(1, len(story.parts()) + 1):
            answer = article_page(pages, story, part)
            entries[path if part == 1 else f"{path}{part}/"] = _html(pages, "article" if part == 1 else "part", answer)
        for network in ("facebook", "twitter"):
            # Real share links lead to the network; nothing of the demo may leave the machine.
            entries[f"{path}?share={network}&nb=1"] = _moved(f"https://{network}.invalid/bagikan", 302)
        for place in range(1, len(story.comments) + 1):
            entries[f"{path}?replytocom={story.number}{place}"] = _html(
                pages, "duplicate", article_page(pages, story, 1)
            )
        entries[f"{path}feed/"] = Entry("trap", no_comments_feed(pages))
        entries[f"/?p={story.number}"] = _moved(pages.base + path, 301)
        # WordPress sends an address without its last slash to the one with it.
        entries[path.rstrip("/")] = _moved(pages.base + path, 301)
    return entries


def _listings(pages: Pages) -> dict[str, Entry]:
    entries = _listing(pages, VILLAGE, "home blog", "/", STORIES)
    for name, stories in _grouped(lambda story: story.category).items():
        entries |= _listing(pages, name, "archive category", f"/category/{name.lower()}/", stories)
    for month, stories in _grouped(lambda story: f"{story.published:%Y/%m}").items():
        title = f"Bulan: {MONTHS[int(month[-2:]) - 1]} {month[:4]}"
        entries |= _listing(pages, title, "archive date", f"/{month}/", stories)
    for name, stories in _grouped(lambda story: story.author).items():
        entries |= _listing(pages, name, "archive author", f"/author/{author_slug(name)}/", stories, "trap")
    return entries


def _listing(
    pages: Pages, title: str, body_class: str, path: str, stories: Sequence[Story], role: Role = "listing"
) -> dict[str, Entry]:
    """A list at `path` and, when it is long, at `path`page/2/ and so on."""
    last = -(-len(stories) // LIST_LENGTH)
    entries = {}
    for page in range(1, last + 1):
        shown = stories[(page - 1) * LIST_LENGTH : page * LIST_LENGTH]
        body = pages.listing(title, body_class, path, shown, page, last)
        entries[path if page == 1 else f"{path}page/{page}/"] = _html(pages, role, body)
    return entries


def _machines(pages: Pages) -> dict[str, Entry]:
    robots = (
        "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\n"
        f"Sitemap: {pages.base}/wp-sitemap.xml\n"
    )
    categories = [f"/category/{name.lower()}/" for name in _grouped(lambda story: story.category)]
    maps = sitemaps(
        pages.base,
        {
            "posts-post": [pages.story_path(story) for story in STORIES],
            "posts-page": ["/", "/profil-desa/"],
            "taxonomies-category": categories,
        },
    )
    return {
        "/robots.txt": Entry("robots", Answer(robots.encode(), "text/plain; charset=utf-8")),
        **{path: Entry("sitemap", answer) for path, answer in maps.items()},
        "/feed/": Entry("feed", partial(_feed_page, pages)),
        "/?feed=rss2": Entry("feed", partial(_feed_page, pages)),
        "/comments/feed/": Entry("trap", no_comments_feed(pages)),
        "/wp-json/": Entry("api", Answer(b'{"name":"Desa Contohrejo","namespaces":["wp/v2"]}', JSON)),
        "/wp-json/wp/v2/posts": Entry("api", partial(rest_posts, pages, STORIES)),
    }


def _feed_page(pages: Pages, visit: Visit) -> Answer:
    """/feed/ and /feed/?paged=N; past the end the site's 404."""
    number = visit.query.removeprefix("paged=")
    start = (int(number) - 1) * FEED_LENGTH if number.isdecimal() else 0
    stories = STORIES[start : start + FEED_LENGTH]
    return feed(pages, stories, STORIES[0]) if stories else Answer(pages.not_found(), status=404, gzip=True)


def _pictures(pages: Pages) -> dict[str, Entry]:
    return {
        pages.picture_path(story, photo, size): Entry("picture", _picture(photo.file, *pixels))
        for story in STORIES
        for photo in story.photos
        for size, pixels in PICTURE_SIZES.items()
    }


def _assets() -> dict[str, Entry]:
    return {
        "/wp-content/themes/mh-magazine-lite/style.css": Entry(
            "asset", Answer(b".mh-content{float:left}", "text/css", gzip=True)
        ),
        "/wp-includes/js/jquery/jquery.min.js": Entry(
            "asset", Answer(b"window.jQuery=function(){};", "application/javascript", gzip=True)
        ),
    }


def _picture(name: str, width: int, height: int) -> Maker:
    return lambda visit: Answer(mosaic_jpeg(name, width, height), "image/jpeg")


def _expectation(pages: Pages, entries: Mapping[str, Entry]) -> Expectation:
    base = pages.base
    articles = tuple(
        expect_article(
            story,
            base + pages.story_path(story),
            {photo.file: base + pages.picture_path(story, photo) for photo in story.photos},
            [f"{base}{pages.story_path(story)}{part}/" for part in range(2, len(story.parts()) + 1)],
        )
        for story in STORIES
    )
    return Expectation(
        repeats=tuple(
            base + path for path in targets(entries, "listing") if re.search(r"/page/|/category/|\A/\d{4}/", path)
        ),
        pages=tuple(base + path for path in targets(entries, "article", "part", "page", "listing")),
        articles=articles,
        captions=tuple(caption for article in articles for caption in article.captions),
        pictures=tuple(
            base + pages.picture_path(story, photo)
            for story in STORIES
            if story.relation != "none"
            for photo in story.photos
        ),
        disallowed=(),
        files=(),
        missing=tuple(base + path for path in ("/struktur-organisasi/", "/unduhan/formulir-surat-pengantar/")),
        hidden=tuple(f"{base}/{date}/{slug}/" for date, slug, _ in (DRAFT, SCHEDULED)),
    )


def _grouped(key: Callable[[Story], str]) -> dict[str, list[Story]]:
    return {name: list(stories) for name, stories in groupby(sorted(STORIES, key=key, reverse=True), key)}


def _html(pages: Pages, role: Role, body: bytes) -> Entry:
    interface = ("Link", f'<{pages.base}/wp-json/>; rel="https://api.w.org/"')
    return Entry(role, Answer(body, headers=(interface,), gzip=True))


def _moved(address: str, status: int) -> Entry:
    return Entry("redirect", Answer(b"", status=status, headers=(("Location", address),)))
