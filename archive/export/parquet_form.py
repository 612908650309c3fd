"""Parquet: the same rows and values as JSON lines, a group of rows at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from archive.export.matching import Matching
from archive.export.rows.arrow import arrow_schema
from archive.export.rows.article import ARTICLE, article_row
from archive.export.rows.fields import Row, RowKind

_GROUP_ROWS = 5_000
_GROUP_BYTES = 32_000_000  # of values in memory
_BATCH = 250


def write(found: Matching, to: BinaryIO, scratch: Path) -> None:
    is_redacted = not found.wanted.unredacted

    def rows() -> Iterable[Row]:
        for hit in found.hits():
            found.tally.rows += 1
            yield article_row(hit.row, hit.line, is_redacted=is_redacted)

    write_rows(ARTICLE, rows(), to)


def write_rows(kind: RowKind, rows: Iterable[Row], to: BinaryIO | str) -> None:
    """The whole file. The same rows give the same bytes with the same pyarrow; memory does not grow with them."""
    schema = arrow_schema(kind)
    rows = iter(rows)
    statistics = [name for name in _SORTABLE if name in kind.names()]
    with pq.ParquetWriter(to, schema, compression="zstd", version="2.6", write_statistics=statistics) as writer:
        group: list[Any] = []
        while some := list(islice(rows, _BATCH)):
            group.append(pa.RecordBatch.from_pylist(some, schema=schema))
            if len(group) * _BATCH >= _GROUP_ROWS or sum(batch.nbytes for batch in group) >= _GROUP_BYTES:
                _write_group(writer, group, schema)
        if group:
            _write_group(writer, group, schema)


# Least and greatest of these help who reads only a part; of texts they would be kept in each group, whole.
_SORTABLE = ("published_on", "month", "event_on", "captured_at", "kode_wilayah", "site", "score", "article_id")


def _write_group(writer: Any, group: list[Any], schema: pa.Schema) -> None:
    table = pa.Table.from_batches(group, schema)
    writer.write_table(table, row_group_size=table.num_rows)
    group.clear()
