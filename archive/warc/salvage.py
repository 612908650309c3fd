"""After a crash: each left-over `.open` file is cut after its last whole record and finished.

Only bytes of a record that was never wholly written are cut; a file without one whole capture is
finished all the same, since its warcinfo tells that a job began. Whatever looks like damage and not
like a torn end is put aside as it is, for a person to look at: nothing of it is removed.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from archive.errors import DamagedError, EvidenceError
from archive.files import OPEN_SUFFIX, file_sha256, sync_folder
from archive.layout import DAMAGED_SUFFIX, Collection, matches_manifest, stem_of
from archive.warc.members import read_members
from archive.warc.writer import SyncedMark, finish_warc

_MEMBER = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of one left-over file."""

    stem: str
    kept_bytes: int
    cut_bytes: int


def salvage(collection: Collection, synced: Mapping[str, int]) -> list[Salvaged]:
    """Finish what a dead job left open. The caller holds the lock. Raises EvidenceError.

    `synced` says by stem how many bytes were on disk for good, as far as the frontier knows.
    """
    try:
        return [
            mended
            for path in collection.open_warcs()
            if (mended := _salvage_file(collection, path, synced.get(stem_of(path.name))))
        ]
    except OSError as error:
        raise EvidenceError(f"{collection.archive}: cannot mend a left-over file: {error}; mend the disk") from error


def _salvage_file(collection: Collection, path: Path, synced: int | None) -> Salvaged | None:
    stem = stem_of(path.name)
    mark = SyncedMark(path)
    known = [length for length in (synced, mark.read()) if length is not None]
    if collection.warc_file(stem).exists():
        _put_aside(path, f"a finished {stem} stands beside it, so this is an older copy of it or another file")
    if collection.manifest_file(stem).exists() and not matches_manifest(collection, stem, path):
        _put_aside(path, "it was finished before, and is not what its manifest says any more")
    kept = whole_length(path)
    size = path.stat().st_size
    if kept < max(known, default=0) or (not known and _goes_on_after(path, kept)):
        _put_aside(path, f"damaged at byte {kept}, and records follow that were whole before")
    if not kept:
        # The very first record was torn: nothing was ever captured into this file.
        path.unlink()
        mark.remove()
        return None
    with path.open("r+b") as file:
        file.truncate(kept)
        file.flush()
        os.fsync(file.fileno())
    finish_warc(collection, stem, file_sha256(path))
    return Salvaged(stem, kept, size - kept)


def _put_aside(path: Path, why: str) -> NoReturn:
    """Rename a damaged file and say so; the next job finds nothing to mend. Raises DamagedError."""
    aside = path.with_name(path.name.removesuffix(OPEN_SUFFIX) + DAMAGED_SUFFIX)
    number = 1
    while aside.exists():
        number += 1
        aside = aside.with_name(f"{path.name.removesuffix(OPEN_SUFFIX)}.{number}{DAMAGED_SUFFIX}")
    path.rename(aside)
    SyncedMark(path).remove()
    sync_folder(path.parent)
    raise DamagedError(
        f"{aside}: {why}; nothing was removed. Check the disk; the file's other records can be had with any WARC "
        "tool. Its job is closed, and the next crawl asks for everything again; once you have what you need of "
        "the file, move it out of the collection"
    )


def whole_length(path: Path) -> int:
    """The length in bytes of the run of whole records a file begins with."""
    end = 0
    for member in read_members(path):
        if member.fault or not member.record.is_whole:
            break
        end = member.offset + member.length
    return end


def _goes_on_after(path: Path, end: int) -> bool:
    """Whether the beginning of another record can be read somewhere after the first byte past `end`."""
    with path.open("rb") as file:
        file.seek(end + 1)
        rest = file.read()
    at = rest.find(_MEMBER)
    while at >= 0:
        try:
            if zlib.decompressobj(31).decompress(rest[at : at + 4096], 5) == b"WARC/":
                return True
        except zlib.error:
            pass
        at = rest.find(_MEMBER, at + 1)
    return False
