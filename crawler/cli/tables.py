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
