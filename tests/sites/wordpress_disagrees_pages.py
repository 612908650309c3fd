"""The pages of the site of wordpress_disagrees.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from html import escape
from urllib.parse import quote

from crawler.demo.answers import Answer
from crawler.demo.stories import indonesian_date
from tests.sites.reports import Report
from tests.sites.wordpress_disagrees_facts import (
    LOGIN,
    NAME,
    PAGES,
    REPORTS,
    archive_titles,
    post_id,
    post_path,
    tag,
    upload,
)


def _frame(base: str, title: str, body_class: str, main: str, head: str = "") -> bytes:
    recent = "".join(
        f'<li><a href="{base}{post_path(report)}">{escape(report.title)}</a></li>' for report in REPORTS[:5]
    )
    archives = {
        kind: "".join(
            f'<li><a href="{base}{path}">{escape(title.partition(": ")[2])}</a></li>'
            for path, title in archive_titles().items()
            if condition(path)
        )
        for kind, condition in _WIDGETS.items()
    }
    return f"""<!DOCTYPE html>
<html lang="id" class="no-js">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="profile" href="http://gmpg.org/xfn/11">
<link rel="pingback" href="{base}/xmlrpc.php">
<title>{escape(title)}</title>
<link rel="alternate" type="application/rss+xml" title="{NAME} &raquo; Feed" href="{base}/feed/" />
<link rel="alternate" type="application/rss+xml" title="{NAME} &raquo; Umpan Komentar" href="{base}/comments/feed/" />
<link rel='stylesheet' id='twentysixteen-style-css' href='{base}/wp-content/themes/twentysixteen/style.css?ver=6.1.9' media='all' />
<script src='{base}/wp-includes/js/jquery/jquery.min.js?ver=3.6.1' id='jquery-core-js'></script>
<link rel="https://api.w.org/" href="{base}/wp-json/" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="{base}/xmlrpc.php?rsd" />
<meta name="generator" content="WordPress 6.1.9" />
{head}</head>
<body class="{body_class}">
<div id="page" class="site"><div class="site-inner">
<a class="skip-link screen-reader-text" href="#content">Langsung ke konten</a>
<header id="masthead" class="site-header"><div class="site-header-main"><div class="site-branding">
<p class="site-title"><a href="{base}/" rel="home">{NAME}</a></p>
<p class="site-description">Kecamatan Andaikata, Kabupaten Ibarat</p></div>
<nav id="site-navigation" class="main-navigation"><ul class="primary-menu">
<li class="menu-item"><a href="{base}/">Beranda</a></li>
<li class="menu-item"><a href="{base}/profil-desa/">Profil Desa</a></li>
<li class="menu-item"><a href="{base}/kontak/">Kontak</a></li></ul></nav></div></header>
<div id="content" class="site-content">
<div id="primary" class="content-area"><main id="main" class="site-main">
{main}
</main></div>
<aside id="secondary" class="sidebar widget-area">
<section id="search-2" class="widget widget_search"><form role="search" method="get" class="search-form" action="{base}/">
<input type="search" class="search-field" placeholder="Cari &hellip;" value="" name="s" /></form></section>
<section id="recent-posts-2" class="widget widget_recent_entries"><h2 class="widget-title">Pos-pos Terbaru</h2><ul>{recent}</ul></section>
<section id="archives-2" class="widget widget_archive"><h2 class="widget-title">Arsip</h2><ul>{archives["months"]}</ul></section>
<section id="categories-2" class="widget widget_categories"><h2 class="widget-title">Kategori</h2><ul>{archives["categories"]}</ul></section>
<section id="tag_cloud-2" class="widget widget_tag_cloud"><h2 class="widget-title">Tag</h2><ul>{archives["tags"]}</ul></section>
<section id="meta-2" class="widget widget_meta"><h2 class="widget-title">Meta</h2><ul><li><a href="{base}{LOGIN}">Masuk</a></li>
<li><a href="{base}/feed/">Feed entri</a></li><li><a href="{base}/comments/feed/">Feed komentar</a></li>
<li><a href="https://id.wordpress.org/">WordPress.org</a></li></ul></section>
</aside></div>
<footer id="colophon" class="site-footer"><div class="site-info"><span class="site-title"><a href="{base}/" rel="home">{NAME}</a></span>
<a href="https://id.wordpress.org/" class="imprint">Dengan bangga bertenaga WordPress</a></div></footer>
</div></div>
</body>
</html>
""".encode()


_WIDGETS: dict[str, Callable[[str], bool]] = {
    "months": lambda path: path.startswith("/20") and len(path) == len("/2023/11/"),
    "categories": lambda path: path.startswith("/category/"),
    "tags": lambda path: path.startswith("/tag/"),
}


def _classes(report: Report) -> str:
    picture = " has-post-thumbnail" if report.caption else ""
    return (
        f"post-{post_id(report)} post type-post status-publish format-standard{picture} hentry "
        f"category-{report.theme.lower()} tag-{tag(report)}"
    )


def _footer(base: str, report: Report) -> str:
    category = f"/category/{report.theme.lower()}/"
    return f"""<footer class="entry-footer"><span class="byline"><span class="author vcard"><span
 class="screen-reader-text">Penulis </span><a class="url fn n" href="{base}/author/admin/">Admin Desa</a></span></span><span
 class="posted-on"><span class="screen-reader-text">Diposkan pada </span><a href="{base}{post_path(report)}"
 rel="bookmark"><time class="entry-date published updated"
 datetime="{report.moment.isoformat()}">{indonesian_date(report.moment)}</time></a></span><span
 class="cat-links"><span class="screen-reader-text">Kategori </span><a href="{base}{category}"
 rel="category tag">{report.theme}</a></span><span class="tags-links"><span class="screen-reader-text">Tag </span><a
 href="{base}/tag/{tag(report)}/" rel="tag">{tag(report)}</a></span></footer>"""


def list_page(
    base: str, title: str, body_class: str, path: str, reports: Sequence[Report], page: int, last: int
) -> bytes:
    """Posts up to their "more" mark."""
    items = "\n".join(
        f"""<article id="post-{post_id(report)}" class="{_classes(report)}">
<header class="entry-header"><h2 class="entry-title"><a href="{base}{post_path(report)}"
 rel="bookmark">{escape(report.title)}</a></h2></header>
<div class="entry-content"><p>{escape(report.paragraphs[0])}</p>
<p><a href="{base}{post_path(report)}#more-{post_id(report)}" class="more-link">Lanjutkan membaca<span
 class="screen-reader-text"> &#8220;{escape(report.title)}&#8221;</span></a></p></div>
{_footer(base, report)}</article>"""
        for report in reports
    )
    numbers = "".join(
        f'<span aria-current="page" class="page-numbers current">{number}</span>'
        if number == page
        else f'<a class="page-numbers" href="{base}{path}{"" if number == 1 else f"page/{number}/"}">{number}</a>'
        for number in range(1, last + 1)
    )
    following = f'<a class="next page-numbers" href="{base}{path}page/{page + 1}/">Laman berikutnya</a>'
    pager = (
        f'<nav class="navigation pagination"><div class="nav-links">{numbers}{following if page < last else ""}</div></nav>'
        if last > 1
        else ""
    )
    head = (
        ""
        if body_class == "home blog"
        else f'<header class="page-header"><h1 class="page-title">{escape(title)}</h1></header>\n'
    )
    return _frame(base, f"{title} – {NAME}", f"{body_class} hfeed", f"{head}{items}\n{pager}")


def content(base: str, report: Report) -> str:
    """The whole text, as pages, feed and REST have it."""
    opening, *others = (f"<p>{escape(paragraph)}</p>" for paragraph in report.paragraphs)
    picture = ""
    if report.caption:
        number, small, large = post_id(report) + 1, base + upload(report, "-300x225"), base + upload(report)
        picture = (
            f'<figure id="attachment_{number}" aria-describedby="caption-attachment-{number}" style="width: 300px" '
            f'class="wp-caption aligncenter"><a href="{large}"><img class="size-medium wp-image-{number}" src="{small}" '
            f'alt="" width="300" height="225" srcset="{small} 300w, {large} 1024w" /></a>'
            f'<figcaption id="caption-attachment-{number}" class="wp-caption-text">{escape(report.caption)}'
            "</figcaption></figure>\n"
        )
    return "\n".join([opening, f'<p><span id="more-{post_id(report)}"></span></p>', picture + others[0], *others[1:]])


def single(base: str, report: Report) -> bytes:
    address, number = base + post_path(report), post_id(report)
    place = REPORTS.index(report)
    neighbours = "".join(
        f'<div class="nav-{side}"><a href="{base}{post_path(other)}" rel="{relation}"><span class="meta-nav">{label}</span> '
        f'<span class="post-title">{escape(other.title)}</span></a></div>'
        for side, relation, label, others in (
            ("previous", "prev", "Sebelumnya", REPORTS[place + 1 : place + 2]),
            ("next", "next", "Berikutnya", REPORTS[max(0, place - 1) : place]),
        )
        for other in others
    )
    main = f"""<article id="post-{number}" class="{_classes(report)}">
<header class="entry-header"><h1 class="entry-title">{escape(report.title)}</h1></header>
<div class="entry-content">
{content(base, report)}
<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social"><h3 class="sd-title">Bagikan ini:</h3>
<div class="sd-content"><ul><li class="share-twitter"><a rel="nofollow noopener noreferrer" class="share-twitter sd-button"
 href="{address}?share=twitter&amp;nb=1">Twitter</a></li><li class="share-facebook"><a rel="nofollow noopener noreferrer"
 class="share-facebook sd-button" href="{address}?share=facebook&amp;nb=1">Facebook</a></li></ul></div></div></div>
</div>
{_footer(base, report)}</article>
<div id="comments" class="comments-area"><h2 class="comments-title">Satu komentar pada &ldquo;{escape(report.title)}&rdquo;</h2>
<ol class="comment-list"><li id="comment-{number}1" class="comment"><article id="div-comment-{number}1" class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">Perantau</b></div>
<div class="comment-metadata"><a href="{address}#comment-{number}1"><time
 datetime="{(report.moment + timedelta(days=3)).isoformat()}">{indonesian_date(report.moment + timedelta(days=3))}</time></a></div></footer>
<div class="comment-content"><p>Salam dari tanah rantau, semoga kampung halaman makin maju.</p></div>
<div class="reply"><a rel='nofollow' class='comment-reply-link' href='{address}?replytocom={number}1#respond'>Balas</a></div>
</article></li></ol>
<div id="respond" class="comment-respond"><h2 id="reply-title" class="comment-reply-title">Tinggalkan Balasan</h2>
<form action="{base}/wp-comments-post.php" method="post" id="commentform" class="comment-form"><p class="comment-notes">Alamat email
 Anda tidak akan dipublikasikan.</p><textarea id="comment" name="comment"></textarea></form></div></div>
<nav class="navigation post-navigation"><h2 class="screen-reader-text">Navigasi pos</h2><div class="nav-links">{neighbours}</div></nav>"""
    head = (
        f'<link rel="alternate" type="application/rss+xml" title="{NAME} &raquo; {escape(report.title)} Umpan Komentar" '
        f'href="{address}feed/" />\n<link rel="canonical" href="{address}" />\n'
        f"<link rel='shortlink' href='{base}/?p={number}' />\n"
        f'<link rel="alternate" type="application/json+oembed" href="{base}/wp-json/oembed/1.0/embed?url={quote(address, safe="")}" />\n'
    )
    body_class = f"post-template-default single single-post postid-{number} single-format-standard"
    return _frame(base, f"{report.title} – {NAME}", body_class, main, head)


def static(base: str, path: str) -> bytes:
    number, title = PAGES[path]
    main = (
        f'<article id="post-{number}" class="post-{number} page type-page status-publish hentry">'
        f'<header class="entry-header"><h1 class="entry-title">{title}</h1></header><div class="entry-content">'
        f"<p>{NAME} berada di kaki Gunung Kiranya dan terbagi menjadi dua dusun.</p>"
        "<p>Kantor desa buka pada hari kerja pukul delapan sampai pukul tiga.</p></div></article>"
    )
    head = f'<link rel="canonical" href="{base}{path}" />\n'
    return _frame(base, f"{title} – {NAME}", f"page-template-default page page-id-{number}", main, head)


def not_found_page(base: str) -> bytes:
    main = (
        '<section class="error-404 not-found"><header class="page-header">'
        '<h1 class="page-title">Ups! Halaman itu tidak dapat ditemukan.</h1></header>'
        '<div class="page-content"><p>Sepertinya tidak ada apa pun di lokasi ini.</p></div></section>'
    )
    return _frame(base, f"Laman tidak ditemukan – {NAME}", "error404", main)


def login(base: str) -> bytes:
    return f"""<!DOCTYPE html>
<html lang="id"><head><title>Log Masuk &lsaquo; {NAME} &#8212; WordPress</title><meta name='robots' content='noindex' /></head>
<body class="login no-js login-action-login wp-core-ui"><div id="login"><form name="loginform" id="loginform"
 action="{base}{LOGIN}" method="post"><input type="text" name="log" id="user_login" /><input type="password" name="pwd"
 id="user_pass" /><input type="submit" name="wp-submit" value="Log Masuk" /></form></div></body></html>
""".encode()


def missing(base: str) -> Answer:
    return Answer(not_found_page(base), status=404, gzip=True)
