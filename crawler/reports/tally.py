"""Counts of one job by site, and the rows that say why an address failed or was left alone."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from archive.times import warc_date
from spiders.targets import Target

ROW = ("time", "site", "url", "via", "reason", "detail")


class Tally:
    """Counts by (site, name). The names are those of sites.csv, and `started` and `pictures`."""

    def __init__(self, counts: dict[str, dict[str, int]] | None = None) -> None:
        self._counts = {site: Counter(names) for site, names in (counts or {}).items()}

    def add(self, site: str, name: str, count: int = 1) -> None:
        self._counts.setdefault(site, Counter())[name] += count

    def of(self, site: str, name: str) -> int:
        return self._counts.get(site, Counter())[name]

    def total(self, name: str) -> int:
        return sum(names[name] for names in self._counts.values())

    def as_facts(self) -> dict[str, dict[str, int]]:
        return {site: dict(names) for site, names in self._counts.items()}


class Rows:
    """failures.csv or skipped.csv: rows wait in memory until the frontier is committed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[tuple[str, ...]] = []

    def add(self, target: Target, reason: str, detail: str) -> None:
        now = warc_date(datetime.now(UTC))
        self._waiting.append((now, target.site, target.url, target.via or "", reason, detail))

    def write(self) -> None:
        rows: Iterable[tuple[str, ...]] = self._waiting
        is_new = not self._path.exists()
        if is_new or self._waiting:
            with self._path.open("a", encoding="utf-8", newline="") as file:
                table = csv.writer(file, lineterminator="\n")
                table.writerows([ROW, *rows] if is_new else rows)
        self._waiting = []
