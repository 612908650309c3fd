"""Tables for terminals."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from crawler.cli.common import size


def sites_table(report: dict[str, Any]) -> Table:
    """What a job did, a line a site."""
    table = Table(title=f"Crawl {report['crawl_id']}")
    for name in ("site", "platform"):
        table.add_column(name, overflow="fold")
    for name in ("pages", "articles", "captions", "pictures", "failed", "gone", "disallowed", "skipped", "size"):
        table.add_column(name, justify="right")
    table.add_column("ended")
    for site in report["sites"]:
        table.add_row(
            site["site"],
            site["platform"] or "",
            *(str(site[name]) for name in ("archived", "articles", "captions", "pictures", "failed", "gone")),
            str(site["disallowed"]),
            str(site["skipped"]),
            size(site["bytes"]),
            "moved" if site["moved_to"] else site["finish_reason"],
        )
    return table
