"""The list of a patch crawl: addresses that pages need and that the archive has not, each with the page that needs it.

    site,url,via,reason     columns of patch.csv; a list of your own needs `url` and `via` (the page) only

Written by `lumbung check-quality`, asked for by `lumbung crawl --patch`, kept in the job's folder and its WARC.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import CollectionError
from archive.layout import Collection
from archive.model import Seed
from archive.seeds import new_seed
from archive.tabular import read_table, read_text
from archive.urls import UrlError, normal_url
from crawler.options import NothingToPatch
from crawler.reports.report import read_report
from crawler.reports.tables import cell
from spiders.scope import SeedIndex
from spiders.targets import Priority, Target

PATCH_COLUMNS = ("site", "url", "via", "reason")
PATCH_FILE = "patch.csv"


@dataclass(frozen=True, slots=True)
class Patch:
    """What a patch crawl asks for: `name` is the check's id or the list's file name; `passed_over` are paused sites."""

    name: str
    targets: tuple[Target, ...]
    seeds: tuple[Seed, ...]
    passed_over: tuple[str, ...] = ()


def last_patch(collection: Collection) -> Patch:
    """The list of the last check that was finished. Raises CollectionError, and NothingToPatch."""
    checks = sorted(path.parent for path in (collection.root / "quality").glob("*/report.json"))
    if not checks:
        raise CollectionError(
            f"{collection.root}: nothing was checked yet; first run: lumbung check-quality -c {collection.root}"
        )
    check = checks[-1]
    for folder in sorted(path.parent for path in (collection.root / "crawls").glob(f"*/{PATCH_FILE}")):
        report = read_report(folder) or {}
        told = report.get("patch")
        if isinstance(told, dict) and told.get("list") == check.name and report.get("finish_reason") == "finished":
            raise NothingToPatch(
                f"what check {check.name} found missing was asked for by crawl {report.get('crawl_id')}; to see what "
                f"came of it: lumbung check-quality -c {collection.root}"
            )
    return read_patch(collection, check / PATCH_FILE, check.name)


def read_patch(collection: Collection, path: Path, name: str | None = None) -> Patch:
    """The list in a CSV file. Raises CollectionError with its line, and NothingToPatch."""
    table = read_table(read_text(path)[0], str(path), str.lower, "url")
    if table.faults:
        line, fault = table.faults[0]
        raise CollectionError(f"{path} line {line}: {fault}")
    pairs = [
        (
            _address(row.get("url") or "", path, line),
            _address(row.get("via") or "", path, line),
            row.get("reason") or "",
        )
        for row, line in zip(table.rows, table.lines, strict=True)
    ]
    return _patch(collection, pairs, name or path.name)


def _address(text: str, path: Path, line: int) -> str:
    try:
        return normal_url(text)
    except UrlError as error:
        raise CollectionError(f"{path} line {line}: url and via must be addresses: {error}") from error


def _patch(collection: Collection, rows: Iterable[tuple[str, str, str]], name: str) -> Patch:
    listed = SeedIndex(collection.seeds())
    seeds: dict[str, Seed] = {}
    targets: dict[str, Target] = {}
    paused: set[str] = set()
    for url, via, _ in rows:
        seed = listed.seed_of(via) or new_seed(f"{via[: via.find('/', 8)]}/")
        if seed.paused:
            paused.add(seed.id)
            continue
        seeds[seed.id] = seed
        targets.setdefault(url, Target(url, seed.id, Priority.PICTURE, via=via, hops="E"))
    if not targets:
        why = f"its sites are paused: {', '.join(sorted(paused))}" if paused else "nothing that can be had is missing"
        raise NothingToPatch(f"{name}: {why}")
    return Patch(name, tuple(targets.values()), tuple(seeds.values()), tuple(sorted(paused)))


def patch_table(targets: Sequence[Target]) -> bytes:
    """A job's own list, as patch.csv in its folder."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(PATCH_COLUMNS)
    table.writerows((cell(one.site), one.url, one.via or "", "") for one in targets)
    return text.getvalue().encode("utf-8", "replace")


def facts_of(patch: Patch) -> list[list[str]]:
    """For the frontier, so that a job that lost its captures can begin anew."""
    return [[target.url, target.via or ""] for target in patch.targets]


def patch_of_facts(collection: Collection, name: str, facts: Iterable[Sequence[str]]) -> Patch:
    """Raises NothingToPatch."""
    return _patch(collection, ((url, via, "") for url, via in facts), name)
