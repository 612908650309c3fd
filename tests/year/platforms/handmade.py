"""Hand-made sites over the year: no feed, no sitemap, lists of links only. One kind is files on an Apache, which dates
and tags them; the other is one PHP script, which does not."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from crawler.demo.answers import Answer, Visit
from crawler.demo.stories import indonesian_date
from tests.year.platforms.common import (
    casino,
    etag_of,
    gone_answer,
    http_date,
    redirect,
    robots,
    spam_paths,
    with_gambling,
)
from tests.year.view import Gone, Moved, Shown, View


def answer(view: View, visit: Visit) -> Answer:
    if visit.path == "/robots.txt" and view.is_closed:
        return robots(view, [])
    key = visit.path
    if view.plan.platform == "php" and visit.path == "/berita.php":
        asked = {name: values[0] for name, values in parse_qs(visit.query).items()}
        if "hal" in asked or not asked:
            return _list(view, visit, asked.get("hal", "1"))
        key = f"{visit.path}?id={asked.get('id', '')}"
    found = view.by_path.get(key)
    if isinstance(found, Shown):
        return _file(view, visit, found)
    if isinstance(found, Moved):
        return redirect(view.base + found.to)
    if isinstance(found, Gone):
        return gone_answer(view, found, _page(view, visit, "Tidak ditemukan", "<p>Maaf, berita tidak ditemukan.</p>"))
    if visit.path in spam_paths(view):
        return Answer(casino(view.plan.number))
    if visit.path in ("/", "/index.html"):
        return Answer(_front(view, visit))
    if visit.path == "/profil.html":
        text = (
            f"<h1>Profil Desa</h1><p>{view.plan.village} terletak di tepi Kali Misal dan terdiri atas empat dusun.</p>"
        )
        return Answer(_page(view, visit, "Profil Desa", text))
    if visit.path.startswith("/berita/hal-"):
        return _list(view, visit, visit.path.removeprefix("/berita/hal-").removesuffix(".html"))
    return Answer(b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", status=404)


def everything(view: View) -> list[str]:
    lists = [_list_path(view, number) for number in range(1, view.sheets + 1)]
    return ["/robots.txt", "/sitemap.xml", "/", "/profil.html", *lists, *(one.path for one in view.listed)]


def _list_path(view: View, number: int) -> str:
    return f"/berita.php?hal={number}" if view.plan.platform == "php" else f"/berita/hal-{number}.html"


def _page(view: View, visit: Visit, title: str, main: str) -> bytes:
    colour = "#CCEEFF" if view.is_redesigned else "#FFFFCC"
    counter = f"<p>Pengunjung ke-{1200 + visit.number * 3}</p>" if view.plan.platform == "php" else ""
    return f"""<html><head><title>{escape(title)} - {view.plan.village}</title></head>
<body bgcolor="{colour}"><table width="100%"><tr><td colspan="2"><font size="5">Situs {view.plan.village}</font></td></tr>
<tr><td valign="top" width="75%">
{main}
</td><td valign="top"><b>Menu</b><ul><li><a href="/">Depan</a></li><li><a href="/profil.html">Profil</a></li>
<li><a href="{_list_path(view, 1)}">Semua Berita</a></li></ul>{counter}</td></tr></table></body></html>
""".encode()


def _front(view: View, visit: Visit) -> bytes:
    rows = "".join(f'<li><a href="{one.path}">{escape(one.words.title)}</a></li>' for one in view.listed[:5])
    rows += "".join(f'<li><a href="{path}">slot gacor</a></li>' for path in spam_paths(view))
    return _page(view, visit, "Selamat datang", f"<h1>Selamat datang di situs desa</h1><ul>{rows}</ul>")


def _list(view: View, visit: Visit, number: str) -> Answer:
    if not number.isdecimal() or not 1 <= int(number) <= view.sheets:
        return Answer(_page(view, visit, "Berita", "<p>Tidak ada berita.</p>"), status=404)
    rows = "".join(
        f'<p><a href="{one.path}"><b>{escape(one.words.title)}</b></a><br>{escape(one.words.paragraphs[0][:80])}…</p>'
        for one in view.sheet(int(number))
    )
    sheets = " | ".join(f'<a href="{_list_path(view, page)}">{page}</a>' for page in range(1, view.sheets + 1))
    return Answer(_page(view, visit, "Berita", f"<h1>Kumpulan Berita</h1>{rows}<p>Halaman: {sheets}</p>"))


def _file(view: View, visit: Visit, shown: Shown) -> Answer:
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in shown.words.paragraphs)
    written = f"Ditulis oleh: Admin pada {indonesian_date(shown.published)}"
    main = f"<h1>{escape(shown.words.title)}</h1><p><i>{written}</i></p>\n{text}"
    body = with_gambling(_page(view, visit, shown.words.title, main), shown)
    if view.plan.platform == "php":
        headers = (("Last-Modified", http_date(view.moment)),) if view.plan.lie == "now" else ()
        return Answer(body, headers=headers)
    tag = etag_of(shown.path.encode() if view.plan.lie == "etag" else body)
    return Answer(body, headers=(("ETag", tag),))
