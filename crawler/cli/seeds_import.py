"""`lumbung seeds add`, `import` and `export`: rows into seeds.csv and out of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import CollectionError
from archive.files import write_whole
from archive.layout import Collection
from archive.seed_merge import Merge, merge_seeds
from archive.seed_table import SeedTable, changing_seeds
from archive.seeds import COLUMNS, new_seed, seeds_table
from archive.tabular import Form, Table, format_table, read_text
from archive.urls import UrlError
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, print_json, say, tell
from crawler.cli.seed_options import (
    NotPausedOption,
    PausedOption,
    PlatformOption,
    RegionOption,
    TagOption,
    TextOption,
    choose,
    make_filter,
    say_when_it_holds,
)

# Messages by line that are shown; --json has all.
_SHOWN = 50


def add(
    urls: Annotated[list[str], typer.Argument(metavar="URL…")],
    collection: CollectionOption = DEFAULT_COLLECTION,
) -> None:
    """Add sites by their address; those listed already are passed over.

    Example: lumbung seeds add https://contoh.desa.id/ https://misal.desa.id/
    """
    opened = Collection.open(collection)
    try:
        rows = [{"url": new_seed(url).url} for url in urls]
    except UrlError as error:
        raise CollectionError(f"nothing was added: {error}") from error
    with changing_seeds(opened.seeds_file) as table:
        merge = merge_seeds(table, Table(["url"], rows, list(range(1, len(rows) + 1))))
        if merge.faults:
            raise CollectionError(f"nothing was added: {merge.faults[0][1]}")
        table.write()
    tell(f"{len(merge.added)} added, {len(urls) - len(merge.added)} listed already, {len(table.seeds)} in all.")
    if merge.added:
        say_when_it_holds(opened)


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="CSV with a header; only url is needed.")],
    collection: CollectionOption = DEFAULT_COLLECTION,
    fill_only: Annotated[bool, typer.Option("--fill-only", help="Fill empty cells, change no filled one.")] = False,
    skip_faulty: Annotated[bool, typer.Option("--skip-faulty", help="Leave faulty lines out, take the rest.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Take the rows of a CSV file: new sites are added, sites listed already get what the file says of them.

    Example: lumbung seeds import desa-lampung.csv --dry-run
    """
    opened = Collection.open(collection)
    text, encoding = read_text(file)
    incoming = seeds_table(text, str(file))
    with changing_seeds(opened.seeds_file) as table:
        merge = merge_seeds(table, incoming, fill_only=fill_only)
        is_refused = bool(merge.faults) and not skip_faulty
        if not is_refused and not dry_run:
            table.write()
    if as_json:
        print_json({**merge.facts(), "encoding": encoding, "written": not is_refused and not dry_run})
    else:
        _show(merge, str(file), encoding, len(table.seeds), dry_run or is_refused)
    if is_refused:
        count, lines = len(merge.faults), len(incoming.rows) + len(incoming.faults)
        say(f"Nothing was changed: {count} of {lines} lines are faulty; mend them, or take the rest: --skip-faulty")
        return 1
    if (merge.added or merge.changed) and not dry_run:
        say_when_it_holds(opened)
    return 2 if merge.faults else 0


def _show(merge: Merge, name: str, encoding: str, count: int, is_not_written: bool) -> None:
    if encoding != "UTF-8":
        say(f"{name} is not UTF-8; it was read as {encoding}.")
    messages = sorted([*merge.faults, *merge.notes])
    for line, message in messages[:_SHOWN]:
        say(f"{name} line {line}: {message}")
    if len(messages) > _SHOWN:
        say(f"and {len(messages) - _SHOWN} lines more; --json tells them all.")
    if is_not_written:
        _show_changes(merge)
    kept = f" {merge.kept} cells say something else and were kept." if merge.kept else ""
    would = "Would be: " if is_not_written else ""
    counts = f"{len(merge.added)} added, {len(merge.changed)} changed, {merge.same} as they are, {count} in all."
    tell(would + counts + kept)


def _show_changes(merge: Merge) -> None:
    for site, cells in list(merge.changed.items())[:_SHOWN]:
        shown = ", ".join(f"{column}: {before!r} ─► {after!r}" for column, (before, after) in cells.items())
        tell(f"{site}: {shown}")


def export_file(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to; - is standard output.")],
    collection: CollectionOption = DEFAULT_COLLECTION,
    tag: TagOption = None,
    region: RegionOption = None,
    platform: PlatformOption = None,
    paused: PausedOption = False,
    not_paused: NotPausedOption = False,
    text: TextOption = "",
    semicolons: Annotated[bool, typer.Option("--semicolons", help="As Excel in Indonesia opens it.")] = False,
) -> None:
    """Write the rows, all or those that are meant, to a CSV file that a spreadsheet opens and import takes back.

    Example: lumbung seeds export --tag prioritas --semicolons -o prioritas.csv
    """
    opened = Collection.open(collection)
    if output.exists() and output.samefile(opened.seeds_file):
        raise CollectionError(f"{output} is the collection's own list; name another file")
    chosen = {seed.id for seed in choose(opened, make_filter(tag, region, platform, paused, not_paused, text))}
    table = SeedTable(opened.seeds_file)
    rows = [
        {**row, "id": seed.id} for seed, row in zip(table.seeds, table.table.rows, strict=True) if seed.id in chosen
    ]
    columns = list(dict.fromkeys(("id", *table.columns, *COLUMNS)))
    content = format_table(columns, rows, Form(";" if semicolons else ",", has_mark=True))
    if str(output) == "-":
        sys.stdout.buffer.write(content)
        return
    write_whole(output, content)
    tell(f"{output}: {len(rows)} sites.")
