"""What earlier jobs' reports say that monitors compare with, and which findings are open.

    visits.sqlite   a cache; these tables are monitors', others of the same file the plan's and the payloads'

        report_1    the reports that were read, by folder with size and time of change, and a few facts of each job
        row_1       sites' rows of the last visits of each site, those of whole visits apart from others
        finding_1   each finding's last words, of the last reports that speak of it

Each report is read once. A report that is gone makes everything be read anew, one that was changed is read again; so
the same comes out when the file is deleted. Somebody who only looks has it in memory, and writes nothing.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from archive.files import file_state
from archive.layout import Collection
from archive.times import parse_warc_date
from crawler.monitors.finding import Finding
from crawler.monitors.model import JobFacts, Row, is_whole, number, text
from crawler.reports.report import read_report
from crawler.visits_file import looked_at, opened_to_keep

logger = logging.getLogger(__name__)

_TABLES = """
create table if not exists report_1 (id integer primary key, folder text unique, bytes integer, changed integer,
    started_at text, finished_at text, is_scheduled integer, collection_bytes integer);
create table if not exists row_1 (told integer, site text, kind text, started_at text, line text,
    primary key (told, site)) without rowid;
create index if not exists row_1_site on row_1 (site, kind, started_at);
create table if not exists finding_1 (told integer, key text, folder text, is_open integer, line text,
    primary key (told, key)) without rowid;
create index if not exists finding_1_key on finding_1 (key, folder);
create index if not exists finding_1_folder on finding_1 (folder);
"""
_NAMES = ("report_1", "row_1", "finding_1")

# Of each site: how many visits of a kind are kept and how many of each finding's last words.
_KEPT_ROWS = {"whole": 8, "other": 6}
_KEPT_WORDS = 3
_MOST_JOBS = 500
_KEPT_KEYS = (
    "visit", "finish_reason", "platform", "archived", "articles", "failed", "gone", "disallowed", "codes", "seen_again",
    "articles_seen_again", "pages_without_text", "text_characters", "robots", "front_page", "moved_to", "unreachable",
)  # fmt: skip


class History:
    """`without` is the job that is being judged: it is no part of its own past."""

    def __init__(self, database: sqlite3.Connection, without: str) -> None:
        self._database = database
        self._without = without

    def jobs(self) -> list[JobFacts]:
        """The last ones, the newest first."""
        rows = self._database.execute(
            "select started_at, finished_at, is_scheduled, collection_bytes from report_1 where folder != ? "
            "order by folder desc limit ?",
            (self._without, _MOST_JOBS),
        )
        return [
            JobFacts(started, _moment(finished), bool(scheduled), size)
            for started_at, finished, scheduled, size in rows
            if (started := _moment(started_at))
        ]

    def visits(self, site: str) -> tuple[list[Row], list[Row]]:
        """Rows of whole visits, and of the last visits of any kind, the newest first."""
        found = self._database.execute(
            "select kind, line from row_1 join report_1 on told = id where site = ? and folder != ? "
            "order by row_1.started_at desc",
            (site, self._without),
        )
        rows = [(kind, json.loads(line)) for kind, line in found]
        return [row for kind, row in rows if kind == "whole"], [row for _, row in rows[: _KEPT_ROWS["other"]]]

    def open_findings(self) -> dict[str, Finding]:
        """By key, what the last report that speaks of it left open."""
        rows = self._database.execute(
            "select line from finding_1 as one where is_open and folder != :own and not exists (select 1 from "
            "finding_1 as later where later.key = one.key and later.folder > one.folder and later.folder != :own)",
            {"own": self._without},
        )
        return {finding.key: finding for (line,) in rows if (finding := Finding.of_facts(json.loads(line)))}

    def told(self, most: int) -> list[Finding]:
        """The last words of the last findings, each once, the newest first."""
        rows = self._database.execute(
            "select line from finding_1 where folder != ? order by folder desc", (self._without,)
        )
        found: dict[str, Finding] = {}
        for (line,) in rows:
            if finding := Finding.of_facts(json.loads(line)):
                found.setdefault(finding.id, finding)
            if len(found) >= most:
                break
        return list(found.values())


@contextmanager
def history_of(collection: Collection, *, without: str = "", keep: bool = False) -> Iterator[History]:
    """`keep` needs the lock: what was read is then kept in visits.sqlite. Who only looks is not told of visits."""
    wants_rows = keep
    if keep:
        path = collection.root / "visits.sqlite"
        try:
            database = opened_to_keep(collection, _TABLES)
            try:
                _bring_up_to_date(database, collection, without)
            except sqlite3.Error:
                database.close()
                raise
        except sqlite3.Error as error:
            # No more than slow: all reports are read again.
            logger.warning("%s cannot be used by the monitors; it is a cache: %s", path, error)
            keep = False
    if not keep:
        database = looked_at(collection, _TABLES, _NAMES if wants_rows else ("report_1", "finding_1"))
        _bring_up_to_date(database, collection, without)
    with closing(database):
        yield History(database, without)


def _bring_up_to_date(database: sqlite3.Connection, collection: Collection, without: str) -> None:
    known = {
        folder: (size, changed)
        for folder, size, changed in database.execute("select folder, bytes, changed from report_1")
    }
    folders = sorted((collection.root / "crawls").glob("*"))
    there = {folder.name: state for folder in folders if (state := file_state(folder / "report.json"))}
    database.execute("begin")
    if known.keys() - there.keys():
        for name in _NAMES:
            database.execute(f"delete from {name}")  # noqa: S608
        known = {}
    for folder in folders:
        if folder.name == without or known.get(folder.name) == there.get(folder.name):
            continue
        _forget(database, folder.name)
        report = read_report(folder)
        if isinstance(report, Mapping) and report.get("finish_reason") not in (None, "running"):
            _learn(database, folder.name, there[folder.name], report)
    database.execute("commit")


def _forget(database: sqlite3.Connection, folder: str) -> None:
    for table in ("row_1", "finding_1"):
        database.execute(
            f"delete from {table} where told = (select id from report_1 where folder = ?)",  # noqa: S608
            (folder,),
        )
    database.execute("delete from report_1 where folder = ?", (folder,))


def _learn(database: sqlite3.Connection, folder: str, state: tuple[int, int] | None, report: Mapping[str, Any]) -> None:
    sites = [site for site in _listed(report.get("sites")) if text(site, "site")]
    started_at = text(report, "started_at") or ""
    facts = (started_at, text(report, "finished_at"), any(text(site, "due_at") for site in sites), _size(report))
    told = database.execute(
        "insert into report_1 values (null, ?, ?, ?, ?, ?, ?, ?)", (folder, *(state or (0, 0)), *facts)
    ).lastrowid
    for site in () if report.get("patch") else sites:  # a patch crawl visits no site
        if text(site, "finish_reason") in ("finished", "limit"):
            kept = {key: site[key] for key in _KEPT_KEYS if site.get(key) is not None}
            row = (told, site["site"], "whole" if is_whole(site) else "other", started_at, json.dumps(kept))
            database.execute("insert or replace into row_1 values (?, ?, ?, ?, ?)", row)
            _prune(database, "row_1", "site = ? and kind = ?", (row[1], row[2]), "started_at", _KEPT_ROWS[row[2]])
    for raw in _listed(report.get("findings")):
        if finding := Finding.of_facts(raw):
            is_open = finding.is_open and not finding.passes
            line = json.dumps(finding.as_facts(), ensure_ascii=False)
            values = (told, finding.key, folder, is_open, line)
            database.execute("insert or replace into finding_1 values (?, ?, ?, ?, ?)", values)
            _prune(database, "finding_1", "key = ?", (finding.key,), "folder", _KEPT_WORDS)


def _prune(database: sqlite3.Connection, table: str, of: str, values: tuple[str, ...], by: str, most: int) -> None:
    database.execute(
        f"delete from {table} where {of} and told not in "  # noqa: S608  # our own names
        f"(select told from {table} where {of} order by {by} desc limit ?)",
        (*values, *values, most),
    )


def _listed(value: object) -> Iterable[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _size(report: Mapping[str, Any]) -> int | None:
    disk = report.get("disk")
    return number(disk, "collection_bytes") if isinstance(disk, Mapping) else None


def _moment(value: str | None) -> datetime | None:
    try:
        return parse_warc_date(value) if value else None
    except (ValueError, OverflowError):
        return None
