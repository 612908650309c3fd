"""The disk guard: a job stops safely while there is still room for everything its end has to write.

What the file system has free for us is asked, so a quota counts where the system shows it there (XFS projects, ZFS,
containers); where it does not, the job meets the full disk itself, which loses nothing either.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from archive.errors import EvidenceError
from archive.layout import Collection

_LARGEST_DEFAULT = 1_000_000_000
_DEFAULT_SHARE = 50  # of the disk: 2 %
_TO_BEGIN = 1.25
_BEGIN = ", and a quarter more to begin"
_LOOK_SECONDS = 15.0
# Of files: a file system may run out of them with bytes left.
_FEWEST_FILES = 200


@dataclass(frozen=True, slots=True)
class Room:
    """In bytes: free, and what must stay free."""

    free_bytes: int
    reserve_bytes: int
    has_files: bool = True

    @property
    def to_begin_bytes(self) -> int:
        """A quarter more than the reserve, so that a job does not begin only to stop with its first page."""
        return int(self.reserve_bytes * _TO_BEGIN)

    @property
    def is_short(self) -> bool:
        return self.reserve_bytes > 0 and (self.free_bytes < self.reserve_bytes or not self.has_files)


def room_of(collection: Collection) -> Room:
    """What is free on the collection's disk, and the reserve by collection.toml."""
    facts = os.statvfs(collection.root)
    wanted = collection.config.crawl.limits.min_free_bytes
    if wanted is None:
        wanted = min(_LARGEST_DEFAULT, facts.f_blocks * facts.f_frsize // _DEFAULT_SHARE)
    # Of file systems that make files without end f_files is 0.
    has_files = facts.f_files == 0 or facts.f_favail >= _FEWEST_FILES
    return Room(facts.f_bavail * facts.f_frsize, wanted, has_files)


def refuse_a_full_disk(collection: Collection) -> None:
    """Before a job is opened. Raises EvidenceError."""
    room = room_of(collection)
    if Room(room.free_bytes, room.to_begin_bytes, room.has_files).is_short:
        raise EvidenceError(
            f"{_words(collection.root, room, room.to_begin_bytes, _BEGIN)}; make space, then crawl again"
        )


class DiskGuard:
    """Of one job: whether it must stop now."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._for_the_end = 0
        self._looked_at: float | None = None

    def shortage(self) -> str | None:
        """What is short, in words; None while there is room. Asked at each commit, so it is cheap."""
        room = room_of(self._collection)
        if not room.reserve_bytes:
            return None
        wanted = room.reserve_bytes + self._bytes_of_the_end()
        if not Room(room.free_bytes, wanted, room.has_files).is_short:
            return None
        return (
            f"{_words(self._collection.root, room, wanted)}. The job was stopped in time and nothing is lost; "
            "make space, then crawl again to go on"
        )

    def is_urgent(self) -> bool:
        """Whether half of the reserve is gone as well."""
        room = room_of(self._collection)
        return room.free_bytes < room.reserve_bytes // 2 + self._bytes_of_the_end()

    def _bytes_of_the_end(self) -> int:
        """What closing the job will write: each documents file and index once more, and what is known of the
        articles."""
        now = time.monotonic()
        if self._looked_at is None or now - self._looked_at > _LOOK_SECONDS:
            self._looked_at = now
            root = self._collection.root
            lines = sum(_size(path) for path in (root / "documents").glob("*.jsonl.open"))
            self._for_the_end = 2 * lines + sum(_size(path) for path in self._collection.open_indexes())
        return self._for_the_end


def is_full(error: BaseException | None) -> bool:
    """Whether an error says that the disk has no room left."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _words(root: Path, room: Room, wanted: int, more: str = "") -> str:
    if not room.has_files:
        return f"{root}: the disk has hardly any files (inodes) left"
    return (
        f"{root}: the disk has only {room.free_bytes / 1e6:,.1f} MB left, and {wanted / 1e6:,.1f} MB are kept free "
        f"(crawl.limits.min_free_bytes{more})"
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # given its name just now
        return 0
