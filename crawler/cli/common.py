"""What verbs share: the option that names the collection, and how results are shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

CollectionOption = Annotated[
    Path,
    typer.Option("-c", "--collection", envvar="LUMBUNG_COLLECTION", help="The collection's folder.", show_default=True),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

DEFAULT_COLLECTION = Path("collection")

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """One JSON value on standard output, for other programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def size(count: int) -> str:
    """Bytes for people: `3.4 MB`."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError
