"""croissant.json, of Croissant 1.0: files with their digests, and the columns of their tables.

Columns whose values are objects have no form in it that readers share; they are named in the table's description.
"""

from __future__ import annotations

from typing import Any

from archive.export.rows.fields import TEXTS, Field
from archive.release.described import Release
from archive.release.files import json_bytes
from archive.release.tables import TABLES, ReleaseTable

# That of the specification, word for word: readers compare it.
_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "samplingRate": "cr:samplingRate", "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source",
    "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
_TYPES = {"text": "sc:Text", "whole": "sc:Integer", "number": "sc:Float", "yes": "sc:Boolean"}


def croissant_json(release: Release) -> bytes:
    state, index = release.state, release.licence["index"]
    facts: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": release.name,
        "alternateName": release.title,
        "description": f"{release.summary} Not all of it is under one licence, see LICENSE.md.",
        "version": state.version,
        "datePublished": state.day,
        "license": index["url"] or index["name"],
        "citeAs": release.citation,
        "creator": [{"@type": "sc:Organization", "name": name} for name in state.wish.creators],
        "publisher": {"@type": "sc:Organization", "name": release.operator},
        "keywords": release.keywords,
        "inLanguage": sorted(release.tally.languages.keys() - {"unknown"}) or ["id"],
        "isLiveDataset": False,
        "url": release.doi_url or state.wish.address or f"urn:sha256:{state.digest()}",
        "rai:personalSensitiveInformation": "Numbers and private addresses of persons are covered: "
        + ", ".join(f"{kind} {count}" for kind, count in release.covered.items())
        + ". Names of persons that villages publish are not.",
        "distribution": [one for table in TABLES for one in _files(release, table)],
        "recordSet": [_records(table) for table in TABLES],
    }
    return json_bytes(facts)


def _files(release: Release, table: ReleaseTable) -> list[dict[str, Any]]:
    return [
        {
            "@type": "cr:FileObject", "@id": path, "name": path, "contentUrl": path, "encodingFormat": media_type,
            "contentSize": f"{release.files[path].size} B", "sha256": release.files[path].sha256,
        }
        for path, media_type in ((table.parquet, "application/x-parquet"), (table.jsonl, "application/gzip"))
    ]  # fmt: skip


def _records(table: ReleaseTable) -> dict[str, Any]:
    others = [field.name for field in table.kind.fields if not _is_plain(field)]
    more = f" Columns that hold objects: {', '.join(others)}." if others else ""
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.kind.title + more,
        **({"key": [{"@id": f"{table.name}/{name}"} for name in table.key]} if table.key else {}),
        "field": [_column(table, field) for field in table.kind.fields if _is_plain(field)],
    }


def _is_plain(field: Field) -> bool:
    return field.type in _TYPES or field.type == TEXTS


def _column(table: ReleaseTable, field: Field) -> dict[str, Any]:
    column: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": field.says or field.name,
        "dataType": "sc:Text" if field.type == TEXTS else _TYPES[str(field.type)],
        "source": {"fileObject": {"@id": table.parquet}, "extract": {"column": field.name}},
    }
    return column | ({"repeated": True} if field.type == TEXTS else {})
