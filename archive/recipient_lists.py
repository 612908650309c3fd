"""A list of recipients as decrees and offices make them, read into rows.

LAMPIRAN KEPUTUSAN KEPALA …                           title lines: passed over until the line that names columns
No; Nama Perpustakaan; Desa/Kel; Kec; Kab/Kota; Prov  headings in many spellings
(1); (2); (3); …                                      numbers of columns: passed over
PROVINSI ACEH                                         a line for a region: holds for the rows below it
1; Perpustakaan Maju; Suka Maju; ; ;                  merged cells: an empty cell has the one above it
Jumlah; 12                                            sums: passed over
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.errors import CollectionError
from archive.recipients import Recipient, make_recipient
from archive.regions import Level, region_table, squash
from archive.regions.written import clean, written
from archive.tabular import records, unguarded

_HEADINGS: dict[str, tuple[str, ...]] = {
    "name": (
        *("nama", "namaperpustakaan", "perpustakaan", "namaperpustakaandesa", "namaperpustakaandesakelurahan"),
        *("perpustakaandesakelurahan", "perpustakaandesa", "perpustakaanpenerima", "penerima", "namapenerima"),
        *("namaperpus", "namalembaga", "lembaga", "namatbm", "name", "namaperpustakaantbm", "penerimamanfaat"),
    ),
    "desa": (
        *("desa", "namadesa", "kelurahan", "desakelurahan", "desakel", "kelurahandesa", "namadesakelurahan", "village"),
        *("gampong", "nagari", "pekon", "tiyuh", "kalurahan", "desaataukelurahan", "namadesakel"),
    ),
    "kecamatan": ("kecamatan", "kec", "namakecamatan", "distrik", "kecamatandistrik", "kapanewon"),
    "kabupaten": (
        *("kabupaten", "kabupatenkota", "kabkota", "kab", "kota", "kabkot", "namakabupaten", "namakabupatenkota"),
        *("kabupatenataukota", "daerah", "pemda"),
    ),
    "provinsi": ("provinsi", "propinsi", "prov", "namaprovinsi", "province"),
    "year": ("year", "tahun", "tahunanggaran", "ta", "tahunpenerima", "tahunsk"),
    "batch": ("batch", "tahap", "angkatan", "gelombang", "termin"),
    "kode_wilayah": ("kodewilayah", "kode", "kodedesa", "kodekemendagri", "kodewilayahdesa", "kodedesakelurahan"),
}
_COLUMN_OF = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_PLACES = ("name", "desa", "kecamatan", "kabupaten", "provinsi")
_MERGED: tuple[Level, ...] = ("provinsi", "kabupaten", "kecamatan")
_GROUPS: tuple[tuple[Level, str], ...] = (
    ("provinsi", r"(?:provinsi|propinsi|prov)\b"),
    ("kabupaten", r"(?:kabupaten|kab|kota|kotamadya)\b"),
    ("kecamatan", r"(?:kecamatan|kec|distrik)\b"),
)
_SUM = re.compile(r"(?:sub\s*)?(?:jumlah|total)\b", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?\.?")
_GROUP_NUMBER = re.compile(r"\A(?:[IVXLC]+|[A-Z]|\d+)\s*[.)]\s*")
_MOST_TITLE_LINES = 40


class NoColumnsError(CollectionError):
    """A list none of whose lines names its columns."""


@dataclass(slots=True)
class RecipientList:
    """`notes` are (line, sentence) of lines that no row was made of and that may have been meant as one."""

    rows: list[Recipient] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Above:
    """The regions that hold for a row which does not name them: of the last row, or of a line of their own."""

    names: dict[Level, str] = field(default_factory=dict)

    def set(self, level: Level, name: str) -> None:
        """A new province ends the kabupaten above, a new kabupaten the kecamatan."""
        for lower in _MERGED[_MERGED.index(level) + 1 :]:
            self.names.pop(lower, None)
        self.names[level] = name

    def fill(self, cells: dict[str, str]) -> None:
        """From the largest region down; below one that the row names itself an empty cell stays empty."""
        for level in _MERGED:
            if cells.get(level):
                self.set(level, cells[level])
            elif level in self.names:
                cells[level] = self.names[level]


def read_list(text: str, name: str, defaults: Mapping[str, str]) -> RecipientList:
    """The rows of a list; `defaults` (year, batch) are for rows that do not say. `name` is the file's.

    Raises NoColumnsError, or CollectionError where quotes do not close.
    """
    _, found = records(text, name, lambda cells: _columns_of(cells) is not None)
    columns: list[str] | None = None
    made, above, looked_at = RecipientList(), _Above(), 0
    for line, raw in found:
        cells = [" ".join(unguarded(cell).split()) for cell in raw]
        if columns is None:
            columns, looked_at = _columns_of(cells), looked_at + 1
            if columns is None and looked_at >= _MOST_TITLE_LINES:
                break
            continue
        _take_line(made, above, columns, cells, line, name, defaults)
    if columns is None:
        raise NoColumnsError(
            f"{name}: no line names its columns; one of the first {_MOST_TITLE_LINES} must, as: "
            "nama perpustakaan, desa, kecamatan, kabupaten, provinsi, tahun, tahap, kode wilayah"
        )
    return made


def _columns_of(cells: Sequence[str]) -> list[str] | None:
    """The columns that a line names; None for a title. Two of the same kind: the second keeps its own heading."""
    columns: list[str] = []
    for place, cell in enumerate(cells, 1):
        column = _COLUMN_OF.get(squash(cell)) or cell.strip() or f"column {place}"
        columns.append(column if column not in columns else f"{cell.strip() or column} ({place})")
    places = [column for column in columns if column in _PLACES]
    is_header = len(places) >= 2 or (places and "kode_wilayah" in columns)
    return columns if is_header else None


def _take_line(
    made: RecipientList,
    above: _Above,
    columns: Sequence[str],
    cells: Sequence[str],
    line: int,
    name: str,
    defaults: Mapping[str, str],
) -> None:
    filled = [cell for cell in cells if cell]
    said = [cell for cell in filled if not _COLUMN_NUMBER.fullmatch(cell)]
    if not said or any(_SUM.match(cell) for cell in said[:2]) or _columns_of(cells):
        return
    row = {column: cell for column, cell in zip(columns, cells, strict=False) if cell}
    if len(said) == 1 and (group := _group(said[0], row)):
        above.set(*group)
        return
    if not _is_row(row, said, len(filled) > len(said), columns):
        made.notes.append((line, f"taken for no recipient: {' '.join(said)[:80]}"))
        return
    above.fill(row)
    for column, value in defaults.items():
        row.setdefault(column, value)
    made.rows.append(make_recipient(row, f"{name}:{line}"))


def _is_row(row: Mapping[str, str], said: Sequence[str], is_numbered: bool, columns: Sequence[str]) -> bool:
    """Signatures and remarks stand in any column, alone: "Jakarta, 1 Maret 2024", "Kepala,"."""
    place = next((column for column in ("name", "desa", "kode_wilayah", *_MERGED) if row.get(column)), None)
    if place is None:
        return False
    if len(said) > 1 or is_numbered:
        return True
    if any(squash(column) in ("no", "nomor", "nourut") for column in columns):
        return False
    name = written(row[place], place) if place in _MERGED else None
    return name is None or any(region_table().codes_named(one, name.level) for one in name.spellings)


def _group(text: str, row: Mapping[str, str]) -> tuple[Level, str] | None:
    """The region that a line of one cell names for those below it: "II. KABUPATEN BIREUEN"."""
    text = _GROUP_NUMBER.sub("", clean(text))
    for level, word in _GROUPS:
        if re.match(word, text, re.IGNORECASE):
            return level, text
    if not row.get("kabupaten") and region_table().codes_named(squash(text), "provinsi"):
        return "provinsi", text
    return None
