"""recipients.csv: who receives the TPBIS programme by the decrees (surat keputusan, SK), as the lists have it.

    recipients.csv               people's words: a row for each library or village of each list, as it was written
    decisions/recipients.jsonl   people's words: which region a row means, where a person had to say so

The lists' spellings stay as they are: which region a row means is worked out anew each time, and a person's word, kept
by the row's names, goes before it, also when the same village comes again in next year's list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from archive.decisions import append_line, now_text, read_lines
from archive.errors import ArchiveError, CollectionError
from archive.files import write_whole
from archive.locked import lock_beside
from archive.regions import squash
from archive.tabular import Form, Table, format_table, read_table

_NAMES = ("provinsi", "kabupaten", "kecamatan", "desa", "name")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One row, in the list's own spelling; empty where it says nothing. `id` is made of what it says; `source` is the
    list's file and line. Columns we do not know are kept in `extra`."""

    id: str
    name: str = ""
    desa: str = ""
    kecamatan: str = ""
    kabupaten: str = ""
    provinsi: str = ""
    year: str = ""
    batch: str = ""
    kode_wilayah: str = ""
    source: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def place_key(self) -> str:
        """The same for all rows, of whatever year, that name one place in one spelling, spaces and case apart."""
        return "|".join(squash(getattr(self, column)) for column in _NAMES)


RECIPIENT_COLUMNS = tuple(one.name for one in fields(Recipient) if one.name != "extra")


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on what a row means; `kode_wilayah` None: no region of the table."""

    place_key: str
    kode_wilayah: str | None
    reason: str
    who: str
    when: str


def make_recipient(cells: Mapping[str, str], source: str = "") -> Recipient:
    """`cells` by column; the id is a digest of names, year and batch, so that a row is known again."""
    known = {column: cells.get(column, "").strip() for column in RECIPIENT_COLUMNS[1:]}
    known["source"] = known["source"] or source
    extra = {column: value for column, value in cells.items() if column not in RECIPIENT_COLUMNS}
    said = "|".join(squash(known[column]) for column in (*_NAMES, "year", "batch"))
    row_id = cells.get("id", "").strip() or hashlib.sha256(said.encode()).hexdigest()[:10]
    return Recipient(row_id, **known, extra=extra)


def recipients_file(root: Path) -> Path:
    return root / "recipients.csv"


def read_recipients(root: Path) -> list[Recipient]:
    """In the file's order. Raises CollectionError."""
    return [make_recipient(row) for row in _read(recipients_file(root)).rows]


def _read(path: Path) -> Table:
    if not path.exists():
        return Table(list(RECIPIENT_COLUMNS))
    try:
        table = read_table(path.read_text("utf-8"), str(path), str, "id")
    except UnicodeDecodeError as error:
        raise CollectionError(f"{path} is not UTF-8; save it as 'CSV UTF-8' in Excel ({error})") from error
    if table.faults:
        line, fault = table.faults[0]
        raise CollectionError(f"{path} line {line}: {fault}")
    return table


def add_recipients(root: Path, recipients: Iterable[Recipient], *, write: bool = True) -> list[Recipient]:
    """Those that were not there, put at the end of the file; the rows there stay as they are. Raises CollectionError
    and LockedError."""
    path = recipients_file(root)
    with lock_beside(path):
        table = _read(path)
        known = {make_recipient(row).id for row in table.rows}
        fresh = list({one.id: one for one in recipients if one.id not in known}.values())
        if fresh and write:
            table.rows += map(_row, fresh)
            own = (column for one in fresh for column in one.extra)
            columns = dict.fromkeys((*table.columns, *RECIPIENT_COLUMNS, *own))
            write_whole(path, format_table(tuple(columns), table.rows, Form(table.form.separator, table.form.has_mark)))
    return fresh


def _row(recipient: Recipient) -> dict[str, str]:
    return {**recipient.extra, **{column: getattr(recipient, column) for column in RECIPIENT_COLUMNS}}


def corrections_file(root: Path) -> Path:
    return root / "decisions" / "recipients.jsonl"


def add_correction(root: Path, recipient: Recipient, kode_wilayah: str | None, reason: str, who: str) -> Correction:
    """Raises EvidenceError when the disk will not have it, ArchiveError when who or why is missing."""
    if not who.strip() or not reason.strip():
        raise ArchiveError("a correction needs who made it and why; give both")
    correction = Correction(recipient.place_key, kode_wilayah, reason.strip(), who.strip(), now_text())
    names = {column: getattr(recipient, column) for column in _NAMES}
    line: dict[str, Any] = {one.name: getattr(correction, one.name) for one in fields(Correction)}
    append_line(corrections_file(root), {**line, "row": recipient.id, "names": names})
    return correction


def read_corrections(root: Path) -> dict[str, Correction]:
    """The last one of each place, by place_key. Raises ArchiveError with the line that is none."""
    path, found = corrections_file(root), {}
    for number, line in read_lines(path):
        try:
            correction = Correction(**{one.name: line[one.name] for one in fields(Correction)})
        except (TypeError, KeyError) as error:
            raise ArchiveError(f"{path} line {number}: no correction ({error}); mend or remove the line") from error
        found[correction.place_key] = correction
    return found
