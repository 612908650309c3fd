"""Sources: lists a site itself keeps of its articles, and what each page of one says.

What a source names must be captured or its absence explained; what it counts is its promise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.model import Page
from spiders.discovery.xml_lists import xml_list
from spiders.targets import Found, Priority


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of a source.

    name        what reports call it: wordpress_rest, feed, sitemap …
    key         the address that stands for all its pages
    articles    the addresses it names, in its order
    total       how many it says it has; None when it does not say
    pages       how many pages it has; None when only its end will tell
    further     its next page
    parts       keys of parts of the source that must be read too before it is whole; then this page names nothing
    lists_all   read to its end it names every article and nothing else
    is_hint     it names what is not public too, so that it promises nothing
    is_search   it answers a question: what it names comes first, and it promises nothing
    """

    name: str
    key: str
    articles: tuple[str, ...]
    total: int | None = None
    pages: int | None = None
    further: tuple[Found, ...] = ()
    parts: tuple[str, ...] = ()
    lists_all: bool = False
    is_hint: bool = False
    is_search: bool = False


def feed_or_sitemap(page: Page) -> SourcePage | None:
    """Any feed or sitemap. A feed shows the newest only, so it has no end; a sitemap is one page."""
    listed = xml_list(page)
    if listed is None or listed.kind == "sitemapindex":
        return None
    if listed.kind == "urlset":
        if listed.is_cut:
            return SourcePage("sitemap", page.url, listed.entries)
        return SourcePage("sitemap", page.url, listed.entries, total=len(listed.entries), pages=1)
    further = (Found(listed.next, Priority.FEED, "S"),) if listed.next else ()
    return SourcePage("feed", page.url, listed.entries, further=further)


def inferred(url: str, priority: Priority) -> Found:
    """An address that nobody named."""
    return Found(url, priority, "I")


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def page_number(url: str, name: str) -> int:
    """The number under `name` in the query, 1 where there is none."""
    value = query_of(url).get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 1


def with_query(url: str, **values: str | int | None) -> str:
    """`url` with these names in its query set, or taken out where None; the others stay in their order."""
    parts = urlsplit(url)
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in values]
    pairs += [(name, str(value)) for name, value in values.items() if value is not None]
    return parts._replace(query=urlencode(pairs, safe="/:,")).geturl()


def root_of(url: str) -> str:
    """The folder a front page lies in, with its slash at the end: where the site's own addresses begin."""
    parts = urlsplit(url)
    path = re.sub(r"/index\.php\Z", "/", parts.path)
    return parts._replace(path=path.rpartition("/")[0] + "/", query="", fragment="").geturl()
