"""When a list says that its articles, or further lists, changed: sitemaps' lastmod, feeds, WordPress's posts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from lxml import etree

from archive.model import Page
from archive.urls import absolute_url
from spiders.discovery.told import told_by
from spiders.discovery.xml_lists import free, local_name, sitemap_bytes

# As many as a sitemap may have.
_MOST = 50_000
# The farthest west a clock without zone may stand, behind Greenwich.
_WEST = timedelta(hours=12)


Teller = Literal["api", "feed", "sitemap"]


@dataclass(frozen=True, slots=True)
class Change:
    """`latest` is the last moment at which it may have changed by what the list says, `teller` what kind of list it is.
    `is_list`: a further list."""

    url: str
    latest: datetime
    teller: Teller
    is_list: bool = False


def changes_told(page: Page) -> Iterator[Change]:
    """What an answer says of changes; nothing when it is no such list."""
    content = sitemap_bytes(page.body)
    if b"<urlset" in content[:4000] or b"<sitemapindex" in content[:4000]:
        yield from _of_sitemap(page.url, content)
        return
    for told in told_by(page):
        if moment := told.modified or told.published:
            yield Change(told.url, _latest(moment), told.source)


def _of_sitemap(base: str, content: bytes) -> Iterator[Change]:
    events = etree.iterparse(
        io.BytesIO(content), ("end",),
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
    )  # fmt: skip
    count = 0
    try:
        for _, element in events:
            name = local_name(element)
            if name not in ("url", "sitemap"):
                continue
            texts = {local_name(child): (child.text or "").strip() for child in element.iterchildren(etree.Element)}
            url, moment = absolute_url(base, texts.get("loc", "")), _moment(texts.get("lastmod", ""))
            if url and moment:
                yield Change(url, moment, "sitemap", is_list=name == "sitemap")
            count += 1
            if count >= _MOST:
                return
            free(element)
    except etree.XMLSyntaxError:
        return


def _moment(text: str) -> datetime | None:
    """The last moment that a W3C date or time may mean."""
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), UTC) + _WEST
        return _latest(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _latest(moment: datetime) -> datetime:
    """A clock without zone may be any zone's."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC) + _WEST
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
