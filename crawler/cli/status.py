"""`lumbung status`: what runs, what waits, how the last jobs ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import islice
from typing import Annotated, Any

import typer

from archive.index.documents import first_reader
from archive.layout import Collection, Holder
from archive.times import warc_date
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, console, print_json, size, tell
from crawler.due import Due, in_wib
from crawler.reports.progress import read_progress

# How many sites of the plan of visits are shown, and how many sentences of what needs a person.
_SHOWN = 5
_MOST_SENTENCES = 50


def status(
    collection: CollectionOption = DEFAULT_COLLECTION,
    jobs: Annotated[int, typer.Option(min=1, help="How many of the last jobs to show.")] = 5,
    as_json: JsonOption = False,
) -> int:
    """Show what is running, due, failing, and how the last jobs ended.

    Example: lumbung status -c desa
    """
    from crawler.visits import planned_visits

    opened, now = Collection.open(collection), datetime.now(UTC)
    places = planned_visits(opened, now)
    facts = status_facts(opened, places, jobs, now)
    if as_json:
        print_json(facts)
    else:
        _show(facts, [place.words(now) for place in places[:_SHOWN]])
    return 0


def status_facts(collection: Collection, places: list[Due], jobs: int, now: datetime) -> dict[str, Any]:
    """What `--json` prints; each key is explained in docs/commands.md. Takes no lock and writes nothing."""
    from crawler.disk import room_of
    from crawler.monitors.overview import overview
    from crawler.notices.outbox import unsent
    from crawler.reports.report import failing, read_reports
    from spiders.reading.version import READER_VERSION

    holder = collection.holder()
    reports = list(islice(read_reports(collection), jobs))
    # An import or a patch crawl says nothing of sites, and must not hide what the last visit said.
    last_crawl = next((one for one in reports if "imported" not in one and not one.get("patch")), None)
    room = room_of(collection)
    seen = overview(collection, last_crawl, places, now, running=holder is not None)
    return {
        "schema": "lumbung-status/1",
        "at": warc_date(now),
        "collection": str(collection.root),
        "running": holder is not None,
        "holder": asdict(holder) if holder else None,
        "job": _running_job(collection, reports, holder),
        "warcs": len(collection.stems()),
        "open_warcs": len(collection.open_warcs()),
        "seeds": len(collection.seeds()),
        "due": sum(place.is_due(now) for place in places),
        "overdue": sum(place.is_overdue(now) for place in places),
        "next_due": [place.facts(now) for place in places[:_SHOWN]],
        "disk": {"free_bytes": room.free_bytes, "reserve_bytes": room.reserve_bytes, "is_short": room.is_short},
        "failing": failing(last_crawl) if last_crawl else [],
        "jobs": reports,
        "needs_a_person": seen.sentences,
        "findings": [finding.as_facts() for finding in seen.findings],
        "missed_run": seen.missed_run,
        "takedowns_to_review": _takedowns_to_review(collection, now.date()),
        "unsent_notices": unsent(collection),
        "other_readers": _other_readers(collection, READER_VERSION),
    }


def _takedowns_to_review(collection: Collection, today: date) -> int:
    """How many takedowns, and entries of the access list, are to be looked at again by now."""
    from archive.access.takedowns import due_for_review
    from crawler.cli.takedown_shown import due_entries

    return len(due_for_review(collection.root, today)) + len(due_entries(collection, today))


def _running_job(collection: Collection, reports: list[dict[str, Any]], holder: Holder | None) -> dict[str, Any] | None:
    """How the job goes that is being worked on; None when what runs is no crawl, or one that has only begun."""
    if holder is None or not reports or reports[0]["finish_reason"] != "running":
        return None
    progress = read_progress(collection.crawl_folder(reports[0]["crawl_id"]))
    # What a job that died left is told of no other process.
    return progress if progress and holder.pid in (None, progress["pid"]) else None


def _show(facts: dict[str, Any], next_due: list[str]) -> None:
    from crawler.cli.tables import jobs_table, sites_table
    from spiders.reading.version import READER_VERSION

    reports, root = facts["jobs"], facts["collection"]
    tell(f"{root}: {facts['seeds']} sites, {facts['warcs']} WARCs. {_now(facts)}")
    if facts["disk"]["is_short"]:
        free, reserve = size(facts["disk"]["free_bytes"]), size(facts["disk"]["reserve_bytes"])
        tell(f"The disk has only {free} left, of which {reserve} are kept free: make space, no crawl begins before.")
    console.print(jobs_table(reports, is_running=facts["running"]))
    last_crawl = next((report for report in reports if report.get("sites") and not report.get("patch")), None)
    if last_crawl:
        console.print(sites_table(last_crawl))
    if next_due:
        overdue = f", {facts['overdue']} of them for more than a day" if facts["overdue"] else ""
        tell(f"Due now: {facts['due']} sites{overdue}. Longest due and next: {'; '.join(next_due)}.")
    _tell_what_needs_a_person(facts)
    if count := facts["takedowns_to_review"]:
        tell(f"{count} takedowns or entries of the access list are to be looked at again: lumbung takedown review")
    if unsent := facts["unsent_notices"]:
        names = ", ".join(unsent["targets"])
        tell(f"Not delivered since {in_wib(unsent['since'])}: notices to {names}: {unsent['reason']}")
    for version, count in facts["other_readers"].items():
        tell(
            f"The documents of {count} WARCs were made by reader {version}, today's is {READER_VERSION}; "
            f"run: lumbung rebuild --only documents -c {root}"
        )


def _tell_what_needs_a_person(facts: dict[str, Any]) -> None:
    sentences = facts["needs_a_person"]
    if missed := facts["missed_run"]:
        tell(
            f"Run missed: {missed['sites']} sites are due, and nothing has run since {in_wib(missed['since'])}. "
            "Does the timer run? See: systemctl --user list-timers, or crontab -l"
        )
    for sentence in sentences[:_MOST_SENTENCES]:
        tell(f"Needs a person: {sentence}")
    if len(sentences) > _MOST_SENTENCES:
        tell(f"… and {len(sentences) - _MOST_SENTENCES} more; all of them: lumbung status --json")


def _other_readers(collection: Collection, today: str) -> dict[str, int]:
    """By version, the WARCs whose documents another reader made than today's. Reads a line a file."""
    made_by = Counter(first_reader(collection.documents_file(stem)) for stem in collection.stems())
    return {version: count for version, count in made_by.items() if version and version != today}


def _now(facts: dict[str, Any]) -> str:
    reports, holder, job = facts["jobs"], facts["holder"], facts["job"]
    is_open = bool(reports) and reports[0]["finish_reason"] == "running"
    if holder:
        who = f" (process {holder['pid']}, since {holder['since'][:19]}Z)" if holder["pid"] else ""
        if job is None:
            return f"{'A crawl is running' if is_open else 'The collection is being worked on'}{who}."
        return (
            f"A crawl is running{who}, {job['phase']}: {job['pages']} pages, {job['waiting']} addresses wait, "
            f"{job['answers_per_second']:g} answers a second."
        )
    if is_open or (reports and reports[0]["finish_reason"] in ("stopped", "disk", "evidence")):
        return "The last job did not end; the next `lumbung crawl` goes on with it."
    return "No job is running."
