"""Kampung Misalnya: a Blogger site whose pager robots.txt forbids and into which gamblers have broken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC
from email.utils import format_datetime
from itertools import groupby

from crawler.demo.answers import Answer, Entry, Expectation, Maker, Site, targets
from crawler.demo.blogger.article import article_page, mobile_page
from crawler.demo.blogger.feeds import feed, pages_sitemap, robots, sitemap
from crawler.demo.blogger.pages import VILLAGE, Pages
from crawler.demo.blogger.stories import ABOUT, DRAFT, MISSING, STORIES
from crawler.demo.pictures import mosaic_jpeg, mosaic_png
from crawler.demo.stories import Story, expect_article

LIST_LENGTH = 4


def blogger_site(base: str) -> Site:
    pages = Pages(base)
    about = f"/p/{ABOUT[0]}.html"
    entries = {
        **_articles(pages),
        **_listings(pages),
        about: Entry("page", _kept(pages.static())),
        f"{about}?m=1": Entry("duplicate", _kept(pages.static())),
        **_pictures(pages),
        "/robots.txt": Entry("robots", _kept(robots(base), "text/plain; charset=UTF-8")),
        "/sitemap.xml": Entry("sitemap", _kept(sitemap(pages, STORIES), "application/xml; charset=UTF-8")),
        "/sitemap-pages.xml": Entry("sitemap", _kept(pages_sitemap(pages, [about]), "application/xml; charset=UTF-8")),
        "/feeds/posts/default": Entry("feed", lambda visit: _kept(*feed(pages, STORIES, visit))),
        "/favicon.ico": Entry("asset", Answer(mosaic_png("blog", 32, 32), "image/png")),
    }
    not_found = Answer(pages.not_found(), status=404, gzip=True, chunked=True)
    return Site(VILLAGE, "blogger", "GSE", entries, not_found, _expectation(pages, entries))


def _articles(pages: Pages) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for story in STORIES:
        path = pages.story_path(story)
        entries[path] = Entry("article", _kept(article_page(pages, story)))
        entries[f"{path}?m=1"] = Entry("duplicate", _kept(mobile_page(pages, story)))
        entries[f"{path}?m=0"] = Entry("duplicate", _kept(article_page(pages, story)))
    return entries


def _listings(pages: Pages) -> dict[str, Entry]:
    """Front page, years and months; the lists below /search, which robots.txt forbids, are traps."""
    by_path: dict[str, Sequence[Story]] = {"/": STORIES[:LIST_LENGTH], "/2022/": STORIES}
    for month, stories in groupby(STORIES, key=lambda story: f"{story.published:%Y/%m}"):
        by_path[f"/{month}/"] = tuple(stories)
    entries = {path: Entry("listing", _kept(pages.listing(path, stories))) for path, stories in by_path.items()}
    entries |= {f"{path}?m=1": Entry("duplicate", entry.answer) for path, entry in entries.items()}
    hidden: dict[str, Sequence[Story]] = {
        pages.older_path(STORIES[start - 1]): STORIES[start : start + LIST_LENGTH]
        for start in range(LIST_LENGTH, len(STORIES), LIST_LENGTH)
    }
    for category in {story.category: None for story in STORIES}:
        hidden[f"/search/label/{category}"] = [story for story in STORIES if story.category == category]
    return entries | {path: Entry("trap", _kept(pages.listing(path, stories))) for path, stories in hidden.items()}


def _pictures(pages: Pages) -> dict[str, Entry]:
    return {
        pages.picture_path(photo, size): Entry("picture", _jpeg(photo.file, width))
        for story in STORIES
        for photo in story.photos
        for size, width in (("s0", 640), ("s1600", 640), ("s320", 320))
    }


def _jpeg(name: str, width: int) -> Maker:
    return lambda visit: Answer(mosaic_jpeg(name, width, width * 3 // 4), "image/jpeg")


def _kept(body: bytes, mime: str = "text/html; charset=UTF-8") -> Answer:
    """An answer with the validators that Blogger gives to pages and feeds alike."""
    headers = (
        ("Cache-Control", "private, max-age=0"),
        ("Last-Modified", format_datetime(STORIES[0].published.astimezone(UTC), usegmt=True)),
        ("ETag", f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'),
    )
    return Answer(body, mime, headers=headers, chunked=True, gzip=True)


def _expectation(pages: Pages, entries: dict[str, Entry]) -> Expectation:
    base = pages.base
    articles = tuple(
        expect_article(
            story,
            base + pages.story_path(story),
            {photo.file: base + pages.picture_path(photo) for photo in story.photos},
        )
        for story in STORIES
        if "hijacked" not in story.flags
    )
    return Expectation(
        repeats=tuple(base + path for path in targets(entries, "listing") if re.search(r"\A/\d{4}/(?:\d\d/)?\Z", path)),
        pages=tuple(base + path for path in targets(entries, "article", "page", "listing")),
        articles=articles,
        captions=tuple(caption for article in articles for caption in article.captions),
        pictures=tuple(picture for article in articles if article.relation != "none" for picture in article.pictures),
        disallowed=(),
        files=(),
        missing=tuple(base + path for path in MISSING),
        hidden=(base + DRAFT,),
        taken=tuple(base + pages.story_path(story) for story in STORIES if "hijacked" in story.flags),
    )
