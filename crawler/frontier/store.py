"""The queue on disk: SQLite in WAL mode, one queue a host, each address once.

    host    a host (www and scheme folded) and when it may be asked again
    queue   targets waiting, by host, priority and order found; a row goes when its answer is stored
    seen    8 bytes of a hash of each fetch key
    robots  robots.txt by origin
    family  addresses that may go on for ever, and how long they have shown nothing new
    source  lists a site keeps of its articles, and how far each was read
    listed  the addresses each names
    facts   small things a job must remember when it goes on: its id, its counts, the form of each site

A lease is a row still in the queue, so a crash loses nothing: what was in flight is asked again.
Nothing is committed but by commit(), which the job calls after the WARC bytes are on disk.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.urls import fetch_key, site_key
from crawler.frontier.hosts import RestingHosts
from spiders.targets import Priority, Target

_TABLES = """
pragma journal_mode = wal;
pragma synchronous = full;
create table if not exists host (id integer primary key, name text unique not null, ready_at real not null default 0);
create table if not exists queue (
    host integer, priority integer, number integer, url text, site text, via text, hops text, attempts integer,
    primary key (host, priority, number)
) without rowid;
create index if not exists queue_site on queue (site);
create table if not exists seen (key integer primary key);
create table if not exists robots (origin text primary key, fetched_at real, outcome text, body blob);
create table if not exists family (
    site text, kind text, key text, barren integer, primary key (site, kind, key)
) without rowid;
create table if not exists source (
    id integer primary key, site text, name text, key text, url text, record text, read_at text, promised integer,
    pages integer, pages_read integer, lists_all integer, is_hint integer, ended integer, unique (site, name, key)
);
create table if not exists listed (source integer, url text, primary key (source, url)) without rowid;
create table if not exists tally (site text, name text, count integer, primary key (site, name)) without rowid;
create table if not exists facts (name text primary key, value text);
"""


_NO_ROW = -1
_SELECT = "select url, site, priority, via, hops, attempts, number, host from queue "
_DELETE = "delete from queue "
_FIRST = "order by priority, number limit 1"


@dataclass(frozen=True, slots=True)
class Lease:
    """A target taken out to be fetched; its host is asked nothing else until it comes back."""

    target: Target
    host: int
    number: int


def _target(url: str, site: str, priority: int, via: str | None, hops: str, attempts: int) -> Target:
    return Target(url, site, Priority(priority), via, hops, attempts)


class Frontier:
    """Not thread-safe. Times are wall clock seconds, so that rests outlast a restart."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(_TABLES)
        self._hosts: dict[str, int] = {}
        self._waiting: dict[int, int] = {}  # targets by host
        self._leased: dict[int, int] = {}  # number of the row in flight, by host
        self._resting = RestingHosts()
        self._count = 0
        (last,) = self._database.execute("select max(number) from queue").fetchone()
        self._number = (last or 0) + 1
        self._set_back_with_the_clock()
        counted = "select id, name, ready_at, (select count(*) from queue where host = id) from host"
        for host, name, ready_at, count in self._database.execute(counted):
            self._hosts[name], self._waiting[host] = host, count
            self._count += count
            if count:
                self._resting.put(host, ready_at)
        self._database.execute("begin")

    def __len__(self) -> int:
        """Targets not yet done, those in flight included."""
        return self._count

    @property
    def database(self) -> sqlite3.Connection:
        """For the tables of crawler.frontier.sources; its transaction is ended by commit() alone."""
        return self._database

    def add(self, target: Target, *, again: bool = False, folded: str | None = None) -> bool:
        """Queue a target; False when its fetch key was seen before and it is not wanted `again`.

        `folded` is the address whose key stands, in its site, for all forms of this one, if it has several.
        """
        # A picture's address may be a page's too; it must not take the page's place.
        use = "requisite " if target.is_requisite else ""
        is_new = self._first(use + fetch_key(target.url))
        if folded:
            is_new = self._first(f"{target.site} {fetch_key(folded)}") and is_new
        if not is_new and not again:
            if target.priority <= Priority.FOUND:
                self._bring_forward(target)
            return False
        self._insert(self._host_of(target.url), target)
        return True

    def _bring_forward(self, target: Target) -> None:
        """What waits already and turned out to matter more. Looks through the host's queue, so not for everything."""
        host = self._host_of(target.url)
        change = "update or ignore queue set priority = ? where host = ? and url = ? and priority > ? and number <> ?"
        numbers = (host, target.url, target.priority, self._leased.get(host, _NO_ROW))
        self._database.execute(change, (target.priority, *numbers))

    def first_skip(self, what: str) -> bool:
        """Whether an address, or another site, is skipped for the first time, so that it is reported once."""
        return self._first("skip " + what)

    def _first(self, key: str) -> bool:
        return self._first_bytes(key.encode())

    def _first_bytes(self, key: bytes) -> bool:
        number = int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "big", signed=True)
        return bool(self._database.execute("insert or ignore into seen values (?)", (number,)).rowcount)

    def next(self, now: float) -> Lease | None:
        """The next target of the host that has been ready longest; None when no host is ready."""
        host = self._resting.next(now)
        if host is None:
            return None
        row = self._database.execute(_SELECT + "where host = ? " + _FIRST, (host,)).fetchone()
        return self._leased_out(row)

    def take(self, url: str) -> Lease | None:
        """The target of an address, ready or not; None when it does not wait, or its host is busy."""
        host = self._host_of(url)
        if host in self._leased:
            return None
        row = self._database.execute(_SELECT + "where host = ? and url = ? " + _FIRST, (host, url)).fetchone()
        if row is None:
            return None
        self._resting.take_out(host)
        return self._leased_out(row)

    def waits(self, url: str) -> bool:
        """Whether an address is in the queue."""
        select = "select 1 from queue where host = ? and url = ? limit 1"
        return self._database.execute(select, (self._host_of(url), url)).fetchone() is not None

    def _leased_out(self, row: Sequence[Any]) -> Lease:
        *columns, number, host = row
        self._leased[host] = number
        return Lease(_target(*columns), host, number)

    def is_out(self, lease: Lease) -> bool:
        """Whether a lease has not come back yet."""
        return self._leased.get(lease.host) == lease.number

    def borrow(self, url: str, now: float) -> int | None:
        """Take the host of an address that is not in the queue; None when it is busy or resting."""
        host = self._host_of(url)
        (ready_at,) = self._database.execute("select ready_at from host where id = ?", (host,)).fetchone()
        if host in self._leased or ready_at > now:
            return None
        self._leased[host] = _NO_ROW
        self._resting.take_out(host)
        return host

    def give_back(self, host: int, ready_at: float) -> None:
        """Return a borrowed host."""
        self._return(host, ready_at)

    def ready_at(self) -> float | None:
        """When the next host is ready; None when nothing waits but what is in flight."""
        return self._resting.next_at()

    def done(self, lease: Lease, ready_at: float) -> None:
        """Forget a target; its host may be asked again at `ready_at`."""
        self._remove(lease)
        self._return(lease.host, ready_at)

    def put_back(self, lease: Lease, ready_at: float, target: Target | None = None) -> None:
        """Keep a target (as `target`, if given) for another time."""
        if target is not None:
            self._remove(lease)
            self._insert(lease.host, target)
        self._return(lease.host, ready_at)

    def drop_site(self, site: str, *, requisites_too: bool) -> list[Target]:
        """Take out what waits for a site but what is in flight."""
        chosen = (
            f"where site = ? {'' if requisites_too else f'and priority <> {Priority.PICTURE:d} '}"
            f"and number not in ({','.join(map(str, self._leased.values())) or 0})"
        )
        dropped = self._database.execute(_SELECT + chosen, (site,)).fetchall()
        self._database.execute(_DELETE + chosen, (site,))
        for *_, host in dropped:
            self._waiting[host] -= 1
            self._count -= 1
            if not self._waiting[host]:
                self._resting.take_out(host)
        return [_target(*columns) for *columns, _, _ in dropped]

    def drop_host(self, lease: Lease) -> list[Target]:
        """Take out everything that waits for the leased host, the leased target excepted."""
        others = "where host = ? and number <> ?"
        rows = self._database.execute(_SELECT + others, (lease.host, lease.number)).fetchall()
        self._database.execute(_DELETE + others, (lease.host, lease.number))
        self._waiting[lease.host] -= len(rows)
        self._count -= len(rows)
        return [_target(*columns) for *columns, _, _ in rows]

    def rest_all(self, ready_at: float, later: Mapping[str, float]) -> None:
        """Let every host rest until `ready_at`, some until `later` (by site key), or as long as it rests already."""
        for name, host in self._hosts.items():
            until = max(ready_at, later.get(name, 0.0))
            self._database.execute("update host set ready_at = max(ready_at, ?) where id = ?", (until, host))
            if self._waiting[host]:
                (kept,) = self._database.execute("select ready_at from host where id = ?", (host,)).fetchone()
                self._resting.put(host, kept)

    def origins(self) -> list[tuple[str, str, bytes]]:
        """(origin, outcome, body) of each robots.txt that is kept."""
        return self._database.execute("select origin, outcome, cast(body as blob) from robots").fetchall()

    def waiting_by_site(self) -> dict[str, int]:
        return dict(self._database.execute("select site, count(*) from queue group by site").fetchall())

    def waiting_by_host(self) -> dict[str, int]:
        """By host (www and scheme folded)."""
        select = "select name, count(*) from queue join host on host.id = queue.host group by host.id"
        return dict(self._database.execute(select).fetchall())

    # robots.txt
    def robots(self, origin: str) -> tuple[float, str, bytes] | None:
        """(fetched at, outcome, body) of an origin."""
        # Text was kept until 2026-11.
        select = "select fetched_at, outcome, cast(body as blob) from robots where origin = ?"
        row: tuple[float, str, bytes] | None = self._database.execute(select, (origin,)).fetchone()
        return row

    def set_robots(self, origin: str, fetched_at: float, outcome: str, body: bytes) -> None:
        self._database.execute("insert or replace into robots values (?, ?, ?, ?)", (origin, fetched_at, outcome, body))

    # families of addresses without end
    def families(self) -> list[tuple[str, Any, str, int]]:
        """(site, kind, key, barren) of each."""
        return self._database.execute("select site, kind, key, barren from family").fetchall()

    def save_family(self, site: str, kind: str, key: str, barren: int) -> None:
        self._database.execute("insert or replace into family values (?, ?, ?, ?)", (site, kind, key, barren))

    def first_shown(self, family: str, thing: bytes) -> bool:
        """Whether a family of addresses shows a thing for the first time."""
        return self._first_bytes(f"shown {family} ".encode() + thing)

    # counts
    def counts(self) -> list[tuple[str, str, int]]:
        return self._database.execute("select site, name, count from tally").fetchall()

    def save_counts(self, rows: Iterable[tuple[str, str, int]]) -> None:
        self._database.executemany("insert or replace into tally values (?, ?, ?)", rows)

    # facts
    def fact(self, name: str) -> Any:
        """What was remembered under a name, or None."""
        row = self._database.execute("select value from facts where name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def remember(self, name: str, value: Any) -> None:
        self._database.execute("insert or replace into facts values (?, ?)", (name, json.dumps(value)))

    def facts_of(self, name: str) -> dict[str, Any]:
        """What was remembered under a name of each site."""
        rows = self._database.execute(
            "select substr(name, ?), value from facts where name glob ?", (len(name) + 2, f"{name} *")
        )
        return {site: json.loads(value) for site, value in rows}

    def _set_back_with_the_clock(self) -> None:
        """Rests are kept as times of a clock that may have run ahead and been put right since."""
        ahead = (self.fact("committed_at") or 0.0) - time.time()
        if ahead > 0:
            self._database.execute("update host set ready_at = ready_at - ?", (ahead,))
            self._database.execute("update robots set fetched_at = fetched_at - ?", (ahead,))

    def commit(self) -> None:
        """Make it last. The WARC must be synced before. Raises sqlite3.Error when the disk will not have it."""
        self.remember("committed_at", time.time())
        self._database.execute("commit")
        self._database.execute("begin")

    def close(self) -> None:
        """Without committing."""
        if self._database.in_transaction:
            self._database.execute("rollback")
        self._database.close()

    def _host_of(self, url: str) -> int:
        name = site_key(url)
        host = self._hosts.get(name)
        if host is None:
            host = self._database.execute("insert into host (name) values (?)", (name,)).lastrowid
            assert host is not None
            self._hosts[name], self._waiting[host] = host, 0
        return host

    def _insert(self, host: int, target: Target) -> None:
        self._database.execute(
            "insert into queue values (?, ?, ?, ?, ?, ?, ?, ?)",
            (host, target.priority, self._number, target.url, target.site, target.via, target.hops, target.attempts),
        )
        self._number += 1
        self._count += 1
        self._waiting[host] += 1
        if self._waiting[host] == 1 and host not in self._leased:
            (ready_at,) = self._database.execute("select ready_at from host where id = ?", (host,)).fetchone()
            self._resting.put(host, ready_at)

    def _remove(self, lease: Lease) -> None:
        self._database.execute(
            "delete from queue where host = ? and priority = ? and number = ?",
            (lease.host, lease.target.priority, lease.number),
        )
        self._waiting[lease.host] -= 1
        self._count -= 1

    def _return(self, host: int, ready_at: float) -> None:
        self._leased.pop(host, None)
        self._database.execute("update host set ready_at = ? where id = ?", (ready_at, host))
        if self._waiting[host]:
            self._resting.put(host, ready_at)
