"""What a job's feeds and lists of posts tell of its articles, read from their records and laid over the documents.

A platform's own list knows an article's times better than the page shows them, and goes before it
(docs/documents.md, published_source). It speaks for its own site only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from archive.index.cdxj import read_all_captures
from archive.layout import Collection
from archive.model import Capture, Document
from archive.urls import UrlError, site_key
from crawler.captures import JobCaptures, fetch_key_of
from spiders.discovery.told import TELLING_TYPES, Told, told_by
from spiders.reading.accounts import author_kind

# Witnesses that a feed's day goes before even where the page's own clock is the better one.
_GUESSES = (None, "text", "relative", "htmldate")


class ToldFacts:
    """By article address. Of several lists WordPress's own goes before feeds, a later answer before an earlier."""

    def __init__(self, collection: Collection, stems: list[str], captures: JobCaptures) -> None:
        self._told: dict[str, Told] = {}
        for capture in _lists(collection, stems, captures):
            page = captures.page(capture)
            for told in told_by(page):
                known = self._told.get(key := fetch_key_of(told.url))
                if _is_same_site(told.url, page.url) and not (
                    known and known.source == "api" and told.source == "feed"
                ):
                    self._told[key] = told

    def laid_over(self, document: Document, zone: tzinfo | None) -> Document:
        """The article with what is told of it. `zone` is that of its site, for times that tell none."""
        told = self._of(document) if document.kind == "article" else None
        if told is None:
            return document
        published = _in_own_zone(told.published, told, document, zone)
        if published is not None and _is_better(published, document):
            flags = tuple(flag for flag in document.flags if flag != "date_inexact")
            document = replace(document, published_at=published, published_source=told.source, flags=flags)
        author = document.author or told.author
        modified = _in_own_zone(told.modified, told, document, zone)
        return replace(
            document,
            modified_at=document.modified_at if modified is None or _is_late(modified, document) else modified,
            author=author,
            author_kind=author_kind(author, document.url),
            categories=document.categories or told.categories or None,
        )

    def _of(self, document: Document) -> Told | None:
        # Of an article in parts the first is the one that lists name.
        first = [document.parts[0]["url"]] if document.parts else []
        for url in (*first, document.url, document.canonical_url):
            if url and (told := self._told.get(fetch_key_of(url))):
                return told
        return None


def _lists(collection: Collection, stems: Iterable[str], captures: JobCaptures) -> Iterator[Capture]:
    """The answers that may tell, in order of time; of one that came back unchanged the record with its bytes."""
    for stem in stems:
        for capture in sorted(read_all_captures(collection.cdxj_file(stem)), key=lambda one: one.captured_at):
            if capture.is_good and capture.mime in (*TELLING_TYPES, "warc/revisit"):
                holder = captures.with_payload(capture)
                if holder.mime in TELLING_TYPES:
                    yield holder


def _is_same_site(url: str, other: str) -> bool:
    try:
        return site_key(url) == site_key(other)
    except UrlError:
        return False


def _in_own_zone(
    moment: datetime | None, told: Told, document: Document, zone: tzinfo | None
) -> datetime | date | None:
    """The moment as the site's own clock shows it: an article's month is that of its village."""
    if moment is None:
        return None
    if document.platform == "opensid" and told.source == "feed":
        # It prints its local clock and calls it +0000.
        moment = moment.replace(tzinfo=None)
    shown = document.published_at.tzinfo if isinstance(document.published_at, datetime) else None
    if moment.tzinfo is None:
        own = zone or shown
        return moment.replace(tzinfo=own) if own else moment.date()
    return moment.astimezone(shown or zone or UTC) if moment.utcoffset() == timedelta(0) else moment


def _is_better(told: datetime | date, document: Document) -> bool:
    shown = document.published_at
    if _is_late(told, document):
        return False
    if shown is None or document.published_source in _GUESSES:
        return True
    if isinstance(told, datetime) and told.utcoffset() == timedelta(0) and not isinstance(shown, datetime):
        # Greenwich's day may be the day before the village's.
        return abs(told.date() - shown) > timedelta(days=1)
    return isinstance(told, datetime) or not isinstance(shown, datetime)


def _is_late(told: datetime | date, document: Document) -> bool:
    day = told.date() if isinstance(told, datetime) else told
    return day > (document.captured_at + timedelta(days=2)).date()
