"""Exports made by the command, and what stands in their files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq

from archive import Collection
from tests.end_to_end.conftest import Run, lumbung

FORMS = {
    "xlsx": "a.xlsx", "csv": "a.csv", "data-csv": "a.data.csv", "jsonl": "a.jsonl", "parquet": "a.parquet",
    "text": "a.zip", "captions": "captions.parquet",
}  # fmt: skip
ALL = ("--relation", "all", "--kind", "all")


def export(collection: Collection, form: str, to: Path, *more: str) -> Run:
    return lumbung("export", "-c", collection.root, "--format", form, "-o", to, *more)


def manifest(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_name(path.name + ".manifest.json").read_text("utf-8"))
    return found


def texts(path: Path) -> str:
    """All that a file says, whatever its form."""
    if path.name.endswith(".xlsx"):
        book = openpyxl.load_workbook(path)
        cells = [cell for sheet in book for row in sheet for cell in row]
        targets = [cell.hyperlink.target or "" for cell in cells if cell.hyperlink]
        return "\n".join([*(str(cell.value) for cell in cells), *targets])
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(f"{name}\n{archive.read(name).decode()}" for name in archive.namelist())
    if path.suffix == ".parquet":
        return json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False)
    return path.read_text("utf-8-sig")
