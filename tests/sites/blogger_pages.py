"""The pages of the site of blogger.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote, unquote

from crawler.demo.answers import Answer, Visit
from crawler.demo.stories import DAYS, MONTHS
from tests.sites.blogger_facts import (
    AUTHOR,
    BLOG_ID,
    LIST_LENGTH,
    NAME,
    PAGES,
    PATHS,
    REPORTS,
    kept_answer,
    label_of,
    picture_path,
    post_id,
)
from tests.sites.reports import Report, first, first_number


def frame(base: str, title: str, address: str, view: str, main: str) -> bytes:
    tabs = "".join(f"<li><a href='{base}{path}'>{name}</a></li>" for path, (name, _) in PAGES.items())
    labels = "".join(
        f"<li><a dir='ltr' href='{base}/search/label/{quote(label)}'>{label}</a> ({count})</li>"
        for label, count in sorted(Counter(map(label_of, REPORTS)).items())
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
    address, label = base + PATHS[report.number], label_of(report)
    share = f"https://www.blogger.com/share-post.g?blogID={BLOG_ID}&amp;postID={post_id(report)}"
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
 itemtype='http://schema.org/BlogPosting'><meta content='{BLOG_ID}' itemprop='blogId'/><meta content='{post_id(report)}' itemprop='postId'/>
<a name='{post_id(report)}'></a>
<h3 class='post-title entry-title' itemprop='name'>{title}</h3>
<div class='post-header'><div class='post-header-line-1'></div></div>
<div class='post-body entry-content' id='post-body-{post_id(report)}' itemprop='description articleBody'>
{body}
<div style='clear: both;'></div></div>
{_footer(base, report)}</div></div>"""


def body(base: str, report: Report) -> str:
    """Boxes and line breaks, no paragraphs; a mark after the first."""
    lines = [f'<div style="text-align: justify;">{escape(text)}</div><br />' for text in report.paragraphs]
    lines.insert(1, "<a name='more'></a>")
    if report.caption:
        original, small = (base + picture_path(report, size) for size in ("s1600", "s320"))
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


def article(base: str, report: Report) -> bytes:
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
    comment = f"https://www.blogger.com/comment.g?blogID={BLOG_ID}&amp;postID={post_id(report)}"
    main = f"""<div class='date-outer'>{_date_header(report)}<div class='date-posts'>
{_post(base, report, escape(report.title), body(base, report))}
<div class='comments' id='comments'><a name='comments'></a><h4>1 komentar:</h4>
<div class='comment-block'><cite class='user'>Warga Rantau</cite> <span class='datetime'><a rel='nofollow'
 href='{address}?showComment={post_id(report)}#c{post_id(report)}'>{MONTHS[report.moment.month % 12]} 02, 2025</a></span>
<p class='comment-content'>Terima kasih kabarnya, semoga bermanfaat.</p></div>
<div class='comment-form'><a name='comment-form'></a><h4>Posting Komentar</h4>
<a href='{comment}' id='comment-editor-src'></a></div></div>
</div></div>
<div class='blog-pager' id='blog-pager'>{pager}<a class='home-link' href='{base}/'>Beranda</a></div>"""
    return frame(base, f"{NAME}: {report.title}", address, "item", main)


def mobile(base: str, report: Report) -> bytes:
    """?m=1: for telephones, with the canonical address of the other."""
    address = base + PATHS[report.number]
    return f"""<!DOCTYPE html>
<html class='v2' dir='ltr' xmlns:b='http://www.google.com/2005/gml/b'><head><meta content='blogger' name='generator'/>
<meta content='width=device-width,initial-scale=1.0' name='viewport'/><link href='{address}' rel='canonical'/>
<title>{NAME}: {escape(report.title)}</title></head>
<body class='mobile'><div class='mobile-date-outer date-outer'>{_date_header(report)}
<div class='post hentry'><h3 class='post-title entry-title'>{escape(report.title)}</h3>
<div class='post-body entry-content'>{body(base, report)}</div></div></div>
<a href='{address}?m=0'>Lihat versi web</a></body></html>
""".encode()


def list_page(base: str, path: str, shown: Sequence[Report]) -> bytes:
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
    return frame(base, NAME, base + path, "index", "\n".join([*days, pager]))


def search(base: str, visit: Visit) -> Answer:
    found = holding(first(visit.query, "q"))
    if newest := first(visit.query, "updated-max"):
        found = [report for report in found if report.moment.isoformat() < newest.replace(" ", "+")]
    size = first_number(visit.query, "max-results", LIST_LENGTH)
    return kept_answer(list_page(base, "/search", found[:size]))


def label_page(base: str, visit: Visit) -> Answer:
    label = unquote(visit.path).rpartition("/")[2]
    shown = [report for report in REPORTS if label_of(report) == label]
    return kept_answer(list_page(base, visit.path, shown[:LIST_LENGTH]))


def holding(sought: str) -> list[Report]:
    words = sought.lower().split()
    return [
        report
        for report in REPORTS
        if all(word in " ".join((report.title, *report.paragraphs)).lower() for word in words)
    ]


def static(base: str, path: str) -> bytes:
    title, text = PAGES[path]
    main = (
        "<div class='date-outer'><div class='date-posts'><div class='post-outer'><div class='post hentry'>"
        f"<h3 class='post-title entry-title' itemprop='name'>{title}</h3>"
        f"<div class='post-body entry-content'>{text}<br />\n<br />\n</div></div></div></div></div>"
    )
    return frame(base, f"{NAME}: {title}", base + path, "static_page", main)
