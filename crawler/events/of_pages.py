"""What became of one page: its answer and what it says now, against what was known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from archive.model import HTML_TYPES, TAKEN, Capture, Document
from archive.urls import absolute_url, fetch_key
from archive.warc.known_pages import KnownPage
from crawler.captures import JobCaptures, fetch_key_of
from spiders.discovery.order import page_priority
from spiders.reading.sameness import says_the_same
from spiders.targets import Priority

if TYPE_CHECKING:
    from crawler.job import CrawlJob

READ = ("article", "page")
# What stands in an article's place and says that there is none.
_NOTHING = frozenset({"soft_404"})
_OF_GAMBLERS = frozenset({"gambling_injected", "hijacked"})


def what_happened(
    job: CrawlJob,
    site: str,
    known: KnownPage,
    capture: Capture,
    captures: JobCaptures,
    before: Mapping[str, Document],
    document: Document | None,
) -> tuple[str | None, str | None]:
    """(event, detail); "same" when a page says what it said, None when there is nothing to tell."""
    # Of its payload, whichever address had that first: the same excuse or intruder stands at many.
    former = before.get(known.original.record_id) if known.original else None
    was_nothing = not known.is_good or bool(former and _NOTHING.intersection(former.flags))
    if capture.status in (404, 410):
        return (None, None) if was_nothing or not _is_page(known, former) else ("vanished", f"HTTP {capture.status}")
    if 300 <= capture.status < 400 and capture.is_indexed:
        return (None, None) if was_nothing or not _is_page(known, former) else _redirected(job, site, capture, captures)
    if not capture.is_good or document is None:
        return None, None
    is_nothing = bool(_NOTHING.intersection(document.flags))
    if is_nothing:
        is_loss = not was_nothing and _is_page(known, former)
        return ("vanished", "soft 404: the page says that there is nothing") if is_loss else (None, None)
    if was_nothing:
        return ("returned", None) if document.kind in ("article", "page") else (None, None)
    return _compared(capture.url, former, document, is_own=former == former_of(known, capture, before))


def former_of(known: KnownPage, capture: Capture, before: Mapping[str, Document]) -> Document | None:
    """What an address said before. Another may have had the same payload first; its reading is not this one's."""
    former = before.get(known.original.record_id) if known.original else None
    return former if former and fetch_key_of(former.url) == fetch_key_of(capture.url) else None


def _compared(url: str, former: Document | None, document: Document, *, is_own: bool) -> tuple[str | None, str | None]:
    # Of lists and of the front page the events of their site tell; a list that is taken for an article changes with
    # every article. What gamblers show is one payload at all addresses, and read at the first: `url` is this page's.
    if former is None or page_priority(url) is Priority.LISTING:
        return None, None
    taken, was_taken = _OF_GAMBLERS.intersection(document.flags), _OF_GAMBLERS.intersection(former.flags)
    if taken and not was_taken:
        return ("hijacked", ", ".join(sorted(taken))) if former.kind in READ else (None, None)
    if was_taken and not taken and TAKEN.isdisjoint(document.flags):
        return ("cleaned", None) if document.kind in READ else (None, None)
    if not is_own or document.kind not in READ or former.kind not in READ:
        return None, None
    return ("same", None) if says_the_same(former, document) else ("edited", what_differs(former, document))


def what_differs(former: Document, document: Document) -> str:
    parts = {
        "title": former.title != document.title,
        "text": former.text != document.text,
        "captions": [(one.text, one.credit) for one in former.captions]
        != [(one.text, one.credit) for one in document.captions],
    }
    return ", ".join(name for name, differs in parts.items() if differs)


def _is_page(known: KnownPage, former: Document | None) -> bool:
    """Whether something a person may miss was there: a page or a document, not a list that got shorter."""
    return former.kind in ("article", "page") if former else known.mime is not None and known.mime not in HTML_TYPES


def _redirected(job: CrawlJob, site: str, capture: Capture, captures: JobCaptures) -> tuple[str | None, str | None]:
    location = captures.page(capture).header("location")
    to = absolute_url(capture.url, location) if location else None
    if to is None or fetch_key_of(to) == fetch_key_of(capture.url):
        return None, None
    if fetch_key_of(to) == fetch_key(job.seeds[site].url):
        return "vanished", f"HTTP {capture.status} to the front page"
    return "redirected", f"to {to}"
