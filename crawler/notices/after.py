"""When a job is closed: it is judged, and what is news is put where it will be sent and read from."""

from __future__ import annotations

import logging
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from archive.times import warc_date
from crawler.disk import is_full
from crawler.monitors.finding import Finding
from crawler.monitors.history import history_of
from crawler.monitors.model import SEVERITIES
from crawler.monitors.watch import disk_facts, first_events, watch
from crawler.notices import outbox
from crawler.notices.atom import MOST_ENTRIES, write_feed
from crawler.notices.targets import has_targets
from crawler.reports.report import make_report

if TYPE_CHECKING:
    from crawler.job import CrawlJob

logger = logging.getLogger(__name__)

# Whatever a report of long ago, a damaged cache or a full disk may bring: a job is closed all the same.
_FAILURES = (sqlite3.Error, ArchiveError, OSError, ValueError, LookupError, TypeError, AttributeError)


def judge(job: CrawlJob, reason: str) -> list[Finding]:
    """Put findings into the job, for its report, and give them back; none when it could not be judged. Judged once,
    unless it then ends for another reason than was thought."""
    if job.judged and job.judged[0] == reason:
        return job.judged[1]
    job.disk_facts = disk_facts(job.collection)
    try:
        findings = watch(job, make_report(job, reason))
    except _FAILURES as error:
        if is_full(error):
            logger.warning("The job could not be judged: %s", error)
        else:
            job.errors.append(f"judging: {type(error).__name__}: {error}")
            logger.exception("The job could not be judged")
        job.judged = (reason, [])
        return []
    job.judged = (reason, findings)
    job.findings = [finding.as_facts() for finding in findings]
    return findings


def announce(job: CrawlJob, findings: list[Finding]) -> None:
    """Leave what is news in the outbox, and all of it in the feed. Raises OSError."""
    collection = job.collection
    # Of events that pass, an earlier part of this job may have told already.
    before = {one.get("id") for one in job.findings_before or () if one.get("passes")}
    if has_targets(collection):
        least = SEVERITIES.index(collection.config.notify.least_severity)
        news = [
            finding
            for finding in findings
            if is_news(finding) and finding.id not in before and SEVERITIES.index(finding.severity) >= least
        ]
        if news:
            outbox.put(collection, job.crawl_id, news, first_events(job.folder))
    try:
        with history_of(collection, without=job.crawl_id, keep=True) as history:
            told = history.told(MOST_ENTRIES)
    except sqlite3.Error as error:
        logger.warning("The feed of findings cannot be made: %s", error)
        return
    last = {finding.id: finding for finding in (*reversed(told), *findings)}
    newest_first = sorted(last.values(), key=lambda one: one.closed_at or one.last_found_at, reverse=True)
    write_feed(collection, newest_first, warc_date(datetime.now(UTC)))


def is_news(finding: Finding) -> bool:
    return finding.state in ("new", "worse", "closed")
