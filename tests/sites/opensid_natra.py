"""Desa Contohmulyo: OpenSID of 2019 with the theme Natra, articles at /index.php/first/artikel/{id}-{slug}."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from html import escape
from urllib.parse import quote_plus

from crawler.demo.answers import Answer, Entry, Maker, Site, Visit
from crawler.demo.stories import indonesian_date, wib
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.opensid import (
    opensid_feed,
    opensid_html,
    opensid_robots,
    opensid_sitemap,
    page_number,
    paragraphs_html,
    sought,
)
from tests.sites.stories import (
    Story,
    asset_entries,
    expect_addresses,
    invent_stories,
    last_sheet,
    picture_entries,
    sheet,
)

VILLAGE = "Desa Contohmulyo"
STORIES = invent_stories(VILLAGE, 53, wib(2019, 11, 28, 14, 5))
HEADLINE = STORIES[2]
CATEGORIES = {1: ("berita", "Berita Desa"), 4: ("kegiatan", "Kegiatan Desa"), 9: ("pustaka", "Perpustakaan Desa")}
DISABLED = (
    "/index.php/first/artikel/3-rancangan-pengumuman-lelang",
    "/index.php/first/artikel/8-agenda-rapat-yang-batal",
)


def article_path(story: Story) -> str:
    return f"/index.php/first/artikel/{story.number}-{story.slug}"


def other_paths(story: Story) -> tuple[str, ...]:
    return (
        f"/first/artikel/{story.number}",
        f"/first/artikel/{story.number}-{story.slug}",
        f"/index.php/first/artikel/{story.number}",
    )


@dataclass(frozen=True, slots=True)
class _Natra:
    base: str

    def frame(self, visit: Visit, title: str, content: str, head: str = "") -> str:
        base, hit = self.base, visit.number
        turning = random.Random(f"{visit.path} {hit}").sample(STORIES, 5)
        return f"""<!DOCTYPE html>
<html><head><meta http-equiv="encoding" content="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name='theme' content='Natra' />
<meta name='theme:designer' content='Ariandi Ryan Kahfi, S.Pd.' />
<meta name='theme:version' content='v19.11' />
<meta property="og:site_name" content="{VILLAGE}"/><meta property="og:type" content="article"/>
<title>{escape(title)}</title>
<link rel="shortcut icon" href="{base}/desa/logo/favicon.ico" />
<link rel="stylesheet" href="{base}/themes/natra/assets/css/style.css">
{head}<script>function renderDate() {{ var saat = new Date(); document.getElementById("jam").innerHTML = saat.getHours() +
":" + saat.getMinutes() + " 17 Agustus 1945"; setTimeout("renderDate()", 1000); }}</script></head>
<body onLoad="renderDate()"><div class="container"><header id="header"><div class="header_top">
<a href="{base}/index.php/first"><img src="{base}/desa/logo/contohmulyo.png" alt="{VILLAGE}"/></a>
<div id="jam" class="clock"></div></div>
<nav class="navbar"><ul class="nav"><li><a href="{base}/index.php/first">Beranda</a></li>
{"".join(f'<li><a href="{base}/index.php/first/kategori/{key}">{name}</a></li>' for key, (_, name) in CATEGORIES.items())}
<li><a href="{base}/index.php/first/arsip">Arsip Artikel</a></li><li><a href="{base}/index.php/siteman">Login</a></li>
</ul></nav></header>
<div class="teks_berjalan"><marquee onmouseover="this.stop()">Selamat datang di situs web {VILLAGE}. Kantor desa buka Senin
sampai Jumat pukul 08.00 - 15.00. Bayarlah PBB sebelum jatuh tempo.</marquee></div>
<section id="mainContent"><div class="content_bottom"><div class="col-lg-9 col-md-9"><div class="content_left">
{content}
</div></div><div class="col-lg-3 col-md-3"><div class="content_right">
<form action="{base}/index.php/first" method="get"><input type="text" name="cari" placeholder="Cari..."></form>
<div class="single_bottom_rightbar"><h2>Artikel Terkini</h2><ul class="recent_post">{"".join(map(self._side_item, STORIES[:6]))}
</ul></div><div class="single_bottom_rightbar"><h2>Arsip Artikel Acak</h2><ul>{"".join(map(self._side_item, turning))}</ul></div>
<div class="single_bottom_rightbar"><h2>Tautan</h2><a href="{base}{other_paths(STORIES[7])[0]}">Kabar pilihan</a>
<a href="{base}{other_paths(STORIES[20])[1]}">Kabar lama</a> <a href="{base}{DISABLED[0]}">Pengumuman lelang</a></div>
<div class="single_bottom_rightbar"><h2>Aparatur Desa</h2><div class="aparatur">Pak Sukartono<br/>Kepala Desa</div>
<div class="aparatur">Bu Maimunaroh<br/>Sekretaris Desa</div></div>
<div class="single_bottom_rightbar"><h2>Statistik Pengunjung</h2><table><tr><td>Hari ini</td><td>{57 + hit}</td></tr>
<tr><td>Total Pengunjung</td><td>{31877 + hit}</td></tr></table></div></div></div></div></section>
<footer id="footer"><a href="https://github.com/OpenSID/OpenSID">OpenSID</a> v19.11 - Tema Natra</footer></div></body></html>
"""

    def article(self, story: Story, visit: Visit) -> str:
        address = self.base + article_path(story)
        content = f"""<div class="single_page_area"><h2 class="post_titile">{VILLAGE}</h2>
<div class="single_category wow fadeInDown"><h2><span class="bold_line"><span></span></span> <span class="solid_line"></span>
<span class="title_text">Artikel</span></h2></div><div id="printableArea">
<h4 class="catg_titile" style="font-family: Oswald"><font color="#FFFFFF">{escape(story.title)}</font></h4>
<div class="post_commentbox"><span class="meta_date">{indonesian_date(story.published)} {story.published:%H:%M:%S}&nbsp;
<i class="fa fa-user"></i>{story.author}&nbsp;<i class="fa fa-eye"></i>Dibaca {story.number * 4 + visit.number} Kali</span></div>
<div class="single_page_content" style="margin-bottom:10px;">{self._main_picture(story)}
<div class="title_text">{paragraphs_html(story)}</div></div></div></div>
<div class="fb-comments" data-href="{address}"></div>
<div class="contact_bottom"><div class="box-body">{self._comment(story)}</div></div>
<form id="kolom-komentar" action="{self.base}/index.php/first/add_comment/{story.number}" method="post">
<img id="captcha" src="{self.base}/securimage/securimage_show.png" alt="CAPTCHA"/><textarea name="komentar"></textarea></form>"""
        head = f"""<meta property="og:title" content="{escape(story.title)}"/>
<meta property="og:url" content="{address}"/>
<meta property="og:description" content="{escape(story.excerpt)} ..."/>
"""
        return self.frame(visit, f"{story.title} - {VILLAGE}", content, head)

    def front(self, visit: Visit) -> str:
        """The home list and /first/index/N; past the end the list is empty."""
        words, number = sought(visit), page_number(visit)
        stories = [story for story in STORIES if (story.mentions(words) if words else story is not HEADLINE)]
        top = [HEADLINE] if number == 1 and not words else []
        pager = self._pager(
            "/index.php/first/index", number, last_sheet(stories, 8), f"?cari={quote_plus(words)}" if words else ""
        )
        return self._list(visit, "Artikel Terkini", [*top, *sheet(stories, number, 8)], pager)

    def category(self, key: int, visit: Visit) -> str:
        kind, name = CATEGORIES[key]
        stories = [story for story in STORIES if story.kind == kind]
        number = page_number(visit) if visit.path.count("/") - visit.path.startswith("/index.php/") == 4 else 1
        return self._list(
            visit, name, sheet(stories, number, 8),
            self._pager(f"/index.php/first/kategori/{key}", number, last_sheet(stories, 8)),
        )  # fmt: skip

    def archive(self, visit: Visit) -> str:
        number = page_number(visit)
        rows = "".join(
            f"<tr><td>{indonesian_date(story.published)}</td><td><a href='{self.base}{article_path(story)}'>"
            f"{escape(story.title)}</a></td><td>{story.author}</td></tr>"
            for story in sheet(STORIES, number, 20)
        )
        content = f"""<div class="single_category"><h2><span class="title_text">Arsip Konten Situs Web {VILLAGE}</span></h2></div>
<table class="table table-striped"><tr><th>Tanggal Artikel</th><th>Judul Artikel</th><th>Penulis</th></tr>{rows}</table>
{self._pager("/index.php/first/arsip", number, last_sheet(STORIES, 20))}"""
        return self.frame(visit, f"Arsip - {VILLAGE}", content)

    def login(self, visit: Visit) -> str:
        return f"""<!DOCTYPE html><html><head><title>Login OpenSID {visit.number}</title></head><body class="login">
<form action="{self.base}/index.php/siteman/auth" method="post"><input name="username"><input name="password" type="password">
</form></body></html>"""

    def nothing(self, visit: Visit) -> str:
        content = """<div class="single_page_area"><div class="error_page"><h3>We Are Sorry</h3><h1>404</h1>
<p>Maaf, halaman yang Anda cari tidak ditemukan</p></div></div>"""
        return self.frame(visit, VILLAGE, content)

    def _list(self, visit: Visit, title: str, stories: Sequence[Story], pager: str) -> str:
        items = "".join(
            f"""<div class="business_category_left wow fadeInDown"><ul class="fashion_catgnav"><li><div class="catgimg2_container2">
<h5 class="catg_titile"><a href="{self.base}{article_path(story)}" title="Baca Selengkapnya">{escape(story.title)}</a></h5>
<div class="post_commentbox"><span class="meta_date">{indonesian_date(story.published)} {story.published:%H:%M:%S}</span></div>
<div style="text-align: justify;">{escape(story.excerpt)} ...</div></div></li></ul></div>
"""
            for story in stories
        )
        return self.frame(
            visit,
            VILLAGE,
            f'<div class="single_category"><h2><span class="title_text">{title}</span></h2></div>{items}{pager}',
        )

    def _pager(self, path: str, number: int, last: int, query: str = "") -> str:
        shown = [near for near in range(number - 2, number + 3) if 1 <= near <= last]
        links = "".join(f'<li><a href="{self.base}{path}/{near}{query}">{near}</a></li>' for near in shown)
        return f"""<div class="pagination_area text-center"><ul class="pagination">{links}
<li><a href="{self.base}{path}/{last}{query}" title="Halaman Akhir"><i class="fa fa-fast-forward"></i></a></li></ul></div>"""

    def _side_item(self, story: Story) -> str:
        return f"""<li><a href="{self.base}{article_path(story)}">{escape(story.title)}</a>
<span class="meta_date">{indonesian_date(story.published)} {story.published:%H:%M:%S}</span></li>"""

    def _main_picture(self, story: Story) -> str:
        if not story.picture:
            return ""
        source = f"{self.base}/desa/upload/artikel/sedang_{story.picture}.jpg"
        return f"""<div class="sampul"><a data-fancybox="gallery" href="{source}"><img width="270px"
style="float:left; margin:0 8px 4px 0;" class="img-fluid img-thumbnail" src="{source}" /></a></div>"""

    def _comment(self, story: Story) -> str:
        if story.number % 5:
            return ""
        return f"""<table class="table table-bordered"><thead><tr><th>Pak Wagimin</th></tr></thead><tbody><tr><td><small>
{indonesian_date(story.published + timedelta(days=2))}</small><br />Semoga {VILLAGE} makin maju.</td></tr></tbody></table>"""


def _build(base: str) -> Site:
    site = _Natra(base)
    entries: dict[str, Entry] = {}
    for story in STORIES:
        answer = opensid_html(partial(site.article, story))
        entries[article_path(story)] = Entry("article", answer)
        entries |= {path: Entry("duplicate", answer) for path in other_paths(story)}
    front, archive = opensid_html(site.front), opensid_html(site.archive)
    entries["/"] = Entry("listing", front)
    entries |= {path: Entry("duplicate", front) for path in ("/index.php", "/index.php/", "/first", "/index.php/first")}
    lists = [("index", number, front) for number in range(1, last_sheet(STORIES[1:], 8) + 1)]
    lists += [("arsip", number, archive) for number in range(1, last_sheet(STORIES, 20) + 1)]
    lists += [("kategori", key, opensid_html(partial(site.category, key))) for key in CATEGORIES]
    for name, number, answer in lists:
        entries[f"/index.php/first/{name}/{number}"] = Entry("listing", answer)
        entries[f"/first/{name}/{number}"] = Entry("duplicate", answer)
    feed = opensid_feed(VILLAGE, base, [(article_path(story), story, paragraphs_html(story)) for story in STORIES[:50]])
    rows = [(article_path(story), story.published) for story in STORIES]
    sitemap = opensid_sitemap(base, [*rows, *((path, STORIES[-1].published) for path in DISABLED)])
    nothing, login = opensid_html(site.nothing), opensid_html(site.login)
    entries |= {"/robots.txt": Entry("robots", opensid_robots())}
    for start in ("/index.php", ""):
        entries |= {f"{start}/feed": Entry("feed", feed), f"{start}/feed.xml": Entry("feed", feed)}
        entries |= {f"{start}/sitemap": Entry("sitemap", sitemap), f"{start}/sitemap.xml": Entry("sitemap", sitemap)}
        entries |= {f"{start}/siteman": Entry("trap", login), f"{start}/first/arsip": Entry("duplicate", archive)}
    entries |= picture_entries(
        [f"/desa/upload/artikel/sedang_{story.picture}.jpg" for story in STORIES if story.picture]
    )
    entries |= asset_entries(
        "/desa/logo/favicon.ico",
        "/desa/logo/contohmulyo.png",
        "/themes/natra/assets/css/style.css",
        "/securimage/securimage_show.png",
    )
    prefixes: dict[str, Answer | Maker] = {}
    for start in ("/index.php/first", "/first"):
        prefixes |= {f"{start}/kategori/{key}/": opensid_html(partial(site.category, key)) for key in CATEGORIES}
        prefixes |= {f"{start}/index/": front, f"{start}/arsip/": archive}
        prefixes |= {f"{start}/artikel/": nothing, f"{start}/kategori/": nothing}
    expected = expect_addresses(base, entries, DISABLED)
    return Site(
        VILLAGE, "opensid", "Apache/2.4.29 (Ubuntu)", entries, opensid_html(site.nothing, 404), expected, prefixes
    )


OPENSID_NATRA = SampleSite(
    "opensid-natra",
    "opensid",
    tuple(
        SampleArticle(article_path(story), story.title, story.published.date(), story.words, other_paths(story))
        for story in STORIES
    ),
    _build,
    (*DISABLED, "/index.php/first/artikel/9999-tidak-ada", "/first/artikel/4242", "/index.php/siteman", "/siteman"),
)
