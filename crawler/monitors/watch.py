"""After a job: each monitor asked about each site and about the whole, and what it says made into findings."""

from __future__ import annotations

import json
import logging
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError
from archive.layout import Collection
from archive.times import parse_warc_date
from crawler.disk import room_of
from crawler.monitors import MONITORS
from crawler.monitors.finding import Finding, Moment, closed, merged
from crawler.monitors.history import History, history_of
from crawler.monitors.model import UNKNOWN, JobMonitor, JobView, Judgement, Sign, SiteMonitor, SiteView
from crawler.monitors.words import UNLISTED, words_of
from crawler.notices.outbox import unsent
from crawler.visits import published_days

if TYPE_CHECKING:
    from crawler.job import CrawlJob
    from crawler.reports.report import Report
from crawler.reports.runs import last_pause

logger = logging.getLogger(__name__)

_MOST_EVENTS = 10
_LONGEST_EVENT = 300


def watch(job: CrawlJob, report: Report) -> list[Finding]:
    """What is new, still there or over, after a job with this report. Holds the lock."""
    collection = job.collection
    moment = Moment(job.crawl_id, parse_warc_date(report["started_at"]))
    with history_of(collection, without=job.crawl_id, keep=True) as history:
        standing = history.open_findings() | _left_open_by(job)
        whole = list(_of_the_whole(job, report, history, standing, moment))
        # A patch crawl asks for no page, so it shows nothing of its sites.
        sites = [] if job.is_patch else list(_of_sites(job, report, history, standing, moment))
    return [*whole, *sites, *_of_no_site(collection, job.seeds, standing, moment)]


def disk_facts(collection: Collection) -> dict[str, int | None]:
    """For report.json: what is free on the collection's disk, and what the collection takes of it."""
    try:
        disk = os.statvfs(collection.root)
        free = disk.f_bavail * disk.f_frsize
    except OSError:
        free = None
    return {"free_bytes": free, "collection_bytes": sum(_sizes(collection))}


def _sizes(collection: Collection) -> Iterator[int]:
    for folder in (collection.root, *(collection.root / name for name in ("archive", "indexes", "documents"))):
        try:
            with os.scandir(folder) as entries:
                yield from (entry.stat().st_size for entry in entries if entry.is_file(follow_symlinks=False))
        except OSError:
            continue


def _reserve(collection: Collection) -> int:
    """Bytes that must stay free, by collection.toml."""
    try:
        return room_of(collection).reserve_bytes
    except OSError:
        return 0


def _left_open_by(job: CrawlJob) -> dict[str, Finding]:
    """What an earlier part of this job found, before it was stopped."""
    earlier = (Finding.of_facts(facts) for facts in job.findings_before or ())
    return {finding.key: finding for finding in earlier if finding and finding.is_open and not finding.passes}


def _of_the_whole(
    job: CrawlJob, report: Report, history: History, standing: Mapping[str, Finding], moment: Moment
) -> Iterator[Finding]:
    disk = report.get("disk") or {}
    since, until = last_pause(report.get("runs")) or (None, None)
    view = JobView(
        report=report,
        started_at=moment.started_at,
        jobs=history.jobs(),
        free_bytes=disk.get("free_bytes"),
        reserve_bytes=_reserve(job.collection),
        collection_bytes=disk.get("collection_bytes"),
        silent_since=_moment(since),
        went_on_at=_moment(until),
        unsent=unsent(job.collection),
        standing=_figures(standing, None),
    )
    for monitor in MONITORS:
        if isinstance(monitor, JobMonitor):
            try:
                judgement = monitor.judge(view)
            except _ODD as error:
                judgement = _odd(monitor.name, None, error)
            yield from _told(monitor, judgement, None, {}, standing, moment)


def _of_sites(
    job: CrawlJob, report: Report, history: History, standing: Mapping[str, Finding], moment: Moment
) -> Iterator[Finding]:
    days = published_days(job.collection, list(job.seeds.values()))
    events = _events(job.folder / "events.jsonl")
    for row in report["sites"]:
        site = row["site"]
        whole, latest = history.visits(site)
        view = SiteView(
            row=row,
            started_at=moment.started_at,
            seed=job.seeds.get(site),
            whole=whole,
            latest=latest,
            days=sorted(days.get(site, ())),
            standing=_figures(standing, site),
            events=events.get(site, {}),
        )
        for monitor in MONITORS:
            if isinstance(monitor, SiteMonitor):
                yield from _told(monitor, judged(monitor, view), site, row, standing, moment)


def judged(monitor: SiteMonitor, view: SiteView) -> Judgement:
    """What a monitor says; that it cannot tell, where a row is odder than it can bear."""
    try:
        return monitor.judge(view)
    except _ODD as error:
        return _odd(monitor.name, view.row.get("site"), error)


_ODD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


def _odd(monitor: str, site: object, error: Exception) -> Judgement:
    logger.error("The monitor %s cannot judge %s: %s: %s", monitor, site or "the job", type(error).__name__, error)
    return UNKNOWN


def _told(
    monitor: SiteMonitor | JobMonitor,
    judgement: Judgement,
    site: str | None,
    row: Mapping[str, Any],
    standing: Mapping[str, Finding],
    moment: Moment,
) -> Iterator[Finding]:
    texts = words_of(monitor.name, site, judgement.figures, row) if isinstance(judgement, Sign) else None
    before = standing.get(f"{monitor.name} {site or ''}")
    if finding := merged(before, judgement, moment, monitor.name, site, texts, passes=monitor.passes):
        yield finding


def _figures(standing: Mapping[str, Finding], site: str | None) -> dict[str, Mapping[str, Any]]:
    """The figures of a site's open findings, by monitor."""
    open_ones = (standing.get(f"{monitor.name} {site or ''}") for monitor in MONITORS)
    return {finding.monitor: finding.figures or {} for finding in open_ones if finding}


def _of_no_site(
    collection: Collection, visited: Mapping[str, Any], standing: Mapping[str, Finding], moment: Moment
) -> Iterator[Finding]:
    """Open findings of sites that nobody visits any more, and of monitors there are no more, are over."""
    try:
        listed = {seed.id for seed in collection.seeds() if not seed.paused}
    except ArchiveError:
        return
    names = {monitor.name for monitor in MONITORS}
    for finding in standing.values():
        is_gone = finding.site is not None and finding.site not in listed and finding.site not in visited
        if is_gone or finding.monitor not in names:
            yield closed(finding, moment, UNLISTED)


def _events(path: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """By site and kind the first events of the job, if it has any."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    try:
        with path.open("rb") as file:
            for raw in file:
                event = _event(raw)
                if event and len(first := found[event["site"]][event["event"]]) < _MOST_EVENTS:
                    first.append(event)
    except OSError:
        pass
    return found


def first_events(folder: Path) -> list[dict[str, Any]]:
    """Of a whole job, the gravest kinds first."""
    by_site = _events(folder / "events.jsonl")
    events = [event for kinds in by_site.values() for first in kinds.values() for event in first]
    return sorted(events, key=lambda event: _gravity(event["event"]))[:_MOST_EVENTS]


_GRAVEST_FIRST = ("hijacked", "vanished", "site_moved", "site_unreachable", "redirected", "site_returned", "returned")


def _gravity(kind: str) -> int:
    known = kind.removeprefix("page_")
    return _GRAVEST_FIRST.index(known) if known in _GRAVEST_FIRST else len(_GRAVEST_FIRST)


def _event(raw: bytes) -> dict[str, Any] | None:
    """What a notice says of an event: kind, site, address, title and day."""
    try:
        event = json.loads(raw)
        kept = {key: str(event[key])[:_LONGEST_EVENT] for key in ("url", "title", "found_at") if event.get(key)}
        return {"event": str(event["event"]), "site": str(event["site"]), **kept}
    except (ValueError, LookupError, TypeError, AttributeError):
        return None  # a torn line


def _moment(text: object) -> datetime | None:
    try:
        return parse_warc_date(text) if isinstance(text, str) else None
    except (ValueError, OverflowError):
        return None
