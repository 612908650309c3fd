"""A Blogger site on its own domain with more articles than one answer of its feed can hold."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from itertools import groupby
from urllib.parse import quote, unquote

from crawler.demo.answers import Answer, Entry, Site, Visit
from crawler.demo.pictures import mosaic_png
from crawler.demo.stories import DAYS, MONTHS, wib
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.reports import Report, first, first_number, jpeg, make_reports, nothing_expected

NAME = "Kabar Desa Umpamasari"
BLOG_ID = 5300000000000000007
AUTHOR = "Sekretariat Desa Umpamasari"
PLACES = (
    "Desa Umpamasari", "Dusun Misalan", "Dusun Contohrejo", "Dusun Andaikrajan", "Dusun Kiranya", "Dusun Barangkali",
)  # fmt: skip
REPORTS = make_reports("blogger", 130, wib(2024, 2, 27, 8, 0), timedelta(days=6), PLACES)
LIST_LENGTH = 7
# However many are asked for, the feed gives no more, and says so nowhere but in what it gives.
MOST_ENTRIES = 60
IN_A_SITEMAP = 50
DRAFT = "/2023/05/rancangan-apbdes-belum-terbit.html"
PAGES = {
    "/p/profil-desa.html": ("Profil Desa", "Desa Umpamasari terdiri atas lima dusun yang dipisahkan oleh Kali Misal."),
    "/p/kontak.html": ("Kontak", "Kantor desa buka pada hari kerja dan menerima tamu sampai pukul tiga sore."),
}
STATIC_PAGES = tuple(PAGES)


def _path(report: Report) -> str:
    """/YYYY/MM/slug.html, with a slug of at most 39 characters that ends with a word."""
    slug = report.slug[:40].rpartition("-")[0] if len(report.slug) > 39 else report.slug
    return f"/{report.moment:%Y/%m}/{slug}.html"


PATHS = {report.number: _path(report) for report in REPORTS}
assert len(set(PATHS.values())) == len(REPORTS)


def _post_id(report: Report) -> int:
    return 6100000000000000000 + 1_000_003 * report.number


def _label(report: Report) -> str:
    return report.theme if report.number % 2 else f"Kabar {report.theme}"


def _picture_path(report: Report, size: str) -> str:
    """Any size that the last folder but one asks for; s0 is the picture as it was uploaded."""
    return f"/img/b/R29vZ2xl/AVvXsEh{_post_id(report)}/{size}/kegiatan{report.number}.jpg"


def _build(base: str) -> Site:
    lists: dict[str, Sequence[Report]] = {"/": REPORTS[:LIST_LENGTH]}
    for month, reports in groupby(REPORTS, key=lambda report: f"{report.moment:%Y/%m}"):
        lists[f"/{month}/"] = tuple(reports)
    for year, reports in groupby(REPORTS, key=lambda report: report.moment.year):
        lists[f"/{year}/"] = tuple(reports)[:LIST_LENGTH]
    entries = {
        **{path: Entry("listing", _kept(_list_page(base, path, shown))) for path, shown in lists.items()},
        **{f"{path}?m=1": Entry("duplicate", _kept(_list_page(base, path, shown))) for path, shown in lists.items()},
        "/search": Entry("trap", lambda visit: _search(base, visit)),
        **{path: Entry("page", _kept(_static(base, path))) for path in PAGES},
        "/robots.txt": Entry("robots", _kept(_robots(base), "text/plain; charset=UTF-8")),
        "/sitemap.xml": Entry("sitemap", lambda visit: _sitemap(base, visit)),
        "/sitemap-pages.xml": Entry(
            "sitemap", _urlset("".join(f"<url><loc>{base}{path}</loc></url>" for path in PAGES))
        ),
        "/feeds/posts/default": Entry("feed", lambda visit: _feed(base, visit)),
        "/feeds/posts/summary": Entry("feed", lambda visit: _feed(base, visit)),
        "/favicon.ico": Entry("asset", Answer(mosaic_png("umpamasari", 32, 32), "image/png")),
    }
    for report in REPORTS:
        page = _kept(_article(base, report))
        entries[PATHS[report.number]] = Entry("article", page)
        entries[f"{PATHS[report.number]}?m=1"] = Entry("duplicate", _kept(_mobile(base, report)))
        if report.caption:
            for size, width in (("s0", 640), ("s1600", 640), ("s320", 320)):
                entries[_picture_path(report, size)] = Entry("picture", jpeg(report.slug, width))
    prefixes = {
        "/search/label/": lambda visit: _label_page(base, visit),
        "/feeds/posts/default/-/": lambda visit: _feed(base, visit),
    }
    main = "<div class='status-msg-body'>Maaf, halaman yang Anda cari di blog ini tidak ada.</div>"
    not_found = Answer(_frame(base, NAME, f"{base}/", "error_page", main), status=404, gzip=True, chunked=True)
    return Site(NAME, "blogger", "GSE", entries, not_found, nothing_expected(), prefixes)


def _kept(body: bytes, mime: str = "text/html; charset=UTF-8") -> Answer:
    """With the validators that Blogger gives to all it prints."""
    headers = (
        ("Expires", "Mon, 01 Jan 1990 00:00:00 GMT"),
        ("Cache-Control", "private, max-age=0"),
        ("Last-Modified", "Tue, 27 Feb 2024 04:00:00 GMT"),
        ("ETag", f'W/"{hashlib.sha256(body).hexdigest()}"'),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Answer(body, mime, headers=headers, chunked=True, gzip=True)


# ---- pages ----


def _frame(base: str, title: str, address: str, view: str, main: str) -> bytes:
    tabs = "".join(f"<li><a href='{base}{path}'>{name}</a></li>" for path, (name, _) in PAGES.items())
    labels = "".join(
        f"<li><a dir='ltr' href='{base}/search/label/{quote(label)}'>{label}</a> ({count})</li>"
        for label, count in sorted(Counter(map(_label, REPORTS)).items())
    )
    return f"""<!DOCTYPE html>
<html class='v2' dir='ltr' lang='id' xmlns='http://www.w3.org/1999/xhtml' xmlns:b='http://www.google.com/2005/gml/b'
 xmlns:data='http://www.google.com/2005/gml/data' xmlns:expr='http://www.google.com/2005/gml/expr'>
<head>
<link href='https://www.blogger.com/static/v1/widgets/3566091532-css_bundle_v2.css' rel='stylesheet' type='text/css'/>
<meta content='width=1100' name='viewport'/>
<meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/>
<meta content='blogger' name='generator'/>
<link href='{base}/favicon.ico' rel='icon' type='image/x-icon'/>
<link href='{address}' rel='canonical'/>
<link rel="alternate" type="application/atom+xml" title="{NAME} - Atom" href="{base}/feeds/posts/default" />
<link rel="alternate" type="application/rss+xml" title="{NAME} - RSS" href="{base}/feeds/posts/default?alt=rss" />
<link rel="service.post" type="application/atom+xml" title="{NAME} - Atom" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default" />
<meta content='{address}' property='og:url'/>
<meta content='{escape(title)}' property='og:title'/>
<title>{escape(title)}</title>
</head>
<body class='loading variant-{view}'>
<div class='header section' id='header'><div class='widget Header' id='Header1'><h1 class='title'><a href='{base}/'>{NAME}</a></h1>
<p class='description'><span>Kecamatan Andaikata, Kabupaten Ibarat</span></p></div></div>
<div class='tabs section' id='crosscol'><div class='widget PageList' id='PageList1'><ul><li><a href='{base}/'>Beranda</a></li>{tabs}</ul></div></div>
<div class='main section' id='main'><div class='widget Blog' id='Blog1'><div class='blog-posts hfeed'>
{main}
</div></div></div>
<div class='sidebar section' id='sidebar-right-1'>
<div class='widget BlogSearch' id='BlogSearch1'><form action='{base}/search' class='gsc-search-box'><input name='q' type='text'/></form></div>
<div class='widget BlogArchive' id='BlogArchive1'><h2>Arsip Blog</h2><div id='ArchiveList'>{_archive(base)}</div></div>
<div class='widget Label' id='Label1'><h2>Label</h2><ul>{labels}</ul></div></div>
<footer><a href='{address}?m=1'>Lihat versi seluler</a>
<div class='widget Attribution'>Diberdayakan oleh <a href='https://www.blogger.com' target='_blank'>Blogger</a>.</div></footer>
</body>
</html>
""".encode()


def _archive(base: str) -> str:
    """The widget with all years and their months."""
    counts = Counter(f"{report.moment:%Y/%m}" for report in REPORTS)
    years = Counter(report.moment.year for report in REPORTS)
    months = {
        year: "".join(
            f"<ul class='hierarchy'><li class='archivedate'><a class='post-count-link' href='{base}/{when}/'>"
            f"{MONTHS[int(when[5:]) - 1].lower()}</a> <span class='post-count'>({count})</span></li></ul>"
            for when, count in counts.items()
            if when.startswith(str(year))
        )
        for year in years
    }
    return "".join(
        f"<ul class='hierarchy'><li class='archivedate'><a class='post-count-link' href='{base}/{year}/'>{year}</a> "
        f"<span class='post-count'>({count})</span>{months[year]}</li></ul>"
        for year, count in years.items()
    )


def _date_header(report: Report) -> str:
    day = report.moment
    printed = f"{DAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day:02}, {day.year}"
    return f"<h2 class='date-header'><span>{printed}</span></h2>"


def _footer(base: str, report: Report) -> str:
    address, label = base + PATHS[report.number], _label(report)
    share = f"https://www.blogger.com/share-post.g?blogID={BLOG_ID}&amp;postID={_post_id(report)}"
    return f"""<div class='post-footer'><div class='post-footer-line post-footer-line-1'>
<span class='post-author vcard'>Diposting oleh <span class='fn' itemprop='author' itemscope='itemscope'><a class='g-profile'
 href='https://www.blogger.com/profile/04220000000000000001' rel='author'><span itemprop='name'>{AUTHOR}</span></a></span></span>
<span class='post-timestamp'>di <meta content='{address}' itemprop='url'/><a class='timestamp-link' href='{address}' rel='bookmark'
 title='permanent link'><abbr class='published' itemprop='datePublished'
 title='{report.moment.isoformat()}'>{report.moment:%H.%M}</abbr></a></span>
<span class='post-comment-link'><a class='comment-link' href='{address}#comment-form'>Tidak ada komentar:</a></span>
<div class='post-share-buttons goog-inline-block'><a class='goog-inline-block share-button sb-email' href='{share}&amp;target=email'>Kirimkan
 Ini lewat Email</a><a class='goog-inline-block share-button sb-facebook' href='{share}&amp;target=facebook'>Berbagi ke Facebook</a></div>
</div><div class='post-footer-line post-footer-line-2'><span class='post-labels'>Label:
<a href='{base}/search/label/{quote(label)}' rel='tag'>{label}</a></span></div></div>"""


def _post(base: str, report: Report, title: str, body: str) -> str:
    return f"""<div class='post-outer'><div class='post hentry uncustomized-post-template' itemprop='blogPost' itemscope='itemscope'
 itemtype='http://schema.org/BlogPosting'><meta content='{BLOG_ID}' itemprop='blogId'/><meta content='{_post_id(report)}' itemprop='postId'/>
<a name='{_post_id(report)}'></a>
<h3 class='post-title entry-title' itemprop='name'>{title}</h3>
<div class='post-header'><div class='post-header-line-1'></div></div>
<div class='post-body entry-content' id='post-body-{_post_id(report)}' itemprop='description articleBody'>
{body}
<div style='clear: both;'></div></div>
{_footer(base, report)}</div></div>"""


def _body(base: str, report: Report) -> str:
    """Boxes and line breaks, no paragraphs; a mark after the first."""
    lines = [f'<div style="text-align: justify;">{escape(text)}</div><br />' for text in report.paragraphs]
    lines.insert(1, "<a name='more'></a>")
    if report.caption:
        original, small = (base + _picture_path(report, size) for size in ("s1600", "s320"))
        linked = (
            f'<a href="{original}" imageanchor="1" style="margin-left: auto; margin-right: auto;">'
            f'<img border="0" height="240" src="{small}" width="320" /></a>'
        )
        with_caption = (
            '<table align="center" cellpadding="0" cellspacing="0" class="tr-caption-container"><tbody>\n'
            f'<tr><td style="text-align: center;">{linked}</td></tr>\n'
            f'<tr><td class="tr-caption" style="text-align: center;">{escape(report.caption)}</td></tr></tbody></table>'
        )
        alone = f'<div class="separator" style="clear: both; text-align: center;">{linked}</div>'
        lines.insert(2, alone if report.number % 6 == 0 else with_caption)
    return "\n".join(lines)


def _article(base: str, report: Report) -> bytes:
    address = base + PATHS[report.number]
    place = report.number - 1
    pager = "".join(
        f"<span id='blog-pager-{side}-link'><a class='blog-pager-{side}-link' href='{base}{PATHS[other.number]}' "
        f"title='{label}'>{label}</a></span>"
        for side, label, others in (
            ("newer", "Posting Lebih Baru", REPORTS[max(0, place - 1) : place]),
            ("older", "Posting Lama", REPORTS[place + 1 : place + 2]),
        )
        for other in others
    )
    comment = f"https://www.blogger.com/comment.g?blogID={BLOG_ID}&amp;postID={_post_id(report)}"
    main = f"""<div class='date-outer'>{_date_header(report)}<div class='date-posts'>
{_post(base, report, escape(report.title), _body(base, report))}
<div class='comments' id='comments'><a name='comments'></a><h4>1 komentar:</h4>
<div class='comment-block'><cite class='user'>Warga Rantau</cite> <span class='datetime'><a rel='nofollow'
 href='{address}?showComment={_post_id(report)}#c{_post_id(report)}'>{MONTHS[report.moment.month % 12]} 02, 2025</a></span>
<p class='comment-content'>Terima kasih kabarnya, semoga bermanfaat.</p></div>
<div class='comment-form'><a name='comment-form'></a><h4>Posting Komentar</h4>
<a href='{comment}' id='comment-editor-src'></a></div></div>
</div></div>
<div class='blog-pager' id='blog-pager'>{pager}<a class='home-link' href='{base}/'>Beranda</a></div>"""
    return _frame(base, f"{NAME}: {report.title}", address, "item", main)


def _mobile(base: str, report: Report) -> bytes:
    """?m=1: for telephones, with the canonical address of the other."""
    address = base + PATHS[report.number]
    return f"""<!DOCTYPE html>
<html class='v2' dir='ltr' xmlns:b='http://www.google.com/2005/gml/b'><head><meta content='blogger' name='generator'/>
<meta content='width=device-width,initial-scale=1.0' name='viewport'/><link href='{address}' rel='canonical'/>
<title>{NAME}: {escape(report.title)}</title></head>
<body class='mobile'><div class='mobile-date-outer date-outer'>{_date_header(report)}
<div class='post hentry'><h3 class='post-title entry-title'>{escape(report.title)}</h3>
<div class='post-body entry-content'>{_body(base, report)}</div></div></div>
<a href='{address}?m=0'>Lihat versi web</a></body></html>
""".encode()


def _list_page(base: str, path: str, shown: Sequence[Report]) -> bytes:
    """Posts up to their "more" mark, those of one day under one date."""
    days = []
    for _, reports in groupby(shown, key=lambda report: report.moment.date()):
        of_day = list(reports)
        posts = "\n".join(
            _post(
                base,
                report,
                f"<a href='{base}{PATHS[report.number]}'>{escape(report.title)}</a>",
                f'<div style="text-align: justify;">{escape(report.paragraphs[0])}</div><br />\n'
                f"<div class='jump-link'><a href='{base}{PATHS[report.number]}#more'>Baca selengkapnya &#187;</a></div>",
            )
            for report in of_day
        )
        days.append(f"<div class='date-outer'>{_date_header(of_day[0])}<div class='date-posts'>\n{posts}</div></div>")
    older = ""
    if shown and len(path) != len("/2024/01/") and shown[-1].number < len(REPORTS):
        moment = quote(shown[-1].moment.isoformat())
        older = (
            f"<a class='blog-pager-older-link' href='{base}/search?updated-max={moment}&amp;max-results={LIST_LENGTH}"
            f"' id='Blog1_blog-pager-older-link' title='Posting Lama'>Posting Lama</a>"
        )
    pager = f"<div class='blog-pager' id='blog-pager'>{older}<a class='home-link' href='{base}/'>Beranda</a></div>"
    return _frame(base, NAME, base + path, "index", "\n".join([*days, pager]))


def _search(base: str, visit: Visit) -> Answer:
    found = _holding(first(visit.query, "q"))
    if newest := first(visit.query, "updated-max"):
        found = [report for report in found if report.moment.isoformat() < newest.replace(" ", "+")]
    size = first_number(visit.query, "max-results", LIST_LENGTH)
    return _kept(_list_page(base, "/search", found[:size]))


def _label_page(base: str, visit: Visit) -> Answer:
    label = unquote(visit.path).rpartition("/")[2]
    shown = [report for report in REPORTS if _label(report) == label]
    return _kept(_list_page(base, visit.path, shown[:LIST_LENGTH]))


def _holding(sought: str) -> list[Report]:
    words = sought.lower().split()
    return [
        report
        for report in REPORTS
        if all(word in " ".join((report.title, *report.paragraphs)).lower() for word in words)
    ]


def _static(base: str, path: str) -> bytes:
    title, text = PAGES[path]
    main = (
        "<div class='date-outer'><div class='date-posts'><div class='post-outer'><div class='post hentry'>"
        f"<h3 class='post-title entry-title' itemprop='name'>{title}</h3>"
        f"<div class='post-body entry-content'>{text}<br />\n<br />\n</div></div></div></div></div>"
    )
    return _frame(base, f"{NAME}: {title}", base + path, "static_page", main)


# ---- for machines ----


def _robots(base: str) -> bytes:
    return (
        "User-agent: Mediapartners-Google\nDisallow: \n\nUser-agent: *\nDisallow: /search\nAllow: /\n\n"
        f"Sitemap: {base}/sitemap.xml\n"
    ).encode()


def _sitemap(base: str, visit: Visit) -> Answer:
    """An index, and the lists it names at ?page=N."""
    last = -(-len(REPORTS) // IN_A_SITEMAP)
    if not visit.query:
        items = "".join(f"<sitemap><loc>{base}/sitemap.xml?page={page}</loc></sitemap>" for page in range(1, last + 1))
        return _urlset(items, "sitemapindex")
    start = (first_number(visit.query, "page", 1) - 1) * IN_A_SITEMAP
    items = "".join(
        f"<url><loc>{base}{PATHS[report.number]}</loc><lastmod>{report.moment.isoformat()}</lastmod></url>"
        for report in REPORTS[max(0, start) : max(0, start + IN_A_SITEMAP)]
    )
    return _urlset(items)


def _urlset(items: str, root: str = "urlset") -> Answer:
    body = f"<?xml version='1.0' encoding='UTF-8'?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{items}</{root}>"
    return _kept(body.encode(), "application/xml; charset=UTF-8")


def _feed(base: str, visit: Visit) -> Answer:
    """Posts as Atom, or as alt=rss or alt=json asks, with q, published-min, published-max and a label in the path."""
    start, asked = max(1, first_number(visit.query, "start-index", 1)), first_number(visit.query, "max-results", 25)
    size = min(MOST_ENTRIES, asked)
    oldest, newest = (first(visit.query, f"published-{end}").replace(" ", "+") for end in ("min", "max"))
    label = unquote(visit.path).partition("/-/")[2]
    found = [
        report
        for report in _holding(first(visit.query, "q"))
        if label in ("", _label(report))
        and oldest <= report.moment.isoformat()
        and (not newest or report.moment.isoformat() < newest)
    ]
    shown = found[start - 1 : start - 1 + size]
    counts = {"totalResults": len(found), "startIndex": start, "itemsPerPage": size}
    own = base + visit.path
    links = {"alternate": f"{base}/", "self": f"{own}?{visit.query}".rstrip("?")}
    if size and start - 1 + size < len(found):
        kept = [
            part for part in visit.query.split("&") if part and not part.startswith(("start-index=", "max-results="))
        ]
        links["next"] = f"{own}?{'&'.join([*kept, f'start-index={start + size}', f'max-results={size}'])}"
    short = visit.path.startswith("/feeds/posts/summary")
    match first(visit.query, "alt"):
        case "rss":
            return _kept(_rss(base, shown, counts), "application/rss+xml; charset=UTF-8")
        case "json":
            return _kept(_json(base, shown, counts, links), "application/json; charset=UTF-8")
        case _:
            return _kept(_atom(base, shown, counts, links, short), "application/atom+xml; charset=UTF-8")


def _counts(counts: dict[str, int]) -> str:
    return "".join(f"<openSearch:{name}>{count}</openSearch:{name}>" for name, count in counts.items())


def _atom(base: str, shown: Sequence[Report], counts: dict[str, int], links: dict[str, str], short: bool) -> bytes:
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{_post_id(report)}</id>"
        f"<published>{report.moment.isoformat(timespec='milliseconds')}</published>"
        f"<updated>{(report.moment + timedelta(days=40)).isoformat(timespec='milliseconds')}</updated>"
        f"<category scheme='http://www.blogger.com/atom/ns#' term='{_label(report)}'/>"
        f"<title type='text'>{escape(report.title)}</title>"
        + (
            f"<summary type='text'>{escape(report.paragraphs[0])}</summary>"
            if short
            else f"<content type='html'>{escape(_body(base, report))}</content>"
        )
        + f"<link rel='replies' type='text/html' href='{base}{PATHS[report.number]}#comment-form' title='1 Komentar'/>"
        f"<link rel='edit' type='application/atom+xml' href='https://www.blogger.com/feeds/{BLOG_ID}/posts/default/{_post_id(report)}'/>"
        f"<link rel='alternate' type='text/html' href='{base}{PATHS[report.number]}' title='{escape(report.title)}'/>"
        f"<author><name>{AUTHOR}</name><email>noreply@blogger.com</email></author></entry>\n"
        for report in shown
    )
    relations = "".join(
        f"<link rel='{relation}' type='{'text/html' if relation == 'alternate' else 'application/atom+xml'}' href='{escape(address)}'/>"
        for relation, address in links.items()
    )
    return f"""<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="https://www.blogger.com/styles/atom.css" type="text/css"?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'
 xmlns:blogger='http://schemas.google.com/blogger/2008'><id>tag:blogger.com,1999:blog-{BLOG_ID}</id>
<updated>{REPORTS[0].moment.isoformat(timespec="milliseconds")}</updated><title type='text'>{NAME}</title>
{relations}<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>{_counts(counts)}
{entries}</feed>
""".encode()


def _rss(base: str, shown: Sequence[Report], counts: dict[str, int]) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>tag:blogger.com,1999:blog-{BLOG_ID}.post-{_post_id(report)}</guid>"
        f"<pubDate>{format_datetime(report.moment)}</pubDate><category domain='http://www.blogger.com/atom/ns#'>"
        f"{_label(report)}</category><title>{escape(report.title)}</title>"
        f"<description>{escape(_body(base, report))}</description><link>{base}{PATHS[report.number]}</link>"
        f"<author>noreply@blogger.com ({AUTHOR})</author></item>\n"
        for report in shown
    )
    return f"""<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'
 xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'><channel><title>{NAME}</title><link>{base}/</link>
<description/><generator>Blogger</generator>{_counts(counts)}
{items}</channel></rss>
""".encode()


def _json(base: str, shown: Sequence[Report], counts: dict[str, int], links: dict[str, str]) -> bytes:
    entries = [
        {
            "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{_post_id(report)}"},
            "published": {"$t": report.moment.isoformat(timespec="milliseconds")},
            "updated": {"$t": (report.moment + timedelta(days=40)).isoformat(timespec="milliseconds")},
            "category": [{"scheme": "http://www.blogger.com/atom/ns#", "term": _label(report)}],
            "title": {"type": "text", "$t": report.title},
            "content": {"type": "html", "$t": _body(base, report)},
            "link": [{"rel": "alternate", "type": "text/html", "href": base + PATHS[report.number]}],
            "author": [{"name": {"$t": AUTHOR}}],
        }
        for report in shown
    ]
    feed: dict[str, object] = {
        "title": {"type": "text", "$t": NAME},
        "link": [{"rel": relation, "href": address} for relation, address in links.items()],
        **{f"openSearch${name}": {"$t": str(count)} for name, count in counts.items()},
        "entry": entries,
    }
    return json.dumps({"version": "1.0", "encoding": "UTF-8", "feed": feed}).encode()


BLOGGER = SampleSite(
    name=NAME,
    platform="blogger",
    articles=tuple(
        SampleArticle(
            path=PATHS[report.number],
            title=report.title,
            day=report.moment.date(),
            words=report.words,
            other_paths=(
                f"{PATHS[report.number]}?m=1",
                f"{PATHS[report.number]}?m=0",
                f"{PATHS[report.number]}?spref=fb",
                f"{PATHS[report.number]}?showComment={_post_id(report)}",
            ),
        )
        for report in REPORTS
    ),
    build=_build,
    hidden=(DRAFT, "/2023/05/tidak-ada.html"),
)
