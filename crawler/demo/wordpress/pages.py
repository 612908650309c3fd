"""Addresses, the frame of every page and the lists of articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from crawler.demo.stories import Photo, Story, indonesian_date

VILLAGE = "Desa Contohrejo"


@dataclass(frozen=True, slots=True)
class Pages:
    """Prints pages for the site at `base`, an address without a last slash."""

    base: str

    def story_path(self, story: Story) -> str:
        return f"/{story.published:%Y/%m/%d}/{story.slug}/"

    def picture_path(self, story: Story, photo: Photo, size: str = "") -> str:
        return f"/wp-content/uploads/{story.published:%Y/%m}/{photo.file}{size}.jpg"

    def frame(self, title: str, body_class: str, main: str, head: str = "") -> bytes:
        """A whole page: `main` between the head that every page has and the sidebar that every page has."""
        base = self.base
        return f"""<!DOCTYPE html>
<html lang="id-ID"><head><meta charset="UTF-8">
<title>{escape(title)}</title>
<link rel="profile" href="http://gmpg.org/xfn/11" />
<link rel="alternate" type="application/rss+xml" title="{VILLAGE} &raquo; Feed" href="{base}/feed/" />
<link rel="alternate" type="application/rss+xml" title="Umpan Komentar" href="{base}/comments/feed/" />
<link rel="stylesheet" id="mh-magazine-lite-css" href="{base}/wp-content/themes/mh-magazine-lite/style.css?ver=6.4.3" />
<script src="{base}/wp-includes/js/jquery/jquery.min.js?ver=3.7.1"></script>
<link rel="https://api.w.org/" href="{base}/wp-json/" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="{base}/xmlrpc.php?rsd" />
<meta name="generator" content="WordPress 6.4.3" />
{head}</head>
<body class="{body_class} mh-right-sb">
<header class="mh-header"><a href="{base}/" rel="home"><h2 class="mh-header-title">{VILLAGE}</h2>
<h3 class="mh-header-tagline">Kecamatan Andaikata, Kabupaten Ibarat</h3></a></header>
<nav class="mh-main-nav"><ul class="menu"><li><a href="{base}/">Beranda</a></li>
<li><a href="{base}/profil-desa/">Profil Desa</a></li>
<li><a href="{base}/category/perpustakaan/">Perpustakaan</a></li>
<li><a href="{base}/struktur-organisasi/">Struktur Organisasi</a></li></ul></nav>
<div class="mh-wrapper mh-clearfix"><div id="main-content" class="mh-content" role="main">
{main}
</div>
{self._sidebar()}
</div>
<footer class="mh-footer"><p class="mh-copyright">Hak Cipta &copy; 2024 | Tema WordPress dari MH Themes</p></footer>
</body></html>
""".encode()

    def static(self, number: int, title: str, paragraphs: Sequence[str]) -> bytes:
        content = "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        main = (
            f'<article id="page-{number}" class="post-{number} page type-page status-publish hentry">'
            f'<header class="entry-header"><h1 class="entry-title page-title">{title}</h1></header>'
            f'<div class="entry-content mh-clearfix">{content}</div></article>'
        )
        return self.frame(f"{title} – {VILLAGE}", f"page-template-default page page-id-{number}", main)

    def listing(self, title: str, body_class: str, path: str, stories: Sequence[Story], page: int, last: int) -> bytes:
        """Page `page` of `last` of the list at `path`."""
        head = "" if path == "/" else f'<header class="page-header"><h1 class="page-title">{title}</h1></header>\n'
        items = "\n".join(self._list_item(story) for story in stories)
        address = self.base + path
        numbers = "".join(
            f'<span class="page-numbers current">{number}</span>'
            if number == page
            else f'<a class="page-numbers" href="{address if number == 1 else f"{address}page/{number}/"}">{number}</a>'
            for number in range(1, last + 1)
        )
        pager = f'<div class="mh-loop-pagination mh-clearfix">{numbers}</div>' if last > 1 else ""
        return self.frame(f"{title} – {VILLAGE}", body_class, head + items + pager)

    def not_found(self) -> bytes:
        main = (
            '<header class="page-header"><h1 class="page-title">Halaman tidak ditemukan (404)</h1></header>'
            "<p>Sepertinya tidak ada apa pun di alamat ini. Mungkin coba pencarian?</p>"
        )
        return self.frame(f"Halaman tidak ditemukan – {VILLAGE}", "error404", main)

    def image(self, story: Story, photo: Photo, size: str = "-300x225") -> str:
        width, height = size.removeprefix("-").split("x")
        source = self.base + self.picture_path(story, photo, size)
        original = self.base + self.picture_path(story, photo)
        return (
            f'<img src="{source}" alt="{escape(photo.alt)}" width="{width}" height="{height}" '
            f'srcset="{source} {width}w, {original} 640w" sizes="(max-width: {width}px) 100vw, {width}px" />'
        )

    def _list_item(self, story: Story) -> str:
        address = self.base + self.story_path(story)
        photo = next(iter(story.photos), None)
        thumb = f'<figure class="mh-loop-thumb">{self.image(story, photo, "-326x245")}</figure>' if photo else ""
        return f"""<article class="mh-loop-item mh-clearfix post-{story.number} post type-post hentry">{thumb}
<h3 class="entry-title mh-loop-title"><a href="{address}" rel="bookmark">{escape(story.title)}</a></h3>
<div class="mh-meta mh-loop-meta"><span class="entry-meta-date updated"><a
 href="{self.base}/{story.published:%Y/%m}/">{indonesian_date(story.published)}</a></span></div>
<div class="mh-excerpt"><p>{escape(story.paragraphs[0][:110])} <a class="mh-excerpt-more"
 href="{address}">[...]</a></p></div></article>"""

    def _sidebar(self) -> str:
        """Widgets; the old address and the dead link are what such sidebars carry for years."""
        return f"""<aside class="mh-widget-col-1 mh-sidebar">
<div class="mh-widget widget_recent_entries"><h4>Tautan</h4><ul>
<li><a href="{self.base}/?p=1072">Kegiatan perpustakaan desa</a></li>
<li><a href="{self.base}/unduhan/formulir-surat-pengantar/">Formulir surat pengantar</a></li></ul></div>
<div class="mh-widget widget_meta"><h4>Meta</h4><ul><li><a href="{self.base}/wp-login.php">Masuk</a></li>
<li><a href="{self.base}/wp-admin/">Admin situs</a></li>
<li><a href="{self.base}/feed/">Umpan entri</a></li></ul></div></aside>"""


def author_slug(name: str) -> str:
    return name.lower().replace(" ", "-")
