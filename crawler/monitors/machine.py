"""What concerns the collection as a whole: its disk, its timer, its notices, and Lumbung itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from archive.times import parse_warc_date, warc_date
from crawler.monitors.model import FINE, UNKNOWN, JobFacts, JobView, Judgement, Sign, facts, number, text

_DAY = timedelta(days=1)
# A timer runs once a day at the least, up to ten minutes late, and a run of some hours may have been before it.
MISSED_AFTER = timedelta(hours=30)
# A job by hand that ran so long may have kept the timer's from its turn.
_LONG_JOB = timedelta(hours=1)
# What a collection grew by in fewer days is no rate.
_SHORTEST_GROWTH = timedelta(days=3)
_LONGEST_GROWTH = timedelta(days=45)


def disk_filling(view: JobView) -> Judgement:
    """The disk is full in sight, at the rate at which this collection has grown."""
    if text(view.report, "finish_reason") == "disk":
        return Sign("alarm", {"free_bytes": view.free_bytes, "days": 0})
    if view.free_bytes is None:
        return UNKNOWN
    standing = view.standing.get("disk_filling")
    if view.free_bytes < view.reserve_bytes:
        return Sign("alarm", {"free_bytes": view.free_bytes, "days": None, "reserve_bytes": view.reserve_bytes})
    growth = growth_a_day(view)
    if growth is None:
        return UNKNOWN
    days = (view.free_bytes - view.reserve_bytes) / growth if growth > 0 else float("inf")
    if days >= (45 if standing else 30):
        return FINE
    figures = {"free_bytes": view.free_bytes, "days": int(days), "bytes_a_day": round(growth)}
    return Sign("alarm" if days < 7 else "warning", figures)


def growth_a_day(view: JobView) -> float | None:
    """Bytes by which the collection grew a day, over the last weeks; None when too little is known."""
    earlier = [
        job
        for job in view.jobs
        if job.collection_bytes is not None and _SHORTEST_GROWTH <= view.started_at - job.started_at <= _LONGEST_GROWTH
    ]
    if view.collection_bytes is None or len(view.jobs) < 2 or not earlier:
        return None
    oldest = min(earlier, key=lambda job: job.started_at)
    return (view.collection_bytes - (oldest.collection_bytes or 0)) / ((view.started_at - oldest.started_at) / _DAY)


def run_missed(view: JobView) -> Judgement:
    """Sites had been due for longer than any schedule waits, and nothing had run."""
    gaps = []
    if view.silent_since and view.went_on_at:
        gaps.append((view.silent_since, view.went_on_at))
    if due := _due_times(view.report):
        missed = missed_since(min(due), view.jobs, view.started_at)
        gaps += [(missed, view.started_at)] if missed else []
    gaps = [(since, until) for since, until in gaps if until - since > MISSED_AFTER]
    if not gaps:
        return FINE
    since, until = max(gaps, key=lambda gap: gap[1] - gap[0])
    waited = until - since
    figures = {"since": warc_date(since), "until": warc_date(until), "days": round(waited / _DAY, 1)}
    return Sign("warning", figures, since=warc_date(since))


def missed_since(due_at: datetime, jobs: Sequence[JobFacts], now: datetime) -> datetime | None:
    """Since when a run had been to come and did not: the due time, or the end of the last job of the timer if that
    was later. None while it is early, and where no job was ever the timer's: there is no schedule then."""
    if not any(job.is_scheduled for job in jobs):
        return None
    ends = [
        job.finished_at or job.started_at
        for job in jobs
        if job.is_scheduled or (job.finished_at and job.finished_at - job.started_at > _LONG_JOB)
    ]
    since = max([due_at, *(end for end in ends if end <= now)])
    return since if now - since > MISSED_AFTER else None


def _due_times(report: Mapping[str, Any]) -> list[datetime]:
    sites = report.get("sites")
    listed = sites if isinstance(sites, list) else []
    return list(_times(text(site, "due_at") for site in listed if isinstance(site, Mapping)))


def _times(texts: Iterable[str | None]) -> Iterable[datetime]:
    for one in texts:
        try:
            if one:
                yield parse_warc_date(one)
        except ValueError:
            continue


def internal_error(view: JobView) -> Judgement:
    errors = view.report.get("internal_errors")
    if not isinstance(errors, list) or not errors:
        return FINE
    return Sign("warning", {"count": len(errors), "error": str(errors[0])[:400]})


def notices_unsent(view: JobView) -> Judgement:
    """An earlier notice has not reached somebody."""
    unsent = facts({"unsent": view.unsent}, "unsent")
    if not unsent:
        return FINE
    figures = {"targets": ", ".join(map(str, unsent.get("targets", ()))), "tries": number(unsent, "tries") or 1}
    return Sign("warning", figures, since=text(unsent, "since"))
