"""A WARC export made: choose, check, copy. Each step tells how far it is.

with chosen(collection, pages, may_leave=…) as selection:    what WARC and WACZ have in common
    …
export_warc(collection, pages, Path("pelatihan.warc.gz"), Telling("Pelatihan"), may_leave=…)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveError
from archive.export.warc.checking import check_records
from archive.export.warc.copying import LARGEST_BYTES, copy_records
from archive.export.warc.needs import Needs
from archive.export.warc.selection import Selection
from archive.export.warc.telling import Telling
from archive.export.warc.wanted import MayLeave, WantedPage
from archive.files import OPEN_SUFFIX, sync_folder
from archive.index.kept import KeptIndexes
from archive.layout import Collection, warc_name

# The step (choose, check, copy), how many pages, WARCs or records are done, and of how many if that is known.
Progress = Callable[[str, int, int | None], None]


class NothingLeftError(ArchiveError):
    """No record is left to export: nothing was asked for, or nothing of it may leave."""


@dataclass
class Counts:
    """What became of what was asked for. Pages `withheld` may not leave; `dangling` are captures left behind because
    the record they refer to is not in the collection, or may not leave; `damaged` says what could not be read, and
    where."""

    pages: int = 0
    captures: int = 0
    records: int = 0
    bytes: int = 0
    withheld: int = 0
    dangling: int = 0
    damaged: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of an export; `sha256` in hexadecimal."""

    path: Path
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class WarcExport:
    files: tuple[WrittenFile, ...]
    counts: Counts


def silent(_step: str, _done: int, _of: int | None) -> None:
    """Progress that nobody looks at."""


@contextmanager
def chosen(
    collection: Collection,
    pages: Iterable[WantedPage],
    *,
    may_leave: MayLeave,
    requisites: bool = True,
    companions: bool = True,
    progress: Progress = silent,
    indexes: KeptIndexes | None = None,
) -> Iterator[tuple[Selection, Counts]]:
    """The records of pages, of what they need (unless `requisites` is false) and of what was stored with each (unless
    `companions` is false), each checked. `indexes`: kept open by whoever asks often. Raises
    NothingLeftError, ArchiveError."""
    counts = Counts()
    with Selection(collection) as selection:
        needs = Needs(collection, may_leave, indexes)
        for number, page in enumerate(pages, 1):
            _choose(selection, needs, page, counts, may_leave, requisites=requisites)
            progress("choose", number, None)
        stems = selection.sources()
        for number, stem in enumerate(stems, 1):
            counts.damaged += check_records(collection, selection, stem, companions=companions)
            progress("check", number, len(stems))
        counts.dangling += selection.drop_dangling()
        counts.sources = [warc_name(stem) for stem in selection.sources()]
        counts.pages, counts.captures, counts.records = (
            selection.count_pages(),
            selection.count("capture"),
            selection.count(),
        )
        if not counts.captures:
            why = "no record of it can be read" if counts.damaged else "nothing was asked for that may leave"
            raise NothingLeftError(f"there is nothing to export: {why}")
        yield selection, counts


def _choose(
    selection: Selection, needs: Needs, page: WantedPage, counts: Counts, may_leave: MayLeave, *, requisites: bool
) -> None:
    if not may_leave(page.capture):
        counts.withheld += 1
        return
    holder = needs.holder(page.capture)
    if holder is None:
        counts.dangling += 1
        return
    selection.add(page.capture, holder)
    if page.is_listed:
        selection.list_page(page)
        if requisites:
            for capture, its_holder in needs.of(page, holder):
                selection.add(capture, its_holder)


def export_warc(
    collection: Collection,
    pages: Iterable[WantedPage],
    to: Path,
    telling: Telling,
    *,
    may_leave: MayLeave,
    requisites: bool = True,
    largest_bytes: int = LARGEST_BYTES,
    progress: Progress = silent,
) -> WarcExport:
    """Write `to`, or `to` with a number before its suffix when one file would be larger than `largest_bytes`. Files
    that are there are replaced, each when it is whole. Raises NothingLeftError, ArchiveError, OSError."""
    name = to.name.removesuffix(".gz").removesuffix(".warc")
    files: list[WrittenFile] = []

    @contextmanager
    def open_sink(filename: str, _size: int) -> Iterator[_Hashing]:
        path = to.with_name(filename)
        beside = path.with_name(path.name + OPEN_SUFFIX)
        try:
            with beside.open("wb") as file:
                hashing = _Hashing(file)
                yield hashing
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        files.append(WrittenFile(path, hashing.size, hashing.sha256.hexdigest()))

    with chosen(collection, pages, may_leave=may_leave, requisites=requisites, progress=progress) as (
        selection,
        counts,
    ):
        copies = copy_records(collection, selection, telling, name, open_sink, largest_bytes)
        with closing(copies):
            for number, _ in enumerate(copies, 1):
                progress("copy", number, counts.records)
    sync_folder(to.parent)
    counts.bytes = sum(file.bytes for file in files)
    return WarcExport(tuple(files), counts)


class _Hashing:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.sha256.update(data)
        self.size += len(data)
