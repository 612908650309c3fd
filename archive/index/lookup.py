"""Captures found by address, as replay tools find them: by their urlkey in the sorted indexes, without reading these.

A urlkey is the same for several addresses (scheme, letter case); what is given back bears the addresses that were asked
for and whatever shares their keys, for a replay cannot tell them apart either.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from archive.errors import ArchiveError
from archive.index.cdxj import capture_of_line
from archive.layout import Collection
from archive.model import Capture
from archive.urls import UrlError, urlkey

# Nobody captures one address more often; an index of one address only would fill the memory.
_MOST_OF_A_KEY = 20_000


class Lookup:
    """What the indexes of the finished WARCs say of addresses. Each file is opened once for each `find`, so ask for
    many addresses at once."""

    def __init__(self, collection: Collection, stems: Sequence[str] | None = None) -> None:
        stems = collection.stems() if stems is None else stems
        self._files = [collection.cdxj_file(stem) for stem in stems]
        self._found: dict[str, list[Capture]] = {}

    def find(self, urls: Iterable[str]) -> None:
        """Look addresses up, those that were not looked up yet. Raises ArchiveError on a line that is none."""
        new = sorted({key for url in urls if (key := key_of(url)) not in self._found})
        found: dict[str, list[Capture]] = {key: [] for key in new}
        for index in self._opened() if new else ():
            for key, capture in index.captures(new):
                if len(found[key]) < _MOST_OF_A_KEY:
                    found[key].append(capture)
        self._found |= found

    def _opened(self) -> Iterator[OpenIndex]:
        for path in self._files:
            if index := open_index(path):
                yield index
                index.close()

    def of(self, url: str) -> list[Capture]:
        """The captures of an address and of those that share its urlkey, in no order."""
        if key_of(url) not in self._found:
            self.find([url])
        return self._found[key_of(url)]

    def nearest(self, url: str, moment: datetime) -> list[Capture]:
        """The same, the nearest in time first, to the second, as a replay goes by; of equally near ones those of
        exactly this address, and no redirects, come first."""
        second = moment.replace(microsecond=0)

        def distance(capture: Capture) -> tuple[float, bool, bool, float]:
            apart = abs((capture.captured_at.replace(microsecond=0) - second).total_seconds())
            exactly = abs((capture.captured_at - moment).total_seconds())
            return apart, 300 <= capture.status < 400, capture.url != url, exactly

        return sorted(self.of(url), key=distance)


def key_of(url: str) -> str:
    """The urlkey, or the address itself where it has none."""
    try:
        return urlkey(url)
    except UrlError:
        return url


class OpenIndex:
    """A sorted index in memory, as the system maps it."""

    def __init__(self, path: Path, lines: mmap.mmap) -> None:
        self._path = path
        self._lines = lines
        self._starts: dict[str, int | None] = {}

    def captures(self, keys: Sequence[str]) -> Iterator[tuple[str, Capture]]:
        """What these keys, sorted, have in it. Raises ArchiveError on a line that is none."""
        for host, group in groupby(keys, _host):
            # Most indexes have nothing of a host, and a page asks for dozens of addresses of one.
            start = self._start_of(host)
            if start is not None:
                for key in group:
                    yield from self._of(key, start)

    def close(self) -> None:
        self._lines.close()

    def _start_of(self, host: str) -> int | None:
        if host not in self._starts:
            prefix = host.encode("utf-8", "replace")
            start = _first_at_or_after(self._lines, prefix, 0)
            self._starts[host] = start if self._lines[start : start + len(prefix)] == prefix else None
        return self._starts[host]

    def _of(self, key: str, low: int) -> Iterator[tuple[str, Capture]]:
        lines, prefix = self._lines, key.encode("utf-8", "replace") + b" "
        start = _first_at_or_after(lines, prefix, low)
        while lines[start : start + len(prefix)] == prefix:
            end = lines.find(b"\n", start)
            end = len(lines) if end < 0 else end
            try:
                yield key, capture_of_line(lines[start:end].decode("utf-8"))
            except (ValueError, IndexError, KeyError, TypeError) as error:
                raise ArchiveError(
                    f"{self._path} byte {start}: not a line of this index; run: lumbung rebuild"
                ) from error
            start = end + 1


def open_index(path: Path) -> OpenIndex | None:
    """None when it is not there or empty: a WARC without an index has one after the next job."""
    try:
        with path.open("rb") as file:
            return OpenIndex(path, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (FileNotFoundError, ValueError) as error:
        # An empty file cannot be mapped.
        if isinstance(error, ValueError) and path.stat().st_size:
            raise
        return None


def _host(key: str) -> str:
    host, bracket, _ = key.partition(")")
    return host + bracket


def _first_at_or_after(lines: mmap.mmap, prefix: bytes, low: int) -> int:
    """Where the first line from `low` on begins that does not sort before `prefix`; the end when all do."""
    high = len(lines)  # low and high: beginnings of lines, or the end
    while low < high:
        start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.find(b"\n", start)
        end = high if end < 0 else end + 1
        if lines[start : start + len(prefix)] < prefix:
            low = end
        else:
            high = start
    return low
