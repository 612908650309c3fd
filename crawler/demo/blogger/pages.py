"""Addresses, the frame of every page and the lists of articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from crawler.demo.blogger.stories import ABOUT, MISSING, STORIES
from crawler.demo.stories import DAYS, MONTHS, Photo, Story

VILLAGE = "Kampung Misalnya"
BLOG_ID = 4700000000000000001


@dataclass(frozen=True, slots=True)
class Pages:
    """Prints pages for the site at `base`, an address without a last slash."""

    base: str

    def story_path(self, story: Story) -> str:
        return f"/{story.published:%Y/%m}/{story.slug}.html"

    def picture_path(self, photo: Photo, size: str = "s1600") -> str:
        """Blogger makes any size that the last folder but one asks for; s0 is the picture as it was uploaded."""
        return f"/img/b/R29vZ2xl/AVvXsEg{photo.file}/{size}/{photo.file}.jpg"

    def older_path(self, story: Story) -> str:
        """The list of what is older than `story`."""
        moment = f"{story.published:%Y-%m-%dT%H:%M:%S}%2B09:00"
        return f"/search?updated-max={moment}&max-results=4"

    def frame(self, title: str, address: str, view: str, main: str) -> bytes:
        """A whole page; `address` is the canonical one, `view` what kind of page Blogger says it is."""
        base = self.base
        return f"""<!DOCTYPE html>
<html dir='ltr' xmlns='http://www.w3.org/1999/xhtml' xmlns:b='http://www.google.com/2005/gml/b'
 xmlns:data='http://www.google.com/2005/gml/data' xmlns:expr='http://www.google.com/2005/gml/expr'>
<head>
<meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/>
<meta content='blogger' name='generator'/>
<link href='{base}/favicon.ico' rel='icon' type='image/x-icon'/>
<link href='{address}' rel='canonical'/>
<link rel="alternate" type="application/atom+xml" title="{VILLAGE} - Atom" href="{base}/feeds/posts/default" />
<link rel="alternate" type="application/rss+xml" title="{VILLAGE} - RSS" href="{base}/feeds/posts/default?alt=rss" />
<link rel="service.post" type="application/atom+xml" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default" />
<meta content='{address}' property='og:url'/>
<meta content='{escape(title)}' property='og:title'/>
<title>{escape(title)}</title>
</head>
<body class='loading view-{view}'>
<div class='header section' id='header'><h1 class='title'><a href='{base}/'>{VILLAGE}</a></h1>
<p class='description'>Kabar dari Distrik Barangkali, Kabupaten Andaian</p></div>
<div class='tabs section'><ul><li><a href='{base}/'>Beranda</a></li>
<li><a href='{base}/p/{ABOUT[0]}.html'>Tentang Kampung</a></li>
<li><a href='{base}{MISSING[1]}'>Kontak</a></li></ul></div>
<div class='main section' id='main'><div class='widget Blog' id='Blog1'><div class='blog-posts hfeed'>
{main}
</div></div></div>
{self._sidebar()}
<div class='footer'><a href='{address}?m=1'>Lihat versi seluler</a> Diberdayakan oleh
<a href='https://www.blogger.com' rel='nofollow'>Blogger</a>.</div>
</body></html>
""".encode()

    def static(self) -> bytes:
        slug, title, paragraphs = ABOUT
        content = "<br />\n<br />\n".join(escape(text) for text in paragraphs)
        main = (
            f"<div class='post hentry'><h3 class='post-title entry-title'>{title}</h3>"
            f"<div class='post-body entry-content'>{content}</div></div>"
        )
        return self.frame(f"{VILLAGE}: {title}", f"{self.base}/p/{slug}.html", "page", main)

    def listing(self, path: str, stories: Sequence[Story]) -> bytes:
        """A list with excerpts; where there is more, the link to it goes through /search, which robots.txt forbids."""
        items = "\n".join(
            f"""{date_header(story)}
<div class='post hentry'><h3 class='post-title entry-title'><a
 href='{self.base}{self.story_path(story)}'>{escape(story.title)}</a></h3>
<div class='post-body entry-content'>{escape(story.paragraphs[0], quote=False)}
<div class='jump-link'><a
 href='{self.base}{self.story_path(story)}#more'>Baca selengkapnya &#187;</a></div></div></div>"""
            for story in stories
        )
        older = ""
        if path == "/" or path.startswith("/search?"):
            left = STORIES[STORIES.index(stories[-1]) + 1 :]
            address = escape(self.base + self.older_path(stories[-1]))
            older = f"<a class='blog-pager-older-link' href='{address}'>Postingan Lama</a>" if left else ""
        pager = f"\n<div class='blog-pager' id='blog-pager'>{older} <a href='{self.base}/'>Beranda</a></div>"
        return self.frame(VILLAGE, self.base + path, "index", items + pager)

    def not_found(self) -> bytes:
        main = "<div class='status-msg-body'>Maaf, halaman yang Anda cari di blog ini tidak ada.</div>"
        return self.frame(VILLAGE, f"{self.base}/", "error", main)

    def _sidebar(self) -> str:
        months = "".join(
            f"<li><a class='post-count-link' href='{self.base}/{month}/'>{month}</a> ({len(list(stories))})</li>"
            for month, stories in groupby(STORIES, key=lambda story: f"{story.published:%Y/%m}")
        )
        return f"""<div class='sidebar section' id='sidebar'><div class='widget BlogArchive'><h2>Arsip Blog</h2>
<ul><li><a class='post-count-link' href='{self.base}/2022/'>2022</a> ({len(STORIES)})<ul>{months}</ul></li></ul></div>
<div class='widget LinkList'><h2>Tautan</h2><ul>
<li><a href='{self.base}{MISSING[0]}'>Kerja bakti dermaga lama</a></li></ul></div></div>"""


def date_header(story: Story) -> str:
    """The day above the articles of that day, with the month before the number."""
    day = story.published
    printed = f"{DAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}, {day.year}"
    return f"<h2 class='date-header'><span>{printed}</span></h2>"
