"""`lumbung seeds`: the list of sites."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from archive.model import Seed
from archive.seeds import new_seed, parse_seeds, refuse_doubles, write_seeds
from archive.urls import UrlError
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

app = typer.Typer(help="The list of sites: add, import, list, check.", no_args_is_help=True)


@app.command("add")
def add(
    urls: Annotated[list[str], typer.Argument(metavar="URL…")],
    collection: CollectionOption = DEFAULT_COLLECTION,
) -> None:
    """Add sites by their address; those listed already are passed over.

    Example: lumbung seeds add https://contoh.desa.id/ https://misal.desa.id/
    """
    try:
        _add(Collection.open(collection), [new_seed(url) for url in urls])
    except UrlError as error:
        raise CollectionError(f"nothing was added: {error}") from error


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="CSV with a header; only url is needed.")],
    collection: CollectionOption = DEFAULT_COLLECTION,
) -> None:
    """Add the rows of a CSV file; those listed already are passed over. Nothing is added if one row is faulty.

    Example: lumbung seeds import desa-lampung.csv
    """
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise CollectionError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CollectionError(f"{file} is not UTF-8: {error}; save it as 'CSV UTF-8' in Excel") from error
    _add(Collection.open(collection), parse_seeds(text, str(file), doubles=True))


def _add(collection: Collection, seeds: list[Seed] | tuple[Seed, ...]) -> None:
    rows = collection.seeds()
    known = {seed.id for seed in rows}
    fresh = list({seed.id: seed for seed in seeds if seed.id not in known}.values())
    if fresh:
        refuse_doubles([*rows, *fresh], str(collection.seeds_file))
        write_seeds(collection.seeds_file, [*rows, *fresh])
    tell(f"{len(fresh)} added, {len(seeds) - len(fresh)} listed already, {len(rows) + len(fresh)} in all.")


@app.command("list")
def list_seeds(collection: CollectionOption = DEFAULT_COLLECTION, as_json: JsonOption = False) -> None:
    """Show the sites.

    Example: lumbung seeds list --json
    """
    seeds = Collection.open(collection).seeds()
    if as_json:
        print_json([{**asdict(seed), "extra": dict(seed.extra)} for seed in seeds])
        return
    table = plain_table("", "id", "url", "name", "kode_wilayah", "paused")
    for seed in seeds:
        table.add_row(seed.id, seed.url, seed.name, seed.kode_wilayah, "yes" if seed.paused else "")
    console.print(table)


@app.command("check")
def check(
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Also ask hosts of your own network.")] = False,
) -> int:
    """Look each site's host up and report unknown ones, and two rows for one site. Asks no village server.

    Example: lumbung seeds check
    """
    from archive.regions import ATTRIBUTION
    from crawler.seed_check import check_seeds

    faults = check_seeds(Collection.open(collection).seeds(), allow_private)
    if as_json:
        print_json(faults)
    else:
        for fault in faults:
            tell(f"{fault['site']}: {fault['fault']}")
        tell("No fault found." if not faults else f"{len(faults)} to look at.")
        if any("host name" in fault["fault"] for fault in faults):
            say(ATTRIBUTION)
    return 2 if faults else 0
