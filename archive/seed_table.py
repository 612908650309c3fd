"""seeds.csv changed as its people would: only the cells that were meant, everything else as it was written.

Order of rows and columns, columns of the owner's own, separator, byte order mark, and cells in another spelling than
ours ("2,5", "yes") stay. The file is written whole or not at all, under a lock of its own (`.seeds.lock`), never
under the job lock: a crawl may run for days, and what is changed meanwhile holds from the next job on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from archive.files import write_whole
from archive.locked import lock_beside
from archive.model import Seed
from archive.seeds import COLUMNS, refuse_doubles, row_of_seed, seed_of_row, seeds_of_table, seeds_table, seeds_text
from archive.tabular import Table, format_table


class SeedTable:
    """The rows of one seeds.csv with the seeds they are, both in the file's order."""

    def __init__(self, path: Path) -> None:
        """Raises CollectionError when the file is faulty."""
        self.path = path
        self.table = seeds_table(seeds_text(path), str(path)) if path.exists() else Table(list(COLUMNS))
        self.seeds = list(seeds_of_table(self.table, str(path)))
        refuse_doubles(self.seeds, str(path))
        self.is_changed = False

    @property
    def columns(self) -> list[str]:
        return self.table.columns

    def append(self, seed: Seed, row: Mapping[str, str] | None = None) -> None:
        """A row at the end; `row` are its cells as someone wrote them, where there are any."""
        cells = {key: value for key, value in (row or row_of_seed(seed)).items() if value.strip()}
        self._make_columns(cells)
        self.table.rows.append({"id": seed.id, **cells} if "id" in self.columns else cells)
        self.seeds.append(seed)
        self.is_changed = True

    def change(self, place: int, cells: Mapping[str, str]) -> None:
        """Put other cells into a row. Raises CollectionError, and changes nothing, when it would be none."""
        site = self.seeds[place].id
        row = {**self.table.rows[place], **cells}
        seed = seed_of_row(row, site)
        if seed.id != site:
            # A row without an id is called by its address; the site keeps its name when that changes.
            cells = {**cells, "id": site}
            row = {**row, "id": site}
            seed = seed_of_row(row, site)
        self._make_columns({key: value for key, value in cells.items() if value})
        self.table.rows[place], self.seeds[place] = row, seed
        self.is_changed = True

    def _make_columns(self, cells: Mapping[str, str]) -> None:
        self.columns.extend(column for column in cells if column not in self.columns)

    def format(self) -> bytes:
        return format_table(self.columns, self.table.rows, self.table.form)

    def write(self) -> None:
        """Raises CollectionError, and writes nothing, when two rows have one id."""
        if self.is_changed:
            refuse_doubles(self.seeds, str(self.path))
            write_whole(self.path, self.format())


@contextmanager
def changing_seeds(path: Path) -> Iterator[SeedTable]:
    """The table, to be changed and written while nobody else does. Raises CollectionError and LockedError."""
    with lock_beside(path):
        yield SeedTable(path)
