"""datapackage.json, of Frictionless Data Package: each file with its bytes and digest, each table with its columns."""

from __future__ import annotations

from typing import Any

from archive.export.rows.fields import Field, ListOf, Struct, Type
from archive.release.described import Release
from archive.release.files import json_bytes
from archive.release.tables import ARTICLES, REGIONS, TABLES, ReleaseTable


def datapackage_json(release: Release) -> bytes:
    state = release.state
    facts: dict[str, Any] = {
        "profile": "data-package",
        "name": release.name,
        "id": state.wish.identifier or f"sha256:{state.digest()}",
        "title": release.title,
        "description": release.summary,
        "version": state.version,
        "created": state.moment,
        "keywords": release.keywords,
        "licenses": [_index_licence(release)],
        "contributors": [{"title": name, "role": "author"} for name in state.wish.creators]
        + [{"title": release.operator, "role": "publisher"}],
        "sources": [
            {"title": "Web pages of Indonesian villages, archived as WARC; each row names its file, offset and record"}
        ],
        "resources": [
            resource
            for table in TABLES
            for resource in (_lines(release, table), _columns(release, table))
        ],
    }  # fmt: skip
    if state.wish.address:
        facts["homepage"] = state.wish.address
    return json_bytes(facts)


def _lines(release: Release, table: ReleaseTable) -> dict[str, Any]:
    """JSON lines: the table as programs that know Data Packages read it. An empty one is but a file: they stumble over
    a table without a first row."""
    file = {
        "name": table.name, **_file(release, table, table.jsonl), "scheme": "file", "format": "ndjson",
        "mediatype": "application/x-ndjson", "encoding": "utf-8", "compression": "gz",
    }  # fmt: skip
    if not release.rows[table.name]:
        return file | {"type": "file"}
    return file | {"type": "table", "profile": "tabular-data-resource", "schema": _schema(table)}


def _columns(release: Release, table: ReleaseTable) -> dict[str, Any]:
    """Parquet: the same rows; its columns are described in the file itself."""
    return {
        "name": f"{table.name}-parquet", "type": "file", **_file(release, table, table.parquet), "scheme": "file",
        "format": "parquet", "mediatype": "application/vnd.apache.parquet",
    }  # fmt: skip


def _file(release: Release, table: ReleaseTable, path: str) -> dict[str, Any]:
    facts = release.files[path]
    licences = [{"name": "ODbL-1.0", "path": "https://opendatacommons.org/licenses/odbl/1-0/"}]
    return {
        "path": path,
        "title": table.kind.title,
        "description": f"{release.rows[table.name]:,} rows. Texts in it stay their villages' (LICENSE.md).",
        "bytes": facts.size,
        "hash": f"sha256:{facts.sha256}",
        "licenses": licences if table is REGIONS else [_index_licence(release)],
    }


def _index_licence(release: Release) -> dict[str, str]:
    index = release.licence["index"]
    return {"name": index["name"], "title": "Of the index alone; see LICENSE.md"} | (
        {"path": index["url"]} if index["url"] else {}
    )


def _schema(table: ReleaseTable) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(one) for one in table.kind.fields], "missingValues": []}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": ["article_id"], "reference": {"resource": ARTICLES.name, "fields": ["article_id"]}}
        ]
    return schema


def _field(field: Field) -> dict[str, Any]:
    described = {"name": field.name, "type": _type(field.type)}
    return described | ({"description": field.says} if field.says else {})


def _type(kind: Type) -> str:
    match kind:
        case ListOf():
            return "array"
        case Struct():
            return "object"
    return {"text": "string", "whole": "integer", "number": "number", "yes": "boolean"}[kind]
