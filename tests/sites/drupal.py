"""Desa Andaijaya: Drupal 8 with an alias and a /node/N for each article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from html import escape
from urllib.parse import parse_qs

from crawler.demo.answers import Answer, Entry, Maker, Site, Visit
from crawler.demo.stories import DAYS, wib
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.stories import Story, asset_entries, expect_addresses, invent_stories, picture_entries, sheet

VILLAGE = "Desa Andaijaya"
STORIES = invent_stories(VILLAGE, 23, wib(2020, 2, 13, 10, 15), "operator")
TERMS = {2: ("berita", "Berita"), 3: ("kegiatan", "Kegiatan"), 5: ("pustaka", "Perpustakaan")}


def article_path(story: Story) -> str:
    return f"/berita/{story.slug}"


def _node_path(story: Story) -> str:
    return f"/node/{story.number}"


@dataclass(frozen=True, slots=True)
class _Drupal:
    base: str

    def frame(self, title: str, content: str, head: str = "") -> str:
        terms = "".join(
            f'<li class="menu-item"><a href="/taxonomy/term/{key}">{label}</a></li>'
            for key, (_, label) in TERMS.items()
        )
        recent = "".join(
            f'<li><div class="views-field views-field-title"><span class="field-content"><a href="{article_path(story)}" hreflang="id">'
            f"{escape(story.title)}</a></span></div></li>"
            for story in STORIES[:4]
        )
        return f"""<!DOCTYPE html>
<html lang="id" dir="ltr" prefix="og: http://ogp.me/ns#"><head><meta charset="utf-8" />
<meta name="Generator" content="Drupal 8 (https://www.drupal.org)" />
<meta name="MobileOptimized" content="width" /><meta name="viewport" content="width=device-width, initial-scale=1.0" />
{head}<link rel="shortcut icon" href="/core/misc/favicon.ico" type="image/vnd.microsoft.icon" />
<title>{escape(title)} | {VILLAGE}</title>
<link rel="stylesheet" media="all" href="/sites/default/files/css/css_umpama.css" /></head>
<body class="layout-one-sidebar path-node"><a href="#main-content" class="visually-hidden focusable skip-link">Skip to main content</a>
<header id="header" class="header" role="banner"><div class="site-branding__name"><a href="/" rel="home">{VILLAGE}</a></div>
<nav role="navigation" class="block-system-menu-blockmain"><ul class="menu"><li class="menu-item"><a href="/">Beranda</a></li>{terms}
</ul></nav></header>
<main id="content" class="column main-content" role="main"><section class="section"><a id="main-content" tabindex="-1"></a>
{content}
</section></main><aside class="sidebar"><div class="search-block-form"><form action="/search/node" method="get">
<input type="search" name="keys" /></form></div><div class="block-views"><h2>Konten Terbaru</h2><ul>{recent}</ul></div></aside>
<footer class="site-footer"><ul class="menu"><li><a href="/user/login">Masuk</a></li></ul><a href="/rss.xml" class="feed-icon">
Berlangganan</a><span>Powered by <a href="https://www.drupal.org">Drupal</a></span></footer></body></html>
"""

    def article(self, story: Story, visit: Visit) -> str:
        address = self.base + article_path(story)
        term = next(
            f'<a href="/taxonomy/term/{key}" hreflang="id">{label}</a>'
            for key, (kind, label) in TERMS.items()
            if kind == story.kind
        )
        updated = story.published + timedelta(days=6 if story.number % 4 == 1 else 0)
        content = f"""<h1 class="title page-title"><span class="field field--name-title field--type-string field--label-hidden">{escape(story.title)}</span></h1>
<nav class="tabs" role="navigation"></nav>
<article data-history-node-id="{story.number}" role="article" class="node node--type-article node--promoted node--view-mode-full clearfix">
<header>{_submitted(story)}</header>
<div class="node__content clearfix">{self._picture(story)}
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden field__item">
{"".join(f"<p>{escape(text, quote=False)}</p>" for text in story.paragraphs)}
</div>
<div class="field field--name-field-tags field--label-above clearfix"><h3 class="field__label">Tags</h3><ul class="links field__items"><li>{term}</li></ul></div>
<ul class="links inline"><li class="comment-forbidden"><a href="/user/login?destination={_node_path(story)}%23comment-form">Masuk</a> untuk menulis komentar</li></ul>
</div></article>"""
        head = f"""<link rel="canonical" href="{address}" />
<link rel="shortlink" href="{self.base}{_node_path(story)}" />
<meta property="og:title" content="{escape(story.title)}" /><meta property="og:url" content="{address}" />
<meta property="og:updated_time" content="{updated.isoformat()}" />
"""
        return self.frame(story.title, content, head)

    def listing(self, title: str, stories: Sequence[Story], feed: str, visit: Visit) -> str:
        """Ten teasers; ?page= counts from 0, and past the end there are none."""
        value = parse_qs(visit.query).get("page", ["0"])[0]
        page = int(value) if value.isdigit() else 0
        teasers = "".join(
            f"""<div class="views-row"><article data-history-node-id="{story.number}" role="article"
class="node node--type-article node--promoted node--view-mode-teaser clearfix"><header><h2 class="node__title"><a href="{article_path(story)}" rel="bookmark">
<span class="field field--name-title">{escape(story.title)}</span></a></h2>{_submitted(story)}</header><div class="node__content">
<div class="field field--name-body field__item"><p>{escape(story.paragraphs[0])}</p></div><ul class="links inline"><li class="node-readmore">
<a href="{article_path(story)}" rel="tag" title="{escape(story.title)}" hreflang="id">Baca selengkapnya</a></li></ul></div></article></div>
"""
            for story in sheet(stories, page + 1, 10)
        )
        last = max(0, (len(stories) - 1) // 10)
        numbers = "".join(
            f'<li class="pager__item"><a href="?page={near}" title="Go to page {near + 1}">{near + 1}</a></li>'
            for near in range(last + 1)
        )
        pager = (
            f'<nav class="pager" role="navigation"><ul class="pager__items js-pager__items">{numbers}</ul></nav>'
            if last
            else ""
        )
        head = f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{self.base}{feed}" />\n'
        return self.frame(
            title, f'<h1 class="title page-title">{title}</h1><div class="view-content">{teasers}</div>{pager}', head
        )

    def message(self, title: str, text: str) -> str:
        return self.frame(title, f'<h1 class="title page-title">{title}</h1><div class="content">{text}</div>')

    def feed(self, title: str, stories: Sequence[Story]) -> Answer:
        rows = "".join(
            f"<item><title>{escape(story.title)}</title><link>{self.base}{article_path(story)}</link><description>"
            f"{escape(''.join(f'<p>{text}</p>' for text in story.paragraphs))}</description><pubDate>{format_datetime(story.published)}</pubDate>"
            f'<dc:creator>{story.author}</dc:creator><guid isPermaLink="false">{story.number} at {self.base}</guid></item>\n'
            for story in stories[:10]
        )
        text = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xml:base="{self.base}/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{title}</title>
<link>{self.base}/</link><description/><language>id</language>{rows}</channel></rss>
"""
        return Answer(text.encode(), "application/rss+xml; charset=utf-8", headers=_HEADERS)

    def _picture(self, story: Story) -> str:
        if not story.picture:
            return ""
        return f"""<div class="field field--name-field-image field--type-image field__item"><figure role="group" class="caption caption-img">
<img src="/sites/default/files/{story.published:%Y-%m}/{story.picture}.jpg" width="176" height="128" alt="{escape(story.title)}" />
<figcaption>{escape(story.caption)}</figcaption></figure></div>"""


def _submitted(story: Story) -> str:
    day = story.published
    return f"""<div class="node__meta"><div class="node__submitted">Dikirim oleh <span class="field field--name-uid"><span>{story.author}</span></span>
pada <span class="field field--name-created">{DAYS[day.weekday()][:3]}, {day:%d/%m/%Y - %H:%M}</span></div></div>"""


_HEADERS = (
    ("X-Generator", "Drupal 8 (https://www.drupal.org)"),
    ("X-UA-Compatible", "IE=edge"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Cache-Control", "must-revalidate, no-cache, private"),
    ("Expires", "Sun, 19 Nov 1978 05:00:00 GMT"),
)


def _html(page: str, status: int = 200) -> Answer:
    return Answer(page.encode(), status=status, headers=_HEADERS)


def _build(base: str) -> Site:
    site = _Drupal(base)

    def listing(title: str, stories: Sequence[Story], feed: str) -> Maker:
        return lambda visit: _html(site.listing(title, stories, feed, visit))

    def article(story: Story, visit: Visit) -> Answer:
        return _html(site.article(story, visit))

    front = listing(VILLAGE, STORIES, "/rss.xml")
    entries: dict[str, Entry] = {"/": Entry("listing", front), "/node": Entry("duplicate", front)}
    entries |= {f"/?page={page}": Entry("listing" if page else "duplicate", front) for page in range(3)}
    for story in STORIES:
        entries[article_path(story)] = Entry("article", partial(article, story))
        entries[_node_path(story)] = Entry("duplicate", partial(article, story))
    for key, (kind, label) in TERMS.items():
        stories = [story for story in STORIES if story.kind == kind]
        path = f"/taxonomy/term/{key}"
        entries[path] = Entry("listing", listing(label, stories, f"{path}/feed"))
        entries[f"{path}/feed"] = Entry("feed", site.feed(label, stories))
    login = _html(
        site.message(
            "Masuk", '<form class="user-login-form" action="/user/login" method="post"><input name="name"></form>'
        )
    )
    entries |= {
        "/rss.xml": Entry("feed", site.feed(VILLAGE, STORIES)),
        "/user/login": Entry("trap", login),
        "/user": Entry("trap", login),
        "/search/node": Entry("trap", _html(site.message("Cari", "Masukkan kata kunci."))),
        "/node/4": Entry(
            "error", _html(site.message("Akses ditolak", "Anda tidak berwenang mengakses halaman ini."), 403)
        ),
        "/robots.txt": Entry("robots", _robots()),
    }
    entries |= asset_entries("/core/misc/favicon.ico", "/sites/default/files/css/css_umpama.css")
    entries |= picture_entries(
        [f"/sites/default/files/{story.published:%Y-%m}/{story.picture}.jpg" for story in STORIES if story.picture]
    )
    missing = _html(site.message("Halaman tidak ditemukan", "Halaman yang Anda minta tidak ditemukan."), 404)
    return Site(VILLAGE, "drupal", "nginx", entries, missing, expect_addresses(base, entries, _HIDDEN))


def _robots() -> Answer:
    folders = ("core", "profiles", "admin", "comment/reply", "node/add", "search", "user")
    return Answer(("User-agent: *\n" + "".join(f"Disallow: /{folder}/\n" for folder in folders)).encode(), "text/plain")


_HIDDEN = ("/node/4", "/node/9999", "/berita/tidak-ada", "/user/login", "/search/node")

DRUPAL = SampleSite(
    "drupal",
    "drupal",
    tuple(
        SampleArticle(article_path(story), story.title, story.published.date(), story.words, (_node_path(story),))
        for story in STORIES
    ),
    _build,
    _HIDDEN,
)
