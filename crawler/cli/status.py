"""`lumbung status`: what runs, what waits, how the last jobs ended."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.index.documents import first_reader
from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, console, plain_table, print_json, tell

if TYPE_CHECKING:
    from crawler.monitors.overview import Overview

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
    from crawler.cli.tables import sites_table
    from crawler.monitors.overview import overview
    from crawler.notices.outbox import unsent
    from crawler.reports.report import read_reports
    from crawler.visits import planned_visits
    from spiders.reading.version import READER_VERSION

    opened = Collection.open(collection)
    reports = list(islice(read_reports(opened), jobs))
    running = opened.is_locked()
    now = datetime.now(UTC)
    places = planned_visits(opened, now)
    seen = overview(opened, reports[0] if reports else None, places, now, running=running)
    unsent_notices = unsent(opened)
    facts: dict[str, Any] = {
        "collection": str(opened.root),
        "running": running,
        "warcs": len(opened.stems()),
        "open_warcs": len(opened.open_warcs()),
        "seeds": len(opened.seeds()),
        "due": sum(place.is_due(now) for place in places),
        "next_due": [place.facts(now) for place in places[:_SHOWN]],
        "jobs": reports,
        "needs_a_person": seen.sentences,
        "findings": [finding.as_facts() for finding in seen.findings],
        "missed_run": seen.missed_run,
        "unsent_notices": unsent_notices,
        "other_readers": _other_readers(opened, READER_VERSION),
    }
    if as_json:
        print_json(facts)
        return 0
    tell(f"{opened.root}: {facts['seeds']} sites, {facts['warcs']} WARCs. {_now(running, reports)}")
    numbers = ("pages", "failed", "remaining")
    table = plain_table("", "crawl", "started", "ended", *numbers, numbers=numbers)
    for report in reports:
        ended = report["finish_reason"]
        is_newest = report is reports[0]
        total = report.get("totals", {})
        table.add_row(
            report["crawl_id"],
            (report.get("started_at") or "")[:19],
            "died" if ended == "running" and not (running and is_newest) else ended,
            str(total.get("archived", "")),
            str(total.get("failed", "")),
            str(report.get("remaining", "")),
        )
    console.print(table)
    if reports and reports[0].get("sites"):
        console.print(sites_table(reports[0]))
    if places:
        shown = "; ".join(place.words(now) for place in places[:_SHOWN])
        tell(f"Due now: {facts['due']} sites. Longest due and next: {shown}.")
    _tell_what_needs_a_person(seen)
    if unsent_notices:
        names = ", ".join(unsent_notices["targets"])
        tell(f"Not delivered since {unsent_notices['since'][:16]}: notices to {names}: {unsent_notices['reason']}")
    for version, count in facts["other_readers"].items():
        tell(
            f"The documents of {count} WARCs were made by reader {version}, today's is {READER_VERSION}; "
            f"run: lumbung rebuild --only documents -c {opened.root}"
        )
    return 0


def _tell_what_needs_a_person(seen: Overview) -> None:
    if missed := seen.missed_run:
        tell(
            f"Run missed: {missed['sites']} sites are due, and nothing has run since {missed['since'][:16]}. Does the "
            "timer run? See: systemctl --user list-timers, or crontab -l"
        )
    for sentence in seen.sentences[:_MOST_SENTENCES]:
        tell(f"Needs a person: {sentence}")
    if len(seen.sentences) > _MOST_SENTENCES:
        tell(f"… and {len(seen.sentences) - _MOST_SENTENCES} more; all of them: lumbung status --json")


def _other_readers(collection: Collection, today: str) -> dict[str, int]:
    """By version, the WARCs whose documents another reader made than today's. Reads a line a file."""
    made_by = Counter(first_reader(collection.documents_file(stem)) for stem in collection.stems())
    return {version: count for version, count in made_by.items() if version and version != today}


def _now(running: bool, reports: list[dict[str, object]]) -> str:
    if running:
        is_crawl = reports and reports[0]["finish_reason"] == "running"
        return "A crawl is running." if is_crawl else "The collection is being worked on."
    if reports and reports[0]["finish_reason"] in ("running", "stopped", "disk", "evidence"):
        return "The last job did not end; the next `lumbung crawl` goes on with it."
    return "No job is running."
