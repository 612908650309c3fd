"""What a job that died had stored and not noted: taken from its WARCs, and not asked for again.

The frontier is committed after the WARC was synced, so up to a second of answers may be in the WARC
and still waiting in the queue, as are those that were just being looked at when it was committed. Each is
handed to the spider as if it had just come.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Headers, Response

from archive.errors import EvidenceError
from archive.http import HeadError
from archive.model import Capture, Page
from archive.urls import absolute_url, site_key
from archive.warc.reader import capture_of, read_page_of, read_records
from crawler.closing import job_stems, read_what_is_unread
from crawler.frontier.store import Lease
from crawler.job import CrawlJob
from crawler.politeness.robots import Robots, outcome_of
from crawler.wire.leaving import LEFT
from spiders.targets import Priority, Target

logger = logging.getLogger(__name__)

# Enough for any head; the rest of an answer is read when its turn comes.
_HEAD_BYTES = 64 * 1024
_CUT_BY = {"disconnect": "disconnect", "time": "time", "length": "length", "unspecified": LEFT}


class Parses(Protocol):
    """A spider, as far as it is needed here."""

    def parse(self, response: Response) -> Iterable[object]: ...


@dataclass(frozen=True, slots=True)
class _Stored:
    capture: Capture
    is_led_to: bool  # whether where it led is in the WARC, too


async def take_what_was_stored(job: CrawlJob, spider: Parses) -> None:
    """Before a job goes on, which then has also read what it had not. Raises EvidenceError, and StoppedAtOnce."""
    _let_all_rest(job)
    stored = list(_not_noted(job))
    unwanted = _take_all(job, spider, stored)
    await read_what_is_unread(job)
    if not job.stopping.is_asked:
        # Pictures that only the pages read just now ask for; an early stop leaves them to the next crawl.
        _take_all(job, spider, unwanted)
        job.commits.stored_is_taken()
    if stored:
        logger.info("%d answers that were stored and not noted were taken from the WARCs", len(stored))


def _take_all(job: CrawlJob, spider: Parses, stored: list[_Stored]) -> list[_Stored]:
    """Those that nothing in the frontier waits for."""
    unwanted = []
    originals = job.collection.originals({one.capture.revisit_of for one in stored if one.capture.revisit_of})
    for one in stored:
        try:
            if not _take(job, spider, one, originals.get(one.capture.revisit_of or "", one.capture)):
                unwanted.append(one)
        except (HeadError, EvidenceError):
            logger.info("%s cannot be read back, and is asked for again", one.capture.url)
    return unwanted


def _let_all_rest(job: CrawlJob) -> None:
    """Nobody knows whom a killed job had just asked, so each host is left alone for its delay from now on."""
    now = time.time()
    longer: dict[str, float] = {}
    for origin, outcome, body in job.frontier.origins():
        if outcome == "rules" and (delay := Robots(outcome, body, job.agent).crawl_delay):
            longer[site_key(origin)] = now + delay
    for seed in job.seeds.values():
        key = site_key(seed.url)
        longer[key] = max(longer.get(key, 0.0), now + job.pace_of(seed.id).delay)
    job.frontier.rest_all(now, longer)


def _not_noted(job: CrawlJob) -> Iterator[_Stored]:
    """Captures behind the last commit, in the order they were stored."""
    open_stem, committed = job.commits.synced_before or ("", 0)
    for stem in job_stems(job.collection, job.crawl_id):
        if stem in job.commits.stems_before:
            continue
        start = committed if stem == open_stem else 0
        captures: list[Capture] = []
        led_to: set[str] = set()
        path = job.collection.warc_file(stem)
        for record in read_records(path, _HEAD_BYTES, start):
            if capture := capture_of(record, path.name):
                captures.append(capture)
            elif record.type == "metadata" and (refers_to := record.field("warc-refers-to")):
                led_to.add(refers_to.strip("<>"))
        yield from (_Stored(capture, capture.record_id in led_to) for capture in captures)


def _take(job: CrawlJob, spider: Parses, one: _Stored, holder: Capture) -> bool:
    """False when nothing waits for it: it was noted, another address led to it first, or it is not wanted yet."""
    capture = one.capture
    if urlsplit(capture.url).path == "/robots.txt":
        _take_robots(job, capture, _page(job, holder))
        return True
    lease = job.frontier.take(capture.url)
    if lease is None:
        return False
    job.started(lease.target)
    job.led_to_already = one.is_led_to
    try:
        for _ in spider.parse(_response(job, lease, capture, holder)):
            pass  # what is to be read is read before the job goes on (crawler.closing)
    finally:
        job.led_to_already = False
        if job.frontier.is_out(lease):
            job.frontier.put_back(lease, 0.0)
    return True


def _take_robots(job: CrawlJob, capture: Capture, page: Page) -> None:
    """Rules that were read; anything else about a robots.txt is asked again."""
    outcome = outcome_of(capture.status)
    if outcome == "disallow_all" or capture.status // 100 == 3 or capture.truncated or page.truncated:
        return
    origin = capture.url.removesuffix("/robots.txt")
    robots = Robots(outcome, page.body, job.agent)
    job.frontier.set_robots(origin, capture.captured_at.timestamp(), robots.outcome, robots.body)
    if site := job.site_of(capture.url):
        found = (absolute_url(origin + "/", sitemap) for sitemap in robots.sitemaps)
        job.want_sitemaps(Target(origin + "/", site, Priority.SEED), [url for url in found if url])


def _response(job: CrawlJob, lease: Lease, capture: Capture, holder: Capture) -> Response:
    target = lease.target
    parts = urlsplit(capture.url)
    stored = job.frontier.robots(f"{parts.scheme}://{parts.netloc}")
    meta = {
        "target": target,
        "lease": lease,
        "capture": capture,
        "known": job.revisits.known.of(capture.url) if not capture.is_indexed else None,
        "wire_error": _CUT_BY.get(capture.truncated or ""),
        "crawl_delay": Robots(stored[1], stored[2], job.agent).crawl_delay if stored else 0.0,
    }
    request = Request(capture.url, meta={**meta, "verbatim_url": True})
    own = _page(job, capture)
    is_looked_at = not target.is_requisite or job.requisites == "all"
    body = _page(job, holder).body if is_looked_at else b""
    headers = Headers()
    for name, value in own.headers:
        headers.appendlist(name, value.encode("latin-1"))
    return Response(capture.url, status=own.status, headers=headers, body=body, request=request)


def _page(job: CrawlJob, capture: Capture) -> Page:
    return read_page_of(job.collection.archive / capture.warc_filename, capture.offset)
