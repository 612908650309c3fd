"""The captures of one job by address, and where each address led in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.index.cdxj import read_all_captures
from archive.layout import Collection
from archive.model import Capture, Page
from archive.urls import UrlError, absolute_url, fetch_key
from archive.warc.reader import read_page_of

_MOST_REDIRECTS = 6
_REDIRECTS = (301, 302, 303, 307, 308)


class JobCaptures:
    """Of several captures of one address the first good one counts, else the first error, else the first redirect.

    `key_of` gives the key that is the same for all forms of an address.
    """

    def __init__(self, collection: Collection, stems: list[str], key_of: Callable[[str], str] | None = None) -> None:
        self._collection = collection
        self._key_of = key_of or fetch_key_of
        self._captures: dict[str, Capture] = {}
        self._originals: dict[str, Capture] | None = None
        for stem in stems:
            for capture in read_all_captures(collection.cdxj_file(stem)):
                key = self._key_of(capture.url)
                known = self._captures.get(key)
                if known is None or _worth(capture) > _worth(known):
                    self._captures[key] = capture

    def final(self, url: str) -> Capture | None:
        """The capture an address leads to, redirects followed as far as they were captured."""
        capture = self._captures.get(self._key_of(url))
        for _ in range(_MOST_REDIRECTS):
            if capture is None or capture.status not in _REDIRECTS:
                break
            location = self.page(capture).header("location")
            target = absolute_url(capture.url, location) if location else None
            following = self._captures.get(self._key_of(target)) if target else None
            if following is None or following is capture:
                break
            capture = following
        return capture

    def __iter__(self) -> Iterator[Capture]:
        """The one that counts of each address."""
        return iter(self._captures.values())

    def payloads(self) -> set[str]:
        """The records of earlier jobs that hold what came back unchanged in this one."""
        return {capture.revisit_of for capture in self._captures.values() if capture.revisit_of}

    def with_payload(self, capture: Capture) -> Capture:
        """The capture itself, or of a revisit the one that holds its payload."""
        if capture.revisit_of is None:
            return capture
        if self._originals is None:
            self._originals = self._collection.originals(self.payloads())
        return self._originals.get(capture.revisit_of, capture)

    def page(self, capture: Capture) -> Page:
        return read_page_of(self._collection.archive / capture.warc_filename, capture.offset)


def _worth(capture: Capture) -> int:
    """A redirect between two forms of an address says less than what came of it."""
    return 2 if capture.is_good else 1 if capture.status >= 400 else 0


def fetch_key_of(url: str) -> str:
    try:
        return fetch_key(url)
    except UrlError:
        return url
