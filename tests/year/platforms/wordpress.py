"""WordPress over the year: feed with validators, REST with `modified` and its filters, sitemap with lastmod, and
pages without any validator."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs

from crawler.demo.answers import Answer, Visit
from crawler.demo.stories import Story
from crawler.demo.wordpress.article import article_body, article_page
from crawler.demo.wordpress.pages import Pages
from tests.year.platforms.common import (
    CATEGORIES,
    casino,
    gone_answer,
    http_date,
    redirect,
    robots,
    sitemap,
    spam_paths,
    story_of,
    with_gambling,
    xml,
)
from tests.year.view import Gone, Moved, Shown, View

JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class _Pages(Pages):
    """The demo's pages with this site's own sidebar: the newest articles, on every page."""

    newest: Sequence[Shown]

    def story_path(self, story: Story) -> str:
        return story.slug  # story_of puts the address there

    def _sidebar(self) -> str:
        recent = "".join(
            f'<li><a href="{self.base}{one.path}">{escape(one.words.title)}</a></li>' for one in self.newest
        )
        return f"""<aside class="mh-widget-col-1 mh-sidebar"><div class="mh-widget widget_recent_entries">
<h4>Pos-pos Terbaru</h4><ul>{recent}</ul></div></aside>"""


def answer(view: View, visit: Visit) -> Answer:
    pages = _Pages(view.base, view.listed[:5])
    if machine := _machines(view).get(visit.path):
        return machine(pages, view, visit)
    found = view.by_path.get(visit.path)
    if isinstance(found, Shown):
        return _html(view, with_gambling(article_page(pages, story_of(found), 1), found))
    if isinstance(found, Moved):
        return redirect(view.base + found.to)
    if isinstance(found, Gone):
        return gone_answer(view, found, pages.not_found())
    if visit.path in spam_paths(view):
        return _html(view, casino(view.plan.number))
    number = _list_page(visit.path)
    if number is not None and number <= view.sheets:
        stories = [story_of(one) for one in view.sheet(number)]
        return _html(view, pages.listing(view.plan.village, "home blog", "/", stories, number, view.sheets))
    if visit.path == "/profil-desa/":
        return _html(view, pages.static(2, "Profil Desa", (f"{view.plan.village} terdiri atas empat dusun." * 3,)))
    if archive := _archives(view).get(visit.path):
        stories = [story for one in view.listed if archive(story := story_of(one))]
        return _html(view, pages.listing(visit.path, "archive", visit.path, stories, 1, 1))
    return Answer(pages.not_found(), status=404, gzip=True)


def everything(view: View) -> list[str]:
    """What a crawl that trusts nothing asks for at each visit."""
    lists = ["/", *(f"/page/{number}/" for number in range(2, view.sheets + 1)), *_archives(view), "/feed/"]
    rest = [f"/wp-json/wp/v2/posts?per_page=100&page={page}" for page in range(1, len(view.listed) // 100 + 2)]
    machines = ["/robots.txt", "/wp-sitemap.xml", "/wp-sitemap-posts-post-1.xml", *rest]
    return [*machines, *lists, "/profil-desa/", *(one.path for one in view.listed)]


def _archives(view: View) -> dict[str, Callable[[Story], bool]]:
    """Lists by category, author and month. A month in which something was once published keeps its page."""
    months = sorted({f"{article.published:%Y/%m}" for article in view.published})

    def of_category(name: str) -> Callable[[Story], bool]:
        return lambda story: story.category == name

    def of_month(month: str) -> Callable[[Story], bool]:
        return lambda story: f"{story.published:%Y/%m}" == month

    return {
        **{f"/category/{name.lower()}/": of_category(name) for name in CATEGORIES},
        "/author/admin-desa/": lambda story: True,
        **{f"/{month}/": of_month(month) for month in months},
    }


def _machines(view: View) -> dict[str, Callable[[_Pages, View, Visit], Answer]]:
    return {
        "/robots.txt": lambda pages, view, visit: robots(view, ["/wp-admin/"], "/wp-sitemap.xml"),
        "/wp-sitemap.xml": lambda pages, view, visit: xml(
            "sitemapindex", f"<sitemap><loc>{view.base}/wp-sitemap-posts-post-1.xml</loc></sitemap>"
        ),
        "/wp-sitemap-posts-post-1.xml": lambda pages, view, visit: _with_spam(
            view, sitemap(view, view.listed, tells_edits=True)
        ),
        "/feed/": _feed,
        "/wp-json/wp/v2/posts": _posts,
        "/wp-json/": lambda pages, view, visit: Answer(b'{"name":"Desa","namespaces":["wp/v2"]}', JSON),
    }


def _with_spam(view: View, answer: Answer) -> Answer:
    added = "".join(f"<url><loc>{view.base}{path}</loc></url>" for path in spam_paths(view))
    return Answer(answer.body.replace(b"</urlset>", f"{added}</urlset>".encode()), answer.mime)


def _list_page(path: str) -> int | None:
    number = path.removeprefix("/page/").removesuffix("/")
    return 1 if path == "/" else int(number) if path.startswith("/page/") and number.isdecimal() else None


def _html(view: View, body: bytes) -> Answer:
    headers = [("Link", f'<{view.base}/wp-json/>; rel="https://api.w.org/"')]
    if view.plan.lie == "now":
        headers.append(("Last-Modified", http_date(view.moment)))
    if view.is_redesigned:
        # Another theme: other classes and another frame around the same words.
        body = body.replace(b"mh-", b"gp-").replace(
            b"<footer", b'<div class="gp-bar">Tema baru situs desa</div><footer'
        )
        body = body.replace(b"<p>", b'<p class="has-text">').replace(b"magazine-lite", b"generate")
    return Answer(body, headers=tuple(headers), gzip=True)


def _feed(pages: _Pages, view: View, visit: Visit) -> Answer:
    """The newest ten, or a further ten; the validators are those of what was last modified on the site."""
    paged = visit.query.removeprefix("paged=")
    start = (int(paged) - 1) * 10 if paged.isdecimal() else 0
    shown = view.listed[start : start + 10]
    if start and not shown:
        return Answer(pages.not_found(), status=404, gzip=True)
    items = "\n".join(_item(pages, one) for one in shown)
    built = max((one.modified for one in view.listed), default=view.plan.start)
    body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>{view.plan.village}</title><link>{view.base}</link><description>Kabar desa</description>
<lastBuildDate>{format_datetime(built.astimezone(UTC))}</lastBuildDate><language>id</language>
<generator>https://wordpress.org/?v=6.4.3</generator>
{items}
</channel></rss>
"""
    headers = (("Last-Modified", http_date(built)), ("ETag", f'"{built.timestamp():.0f}"'))
    return Answer(body.encode(), "application/rss+xml; charset=UTF-8", headers=headers, gzip=True)


def _item(pages: _Pages, shown: Shown) -> str:
    story = story_of(shown)
    return f"""<item><title>{escape(story.title)}</title><link>{pages.base}{shown.path}</link>
<dc:creator><![CDATA[{story.author}]]></dc:creator>
<pubDate>{format_datetime(shown.published.astimezone(UTC))}</pubDate><category><![CDATA[{story.category}]]></category>
<guid isPermaLink="false">{pages.base}/?p={story.number}</guid>
<content:encoded><![CDATA[{article_body(pages, story)}]]></content:encoded></item>"""


def _posts(pages: _Pages, view: View, visit: Visit) -> Answer:
    """/wp-json/wp/v2/posts with per_page, page, order, orderby, after, modified_after and _fields."""
    asked = {name: values[0] for name, values in parse_qs(visit.query).items()}
    key: Callable[[Shown], datetime] = (
        (lambda one: one.modified) if asked.get("orderby") == "modified" else (lambda one: one.published)
    )
    posts = sorted(view.listed, key=key, reverse=asked.get("order") != "asc")
    if after := asked.get("after"):
        posts = [one for one in posts if one.published > _moment(after, view)]
    if after := asked.get("modified_after"):
        posts = [one for one in posts if one.modified > _moment(after, view)]
    size, page = min(100, max(1, int(asked.get("per_page", "10")))), max(1, int(asked.get("page", "1")))
    last = -(-len(posts) // size)
    if page > max(last, 1):
        error = {
            "code": "rest_post_invalid_page_number",
            "message": "Nomor halaman terlalu besar.",
            "data": {"status": 400},
        }
        return Answer(json.dumps(error).encode(), JSON, 400)
    wanted = asked["_fields"].split(",") if "_fields" in asked else None
    rows = [_post(pages, one) for one in posts[(page - 1) * size : page * size]]
    if wanted:
        rows = [{name: value for name, value in row.items() if name in wanted} for row in rows]
    totals = (("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", str(last)))
    return Answer(json.dumps(rows).encode(), JSON, headers=totals, gzip=True)


def _post(pages: _Pages, shown: Shown) -> dict[str, object]:
    story = story_of(shown)
    return {
        "id": story.number,
        "date": f"{shown.published:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{shown.published.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "modified": f"{shown.modified:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{shown.modified.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "slug": shown.path.strip("/").rpartition("/")[2],
        "status": "publish",
        "type": "post",
        "link": pages.base + shown.path,
        "title": {"rendered": escape(story.title)},
        "content": {"rendered": article_body(pages, story), "protected": False},
    }


def _moment(text: str, view: View) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=view.plan.start.tzinfo)
