"""After a crash: each left-over `.open` file is cut after its last whole record and finished.

Only bytes of a record that was never wholly written are cut; a file without one whole capture is
finished all the same, since its warcinfo tells that a job began.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from archive.errors import EvidenceError
from archive.layout import Collection, stem_of
from archive.warc.members import read_members
from archive.warc.writer import finish_warc


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of one left-over file."""

    stem: str
    kept_bytes: int
    cut_bytes: int


def salvage(collection: Collection) -> list[Salvaged]:
    """Finish what a dead job left open. The caller holds the lock. Raises EvidenceError."""
    try:
        return [mended for path in collection.open_warcs() if (mended := _salvage_file(collection, path))]
    except OSError as error:
        raise EvidenceError(f"{collection.archive}: cannot mend a left-over file: {error}; mend the disk") from error


def _salvage_file(collection: Collection, path: Path) -> Salvaged | None:
    kept = whole_length(path)
    cut = path.stat().st_size - kept
    if not kept:
        # The very first record was torn: nothing was ever captured into this file.
        path.unlink()
        return None
    with path.open("r+b") as file:
        file.truncate(kept)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256")
    stem = stem_of(path.name)
    finish_warc(collection, stem, digest.hexdigest())
    return Salvaged(stem, kept, cut)


def whole_length(path: Path) -> int:
    """The length in bytes of the run of whole records a file begins with."""
    end = 0
    for member in read_members(path):
        if member.fault or not member.record.is_whole:
            break
        end = member.offset + member.length
    return end
