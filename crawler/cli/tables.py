"""Tables for terminals."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from crawler.cli.common import plain_table, size

_COUNTS = ("articles", "relevant", "captions", "pictures", "failed", "gone", "disallowed", "skipped")
_ALWAYS = ("pages", "failed", "size")


def sites_table(report: dict[str, Any]) -> Table:
    """What a job did, a line a site. Counts that are 0 everywhere are left out, for a log has 120 columns."""
    sites = report["sites"]
    columns = {
        # A site that promises nothing is not a site with nothing.
        "promised": ["-" if site.get("promised") is None else str(site["promised"]) for site in sites],
        "missing": [str(site.get("missing", 0)) for site in sites],
        "pages": [str(site["archived"]) for site in sites],
        **{name: [str(site[name]) for site in sites] for name in _COUNTS},
        "size": [size(site["bytes"]) for site in sites],
    }
    shown = {name: cells for name, cells in columns.items() if name in _ALWAYS or {*cells} - {"0", "-"}}
    table = plain_table(f"Crawl {report['crawl_id']}", "site", "platform", *shown, "ended", numbers=tuple(shown))
    for place, (name, least) in enumerate((("site", 16), ("platform", 9))):
        longest = max((len(site[name] or "") for site in sites), default=0)
        table.columns[place].min_width = min(longest, least)
    table.columns[-1].no_wrap = True
    for number, site in enumerate(sites):
        ended = "moved" if site["moved_to"] else site["finish_reason"]
        table.add_row(site["site"], site["platform"] or "", *(cells[number] for cells in shown.values()), ended)
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
