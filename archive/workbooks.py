"""The cells of an XLSX workbook as text: what a list needs that somebody made in Excel.

Only values are read: no formula is calculated (its last value is taken), nothing is loaded from elsewhere. The first
sheet that holds anything counts. A workbook is a zip of XML; both are read within bounds, for it comes from anywhere.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from archive.errors import CollectionError

_MOST_PART = 30_000_000  # bytes of one part, unpacked
_MOST_TEXT = 20_000_000  # characters of a sheet: a cell can name one long text a million times
_MOST_ROWS = 100_000
_MOST_COLUMNS = 100
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, NotImplementedError, RuntimeError,
    OSError,
)  # fmt: skip
_CELL = re.compile(r"([A-Z]{1,3})\d+")


def is_workbook(raw: bytes) -> bool:
    return raw.startswith(b"PK\x03\x04")


def read_workbook(path: Path) -> tuple[str, str]:
    """Raises CollectionError."""
    try:
        return workbook_text(path.read_bytes(), path.name)
    except OSError as error:
        raise CollectionError(f"{path} cannot be read: {error.strerror}") from error


def workbook_text(raw: bytes, name: str) -> tuple[str, str]:
    """The first filled sheet as CSV, as read_list takes it, and "XLSX". Raises CollectionError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            shared = _shared_strings(packed)
            for sheet in _sheets(packed):
                rows = list(_rows(_part(packed, sheet), shared))
                if any(any(row) for row in rows):
                    return _csv(rows), "XLSX"
    except _UNREADABLE as error:
        raise CollectionError(
            f"{name}: no workbook that can be read ({error}); save it as 'CSV UTF-8' in Excel"
        ) from error
    raise CollectionError(f"{name}: no sheet of it holds anything")


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as file:
        raw = file.read(_MOST_PART + 1)
    if len(raw) > _MOST_PART:
        raise ValueError(f"{name} is larger than {_MOST_PART} bytes")
    return raw


def _sheets(packed: zipfile.ZipFile) -> list[str]:
    names = [one for one in packed.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", one)]
    return sorted(names, key=lambda one: int("".join(filter(str.isdigit, one))))


def _elements(raw: bytes, tag: str) -> Iterator[Any]:
    """Each element of that local name, emptied behind us. No entity is resolved."""
    context = etree.iterparse(
        io.BytesIO(raw), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for _, element in context:
        yield element
        element.clear()
        above = element.getparent()
        while above is not None and element.getprevious() is not None:
            del above[0]


def _shared_strings(packed: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in packed.namelist():
        return []
    return [_text_in(one) for one in _elements(_part(packed, "xl/sharedStrings.xml"), "si")]


def _text_in(element: Any) -> str:
    """Its runs of text, without how they are pronounced."""
    return "".join(one.text or "" for one in element.iter("{*}t") if not _is_reading(one))


def _is_reading(element: Any) -> bool:
    above = element.getparent()
    return above is not None and etree.QName(above).localname == "rPh"


def _rows(raw: bytes, shared: list[str]) -> Iterator[list[str]]:
    """The rows with their empty ones, so that lines are numbered as in Excel."""
    number = length = 0
    for row in _elements(raw, "row"):
        said = int(row.get("r") or number + 1)
        if said > _MOST_ROWS:
            raise ValueError(f"more than {_MOST_ROWS} rows")
        while number < said - 1:
            number += 1
            yield []
        number = said
        cells = _cells(row, shared)
        length += sum(map(len, cells))
        if length > _MOST_TEXT:
            raise ValueError(f"more than {_MOST_TEXT} characters")
        yield cells


def _cells(row: Any, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter("{*}c"):
        found = _CELL.match(cell.get("r") or "")
        place = _column(found[1]) if found else len(cells)
        if place >= _MOST_COLUMNS:
            continue
        cells += [""] * (place - len(cells))
        cells[place:] = [_value(cell, shared)]
    return cells


def _column(letters: str) -> int:
    """A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _value(cell: Any, shared: list[str]) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text_in(cell)
    value = next((one.text or "" for one in cell.iter("{*}v")), "")
    if kind == "s":
        place = int(value or -1)
        return shared[place] if 0 <= place < len(shared) else ""
    if kind in ("n", "") and re.fullmatch(r"-?\d+\.0+", value):
        return value.partition(".")[0]  # a year, a number of a column
    return value if kind != "e" else ""


def _csv(rows: list[list[str]]) -> str:
    """All cells quoted, so that no other sign can be taken for the separator; a line a row, as Excel numbers them."""
    width = max(len(row) for row in rows)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writerows([" ".join(cell.split()) for cell in row] + [""] * (width - len(row)) for row in rows)
    return written.getvalue()
