"""CSV in two forms, a piece at a time.

excel   UTF-8 with byte order mark, semicolons, decimal commas (in Indonesian), names and days as people write them; a
        cell that would be calculated has an apostrophe before it
data    RFC 4180 in UTF-8: commas, no mark, nothing put before a cell; values and headings as the API has them
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import Literal

from archive.export.cells import excel_text, for_people, for_programs, guarded
from archive.export.table import Row, Sheet
from archive.room.language import Language

Form = Literal["csv", "data.csv"]
_PIECE = 64 * 1024  # characters


def csv_pieces(sheet: Sheet, form: Form, speech: Language) -> Iterator[bytes]:
    """The whole file, heading first."""
    lines = _Lines()
    writer = csv.writer(lines, delimiter=";" if form == "csv" else ",", lineterminator="\r\n")
    if form == "csv":
        yield codecs.BOM_UTF8
        writer.writerow([guarded(column.heading) for column in sheet.columns])
    else:
        writer.writerow([column.name for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow(_excel_row(sheet, row, speech) if form == "csv" else _data_row(sheet, row))
        if lines.count > _PIECE:
            yield lines.take()
    yield lines.take()


def _excel_row(sheet: Sheet, row: Row, speech: Language) -> list[str]:
    return [excel_text(column, for_people(column, row.get(column.name), speech), speech) for column in sheet.columns]


def _data_row(sheet: Sheet, row: Row) -> list[str]:
    return [for_programs(row.get(column.name)) for column in sheet.columns]


class _Lines:
    """What csv.writer writes to."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self.count = 0

    def write(self, line: str) -> None:
        self._written.append(line)
        self.count += len(line)

    def take(self) -> bytes:
        taken = "".join(self._written).encode()
        self._written, self.count = [], 0
        return taken
