"""What is known of each address from the captures of earlier jobs: what it had, when it was asked and when it changed.

Kept in visits.sqlite beside the payloads (archive.warc.digests), learned from the indexes, each read once. A WARC
that is gone or was changed makes all of it be learned anew. So it never says more than the indexes do.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from archive.index.cdxj import read_all_captures
from archive.layout import Collection, warc_name
from archive.model import Capture
from archive.times import parse_warc_date, warc_date
from archive.urls import UrlError, fetch_key, site_key
from archive.warc.exchange import Original, is_same_tag, validators_of

PAGE_TABLES = """
create table if not exists page (key integer primary key, url text, host text, status integer, digest text,
    etag text, last_modified text, first_at text, checked_at text, changed_at text,
    seen_at text, unmodified integer);
create index if not exists page_host on page (host);
"""

_GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class KnownPage:
    """An address as the last job that asked for it left it.

    `checked_at` is when it was asked last, `changed_at` when it first had what it has now, `seen_at` when it last sent
    it, `unmodified` how many 304s it answered since. `original` is the record that holds the payload, None when no
    finished WARC does; then `mime`, `warc_filename` and `offset` are None, too.
    """

    url: str
    status: int
    digest: str
    etag: str | None
    last_modified: str | None
    first_at: datetime
    checked_at: datetime
    changed_at: datetime
    seen_at: datetime
    unmodified: int
    original: Original | None
    mime: str | None
    warc_filename: str | None
    offset: int | None

    @property
    def is_good(self) -> bool:
        return self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status in _GONE

    @property
    def has_validators(self) -> bool:
        return bool(self.etag or self.last_modified)

    def original_if(self, headers: tuple[tuple[bytes, bytes], ...]) -> Original | None:
        """What a 304 with these headers stands for; None when it names another ETag than the one we asked with, for
        then it stands for what we do not have (RFC 9111 4.3.4)."""
        etag = validators_of(304, headers)["etag"]
        return None if etag and self.etag and not is_same_tag(etag, self.etag) else self.original


class KnownPages:
    """`learn` once, before anything is asked: what the job that runs finds out meanwhile is not known here."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        # A page is asked about several times while its answer is worked on, and stays as it was before the job.
        self._of_key = lru_cache(maxsize=1024)(self._look_up)

    def learn(self, collection: Collection, crawl_id: str, now: datetime | None = None) -> None:
        """The captures of all jobs but this one that were not learned yet. Raises ArchiveError.

        Those of a clock that ran ahead are left out: nothing that is found out later would be newer.
        """
        self._of_key.cache_clear()
        latest = (now or datetime.now(UTC)) + timedelta(days=1)
        unlearned = self._database.execute("select id, stem from warc where not is_paged order by stem").fetchall()
        for warc, stem in unlearned:
            if collection.crawl_id_of(stem) != crawl_id:
                captures = read_all_captures(collection.cdxj_file(stem))
                self._learn(warc, (capture for capture in captures if capture.captured_at <= latest))

    def of(self, url: str) -> KnownPage | None:
        """None when no answer of an address is known; of forms of one address there is one. Raises UrlError."""
        return self._of_key(_key_of(url))

    def _look_up(self, key: int) -> KnownPage | None:
        row = self._database.execute(_SELECT + "where page.key = ?", (key,)).fetchone()
        return _known(row) if row else None

    def look_anew(self) -> None:
        """After a payload was forgotten."""
        self._of_key.cache_clear()

    def of_host(self, host: str) -> Iterator[KnownPage]:
        """All of a host (site key), the latest found first."""
        rows = self._database.execute(_SELECT + "where page.host = ? order by first_at desc, page.url", (host,))
        return map(_known, rows.fetchall())

    def first_of_host(self, host: str) -> datetime | None:
        """When the first answer of a host (site key) was archived."""
        (first,) = self._database.execute("select min(first_at) from page where host = ?", (host,)).fetchone()
        return parse_warc_date(first) if first else None

    def _learn(self, warc: int, captures: Iterable[Capture]) -> None:
        self._database.execute("begin")
        for key, capture, unmodified in _last_of_each(captures):
            self._note(key, capture, unmodified)
        self._database.execute("update warc set is_paged = 1 where id = ?", (warc,))
        self._database.execute("commit")

    def _note(self, key: int, capture: Capture, unmodified: int) -> None:
        before = self._database.execute(_BEFORE, (key,)).fetchone()
        moment = warc_date(capture.captured_at)
        if before is None:
            status = capture.status if capture.is_indexed else 200
            values = (
                key, capture.url, site_key(capture.url), status, capture.digest, capture.etag, capture.last_modified,
                moment, moment, moment, moment, unmodified,
            )  # fmt: skip
            self._database.execute("insert into page values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            return
        status, digest, checked_at, changed_at, seen_at, had, etag, last_modified = before
        if moment < checked_at:
            self._database.execute("update page set first_at = min(first_at, ?) where key = ?", (moment, key))
            return
        if capture.is_indexed:
            is_same = (capture.status, capture.digest) == (status, digest)
            changed_at, seen_at = changed_at if is_same else moment, moment
            status, digest, etag, last_modified, had = (
                capture.status, capture.digest, capture.etag, capture.last_modified, 0,
            )  # fmt: skip
        else:
            # A 304 says what the validators are now (RFC 9111 4.3.4), or nothing of them.
            etag, last_modified = capture.etag or etag, capture.last_modified or last_modified
        self._database.execute(
            "update page set url = ?, status = ?, digest = ?, etag = ?, last_modified = ?, checked_at = ?,"
            " changed_at = ?, seen_at = ?, unmodified = ? where key = ?",
            (capture.url, status, digest, etag, last_modified, moment, changed_at, seen_at, had + unmodified, key),
        )


def forget_pages(database: sqlite3.Connection, stem: str) -> None:
    """What was learned when a WARC is not what it was: all of it, if that WARC was among it."""
    row = database.execute("select is_paged from warc where stem = ?", (stem,)).fetchone()
    if row and row[0]:
        database.execute("delete from page")
        database.execute("update warc set is_paged = 0")


def _last_of_each(captures: Iterable[Capture]) -> Iterator[tuple[int, Capture, int]]:
    """Of each address the capture that says what became of it, and how many 304s it answered since.

    A redirect between two forms of an address says less than what came of it, and an error of the server nothing.
    """
    best: dict[int, tuple[Capture, int]] = {}
    for capture in sorted(captures, key=lambda one: one.captured_at):
        if capture.truncated or urlsplit(capture.url).path == "/robots.txt":
            continue
        if capture.status == 304 and capture.is_indexed:
            continue  # nobody asked for it, or nobody has what it stands for
        if not (capture.status < 400 or capture.status in _GONE):
            continue
        try:
            key = _key_of(capture.url)
        except UrlError:
            continue
        known, unmodified = best.get(key, (None, 0))
        if known is not None and known.is_good and capture.status in range(300, 400) and capture.is_indexed:
            continue
        best[key] = (capture, 0 if capture.is_indexed else unmodified + 1)
    for key, (capture, unmodified) in best.items():
        yield key, capture, unmodified


def _key_of(url: str) -> int:
    """Raises UrlError."""
    return int.from_bytes(hashlib.blake2b(fetch_key(url).encode(), digest_size=8).digest(), "big", signed=True)


_BEFORE = (
    "select status, digest, checked_at, changed_at, seen_at, unmodified, etag, last_modified from page where key = ?"
)
_SELECT = (
    "select page.url, status, page.digest, etag, last_modified, first_at, checked_at, changed_at, seen_at, unmodified,"
    " payload.record_id, payload.url, payload.date, mime, stem, offset"
    " from page left join payload on payload.digest = page.digest left join warc on warc.id = payload.warc "
)


def _known(row: Sequence[Any]) -> KnownPage:
    url, status, digest, etag, last_modified, *rest = row
    first_at, checked_at, changed_at, seen_at, unmodified, record_id, original_url, date, mime, stem, offset = rest
    return KnownPage(
        url, status, digest, etag, last_modified,
        parse_warc_date(first_at), parse_warc_date(checked_at), parse_warc_date(changed_at), parse_warc_date(seen_at),
        unmodified,
        Original(record_id, original_url, date, digest) if record_id else None,
        mime, warc_name(stem) if stem else None, offset,
    )  # fmt: skip
