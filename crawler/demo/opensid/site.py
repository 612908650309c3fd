"""Desa Umpama Jaya: an OpenSID site whose answers never repeat, whose pager is broken and whose pictures
robots.txt forbids, as OpenSID comes out of the box."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import partial

from crawler.demo.answers import Answer, Entry, Expectation, Maker, Site, Visit, targets
from crawler.demo.documents import one_page_pdf
from crawler.demo.opensid.article import article_page
from crawler.demo.opensid.feeds import feed, robots, sitemap
from crawler.demo.opensid.pages import VILLAGE, Pages, slug
from crawler.demo.opensid.stories import ATTACHMENT_STORY, HEADLINE, STORIES, UNSHOWN
from crawler.demo.pictures import mosaic_jpeg, mosaic_png
from crawler.demo.stories import Story, expect_article

LIST_LENGTH = 5
ARCHIVE_LENGTH = 6


def opensid_site(base: str) -> Site:
    pages = Pages(base)
    html = {**_articles(pages), **_listings(pages)}
    entries = {
        **html,
        # OpenSID answers each address with and without index.php.
        **{f"/index.php{path}": Entry("duplicate", entry.answer) for path, entry in html.items()},
        **_redirects(pages),
        **_machines(pages),
        **_pictures(pages),
        "/siteman": Entry("trap", _html(pages.not_found)),
    }
    unknown = _html(pages.not_found)
    return Site(
        VILLAGE,
        "opensid",
        "LiteSpeed",
        entries,
        _html(pages.not_found, 404),
        _expectation(pages, entries),
        # An unknown article or category, and a list page past the end, answer 200.
        {"/artikel/": unknown, "/index.php/artikel/": unknown, "/index/": unknown, "/arsip/": unknown},
    )


def _articles(pages: Pages) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for story in STORIES:
        path, answer = pages.story_path(story), _html(partial(article_page, pages, story))
        entries[path] = Entry("article", answer)
        entries[f"/first{path}"] = Entry("duplicate", answer)
    return entries


def _listings(pages: Pages) -> dict[str, Entry]:
    below = [story for story in STORIES if story is not HEADLINE]
    entries: dict[str, Entry] = {}
    for page, last, stories in _sheets(below, LIST_LENGTH):
        top = HEADLINE if page == 1 else None
        answer = _html(partial(pages.front, stories, page, last, top))
        entries[f"/index/{page}"] = Entry("duplicate" if page == 1 else "listing", answer)
        if page == 1:
            entries |= {"/": Entry("listing", answer), "/first": Entry("duplicate", answer)}
    for page, last, stories in _sheets(STORIES, ARCHIVE_LENGTH):
        answer = _html(partial(pages.archive, stories, page, last))
        entries[f"/arsip/{page}"] = Entry("duplicate" if page == 1 else "listing", answer)
        if page == 1:
            entries["/arsip"] = Entry("listing", answer)
    for category in {story.category: None for story in STORIES}:
        stories = [story for story in STORIES if story.category == category]
        answer = _html(partial(pages.category, category, stories))
        entries[f"/artikel/kategori/{slug(category)}"] = Entry("listing", answer)
    return entries


def _redirects(pages: Pages) -> dict[str, Entry]:
    """An address with the article's number in place of its words leads to the words."""
    return {
        f"{pages.story_path(story).rpartition('/')[0]}/{story.number}": Entry(
            "redirect", Answer(b"", status=307, headers=(("Location", pages.base + pages.story_path(story)),))
        )
        for story in STORIES
    }


def _machines(pages: Pages) -> dict[str, Entry]:
    return {
        "/robots.txt": Entry("robots", robots()),
        "/feed": Entry("feed", feed(pages, STORIES)),
        "/feed.xml": Entry("feed", feed(pages, STORIES)),
        "/sitemap": Entry("sitemap", sitemap(pages, STORIES, UNSHOWN)),
        "/sitemap.xml": Entry("sitemap", sitemap(pages, STORIES, UNSHOWN)),
        pages.attachment_path(ATTACHMENT_STORY): Entry(
            "file", Answer(one_page_pdf(f"Realisasi APBDes 2023 {VILLAGE}"), "application/pdf")
        ),
        "/assets/css/natra.css": Entry("asset", Answer(b".catg_titile{background:#39c}", "text/css")),
    }


def _pictures(pages: Pages) -> dict[str, Entry]:
    photos = [photo for story in STORIES for photo in story.photos]
    return {
        **{pages.picture_path(photo): Entry("picture", _jpeg(photo.file, 640, 480)) for photo in photos},
        **{
            pages.picture_path(photo, "kecil"): Entry("picture", _jpeg(photo.file, 320, 240))
            for photo in photos
            if photo.form == "featured"
        },
        "/desa/logo/umpamajaya.png": Entry("asset", Answer(mosaic_png("logo", 96, 96), "image/png")),
        "/desa/logo/favicon.ico": Entry("asset", Answer(mosaic_png("favicon", 32, 32), "image/png")),
        "/assets/images/img-loader.gif": Entry("asset", Answer(mosaic_png("loader", 16, 16), "image/png")),
        "/captcha": Entry("trap", lambda visit: Answer(mosaic_png(f"captcha {visit.number}", 120, 40), "image/png")),
    }


def _jpeg(name: str, width: int, height: int) -> Maker:
    return lambda visit: Answer(mosaic_jpeg(name, width, height), "image/jpeg")


def _html(page: Callable[[int], bytes], status: int = 200) -> Maker:
    """A maker of answers as PHP sessions make them: new cookies each time, and never to be kept."""

    def answer(visit: Visit) -> Answer:
        token = hashlib.sha256(f"{visit.path} {visit.number}".encode()).hexdigest()
        headers = (
            ("X-Powered-By", "PHP/8.1.27"),
            ("Set-Cookie", f"sidcsrf={token[:32]}; Max-Age=7200; Path=/"),
            ("Set-Cookie", f"ci_session={token[32:]}; Max-Age=7200; Path=/; HttpOnly"),
            ("Expires", "Thu, 19 Nov 1981 08:52:00 GMT"),
            ("Cache-Control", "no-store, no-cache, must-revalidate"),
            ("Pragma", "no-cache"),
        )
        return Answer(page(visit.number), status=status, headers=headers, chunked=True)

    return answer


def _expectation(pages: Pages, entries: dict[str, Entry]) -> Expectation:
    base = pages.base
    articles = tuple(
        expect_article(
            story,
            base + pages.story_path(story),
            {photo.file: base + pages.picture_path(photo) for photo in story.photos},
        )
        for story in STORIES
    )
    archive_pages = -(-len(STORIES) // ARCHIVE_LENGTH)
    return Expectation(
        repeats=tuple(
            base + path for path in targets(entries, "listing") if re.search(r"/index/|/kategori/|/arsip\Z", path)
        ),
        pages=tuple(base + path for path in targets(entries, "article", "listing")),
        articles=articles,
        captions=tuple(caption for article in articles for caption in article.captions),
        pictures=(),
        disallowed=tuple(picture for article in articles for picture in article.pictures),
        files=tuple(base + path for path in targets(entries, "file")),
        missing=tuple(
            base + path
            for path in (
                "/first/kategori/4",
                "/index.php/first/artikel/12",
                *(f"/first/arsip/{page}" for page in range(1, archive_pages + 1)),
            )
        ),
        hidden=tuple(base + path for path in UNSHOWN),
    )


def _sheets(stories: Sequence[Story], length: int) -> list[tuple[int, int, Sequence[Story]]]:
    """(number, number of the last, stories) for each page of a list."""
    last = -(-len(stories) // length)
    return [(page, last, stories[(page - 1) * length : page * length]) for page in range(1, last + 1)]
