"""What a check came to, on disk: derived, and each check has a folder of its own.

quality/<id>/report.json     the whole and by site; written last, so a folder without it is of a check that died
             pages.csv       a row for each article of the sample
             findings.csv    a row for each finding
             patch.csv       what `lumbung crawl --patch` asks for
             report.html     the same for people
"""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.files import write_whole
from archive.layout import Collection
from archive.times import stamp14, warc_date
from archive.version import VERSION
from crawler.patch import PATCH_COLUMNS
from crawler.quality.findings import CAN_BE_PATCHED, GRADES, PageResult
from crawler.quality.page import make_page
from crawler.quality.sample import Wanted
from crawler.reports.tables import cell
from spiders.reading.version import READER_VERSION

SCHEMA = "lumbung-quality/1"
PAGE_COLUMNS = (
    "site", "url", "captured_at", "shown_at", "crawl_id", "text", "needed", "there", "score", "by_setting", "findings",
)  # fmt: skip
FINDING_COLUMNS = ("site", "page", "captured_at", "grade", "kind", "url", "detail")
# Of report.json; findings.csv has all.
_MOST_FINDINGS = 2000

Report = dict[str, Any]


def quality_report(
    results: Sequence[PageResult], wanted: Wanted, articles: int, began: datetime, ended: datetime
) -> Report:
    """For report.json and `--json`."""
    kinds = Counter(finding.kind for result in results for finding in result.findings)
    rows = list(_findings(results))
    return {
        "schema": SCHEMA,
        "id": f"{stamp14(began)}-{secrets.token_hex(2)}",
        "started_at": warc_date(began),
        "finished_at": warc_date(ended),
        "software": f"Lumbung/{VERSION}",
        "reader": READER_VERSION,
        "sample": {
            "size": wanted.size,
            "seed": wanted.seed,
            "job": wanted.job,
            "site": wanted.site,
            "since": warc_date(wanted.since) if wanted.since else None,
        },
        "articles": articles,
        **_sums(results),
        "findings_by_kind": {kind: kinds[kind] for kind in GRADES if kinds[kind]},
        "needs_a_person": sum(count for kind, count in kinds.items() if GRADES[kind] == "person"),
        "damaged": sum(count for kind, count in kinds.items() if GRADES[kind] == "evidence"),
        "to_patch": len(patch_rows(results)),
        "sites": [_of_site(site, results) for site in sorted({result.site for result in results})],
        "findings": rows[:_MOST_FINDINGS],
    }


def _of_site(site: str, results: Iterable[PageResult]) -> Report:
    own = [result for result in results if result.site == site]
    kinds = Counter(finding.kind for result in own for finding in result.findings)
    return {
        "site": site,
        **_sums(own),
        "to_patch": len(patch_rows(own)),
        "findings_by_kind": {kind: kinds[kind] for kind in GRADES if kinds[kind]},
    }


def _sums(results: Sequence[PageResult]) -> Report:
    needed, there = sum(result.needed for result in results), sum(result.there for result in results)
    return {
        "pages": len(results),
        "texts": dict(Counter(result.text for result in results)),
        "needed": needed,
        "there": there,
        "score": 100 * there // needed if needed else None,
        "by_setting": sum(result.by_setting for result in results),
    }


def _findings(results: Iterable[PageResult]) -> Iterable[dict[str, str]]:
    for result in results:
        for finding in result.findings:
            told = (finding.grade, finding.kind, finding.url, finding.detail)
            yield dict(
                zip(FINDING_COLUMNS, (result.site, result.url, warc_date(result.captured_at), *told), strict=True)
            )


def patch_rows(results: Iterable[PageResult]) -> list[tuple[str, ...]]:
    """What may be asked for again, each address once: site, url, via, reason."""
    rows: dict[str, tuple[str, ...]] = {}
    for result in results:
        for finding in result.findings:
            if finding.kind in CAN_BE_PATCHED:
                rows.setdefault(finding.url, (result.site, finding.url, result.url, finding.kind))
    return list(rows.values())


def write_check(collection: Collection, report: Report, results: Sequence[PageResult]) -> Path:
    """The check's folder, once all is in it. Raises OSError."""
    folder = collection.root / "quality" / str(report["id"])
    folder.mkdir(parents=True)
    pages = (
        (
            result.site, result.url, warc_date(result.captured_at), warc_date(result.shown_at), result.crawl_id,
            result.text, result.needed, result.there, result.score, result.by_setting, len(result.findings),
        )
        for result in results
    )  # fmt: skip
    write_whole(folder / "pages.csv", _table(PAGE_COLUMNS, pages))
    write_whole(folder / "findings.csv", _table(FINDING_COLUMNS, (row.values() for row in _findings(results))))
    write_whole(folder / "patch.csv", _table(PATCH_COLUMNS, patch_rows(results)))
    write_whole(folder / "report.html", make_page(report))
    write_whole(folder / "report.json", (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode())
    return folder


def _table(columns: Sequence[str], rows: Iterable[Iterable[str | int]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")
