"""What the jobs of a collection say that a check must know: what each was to fetch, and why a thing was not stored."""

from __future__ import annotations

from collections.abc import Collection as Sized
from functools import cached_property
from typing import Any

from archive.layout import Collection
from crawler.patch import PATCH_FILE
from crawler.reports.figures import read_rows
from crawler.reports.report import read_report

_GOES_ON = ("running", "stopped", "disk", "evidence")


class Jobs:
    """Reports are read once, tables each time they are asked."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._reports: dict[str, dict[str, Any]] = {}

    def requisites(self, crawl_id: str) -> str:
        """What a job was to fetch beside pages; the default where nobody knows, as of an import."""
        return str(self._report(crawl_id).get("requisites") or "relevant")

    def goes_on(self, crawl_id: str) -> bool:
        return self._report(crawl_id).get("finish_reason") in _GOES_ON

    def is_patch(self, crawl_id: str) -> bool:
        return crawl_id in self.patches

    @cached_property
    def patches(self) -> list[str]:
        """The patch crawls, the oldest first. Told by their lists, for reports are long and many."""
        return sorted(path.parent.name for path in (self._collection.root / "crawls").glob(f"*/{PATCH_FILE}"))

    def reasons(self, crawl_id: str, urls: Sized[str]) -> dict[str, tuple[str, str]]:
        """(kind of finding, detail) by address, of those of `urls` that a job's tables speak of."""
        folder = self._collection.crawl_folder(crawl_id)
        found: dict[str, tuple[str, str]] = {}
        for row in read_rows(folder / "skipped.csv"):
            if row.get("url") in urls:
                found[row["url"]] = _of_skip(row.get("reason") or "", row.get("detail") or "")
        for row in read_rows(folder / "failures.csv"):
            if row.get("url") in urls:
                found[row["url"]] = ("failed", f"{row.get('reason')}: {row.get('detail')}")
        return found

    def _report(self, crawl_id: str) -> dict[str, Any]:
        if crawl_id not in self._reports:
            report = read_report(self._collection.crawl_folder(crawl_id)) if crawl_id else None
            kept = ("requisites", "finish_reason")
            self._reports[crawl_id] = {key: report.get(key) for key in kept} if isinstance(report, dict) else {}
        return self._reports[crawl_id]


def _of_skip(reason: str, detail: str) -> tuple[str, str]:
    if reason == "robots":
        # Rules that could not be read forbid everything, and may be readable the next time.
        return ("failed" if detail.startswith("robots.txt could not") else "disallowed"), detail
    return ("limit", detail) if reason == "limit" else ("skipped", f"{reason}: {detail}")
