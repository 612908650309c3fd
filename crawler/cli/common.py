"""What verbs share: the option that names the collection, and how results are shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from crawler.reports.harmless import harmless_json, harmless_lines

CollectionOption = Annotated[
    Path,
    typer.Option("-c", "--collection", envvar="LUMBUNG_COLLECTION", help="The collection's folder.", show_default=True),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

DEFAULT_COLLECTION = Path("collection")

# In a pipe or a log there is no terminal to measure; 120 columns hold our widest table.
console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
errors = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else 120)


def tell(text: str) -> None:
    """A sentence of the result, on one line so that commands and paths in it can be copied."""
    console.print(harmless_lines(text), soft_wrap=True, markup=False)


def say(text: str) -> None:
    """A sentence about how things go, on standard error."""
    errors.print(harmless_lines(text), soft_wrap=True, markup=False)


def plain_table(title: str, *columns: str, numbers: tuple[str, ...] = ()) -> Table:
    """A table without rules, whose numbers stay on one line while its words may fold."""
    table = Table(title=title, box=None, padding=(0, 2, 0, 0), title_justify="left", header_style="bold")
    for column in columns:
        is_number = column in numbers
        table.add_column(column, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    return table


def print_json(value: Any) -> None:
    """One JSON value on standard output, for other programs."""
    print(harmless_json(value, indent=1, default=str))


def size(count: int) -> str:
    """Bytes for people: `3.4 MB`."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError
