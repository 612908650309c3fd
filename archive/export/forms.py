"""EXPORTERS: the forms that an export may have. A new one is a module with `write`, and a line here.

`write(found, to, scratch)` takes what a question finds (archive.export.matching) and writes the whole file to `to`,
which is open for writing bytes; `scratch` is a folder for what it needs meanwhile. It is named, not imported: of the
libraries of all forms only those of the form that is asked for are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from archive.export.matching import Matching

FormName = Literal["xlsx", "csv", "data-csv", "jsonl", "parquet", "text", "captions", "warc", "wacz"]


class ExportError(ArchiveError):
    """An export that cannot be made as asked."""


class Writer(Protocol):
    def __call__(self, found: Matching, to: BinaryIO, scratch: Path) -> None: ...


@dataclass(frozen=True, slots=True)
class Exporter:
    """`ending` of its files, "{table}" standing for the form of its table where there are several; `row`: what one row,
    or one file of a ZIP, is; `schema` of its rows, where they have one.

    `streams`: it may be written to a pipe. `resumes`: it can go on where it was stopped; other forms have their
    beginning or end depend on all the rest. `can_be_redacted`: a form that gives away records as they are cannot, and
    must be asked for with a reason."""

    name: FormName
    ending: str
    row: str
    writer: str
    schema: str | None = None
    tables: tuple[str, ...] = ()
    can_be_redacted: bool = True
    streams: bool = False
    resumes: bool = False

    def write(self, found: Matching, to: BinaryIO, scratch: Path) -> None:
        module, _, name = self.writer.partition(":")
        writer: Writer = getattr(import_module(module), name)
        writer(found, to, scratch)


EXPORTERS: dict[str, Exporter] = {
    one.name: one
    for one in (
        Exporter("xlsx", "xlsx", "one article", "archive.export.table_forms:write_xlsx"),
        Exporter("csv", "csv", "one article", "archive.export.table_forms:write_csv", streams=True),
        Exporter("data-csv", "data.csv", "one article", "archive.export.table_forms:write_csv", streams=True),
        Exporter(
            "jsonl", "jsonl", "one article", "archive.export.jsonl_form:write", "lumbung-article/1",
            streams=True, resumes=True,
        ),
        Exporter("parquet", "parquet", "one article", "archive.export.parquet_form:write", "lumbung-article/1"),
        Exporter("text", "text.zip", "one file an article", "archive.export.text_form:write"),
        Exporter(
            "captions", "captions.{table}", "one picture of an article", "archive.export.captions_form:write",
            "lumbung-caption/1", tables=("parquet", "jsonl", "csv"),
        ),
        Exporter("warc", "warc.gz", "one capture", "archive.export.records_form:write_warc", can_be_redacted=False),
        Exporter("wacz", "wacz", "one capture", "archive.export.records_form:write_wacz", can_be_redacted=False),
    )
}  # fmt: skip

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
    "gz": "application/warc+gzip",
    "wacz": "application/wacz",
}


def exporter_of(name: str) -> Exporter:
    """Raises ExportError."""
    if name not in EXPORTERS:
        raise ExportError(f"{name[:60]!r} is no form of an export; it is one of: {', '.join(EXPORTERS)}")
    return EXPORTERS[name]
