"""What verbs share: the option that names the collection, and how results are shown."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table

from crawler.reports.harmless import harmless_json, harmless_lines

CollectionOption = Annotated[
    Path,
    typer.Option("-c", "--collection", envvar="LUMBUNG_COLLECTION", help="The collection's folder.", show_default=True),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

DEFAULT_COLLECTION = Path("collection")


class _Console(Console):
    """Shows titles and addresses that anybody may have written: they must not speak to the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            is_ours = segment.control or segment.text == "\r"
            yield segment if is_ours else Segment(harmless_lines(segment.text), segment.style)


# In a pipe or a log there is no terminal to measure; 120 columns hold our widest table.
console = _Console(highlight=False, width=None if sys.stdout.isatty() else 120)
errors = _Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else 120)


@contextmanager
def loading() -> Iterator[None]:
    """Around the loading of large libraries, which may swallow a Ctrl-C: it ends the program at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def tell(text: str) -> None:
    """A sentence of the result, on one line so that commands and paths in it can be copied."""
    console.print(text, soft_wrap=True, markup=False)


def say(text: str) -> None:
    """A sentence about how things go, on standard error."""
    errors.print(text, soft_wrap=True, markup=False)


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
