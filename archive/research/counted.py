"""Exact counts of any number of keys in a bounded part of the memory.

Keys are kept in memory until there are too many; then they go to a file that only this process has, sorted, and
counting begins again. In the end all such files are read side by side. With 500,000 keys of some 20 letters that is
about 100 MB of memory, and 30 bytes a key and file on the disk that TMPDIR names.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO

Entry = tuple[str, int, int]

MOST_KEYS = 500_000
_MOST_FILES = 60  # a process may have a thousand open
_SHIFT = 44  # two counts in one number: how often above, in how many articles below
_ARTICLES = (1 << _SHIFT) - 1


class Counted:
    """How often each key was added, and in how many articles. Keys hold no tabs and no line ends."""

    def __init__(self, most_keys: int = MOST_KEYS) -> None:
        self._most_keys = most_keys
        self._counts: dict[str, int] = {}
        self._files: list[IO[str]] = []

    def add(self, key: str, count: int, articles: int = 1) -> None:
        self._counts[key] = self._counts.get(key, 0) + (count << _SHIFT) + articles
        if len(self._counts) >= self._most_keys:
            self._put_aside()

    def entries(self) -> Iterator[Entry]:
        """(key, how often, in how many articles), sorted by key. Once; nothing can be added after."""
        counts, self._counts = self._counts, {}
        yield from _added([*map(_entries_in, self._files), _sorted(counts)])
        self._close()

    def _put_aside(self) -> None:
        counts, self._counts = self._counts, {}
        self._files.append(_written(_sorted(counts)))
        if len(self._files) >= _MOST_FILES:
            whole = _written(_added([_entries_in(file) for file in self._files]))
            self._close()
            self._files = [whole]

    def _close(self) -> None:
        for file in self._files:
            file.close()
        self._files = []

    def __del__(self) -> None:
        self._close()


def _sorted(counts: dict[str, int]) -> Iterator[Entry]:
    for key in sorted(counts):
        yield key, counts[key] >> _SHIFT, counts[key] & _ARTICLES


def _added(parts: list[Iterator[Entry]]) -> Iterator[Entry]:
    for key, same in groupby(heapq.merge(*parts, key=itemgetter(0)), key=itemgetter(0)):
        count = articles = 0
        for _, more, in_articles in same:
            count += more
            articles += in_articles
        yield key, count, articles


def _written(entries: Iterator[Entry]) -> IO[str]:
    file = TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="\n")  # noqa: SIM115 - closed by its owner
    file.writelines(f"{key}\t{count}\t{articles}\n" for key, count, articles in entries)
    file.seek(0)
    return file


def _entries_in(file: IO[str]) -> Iterator[Entry]:
    for line in file:
        key, count, articles = line.rstrip("\n").split("\t")
        yield key, int(count), int(articles)
