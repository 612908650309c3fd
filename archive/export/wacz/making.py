"""A WACZ made: the WARCs of an export go into the package as they are copied, their index and list of pages follow."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import ArchiveError
from archive.export.wacz.blocks import DATA, INDEX, index_line, write_blocks
from archive.export.wacz.package import Package, PackageFile
from archive.export.wacz.page_list import page_lines
from archive.export.warc.copying import LARGEST_BYTES, copy_records
from archive.export.warc.making import Counts, Progress, WrittenFile, chosen, silent
from archive.export.warc.selection import Selection
from archive.export.warc.telling import Telling, software
from archive.export.warc.wanted import MayLeave, WantedPage
from archive.files import OPEN_SUFFIX, sync_folder
from archive.index.kept import KeptIndexes
from archive.layout import Collection
from archive.times import parse_warc_date


@dataclass(frozen=True, slots=True)
class WaczExport:
    file: WrittenFile
    counts: Counts


def export_wacz(
    collection: Collection,
    pages: Iterable[WantedPage],
    to: Path,
    telling: Telling,
    *,
    may_leave: MayLeave,
    requisites: bool = True,
    companions: bool = True,
    largest_bytes: int = LARGEST_BYTES,
    more: Mapping[str, Any] | None = None,
    progress: Progress = silent,
    indexes: KeptIndexes | None = None,
) -> WaczExport:
    """Write `to`, replaced when the new one is whole. `more` goes into datapackage.json, such as licenses; without
    `companions` requests and metadata stay, for packages that are only shown and not kept. Raises NothingLeftError,
    ArchiveError, OSError."""
    choosing = chosen(
        collection,
        pages,
        may_leave=may_leave,
        requisites=requisites,
        companions=companions,
        progress=progress,
        indexes=indexes,
    )
    with choosing as (selection, counts), _replaced(to) as file:
        if not counts.pages:
            raise ArchiveError("there is nothing to export: no page of a WACZ would be listed")
        telling = replace(telling, made_at=telling.moment) if telling.made_at is None else telling
        with Package(file, _newest(selection)) as package:
            _write_warcs(collection, selection, package, telling, largest_bytes, counts, progress)
            _write_index(selection, package)
            _write_pages(selection, package, telling.title)
            package.finish(_facts(collection, telling, counts, selection) | dict(more or {}))
    sync_folder(to.parent)
    counts.bytes = to.stat().st_size
    return WaczExport(WrittenFile(to, counts.bytes, _sha256(to)), counts)


def _write_warcs(
    collection: Collection,
    selection: Selection,
    package: Package,
    telling: Telling,
    largest_bytes: int,
    counts: Counts,
    progress: Progress,
) -> None:
    @contextmanager
    def open_sink(filename: str, size: int) -> Iterator[PackageFile]:
        # Records of plain WARCs become smaller; the warcinfo is larger than nothing.
        with package.file(f"archive/{filename}", size=size + (1 << 20)) as inside:
            yield inside

    copies = copy_records(collection, selection, telling, "data", open_sink, largest_bytes)
    # Closed before the package is, also when something fails.
    with closing(copies):
        for number, copied in enumerate(copies, 1):
            if line := index_line(copied):
                selection.keep_line(line)
            progress("copy", number, counts.records)


def _write_index(selection: Selection, package: Package) -> None:
    with package.file(f"indexes/{DATA}") as inside:
        index = list(write_blocks(selection.sorted_lines(), inside))
    with package.file(f"indexes/{INDEX}", is_packed=True) as inside:
        inside.write(b"".join(index))


def _write_pages(selection: Selection, package: Package, title: str) -> None:
    has_text = any(page.text for page in selection.pages())
    with package.file("pages/pages.jsonl", is_packed=True) as inside:
        for line in page_lines(selection.pages(), title, has_text=has_text):
            inside.write(line)


def _facts(collection: Collection, telling: Telling, counts: Counts, selection: Selection) -> dict[str, Any]:
    who = collection.config.who
    described = telling.description or f"{counts.pages} pages archived by {who.operator}, as they were captured."
    facts: dict[str, Any] = {
        "title": telling.title,
        "description": described + (f" Query: {telling.query}" if telling.query else ""),
        "created": telling.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "software": software(),
    }
    if counts.pages == 1:
        (page,) = selection.pages()
        facts |= {"mainPageUrl": page.url, "mainPageDate": f"{page.captured_at[:19]}Z"}
    return facts


def _newest(selection: Selection) -> datetime:
    """When the last of the listed pages was captured: the date of the files in the package."""
    return parse_warc_date(max(page.captured_at for page in selection.pages()))


@contextmanager
def _replaced(to: Path) -> Iterator[BinaryIO]:
    """A file that takes its place when all of it was written."""
    beside = to.with_name(to.name + OPEN_SUFFIX)
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
