"""`lumbung seeds`: the list of sites."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Annotated, Any

import typer

from archive.layout import Collection
from archive.model import Seed
from crawler.cli import seeds_check, seeds_edit, seeds_import
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    console,
    plain_table,
    print_json,
    say,
    tell,
)
from crawler.cli.seed_options import (
    NotPausedOption,
    PausedOption,
    PlatformOption,
    RegionOption,
    TagOption,
    TextOption,
    choose,
    make_filter,
)
from crawler.seed_groups import GroupBy

# Laying out a table takes a second for a thousand rows; longer lists have tabs between their cells.
_MOST_IN_A_TABLE = 500

app = typer.Typer(
    help="The list of sites: add, import, list, edit, export, check.",
    no_args_is_help=True,
)
app.command("add")(seeds_import.add)
app.command("import")(seeds_import.import_file)
app.command("export")(seeds_import.export_file)
app.command("edit")(seeds_edit.edit)
app.command("check")(seeds_check.check)


@app.command("list")
def list_seeds(
    collection: CollectionOption = DEFAULT_COLLECTION,
    tag: TagOption = None,
    region: RegionOption = None,
    platform: PlatformOption = None,
    paused: PausedOption = False,
    not_paused: NotPausedOption = False,
    text: TextOption = "",
    by: Annotated[GroupBy | None, typer.Option("--by", help="Count them by this instead.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the sites, all or those that are meant, or count them by region, tag or platform.

    Example: lumbung seeds list --region "Kab. Semarang" --by kecamatan
    """
    opened = Collection.open(collection)
    seeds = choose(opened, make_filter(tag, region, platform, paused, not_paused, text))
    if by:
        _show_groups(opened, seeds, by, as_json)
    elif as_json:
        print_json([_facts(seed) for seed in seeds])
        _say_whose_names()
    else:
        _show_table(seeds)


def _show_groups(collection: Collection, seeds: list[Seed], by: GroupBy, as_json: bool) -> None:
    from crawler.seed_groups import group_seeds, platforms_of

    groups = group_seeds(seeds, by, platforms_of(collection, seeds) if by == "platform" else None)
    if as_json:
        print_json([group.facts() for group in groups])
    else:
        table = plain_table("", "code", by, "sites", "paused", "by host name", numbers=("sites", "paused"))
        for group in groups:
            cells = (len(group.sites), group.paused, group.guessed)
            table.add_row(group.code, group.name or "(unknown)", *(str(count or "") for count in cells))
        console.print(table)
        tell(f"{len(seeds)} sites in {sum(group.name is not None for group in groups)} groups.")
    if by not in ("tag", "platform"):
        _say_whose_names()


def _show_table(seeds: list[Seed]) -> None:
    columns = ("id", "url", "name", "kode_wilayah", "tags", "paused")
    rows = [
        (
            *(seed.id, seed.url, seed.name or "", seed.kode_wilayah or "", " ".join(seed.tags)),
            "yes" if seed.paused else "",
        )
        for seed in seeds
    ]
    if len(rows) > _MOST_IN_A_TABLE:
        for row in (columns, *rows):
            print("\t".join(" ".join(cell.split()) for cell in row))
    else:
        table = plain_table("", *columns)
        for row in rows:
            table.add_row(*row)
        console.print(table, markup=False)
    counts = Counter(seed.paused for seed in seeds)
    tell(f"{len(seeds)} sites" + (f", {counts[True]} of them paused." if counts[True] else "."))


def _facts(seed: Seed) -> dict[str, Any]:
    from crawler.seed_places import place_of

    place = place_of(seed)
    return {**asdict(seed), "extra": dict(seed.extra), "region": place.facts() if place else None}


def _say_whose_names() -> None:
    from archive.regions import ATTRIBUTION

    say(ATTRIBUTION)
