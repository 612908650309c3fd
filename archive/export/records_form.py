"""The records themselves: as a WARC that stands on its own, or as a WACZ. Nothing in them can be covered, so that they
are asked for with a reason (archive.export.forms)."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from archive.access.current import access_of
from archive.access.leaving import may_leave
from archive.export.licence import licence_facts
from archive.export.matching import Matching
from archive.export.warc.making import Counts, export_warc
from archive.export.warc.telling import Telling
from archive.export.warc.wanted import MayLeave, WantedPage, page_of
from archive.export.words import question
from archive.index.documents import document_of
from archive.room.language import language


def write_warc(found: Matching, to: BinaryIO, scratch: Path) -> None:
    made = export_warc(
        found.collection, _pages(found), scratch / "records.warc.gz", _telling(found), may_leave=_gate(found),
        largest_bytes=sys.maxsize,
    )  # fmt: skip
    _move(made.files[0].path, to)
    _tell(found, made.counts)


def write_wacz(found: Matching, to: BinaryIO, scratch: Path) -> None:
    from archive.export.wacz.making import export_wacz

    path = scratch / "records.wacz"
    more = {"licence": licence_facts(found.collection.config.licence)}
    pages = _pages(found, with_texts=True)
    made = export_wacz(found.collection, pages, path, _telling(found), may_leave=_gate(found), more=more)
    _move(path, to)
    _tell(found, made.counts)


def _pages(found: Matching, *, with_texts: bool = False) -> Iterator[WantedPage]:
    assert found.wanted.unredacted
    for hit in found.hits():
        yield page_of(document_of(hit.line), hit.line.get("text") if with_texts else None)


def _gate(found: Matching) -> MayLeave:
    """All are asked of the access list as it is when the export begins."""
    access = access_of(found.collection.root)
    return lambda capture: may_leave(access, capture)


def _telling(found: Matching) -> Telling:
    asked = dict(question(found.wanted.query, language("en")))
    words = "; ".join(f"{name}: {value}" for name, value in asked.items())
    return Telling(found.collection.root.name, "&".join("=".join(pair) for pair in found.wanted.query.params()), words)


def _move(path: Path, to: BinaryIO) -> None:
    with path.open("rb") as file:
        shutil.copyfileobj(file, to, 1 << 20)
    path.unlink()


def _tell(found: Matching, counts: Counts) -> None:
    """What became of it, for the manifest."""
    found.tally.rows = counts.captures
    found.tally.records = asdict(counts)
