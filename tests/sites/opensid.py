"""What the OpenSID sites have in common: cookies, feed, sitemap, robots.txt."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs

from crawler.demo.answers import Answer, Maker, Visit
from tests.sites.stories import Story


def opensid_html(page: Callable[[Visit], str], status: int = 200) -> Maker:
    """Every answer starts a session and forbids caches, as PHP does."""

    def answer(visit: Visit) -> Answer:
        session = random.Random(f"{visit}").randbytes(16).hex()
        headers = (
            ("X-Powered-By", "PHP/7.2.34"),
            ("Set-Cookie", f"sidcsrf={session[::-1]}; path=/; SameSite=Lax"),
            ("Set-Cookie", f"ci_session={session}; path=/; HttpOnly"),
            ("Expires", "Thu, 19 Nov 1981 08:52:00 GMT"),
            ("Cache-Control", "no-store, no-cache, must-revalidate"),
            ("Pragma", "no-cache"),
        )
        return Answer(page(visit).encode(), status=status, headers=headers)

    return answer


def opensid_feed(village: str, base: str, items: Sequence[tuple[str, Story, str]]) -> Answer:
    """RSS of (path, story, body); a blank line stands where the XML declaration ought to."""
    rows = "\n".join(
        f"<item><title>{escape(story.title)}</title><link>{base}{path}</link><guid>{base}{path}</guid>"
        f"<description><![CDATA[{story.excerpt}]]></description><category>{story.kind}</category>"
        f"<dc:creator>{story.author}</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<pubDate>{format_datetime(story.published.replace(tzinfo=UTC))}</pubDate></item>"
        for path, story, body in items
    )
    rss = f"""
  <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>{village}</title><link>{base}/</link><description>Situs Web {village}</description>
<dc:language>id</dc:language><dc:rights>Copyright {village} - OpenSID</dc:rights>
{rows}
</channel></rss>
"""
    return Answer(rss.encode(), "application/rss+xml; charset=utf-8")


def opensid_sitemap(base: str, rows: Sequence[tuple[str, datetime]]) -> Answer:
    urls = "\n".join(f"<url><loc>{base}{path}</loc><lastmod>{day:%Y-%m-%d}</lastmod></url>" for path, day in rows)
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{base}/</loc></url>
{urls}</urlset>"""
    return Answer(text.encode(), "text/xml; charset=utf-8")


def opensid_robots() -> Answer:
    folders = ("app", "assets/files", "desa", "donjo-app", "storage", "vendor")
    return Answer(("User-agent: *\n" + "".join(f"Disallow: /{folder}/\n" for folder in folders)).encode(), "text/plain")


def page_number(visit: Visit) -> int:
    """The number at the end of the path, else 1."""
    tail = visit.path.rpartition("/")[2]
    return int(tail) if tail.isdigit() else 1


def sought(visit: Visit) -> str:
    return parse_qs(visit.query).get("cari", [""])[0]


def paragraphs_html(story: Story) -> str:
    """As TinyMCE leaves it; one story in five was pasted from Word."""
    lines = [
        f'<p class="MsoNormal" style="text-align: justify;"><span lang="IN">{escape(text, quote=False)}</span></p>'
        if story.number % 5 == 0
        else f'<p style="text-align: justify;">{escape(text, quote=False)}</p>'
        for text in story.paragraphs
    ]
    if story.picture:
        lines.append(f'<p style="text-align: center;"><em>{escape(story.caption)}</em></p>')
    return "\n".join(lines)
