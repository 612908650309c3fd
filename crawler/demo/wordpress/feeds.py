"""What WordPress prints for machines: the feed, the sitemaps and the REST interface."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs

from crawler.demo.answers import Answer, Visit
from crawler.demo.stories import Story
from crawler.demo.wordpress.article import article_body
from crawler.demo.wordpress.pages import VILLAGE, Pages

JSON = "application/json; charset=UTF-8"


def feed(pages: Pages, stories: Sequence[Story], newest: Story) -> Answer:
    """One page of the feed; the validators are those of the site's newest article, as in WordPress."""
    items = "\n".join(
        f"""<item><title>{escape(story.title)}</title>
<link>{pages.base}{pages.story_path(story)}</link>
<dc:creator><![CDATA[{story.author}]]></dc:creator>
<pubDate>{format_datetime(story.published.astimezone(UTC))}</pubDate>
<category><![CDATA[{story.category}]]></category>
<guid isPermaLink="false">{pages.base}/?p={story.number}</guid>
<description><![CDATA[{story.paragraphs[0][:110]} [&#8230;]]]></description>
<content:encoded><![CDATA[{article_body(pages, story)}]]></content:encoded></item>"""
        for story in stories
    )
    built = format_datetime(newest.published.astimezone(UTC))
    body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>{VILLAGE}</title>
<atom:link href="{pages.base}/feed/" rel="self" type="application/rss+xml" />
<link>{pages.base}</link><description>Kecamatan Andaikata, Kabupaten Ibarat</description>
<lastBuildDate>{built}</lastBuildDate><language>id</language>
<generator>https://wordpress.org/?v=6.4.3</generator>
{items}
</channel></rss>
"""
    modified = format_datetime(newest.published.astimezone(UTC), usegmt=True)
    validators = (("Last-Modified", modified), ("ETag", f'"contohrejo-{newest.number}"'))
    return Answer(body.encode(), "application/rss+xml; charset=UTF-8", headers=validators, gzip=True)


def no_comments_feed(pages: Pages) -> Answer:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Komentar di {VILLAGE}</title><link>{pages.base}</link><description /></channel></rss>\n"
    )
    return Answer(body.encode(), "application/rss+xml; charset=UTF-8", gzip=True)


def sitemaps(base: str, paths_by_name: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    """The index at /wp-sitemap.xml and a list for each name; WordPress itself prints no lastmod."""
    answers = {
        f"/wp-sitemap-{name}-1.xml": _xml(
            "urlset", "".join(f"<url><loc>{escape(base + path)}</loc></url>" for path in paths)
        )
        for name, paths in paths_by_name.items()
    }
    index = "".join(f"<sitemap><loc>{base}{path}</loc></sitemap>" for path in answers)
    return {"/wp-sitemap.xml": _xml("sitemapindex", index), **answers}


def rest_posts(pages: Pages, stories: Sequence[Story], visit: Visit) -> Answer:
    """/wp-json/wp/v2/posts with per_page and page; a page past the end is an error 400."""
    asked = parse_qs(visit.query)
    size = min(100, max(1, int(asked.get("per_page", ["10"])[0])))
    page = max(1, int(asked.get("page", ["1"])[0]))
    last = -(-len(stories) // size)
    if page > last:
        error = {
            "code": "rest_post_invalid_page_number",
            "message": "Nomor halaman terlalu besar.",
            "data": {"status": 400},
        }
        return Answer(json.dumps(error).encode(), JSON, 400)
    body = json.dumps([_rest_post(pages, story) for story in stories[(page - 1) * size : page * size]])
    totals = (("X-WP-Total", str(len(stories))), ("X-WP-TotalPages", str(last)))
    return Answer(body.encode(), JSON, headers=totals, gzip=True)


def _rest_post(pages: Pages, story: Story) -> dict[str, object]:
    return {
        "id": story.number,
        "date": f"{story.published:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{story.published.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "slug": story.slug,
        "status": "publish",
        "type": "post",
        "link": pages.base + pages.story_path(story),
        "title": {"rendered": escape(story.title)},
        "content": {"rendered": article_body(pages, story), "protected": False},
    }


def _xml(root: str, inner: str) -> Answer:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{root}>\n'
    )
    return Answer(body.encode(), "application/xml; charset=UTF-8", gzip=True)
