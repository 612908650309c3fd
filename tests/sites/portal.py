"""A portal for all villages of a kabupaten, made with Laravel: no feed, no sitemap, and a calendar without end.

The reports that the other sites print as well are made here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta
from html import escape

from crawler.demo.answers import Answer, Entry, Site, Visit
from crawler.demo.pictures import mosaic_png
from crawler.demo.stories import DAYS, MONTHS, indonesian_date, wib
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.reports import Report, first, first_number, jpeg, make_reports, nothing_expected, pages_of

NAME = "Portal Desa Kabupaten Ibarat"
VILLAGES = (
    "Desa Contohmulyo", "Desa Contohagung", "Desa Misalsari", "Desa Umpamajaya", "Desa Andaiharjo", "Desa Ibaratrejo",
)  # fmt: skip
REPORTS = make_reports("portal", 45, wib(2024, 8, 20, 8, 0), timedelta(days=9), VILLAGES)
LIST_LENGTH = 12
STATIC_PAGES = ("/profil", "/perangkat", "/statistik")
STATIC_TEXTS = {
    "/profil": (
        "Profil Kabupaten",
        "<p>Kabupaten Ibarat terdiri atas enam desa yang menempati dataran di kaki Gunung Kiranya.</p>"
        "<p>Visi: terwujudnya desa yang mandiri, terbuka, dan gemar membaca.</p>",
    ),
    "/perangkat": (
        "Perangkat Desa",
        '<table class="table"><thead><tr><th>Nama</th><th>Jabatan</th></tr></thead><tbody>'
        "<tr><td>Suparno Wijayanto</td><td>Kepala Desa</td></tr>"
        "<tr><td>Ratna Ayuningsih</td><td>Sekretaris Desa</td></tr></tbody></table>",
    ),
    "/statistik": (
        "Statistik Penduduk",
        '<table class="table"><tr><th>Desa</th><th>Jiwa</th></tr>'
        + "".join(f"<tr><td>{village}</td><td>{2100 + 37 * place}</td></tr>" for place, village in enumerate(VILLAGES))
        + '</table><canvas id="grafik"></canvas>',
    ),
}


def detail_path(report: Report) -> str:
    return f"/berita/detail/{report.slug}"


def _picture_path(report: Report) -> str:
    return f"/storage/berita/{report.slug[:24]}-{report.number}.jpg"


def _build(base: str) -> Site:
    entries = {
        "/": Entry("listing", lambda visit: _page(base, visit, NAME, _cards(base, REPORTS[:6]))),
        "/berita": Entry("listing", lambda visit: _news(base, visit)),
        **{detail_path(report): _detail(base, report) for report in REPORTS},
        **{path: _static(base, path) for path in STATIC_PAGES},
        "/agenda": Entry("trap", lambda visit: _calendar(base, visit)),
        "/login": Entry("trap", lambda visit: _login(base, visit)),
        **{_picture_path(report): Entry("picture", jpeg(report.slug, 640)) for report in REPORTS if report.caption},
        "/robots.txt": Entry("robots", Answer(b"User-agent: *\nDisallow:\n", "text/plain")),
        "/img/logo.png": Entry("picture", Answer(mosaic_png("portal", 96, 96), "image/png")),
        "/css/app.css": Entry("asset", Answer(b"body{margin:0}", "text/css")),
        "/js/app.js": Entry("asset", Answer(b"window.axios={};", "application/javascript")),
    }
    return Site(NAME, "generic", "nginx/1.18.0 (Ubuntu)", entries, _not_found, nothing_expected())


def _token(visit: Visit, purpose: str) -> str:
    return hashlib.sha256(f"{purpose} {visit.path} {visit.query} {visit.number}".encode()).hexdigest()[:40]


def _not_found(visit: Visit) -> Answer:
    body = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Not Found</title></head><body>'
        '<div class="flex items-center"><div class="px-4 text-lg">404</div><div class="ml-4">Not Found</div></div>'
        "</body></html>"
    )
    return Answer(body.encode(), status=404, headers=_headers(visit))


def _headers(visit: Visit) -> tuple[tuple[str, str], ...]:
    return (
        ("X-Powered-By", "PHP/8.1.2"),
        ("Cache-Control", "no-cache, private"),
        ("Set-Cookie", f"XSRF-TOKEN={_token(visit, 'xsrf')}; Max-Age=7200; path=/; samesite=lax"),
        ("Set-Cookie", f"laravel_session={_token(visit, 'session')}; Max-Age=7200; path=/; httponly; samesite=lax"),
    )


def _page(base: str, visit: Visit, title: str, main: str, head: str = "") -> Answer:
    most_read = "".join(
        f'<li class="media"><a href="{base}{detail_path(report)}">{escape(report.title)}</a>'
        f'<small><i class="fa fa-calendar"></i> {indonesian_date(report.moment)}</small></li>'
        for report in REPORTS[20:24]
    )
    body = f"""<!DOCTYPE html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="csrf-token" content="{_token(visit, "csrf")}">
<title>{escape(title)}</title>
{head}<link href="{base}/css/app.css?id=8f3a1c0d5be27a4419e0" rel="stylesheet">
<script src="{base}/js/app.js?id=41c7f0be93da2258c6f1" defer></script>
</head>
<body>
<div id="app">
<nav class="navbar navbar-expand-md navbar-light"><a class="navbar-brand" href="{base}">{NAME}</a>
<ul class="navbar-nav"><li class="nav-item"><a class="nav-link" href="{base}/profil">Profil</a></li>
<li class="nav-item"><a class="nav-link" href="{base}/perangkat">Perangkat Desa</a></li>
<li class="nav-item"><a class="nav-link" href="{base}/statistik">Statistik</a></li>
<li class="nav-item"><a class="nav-link" href="{base}/berita">Berita</a></li>
<li class="nav-item"><a class="nav-link" href="{base}/agenda">Agenda</a></li>
<li class="nav-item"><a class="nav-link" href="{base}/login">Masuk</a></li></ul></nav>
<main class="py-4"><div class="container"><div class="row"><div class="col-md-8">
{main}
</div><div class="col-md-4"><div class="card"><div class="card-header">Berita Terpopuler</div>
<ul class="list-unstyled">{most_read}</ul></div>
<div class="card"><div class="card-header">Pengunjung</div><div class="card-body">{7000 + visit.number}</div></div>
</div></div></div></main>
<footer class="footer"><p>&copy; 2024 Dinas Pemberdayaan Masyarakat dan Desa Kabupaten Ibarat</p></footer>
</div>
</body>
</html>
"""
    return Answer(body.encode(), headers=_headers(visit), gzip=True)


def _cards(base: str, reports: Sequence[Report]) -> str:
    cards = "".join(
        f'<div class="col-md-6"><div class="card mb-3"><div class="card-body">'
        f'<h5 class="card-title"><a href="{base}{detail_path(report)}">{escape(report.title)}</a></h5>'
        f'<p class="text-muted"><i class="fa fa-calendar"></i> {indonesian_date(report.moment)}</p>'
        f'<p class="card-text">{escape(report.paragraphs[0][:90])}...</p>'
        f'<a class="btn btn-sm btn-primary" href="{base}{detail_path(report)}">Selengkapnya</a></div></div></div>'
        for report in reports
    )
    return f'<h4 class="section-title">Berita Terbaru</h4><div class="row">{cards}</div>'


def _news(base: str, visit: Visit) -> Answer:
    """/berita?page=N, past the end an empty list; ?cari= searches."""
    sought = first(visit.query, "cari").lower()
    found = [report for report in REPORTS if sought in f"{report.title} {report.paragraphs}".lower()]
    page, last = max(1, first_number(visit.query, "page", 1)), pages_of(found, LIST_LENGTH)
    shown = found[(page - 1) * LIST_LENGTH : page * LIST_LENGTH]
    kept = f"cari={escape(sought)}&amp;" if sought else ""

    def link(number: int, label: str, relation: str = "") -> str:
        if not 1 <= number <= last:
            return f'<li class="page-item disabled"><span class="page-link">{label}</span></li>'
        return (
            f'<li class="page-item"><a class="page-link" href="{base}/berita?{kept}page={number}"'
            f"{relation}>{label}</a></li>"
        )

    numbers = "".join(
        f'<li class="page-item active"><span class="page-link">{number}</span></li>'
        if number == page
        else link(number, str(number))
        for number in range(1, last + 1)
    )
    before, after = link(page - 1, "&lsaquo;", ' rel="prev"'), link(page + 1, "&rsaquo;", ' rel="next"')
    pager = f'<nav><ul class="pagination">{before}{numbers}{after}</ul></nav>'
    main = _cards(base, shown) if shown else '<div class="alert alert-info">Belum ada berita.</div>'
    return _page(base, visit, f"Berita - {NAME}", main + pager)


def _detail(base: str, report: Report) -> Entry:
    address = base + detail_path(report)
    picture = f"{base}{_picture_path(report)}" if report.caption else ""
    figure = f'<img src="{picture}" class="img-fluid" alt="{escape(report.title)}">\n' if picture else ""
    note = f'<p class="text-center"><em>{escape(report.caption)}</em></p>\n' if report.caption else ""
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in report.paragraphs)
    head = f"""<meta property="og:site_name" content="{NAME}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(report.title)}">
<meta property="og:description" content="{escape(report.paragraphs[0][:90])}">
<meta property="og:url" content="{address}">
<meta property="og:image" content="{picture or f"{base}/img/logo.png"}">
"""

    def answer(visit: Visit) -> Answer:
        main = f"""<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a
 href="{base}/berita">Berita</a></li></ol></nav>
<div class="card berita-detail"><div class="card-body">
<h1 class="judul-berita">{escape(report.title)}</h1>
<div class="info-berita text-muted"><span><i class="fa fa-user"></i> Admin Desa</span>
<span><i class="fa fa-calendar"></i> {DAYS[report.moment.weekday()]}, {indonesian_date(report.moment)}</span>
<span><i class="fa fa-eye"></i> Dibaca {40 + visit.number} kali</span></div>
{figure}{note}<div class="isi-berita">
{text}
</div>
<div class="share">Bagikan: <a href="https://www.facebook.com/sharer/sharer.php?u={address}">Facebook</a>
<a href="https://wa.me/?text={address}">WhatsApp</a></div></div></div>"""
        return _page(base, visit, f"{report.title} - {NAME}", main, head)

    return Entry("article", answer)


def _static(base: str, path: str) -> Entry:
    title, text = STATIC_TEXTS[path]
    main = f'<h1 class="section-title">{title}</h1>\n{text}'
    return Entry("page", lambda visit: _page(base, visit, f"{title} - {NAME}", main))


def _calendar(base: str, visit: Visit) -> Answer:
    """Any month has a month before and one after it, and nothing happens in any."""
    asked = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", first(visit.query, "bulan"))
    year, month = (int(asked[1]), int(asked[2])) if asked else (2024, 8)
    (year_before, month_before), (year_after, month_after) = (
        divmod(12 * year + month - 1 + shift, 12) for shift in (-1, 1)
    )
    main = f"""<h4 class="section-title">Agenda Kegiatan {MONTHS[month - 1]} {year}</h4>
<a href="{base}/agenda?bulan={year_before:04}-{month_before + 1:02}">&laquo; Bulan sebelumnya</a>
<a href="{base}/agenda?bulan={year_after:04}-{month_after + 1:02}">Bulan berikutnya &raquo;</a>
<div class="alert alert-info">Tidak ada agenda kegiatan.</div>"""
    return _page(base, visit, f"Agenda - {NAME}", main)


def _login(base: str, visit: Visit) -> Answer:
    main = f"""<div class="card"><div class="card-header">Masuk</div><form method="POST" action="{base}/login">
<input type="hidden" name="_token" value="{_token(visit, "csrf")}">
<label for="email">Alamat Surel</label><input id="email" type="email" name="email" required>
<label for="password">Kata Sandi</label><input id="password" type="password" name="password" required>
<button type="submit" class="btn btn-primary">Masuk</button></form></div>"""
    return _page(base, visit, f"Masuk - {NAME}", main)


PORTAL = SampleSite(
    name=NAME,
    platform="generic",
    articles=tuple(
        SampleArticle(detail_path(report), report.title, report.moment.date(), report.words) for report in REPORTS
    ),
    build=_build,
    hidden=(
        "/login",
        f"/berita?page={pages_of(REPORTS, LIST_LENGTH) + 1}",
        "/berita?page=99",
        "/berita/detail/tidak-pernah-ada",
        "/agenda",
        "/agenda?bulan=2031-12",
    ),
)
