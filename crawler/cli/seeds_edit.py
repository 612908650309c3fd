"""`lumbung seeds edit`: the same change to one row, to several, or to all of a tag or region."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from archive.seed_table import changing_seeds
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, print_json, say, tell
from crawler.cli.seed_options import (
    NotPausedOption,
    PausedOption,
    PlatformOption,
    RegionOption,
    SitesArgument,
    TagOption,
    TextOption,
    make_filter,
    say_when_it_holds,
)

_SHOWN = 50


def edit(
    sites: SitesArgument = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    tag: TagOption = None,
    region: RegionOption = None,
    platform: PlatformOption = None,
    paused: PausedOption = False,
    not_paused: NotPausedOption = False,
    text: TextOption = "",
    every: Annotated[bool, typer.Option("--all", help="All rows.")] = False,
    assignments: Annotated[
        list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE", help="Put a value; an empty one clears.")
    ] = None,
    add_tag: Annotated[list[str] | None, typer.Option("--add-tag", metavar="TAG", help="Give a tag.")] = None,
    drop_tag: Annotated[list[str] | None, typer.Option("--drop-tag", metavar="TAG", help="Take a tag away.")] = None,
    pause: Annotated[bool, typer.Option("--pause", help="Leave them out of crawls.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Take them in again.")] = False,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Add a dated note.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Change rows of seeds.csv: those named, those meant by the filters, or --all.

    Example: lumbung seeds edit --region 33.22 --set interval_days=7 --add-tag prioritas --note "per surat dinas"
    """
    from crawler.seed_edit import SeedEdit, edit_seeds, half_overrides, parse_assignments
    from crawler.seed_groups import platforms_of

    if pause and resume:
        raise CollectionError("--pause and --resume cannot both be done")
    wanted = make_filter(tag, region, platform, paused, not_paused, text)
    if not (sites or wanted or every):
        raise CollectionError("say which rows: name sites, use a filter as --tag or --region, or take --all")
    opened = Collection.open(collection)
    with changing_seeds(opened.seeds_file) as table:
        cells = parse_assignments(assignments or (), table.columns)
        tags = tuple(_tag(one) for one in add_tag or ()), tuple(_tag(one) for one in drop_tag or ())
        change = SeedEdit(cells, *tags, pause=pause if pause or resume else None, note=note.strip())
        if not change:
            raise CollectionError("say what to change: --set, --add-tag, --drop-tag, --pause, --resume or --note")
        wanted = wanted.of_sites(sites, table.seeds) if sites else wanted
        known = platforms_of(opened, table.seeds) if wanted.platforms else None
        chosen = wanted.choose(table.seeds, known)
        if not chosen:
            raise CollectionError(f"no row of {opened.seeds_file} is meant by: {wanted.words() or 'all'}")
        changed = edit_seeds(table, chosen, change, datetime.now().astimezone().date())
        if not dry_run:
            table.write()
        halves = half_overrides(seed for seed in table.seeds if seed.id in changed)
    if as_json:
        print_json({"meant": len(chosen), "changed": changed, "written": bool(changed) and not dry_run})
    else:
        for site, new in list(changed.items())[: _SHOWN if dry_run else 0]:
            tell(f"{site}: " + ", ".join(f"{column}={value!r}" for column, value in new.items()))
        tell(f"{len(changed)} of {len(chosen)} rows {'would change' if dry_run else 'changed'}.")
    if halves:
        say(f"robots.txt holds until robots_override_basis and robots_override_contact are both filled: {halves[0]} …")
    if changed and not dry_run:
        say_when_it_holds(opened)


def _tag(text: str) -> str:
    """Raises CollectionError for what would be two tags."""
    tag = text.strip()
    if not tag or any(letter.isspace() or letter in ",;" for letter in tag):
        raise CollectionError(f"{text!r} is no tag: one word, without blanks, commas and semicolons")
    return tag
