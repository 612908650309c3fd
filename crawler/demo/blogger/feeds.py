"""What Blogger prints for machines: the feed in two formats, the sitemaps and robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs

from crawler.demo.answers import Visit
from crawler.demo.blogger.article import article_body
from crawler.demo.blogger.pages import BLOG_ID, VILLAGE, Pages
from crawler.demo.stories import Story

# Blogger gives fewer entries than it is asked for. So few that a demo of ten articles has several pages of them.
MOST_ENTRIES = 4


def feed(pages: Pages, stories: Sequence[Story], visit: Visit) -> tuple[bytes, str]:
    """Body and type of /feeds/posts/default with start-index (from 1), max-results and alt=rss."""
    asked = {name: values[0] for name, values in parse_qs(visit.query).items()}
    start = max(1, int(asked.get("start-index", "1")))
    size = min(MOST_ENTRIES, max(0, int(asked.get("max-results", "25"))))
    shown = stories[start - 1 : start - 1 + size]
    counts = (
        f"<openSearch:totalResults>{len(stories)}</openSearch:totalResults>"
        f"<openSearch:startIndex>{start}</openSearch:startIndex>"
        f"<openSearch:itemsPerPage>{size}</openSearch:itemsPerPage>"
    )
    if asked.get("alt") == "rss":
        return _rss(pages, shown, counts), "application/rss+xml; charset=UTF-8"
    following = ""
    if size and start - 1 + size < len(stories):
        address = f"{pages.base}/feeds/posts/default?start-index={start + size}&amp;max-results={size}"
        following = f"<link rel='next' type='application/atom+xml' href='{address}'/>"
    return _atom(pages, shown, counts + following), "application/atom+xml; charset=UTF-8"


def _atom(pages: Pages, stories: Sequence[Story], head: str) -> bytes:
    entries = "\n".join(
        f"""<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{story.number}</id>
<published>{story.published.isoformat(timespec="milliseconds")}</published>
<updated>{story.published.isoformat(timespec="milliseconds")}</updated>
<category scheme='http://www.blogger.com/atom/ns#' term='{story.category}'/>
<title type='text'>{escape(story.title)}</title>
<content type='html'>{escape(article_body(pages, story))}</content>
<link rel='alternate' type='text/html' href='{pages.base}{pages.story_path(story)}' title='{escape(story.title)}'/>
<author><name>{escape(story.author)}</name></author></entry>"""
        for story in stories
    )
    return f"""<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'
 xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'><id>tag:blogger.com,1999:blog-{BLOG_ID}</id>
<updated>{stories[0].published.isoformat() if stories else "2022-09-30T02:13:00+09:00"}</updated>
<title type='text'>{VILLAGE}</title>
<link rel='alternate' type='text/html' href='{pages.base}/'/>
<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>{head}
{entries}</feed>
""".encode()


def _rss(pages: Pages, stories: Sequence[Story], head: str) -> bytes:
    items = "\n".join(
        f"""<item><guid isPermaLink='false'>tag:blogger.com,1999:blog-{BLOG_ID}.post-{story.number}</guid>
<pubDate>{format_datetime(story.published)}</pubDate><title>{escape(story.title)}</title>
<description>{escape(article_body(pages, story))}</description>
<link>{pages.base}{pages.story_path(story)}</link>
<author>noreply@blogger.invalid ({escape(story.author)})</author></item>"""
        for story in stories
    )
    return f"""<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'
 xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'><channel><title>{VILLAGE}</title>
<link>{pages.base}/</link><description/><generator>Blogger</generator>{head}
{items}</channel></rss>
""".encode()


def sitemap(pages: Pages, stories: Sequence[Story]) -> bytes:
    urls = "".join(
        f"<url><loc>{pages.base}{pages.story_path(story)}</loc><lastmod>{story.published.isoformat()}</lastmod></url>"
        for story in stories
    )
    return _urlset(urls)


def pages_sitemap(pages: Pages, paths: Sequence[str]) -> bytes:
    return _urlset("".join(f"<url><loc>{pages.base}{path}</loc></url>" for path in paths))


def robots(base: str) -> bytes:
    return (
        "User-agent: Mediapartners-Google\nDisallow: \n\nUser-agent: *\nDisallow: /search\nAllow: /\n\n"
        f"Sitemap: {base}/sitemap.xml\n"
    ).encode()


def _urlset(urls: str) -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
    ).encode()
