"""`lumbung check-quality`: a sample of articles read again from the archive, and what they need to be shown."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    console,
    errors,
    loading,
    plain_table,
    print_json,
    say,
    tell,
)

Report = dict[str, Any]

# On a terminal; findings.csv has all.
_SHOWN = 20


def check_quality(
    collection: CollectionOption = DEFAULT_COLLECTION,
    sample: Annotated[str, typer.Option(metavar="N|all", help="How many articles, as many of each site.")] = "100",
    seed: Annotated[str, typer.Option(help="Another seed draws another sample; the same draws the same.")] = "1",
    job: Annotated[str | None, typer.Option(metavar="CRAWL_ID", help="Only what this crawl captured.")] = None,
    site: Annotated[str | None, typer.Option(metavar="SITE", help="Only this site, by id.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="Only what was captured on this day (UTC) or later."),
    ] = None,
    replay: Annotated[
        str | None, typer.Option(metavar="URL", help="Also compare with this replay: pywb's address of the collection.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Read a sample of articles again from the archive, and look for the pictures and styles they need.

    Example: lumbung check-quality -c desa --sample 200
    """
    opened = Collection.open(collection)
    with loading():
        from crawler.quality.sample import Wanted

    wanted = Wanted(_size(sample), seed, job, site, since.replace(tzinfo=UTC) if since else None)
    if job is not None and not opened.crawl_folder(job).is_dir():
        raise CollectionError(
            f"{job!r} is no crawl of {opened.root}; their ids are the folders in {opened.root}/crawls"
        )
    report, folder = _checked(opened, wanted, replay)
    if as_json:
        print_json(report)
    else:
        _show(opened, report, folder)
    return 3 if report["damaged"] else 2 if report["needs_a_person"] else 0


def _size(sample: str) -> int | None:
    if sample == "all":
        return None
    if not sample.isascii() or not sample.isdigit() or int(sample) < 1:
        raise CollectionError(f"--sample {sample}: say a number from 1 on, or all")
    return int(sample)


def _checked(collection: Collection, wanted: Any, replay: str | None) -> tuple[Report, str]:
    """The check's report, written, and its folder. Raises CollectionError when there is nothing to check."""
    with loading():
        from crawler.cli.progress import live_line
        from crawler.quality.check import Checker
        from crawler.quality.report import quality_report, write_check
        from crawler.quality.tool import ReplayTool

    done, count, missing = 0, 0, 0

    def progress(*now: int) -> None:
        nonlocal done, count, missing
        done, count, missing = now

    began = datetime.now(UTC)
    checker = Checker(collection, wanted, ReplayTool(replay) if replay else None)
    with live_line(lambda: f"{done} of {count or '?'} articles, {missing} things missing", errors):
        results = asyncio.run(checker.run(progress))
    if not results:
        raise CollectionError(
            f"{collection.root}: no archived article is meant; see: lumbung status -c {collection.root}"
        )
    report = quality_report(results, wanted, checker.articles, began, datetime.now(UTC))
    return report, str(write_check(collection, report, results))


def _show(collection: Collection, report: Report, folder: str) -> None:
    numbers = ("articles", "same text", "needed", "there", "score", "to patch")
    table = plain_table("", "site", *numbers, numbers=numbers)
    for site in sorted(report["sites"], key=lambda one: (one["score"], one["site"]))[:_SHOWN]:
        counts = (site["pages"], site["texts"].get("same", 0), site["needed"], site["there"])
        table.add_row(site["site"], *map(str, counts), f"{site['score']}%", str(site["to_patch"]))
    console.print(table)
    if len(report["sites"]) > _SHOWN:
        tell(f"… and {len(report['sites']) - _SHOWN} more sites, no worse.")
    kinds = ", ".join(f"{kind} {count}" for kind, count in report["findings_by_kind"].items())
    by_setting = f" {report['by_setting']} things were left out by the crawls' setting." if report["by_setting"] else ""
    tell(
        f"{report['pages']} of {report['articles']} articles looked at, {report['score']}% of what they need is there."
        f"{by_setting} Findings: {kinds or 'none'}."
    )
    tell(f"Report: {folder}/report.html")
    graver = [one for one in report["findings"] if one["grade"] != "info"]
    for finding in graver[:_SHOWN]:
        detail = f" ({finding['detail']})" if finding["detail"] else ""
        say(f"{finding['kind']}: {finding['url']}{detail}, on {finding['page']}")
    if len(graver) > _SHOWN:
        say(f"… and more; all of them: {folder}/findings.csv")
    for sentence in _what_to_do(collection, report):
        say(sentence)


def _what_to_do(collection: Collection, report: Report) -> list[str]:
    kinds, root = report["findings_by_kind"], collection.root
    todo = []
    if report["damaged"]:
        todo.append(f"Evidence is damaged; it is said where, and what to restore, by: lumbung verify -c {root}")
    if report["to_patch"]:
        todo.append(f"{report['to_patch']} things may be had yet; fetch them with: lumbung crawl --patch -c {root}")
    if kinds.get("text_differs") or kinds.get("not_found"):
        todo.append(f"Documents or indexes are not what the archive says; make them again: lumbung rebuild -c {root}")
    if kinds.get("replay_differs"):
        todo.append("The replay does not show what is stored; see whether it has all WARCs and their indexes")
    if kinds.get("unreadable"):
        todo.append("Pages that were read once can be read no more; look at them, and report it")
    return [f"Needs a person: {sentence}." for sentence in todo]
