"""Desa Umpamasari: Joomla 3 whose articles answer under two menus and without SEF addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from html import escape
from urllib.parse import parse_qs

from crawler.demo.answers import Answer, Entry, Maker, Site, Visit
from crawler.demo.documents import one_page_pdf
from crawler.demo.stories import DAYS, indonesian_date, wib
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.stories import Story, asset_entries, expect_addresses, invent_stories, picture_entries

VILLAGE = "Desa Umpamasari"
STORIES = invent_stories(VILLAGE, 34, wib(2021, 5, 17, 8, 30), "Super User")
# The menu "berita" shows the category above both, the menu "kegiatan" only the second.
MENUS = {"berita": (101, "Berita"), "kegiatan": (114, "Kegiatan")}


def article_path(story: Story, menu: str = "berita") -> str:
    return f"/index.php/{menu}/{story.number}-{story.slug}"


def other_paths(story: Story) -> tuple[str, ...]:
    return (article_path(story, "kegiatan"), _plain_path(story, "berita"), _plain_path(story, "kegiatan"))


def _plain_path(story: Story, menu: str) -> str:
    query = f"id={story.number}:{story.slug}&catid={_category(story)[0]}&Itemid={MENUS[menu][0]}"
    return f"/index.php?option=com_content&view=article&{query}"


def _category(story: Story) -> tuple[int, str]:
    return (8, "Kabar Desa") if story.kind == "berita" else (9, "Kegiatan dan Pustaka")


def _of_menu(menu: str) -> list[Story]:
    return [story for story in STORIES if menu == "berita" or _category(story)[0] == 9]


@dataclass(frozen=True, slots=True)
class _Joomla:
    base: str

    def frame(self, visit: Visit, title: str, content: str, head: str = "") -> str:
        popular = "".join(
            f'<li itemscope itemtype="https://schema.org/Article"><a href="{escape(_plain_path(story, "berita"))}" itemprop="url">'
            f'<span itemprop="name">{escape(story.title)}</span></a></li>'
            for story in STORIES[4:24:5]
        )
        return f"""<!DOCTYPE html>
<html lang="id-id" dir="ltr"><head><meta name="viewport" content="width=device-width, initial-scale=1.0" />
<meta charset="utf-8" /><base href="{self.base}{visit.path}" />
<meta name="description" content="Situs web {VILLAGE}" />
<meta name="generator" content="Joomla! - Open Source Content Management" />
<title>{escape(title)}</title>
{head}<link href="/templates/protostar/favicon.ico" rel="shortcut icon" type="image/vnd.microsoft.icon" />
<link href="/templates/protostar/css/template.css" rel="stylesheet" />
<script src="/media/jui/js/jquery.min.js"></script><script src="/media/system/js/caption.js"></script></head>
<body class="site com_content"><div class="body"><div class="container"><header class="header"><a class="brand pull-left" href="/">
<span class="site-title">{VILLAGE}</span></a></header>
<nav class="navigation"><ul class="nav menu nav-pills"><li class="item-100"><a href="/index.php">Beranda</a></li>
{"".join(f'<li class="item-{key}"><a href="/index.php/{menu}">{label}</a></li>' for menu, (key, label) in MENUS.items())}</ul></nav>
<div class="row-fluid"><main id="content" role="main" class="span9">
{content}
</main><div id="aside" class="span3"><div class="well"><h3 class="page-header">Paling Banyak Dibaca</h3>
<ul class="mostread">{popular}</ul></div>
<div class="well"><h3 class="page-header">Masuk</h3><form action="/index.php" method="post" id="login-form"><input name="username" />
<a href="/index.php/component/users/?view=remind&amp;Itemid=101">Lupa nama pengguna?</a>
<a href="/index.php/component/users/?view=login&amp;Itemid=101">Masuk</a></form>
<a href="/index.php?option=com_search&amp;view=search">Cari</a></div></div></div></div></div>
<footer class="footer"><p>&copy; 2021 {VILLAGE}</p></footer></body></html>
"""

    def article(self, story: Story, menu: str, visit: Visit) -> str:
        content = f"""<div class="item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="id-ID" />
<div class="page-header"><h2 itemprop="headline">{escape(story.title)}</h2></div>
{self._icons(story, menu)}
{self._info(story, visit.number)}
{self._intro_picture(story)}<div itemprop="articleBody">
{self._body(story)}
</div>
<ul class="pager pagenav">{self._neighbour(story, 1, "next", menu)}{self._neighbour(story, -1, "previous", menu)}</ul></div>"""
        return self.frame(visit, story.title, content, f'<meta name="author" content="{story.author}" />\n')

    def printed(self, story: Story) -> str:
        return f"""<!DOCTYPE html>
<html lang="id-id"><head><meta charset="utf-8" /><meta name="robots" content="noindex, nofollow" />
<meta name="generator" content="Joomla! - Open Source Content Management" /><title>{escape(story.title)}</title>
<link href="/templates/protostar/css/template.css" rel="stylesheet" /></head><body class="contentpane modal">
<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header">
<h2 itemprop="headline">{escape(story.title)}</h2></div><div id="pop-print" class="btn hidden-print"><a href="#">Cetak</a></div>
{self._info(story, 0)}<div itemprop="articleBody">{self._body(story)}</div></div></body></html>
"""

    def blog(self, menu: str, visit: Visit) -> str:
        """Ten articles with their introduction from ?start= on; past the end Joomla falls back to the last page."""
        stories, start = _of_menu(menu), _start(visit)
        if start > len(stories) - 10:
            start = min(start, (len(stories) - 1) // 10 * 10)
        items = "".join(
            f"""<div class="items-row row-fluid clearfix"><div class="item column-1 span12" itemprop="blogPost" itemscope
itemtype="https://schema.org/BlogPosting"><div class="page-header"><h2 itemprop="name">
<a href="{article_path(story, menu)}" itemprop="url">{escape(story.title)}</a></h2></div>{self._icons(story, menu)}
{self._info(story, visit.number)}<p>{escape(story.paragraphs[0])}</p>
<p class="readmore"><a class="btn" href="{article_path(story, menu)}" itemprop="url">Selengkapnya: {escape(story.title)}</a></p></div></div>
"""
            for story in stories[start : start + 10]
        )
        links = f"""<link href="/index.php/{menu}?format=feed&amp;type=rss" rel="alternate" type="application/rss+xml" title="RSS 2.0" />
<link href="/index.php/{menu}?format=feed&amp;type=atom" rel="alternate" type="application/atom+xml" title="Atom 1.0" />
"""
        content = f"""<div class="blog" itemscope itemtype="https://schema.org/Blog">{items}
{_pager(f"/index.php/{menu}", start, len(stories))}</div>"""
        return self.frame(visit, f"{MENUS[menu][1]} - {VILLAGE}", content, links)

    def front(self, visit: Visit) -> str:
        items = "".join(
            f'<div class="leading-{place}"><h2 class="item-title"><a href="{article_path(story)}">{escape(story.title)}</a></h2>'
            f"<p>{escape(story.paragraphs[0])}</p></div>\n"
            for place, story in enumerate(STORIES[:5])
        )
        return self.frame(
            visit, f"Beranda - {VILLAGE}", f'<div class="blog-featured"><div class="items-leading">{items}</div></div>'
        )

    def form(self, title: str, visit: Visit) -> str:
        return self.frame(
            visit,
            title,
            f'<div class="login"><div class="page-header"><h1>{title}</h1></div><form><input name="q" /></form></div>',
        )

    def error(self, visit: Visit) -> str:
        return self.frame(
            visit, "404 - Galat", '<h1 class="page-header">Halaman tidak ditemukan</h1><blockquote>404</blockquote>'
        )

    def feed(self, menu: str, kind: str) -> Answer:
        stories = _of_menu(menu)[:10]
        if kind == "atom":
            rows = "".join(
                f'<entry><title>{escape(story.title)}</title><link rel="alternate" type="text/html" href="{self.base}{article_path(story, menu)}"/>'
                f"<published>{story.published.isoformat()}</published><updated>{story.published.isoformat()}</updated>"
                f"<id>{self.base}{article_path(story, menu)}</id><author><name>{story.author}</name></author>"
                f'<summary type="html">{escape(f"<p>{story.paragraphs[0]}</p>")}</summary></entry>\n'
                for story in stories
            )
            text = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id-id"><title type="text">{VILLAGE}</title>{rows}</feed>'
        else:
            rows = "".join(
                f"<item><title>{escape(story.title)}</title><link>{self.base}{article_path(story, menu)}</link>"
                f'<guid isPermaLink="true">{self.base}{article_path(story, menu)}</guid><description><![CDATA[<p>{story.paragraphs[0]}</p>]]></description>'
                f"<category>{_category(story)[1]}</category><pubDate>{format_datetime(story.published)}</pubDate></item>\n"
                for story in stories
            )
            text = f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>{MENUS[menu][1]}</title>
<link>{self.base}/index.php/{menu}</link><generator>Joomla! - Open Source Content Management</generator>{rows}</channel></rss>"""
        mime = f"application/{'atom' if kind == 'atom' else 'rss'}+xml; charset=utf-8"
        return Answer(f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode(), mime)

    def _icons(self, story: Story, menu: str) -> str:
        path = article_path(story, menu)
        return f"""<div class="icons"><ul class="dropdown-menu"><li class="print-icon"><a href="{path}?tmpl=component&amp;print=1" rel="nofollow">Cetak</a></li>
<li class="email-icon"><a href="/index.php/component/mailto/?tmpl=component&amp;template=protostar&amp;link={story.number:040x}">Email</a></li>
<li class="pdf-icon"><a href="{path}?format=pdf" rel="nofollow">PDF</a></li></ul></div>"""

    def _info(self, story: Story, hit: int) -> str:
        modified, created = story.published + timedelta(days=9), story.published - timedelta(days=1)
        key, label = _category(story)
        return f"""<dl class="article-info muted"><dt class="article-info-term">Detail</dt>
<dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">Ditulis oleh <span itemprop="name">{story.author}</span></dd>
<dd class="category-name">Kategori: <a href="/index.php?option=com_content&amp;view=category&amp;id={key}" itemprop="genre">{label}</a></dd>
<dd class="published">Diterbitkan: <time datetime="{story.published.isoformat()}" itemprop="datePublished">
{DAYS[story.published.weekday()]}, {indonesian_date(story.published)} {story.published:%H:%M}</time></dd>
<dd class="create">Dibuat: <time datetime="{created.isoformat()}" itemprop="dateCreated">{indonesian_date(created)}</time></dd>
<dd class="modified">Terakhir Diperbarui: <time datetime="{modified.isoformat()}" itemprop="dateModified">{indonesian_date(modified)}</time></dd>
<dd class="hits"><meta itemprop="interactionCount" content="UserPageVisits:{story.number * 6 + hit}" />Dilihat: {story.number * 6 + hit}</dd></dl>"""

    def _intro_picture(self, story: Story) -> str:
        """Every second pictured article has its picture above the text, the others in it."""
        if not story.picture or story.number % 4 == 1:
            return ""
        return f"""<figure class="pull-left item-image"><img src="/images/berita/{story.picture}.jpg" alt="" itemprop="image" />
<figcaption class="caption">{escape(story.caption)}</figcaption></figure>
"""

    def _body(self, story: Story) -> str:
        lines = [f"<p>{escape(text, quote=False)}</p>" for text in story.paragraphs]
        if story.picture and story.number % 4 == 1:
            lines.insert(
                1,
                f'<p><img class="caption" title="{escape(story.caption)}" src="/images/berita/{story.picture}.jpg" alt="" /></p>',
            )
        return "\n".join(lines)

    def _neighbour(self, story: Story, step: int, name: str, menu: str) -> str:
        place = STORIES.index(story) + step
        if not 0 <= place < len(STORIES):
            return ""
        return f'<li class="{name}"><a href="{article_path(STORIES[place], menu)}" rel="{name[:4]}">{name}</a></li>'


def _start(visit: Visit) -> int:
    query = parse_qs(visit.query)
    value = (query.get("start") or query.get("limitstart") or ["0"])[0]
    return int(value) if value.isdigit() else 0


def _pager(path: str, start: int, total: int) -> str:
    starts = range(0, total, 10)
    address = {first: f"{path}?start={first}" if first else f"{path}?limitstart=0" for first in starts}
    numbers = "".join(
        f'<li class="hidden-phone"><a title="{place}" href="{address[first]}" class="pagenav">{place}</a></li>'
        for place, first in enumerate(starts, 1)
        if first != start
    )
    return f"""<div class="pagination"><p class="counter pull-right">Halaman {start // 10 + 1} dari {len(starts)}</p>
<ul class="pagination-list"><li class="pagination-start"><a href="{address[0]}">Awal</a></li>{numbers}
<li class="pagination-end"><a href="{address[starts[-1]]}">Akhir</a></li></ul></div>"""


def _answer(html: str, status: int = 200) -> Answer:
    headers = (
        ("Set-Cookie", "0c3f1b7e5a9d4826bb71c2e8f05d9a63=umpama; path=/; HttpOnly"),
        ("Cache-Control", "no-store, no-cache, must-revalidate, post-check=0, pre-check=0"),
        ("Expires", "Wed, 17 Aug 2005 00:00:00 GMT"),
    )
    return Answer(html.encode(), status=status, headers=headers)


def _build(base: str) -> Site:
    site = _Joomla(base)

    def article(story: Story, menu: str, visit: Visit) -> Answer:
        query = parse_qs(visit.query)
        if query.get("format") == ["pdf"]:
            return Answer(one_page_pdf(f"Artikel {story.number}"), "application/pdf")
        return _answer(site.printed(story) if "print" in query else site.article(story, menu, visit))

    def blog(menu: str, visit: Visit) -> Answer:
        query = parse_qs(visit.query)
        if query.get("format") == ["feed"]:
            return site.feed(menu, query.get("type", ["rss"])[0])
        return _answer(site.blog(menu, visit))

    def plain(visit: Visit) -> Answer:
        """index.php with its query: an article by its id, a category, the search form or the front page."""
        query = {name: values[0] for name, values in parse_qs(visit.query).items()}
        menu = "kegiatan" if query.get("Itemid") == "114" else "berita"
        match query.get("option"), query.get("view"):
            case None, _:
                return (
                    site.feed("berita", query.get("type", "rss"))
                    if query.get("format") == "feed"
                    else _answer(site.front(visit))
                )
            case "com_content", "article":
                number = query.get("id", "").partition(":")[0]
                story = next((story for story in STORIES if str(story.number) == number), None)
                return article(story, menu, visit) if story else _answer(site.error(visit), 404)
            case "com_content", "category":
                return blog("kegiatan" if query.get("id") == "9" else "berita", visit)
            case (("com_search" | "com_users"), _):
                return _answer(site.form("Cari", visit))
        return _answer(site.error(visit), 404)

    def form(title: str) -> Maker:
        return lambda visit: _answer(site.form(title, visit))

    entries: dict[str, Entry] = {"/": Entry("listing", plain), "/index.php": Entry("duplicate", plain)}
    for menu in MENUS:
        entries[f"/index.php/{menu}"] = Entry("listing", partial(blog, menu))
        entries |= {
            f"/index.php/{menu}?start={start}": Entry("listing", partial(blog, menu))
            for start in range(10, len(_of_menu(menu)), 10)
        }
        entries[f"/index.php/{menu}?limitstart=0"] = Entry("duplicate", partial(blog, menu))
        entries |= {
            f"/index.php/{menu}?format=feed&type={kind}": Entry("feed", partial(blog, menu)) for kind in ("rss", "atom")
        }
    for story in STORIES:
        entries[article_path(story)] = Entry("article", partial(article, story, "berita"))
        entries[article_path(story, "kegiatan")] = Entry("duplicate", partial(article, story, "kegiatan"))
        entries |= {_plain_path(story, menu): Entry("duplicate", plain) for menu in MENUS}
        for query in ("tmpl=component&print=1", "format=pdf"):
            entries[f"{article_path(story)}?{query}"] = Entry("trap", partial(article, story, "berita"))
    entries |= {
        "/index.php/component/mailto/": Entry("trap", form("Kirim tautan ke teman")),
        "/index.php/component/users/": Entry("trap", form("Masuk")),
        "/robots.txt": Entry("robots", _robots()),
    }
    template = "/templates/protostar"
    entries |= asset_entries(f"{template}/favicon.ico", f"{template}/css/template.css", "/media/jui/js/jquery.min.js")
    entries |= asset_entries("/media/system/js/caption.js")
    entries |= picture_entries([f"/images/berita/{story.picture}.jpg" for story in STORIES if story.picture])
    return Site(
        VILLAGE,
        "joomla",
        "Apache",
        entries,
        lambda visit: _answer(site.error(visit), 404),
        expect_addresses(base, entries, _HIDDEN),
    )


def _robots() -> Answer:
    folders: Sequence[str] = ("administrator", "components", "modules", "templates", "images")
    return Answer(("User-agent: *\n" + "".join(f"Disallow: /{folder}/\n" for folder in folders)).encode(), "text/plain")


_HIDDEN = (
    "/index.php/component/users/?view=login&Itemid=101",
    f"/index.php/component/mailto/?tmpl=component&template=protostar&link={STORIES[0].number:040x}",
    "/index.php?option=com_search&view=search",
    "/index.php/berita/9999-tidak-ada",
    f"{article_path(STORIES[0])}?format=pdf",
)

JOOMLA = SampleSite(
    "joomla",
    "joomla",
    tuple(
        SampleArticle(article_path(story), story.title, story.published.date(), story.words, other_paths(story))
        for story in STORIES
    ),
    _build,
    _HIDDEN,
)
