"""What a page needs to look as it did (requisites `all`), as targets of a crawl."""

from __future__ import annotations

from collections.abc import Iterator

from archive.markup import requisites_of
from archive.model import Page
from spiders.targets import Found, Priority


def find_requisites(page: Page) -> Iterator[Found]:
    """The requisites of an HTML page or of a style sheet, each once."""
    for url in requisites_of(page):
        yield Found(url, Priority.PICTURE, "E")
