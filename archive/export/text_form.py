"""Text: a ZIP with one .txt an article, its header of a few lines, an empty line, its text."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

from archive.catalogue.search import Hit
from archive.export.cells import harmless
from archive.export.long_zip import LongZip
from archive.export.manifest import manifest_bytes, manifest_of
from archive.export.matching import Matching
from archive.export.rows.article import article_row
from archive.export.rows.fields import Row
from archive.export.words import slug

_UNDATED = "tanpa-tanggal"
_HEX = re.compile(r"sha1:([0-9a-f]{40})\Z")


def write(found: Matching, to: BinaryIO, scratch: Path) -> None:
    is_redacted = not found.wanted.unredacted
    with LongZip(to, scratch) as archive:
        for hit in found.hits():
            row = article_row(hit.row, hit.line, is_redacted=is_redacted)
            archive.writestr(_entry(name_of(hit, row)), text_of(row).encode())
            found.tally.rows += 1
        archive.writestr(_entry("manifest.json"), manifest_bytes(manifest_of(found)))


def name_of(hit: Hit, row: Row) -> str:
    """ "2024/2024-05-06-dwimulyo-0123….txt": nothing of what the page says but its village, and no two the same."""
    day = row["published_on"] or _UNDATED
    own = _HEX.match(row["article_id"] or "")
    parts = (day, slug(row["desa"] or "")[:40].strip("-"), own[1] if own else f"nomor-{hit.row.number}")
    return f"{day[:4] if row['published_on'] else _UNDATED}/{'-'.join(filter(None, parts))}.txt"


def text_of(row: Row) -> str:
    village = ", ".join(filter(None, (row["desa"], row["kecamatan"], row["kabupaten"], row["provinsi"])))
    code = f" ({row['kode_wilayah']})" if row["kode_wilayah"] else ""
    pointer = " ".join(str(row[name]) for name in ("warc_filename", "offset", "length"))
    header: tuple[tuple[str, Any], ...] = (
        ("title", row["title"]),
        ("url", row["url"]),
        ("published_at", row["published_at"]),
        ("captured_at", row["captured_at"]),
        ("village", village + code),
        ("author", row["author"]),
        ("article_id", row["article_id"]),
        ("story_id", row["story_id"]),
        ("warc", pointer),
        ("record_id", row["record_id"]),
    )
    lines = (f"{name}: {_on_one_line(value)}" for name, value in header if value)
    return "\n".join((*lines, "", harmless(row["text"] or ""), ""))


def _on_one_line(value: Any) -> str:
    return " ".join(harmless(str(value)).split())


def _entry(name: str) -> zipfile.ZipInfo:
    """With one time for all, so that the same articles give the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
