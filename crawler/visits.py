"""When each site was visited and on which days it published: what the plan of visits is made from.

Visits stand in crawls/*/report.json, days of publication in documents/*.jsonl. What was read from
them is kept in visits.sqlite, by file with its size and time of change; that is a cache, so the
same plan comes out when it is deleted. While a job runs, or to look only, nothing is written.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.files import file_state
from archive.layout import Collection
from archive.model import TAKEN, Seed
from archive.seeds import hosts_of
from archive.times import parse_warc_date, warc_date
from archive.urls import UrlError, site_key
from crawler.due import RHYTHM_DAYS, Due, Visit, plan
from crawler.events.of_sites import state_of
from crawler.reports.report import read_report
from crawler.site_plan import PastVisit, SitePlan, plan_of, rules_of, share_of
from crawler.visits_file import looked_at, opened_to_keep

logger = logging.getLogger(__name__)

# visits.sqlite is archive.warc.digests' too; the names of tables are kept apart.
_TABLES = """
create table if not exists told_5 (id integer primary key, file text unique, bytes integer, changed integer);
create table if not exists visit_5 (told integer, site text, started_at text, due_at text, archived integer,
    is_full integer, is_whole integer, told_changed text, lies integer, holds integer, state text, requisites text,
    rules text, platform text,
    primary key (told, site)) without rowid;
create index if not exists visit_5_site on visit_5 (site, started_at);
create table if not exists published_2 (told integer, host text, day text, primary key (told, host, day))
    without rowid;
"""
_NAMES = ("told_5", "visit_5", "published_2")

# A plan asks for the last visit, the last due time noted, and how many visits in a row were empty.
_MOST_VISITS = 30


def planned_visits(collection: Collection, now: datetime, *, keep: bool = False) -> list[Due]:
    """All sites that are not paused, the longest due first. `keep` needs the lock: what was read is then kept in
    visits.sqlite. Raises CollectionError when seeds.csv is faulty."""
    if keep:
        path = collection.root / "visits.sqlite"
        try:
            return _plan(collection, opened_to_keep(collection, _TABLES), now)
        except sqlite3.Error as error:
            # No more than slow: the plan can be made without it, and the crawl mends it or tells.
            logger.warning("%s cannot be used for the plan; it is a cache and may be removed: %s", path, error)
    return _plan(collection, looked_at(collection, _TABLES, _NAMES), now)


def published_days(collection: Collection, seeds: Sequence[Seed]) -> dict[str, set[date]]:
    """By site, the days on which it published: of articles that were young when they were captured. Needs the lock."""
    with closing(opened_to_keep(collection, _TABLES)) as database:
        _learn(database, collection)
        return _published(database, seeds)


def _plan(collection: Collection, database: sqlite3.Connection, now: datetime) -> list[Due]:
    seeds = collection.seeds()
    crawl = collection.config.crawl
    with closing(database):
        _learn(database, collection)
        visits, published = _visits(database, now), _published(database, seeds)
    return plan(seeds, visits, published, now, (crawl.shortest_interval_days, crawl.longest_interval_days))


def _learn(database: sqlite3.Connection, collection: Collection) -> None:
    """Forget files that are gone or were changed, read those that are new."""
    known = {
        file: (size, changed) for file, size, changed in database.execute("select file, bytes, changed from told_5")
    }
    there = dict(_files(collection))
    states = {file: file_state(path) for file, path in there.items()}
    database.execute("begin")
    for file in known:
        if known[file] != states.get(file):
            _forget(database, file)
    for file, path in there.items():
        state = states[file]
        if state is None or known.get(file) == state:
            continue
        told = database.execute("insert into told_5 values (null, ?, ?, ?)", (file, *state)).lastrowid
        if path.name == "report.json":
            rows = [(told, *row) for row in _visits_told(path)]
            database.executemany(
                "insert or replace into visit_5 values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )
        else:
            days = [(told, host, day.isoformat()) for host, day in _days_told(path)]
            database.executemany("insert or ignore into published_2 values (?, ?, ?)", days)
    database.execute("commit")


def _forget(database: sqlite3.Connection, file: str) -> None:
    for table in ("visit_5", "published_2"):
        database.execute(
            f"delete from {table} where told = (select id from told_5 where file = ?)",  # noqa: S608  # our own names
            (file,),
        )
    database.execute("delete from told_5 where file = ?", (file,))


def _files(collection: Collection) -> Iterator[tuple[str, Path]]:
    for folder in sorted((collection.root / "crawls").glob("*")):
        yield f"crawls/{folder.name}", folder / "report.json"
    for stem in collection.stems():
        yield f"documents/{stem}", collection.documents_file(stem)


def _visits_told(path: Path) -> Iterator[tuple[Any, ...]]:
    """The visits a report tells of: sites that were done, not those a job was stopped over, nor those somebody tried
    with a limit: that is no reason to leave the rest for a month. A patch crawl visits no site."""
    report = read_report(path.parent) or {}
    if report.get("patch"):
        return  # it asks for no page
    options = report.get("options") or {}
    is_trial = bool(options.get("max_pages") or options.get("max_time"))
    for site in report.get("sites", ()):
        reason = site.get("finish_reason")
        is_visit = reason == "finished" or (reason == "limit" and not (is_trial and site.get("due_at") is None))
        if is_visit and report.get("started_at"):
            yield (
                site["site"], report["started_at"], site.get("due_at"), site.get("archived", 0),
                site.get("visit", "full") == "full" and bool(site.get("archived")) and reason == "finished",
                reason == "finished" and not (site.get("failed_pages") or site.get("disallowed")),
                json.dumps(site.get("told_changed") or {}), bool(site.get("validators_lie")),
                bool(site.get("validators_hold")),
                state_of(site), report.get("requisites", "relevant"), site.get("rules") or "",
                site.get("platform") or "",
            )  # fmt: skip


def _days_told(path: Path) -> Iterator[tuple[str, date]]:
    """Host and day of each article that was young when it was captured and is the village's own."""
    with path.open("rb") as file:
        for raw in file:
            if b'"article"' not in raw:
                continue
            try:
                line = json.loads(raw)
                captured = date.fromisoformat(line["captured_at"][:10])
                day = date.fromisoformat((line["published_at"] or "")[:10])
                host = site_key(line["url"])
            except (ValueError, KeyError, TypeError, UrlError):
                continue  # no article with a day, or a torn line, which verify tells of
            young = timedelta(-1) <= captured - day <= timedelta(RHYTHM_DAYS + 1)
            if line.get("kind") == "article" and young and TAKEN.isdisjoint(line.get("flags", ())):
                yield host, day


def _visits(database: sqlite3.Connection, now: datetime) -> dict[str, list[Visit]]:
    """By site, the last visits; those of a clock that ran ahead do not push others out."""
    rows = database.execute(
        "select site, started_at, due_at, archived from (select *, row_number() over "
        "(partition by site order by started_at desc) as place from visit_5 where started_at <= ?) where place <= ?",
        (warc_date(now + timedelta(days=1)), _MOST_VISITS),
    )
    visits: dict[str, list[Visit]] = defaultdict(list)
    for site, started_at, due_at, archived in rows:
        try:
            visit = Visit(parse_warc_date(started_at), parse_warc_date(due_at) if due_at else None, archived)
        except ValueError:
            continue
        visits[site].append(visit)
    return visits


def site_plans(
    collection: Collection, seeds: Iterable[Seed], requisites: str, *, only_due: bool
) -> dict[str, SitePlan]:
    """How each site is visited in a job that begins now; those never visited are left out. The lock is held."""
    now = datetime.now(UTC)
    try:
        database = opened_to_keep(collection, _TABLES)
    except sqlite3.Error:
        database = looked_at(collection, _TABLES, _NAMES)  # no more than slow; who writes to it next mends it or tells
    with closing(database):
        _learn(database, collection)
        full_days = collection.config.crawl.full_visit_days
        return {
            seed.id: plan_of(
                visits, only_due, now, full_days, requisites, rules_of(seed, collection.config), share_of(seed.id, 0)
            )
            for seed in seeds
            if (visits := _past_visits(database, seed.id, now, full_days + _MORE_VISITS))
        }


def _past_visits(database: sqlite3.Connection, site: str, now: datetime, most: int) -> list[PastVisit]:
    """The newest first, back to the last full one, and at least as far as what is believed of its lists goes."""
    rows = database.execute(
        "select started_at, is_full, is_whole, told_changed, lies, holds, state, requisites, rules,"
        " platform from visit_5"
        " where site = ? and started_at <= ? order by started_at desc limit ?",
        (site, warc_date(now + timedelta(days=1)), most),
    )
    return [
        PastVisit(
            parse_warc_date(started_at),
            bool(is_full),
            bool(is_whole),
            json.loads(told),
            bool(lies),
            bool(holds),
            state,
            requisites,
            rules,
            platform,
        )
        for started_at, is_full, is_whole, told, lies, holds, state, requisites, rules, platform in rows
    ]


# Of daily visits, beyond the last full one.
_MORE_VISITS = 40


def _published(database: sqlite3.Connection, seeds: Sequence[Seed]) -> dict[str, set[date]]:
    """By site, the days on which its hosts published. Folders of one host share its rhythm."""
    by_host: dict[str, set[date]] = defaultdict(set)
    for host, day in database.execute("select distinct host, day from published_2"):
        by_host[host].add(date.fromisoformat(day))
    return {seed.id: set[date]().union(*(by_host.get(host, ()) for host in hosts_of(seed))) for seed in seeds}
