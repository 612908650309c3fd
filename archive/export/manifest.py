"""What stands beside an export, FILE.manifest.json, and in each ZIP: what was asked, what came of it, of which state of
the collection, under which terms. Its form is `lumbung-export/1` (docs/exports.md)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, func, select

from archive.catalogue import tables
from archive.catalogue.state import change_of, faults
from archive.export.about import CAUTION
from archive.export.licence import licence_facts
from archive.export.matching import Matching
from archive.export.wanted import Wanted
from archive.export.words import question
from archive.files import file_sha256
from archive.layout import Collection, manifest_lines, stem_of
from archive.redaction import KINDS
from archive.room.language import language
from archive.version import VERSION

SCHEMA = "lumbung-export/1"
Manifest = dict[str, Any]


def manifest_of(found: Matching, path: Path | None = None, name: str | None = None) -> Manifest:
    """When all is written. `path`: the file, whose name will be `name`; None for the manifest inside of it, which
    cannot tell its digest."""
    wanted, tally, whole = found.wanted, found.tally, found.whole
    manifest: Manifest = {
        "schema": SCHEMA,
        "format": wanted.form,
        "row": wanted.exporter.row,
        "row_schema": wanted.exporter.schema,
        "query": _asked(wanted),
        "counts": {
            "rows": tally.rows,
            "articles": tally.articles,
            "stories": whole.stories,
            "villages": whole.villages,
        },
        "redaction": _redaction(found),
        "collection": {
            "name": found.collection.root.name,
            "operator": found.collection.config.who.operator,
            "contact": found.collection.config.who.contact,
        },
        "state": state_facts(found.collection, found.connection) | {"warcs": _warcs(found)},
        "readers": sorted(filter(None, tally.readers)),
        "lumbung": VERSION,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "licence": licence_facts(found.collection.config.licence),
        "caution": language("en").say(CAUTION),
    }
    if wanted.images:
        manifest["pictures"] = {"written": tally.pictures, "missing": tally.missing}
    if tally.records:
        manifest["records"] = tally.records
    if tally.cut:
        manifest["cells_cut"] = tally.cut
    if path is not None:
        manifest["file"] = {"name": name or path.name, "bytes": path.stat().st_size, "sha256": file_sha256(path)}
    return manifest


def manifest_bytes(manifest: Manifest) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"


def state_facts(collection: Collection, connection: Connection) -> dict[str, Any]:
    """What the catalogue holds, and what it could not take in."""
    one, job = tables.document.c, tables.job.c
    documents, newest = connection.execute(select(func.count(one.number), func.max(one.captured_at))).one()
    last = connection.execute(select(job.crawl, job.finished_at).order_by(job.started_at.desc()).limit(1)).first()
    return {
        "documents": documents,
        "newest_capture": newest,
        "last_job": last.crawl if last else None,
        "last_job_finished_at": last.finished_at if last else None,
        "catalogue_change": change_of(connection),
        "not_taken_in": [{"name": one.name, "lines": one.lines, "message": one.message} for one in faults(connection)],
    }


def _asked(wanted: Wanted) -> dict[str, Any]:
    return {
        "parameters": [list(pair) for pair in wanted.query.params()],
        "address": urlencode(wanted.query.params()),
        "words": dict(question(wanted.query, language("en"))),
        "order": wanted.order,
        "view": wanted.address or None,
    }


def _redaction(found: Matching) -> dict[str, Any]:
    wanted, covered = found.wanted, found.tally.covered
    if wanted.unredacted:
        return {
            "redacted": False,
            "reason": wanted.reason,
            "who": wanted.who,
            "recorded_in": "decisions/access.jsonl",
        }
    # Each kind is named, also where none was found.
    return {"redacted": True, "covered": {kind: covered.get(kind, 0) for kind in (*KINDS, *sorted(covered))}}


def _warcs(found: Matching) -> list[dict[str, str | None]]:
    """The WARC files that the rows lead to, with what their manifests say of them."""
    return [{"file": name, "sha256": _digest(found.collection, name)} for name in sorted(found.tally.warcs) if name]


def _digest(collection: Collection, name: str) -> str | None:
    if "/" in name or "\x00" in name:
        return None
    lines = manifest_lines(collection.manifest_file(stem_of(name)))
    return lines[0][0] if lines else None
