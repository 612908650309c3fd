"""Rows as JSON Schema.

python -m archive.export.rows.json_schema      writes archive/index/article.schema.json and caption.schema.json
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive.export.rows.article import ARTICLE
from archive.export.rows.caption import CAPTION
from archive.export.rows.fields import Field, ListOf, RowKind, Struct, Type

_FOLDER = Path(__file__).parents[2] / "index"
SCHEMA_FILES = {_FOLDER / "article.schema.json": ARTICLE, _FOLDER / "caption.schema.json": CAPTION}


def json_schema(kind: RowKind) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:lumbung:schema:{kind.name}",
        "title": kind.name,
        "description": f"{kind.title} null means not known.",
        **_object(kind.fields),
        "type": "object",
    }


def schema_text(kind: RowKind) -> str:
    return json.dumps(json_schema(kind), indent=2) + "\n"


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "properties": {field.name: _described(field) for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }


def _described(field: Field) -> dict[str, Any]:
    if field.name == "schema":
        return {"const": field.says}
    return {**({"description": field.says} if field.says else {}), **_type(field.type)}


def _type(kind: Type) -> dict[str, Any]:
    match kind:
        case ListOf(of):
            items = _type(of)
            # What cannot be known of one in a list is left out of the list.
            items["type"] = next(one for one in items["type"] if one != "null")
            return {"type": ["array", "null"], "items": items}
        case Struct(fields):
            return _object(fields)
    return {"type": [_PLAIN[kind], "null"]}


_PLAIN = {"text": "string", "whole": "integer", "number": "number", "yes": "boolean"}


if __name__ == "__main__":
    for path, kind in SCHEMA_FILES.items():
        path.write_text(schema_text(kind), encoding="utf-8")
