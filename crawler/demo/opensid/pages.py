"""Addresses, the frame of every page and the lists of articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from crawler.demo.opensid.stories import STORIES
from crawler.demo.stories import Photo, Story, indonesian_date

VILLAGE = "Desa Umpama Jaya"
PLACE = f"{VILLAGE} Kecamatan Seandainya Kabupaten Permisalan"


@dataclass(frozen=True, slots=True)
class Pages:
    """Prints pages for the site at `base`, an address without a last slash.

    `hit` is how often the page has been asked for: counters make every answer differ from the last.
    """

    base: str

    def story_path(self, story: Story) -> str:
        """OpenSID takes month and day from the database without leading zeros."""
        day = story.published
        return f"/artikel/{day.year}/{day.month}/{day.day}/{story.slug}"

    def picture_path(self, photo: Photo, size: str = "sedang") -> str:
        if photo.form == "featured":
            return f"/desa/upload/artikel/{size}_{photo.file}.jpg"
        return f"/desa/upload/media/{photo.file}.jpg"

    def attachment_path(self, story: Story) -> str:
        return f"/first/unduh_dokumen_artikel/{story.number}"

    def frame(self, title: str, content: str, hit: int, head: str = "") -> bytes:
        base = self.base
        return f"""<!DOCTYPE html>
<html><head><meta http-equiv="encoding" content="utf-8">
<meta name='viewport' content='width=device-width, initial-scale=1' />
<meta name='google' content='notranslate' />
<meta name='theme' content='Natra' />
<meta name='designer' content='Perancang Tema' />
<meta name='theme:designer' content='Perancang Tema' />
<meta name='theme:version' content='v2410.0.0' />
<meta property="og:site_name" content="{PLACE}"/>
<meta property="og:type" content="article"/>
<title>{escape(title)}</title>
<link rel="shortcut icon" href="{base}/desa/logo/favicon.ico" />
<link rel="stylesheet" href="{base}/assets/css/natra.css">
<link rel="alternate" type="application/rss+xml" title="Feed {VILLAGE}" href="{base}/sitemap" />
{head}</head>
<body onLoad="renderDate()">
<div class="container" style="background-color: #f6f6f6;"><header id="header"><div class="header_top">
<a href="{base}/"><img src="{base}/desa/logo/umpamajaya.png" alt="{VILLAGE}"/></a>
<font color="#FFFFFF">{PLACE}</font></div>
<nav class="navbar"><ul class="nav"><li><a href="{base}/">Beranda</a></li>
<li><a href="{base}/first/kategori/4">Berita Desa</a></li><li><a href="{base}/arsip">Arsip Artikel</a></li>
<li><a href="{base}/index.php/first/artikel/12">Sejarah Desa</a></li></ul></nav></header>
<section id="mainContent"><div class="content_bottom"><div class="col-lg-9 col-md-9"><div class="content_left">
{content}
</div></div>
{self._sidebar(hit)}
</div></section></div>
<footer id="footer"><div class="footer_bottom">Hak cipta situs &copy; 2024 - {VILLAGE} |
<a href="https://github.com/OpenSID/OpenSID" rel="noopener">OpenSID 2410.0.0</a> | Tema Natra |
<a href="{base}/siteman" rel="noreferrer noopener">Login Admin</a></div></footer></body></html>
""".encode()

    def front(self, stories: Sequence[Story], page: int, last: int, top: Story | None, hit: int) -> bytes:
        """The front page and /index/N; `top` is the headline above the list."""
        pager = _pager(f"{self.base}/index/", page, last)
        return self._list("Artikel Terkini", [top] if top else [], stories, pager, hit)

    def category(self, name: str, stories: Sequence[Story], hit: int) -> bytes:
        return self._list(name, [], stories, "", hit)

    def archive(self, stories: Sequence[Story], page: int, last: int, hit: int) -> bytes:
        """/arsip/N. The pager it prints leads to /first/arsip/N, which OpenSID 2410 answers with 404."""
        rows = "".join(
            f"<tr><td>{place}</td><td>{indonesian_date(story.published)}</td>"
            f'<td><a href="{self.base}{self.story_path(story)}">{escape(story.title)}</a></td>'
            f"<td>{escape(story.author)}</td><td>{story.number * 3}</td></tr>"
            for place, story in enumerate(stories, 1)
        )
        content = f"""<div class="single_page_area"><div class="single_category wow fadeInDown">
<h2><span class="title_text">Arsip Konten Situs Web {VILLAGE}</span></h2></div>
<table class="table table-striped"><thead><tr><td><b>No.</b></td><td><b>Tanggal Artikel</b></td>
<td><b>Judul Artikel</b></td><td><b>Penulis</b></td><td><b>Dibaca</b></td></tr></thead><tbody>{rows}</tbody></table>
{_pager(f"{self.base}/first/arsip/", page, last)}</div>"""
        return self.frame(f"Website Resmi {PLACE}", content, hit)

    def not_found(self, hit: int) -> bytes:
        content = (
            '<div class="single_page_area"><div class="error_page"><h3>404</h3>'
            "<p>Maaf, halaman yang Anda cari tidak ditemukan.</p></div></div>"
        )
        return self.frame(f"Website Resmi {PLACE}", content, hit)

    def _list(self, title: str, top: Sequence[Story], stories: Sequence[Story], pager: str, hit: int) -> bytes:
        content = f"""<div class="archive_style_1">{"".join(self._list_item(story) for story in top)}</div>
<div class="single_category wow fadeInDown"><h2><span class="title_text">{title}</span></h2></div>
<div class="archive_style_1">{"".join(self._list_item(story) for story in stories)}</div>
<div class="pagination_area text-center">{pager}</div>"""
        return self.frame(f"Website Resmi {PLACE}", content, hit)

    def _list_item(self, story: Story) -> str:
        address = self.base + self.story_path(story)
        photo = next((photo for photo in story.photos if photo.form == "featured"), None)
        picture = (
            f'<img data-src="{self.base}{self.picture_path(photo)}" src="{self.base}/assets/images/img-loader.gif" '
            f'width="300" class="yall_lazy img-fluid img-thumbnail" alt="{escape(story.title)}"/>'
            if photo
            else ""
        )
        return f"""<div class="business_category_left wow fadeInDown"><ul class="fashion_catgnav"><li>
<div class="catgimg2_container2"><h5 class="catg_titile"><a href="{address}"
 title="Baca Selengkapnya">{escape(story.title)}</a></h5>
<div class="post_commentbox"><span class="meta_date">{indonesian_date(story.published)}&nbsp;
<i class="fa fa-user"></i>{escape(story.author)}</span></div>
<a href="{address}" title="Baca Selengkapnya">{picture}</a>
<div style="text-align: justify;">{escape(story.paragraphs[0][:120])} ...</div></div></li></ul></div>"""

    def _sidebar(self, hit: int) -> str:
        """Old articles in a box that turns with each request, and a visitor counter."""
        boxes = "".join(
            f'<li><span class="meta_date">{indonesian_date(story.published)}</span> '
            f'<a href="{self.base}{self.story_path(story)}">{escape(story.title)}</a></li>'
            for story in (STORIES[(hit + step) % len(STORIES)] for step in (0, 4, 8))
        )
        numeric = self.story_path(STORIES[1]).rpartition("/")[0]
        return f"""<div class="col-lg-3 col-md-3"><div class="content_right">
<div class="single_bottom_rightbar"><h2><i class="fa fa-archive"></i>&ensp;Arsip Artikel</h2><ul>{boxes}</ul></div>
<div class="single_bottom_rightbar"><h2>Tautan</h2><ul>
<li><a href="{self.base}{numeric}/{STORIES[1].number}">Kegiatan pembangunan</a></li>
<li><a href="{self.base}/first{self.story_path(STORIES[0])}">Perpustakaan desa</a></li>
<li><a href="{self.base}/artikel/kategori/wisata-desa">Wisata desa</a></li></ul></div>
<div class="single_bottom_rightbar"><h2>Statistik Pengunjung</h2><table><tr><td>Hari ini</td><td>{40 + hit}</td></tr>
<tr><td>Total Pengunjung</td><td>{48210 + hit}</td></tr></table></div></div></div>"""


def _pager(address: str, page: int, last: int) -> str:
    links = "".join(
        f'<li class="{"active" if number == page else ""}"><a href="{address}{number}">{number}</a></li>'
        for number in range(1, last + 1)
    )
    return f'<ul class="pagination">{links}</ul>'


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")
