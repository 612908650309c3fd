"""The captures of a WARC, read from its records: of our own all or an error, of an imported one what can be had."""

from __future__ import annotations

from pathlib import Path

from archive.index.cdxj import scan_captures, unmodified_beside, write_cdxj
from archive.layout import Collection
from archive.model import Capture
from archive.warc.foreign import scan_foreign


def captures_in(collection: Collection, stem: str) -> list[Capture]:
    """In the order of their records. Raises EvidenceError when one of our own is damaged."""
    path = collection.warc_file(stem)
    return scan_foreign(path, path.name).captures if collection.import_of(stem) else scan_captures(path)


def index_warc(collection: Collection, stem: str) -> bool:
    """Its CDXJ, made anew; whether it was another before. Raises EvidenceError."""
    path = collection.cdxj_file(stem)
    before = _as_it_is(path)
    write_cdxj(path, captures_in(collection, stem))
    return _as_it_is(path) != before


def _as_it_is(path: Path) -> list[bytes | None]:
    return [one.read_bytes() if one.exists() else None for one in (path, unmodified_beside(path))]
