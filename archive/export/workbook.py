"""XLSX: real numbers and days, text that stays text, and a last sheet that tells what the file is.

A row at a time, so that memory does not grow with the table (XlsxWriter's constant_memory).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from archive.export.cells import Cell, for_people, harmless
from archive.export.table import Column, Kind, Sheet
from archive.room.language import N_, Language

MOST_ROWS = 1_048_575  # below the heading; the next go on in a further sheet
MOST_LINKS = 5_000  # rows of a sheet whose addresses can be clicked: each is kept in memory
_LONGEST_LINK = 2_079
_STEP = 250

Fact = tuple[str, Cell]
Progress = Callable[[int], None]


@dataclass
class Written:
    """How many rows stand in each table, and how many cells were too long for one and were cut."""

    rows: dict[str, int] = field(default_factory=dict)
    cut: int = 0


def write_workbook(
    to: Path | BinaryIO,
    sheets: Iterable[Sheet],
    about: Callable[[Written], Sequence[Fact]],
    speech: Language,
    *,
    temporary: Path | None = None,
    progress: Progress | None = None,
) -> Written:
    """`about` is asked when the tables are written. `progress` is told the rows so far."""
    book = xlsxwriter.Workbook(
        str(to) if isinstance(to, Path) else to,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(temporary) if temporary else None,
        },
    )
    pages = _Pages(book, speech, progress or (lambda rows: None))
    for sheet in sheets:
        pages.add(sheet)
    pages.add_about(about(pages.written))
    book.close()
    return pages.written


class _Pages:
    """The sheets of a book."""

    def __init__(self, book: Any, speech: Language, progress: Progress) -> None:
        self.written = Written()
        self._book = book
        self._speech = speech
        self._progress = progress
        self._rows = 0
        self._formats = _formats(book, speech)
        self._heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e6f0ed", "bottom": 1}
        )

    def add(self, sheet: Sheet) -> None:
        page, count, number = self._begin(sheet, 1), 0, 1
        for row in sheet.rows:
            if count == MOST_ROWS:
                self._end(page, sheet, count)
                number += 1
                page, count = self._begin(sheet, number), 0
            count += 1
            for place, column in enumerate(sheet.columns):
                self._write(page, count, place, column, for_people(column, row.get(column.name), self._speech))
            self._rows += 1
            if self._rows % _STEP == 0:
                self._progress(self._rows)
        self._end(page, sheet, count)
        self.written.rows[sheet.name] = (number - 1) * MOST_ROWS + count
        self._progress(self._rows)

    def add_about(self, facts: Sequence[Fact]) -> None:
        page = self._book.add_worksheet(self._speech.say(N_("Tentang")))
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 100)
        words = self._book.add_format({"text_wrap": True, "valign": "top"})
        for number, (name, cell) in enumerate(facts):
            page.write_string(number, 0, name, self._heading)
            if isinstance(cell, datetime):
                at = self._book.add_format({"num_format": self._formats_of("moment"), "align": "left"})
                page.write_datetime(number, 1, cell, at)
            elif isinstance(cell, int | float):
                left = self._book.add_format({"num_format": "#,##0", "align": "left"})
                page.write_number(number, 1, cell, left)
            else:
                page.write_string(number, 1, harmless(str(cell or "")), words)
        _set_up_print(page)

    def _formats_of(self, kind: Kind) -> str:
        return _NUMBER_FORMATS[kind].replace("LOCALE", _LOCALES[self._speech.code])

    def _begin(self, sheet: Sheet, number: int) -> Any:
        name = sheet.name if number == 1 else f"{sheet.name} {number}"
        page = self._book.add_worksheet(name[:1].upper() + name[1:31])
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
            page.write_string(0, place, harmless(column.heading), self._heading)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        _set_up_print(page)
        return page

    def _end(self, page: Any, sheet: Sheet, count: int) -> None:
        page.autofilter(0, 0, max(count, 1), len(sheet.columns) - 1)

    def _write(self, page: Any, row: int, place: int, column: Column, cell: Cell) -> None:
        match cell:
            case None | "":
                return
            case datetime() | date():
                page.write_datetime(row, place, cell, self._formats[column.kind])
            case int() | float():
                page.write_number(row, place, cell, self._formats[column.kind])
            case _ if column.kind == "link" and row <= MOST_LINKS and _is_link(cell):
                page.write_url(row, place, cell, self._formats["link"], string=cell)
            case _:
                self.written.cut += page.write_string(row, place, cell, self._formats["text"]) == -2


def _is_link(text: str) -> bool:
    """Only what a browser opens, and as long as Excel takes it."""
    return text.startswith(("http://", "https://")) and len(text.encode()) * 3 <= _LONGEST_LINK


_LOCALES = {"id": "[$-421]", "en": "[$-809]"}
_NUMBER_FORMATS: dict[Kind, str] = {
    "whole": "#,##0",  # each Excel shows its own mark between thousands: 1.234 in Indonesia
    "plain": "0",
    "number": "0.00",
    "share": "0.0%",
    "day": "LOCALEd mmmm yyyy",
    "moment": 'LOCALEd mmmm yyyy hh"."mm',
}


def _formats(book: Any, speech: Language) -> dict[Kind, Any]:
    locale = _LOCALES[speech.code]
    formats: dict[Kind, Any] = {
        kind: book.add_format({"num_format": form.replace("LOCALE", locale), "valign": "top"})
        for kind, form in _NUMBER_FORMATS.items()
    }
    formats["text"] = book.add_format({"valign": "top", "num_format": "@"})
    formats["link"] = book.add_format({"valign": "top", "num_format": "@", "font_color": "#0f5c4f", "underline": 1})
    return formats


def _set_up_print(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")
