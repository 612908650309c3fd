"""Jobs as rows of the catalogue: what crawls/<id>/report.json and events.jsonl tell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.catalogue.sources import storable
from archive.errors import ArchiveError
from archive.redaction import without_numbers

Row = dict[str, Any]

_COUNTED = ("archived", "new", "relevant", "failed", "bytes")


def job_rows(folder: Path) -> dict[str, list[Row]]:
    """Rows by table: job, visit, event; none of a folder without a report. Raises ArchiveError on one that cannot be
    understood."""
    path = folder / "report.json"
    try:
        report = storable(json.loads(path.read_bytes()))
        # Of a site that stands there twice the last holds.
        visits = {site["site"]: _visit_row(report, folder.name, site) for site in report.get("sites") or ()}
        return {
            "job": [_job_row(report, folder.name)],
            "visit": list(visits.values()),
            "event": list(_event_rows(folder)),
        }
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArchiveError(
            f"{path}: not a report ({error}); move it away and run: lumbung rebuild, which takes it from the WARCs"
        ) from error


def _job_row(report: Mapping[str, Any], crawl: str) -> Row:
    sites, totals = report.get("sites") or [], report.get("totals") or {}
    return {
        "crawl": crawl,
        "kind": "import" if report.get("schema") == "lumbung-import/1" else "crawl",
        "started_at": _text(report.get("started_at")),
        "finished_at": _text(report.get("finished_at")),
        "finish_reason": str(report.get("finish_reason")),
        "sites": len(sites),
        **{name: _count(totals.get(name)) for name in _COUNTED},
        "new": sum(_count(site.get("new")) for site in sites),
        "findings": json.dumps(report.get("findings") or [], ensure_ascii=False),
    }


def _visit_row(report: Mapping[str, Any], crawl: str, site: Mapping[str, Any]) -> Row:
    """One of `sites` in report.json."""
    return {
        "crawl": crawl,
        "site": str(site["site"]),
        "at": _text(report.get("started_at")) or "",
        "state": _state(site),
        "detail": _text(site.get("moved_to")),
        "platform": _text(site.get("platform")),
        "finish_reason": _text(site.get("finish_reason")),
        **{name: _count(site.get(name)) for name in _COUNTED},
    }


def _state(site: Mapping[str, Any]) -> str:
    if site.get("moved_to"):
        return "moved"
    if (site.get("hijack") or {}).get("is_taken"):
        return "hijacked"
    # A visit that found nothing changed archives nothing new and is none the worse for it.
    return "well" if site.get("archived") or site.get("same") or not site.get("unreachable") else "unreachable"


def _event_rows(folder: Path) -> Iterator[Row]:
    """A line that power loss tore is passed over."""
    try:
        lines = (folder / "events.jsonl").read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for raw in lines:
        try:
            line = storable(json.loads(raw))
            yield {
                "crawl": folder.name,
                "event": str(line["event"]),
                "site": str(line["site"]),
                "url": str(line["url"]),
                "article": _text(line.get("article_id")),
                "title": without_numbers(_text(line.get("title"))),
                "found_at": str(line["found_at"]),
                "last_seen_at": _text(line.get("last_seen_at")),
                "before_record": _text(line.get("before")),
                "after_record": _text(line.get("after")),
                "detail": _text(line.get("detail")),
            }
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**62 else 0
