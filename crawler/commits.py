"""When a job is committed: each second or 200 records the WARC is synced, then the frontier says so.

The frontier may be behind the WARC and never ahead of it. An answer may be stored while the frontier still waits for
it (it is being looked at): then what is noted of the WARCs ends before its record, so that the next run finds it there
instead of asking for it again.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from archive.errors import EvidenceError
from archive.layout import stem_of
from archive.model import Capture
from crawler.frontier.facts import SiteFacts
from crawler.frontier.store import Lease

if TYPE_CHECKING:
    from crawler.job import CrawlJob

logger = logging.getLogger(__name__)

_COMMIT_SECONDS = 1.0
_COMMIT_RECORDS = 200
_REPORT_SECONDS = 15.0


class Commits:
    """Of one job. `synced_before` and `stems_before` say up to where frontier and WARCs agreed when it was opened."""

    def __init__(self, job: CrawlJob, facts: Sequence[SiteFacts]) -> None:
        self.synced_before: list[Any] | None = job.frontier.fact("synced")  # stem and length of the open WARC
        self.stems_before: frozenset[str] = frozenset(job.frontier.fact("stems") or ())
        self._job = job
        self._facts = facts
        self._looked_at: dict[Lease, tuple[str, int]] = {}  # stem and offset of the first record of each that is out
        self._is_stored_taken = not job.resumed
        self._reported_at = time.monotonic()
        self._timer: asyncio.TimerHandle | None = None

    def recorded(self, lease: Lease, capture: Capture | None) -> None:
        """After each exchange: see that it is committed soon."""
        if capture:
            self._looked_at.setdefault(lease, (stem_of(capture.warc_filename), capture.offset))
        if self._job.recorder.records_since_sync >= _COMMIT_RECORDS:
            self._commit_now()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_COMMIT_SECONDS, self._commit_now)

    def _commit_now(self) -> None:
        """Commit; a failure ends the job, for what a disk refused once it may forget the next time."""
        try:
            self.commit()
        except EvidenceError as error:
            self._job.recorder.failure = error
            self._job.stop("evidence")
            return
        self._guard_the_disk()

    def _guard_the_disk(self) -> None:
        """Stop in time; and when what is under way eats the reserve as well, wait for it no longer."""
        if shortage := self._job.disk.shortage():
            if self._job.shortage is None:
                logger.warning("%s", shortage)
            self._job.shortage = self._job.shortage or shortage
            self._job.stop("disk")
            if self._job.disk.is_urgent():
                self._job.leave_what_is_under_way()

    def commit(self) -> None:
        """WARC first, then everything that says it is there. Raises EvidenceError."""
        job = self._job
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if job.recorder.failure:
            return
        job.recorder.sync()
        try:
            for facts in self._facts:
                facts.save()
            self._remember_warcs()
            job.frontier.save_counts(job.tally.take_changed())
            job.frontier.commit()
            job.failures.write()
            job.skips.write()
            self._write_interim_report()
        except (OSError, sqlite3.Error) as error:
            raise job.cannot_write(error) from error

    def _remember_warcs(self) -> None:
        """Up to where the WARCs agree with the frontier; until a dead job's answers are taken, what was known then."""
        job = self._job
        if not self._is_stored_taken:
            return
        self._looked_at = {lease: at for lease, at in self._looked_at.items() if job.frontier.is_out(lease)}
        stems = {*self.stems_before, *job.recorder.finished}
        until = min(self._looked_at.values(), default=job.recorder.synced)
        job.frontier.remember("synced", until)
        job.frontier.remember("stems", sorted(stem for stem in stems if not until or stem < until[0]))

    def stored_is_taken(self) -> None:
        """What a dead job stored is noted now. Raises EvidenceError."""
        job = self._job
        open_now = {job.recorder.synced[0]} if job.recorder.synced else set()
        known = (stem for stem in job.collection.stems() if job.collection.crawl_id_of(stem) == job.crawl_id)
        self.stems_before = frozenset(known) - open_now
        self._is_stored_taken = True
        self.commit()

    def _write_interim_report(self) -> None:
        """So that `lumbung status` can tell how a long job goes; seldom, for it lists every site."""
        now = time.monotonic()
        if now - self._reported_at > max(_REPORT_SECONDS, len(self._job.seeds) / 100):
            self._reported_at = now
            self._job.write_report()
