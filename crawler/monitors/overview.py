"""What is open now, for somebody who only looks: nothing is written, and no job need have run.

A run that was missed shows here long before the next job can report it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.layout import Collection
from archive.times import warc_date
from crawler.due import Due
from crawler.monitors.finding import Finding
from crawler.monitors.history import history_of
from crawler.monitors.machine import missed_since
from crawler.monitors.model import SEVERITIES
from crawler.reports.report import needs_a_person, sentence_of


@dataclass(frozen=True, slots=True)
class Overview:
    """Open findings, the worst first, with what passed in the last job; `sentences` of those that need a person."""

    findings: Sequence[Finding]
    sentences: Sequence[str]
    missed_run: Mapping[str, Any] | None


def overview(
    collection: Collection, last: Mapping[str, Any] | None, places: Sequence[Due], now: datetime, *, running: bool
) -> Overview:
    """`last` is the newest report, `places` the plan of visits."""
    try:
        with history_of(collection) as history:
            still_open, jobs = list(history.open_findings().values()), history.jobs()
    except sqlite3.Error:
        still_open, jobs = [], []
    judged = last is not None and isinstance(last.get("findings"), list)
    read = (Finding.of_facts(facts) for facts in (last or {})["findings"]) if judged else ()
    passed = [finding for finding in read if finding and finding.passes and finding.is_open]
    findings = sorted([*still_open, *passed], key=lambda one: (-SEVERITIES.index(one.severity), one.first_found_at))
    sentences = [sentence_of(one.as_facts(), "en") for one in findings if one.severity != "info"]
    if last is not None and not judged:
        sentences += needs_a_person(dict(last))
    missed = None if running else _missed_run(places, jobs, now)
    return Overview(findings, sentences, missed)


def _missed_run(places: Sequence[Due], jobs: Sequence[Any], now: datetime) -> dict[str, Any] | None:
    due = [place.due_at for place in places if place.due_at and place.due_at <= now]
    since = missed_since(min(due), jobs, now) if due else None
    return {"since": warc_date(since), "sites": len(due)} if since else None
