"""`lumbung import`: WARCs that others wrote, copied in unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.layout import Collection
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    console,
    errors,
    plain_table,
    print_json,
    size,
    tell,
)

if TYPE_CHECKING:
    from crawler.importing import Outcome


def import_warcs(
    warcs: Annotated[list[Path], typer.Argument(metavar="WARC…", help="WARC files (.warc.gz, .warc) or WACZ files.")],
    collection: CollectionOption = DEFAULT_COLLECTION,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who imports; else the account's name.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Where the files come from, in your words.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Copy WARCs of other programs in, unchanged, and make their manifests, indexes and documents.

    Example: lumbung import desa-2019.warc.gz --note "hard disk of the provincial library" -c desa
    """
    from crawler import importing
    from crawler.opening import mend

    def progress(part: str, done: int, count: int) -> None:
        if errors.is_terminal:
            errors.print(f"{part}: {done} of {count} WARCs", end="\r" if done < count else "\n")

    opened = Collection.open(collection)
    with opened.lock():
        mend(opened)
        outcome = importing.import_warcs(opened, warcs, who, note, progress)
    if as_json:
        print_json({"report": outcome.report, "known": [{"source": one, "name": name} for one, name in outcome.known]})
        return
    _show(outcome)


def _show(outcome: Outcome) -> None:
    for source, name in outcome.known:
        tell(f"{source}: is there already, as {name}; nothing was done.")
    if outcome.report is None:
        return
    imported: list[dict[str, Any]] = outcome.report["imported"]
    numbers = ("records", "answers", "pages", "bytes")
    table = plain_table("", "WARC", *numbers, "captured", numbers=numbers)
    for entry in imported:
        captured = " to ".join(entry[key][:10] for key in ("first_captured_at", "last_captured_at") if entry[key])
        counts = (f"{entry[key]:,}" for key in ("records", "captures", "pages"))
        table.add_row(entry["name"], *counts, size(entry["bytes"]), captured)
    console.print(table)
    for entry in imported:
        if entry["name"] != entry["source"] and entry["member"] is None:
            tell(f"{entry['source']}: kept under the name {entry['name']}.")
        for oddity in entry["as_it_came"]:
            tell(
                f"{entry['name']}: as it came: {oddity['oddity']} ({oddity['count']}, the first at {oddity['offset']})."
            )
    warcs = "1 WARC" if len(imported) == 1 else f"{len(imported)} WARCs"
    tell(
        f"Imported {warcs} unchanged, {outcome.report['totals']['read']} documents read; "
        f"job {outcome.report['crawl_id']}."
    )
