"""Indexes kept open for whoever looks many addresses up, for hours: a reading room that shows archived pages.

A page asks for dozens of parts in as many requests, and a collection has a thousand indexes. So each index is mapped
once, what was found is remembered, and both are forgotten when files are added, taken away or made anew.
"""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.index.lookup import Lookup, OpenIndex, key_of, open_index
from archive.layout import Collection
from archive.model import Capture

_MOST_REMEMBERED = 50_000
# File systems date folders by a clock that ticks: what changed just now may change again under the same date.
_TICK_SECONDS = 2.0

_State = tuple[int, ...]


class KeptIndexes:
    """Of the finished WARCs of a collection, as they are at each `lookup`. Several threads may use it."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._lock = threading.Lock()
        self._folders: _State = ()
        self._looked_at = 0.0
        self._view = _View([])
        # Each open index takes a file handle; the rest is opened when it is asked.
        self._most_open = max(64, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)

    def lookup(self) -> Lookup:
        """For the addresses of one page; what was found for others before is at hand."""
        with self._lock:
            folders = self._states()
            if folders != self._folders or max(folders, default=0) > (self._looked_at - _TICK_SECONDS) * 1e9:
                self._folders, self._looked_at = folders, time.time()
                self._renew()
            return _KeptLookup(self._collection, self._view)

    def _states(self) -> _State:
        folders = (self._collection.root / name for name in ("archive", "manifests", "indexes"))
        return tuple(folder.stat().st_mtime_ns if folder.exists() else 0 for folder in folders)

    def _renew(self) -> None:
        former = {index.path: index for index in self._view.indexes}
        paths = [self._collection.cdxj_file(stem) for stem in self._collection.stems()]
        indexes = [
            _same_or_new(former.get(path), path, is_kept=number < self._most_open) for number, path in enumerate(paths)
        ]
        there = [index for index in indexes if index]
        if [id(index) for index in there] != [id(index) for index in self._view.indexes]:
            # Those that are gone are closed when the last lookup that uses them ends.
            self._view = _View(there)


class _KeptIndex:
    """One file, as it was when it was opened."""

    def __init__(self, path: Path, state: _State, is_kept: bool) -> None:
        self.path = path
        self.state = state
        self.is_kept = is_kept
        self._index = open_index(path) if is_kept else None

    def index(self) -> OpenIndex | None:
        return self._index if self.is_kept else open_index(self.path)


class _View:
    """What the indexes say while they stay as they are."""

    def __init__(self, indexes: list[_KeptIndex]) -> None:
        self.indexes = indexes
        self.found: dict[str, list[Capture]] = {}

    def remember(self, found: dict[str, list[Capture]]) -> None:
        if len(self.found) + len(found) > _MOST_REMEMBERED:
            self.found = {}
        self.found.update(found)


class _KeptLookup(Lookup):
    def __init__(self, collection: Collection, view: _View) -> None:
        super().__init__(collection, ())
        self._view = view

    def find(self, urls: Iterable[str]) -> None:
        """As of a Lookup."""
        remembered = self._view.found
        urls = list(urls)
        keys = {key_of(url) for url in urls}
        self._found |= {key: remembered[key] for key in keys & remembered.keys() if key in remembered}
        new = keys - self._found.keys()
        super().find(urls)
        self._view.remember({key: self._found[key] for key in new})

    def _opened(self) -> Iterator[OpenIndex]:
        for kept in self._view.indexes:
            if index := kept.index():
                yield index


def _same_or_new(former: _KeptIndex | None, path: Path, *, is_kept: bool) -> _KeptIndex | None:
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    state = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
    if former and former.state == state:
        return former
    return _KeptIndex(path, state, is_kept)
