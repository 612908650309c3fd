"""What the site of wordpress_disagrees.py has for machines: feeds, sitemaps, interfaces."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from email.utils import format_datetime
from functools import partial
from html import escape

from crawler.demo.answers import Answer, Entry, Visit
from tests.sites.reports import Report, first, first_number
from tests.sites.wordpress_disagrees_facts import (
    BROKEN,
    DEAD,
    IN_REST,
    JSON,
    LIST_LENGTH,
    MISSING_IN_SITEMAP,
    NAME,
    PAGES,
    REPORTS,
    XML,
    archive_titles,
    holds,
    moved,
    post_id,
    post_path,
    tag,
)
from tests.sites.wordpress_disagrees_pages import content, missing


def machines(base: str) -> dict[str, Entry]:
    robots = f"User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {base}/wp-sitemap.xml\n"
    in_sitemap = [path for path in map(post_path, REPORTS) if path not in MISSING_IN_SITEMAP]
    middle = len(in_sitemap) // 2
    maps = {
        "/wp-sitemap-posts-post-1.xml": [*in_sitemap[:middle], *DEAD, *BROKEN, *in_sitemap[middle:]],
        "/wp-sitemap-posts-page-1.xml": ["/", *PAGES],
        "/wp-sitemap-taxonomies-category-1.xml": [path for path in archive_titles() if path.startswith("/category/")],
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
        "/sitemap.xml": moved(f"{base}/wp-sitemap.xml", 301),
        "/wp-sitemap.xml": Entry("sitemap", _sitemap("sitemapindex", "sitemap", [base + path for path in maps])),
        **{
            name: Entry("sitemap", _sitemap("urlset", "url", [base + path for path in paths]))
            for name, paths in maps.items()
        },
        "/feed/": Entry("feed", partial(feed, base)),
        "/comments/feed/": Entry("trap", comments_feed(base, NAME)),
        "/xmlrpc.php": Entry("trap", Answer(b"XML-RPC server accepts POST requests only.", "text/plain", 405)),
        "/wp-json/": Entry("api", Answer(json.dumps(about).encode(), JSON)),
        "/wp-json/wp/v2/posts": Entry("api", partial(rest_posts, base)),
    }


def _sitemap(root: str, item: str, addresses: Sequence[str]) -> Answer:
    items = "".join(f"<{item}><loc>{address}</loc></{item}>" for address in addresses)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{root}>\n'
    return Answer(body.encode(), XML, gzip=True)


def feed(base: str, visit: Visit) -> Answer:
    """Ten posts a page, the whole archive in all; past the end the site's 404."""
    start = (max(1, first_number(visit.query, "paged", 1)) - 1) * LIST_LENGTH
    shown = REPORTS[start : start + LIST_LENGTH]
    if not shown:
        return missing(base)
    items = "\n".join(
        f"""<item><title>{escape(report.title)}</title>
<link>{base}{post_path(report)}</link>
<comments>{base}{post_path(report)}#comments</comments>
<dc:creator><![CDATA[Admin Desa]]></dc:creator>
<pubDate>{format_datetime(report.moment.astimezone(UTC))}</pubDate>
<category><![CDATA[{report.theme}]]></category><category><![CDATA[{tag(report)}]]></category>
<guid isPermaLink="false">{base}/?p={post_id(report)}</guid>
<description><![CDATA[<p>{escape(report.paragraphs[0])} <a href="{base}{post_path(report)}">Lanjutkan membaca</a></p>]]></description>
<content:encoded><![CDATA[{content(base, report)}]]></content:encoded>
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


def comments_feed(base: str, title: str) -> Answer:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Komentar pada: {escape(title)}</title><link>{base}</link><description></description></channel></rss>\n"
    )
    return Answer(body.encode(), "application/rss+xml; charset=UTF-8")


def rest_posts(base: str, visit: Visit) -> Answer:
    """The collection of posts with per_page, page, search, after, before and order; `_fields` changes nothing."""
    size, page = first_number(visit.query, "per_page", 10), first_number(visit.query, "page", 1)
    if not 1 <= size <= 100 or page < 1:
        return _rest_error("rest_invalid_param", "Parameter tidak valid: per_page", 400)
    after, before = first(visit.query, "after"), first(visit.query, "before", "9999")
    found = [
        report
        for report in IN_REST
        if after < f"{report.moment:%Y-%m-%dT%H:%M:%S}" < before and holds(report, first(visit.query, "search").lower())
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
        "id": post_id(report),
        "date": local,
        "date_gmt": gmt,
        "guid": {"rendered": f"{base}/?p={post_id(report)}"},
        "modified": local,
        "modified_gmt": gmt,
        "slug": report.slug,
        "status": "publish",
        "type": "post",
        "link": address,
        "title": {"rendered": escape(report.title).replace("&amp;", "&#038;")},
        "content": {"rendered": content(base, report), "protected": False},
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


def no_route() -> Answer:
    return _rest_error("rest_no_route", "Tidak ada rute yang cocok dengan URL dan metode permintaan.", 404)
