"""Links of feeds and sitemaps."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model import Page
from spiders.discovery.order import page_priority
from spiders.discovery.xml_lists import xml_list
from spiders.targets import Found, Priority


def xml_links(page: Page) -> Iterator[Found]:
    """The pages a feed or sitemap lists, the further sitemaps an index names, and a feed's next page."""
    listed = xml_list(page)
    if listed is None:
        return
    for url in listed.entries:
        if listed.kind == "sitemapindex":
            yield Found(url, Priority.SITEMAP, "S")
        else:
            # What a feed lists is an article, whatever its address looks like.
            yield Found(url, Priority.ARTICLE if listed.kind == "feed" else page_priority(url), "L")
    if listed.next:
        yield Found(listed.next, Priority.FEED, "S")
