"""An address at a time, looked up as a replay looks it up: by the indexes alone, and never by what documents point at.

nearest capture ──► revisit ──► the record it refers to, by that one's address and time
                └─► redirect ──► where it leads, near the same time
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.errors import EvidenceError
from archive.http import HeadError, split_head
from archive.index.lookup import Lookup, key_of
from archive.layout import Collection, stem_of
from archive.model import Capture, Page
from archive.spool import sha1_label
from archive.times import parse_warc_date
from archive.urls import absolute_url
from archive.warc.reader import HEAD_ONLY, page_of, read_record
from crawler.captures import fetch_key_of

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 6
# Of one address captured thousands of times, the nearest are enough to say what a replay shows.
_MOST_LOOKED_AT = 30


class LostOriginal(Exception):
    """What a revisit refers to is not to be found; the message says which. `kind` is that of the finding: an imported
    revisit may refer to what never was in this collection."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Shown:
    """What a replay shows of an address: `capture` stands in the index, `holder` has its payload."""

    capture: Capture
    holder: Capture


class Replay:
    """Over the finished WARCs of a collection, as they were when it was made."""

    def __init__(self, collection: Collection, lookup: Lookup) -> None:
        self.lookup = lookup
        self._collection = collection

    def crawl_id_of(self, capture: Capture) -> str:
        """The job that stored a capture."""
        return self._collection.crawl_id_of(stem_of(capture.warc_filename))

    def captures(self, url: str) -> list[Capture]:
        """The captures of exactly this address (scheme and www folded), the oldest first."""
        key = fetch_key_of(url)
        own = (capture for capture in self.lookup.of(url) if fetch_key_of(capture.url) == key)
        return sorted(own, key=lambda capture: capture.captured_at)

    def at(self, url: str, moment: datetime) -> Shown | None:
        """What is shown of an address asked for at a time; None when there is nothing. Raises EvidenceError, HeadError
        and LostOriginal."""
        for _ in range(_MOST_REDIRECTS):
            capture = self._first(url, moment)
            if capture is None or capture.status not in _REDIRECTS:
                return Shown(capture, self.holder(capture)) if capture else None
            url, moment = self._target(capture) or "", capture.captured_at
        return None

    def _first(self, url: str, moment: datetime) -> Capture | None:
        """The nearest, redirects to the same address in another form passed over."""
        for capture in self.lookup.nearest(url, moment)[:_MOST_LOOKED_AT]:
            if capture.status in _REDIRECTS:
                target = self._target(capture)
                if target is None or key_of(target) == key_of(capture.url):
                    continue
            return capture
        return None

    def good(self, url: str, moment: datetime, redirects: int = 0) -> Iterator[Capture]:
        """The good captures of an address, through redirects, the nearest to a time first."""
        key = fetch_key_of(url)
        for capture in self.lookup.nearest(url, moment)[:_MOST_LOOKED_AT]:
            if fetch_key_of(capture.url) != key:
                continue
            if capture.is_good:
                yield capture
            elif capture.status in _REDIRECTS and redirects < _MOST_REDIRECTS and (target := self._target(capture)):
                yield from self.good(target, capture.captured_at, redirects + 1)

    def holder(self, capture: Capture) -> Capture:
        """The capture that has the payload: itself, or of a revisit the one it refers to. Raises LostOriginal."""
        if not capture.revisit_of and capture.mime != "warc/revisit":
            return capture
        record = read_record(self._collection.archive / capture.warc_filename, capture.offset, HEAD_ONLY)
        url = (record.field("warc-refers-to-target-uri") or capture.url).strip("<>")
        try:
            moment = parse_warc_date(record.field("warc-refers-to-date") or "")
        except ValueError:
            moment = capture.captured_at
        for other in self.lookup.nearest(url, moment):
            if other.record_id == capture.revisit_of:
                return other
        for other in self.lookup.nearest(url, moment):
            if not other.revisit_of and other.digest == capture.digest and other.mime != "warc/revisit":
                return other
        is_import = self._collection.import_of(stem_of(capture.warc_filename)) is not None
        raise LostOriginal(
            f"the record it refers to, of {url} at {moment:%Y-%m-%d %H:%M:%S}, is in no index",
            "revisit_alone" if is_import else "revisit_lost",
        )

    def page(self, capture: Capture) -> Page:
        """A stored answer with its whole payload. Raises EvidenceError when its digest is another, and HeadError."""
        path = self._collection.archive / capture.warc_filename
        record = read_record(path, capture.offset)
        if record.id != capture.record_id:
            raise EvidenceError(f"{path}: the record at byte {capture.offset} is another than the index says")
        said = record.field("warc-payload-digest")
        # What other programs take a digest of differs; the manifest proves their bytes.
        is_own = self._collection.import_of(stem_of(path.name)) is None
        if said and is_own and sha1_label(split_head(record.block)[1]) != said:
            raise EvidenceError(f"{path}: the payload at byte {capture.offset} differs from its digest")
        return page_of(record)

    def _target(self, capture: Capture) -> str | None:
        try:
            page = page_of(read_record(self._collection.archive / capture.warc_filename, capture.offset, HEAD_ONLY))
        except HeadError:
            return None
        location = page.header("location")
        return absolute_url(capture.url, location) if location else None
