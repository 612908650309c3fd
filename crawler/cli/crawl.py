"""`lumbung crawl`: one crawl job."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.decisions import searches_file
from archive.errors import CollectionError, LockedError
from archive.layout import Collection
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    console,
    errors,
    loading,
    print_json,
    say,
    tell,
)
from crawler.cli.seed_options import RegionOption, TagOption, make_filter
from crawler.due import Due, NothingDue
from crawler.options import CrawlOptions, NothingToPatch, Requisites
from crawler.seed_filter import EVERY_SEED, SeedFilter

if TYPE_CHECKING:
    from crawler.patch import Patch

Report = dict[str, Any]

EXIT_CODES = {"finished": 0, "limit": 0, "stopped": 130, "disk": 3, "evidence": 3}


def crawl(
    seeds: Annotated[list[str] | None, typer.Argument(metavar="[SEED…]", help="Ids or addresses; none: all.")] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    delay: Annotated[float | None, typer.Option(min=0, help="Seconds between requests to a host.")] = None,
    max_pages: Annotated[int | None, typer.Option(min=1, help="Most pages a site.")] = None,
    max_time: Annotated[float | None, typer.Option(min=1, help="Most seconds a site.")] = None,
    requisites: Annotated[Requisites | None, typer.Option(help="Pictures to fetch beside pages.")] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Sites of your own network too.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Only sites that are due, the longest due first.")] = False,
    tag: TagOption = None,
    region: RegionOption = None,
    patch: Annotated[
        bool, typer.Option("--patch", help="Only what the last check-quality found missing and may be had.")
    ] = False,
    patch_list: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The same with a list of your own: CSV with url and via.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Leave an unfinished job and begin a new one.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Crawl the given sites, all, those of a tag or region, or what is due. An unfinished job goes on first.

    Example: lumbung crawl https://contoh.desa.id/ --max-pages 500
    """
    if delay == 0 and not allow_private:
        raise CollectionError("--delay 0 is for sites of your own network and needs --allow-private")
    if due and seeds:
        raise CollectionError("--due chooses the sites itself; leave it out to crawl the sites you name")
    only = make_filter(tag, region)
    if only and seeds:
        raise CollectionError(
            "--tag and --region choose the sites themselves; leave them out to crawl the sites you name"
        )
    is_patch = patch or patch_list is not None
    if is_patch and (seeds or due or only or requisites or max_pages):
        raise CollectionError(
            "--patch asks for what its list names; leave out sites, --due, --tag, --region, --requisites, --max-pages"
        )
    options = CrawlOptions(delay, max_pages, max_time, requisites, allow_private)

    def run_once() -> Report:
        opened = Collection.open(collection)
        wanted = _patch_of(opened, patch_list) if is_patch else None
        return run_crawl(opened, options, seeds or [], fresh=fresh, only_due=due, only=only, patch=wanted)

    try:
        report = run_once()
    except NothingDue as nothing:
        _send_what_waits(Collection.open(collection))
        return _say_nothing_is_due(nothing.places, as_json=as_json)
    except NothingToPatch as nothing:
        return _say_nothing_to_patch(str(nothing), as_json=as_json)
    code = show_outcome(Collection.open(collection), report, quiet=as_json)
    went_on = len(report.get("runs", ())) > 1
    is_left = due or is_patch or (bool(report.get("patch")) and bool(seeds or only))
    if went_on and is_left and code in (0, 2):
        # It was an unfinished job that went on and took in nothing; what is asked for need not wait for the next night.
        with suppress(NothingDue, NothingToPatch):
            report = run_once()
            code = show_outcome(Collection.open(collection), report, quiet=as_json) or code
    if as_json:
        print_json(report)
    return code


def run_crawl(
    collection: Collection,
    options: CrawlOptions,
    seeds: list[str],
    *,
    fresh: bool = False,
    only_due: bool = False,
    only: SeedFilter = EVERY_SEED,
    patch: Callable[[], Patch] | None = None,
) -> dict[str, Any]:
    """Open a job, run it with its progress shown, and give its report."""
    with loading():
        from crawler.cli.progress import crawl_progress
        from crawler.opening import open_job
        from crawler.reports.report import make_report
        from crawler.run import run_job
        from crawler.stopping import ended_by_signals

    opened = open_job(collection, options, seeds, fresh=fresh, only_due=only_due, only=only, patch=patch)
    with ended_by_signals(), opened as job:
        if set(os.environ) & {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"}:
            say("HTTP_PROXY and HTTPS_PROXY are not used; a proxy is set in collection.toml, as crawl.proxy.")
        word = "Going on with" if job.resumed else "Starting"
        say(f"{word} crawl {job.crawl_id}: {len(job.seeds)} sites, {len(job.frontier)} addresses queued.")
        if job.resumed and options not in (job.options, CrawlOptions(allow_private=options.allow_private)):
            say("It goes on with the options it began with; those given now are not used (--fresh begins anew).")
        if job.resumed and (only_due or patch or (job.is_patch and (seeds or only))):
            say("What was asked for now is crawled after it.")
        with crawl_progress(job, errors):
            run_job(job)
        if job.finish_reason in ("finished", "limit"):
            _announce_searches(collection, job.crawl_id)
        send_notices(collection)
        if job.closing_failure:
            raise job.closing_failure
        # Without a reason the job was not closed.
        return make_report(job, job.finish_reason or "stopped")


def _patch_of(collection: Collection, path: Path | None) -> Callable[[], Patch]:
    """What reads the list of a patch crawl once it is needed."""

    def read() -> Patch:
        from crawler.patch import last_patch, read_patch

        patch = read_patch(collection, path) if path else last_patch(collection)
        if patch.passed_over:
            say(f"Sites that are paused are passed over: {', '.join(patch.passed_over)}.")
        return patch

    return read


def _say_nothing_to_patch(why: str, *, as_json: bool) -> int:
    if as_json:
        print_json({"to_patch": 0, "why": why})
    else:
        tell(f"Nothing to patch: {why}.")
    return 0


def _send_what_waits(collection: Collection) -> None:
    """Where nothing is crawled, earlier notices are tried again, unless a job that runs will do so."""
    with suppress(LockedError), collection.lock():
        send_notices(collection)


def _announce_searches(collection: Collection, crawl_id: str) -> None:
    """What is new for saved searches. The lock is held."""
    if searches_file(collection.root).exists():
        from crawler.notices.searches import announce_searches

        announce_searches(collection, crawl_id)


def send_notices(collection: Collection) -> None:
    """Send what waits in the outbox, and say what did not go. The lock is held. Nothing of it ends a crawl."""
    from crawler.notices.outbox import send_waiting

    try:
        answers = send_waiting(collection)
    except OSError as error:
        say(f"Notices cannot be kept: {error.filename}: {error.strerror}")
        return
    for name, reason in answers.items():
        if reason is not None:
            to = "" if name == "*" else f" to {name}"
            say(f"The notice{to} did not go and is sent again with the next: {reason}")


def _say_nothing_is_due(places: list[Due], *, as_json: bool) -> int:
    now = datetime.now(UTC)
    if as_json:
        print_json({"due": 0, "next": [place.facts(now) for place in places[:1]]})
    elif places:
        tell(f"No site is due. Next: {places[0].words(now)}.")
    else:
        tell("No site is due: all are paused.")
    return 0


def show_outcome(collection: Collection, report: dict[str, Any], *, quiet: bool = False) -> int:
    """Say how a job ended and what to do next; the exit code."""
    from crawler.cli.tables import sites_table
    from crawler.reports.report import needs_a_person, sites_broken_into

    if not quiet:
        console.print(sites_table(report))
        folder = collection.crawl_folder(report["crawl_id"])
        tell(f"Crawl {report['crawl_id']}: {report['finish_reason']}. Report: {folder / 'report.json'}")
        if report.get("patch"):
            tell(f"{report['totals']['pictures']} things were fetched. See: lumbung check-quality -c {collection.root}")
    if unread := report.get("unreadable"):
        reasons = ", ".join(f"{reason} {count}" for reason, count in unread.items())
        say(f"{sum(unread.values())} pages are stored and could not be read ({reasons}); their lines are flagged.")
    if broken_into := sites_broken_into(report):
        names = ", ".join(broken_into[:5]) + (", …" if len(broken_into) > 5 else "")
        say(f"Single pages bear signs of gambling: {names}; see hijack in report.json.")
    reason = report["finish_reason"]
    if reason == "stopped":
        say(f"Stopped; {report['remaining']} addresses remain. Go on with: lumbung crawl -c {collection.root}")
    if report["error"]:
        say(report["error"])
    attention = needs_a_person(report)
    for sentence in attention:
        say(f"Needs a person: {sentence}")
    return EXIT_CODES[reason] or (2 if attention else 0)
