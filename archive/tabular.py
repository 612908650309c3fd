"""Tables as people and spreadsheets write them: read whatever their form, written so that no cell is calculated.

encoding    UTF-8 with or without byte order mark, UTF-16 (Excel's "Unicode text"), else Windows-1252
separator   comma, semicolon (Excel in Indonesia) or tab: whichever parts the first line into most columns; of a list
            with titles above them, whichever makes a line of headings
cells       a text that a spreadsheet would take for a formula has one space before it, taken off in reading
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from archive.errors import CollectionError

_SEPARATORS = (",", ";", "\t")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)*\Z")
_SAID_SEPARATOR = re.compile(r"\"?sep=(.)\"?\r?\n")


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written. By the byte order mark Excel knows UTF-8."""

    separator: str = ","
    has_mark: bool = False


@dataclass(slots=True)
class Table:
    """`rows` are raw cells by column, `lines` where each begins in its file; `faults` are (line, what is wrong) of
    rows that were left out."""

    columns: list[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    form: Form = Form()


def read_text(path: Path) -> tuple[str, str]:
    """A file's text without byte order mark, and the encoding it was in. Raises CollectionError."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise CollectionError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CollectionError(
            f"{path} is neither UTF-8 nor Windows-1252 ({error}); save it as 'CSV UTF-8' in Excel"
        ) from error


def decode(raw: bytes) -> tuple[str, str]:
    """Raises UnicodeDecodeError."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16"), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252"), "Windows-1252"


_LONGEST_CELL = 131_072


def records(
    text: str, name: str, is_heading: Callable[[list[str]], bool] | None = None
) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The separator, and each record that is not empty with the line it begins on. `is_heading` knows the line that
    names the columns, where others may stand above it. Iterating raises CollectionError."""
    said = _SAID_SEPARATOR.match(text)
    skipped = 1 if said else 0
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator_of(text, is_heading)
    return separator, _records(text, name, separator, skipped)


def _records(text: str, name: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > _LONGEST_CELL:
                # csv's own bound is the whole process's, and others lift it.
                raise csv.Error(f"field larger than {_LONGEST_CELL} characters")
            if any(cell.strip() for cell in cells):
                yield begins + skipped, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise CollectionError(
            f"{name} line {begins + skipped}: {error}; a text with the separator or a quote in it stands in double "
            "quotes, with those inside doubled"
        ) from error


def _separator_of(text: str, is_heading: Callable[[list[str]], bool] | None) -> str:
    """By the line of headings, else by the first line that is not empty; a comma where there is no telling."""
    filled = [line for line in islice(text.splitlines(), 200) if line.strip(" \t,;")]

    def cells(line: str, separator: str) -> list[str]:
        return next(csv.reader([line], delimiter=separator))

    if is_heading:
        for line in filled:
            for one in _SEPARATORS:
                if len(line) < _LONGEST_CELL and is_heading(cells(line, one)):
                    return one
    return max(_SEPARATORS, key=lambda one: len(cells(filled[0], one))) if filled else ","


def read_table(text: str, name: str, column_of: Callable[[str], str], needed: str) -> Table:
    """The table in `text`, whose first line names the columns; `column_of` gives a heading's column.

    Columns without a heading are called "column N" where a cell is filled, else left out. Raises CollectionError when
    there is no column `needed`, two have one name, or the quotes do not close.
    """
    separator, found = records(text.removeprefix("\ufeff"), name)
    _, header = next(found, (1, []))
    columns = [column_of(heading.strip()) or f"column {place}" for place, heading in enumerate(header, 1)]
    if needed not in columns:
        named = ", ".join(filter(None, (heading.strip() for heading in header))) or "nothing"
        raise CollectionError(
            f"{name}: the first line must name the columns, and one of them must be {needed}; it names: {named}"
        )
    if doubled := sorted({column for column in columns if columns.count(column) > 1}):
        raise CollectionError(f"{name}: two columns are called {doubled[0]}; give one another name")
    table = Table(columns, form=Form(separator, text.startswith("\ufeff")))
    for line, cells in found:
        if any(cell.strip() for cell in cells[len(columns) :]):
            table.faults.append((line, "more values than columns; put values with the separator in double quotes"))
            continue
        cells += [""] * (len(columns) - len(cells))
        table.rows.append({column: unguarded(cell) for column, cell in zip(columns, cells, strict=False)})
        table.lines.append(line)
    for place, heading in enumerate(header, 1):
        if not heading.strip() and not any(row[f"column {place}"].strip() for row in table.rows):
            table.columns.remove(f"column {place}")
            for row in table.rows:
                del row[f"column {place}"]
    return table


def format_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], form: Form = Form()) -> bytes:
    """What read_table reads back to the same cells."""
    lines = _Lines()
    # Only a cell with a character of the line's end is quoted, and a lone carriage return ends a line in reading too.
    table = csv.writer(lines, delimiter=form.separator, lineterminator="\r\n")
    table.writerow([guarded(column) for column in columns])
    table.writerows([guarded(row.get(column, "")) for column in columns] for row in rows)
    return (codecs.BOM_UTF8 if form.has_mark else b"") + "".join(lines.written).encode("utf-8", "replace")


class _Lines:
    """What csv.writer writes to, a record at a time; its ends become line feeds."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, record: str) -> None:
        self.written.append(record.removesuffix("\r\n") + "\n")


def guarded(cell: str) -> str:
    """`cell` with a space before it where a spreadsheet would calculate it. A negative number is one."""
    # A spreadsheet may skip white space, so it is looked at from the first other character.
    is_formula = _FORMULA.match(cell) or _FORMULA.match(cell.lstrip(" \n"))
    return " " + cell if is_formula and not _NEGATIVE.match(cell) else cell


def unguarded(cell: str) -> str:
    """`cell` as it was before `guarded`."""
    return cell[1:] if cell.startswith(" ") and guarded(cell[1:]) == cell else cell
