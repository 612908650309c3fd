"""Counts of one job by site, and the rows that say why an address failed or was left alone."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from archive.times import warc_date
from crawler.reports.tables import cell
from spiders.targets import Target

# No table reader takes any length; Excel takes 32,767 characters.
_LONGEST_CELL = 4000
# Begins the names of what is counted of pages that could not be read; the reason follows.
UNREADABLE = "unreadable "
ROW = ("time", "site", "url", "via", "reason", "detail")


class Tally:
    """Counts by site and name. The names are those of sites.csv, and `started` and `pictures`."""

    def __init__(self, counts: Iterable[tuple[str, str, int]] = ()) -> None:
        self._sites: dict[str, dict[str, int]] = {}
        self._totals: Counter[str] = Counter()
        self._changed: set[tuple[str, str]] = set()
        for site, name, count in counts:
            self._sites.setdefault(site, {})[name] = count
            self._totals[name] += count

    def add(self, site: str, name: str, count: int = 1) -> None:
        counts = self._sites.setdefault(site, {})
        counts[name] = counts.get(name, 0) + count
        self._totals[name] += count
        self._changed.add((site, name))

    def set(self, site: str, name: str, count: int) -> None:
        self.add(site, name, count - self.of(site, name))

    def of(self, site: str, name: str) -> int:
        return self._sites.get(site, {}).get(name, 0)

    def of_site(self, site: str) -> Mapping[str, int]:
        """The counts of a site that are not 0, by name."""
        return self._sites.get(site, {})

    def total(self, name: str) -> int:
        return self._totals[name]

    def take_changed(self) -> list[tuple[str, str, int]]:
        """What changed since it was last taken, to be kept with the frontier."""
        changed = [(site, name, self._sites[site][name]) for site, name in self._changed]
        self._changed.clear()
        return changed


class Rows:
    """failures.csv or skipped.csv: rows wait in memory until the frontier is committed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[tuple[str, ...]] = []

    def add(self, target: Target, reason: str, detail: str) -> None:
        now = warc_date(datetime.now(UTC))
        texts = (target.url, target.via or "", reason, detail)
        self._waiting.append((now, target.site, *(cell(text[:_LONGEST_CELL]) for text in texts)))

    def write(self) -> None:
        rows: Iterable[tuple[str, ...]] = self._waiting
        is_new = not self._path.exists()
        if is_new or self._waiting:
            with self._path.open("a", encoding="utf-8", newline="") as file:
                table = csv.writer(file, lineterminator="\n")
                table.writerows([ROW, *rows] if is_new else rows)
        self._waiting = []
