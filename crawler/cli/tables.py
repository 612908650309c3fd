"""Tables for terminals."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from crawler.cli.common import plain_table, size

_COUNTS = ("archived", "articles", "relevant", "captions", "pictures", "failed", "gone", "disallowed", "skipped")


def sites_table(report: dict[str, Any]) -> Table:
    """What a job did, a line a site."""
    numbers = ("promised", "missing", "pages", *_COUNTS[1:], "size")
    table = plain_table(f"Crawl {report['crawl_id']}", "site", "platform", *numbers, "ended", numbers=numbers)
    for site in report["sites"]:
        table.add_row(
            site["site"],
            site["platform"] or "",
            # A site that promises nothing is not a site with nothing.
            "-" if site.get("promised") is None else str(site["promised"]),
            str(site.get("missing", 0)),
            *(str(site[name]) for name in _COUNTS),
            size(site["bytes"]),
            "moved" if site["moved_to"] else site["finish_reason"],
        )
    return table


def jobs_table(reports: list[dict[str, Any]], *, is_running: bool) -> Table:
    """How jobs ended, the newest first, and how often each was interrupted."""
    numbers = ("runs", "pages", "failed", "remaining")
    table = plain_table("", "crawl", "started", "ended", *numbers, numbers=numbers)
    for report in reports:
        ended = report["finish_reason"]
        is_at_work = is_running and report is reports[0]
        total = report.get("totals", {})
        table.add_row(
            report["crawl_id"],
            (report.get("started_at") or "")[:19],
            "died" if ended == "running" and not is_at_work else ended,
            str(len(report.get("runs") or "x")),
            str(total.get("archived", "")),
            str(total.get("failed", "")),
            str(report.get("remaining", "")),
        )
    return table
