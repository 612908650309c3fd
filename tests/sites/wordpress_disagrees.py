"""A WordPress site with the theme Twenty Sixteen whose lists of articles disagree.

Of 30 posts, numbered from the newest, the REST interface knows the first 28, the sitemap 27 others and three
addresses that give nothing; only the feed and the front page, walked to their ends, have all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, timedelta
from email.utils import format_datetime
from functools import partial
from html import escape
from urllib.parse import quote

from crawler.demo.answers import Answer, Entry, Role, Site, Visit
from crawler.demo.stories import MONTHS, indonesian_date, wib
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.reports import Report, first, first_number, jpeg, make_reports, nothing_expected, pages_of

NAME = "Desa Contohmulyo"
PLACES = ("Contohmulyo", "Dusun Sidomisal", "Dusun Karangandai")
REPORTS = make_reports("wordpress", 30, wib(2023, 11, 28, 6, 30), timedelta(days=8), PLACES)
LIST_LENGTH = 10
PAGES = {"/profil-desa/": (2, "Profil Desa"), "/kontak/": (5, "Kontak")}
STATIC_PAGES = tuple(PAGES)
LOGIN = "/wp-login.php"
DRAFT = "/?p=399"
JSON = "application/json; charset=UTF-8"
XML = "application/xml; charset=UTF-8"


def post_path(report: Report) -> str:
    return f"/{report.slug}/"


IN_REST = REPORTS[:28]
MISSING_IN_REST = tuple(post_path(report) for report in REPORTS[28:])
MISSING_IN_SITEMAP = tuple(post_path(REPORTS[place]) for place in (3, 14, 21))
DEAD = ("/pengumuman-lama-yang-dihapus/", "/lowongan-perangkat-desa/")
BROKEN = ("/galeri-yang-selalu-gagal/",)


def _post_id(report: Report) -> int:
    return 400 - 7 * report.number


def _upload(report: Report, size: str = "") -> str:
    return f"/wp-content/uploads/{report.moment:%Y/%m}/kegiatan-{_post_id(report)}{size}.jpg"


def _tag(report: Report) -> str:
    return ("gotong-royong", "warga", "dana-desa")[report.number % 3]


# ---- the site ----


def _build(base: str) -> Site:
    front = _listing(base, NAME, "home blog", "/", REPORTS)
    entries = {
        **front,
        **_archives(base),
        "/": Entry("listing", partial(_front, base, front["/"])),
        **{path: _html(base, "page", _static(base, path)) for path in PAGES},
        **{path: Entry("error", _failing()) for path in BROKEN},
        **_machines(base),
        LOGIN: Entry("trap", Answer(_login(base))),
        "/wp-admin/": _moved(f"{base}{LOGIN}", 302),
        "/wp-content/themes/twentysixteen/style.css": Entry("asset", Answer(b".site{margin:21px}", "text/css")),
        "/wp-includes/js/jquery/jquery.min.js": Entry("asset", Answer(b"jQuery=1;", "application/javascript")),
    }
    for report in REPORTS:
        path, number = post_path(report), _post_id(report)
        entries[path] = _html(base, "article", _single(base, report))
        entries[path.rstrip("/")] = _moved(base + path, 301)
        entries[f"{path}?replytocom={number}1"] = _html(base, "duplicate", _single(base, report))
        for network in ("facebook", "twitter"):
            # Real ones lead to the network; nothing may leave this machine.
            entries[f"{path}?share={network}&nb=1"] = _moved(f"https://{network}.invalid/bagikan", 302)
        entries[f"{path}feed/"] = Entry("trap", _comments_feed(base, report.title))
        for size, width in (("", 1024), ("-300x225", 300)):
            entries[_upload(report, size)] = Entry("picture", jpeg(report.slug, width))
    not_found = Answer(_not_found(base), status=404, gzip=True)
    embedded = Answer(json.dumps({"version": "1.0", "type": "rich", "provider_name": NAME}).encode(), JSON)
    prefixes = {"/wp-json/oembed/": embedded, "/wp-json/": _no_route()}
    return Site(NAME, "wordpress", "Apache", entries, not_found, nothing_expected(), prefixes)


def _front(base: str, listing: Entry, visit: Visit) -> Answer:
    """What WordPress makes of a query at its root."""
    number = first_number(visit.query, "p", 0)
    if number:
        path = next((post_path(report) for report in REPORTS if _post_id(report) == number), None)
        return Answer(b"", status=301, headers=(("Location", base + path),)) if path else _missing(base)
    if first(visit.query, "feed") == "rss2":
        return _feed(base, visit)
    if first(visit.query, "rest_route") == "/wp/v2/posts":
        return _rest_posts(base, visit)
    if sought := first(visit.query, "s").lower():
        found = [report for report in REPORTS if _holds(report, sought)]
        return Answer(_list_page(base, f"Hasil Pencarian untuk: {sought}", "search", "/", found, 1, 1), gzip=True)
    assert isinstance(listing.answer, Answer)
    return listing.answer


def _holds(report: Report, sought: str) -> bool:
    text = " ".join((report.title, *report.paragraphs)).lower()
    return all(word in text for word in sought.split())


def _archives(base: str) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for path, title in _archive_titles().items():
        shown = [report for report in REPORTS if path in _archives_of(report)]
        kind = "date" if path[1].isdigit() else path.split("/")[1]
        entries |= _listing(base, title, f"archive {kind}", path, shown)
    return entries


def _archives_of(report: Report) -> dict[str, str]:
    """The archives a post stands in, with their titles."""
    month = MONTHS[report.moment.month - 1]
    return {
        f"/category/{report.theme.lower()}/": f"Kategori: {report.theme}",
        f"/tag/{_tag(report)}/": f"Tag: {_tag(report)}",
        f"/{report.moment:%Y/%m}/": f"Bulan: {month} {report.moment.year}",
        f"/{report.moment:%Y}/": f"Tahun: {report.moment.year}",
        "/author/admin/": "Penulis: Admin Desa",
    }


def _archive_titles() -> dict[str, str]:
    return {path: title for report in REPORTS for path, title in _archives_of(report).items()}


def _listing(base: str, title: str, body_class: str, path: str, reports: Sequence[Report]) -> dict[str, Entry]:
    """A list at `path` and, when it is long, at `path`page/2/ and so on."""
    last = pages_of(reports, LIST_LENGTH)
    return {
        path if page == 1 else f"{path}page/{page}/": _html(
            base,
            "listing",
            _list_page(
                base, title, body_class, path, reports[(page - 1) * LIST_LENGTH : page * LIST_LENGTH], page, last
            ),
        )
        for page in range(1, last + 1)
    }


def _html(base: str, role: Role, body: bytes) -> Entry:
    headers = (("X-Pingback", f"{base}/xmlrpc.php"), ("Link", f'<{base}/wp-json/>; rel="https://api.w.org/"'))
    return Entry(role, Answer(body, headers=headers, gzip=True))


def _moved(address: str, status: int) -> Entry:
    return Entry("redirect", Answer(b"", status=status, headers=(("Location", address),)))


def _missing(base: str) -> Answer:
    return Answer(_not_found(base), status=404, gzip=True)


def _failing() -> Answer:
    body = (
        '<!DOCTYPE html><html lang="id"><head><title>WordPress &rsaquo; Error</title></head><body id="error-page">'
        '<div class="wp-die-message"><p>Ada eror serius di situs Anda.</p></div></body></html>'
    )
    return Answer(body.encode(), status=500)


# ---- pages ----


def _frame(base: str, title: str, body_class: str, main: str, head: str = "") -> bytes:
    recent = "".join(
        f'<li><a href="{base}{post_path(report)}">{escape(report.title)}</a></li>' for report in REPORTS[:5]
    )
    archives = {
        kind: "".join(
            f'<li><a href="{base}{path}">{escape(title.partition(": ")[2])}</a></li>'
            for path, title in _archive_titles().items()
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
        f"post-{_post_id(report)} post type-post status-publish format-standard{picture} hentry "
        f"category-{report.theme.lower()} tag-{_tag(report)}"
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
 href="{base}/tag/{_tag(report)}/" rel="tag">{_tag(report)}</a></span></footer>"""


def _list_page(
    base: str, title: str, body_class: str, path: str, reports: Sequence[Report], page: int, last: int
) -> bytes:
    """Posts up to their "more" mark."""
    items = "\n".join(
        f"""<article id="post-{_post_id(report)}" class="{_classes(report)}">
<header class="entry-header"><h2 class="entry-title"><a href="{base}{post_path(report)}"
 rel="bookmark">{escape(report.title)}</a></h2></header>
<div class="entry-content"><p>{escape(report.paragraphs[0])}</p>
<p><a href="{base}{post_path(report)}#more-{_post_id(report)}" class="more-link">Lanjutkan membaca<span
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


def _content(base: str, report: Report) -> str:
    """The whole text, as pages, feed and REST have it."""
    opening, *others = (f"<p>{escape(paragraph)}</p>" for paragraph in report.paragraphs)
    picture = ""
    if report.caption:
        number, small, large = _post_id(report) + 1, base + _upload(report, "-300x225"), base + _upload(report)
        picture = (
            f'<figure id="attachment_{number}" aria-describedby="caption-attachment-{number}" style="width: 300px" '
            f'class="wp-caption aligncenter"><a href="{large}"><img class="size-medium wp-image-{number}" src="{small}" '
            f'alt="" width="300" height="225" srcset="{small} 300w, {large} 1024w" /></a>'
            f'<figcaption id="caption-attachment-{number}" class="wp-caption-text">{escape(report.caption)}'
            "</figcaption></figure>\n"
        )
    return "\n".join([opening, f'<p><span id="more-{_post_id(report)}"></span></p>', picture + others[0], *others[1:]])


def _single(base: str, report: Report) -> bytes:
    address, number = base + post_path(report), _post_id(report)
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
{_content(base, report)}
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


def _static(base: str, path: str) -> bytes:
    number, title = PAGES[path]
    main = (
        f'<article id="post-{number}" class="post-{number} page type-page status-publish hentry">'
        f'<header class="entry-header"><h1 class="entry-title">{title}</h1></header><div class="entry-content">'
        f"<p>{NAME} berada di kaki Gunung Kiranya dan terbagi menjadi dua dusun.</p>"
        "<p>Kantor desa buka pada hari kerja pukul delapan sampai pukul tiga.</p></div></article>"
    )
    head = f'<link rel="canonical" href="{base}{path}" />\n'
    return _frame(base, f"{title} – {NAME}", f"page-template-default page page-id-{number}", main, head)


def _not_found(base: str) -> bytes:
    main = (
        '<section class="error-404 not-found"><header class="page-header">'
        '<h1 class="page-title">Ups! Halaman itu tidak dapat ditemukan.</h1></header>'
        '<div class="page-content"><p>Sepertinya tidak ada apa pun di lokasi ini.</p></div></section>'
    )
    return _frame(base, f"Laman tidak ditemukan – {NAME}", "error404", main)


def _login(base: str) -> bytes:
    return f"""<!DOCTYPE html>
<html lang="id"><head><title>Log Masuk &lsaquo; {NAME} &#8212; WordPress</title><meta name='robots' content='noindex' /></head>
<body class="login no-js login-action-login wp-core-ui"><div id="login"><form name="loginform" id="loginform"
 action="{base}{LOGIN}" method="post"><input type="text" name="log" id="user_login" /><input type="password" name="pwd"
 id="user_pass" /><input type="submit" name="wp-submit" value="Log Masuk" /></form></div></body></html>
""".encode()


# ---- for machines ----


def _machines(base: str) -> dict[str, Entry]:
    robots = f"User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {base}/wp-sitemap.xml\n"
    in_sitemap = [path for path in map(post_path, REPORTS) if path not in MISSING_IN_SITEMAP]
    middle = len(in_sitemap) // 2
    maps = {
        "/wp-sitemap-posts-post-1.xml": [*in_sitemap[:middle], *DEAD, *BROKEN, *in_sitemap[middle:]],
        "/wp-sitemap-posts-page-1.xml": ["/", *PAGES],
        "/wp-sitemap-taxonomies-category-1.xml": [path for path in _archive_titles() if path.startswith("/category/")],
    }
    about = {
        "name": NAME,
        "url": base,
        "home": base,
        "namespaces": ["oembed/1.0", "wp/v2"],
        "routes": {"/wp/v2/posts": {}},
    }
    return {
        "/robots.txt": Entry("robots", Answer(robots.encode(), "text/plain; charset=utf-8")),
        "/sitemap.xml": _moved(f"{base}/wp-sitemap.xml", 301),
        "/wp-sitemap.xml": Entry("sitemap", _sitemap("sitemapindex", "sitemap", [base + path for path in maps])),
        **{
            name: Entry("sitemap", _sitemap("urlset", "url", [base + path for path in paths]))
            for name, paths in maps.items()
        },
        "/feed/": Entry("feed", partial(_feed, base)),
        "/comments/feed/": Entry("trap", _comments_feed(base, NAME)),
        "/xmlrpc.php": Entry("trap", Answer(b"XML-RPC server accepts POST requests only.", "text/plain", 405)),
        "/wp-json/": Entry("api", Answer(json.dumps(about).encode(), JSON)),
        "/wp-json/wp/v2/posts": Entry("api", partial(_rest_posts, base)),
    }


def _sitemap(root: str, item: str, addresses: Sequence[str]) -> Answer:
    items = "".join(f"<{item}><loc>{address}</loc></{item}>" for address in addresses)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{root}>\n'
    return Answer(body.encode(), XML, gzip=True)


def _feed(base: str, visit: Visit) -> Answer:
    """Ten posts a page, the whole archive in all; past the end the site's 404."""
    start = (max(1, first_number(visit.query, "paged", 1)) - 1) * LIST_LENGTH
    shown = REPORTS[start : start + LIST_LENGTH]
    if not shown:
        return _missing(base)
    items = "\n".join(
        f"""<item><title>{escape(report.title)}</title>
<link>{base}{post_path(report)}</link>
<comments>{base}{post_path(report)}#comments</comments>
<dc:creator><![CDATA[Admin Desa]]></dc:creator>
<pubDate>{format_datetime(report.moment.astimezone(UTC))}</pubDate>
<category><![CDATA[{report.theme}]]></category><category><![CDATA[{_tag(report)}]]></category>
<guid isPermaLink="false">{base}/?p={_post_id(report)}</guid>
<description><![CDATA[<p>{escape(report.paragraphs[0])} <a href="{base}{post_path(report)}">Lanjutkan membaca</a></p>]]></description>
<content:encoded><![CDATA[{_content(base, report)}]]></content:encoded>
<wfw:commentRss>{base}{post_path(report)}feed/</wfw:commentRss><slash:comments>1</slash:comments></item>"""
        for report in shown
    )
    newest = REPORTS[0].moment.astimezone(UTC)
    body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>{NAME}</title><atom:link href="{base}/feed/" rel="self" type="application/rss+xml" />
<link>{base}</link><description>Kecamatan Andaikata, Kabupaten Ibarat</description>
<lastBuildDate>{format_datetime(newest)}</lastBuildDate><language>id</language>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>
<generator>https://wordpress.org/?v=6.1.9</generator>
{items}
</channel></rss>
"""
    headers = (("Last-Modified", format_datetime(newest, usegmt=True)), ("ETag", f'"contohmulyo-{start}"'))
    return Answer(body.encode(), "application/rss+xml; charset=UTF-8", headers=headers, gzip=True)


def _comments_feed(base: str, title: str) -> Answer:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Komentar pada: {escape(title)}</title><link>{base}</link><description></description></channel></rss>\n"
    )
    return Answer(body.encode(), "application/rss+xml; charset=UTF-8")


def _rest_posts(base: str, visit: Visit) -> Answer:
    """The collection of posts with per_page, page, search, after, before and order; `_fields` changes nothing."""
    size, page = first_number(visit.query, "per_page", 10), first_number(visit.query, "page", 1)
    if not 1 <= size <= 100 or page < 1:
        return _rest_error("rest_invalid_param", "Parameter tidak valid: per_page", 400)
    after, before = first(visit.query, "after"), first(visit.query, "before", "9999")
    found = [
        report
        for report in IN_REST
        if after < f"{report.moment:%Y-%m-%dT%H:%M:%S}" < before
        and _holds(report, first(visit.query, "search").lower())
    ]
    if first(visit.query, "order") == "asc":
        found.reverse()
    last = -(-len(found) // size)
    if page > max(1, last):
        return _rest_error(
            "rest_post_invalid_page_number", "Nomor halaman yang diminta lebih besar dari yang ada.", 400
        )
    kept = [part for part in visit.query.split("&") if part and not part.startswith("page=")]
    links = [
        f'<{base}{visit.path}?{"&".join([*kept, f"page={number}"])}>; rel="{relation}"'
        for relation, number in (("prev", page - 1), ("next", page + 1))
        if 1 <= number <= last
    ]
    embed = "_embed" in visit.query
    body = json.dumps([_rest_post(base, report, embed) for report in found[(page - 1) * size : page * size]])
    headers = [("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(last))]
    return Answer(body.encode(), JSON, headers=(*headers, *(("Link", link) for link in links)), gzip=True)


def _rest_post(base: str, report: Report, embed: bool) -> dict[str, object]:
    local, gmt = (f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in (report.moment, report.moment.astimezone(UTC)))
    address = base + post_path(report)
    embedded = {"_embedded": {"author": [{"id": 1, "name": "Admin Desa", "link": f"{base}/author/admin/"}]}}
    return {
        "id": _post_id(report),
        "date": local,
        "date_gmt": gmt,
        "guid": {"rendered": f"{base}/?p={_post_id(report)}"},
        "modified": local,
        "modified_gmt": gmt,
        "slug": report.slug,
        "status": "publish",
        "type": "post",
        "link": address,
        "title": {"rendered": escape(report.title).replace("&amp;", "&#038;")},
        "content": {"rendered": _content(base, report), "protected": False},
        "excerpt": {"rendered": f"<p>{escape(report.paragraphs[0])}</p>\n", "protected": False},
        "author": 1,
        "featured_media": 0,
        "comment_status": "open",
        "sticky": False,
        "format": "standard",
        **(embedded if embed else {}),
    }


def _rest_error(code: str, message: str, status: int) -> Answer:
    error = {"code": code, "message": message, "data": {"status": status}}
    return Answer(json.dumps(error).encode(), JSON, status)


def _no_route() -> Answer:
    return _rest_error("rest_no_route", "Tidak ada rute yang cocok dengan URL dan metode permintaan.", 404)


WORDPRESS_DISAGREES = SampleSite(
    name=NAME,
    platform="wordpress",
    articles=tuple(
        SampleArticle(
            path=post_path(report),
            title=report.title,
            day=report.moment.date(),
            words=report.words,
            other_paths=(f"{post_path(report)}?replytocom={_post_id(report)}1",),
        )
        for report in REPORTS
    ),
    build=_build,
    hidden=(*DEAD, *BROKEN, DRAFT, LOGIN, *(f"{post_path(report)}feed/" for report in REPORTS[:3])),
)
