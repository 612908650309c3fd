"""What the site of blogger.py has for machines: feeds, sitemaps, interfaces."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from urllib.parse import unquote

from crawler.demo.answers import Answer, Visit
from tests.sites.blogger_facts import (
    AUTHOR,
    BLOG_ID,
    IN_A_SITEMAP,
    MOST_ENTRIES,
    NAME,
    PATHS,
    REPORTS,
    kept_answer,
    label_of,
    post_id,
)
from tests.sites.blogger_pages import body, holding
from tests.sites.reports import Report, first, first_number


def robots(base: str) -> bytes:
    return (
        "User-agent: Mediapartners-Google\nDisallow: \n\nUser-agent: *\nDisallow: /search\nAllow: /\n\n"
        f"Sitemap: {base}/sitemap.xml\n"
    ).encode()


def sitemap(base: str, visit: Visit) -> Answer:
    """An index, and the lists it names at ?page=N."""
    last = -(-len(REPORTS) // IN_A_SITEMAP)
    if not visit.query:
        items = "".join(f"<sitemap><loc>{base}/sitemap.xml?page={page}</loc></sitemap>" for page in range(1, last + 1))
        return urlset(items, "sitemapindex")
    start = (first_number(visit.query, "page", 1) - 1) * IN_A_SITEMAP
    items = "".join(
        f"<url><loc>{base}{PATHS[report.number]}</loc><lastmod>{report.moment.isoformat()}</lastmod></url>"
        for report in REPORTS[max(0, start) : max(0, start + IN_A_SITEMAP)]
    )
    return urlset(items)


def urlset(items: str, root: str = "urlset") -> Answer:
    body = f"<?xml version='1.0' encoding='UTF-8'?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{items}</{root}>"
    return kept_answer(body.encode(), "application/xml; charset=UTF-8")


def feed(base: str, visit: Visit) -> Answer:
    """Posts as Atom, or as alt=rss or alt=json asks, with q, published-min, published-max and a label in the path."""
    start, asked = max(1, first_number(visit.query, "start-index", 1)), first_number(visit.query, "max-results", 25)
    size = min(MOST_ENTRIES, asked)
    oldest, newest = (first(visit.query, f"published-{end}").replace(" ", "+") for end in ("min", "max"))
    label = unquote(visit.path).partition("/-/")[2]
    found = [
        report
        for report in holding(first(visit.query, "q"))
        if label in ("", label_of(report))
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
            return kept_answer(_rss(base, shown, counts), "application/rss+xml; charset=UTF-8")
        case "json":
            return kept_answer(_json(base, shown, counts, links), "application/json; charset=UTF-8")
        case _:
            return kept_answer(_atom(base, shown, counts, links, short), "application/atom+xml; charset=UTF-8")


def _counts(counts: dict[str, int]) -> str:
    return "".join(f"<openSearch:{name}>{count}</openSearch:{name}>" for name, count in counts.items())


def _atom(base: str, shown: Sequence[Report], counts: dict[str, int], links: dict[str, str], short: bool) -> bytes:
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{post_id(report)}</id>"
        f"<published>{report.moment.isoformat(timespec='milliseconds')}</published>"
        f"<updated>{(report.moment + timedelta(days=40)).isoformat(timespec='milliseconds')}</updated>"
        f"<category scheme='http://www.blogger.com/atom/ns#' term='{label_of(report)}'/>"
        f"<title type='text'>{escape(report.title)}</title>"
        + (
            f"<summary type='text'>{escape(report.paragraphs[0])}</summary>"
            if short
            else f"<content type='html'>{escape(body(base, report))}</content>"
        )
        + f"<link rel='replies' type='text/html' href='{base}{PATHS[report.number]}#comment-form' title='1 Komentar'/>"
        f"<link rel='edit' type='application/atom+xml' href='https://www.blogger.com/feeds/{BLOG_ID}/posts/default/{post_id(report)}'/>"
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
        f"<item><guid isPermaLink='false'>tag:blogger.com,1999:blog-{BLOG_ID}.post-{post_id(report)}</guid>"
        f"<pubDate>{format_datetime(report.moment)}</pubDate><category domain='http://www.blogger.com/atom/ns#'>"
        f"{label_of(report)}</category><title>{escape(report.title)}</title>"
        f"<description>{escape(body(base, report))}</description><link>{base}{PATHS[report.number]}</link>"
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
            "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{post_id(report)}"},
            "published": {"$t": report.moment.isoformat(timespec="milliseconds")},
            "updated": {"$t": (report.moment + timedelta(days=40)).isoformat(timespec="milliseconds")},
            "category": [{"scheme": "http://www.blogger.com/atom/ns#", "term": label_of(report)}],
            "title": {"type": "text", "$t": report.title},
            "content": {"type": "html", "$t": body(base, report)},
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
