"""Captions: a table with one row a picture, by itself or in a ZIP with the picture files beside it.

captions.parquet (or .jsonl, .csv)
images/SHA1.jpg      each picture once, by the digest of its payload, as its village's server gave it
manifest.json
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from archive.access.current import access_of
from archive.access.leaving import may_leave
from archive.access.listed import AccessList
from archive.errors import EvidenceError
from archive.export.cells import for_programs
from archive.export.jsonl_form import line_of
from archive.export.long_zip import LongZip
from archive.export.manifest import manifest_bytes, manifest_of
from archive.export.matching import Matching
from archive.export.rows.caption import CAPTION, caption_rows
from archive.export.rows.fields import Row
from archive.model import Capture
from archive.replay.kinds import picture_type
from archive.replay.payload import payload_of
from archive.times import parse_warc_date

_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/avif": "avif",
    "image/x-icon": "ico", "image/bmp": "bmp", "image/tiff": "tif", "image/svg+xml": "svg",
}  # fmt: skip
_DIGEST = re.compile(r"sha1:([A-Z2-7]{32})\Z")


def write(found: Matching, to: BinaryIO, scratch: Path) -> None:
    if not found.wanted.images:
        _write_table(found.wanted.table, _rows(found), to)
        return
    table = found.wanted.table or "csv"
    beside = scratch / f"captions.{table}"
    with LongZip(to, scratch) as archive:
        with beside.open("wb") as file:
            _write_table(table, _with_pictures(found, archive), file)
        entry = _entry(beside.name, zipfile.ZIP_DEFLATED)
        with beside.open("rb") as read, archive.open(entry, "w", force_zip64=True) as written:
            while piece := read.read(1 << 20):
                written.write(piece)
        archive.writestr(_entry("manifest.json", zipfile.ZIP_DEFLATED), manifest_bytes(manifest_of(found)))


def _rows(found: Matching) -> Iterator[Row]:
    for hit in found.hits():
        for row in caption_rows(hit.row, hit.line, is_redacted=not found.wanted.unredacted):
            found.tally.rows += 1
            if row["warc_filename"]:
                found.tally.warcs.add(row["warc_filename"])
            yield row


def _write_table(table: str, rows: Iterable[Row], to: BinaryIO) -> None:
    if table == "parquet":
        from archive.export.parquet_form import write_rows

        write_rows(CAPTION, rows, to)
    elif table == "jsonl":
        to.writelines(line_of(row) for row in rows)
    else:
        text = io.TextIOWrapper(to, "utf-8", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(CAPTION.names())
        for row in rows:
            writer.writerow([for_programs(value) for value in row.values()])
        text.detach()


def _with_pictures(found: Matching, archive: zipfile.ZipFile) -> Iterator[Row]:
    """The rows, each with the name of its picture's file, which is put into the ZIP when it comes first."""
    names: dict[str, str | None] = {}
    access = access_of(found.collection.root)
    for row in _rows(found):
        digest = _DIGEST.match(row["payload_digest"] or "")
        if digest and row["warc_filename"]:
            if not _may_leave(access, row):
                yield row
                continue
            if digest[1] not in names:
                names[digest[1]] = _put_picture(found, row, digest[1], archive)
                found.tally.pictures += names[digest[1]] is not None
            row["image_file"] = names[digest[1]]
            found.tally.missing += row["image_file"] is None
        yield row


def _may_leave(access: AccessList, row: Row) -> bool:
    """Whether the access list lets the picture out, by its own address and record."""
    try:
        return may_leave(access, _capture_of(row))
    except (ValueError, TypeError):  # no pointer that could be followed
        return True


def _put_picture(found: Matching, row: Row, digest: str, archive: zipfile.ZipFile) -> str | None:
    """None when the record cannot be read, or is no picture whatever its server called it."""
    try:
        payload = payload_of(found.collection, _capture_of(row))
    except (EvidenceError, ValueError, TypeError):
        return None
    ending = _ENDINGS.get(picture_type(payload.body) or "")
    if ending is None or not payload.body:
        return None
    name = f"images/{digest}.{ending}"
    archive.writestr(_entry(name, zipfile.ZIP_STORED), payload.body)
    return name


def _capture_of(row: Row) -> Capture:
    if "/" in row["warc_filename"]:
        raise ValueError("a WARC's name has no folder")
    return Capture(
        url=row["image_url"] or "", captured_at=parse_warc_date(row["article_captured_at"]), status=row["status"] or 0,
        mime=row["mime"] or "", digest=row["payload_digest"], warc_filename=row["warc_filename"], offset=row["offset"],
        length=row["length"], record_id=row["record_id"],
    )  # fmt: skip


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    """With one time for all, so that the same pictures give the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry
