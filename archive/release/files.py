"""Tables as files: JSON lines first, as rows come, and Parquet from them, so that both say the same.

The same rows give the same bytes on any machine with the same pyarrow, whose libraries pack both: neither time nor file
name stands in them, and no library of the system has a part in them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from archive.export.jsonl_form import line_of
from archive.export.parquet_form import write_rows
from archive.export.rows.fields import Row
from archive.export.rows.json_schema import schema_text
from archive.release.tables import TABLES, ReleaseTable


class TableFiles:
    """The tables below a folder while they are written; `rows` counts those of each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows: Counter[str] = Counter()
        self._open: dict[str, Any] = {}

    @contextmanager
    def writing(self, *tables: ReleaseTable) -> Iterator[None]:
        """Until the block ends rows may be put into these tables."""
        with ExitStack() as stack:
            for table in tables:
                path = self.root / table.jsonl
                path.parent.mkdir(parents=True, exist_ok=True)
                self._open[table.name] = stack.enter_context(packed(path))
            yield
            self._open.clear()

    def put(self, table: ReleaseTable, row: Row) -> bytes:
        """The line that was written."""
        line = line_of(row)
        self._open[table.name].write(line)
        self.rows[table.name] += 1
        return line

    def put_all(self, table: ReleaseTable, rows: Iterable[Row]) -> None:
        with self.writing(table):
            for row in rows:
                self.put(table, row)

    def rows_of(self, table: ReleaseTable) -> Iterator[Row]:
        """What was put into a table, in order."""
        for line in lines_of(self.root / table.jsonl):
            yield json.loads(line)

    def make_parquet(self) -> None:
        """Of each table, and beside them what their columns are."""
        (self.root / "schemas").mkdir()
        for table in TABLES:
            write_rows(table.kind, self.rows_of(table), str(self.root / table.parquet))
            (self.root / table.schema).write_text(schema_text(table.kind), "utf-8")


@contextmanager
def packed(path: Path) -> Iterator[Any]:
    """A new gzip file, with pyarrow's zlib and the time 0. It takes bytes."""
    with pa.CompressedOutputStream(pa.OSFile(str(path), "wb"), "gzip") as stream:
        yield stream


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a gzip file, a piece at a time. Raises OSError on a damaged one."""
    with pa.OSFile(str(path), "rb") as file, pa.CompressedInputStream(file, "gzip") as stream:
        rest = b""
        while piece := stream.read(1 << 18):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            yield rest


def write_json(path: Path, value: Any) -> None:
    path.write_bytes(json_bytes(value))


def json_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
