"""Which pages an export is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.index.cdxj import read_all_captures
from archive.layout import Collection
from archive.model import Capture, Document

MayLeave = Callable[[Capture], bool]


@dataclass(frozen=True, slots=True)
class WantedPage:
    """One page: its capture, and what its article needs besides what the page itself names.

    `pictures` are addresses; `parts` the other pages of an article in parts, as (record id, address). `is_listed`: in a
    list of pages, by `title`; `text` is what a reader of the list may search, None to leave it out.
    """

    capture: Capture
    title: str | None = None
    text: str | None = None
    pictures: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    is_listed: bool = True


def page_of(document: Document, text: str | None = None) -> WantedPage:
    """The page a document was read from."""
    pictures = [url for one in document.captions for url in (one.largest_url, one.image_url) if url]
    parts = [(str(part["id"]), str(part["url"])) for part in document.parts or ()]
    return WantedPage(
        capture=document.capture,
        title=document.title,
        text=text,
        pictures=tuple(dict.fromkeys(pictures)),
        parts=tuple(part for part in parts if part[0] != document.capture.record_id),
    )


def pages_of_job(collection: Collection, crawl_id: str) -> Iterator[WantedPage]:
    """Whatever a crawl job captured; its articles and pages are listed. Raises ArchiveError."""
    for stem in collection.stems():
        if collection.crawl_id_of(stem) != crawl_id:
            continue
        pages = {one.id: page_of(one) for one in collection.documents_of(stem) if one.kind in ("article", "page")}
        if collection.cdxj_file(stem).exists():
            for capture in read_all_captures(collection.cdxj_file(stem)):
                yield pages.get(capture.record_id) or WantedPage(capture, is_listed=False)
