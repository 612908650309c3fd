"""`lumbung replay`: pywb or ReplayWeb.page over the collection."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal

import typer

from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, loading, say


def replay(
    collection: CollectionOption = DEFAULT_COLLECTION,
    program: Annotated[
        Literal["pywb", "replayweb"], typer.Option("--with", help="pywb, or ReplayWeb.page in the browser.")
    ] = "pywb",
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65_535, help="Of pywb 8080, of ReplayWeb.page 8081; 0: any that is free.", show_default=False
        ),
    ] = None,
    wayback: Annotated[
        Path | None, typer.Option(help="pywb's program `wayback`, if it is not on PATH.", show_default=False)
    ] = None,
    replayweb: Annotated[
        Path | None,
        typer.Option(help="ReplayWeb.page's npm package, a .tgz or a folder.", show_default=False),
    ] = None,
) -> int:
    """Show archived pages, scripts and all: for archivists. With pywb, a program of its own, or with ReplayWeb.page.

    Example: lumbung replay --with replayweb --replayweb replaywebpage-2.5.3.tgz
    """
    opened = Collection.open(Path(collection))
    signal.signal(signal.SIGTERM, _stop)
    if program == "pywb":
        from crawler.pywb import find_wayback
        from crawler.pywb import replay as run_pywb

        return run_pywb(opened, find_wayback(wayback), 8080 if port is None else port, say)
    with loading():
        from crawler.replayweb.serving import serve_replayweb
    return serve_replayweb(opened, replayweb, 8081 if port is None else port, say)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
