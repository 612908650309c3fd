"""What feeds and WordPress's list of posts tell of articles: when published and changed, by whom, under what.

RSS, RDF and Atom, and /wp/v2/posts. Answers are read as leniently as for links: what stands before a fault counts.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from lxml import etree

from archive.model import Page
from archive.urls import absolute_url
from spiders.discovery.xml_lists import free, local_name

# As many entries as a sitemap may have.
_MOST_ENTRIES = 50_000
_LISTS = ("application/json", "text/json")
_FEEDS = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml", "application/xml", "text/rss+xml",
)  # fmt: skip
TELLING_TYPES = frozenset(_LISTS + _FEEDS)


@dataclass(frozen=True, slots=True)
class Told:
    """What a list says of one article. Times without offset are in the site's own clock, whichever that is."""

    url: str
    source: Literal["api", "feed"]
    published: datetime | None = None
    modified: datetime | None = None
    author: str | None = None
    categories: tuple[str, ...] = ()


def told_by(page: Page) -> Iterator[Told]:
    """The articles an answer tells of; none when it is neither feed nor list of posts."""
    if page.mime in _LISTS:
        return _told_by_posts(page)
    if page.mime in _FEEDS and b"<urlset" not in page.body[:2000] and b"<sitemapindex" not in page.body[:2000]:
        return _told_by_feed(page)
    return iter(())


def _told_by_posts(page: Page) -> Iterator[Told]:
    try:
        posts = json.loads(page.body)
    except (ValueError, RecursionError):
        return
    for post in posts[:_MOST_ENTRIES] if isinstance(posts, list) else ():
        if not isinstance(post, dict) or not isinstance(link := post.get("link"), str):
            continue
        if (url := _article_address(page.url, link)) is not None:
            yield Told(url, "api", _with_offset(post, "date"), _with_offset(post, "modified"))


def _with_offset(post: dict[str, Any], name: str) -> datetime | None:
    """WordPress gives each time twice, by the site's clock and by Greenwich: so it tells its offset."""
    local, greenwich = _moment(post.get(name)), _moment(post.get(f"{name}_gmt"))
    if local is None or greenwich is None or local.tzinfo or greenwich.tzinfo:
        return local
    offset = local - greenwich
    if not _is_whole(offset):
        return local  # a draft's date_gmt is of the year 0 or its last change
    return local.replace(tzinfo=timezone(offset))


def _is_whole(offset: timedelta | None) -> bool:
    """Whether a zone can have it: quarters of an hour, fourteen hours at most."""
    return offset is None or (abs(offset) <= timedelta(hours=14) and offset % timedelta(minutes=15) == timedelta(0))


def _told_by_feed(page: Page) -> Iterator[Told]:
    body = page.body.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    events = etree.iterparse(
        io.BytesIO(body), ("end",),
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
    )  # fmt: skip
    count = 0
    try:
        for _, element in events:
            if local_name(element) not in ("item", "entry"):
                continue
            count += 1
            if told := _told_by_entry(page.url, element):
                yield told
            if count >= _MOST_ENTRIES:
                return
            free(element)
    except etree.XMLSyntaxError:
        return


def _told_by_entry(base: str, entry: etree._Element) -> Told | None:
    url = published = modified = author = None
    categories: list[str] = []
    for child in entry.iterchildren(etree.Element):
        name, text = local_name(child), (child.text or "").strip()
        if name == "link" and child.get("rel", "alternate") == "alternate":
            url = url or _article_address(base, child.get("href") or text)
        elif name in ("pubDate", "published", "date", "issued"):
            published = published or _moment(text)
        elif name in ("updated", "modified"):
            modified = modified or _moment(text)
        elif name in ("creator", "author"):
            # RSS's own author is an e-mail address, "adi@contoh.example (Adi)".
            author = author or next(
                (one.text for one in child if local_name(one) == "name"), text if "@" not in text else None
            )
        elif name == "category":
            categories.append(child.get("term") or text)
    if url is None:
        return None
    names = tuple(dict.fromkeys(html.unescape(one).strip() for one in categories if one.strip()))
    return Told(url, "feed", published, modified, (author or "").strip() or None, names)


def _article_address(base: str, link: str) -> str | None:
    """None for the address of a comment, which is that of its article but for the fragment or query."""
    return None if _OF_COMMENT.search(link) else absolute_url(base, link)


_OF_COMMENT = re.compile(r"#(?:comment|respond)|[?&](?:showComment|replytocom)=", re.IGNORECASE)


def _moment(text: object) -> datetime | None:
    """RFC 3339 or RFC 822. "-0000" means that the zone is not known."""
    if not isinstance(text, str) or not text.strip():
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if 1995 <= moment.year <= 2200 and _is_whole(moment.utcoffset()) else None
    return None
