"""What is kept of an import: crawls/<crawl id>/report.json, and a WARC of our own that holds it for good."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from archive.files import write_whole
from archive.layout import PEOPLES_WORDS, Collection, stem_of
from archive.times import warc_date
from archive.warc.foreign import Scan
from archive.warc.reader import read_records
from archive.warc.writer import WarcWriter
from crawler.recorder import written_by
from crawler.reports.report import Report, dump

SCHEMA = "lumbung-import/1"


def new_import_report(collection: Collection, crawl_id: str, who: str, note: str | None) -> Report:
    config = collection.config.who
    return {
        "schema": SCHEMA,
        "crawl_id": crawl_id,
        "started_at": warc_date(datetime.now(UTC)),
        "finished_at": None,
        "finish_reason": "running",
        "error": None,
        "internal_errors": [],
        "operator": config.operator,
        "contact": config.contact,
        "who": who,
        "note": note,
        "imported": [],
        "not_imported": [],
        "totals": {},
        "remaining": 0,
        "sites": [],
        "warcs": [],
    }


def closed_import(report: Report) -> Report:
    totals = {
        "archived": sum(entry["pages"] for entry in report["imported"]),
        "failed": 0,
        "bytes": sum(entry["bytes"] for entry in report["imported"]),
    }
    reason = "finished" if report["imported"] or not report["not_imported"] else "abandoned"
    return report | {"finished_at": warc_date(datetime.now(UTC)), "finish_reason": reason, "totals": totals}


def count_documents(collection: Collection, report: Report) -> int:
    stems = (stem_of(name) for name in report["warcs"])
    return sum(1 for stem in stems for _ in collection.documents_of(stem))


def write_import_report(collection: Collection, report: Report) -> None:
    write_whole(collection.crawl_folder(report["crawl_id"]) / "report.json", dump(report))


def counts_of(scan: Scan) -> dict[str, Any]:
    statuses = Counter(str(capture.status) for capture in scan.captures)
    return {
        "bytes": scan.bytes,
        "records": scan.records,
        "types": dict(sorted(scan.types.items())),
        "captures": len(scan.captures),
        "pages": sum(capture.is_readable for capture in scan.captures),
        "statuses": dict(sorted(statuses.items())),
        "first_captured_at": min((warc_date(one.captured_at) for one in scan.captures), default=None),
        "last_captured_at": max((warc_date(one.captured_at) for one in scan.captures), default=None),
        "as_it_came": [
            {"oddity": oddity, "count": count, "offset": offset} for oddity, (count, offset) in scan.oddities.items()
        ],
    }


def telling_warc(collection: Collection, crawl_id: str) -> str | None:
    """The stem of the WARC of our own that tells of this import, if it was written before a job died."""
    name = f"urn:lumbung:{crawl_id}:report.json"
    for stem in collection.stems():
        if collection.import_of(stem) or collection.crawl_id_of(stem) != crawl_id:
            continue
        if any(record.url == name for record in read_records(collection.warc_file(stem))):
            return stem
    return None


def tell_of_import(collection: Collection, report: Report) -> str:
    """Write that WARC: who imported what, from where, and how it was found; with people's words as they are now."""
    crawl_id = report["crawl_id"]
    fields = [
        *written_by(collection, crawl_id),
        ("description", "Tells of WARC files that others wrote and that were imported unchanged; see report.json."),
    ]
    stems: list[str] = []
    writer = WarcWriter(collection, fields, stems.append)
    name = f"urn:lumbung:{crawl_id}:"
    manifest = "".join(f"{entry['sha256']}  archive/{entry['name']}\n" for entry in report["imported"])
    try:
        writer.write_resource(name + "manifest.sha256", "text/plain", manifest.encode())
        for words, media_type in PEOPLES_WORDS.items():
            if (path := collection.root / words).exists():
                writer.write_resource(name + words, media_type, path.read_bytes())
        closed = closed_import(report) | {"warcs": [entry["name"] for entry in report["imported"]]}
        writer.write_resource(name + "report.json", "application/json", dump(closed))
        writer.finish()
    finally:
        writer.leave()
    return stems[-1]
