"""`lumbung replay`: pywb over the collection."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, say
from crawler.pywb import find_wayback
from crawler.pywb import replay as run_pywb


def replay(
    collection: CollectionOption = DEFAULT_COLLECTION,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0: any that is free.")] = 8080,
    wayback: Annotated[
        Path | None, typer.Option(help="pywb's program `wayback`, if it is not on PATH.", show_default=False)
    ] = None,
) -> int:
    """Show archived pages with pywb, scripts and all: for archivists. It runs as a program of its own.

    Example: lumbung replay --wayback ~/pywb/bin/wayback
    """
    opened = Collection.open(Path(collection))
    program = find_wayback(wayback)
    signal.signal(signal.SIGTERM, _stop)
    return run_pywb(opened, program, port, say)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
