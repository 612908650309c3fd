"""Desa Misalrejo: OpenSID 2410 with the theme Esensi, whose canonical link, date and pagers mislead."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from html import escape
from urllib.parse import quote_plus

from crawler.demo.answers import Answer, Entry, Maker, Site, Visit
from crawler.demo.pictures import mosaic_png
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

VILLAGE = "Desa Misalrejo"
STORIES = invent_stories(VILLAGE, 67, wib(2024, 9, 21, 9, 40), "Admin Misalrejo")
HEADLINE = STORIES[0]
CATEGORIES = {
    "berita-desa": (1, "berita", "Berita Desa"),
    "kegiatan-warga": (6, "kegiatan", "Kegiatan Warga"),
    "perpustakaan-desa": (14, "pustaka", "Perpustakaan Desa"),
}
# Rows of the table of articles that nobody may see: two of the future, three disabled.
HIDDEN = {
    "/artikel/2031/1/5/pengumuman-lomba-desa-tingkat-kecamatan": wib(2031, 1, 5, 8, 0),
    "/artikel/2030/12/1/undangan-rapat-akhir-tahun": wib(2030, 12, 1, 8, 0),
    "/artikel/2024/3/9/konsep-sambutan-kepala-desa": wib(2024, 3, 9, 8, 0),
    "/artikel/2023/7/2/berita-uji-coba": wib(2023, 7, 2, 8, 0),
    "/artikel/2022/11/30/perpustakaan-desa-ditutup-sementara": wib(2022, 11, 30, 8, 0),
}


def article_path(story: Story) -> str:
    """Month and day stand without leading zeros."""
    return _dated(story.published, story.slug)


def other_paths(story: Story) -> tuple[str, ...]:
    path = article_path(story)
    return (f"/first{path}", f"/index.php{path}", f"/index.php/first{path}")


def _dated(day: datetime, name: str) -> str:
    return f"/artikel/{day.year}/{day.month}/{day.day}/{name}"


@dataclass(frozen=True, slots=True)
class _Esensi:
    base: str

    def frame(self, visit: Visit, title: str, content: str, head: str = "") -> str:
        base, hit = self.base, visit.number
        turning = random.Random(f"{visit.path} {hit}").sample(STORIES, 4)
        return f"""<!DOCTYPE html>
<html lang="id"><head><meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no">
<meta name='google' content='notranslate' />
<meta name='theme' content='Esensi' />
<meta name='designer' content='Diki Siswanto' />
<meta name='theme:designer' content='Diki Siswanto' />
<meta name='theme:version' content='v2410.0.0' />
<meta name="theme-color" content="#efefef">
<meta name="revised" content="Sunday, July 18th, 2010, 5:15 pm" />
<meta property="og:site_name" content="{VILLAGE}"/><meta property="og:type" content="article"/>
<title>{escape(title)}</title>
<link rel="canonical" href="{base}/" />
<link rel="shortcut icon" href="{base}/desa/logo/favicon.ico" />
<link rel="alternate" type="application/rss+xml" title="Feed {VILLAGE}" href="{base}/sitemap" />
<link rel="stylesheet" href="{base}/desa/themes/esensi/assets/css/style.min.css">
{head}</head><body class="font-primary bg-gray-100">
<div class="container md:px-4 lg:px-5"><header class="w-full"><a href="{base}/"><img src="{base}/desa/logo/misalrejo.png" alt=""></a>
<span class="text-h2 block">{VILLAGE}</span>
<div class="newsticker"><marquee>Layanan surat daring tersedia setiap hari kerja. Lapor diri bagi pendatang wajib 1 x 24 jam.</marquee></div>
<nav class="bg-primary-100"><ul><li><a href="{base}/">Beranda</a></li>
{"".join(f'<li><a href="{base}/first/kategori/{key}">{name}</a></li>' for key, _, name in CATEGORIES.values())}
<li><a href="{base}/arsip">Arsip Artikel</a></li><li><a href="{base}/data-statistik/jenis-kelamin">Data Statistik</a></li>
<li><a href="{base}/peta">Peta</a></li><li><a href="{base}/galeri">Galeri</a></li></ul></nav></header>
<main class="lg:w-2/3 w-full bg-white rounded-lg px-4 py-2">
{content}
</main><aside class="lg:w-1/3 w-full">
<form action="{base}/" role="form"><input type="text" name="cari" class="form-input" placeholder="Cari..."></form>
<div class="box box-primary"><div class="box-header"><h3 class="box-title">Kategori</h3></div><ul>
{"".join(f'<li><a href="{base}/artikel/kategori/{name}">{label}</a></li>' for name, (_, _, label) in CATEGORIES.items())}</ul></div>
<div class="box box-primary"><h3 class="box-title">Arsip Artikel</h3><ul class="divide-y">{"".join(map(self._side_item, turning))}</ul></div>
<div class="box box-primary"><h3 class="box-title">Tautan</h3><a href="{base}{other_paths(STORIES[9])[0]}">Kabar pilihan</a>
<a href="{base}{other_paths(STORIES[30])[1]}">Kabar lama</a>
<a href="{base}{_dated(STORIES[12].published, str(STORIES[12].number))}">Kabar menurut nomor</a></div>
<div class="box box-primary"><h3 class="box-title">Aparatur Desa</h3><span class="text-h6">Mas Agungan</span><span>Kepala Desa</span></div>
<div class="box box-primary"><h3 class="box-title">Statistik Pengunjung</h3><table><tr><td>Hari ini</td><td>{91 + hit}</td></tr>
<tr><td>Total</td><td>{120455 + hit}</td></tr></table></div></aside>
<footer><a href="https://opendesa.id">OpenSID 2410.0.0</a> &middot; Esensi &middot; <a href="{base}/siteman">Masuk</a>
<a href="{base}/layanan-mandiri">Layanan Mandiri</a></footer></div></body></html>
"""

    def article(self, story: Story, visit: Visit) -> str:
        address = self.base + article_path(story)
        key, _, category = next(row for row in CATEGORIES.values() if row[1] == story.kind)
        content = f"""<nav role="navigation" aria-label="navigation" class="breadcrumb"><ol><li><a href="{self.base}/">Beranda</a></li>
<li><a href="{self.base}/first/kategori/{key}">{category}</a></li></ol></nav>
<article><h1 class="text-h2">{escape(story.title)}</h1>
<span class="inline-flex items-center"><i class="fas fa-user mr-1 text-xs"></i>{story.author}</span>
<span class="inline-flex items-center"><i class="fas fa-calendar-alt mr-1 text-xs"></i>{indonesian_date(story.published)}</span>
<span class="inline-flex items-center"><i class="fas fa-eye mr-1 text-xs"></i>Dibaca {story.number * 5 + visit.number} Kali</span>
{self._main_picture(story)}</article>
<div class="content space-y-2 py-4">
{paragraphs_html(story)}
</div>
<div class="share"><a href="https://facebook.invalid/sharer.php?u={address}">Facebook</a></div>
<div class="accordion" id="semuaKomentar">{self._comment(story)}</div>
<form id="kolom-komentar" action="{self.base}/add_comment/{story.number}" method="post"><img id="captcha" src="{self.base}/captcha" alt="">
<textarea name="komentar"></textarea></form>"""
        head = f"""<meta property="og:title" content="{escape(story.title)}"/>
<meta property="og:url" content="{address}"/>
<meta property="og:description" content="{escape(story.excerpt)} ..."/>
"""
        return self.frame(visit, f"{story.title} - {VILLAGE}", content, head)

    def front(self, visit: Visit) -> str:
        """The home list and /index/N; a number past the end shows the last page."""
        words = sought(visit)
        stories = [story for story in STORIES if (story.mentions(words) if words else story is not HEADLINE)]
        last = last_sheet(stories, 8)
        number = min(max(page_number(visit), 1), last)
        top = f'<div class="headline">{self._card(HEADLINE)}</div>' if number == 1 and not words else ""
        pager = self._pager("/index", number, last, f"?cari={quote_plus(words)}" if words else "")
        return self._list(visit, "Artikel Terkini", top, sheet(stories, number, 8), pager)

    def category(self, name: str, visit: Visit) -> str:
        _, kind, label = CATEGORIES[name]
        stories = [story for story in STORIES if story.kind == kind]
        last = last_sheet(stories, 8)
        number = min(page_number(visit) if "/" in visit.path.partition("/kategori/")[2] else 1, last)
        pager = self._pager(f"/artikel/kategori/{name}", number, last)
        return self._list(visit, label, "", sheet(stories, number, 8), pager)

    def archive(self, visit: Visit) -> str:
        number = page_number(visit)
        rows = "".join(
            f'<tr><td>{place}</td><td>{indonesian_date(story.published)}</td><td><a href="{self.base}{article_path(story)}">'
            f"{escape(story.title)}</a></td><td>{story.author}</td><td>{story.number * 5}</td></tr>"
            for place, story in enumerate(sheet(STORIES, number, 20), number * 20 - 19)
        )
        content = f"""<h1 class="text-h2">Arsip Konten Situs Web {VILLAGE}</h1><table class="w-full text-sm"><thead><tr><th>No.</th>
<th>Tanggal Artikel</th><th>Judul Artikel</th><th>Penulis</th><th>Dibaca</th></tr></thead><tbody>{rows}</tbody></table>
{self._pager("/first/arsip", number, last_sheet(STORIES, 20))}"""
        return self.frame(visit, f"Arsip - {VILLAGE}", content)

    def plain(self, title: str, visit: Visit) -> str:
        return self.frame(
            visit,
            f"{title} - {VILLAGE}",
            f'<h1 class="text-h2">{title}</h1><table><tr><td>Jumlah</td><td>2.417</td></tr></table>',
        )

    def login(self, visit: Visit) -> str:
        return f"""<!DOCTYPE html><html><head><title>OpenSID 2410.0.0 - Masuk</title></head><body class="login">
<form action="{self.base}/siteman/auth" method="post"><input type="hidden" name="sidcsrf" value="{visit.number}"><input name="username">
<input name="password" type="password"></form></body></html>"""

    def nothing(self, visit: Visit) -> str:
        content = """<div class="text-center py-10"><span class="text-4xl">404</span>
<p>Maaf, halaman yang Anda cari tidak ditemukan.</p></div>"""
        return self.frame(visit, VILLAGE, content)

    def _list(self, visit: Visit, title: str, top: str, stories: Sequence[Story], pager: str) -> str:
        cards = "".join(map(self._card, stories))
        return self.frame(
            visit, VILLAGE, f'{top}<h3 class="text-h4 heading">{title}</h3><div class="grid gap-4">{cards}</div>{pager}'
        )

    def _card(self, story: Story) -> str:
        address = self.base + article_path(story)
        return f"""<div class="card space-y-2"><a href="{address}" class="text-h5">{escape(story.title)}</a>
<p class="text-sm">{escape(story.excerpt)}...</p><ul class="inline-flex text-xs"><li>{indonesian_date(story.published)}</li>
<li>{story.author}</li></ul></div>
"""

    def _pager(self, path: str, number: int, last: int, query: str = "") -> str:
        """Neighbours and the last page, as buttons."""
        shown = sorted({1, number - 1, number, number + 1, last} & set(range(1, last + 1)))
        links = "".join(
            f'<li><a href="{self.base}{path}/{near}{query}" title="Halaman {near}">{near}</a></li>' for near in shown
        )
        return f'<div class="pagination"><p>Halaman {number} dari {last}</p><ul class="flex">{links}</ul></div>'

    def _side_item(self, story: Story) -> str:
        return f"""<li><a href="{self.base}{article_path(story)}">{escape(story.title)}</a>
<span class="text-xs">{indonesian_date(story.published)}</span></li>"""

    def _main_picture(self, story: Story) -> str:
        if not story.picture:
            return ""
        folder = f"{self.base}/desa/upload/artikel"
        return f"""<a href="{folder}/sedang_{story.picture}.jpg" data-fancybox="images"><figure>
<img src="{folder}/sedang_{story.picture}.jpg" alt="{escape(story.title)}" class="w-full h-auto"></figure></a>"""

    def _comment(self, story: Story) -> str:
        if story.number % 4 != 1:
            return ""
        later = indonesian_date(story.published + timedelta(days=1))
        return f'<div class="accordion-item"><span>Bu Sriatun</span> <span>{later}</span><p>Mantap, lanjutkan untuk {VILLAGE}!</p></div>'


def _build(base: str) -> Site:
    site = _Esensi(base)
    front, archive = opensid_html(site.front), opensid_html(site.archive)
    nothing, missing = opensid_html(site.nothing), opensid_html(site.nothing, 404)
    html: dict[str, Entry] = {}
    for story in STORIES:
        answer, path = opensid_html(partial(site.article, story)), article_path(story)
        html |= {path: Entry("article", answer), f"/first{path}": Entry("duplicate", answer)}
        redirect = Answer(b"", status=307, headers=(("Location", base + path),))
        html[_dated(story.published, str(story.number))] = Entry("redirect", redirect)
    html |= {"/": Entry("listing", front), "/first": Entry("duplicate", front), "/arsip": Entry("duplicate", archive)}
    html |= {f"/index/{number}": Entry("listing", front) for number in range(1, last_sheet(STORIES[1:], 8) + 1)}
    html |= {f"/arsip/{number}": Entry("listing", archive) for number in range(1, last_sheet(STORIES, 20) + 1)}
    for name, (key, _, _) in CATEGORIES.items():
        answer = opensid_html(partial(site.category, name))
        html |= {
            f"/artikel/kategori/{name}": Entry("listing", answer),
            f"/artikel/kategori/{key}": Entry("duplicate", answer),
        }
    titles = {
        "data-statistik/jenis-kelamin": "Jenis Kelamin",
        "peta": "Peta Desa",
        "galeri": "Galeri",
        "layanan-mandiri": "Layanan Mandiri",
    }
    html |= {f"/{path}": Entry("trap", opensid_html(partial(site.plain, title))) for path, title in titles.items()}
    html["/captcha"] = Entry("trap", Answer(mosaic_png("captcha", 120, 40), "image/png"))
    html["/siteman"] = Entry("trap", opensid_html(site.login))
    feed = opensid_feed(VILLAGE, base, [(article_path(story), story, paragraphs_html(story)) for story in STORIES[:50]])
    rows = [(article_path(story), story.published) for story in STORIES]
    sitemap = opensid_sitemap(base, [*HIDDEN.items(), *rows])
    html |= {path: Entry("feed", feed) for path in ("/feed", "/feed.xml")}
    html |= {path: Entry("sitemap", sitemap) for path in ("/sitemap", "/sitemap.xml")}
    entries = {**html, **{f"/index.php{path}": Entry("duplicate", entry.answer) for path, entry in html.items()}}
    entries |= {"/index.php": Entry("duplicate", front), "/robots.txt": Entry("robots", opensid_robots())}
    entries |= picture_entries(
        [
            f"/desa/upload/artikel/{size}_{story.picture}.jpg"
            for story in STORIES
            if story.picture
            for size in ("sedang", "kecil")
        ]
    )
    entries |= asset_entries(
        "/desa/logo/favicon.ico", "/desa/logo/misalrejo.png", "/desa/themes/esensi/assets/css/style.min.css"
    )
    prefixes: dict[str, Answer | Maker] = {}
    for start in ("", "/index.php"):
        for name in CATEGORIES:
            prefixes[f"{start}/artikel/kategori/{name}/"] = opensid_html(partial(site.category, name))
        # /artikel/{id} of old releases is no route any more; with a date it is a route that finds nothing.
        prefixes |= {
            f"{start}{path}": partial(_unknown_article, nothing, missing) for path in ("/artikel/", "/first/artikel/")
        }
        prefixes |= {f"{start}/index/": front, f"{start}/arsip/": archive}
    expected = expect_addresses(base, entries, tuple(HIDDEN))
    return Site(VILLAGE, "opensid", "LiteSpeed", entries, missing, expected, prefixes)


def _unknown_article(nothing: Maker, missing: Maker, visit: Visit) -> Answer:
    rest = visit.path.partition("/artikel/")[2]
    is_route = rest.startswith("kategori/") or rest.count("/") >= 3
    return nothing(visit) if is_route else missing(visit)


OPENSID_ESENSI = SampleSite(
    "opensid-esensi",
    "opensid",
    tuple(
        SampleArticle(article_path(story), story.title, story.published.date(), story.words, other_paths(story))
        for story in STORIES
    ),
    _build,
    (
        *HIDDEN,
        *(f"/first{path}" for path in HIDDEN),
        _dated(STORIES[3].published + timedelta(days=40), STORIES[3].slug),
        "/artikel/kategori/tidak-pernah-ada",
        "/siteman",
        "/layanan-mandiri",
    ),
)
