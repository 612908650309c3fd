"""A WACZ of one page with what it needs, made when ReplayWeb.page asks for it and kept for a while.

A package is known by the place of its page's record, so an address of one means the same after a restart.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError, EvidenceError
from archive.export.wacz.making import export_wacz
from archive.export.warc.telling import Telling
from archive.export.warc.wanted import WantedPage
from archive.index.kept import KeptIndexes
from archive.index.lookup import Lookup
from archive.layout import Collection, stem_of, warc_name
from archive.model import Capture
from archive.replay.access import may_show
from archive.warc.reader import HEAD_ONLY, capture_of, read_record

_KEY = re.compile(r"([A-Za-z0-9][A-Za-z0-9._+@=,-]{0,250})~(\d{1,15})")  # stems as archive.intake leaves them


class NotShownError(ArchiveError):
    """There is no such capture, or it may not be shown."""


@dataclass(frozen=True, slots=True)
class _Kept:
    path: Path
    bytes: int
    captures: tuple[Capture, ...]  # whatever was asked for it, allowed or not
    allowed: tuple[bool, ...]


class Packages:
    """In a folder of their own, at most `most_bytes` of them; those asked for last stay. Several threads may ask."""

    def __init__(self, collection: Collection, folder: Path, most_bytes: int = 2_000_000_000) -> None:
        self._collection = collection
        self._folder = folder
        self._most_bytes = most_bytes
        self._indexes = KeptIndexes(collection)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def lookup(self) -> Lookup:
        return self._indexes.lookup()

    @staticmethod
    def key(capture: Capture) -> str:
        """What an address of its package names."""
        return f"{stem_of(capture.warc_filename)}~{capture.offset}"

    def package(self, key: str) -> Path:
        """The file. What may be shown is asked each time. Raises NotShownError, ArchiveError, OSError."""
        capture = self._capture(key)
        if not may_show(self._collection, capture):
            raise NotShownError(f"{capture.url}: not shown")
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or not self._is_as_it_was(kept):
                kept = self._kept[key] = self._make(key, capture)
            self._kept.move_to_end(key)
            self._let_go()
            return kept.path

    def _capture(self, key: str) -> Capture:
        found = _KEY.fullmatch(key)
        if not found or found[1] not in self._collection.stems():
            raise NotShownError(f"{key}: no such record")
        name = warc_name(found[1])
        try:
            capture = capture_of(read_record(self._collection.archive / name, int(found[2]), HEAD_ONLY), name)
        except (EvidenceError, ValueError) as error:
            raise NotShownError(f"{key}: no such record") from error
        if capture is None:
            raise NotShownError(f"{key}: no capture")
        return capture

    def _is_as_it_was(self, kept: _Kept) -> bool:
        """Whether what is in it may be shown as before, and nothing was erased from the WARCs it is from."""
        warcs = {one.warc_filename for one in kept.captures}
        return kept.allowed == tuple(may_show(self._collection, one) for one in kept.captures) and all(
            (self._collection.archive / name).exists() for name in warcs
        )

    def _make(self, key: str, capture: Capture) -> _Kept:
        asked: dict[str, tuple[Capture, bool]] = {}

        def may_leave(one: Capture) -> bool:
            asked[one.record_id] = one, may_show(self._collection, one)
            return asked[one.record_id][1]

        path = self._folder / f"{key}.wacz"
        made = export_wacz(
            self._collection,
            [WantedPage(capture)],
            path,
            Telling(capture.url, made_at=capture.captured_at),
            may_leave=may_leave,
            companions=False,
            indexes=self._indexes,
        )
        captures, allowed = zip(*asked.values(), strict=True)
        return _Kept(path, made.file.bytes, captures, allowed)

    def _let_go(self) -> None:
        while len(self._kept) > 1 and sum(one.bytes for one in self._kept.values()) > self._most_bytes:
            _, oldest = self._kept.popitem(last=False)
            oldest.path.unlink(missing_ok=True)
