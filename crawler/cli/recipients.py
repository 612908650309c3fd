"""`lumbung recipients`: who receives the programme by the decrees, and which of them have a site in seeds.csv."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    print_json,
    say,
    tell,
)

app = typer.Typer(help="Recipients of the programme: import lists, list, correct.", no_args_is_help=True)


@app.command("import")
def import_list(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A list as it is, CSV or XLSX; a line of it names its columns.")
    ],
    collection: CollectionOption = DEFAULT_COLLECTION,
    year: Annotated[str, typer.Option("--year", metavar="YEAR", help="Of rows that do not say one.")] = "",
    batch: Annotated[str, typer.Option("--batch", metavar="NAME", help="Of rows that do not say one.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be added.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add the rows of a list of recipients (SK) to recipients.csv, in the list's own spelling.

    Example: lumbung recipients import sk-2024.csv --year 2024 --batch "Tahap 1"
    """
    from archive.recipient_lists import read_list
    from archive.recipients import add_recipients, read_corrections
    from archive.tabular import read_text
    from archive.workbooks import read_workbook
    from crawler.cli.recipient_tables import counts_in_words
    from crawler.recipients import counts, match_sites

    if file.suffix.lower() in (".xls", ".ods", ".pdf"):
        raise CollectionError(f"{file} is neither CSV nor XLSX; open it in a spreadsheet and save it as 'CSV UTF-8'")
    opened = Collection.open(collection)
    text, encoding = read_workbook(file) if file.suffix.lower() == ".xlsx" else read_text(file)
    defaults = {key: value.strip() for key, value in (("year", year), ("batch", batch)) if value.strip()}
    made = read_list(text, file.name, defaults)
    fresh = add_recipients(opened.root, made.rows, write=not dry_run)
    found = counts(match_sites(fresh, read_corrections(opened.root), opened.seeds()))
    if as_json:
        notes = [{"line": line, "message": message} for line, message in made.notes]
        print_json(
            {"added": len(fresh), "listed": len(made.rows) - len(fresh), **found, "notes": notes, "encoding": encoding}
        )
        return
    if encoding not in ("UTF-8", "XLSX"):
        say(f"{file} is not UTF-8; it was read as {encoding}.")
    for line, message in made.notes:
        say(f"{file} line {line}: {message}")
    tell(
        f"{'Would be: ' if dry_run else ''}{len(fresh)} added, {len(made.rows) - len(fresh)} listed already. "
        f"Of those added: {counts_in_words(found)}"
    )


@app.command("list")
def list_recipients(
    collection: CollectionOption = DEFAULT_COLLECTION,
    matched: Annotated[bool, typer.Option("--matched", help="Only rows that are one region.")] = False,
    ambiguous: Annotated[bool, typer.Option("--ambiguous", help="Only rows that may be several.")] = False,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="Only rows that are none.")] = False,
    no_site: Annotated[bool, typer.Option("--no-site", help="Only matched rows without a site in seeds.csv.")] = False,
    near: Annotated[bool, typer.Option("--near", help="Only rows spelt in another way than the table.")] = False,
    year: Annotated[list[str] | None, typer.Option("--year", metavar="YEAR", help="Only rows of this year.")] = None,
    batch: Annotated[list[str] | None, typer.Option("--batch", metavar="NAME", help="Only of this batch.")] = None,
    region: Annotated[
        list[str] | None, typer.Option("--region", metavar="REGION", help="Only in this region, by code or name.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="Write a table instead.")
    ] = None,
    semicolons: Annotated[bool, typer.Option("--semicolons", help="As Excel in Indonesia opens it.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the recipients with their regions and sites, all or those that are meant.

    Example: lumbung recipients list --no-site --year 2024 -o tanpa-situs.csv
    """
    from archive.regions import ATTRIBUTION
    from archive.regions.meant import region_meant
    from crawler.cli.recipient_tables import show_recipients, write_recipients
    from crawler.recipients import RecipientFilter, RecipientStatus, recipients_of

    asked: tuple[tuple[RecipientStatus, bool], ...] = (
        ("matched", matched),
        ("ambiguous", ambiguous),
        ("unmatched", unmatched),
    )
    wanted = RecipientFilter(
        tuple(status for status, is_asked in asked if is_asked),
        no_site,
        near,
        tuple(year or ()),
        tuple(batch or ()),
        tuple(region_meant(one).code for one in region or ()),
    )
    rows = [one for one in recipients_of(Collection.open(collection)) if wanted.matches(one)]
    if output:
        write_recipients(output, rows, semicolons)
    if as_json:
        print_json([one.facts() for one in rows])
    elif not output:
        show_recipients(rows)
    say(ATTRIBUTION)


@app.command("correct")
def correct(
    row: Annotated[str, typer.Argument(metavar="ROW", help="The row's id, see recipients list.")],
    collection: CollectionOption = DEFAULT_COLLECTION,
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="The region it is, as 18.05.13.2021.")] = "",
    no_region: Annotated[bool, typer.Option("--no-region", help="It is none of the table.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="How you know.")] = "",
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="Who says so; else your account's name.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Say which region a row means; it holds for all rows with the same names, of later lists too.

    Example: lumbung recipients correct 3f9c21ab04 --code 18.05.13.2021 --reason "surat dinas kabupaten"
    """
    from archive.recipients import add_correction, read_recipients
    from archive.regions.meant import full_name, region_meant

    opened = Collection.open(collection)
    recipient = next((one for one in read_recipients(opened.root) if one.id == row), None)
    if recipient is None:
        raise CollectionError(f"recipients.csv has no row {row!r}; see: lumbung recipients list -c {opened.root}")
    if bool(code) == no_region:
        raise CollectionError("say the region with --code, or that there is none with --no-region")
    if not reason.strip():
        raise CollectionError("say with --reason how you know; it is kept with the correction")
    region = region_meant(code) if code else None
    made = add_correction(opened.root, recipient, region.code if region else None, reason, who or getpass.getuser())
    if as_json:
        print_json({"row": row, "kode_wilayah": made.kode_wilayah, "who": made.who, "when": made.when})
    else:
        tell(f"{row} is {full_name(region) if region else 'no region of the table'}.")
