"""Panen: what was harvested and when, what runs now, what is due, what needs somebody, and how each site is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, select
from starlette.requests import Request

from archive.catalogue import tables
from archive.layout import Collection
from archive.room import silence
from archive.room.language import N_, Language
from archive.room.paging import MOST_IN_A_FILE, wants_all, whole_number
from archive.room.room import Room
from archive.room.web import Page, language_of, with_params

Row = dict[str, Any]

_JOBS_SHOWN = 20
_DUE_SHOWN = 20
_SEVERITIES = ("alarm", "warning", "info")


def page(room: Room, request: Request) -> Page:
    """The overview. `jobs` in the address: from which job on the older ones are shown."""
    speech = language_of(request)
    is_whole = wants_all(request)
    start = 0 if is_whole else whole_number(request.query_params.get("start"), 0)
    with room.catalogue() as connection:
        count = connection.execute(select(func.count()).select_from(tables.job)).scalar_one()
        start = min(start, max(0, count - 1))
        jobs = _jobs(connection, start, MOST_IN_A_FILE if is_whole else _JOBS_SHOWN)
        findings = open_findings(connection, speech)
        states = silence.state_counts(connection)
    plan = room.plan()
    data = {
        "running": running(room.collection, jobs if not start else None),
        "jobs": jobs,
        "jobs_count": count,
        "start": start,
        "findings": findings,
        "states": states,
        "due": None if plan is None else sum(one["is_due"] for one in plan),
        "overdue": None if plan is None else sum(one["is_overdue"] for one in plan),
        "next_due": None if plan is None else plan if is_whole else plan[:_DUE_SHOWN],
    }
    view = {
        "previous": with_params(request, start=str(max(0, start - _JOBS_SHOWN)) if start > _JOBS_SHOWN else None)
        if start
        else None,
        "next": with_params(request, start=str(start + _JOBS_SHOWN)) if start + _JOBS_SHOWN < count else None,
    }
    return Page("panen.html", speech.say(N_("Panen")), data, view)


def _jobs(connection: Connection, start: int, limit: int) -> list[Row]:
    job = tables.job
    rows = connection.execute(
        select(job).order_by(job.c.started_at.desc(), job.c.crawl.desc()).limit(limit).offset(start)
    )
    return [job_row(row) for row in rows]


def job_row(row: Any) -> Row:
    return {name: value for name, value in row._mapping.items() if name != "findings"} | {"page": f"/panen/{row.crawl}"}


def open_findings(connection: Connection, speech: Language) -> list[Row]:
    """Those of all jobs that are open still, and what only passed in the last one; the worst first. One that is not
    named by a later job is open still."""
    job = tables.job.c
    rows = connection.execute(
        select(job.crawl, job.findings).where(job.findings != "[]").order_by(job.started_at, job.crawl)
    ).all()
    last = connection.execute(select(job.crawl).order_by(job.started_at.desc(), job.crawl.desc()).limit(1)).scalar()
    found: dict[str, Row] = {}
    for row in rows:
        for one in json.loads(row.findings):
            if one.get("state") == "closed" or (one.get("passes") and row.crawl != last):
                found.pop(one["id"], None)
            else:
                found[one["id"]] = one | {"crawl": row.crawl}
    told = [finding_row(one, speech) for one in found.values()]
    return sorted(told, key=lambda one: (_SEVERITIES.index(one["severity"]), one["since"] or ""))


def finding_row(finding: Row, speech: Language) -> Row:
    """A finding as it is shown, in the reader's language."""
    texts = finding.get("text") or {}
    text = texts.get(speech.code) or texts.get("id") or {}
    severity = finding.get("severity")
    return {
        "id": finding["id"],
        "site": finding.get("site"),
        "severity": severity if severity in _SEVERITIES else "info",
        "state": finding.get("state"),
        "since": finding.get("since"),
        "crawl": finding.get("crawl"),
        **{name: str(text.get(name) or "") for name in ("title", "what", "means", "advice")},
    }


def running(collection: Collection, jobs: Iterable[Row] | None) -> Row | None:
    """What works on the collection now; of a crawl how it goes, some ten seconds old."""
    holder = collection.holder()
    if holder is None:
        return None
    progress = None
    for path in sorted((collection.root / "crawls").glob("*/progress.json"), reverse=True)[:3]:
        try:
            facts = json.loads(path.read_bytes())
        except (OSError, ValueError):
            continue
        # What a job that died left is told of no other process.
        if isinstance(facts, dict) and holder.pid in (None, facts.get("pid")):
            progress = facts
            break
    return {"holder": asdict(holder), "progress": progress}
