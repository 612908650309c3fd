"""Where an answer leads: the addresses in pages, feeds, sitemaps and redirects.

Pure functions over a Page; whether an address may be followed is for spiders.scope to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.model import HTML_TYPES, Page
from archive.urls import absolute_url
from spiders.discovery.html_links import html_links
from spiders.discovery.xml_links import xml_links
from spiders.targets import Found, Priority

_REDIRECTS = (301, 302, 303, 307, 308)


def find_links(page: Page) -> Iterator[Found]:
    """The addresses an answer leads to, each once, in the order of the page."""
    if page.status in _REDIRECTS:
        location = page.header("location")
        url = absolute_url(page.url, location) if location else None
        if url:
            yield Found(url, Priority.PAGE, "R")
    elif 200 <= page.status < 300 and page.body:
        yield from html_links(page) if page.mime in HTML_TYPES else xml_links(page)
