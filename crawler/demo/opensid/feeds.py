"""What OpenSID prints for machines: the feed, the sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from email.utils import format_datetime
from html import escape

from crawler.demo.answers import Answer
from crawler.demo.opensid.article import article_body
from crawler.demo.opensid.pages import VILLAGE, Pages
from crawler.demo.stories import Story


def feed(pages: Pages, stories: Sequence[Story]) -> Answer:
    """RSS without XML declaration, after a blank line; the local clock is printed as if it were UTC."""
    items = "\n".join(
        f"""<item><title>{escape(story.title)}</title><link>{pages.base}{pages.story_path(story)}</link>
<guid>{pages.base}{pages.story_path(story)}</guid><description><![CDATA[{story.paragraphs[0][:90]}]]></description>
<category>{escape(story.category)}</category><dc:creator>{escape(story.author)}</dc:creator>
<content:encoded><![CDATA[{article_body(pages, story)}]]></content:encoded>
<pubDate>{format_datetime(story.published.replace(tzinfo=UTC))}</pubDate></item>"""
        for story in stories
    )
    body = f"""
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>{VILLAGE}</title><link>{pages.base}/</link><description>Kabar {VILLAGE}</description>
<dc:language>id</dc:language><dc:rights>Copyright 2024 {VILLAGE} - OpenSID</dc:rights>
{items}
</channel></rss>
"""
    return Answer(body.encode(), "application/rss+xml; charset=utf-8", chunked=True)


def sitemap(pages: Pages, stories: Sequence[Story], unshown: Sequence[str]) -> Answer:
    """Every row of the table of articles, those that nobody may see included."""
    rows = [(pages.story_path(story), f"{story.published:%Y-%m-%d}") for story in stories]
    rows += [(path, "2024-06-01") for path in unshown]
    urls = "".join(f"<url><loc>{pages.base}{path}</loc><lastmod>{day}</lastmod></url>\n" for path, day in rows)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"<url><loc>{pages.base}/</loc></url>\n{urls}</urlset>\n"
    )
    return Answer(body.encode(), "text/xml; charset=utf-8", chunked=True)


def robots() -> Answer:
    folders = ("app", "desa", "donjo-app", "storage", "vendor")
    body = "User-agent: *\n" + "".join(f"Disallow: /{folder}/\n" for folder in folders)
    return Answer(body.encode(), "text/plain")
