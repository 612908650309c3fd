"""Which capture answers an address at a time, by the indexes alone.

nearest good capture ──► revisit ──► the record it refers to, by that one's address and time
                     └─► redirect ──► where it leads, near the same time
A failed answer is shown when it is asked for to the second, or when there is nothing better.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.access.current import access_of
from archive.errors import EvidenceError
from archive.http import HeadError
from archive.index.lookup import Lookup, key_of
from archive.layout import Collection
from archive.model import Capture
from archive.replay.access import may_show
from archive.times import parse_warc_date
from archive.urls import UrlError, absolute_url, fetch_key
from archive.warc.reader import HEAD_ONLY, page_of, read_record

REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 6
# Of one address captured thousands of times, so many redirects and revisits are read.
_MOST_READ = 30


@dataclass(frozen=True, slots=True)
class Found:
    """`capture` answers, `holder` has its payload (None when that is lost), `way` the redirects that led to it."""

    capture: Capture
    holder: Capture | None
    way: tuple[Capture, ...] = ()

    @property
    def first(self) -> Capture:
        """The capture of the address that was asked for."""
        return self.way[0] if self.way else self.capture

    @property
    def leads_nowhere(self) -> bool:
        """Whether it redirects to what is not archived."""
        return self.capture.status in REDIRECTS


class Finder:
    """Over the finished WARCs of a collection, for the addresses of one page."""

    def __init__(self, collection: Collection, lookup: Lookup) -> None:
        self.lookup = lookup
        self._collection = collection
        self._reads = 0

    def captures(self, url: str) -> list[Capture]:
        """Of exactly this address (scheme and www folded), the oldest first; where there are none, of the addresses
        that share its urlkey."""
        return sorted(self._of(url, self.lookup.of(url)), key=lambda capture: capture.captured_at)

    def find(self, url: str, moment: datetime | None) -> Found | None:
        """What a page address shows; None: the newest. None when there is nothing. Raises EvidenceError."""
        self._reads = 0
        if moment is None:
            captures = self.captures(url)
            if not captures:
                return None
            moment = captures[-1].captured_at
        exact = [one for one in self._near(url, moment) if _seconds_apart(one, moment) < 1]
        return next(self._answers(exact, ()), None) or next(self._answers(self._near(url, moment), ()), None)

    def good(self, url: str, moment: datetime) -> Iterator[Found]:
        """The good answers of an address, through redirects, the nearest to a time first: for parts of pages."""
        self._reads = 0
        for found in self._answers(self._near(url, moment), ()):
            if not found.capture.is_good:
                return
            if found.holder:
                yield found

    def has(self, url: str) -> bool:
        """Whether an address has an answer worth asking for; looks at the index only."""
        return any(one.is_good or one.status in REDIRECTS for one in self._of(url, self.lookup.of(url)))

    def holder(self, capture: Capture) -> Capture | None:
        """The capture that has the payload: itself, or of a revisit the one it refers to. None when that is lost."""
        self._reads = 0
        return self._holder(capture)

    def shows(self, pointer: Mapping[str, Any] | None, url: str) -> bool:
        """Whether a picture of an article is there and may be shown. `pointer`: where its reading says it lies."""
        if pointer and not access_of(self._collection.root):
            return True
        return self.has(url)

    def _answers(self, captures: list[Capture], way: tuple[Capture, ...]) -> Iterator[Found]:
        """Good ones in their order, then what else there is."""
        rest: list[Found] = []
        for capture in captures:
            if capture.is_good:
                holder = self._holder(capture)
                if holder:
                    yield Found(capture, holder, way)
                else:
                    rest.append(Found(capture, None, way))
            elif capture.status in REDIRECTS:
                for found in self._behind(capture, way):
                    if found.capture.is_good and found.holder:
                        yield found
                    else:
                        rest.append(found)
            else:
                rest.append(Found(capture, self._holder(capture), way))
        yield from sorted(rest, key=lambda found: found.leads_nowhere)

    def _behind(self, capture: Capture, way: tuple[Capture, ...]) -> Iterator[Found]:
        target = self.target(capture)
        if target is None or len(way) >= _MOST_REDIRECTS or self._reads > _MOST_READ:
            yield Found(capture, None, way)
        elif key_of(target) != key_of(capture.url):  # else another form of the same address, whose answer is here, too
            behind = self._near(target, capture.captured_at)
            if any(one.record_id == capture.record_id for one in way):
                return
            yield from self._answers(behind[:_MOST_READ], (*way, capture))
            if not behind:
                yield Found(capture, None, way)

    def target(self, capture: Capture) -> str | None:
        """Where a redirect leads; None when it does not say."""
        self._reads += 1
        try:
            page = page_of(read_record(self._collection.archive / capture.warc_filename, capture.offset, HEAD_ONLY))
        except (HeadError, EvidenceError, OSError):
            return None
        location = page.header("location")
        return absolute_url(capture.url, location) if location else None

    def _holder(self, capture: Capture) -> Capture | None:
        if not capture.revisit_of and capture.mime != "warc/revisit":
            return capture
        self._reads += 1
        if self._reads > _MOST_READ:
            return None
        try:
            record = read_record(self._collection.archive / capture.warc_filename, capture.offset, HEAD_ONLY)
        except (EvidenceError, OSError):
            return None
        url = (record.field("warc-refers-to-target-uri") or capture.url).strip("<>")
        try:
            moment = parse_warc_date(record.field("warc-refers-to-date") or "")
        except ValueError:
            moment = capture.captured_at
        others = self.lookup.nearest(url, moment)
        by_id = (one for one in others if one.record_id == capture.revisit_of)
        by_digest = (one for one in others if one.digest == capture.digest and not _is_revisit(one))
        return next(by_id, None) or next(by_digest, None)

    def _near(self, url: str, moment: datetime) -> list[Capture]:
        return self._of(url, self.lookup.nearest(url, moment))

    def _of(self, url: str, captures: list[Capture]) -> list[Capture]:
        """Those that may be shown; of exactly this address if there are any."""
        shown = [one for one in captures if may_show(self._collection, one)]
        key = _fetch_key_of(url)
        return [one for one in shown if _fetch_key_of(one.url) == key] or shown


def _is_revisit(capture: Capture) -> bool:
    return bool(capture.revisit_of) or capture.mime == "warc/revisit"


def _seconds_apart(capture: Capture, moment: datetime) -> float:
    return abs((capture.captured_at.replace(microsecond=0) - moment.replace(microsecond=0)).total_seconds())


def _fetch_key_of(url: str) -> str:
    try:
        return fetch_key(url)
    except UrlError:
        return url
