"""`lumbung seeds check`: is each row right, and is its site there?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.errors import CollectionError, LockedError
from archive.layout import Collection
from archive.model import Seed
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, errors, print_json, say, tell
from crawler.cli.seed_options import (
    PausedOption,
    PlatformOption,
    RegionOption,
    SitesArgument,
    TagOption,
    TextOption,
    choose,
    make_filter,
)

if TYPE_CHECKING:
    from crawler.seed_check import SiteCheck

_SHOWN = 200


def check(
    sites: SitesArgument = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    tag: TagOption = None,
    region: RegionOption = None,
    platform: PlatformOption = None,
    paused: PausedOption = False,
    text: TextOption = "",
    offline: Annotated[bool, typer.Option("--offline", help="Look at the list only; ask no server.")] = False,
    delay: Annotated[float | None, typer.Option(min=0, help="Seconds between requests to a host.")] = None,
    max_time: Annotated[float, typer.Option(min=1, help="Most seconds for all.")] = 3600.0,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Also ask hosts of your own network.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="A table of all rows, those in order too.")
    ] = None,
    semicolons: Annotated[bool, typer.Option("--semicolons", help="As Excel in Indonesia opens it.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Ask each site for robots.txt and front page and report what needs a person; paused rows are left out.

    Example: lumbung seeds check --region "Kab. Semarang" -o periksa.csv
    """
    if delay == 0 and not allow_private:
        raise CollectionError("--delay 0 is for sites of your own network and needs --allow-private")
    opened = Collection.open(collection)
    wanted = make_filter(tag, region, platform, paused, not_paused=not (paused or sites), text=text)
    chosen = choose(opened, wanted, sites)
    if not offline and opened.is_locked():
        raise LockedError(
            f"a job is running on {opened.root} and may be asking the same sites; "
            "wait for it, or look at the list only: lumbung seeds check --offline"
        )
    checks = _checked(opened, chosen, offline, allow_private, delay, max_time)
    if output:
        _write(output, checks, semicolons)
    if as_json:
        print_json([finding for check in checks for finding in check.found()])
    else:
        _show(checks, output)
    return 2 if any(check.findings for check in checks) else 0


def _checked(
    collection: Collection,
    chosen: list[Seed],
    offline: bool,
    allow_private: bool,
    delay: float | None,
    max_time: float,
) -> list[SiteCheck]:
    from crawler.cli.progress import live_line
    from crawler.seed_check import check_seeds
    from crawler.seed_check.check import State

    state = State(len(chosen))
    with live_line(
        lambda: (
            f"{state.asked} of {state.sites} sites asked, {state.requests()} requests, {state.to_look_at} to look at"
        ),
        errors,
    ):
        return check_seeds(
            collection,
            chosen,
            ask=not offline,
            allow_private=allow_private,
            delay=delay,
            most_seconds=max_time,
            state=state,
        )


def _write(output: Path, checks: list[SiteCheck], semicolons: bool) -> None:
    from archive.files import write_whole
    from archive.tabular import Form, format_table
    from crawler.seed_check.findings import RESULT_COLUMNS

    form = Form(";" if semicolons else ",", has_mark=True)
    write_whole(output, format_table(RESULT_COLUMNS, (check.cells() for check in checks), form))


def _show(checks: list[SiteCheck], output: Path | None) -> None:
    from archive.regions import ATTRIBUTION

    found = [finding for check in checks for finding in check.found()]
    for finding in found[:_SHOWN]:
        tell(f"{finding['site']}: {finding['fault']}")
    if len(found) > _SHOWN:
        tell(f"and {len(found) - _SHOWN} more; -o FILE.csv and --json have all.")
    if at_night := sum(check.skipped == "night_only" for check in checks):
        say(f"{at_night} sites may be asked only at night and were left out.")
    kinds = Counter(finding["kind"] for finding in found)
    if kinds:
        tell(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    to_look_at = sum(bool(check.findings) for check in checks)
    tell(f"{to_look_at} of {len(checks)} sites to look at." if found else f"No fault found in {len(checks)} sites.")
    if output:
        tell(f"Table: {output}")
    if output or any("region" in kind for kind in kinds):
        say(ATTRIBUTION)
