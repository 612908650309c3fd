"""release.json (`lumbung-release/1`): what a release came to, for programs."""

from __future__ import annotations

from collections import Counter

from archive.release.described import Release
from archive.release.files import json_bytes
from archive.release.tables import TABLES

SCHEMA = "lumbung-release/1"


def release_json(release: Release) -> bytes:
    tally, state = release.tally, release.state
    return json_bytes({
        "schema": SCHEMA,
        "title": release.title,
        "version": state.version,
        "moment": state.moment,
        "state_sha256": state.digest(),
        "former": state.former,
        "counts": {
            "articles": tally.articles,
            "held_back": tally.held,
            "sites": len(tally.sites),
            "villages": len(tally.villages),
            "copies": tally.copies,
            "reviewed": tally.reviewed,
            "captures": tally.versions,
            "undated": tally.undated,
            "without_place": tally.without_place,
            "characters": tally.characters,
        },
        "by": {
            name: _sorted(getattr(tally, name))
            for name in ("relations", "activities", "languages", "platforms", "years", "flags", "pictures", "readers")
        },
        "redaction": {"redacted": True, "covered": release.covered},
        "changes": {change: _sorted(reasons) for change, reasons in release.changes.items()},
        "tables": {
            table.name: {
                "row_schema": table.kind.name,
                "rows": release.rows[table.name],
                "files": [table.parquet, table.jsonl],
                "schema": table.schema,
            }
            for table in TABLES
        },
        "files": {name: {"bytes": facts.size, "sha256": facts.sha256} for name, facts in release.files.items()},
        "licence": release.licence,
    })  # fmt: skip


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
