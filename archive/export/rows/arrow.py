"""Rows as Arrow has them, for Parquet."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from archive.export.rows.fields import Field, ListOf, RowKind, Struct, Type


def arrow_schema(kind: RowKind) -> pa.Schema:
    """The same for every file of this kind. What each field means, and the kind's name, stand in the metadata."""
    metadata = {"lumbung_schema": kind.name, "description": kind.title}
    return pa.schema([_field(field) for field in kind.fields], metadata=metadata)


def _field(field: Field) -> Any:
    metadata = {"description": field.says} if field.says else None
    return pa.field(field.name, _type(field.type), metadata=metadata)


def _type(kind: Type) -> Any:
    match kind:
        case ListOf(of):
            return pa.list_(_type(of))
        case Struct(fields):
            return pa.struct([_field(field) for field in fields])
    return _PLAIN[kind]


_PLAIN: dict[str, Any] = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "yes": pa.bool_()}
