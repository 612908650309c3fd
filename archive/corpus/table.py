"""Rows with the types of their columns, read once: as dicts, as Arrow batches, as a file of CSV, JSON lines or Parquet.

csv       UTF-8 with commas, a heading; a cell that a spreadsheet would calculate has an apostrophe before it, and what
          a screen obeys is replaced (archive.export.cells)
jsonl     one object a line, values as they are
parquet   the same in columns, compressed with zstd
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from archive.errors import CollectionError
from archive.files import OPEN_SUFFIX

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
Kind = Literal["text", "texts", "whole", "number", "yes", "capture"]
FORMS = ("csv", "jsonl", "parquet")

_BATCH = 2_000
_POINTER = ("warc_filename", "offset", "length", "record_id", "payload_digest", "status", "mime")


@dataclass(frozen=True, slots=True)
class Field:
    """A column. texts: a list of them; capture: where a record lies, as documents point at it."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """`rows` may be read once only."""

    name: str
    fields: tuple[Field, ...]
    rows: Iterable[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def schema(self) -> pa.Schema:
        import pyarrow as pa

        return pa.schema([(one.name, _type(one.kind)) for one in self.fields])

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Some thousand rows each."""
        import pyarrow as pa

        rows, schema = iter(self.rows), self.schema()
        while some := list(islice(rows, _BATCH)):
            yield pa.RecordBatch.from_pylist([_storable(row) for row in some], schema)

    def to_arrow(self) -> pa.Table:
        """All of it in memory."""
        import pyarrow as pa

        return pa.Table.from_batches(self.batches(), self.schema())

    def write(self, path: Path, *, facts: Mapping[str, str] | None = None) -> int:
        """The file, by what its name ends in; whole or not at all. `facts` go into Parquet's own metadata. Gives back
        how many rows. Raises CollectionError for another ending."""
        writer = _WRITERS.get(path.suffix.lower().lstrip("."))
        if writer is None:
            raise CollectionError(f"{path.name}: name a file that ends in .{', .'.join(FORMS)}")
        part = path.with_name(path.name + OPEN_SUFFIX)
        try:
            count = writer(self, part, facts or {})
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return count


def _type(kind: Kind) -> Any:
    import pyarrow as pa

    match kind:
        case "text":
            return pa.string()
        case "texts":
            return pa.list_(pa.string())
        case "whole":
            return pa.int64()
        case "number":
            return pa.float64()
        case "yes":
            return pa.bool_()
    numbers = ("offset", "length", "status")
    return pa.struct([(name, pa.int64() if name in numbers else pa.string()) for name in _POINTER])


def _storable(row: Row) -> dict[str, Any]:
    """Without halves of pairs of surrogates, which no UTF-8 has."""
    return {name: _whole_letters(value) if isinstance(value, str) else value for name, value in row.items()}


def _whole_letters(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _write_csv(table: Table, path: Path, facts: Mapping[str, str]) -> int:
    from archive.export.cells import for_programs, guarded, harmless

    def cell(value: Any) -> str:
        if isinstance(value, Mapping):
            value = json.dumps(value, ensure_ascii=False)
        text = for_programs(value)
        return text if isinstance(value, int | float) else guarded(harmless(text))

    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([one.name for one in table.fields])
        for row in table:
            writer.writerow([cell(row.get(one.name)) for one in table.fields])
            count += 1
    return count


def _write_jsonl(table: Table, path: Path, facts: Mapping[str, str]) -> int:
    count = 0
    with path.open("wb") as file:
        for row in table:
            line = json.dumps({one.name: row.get(one.name) for one in table.fields}, ensure_ascii=False)
            file.write(line.encode("utf-8", "replace") + b"\n")
            count += 1
    return count


def _write_parquet(table: Table, path: Path, facts: Mapping[str, str]) -> int:
    import pyarrow.parquet as pq

    count = 0
    schema = table.schema().with_metadata({f"lumbung:{name}": value for name, value in facts.items()})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in table.batches():
            count += batch.num_rows
            writer.write_batch(batch.cast(schema))
    return count


_WRITERS: dict[str, Callable[[Table, Path, Mapping[str, str]], int]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}
