"""After a crash: each left-over `.open` file is cut after its last whole record and finished.

Only bytes of a record that was never wholly written are cut; a file without one whole capture is
finished all the same, since its warcinfo tells that a job began.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from archive.errors import EvidenceError
from archive.files import OPEN_SUFFIX, file_sha256, sync_folder
from archive.layout import Collection, stem_of
from archive.warc.members import read_members
from archive.warc.writer import finish_warc


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of one left-over file."""

    stem: str
    kept_bytes: int
    cut_bytes: int


def salvage(collection: Collection, synced: Mapping[str, int]) -> list[Salvaged]:
    """Finish what a dead job left open. The caller holds the lock. Raises EvidenceError.

    `synced` says by stem how many bytes were on disk for good: a fault before that is no torn end
    but damage, and then the whole file is put aside as it is.
    """
    try:
        return [
            mended
            for path in collection.open_warcs()
            if (mended := _salvage_file(collection, path, synced.get(stem_of(path.name), 0)))
        ]
    except OSError as error:
        raise EvidenceError(f"{collection.archive}: cannot mend a left-over file: {error}; mend the disk") from error


def _salvage_file(collection: Collection, path: Path, synced: int) -> Salvaged | None:
    stem = stem_of(path.name)
    kept = whole_length(path)
    cut = path.stat().st_size - kept
    if kept < synced:
        _put_aside(collection, path, kept)
    if not kept:
        # The very first record was torn: nothing was ever captured into this file.
        path.unlink()
        return None
    with path.open("r+b") as file:
        file.truncate(kept)
        file.flush()
        os.fsync(file.fileno())
    finish_warc(collection, stem, file_sha256(path))
    return Salvaged(stem, kept, cut)


def _put_aside(collection: Collection, path: Path, kept: int) -> NoReturn:
    """Rename a damaged file and say so; the next job finds nothing to mend. Raises EvidenceError."""
    aside = path.with_name(path.name.removesuffix(OPEN_SUFFIX) + ".damaged")
    path.rename(aside)
    sync_folder(collection.archive)
    raise EvidenceError(
        f"{aside}: damaged at byte {kept}, in what was safely on disk before; nothing was removed. "
        "Check the disk; the file's other records can be had with any WARC tool. "
        "What is missing comes with: lumbung crawl --fresh"
    )


def whole_length(path: Path) -> int:
    """The length in bytes of the run of whole records a file begins with."""
    end = 0
    for member in read_members(path):
        if member.fault or not member.record.is_whole:
            break
        end = member.offset + member.length
    return end
