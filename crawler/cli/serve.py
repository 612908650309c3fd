"""`lumbung serve`: the reading room."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, loading, say


def serve(
    collection: CollectionOption = DEFAULT_COLLECTION,
    host: Annotated[
        str | None, typer.Option(help="The address to listen at; else access.bind.", show_default=False)
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0: any that is free.")] = 8000,
) -> int:
    """Open the reading room: the collection in a browser, for people who read and count.

    Example: lumbung serve --port 8000
    """
    opened = Collection.open(Path(collection))
    with loading():
        from archive.room.serving import serve_room
        from crawler.notices.targets import read_targets
        from crawler.visits import planned_visits

    def plan() -> list[dict[str, Any]]:
        now = datetime.now(UTC)
        return [place.facts(now) for place in planned_visits(opened, now)]

    def targets() -> tuple[str, ...] | None:
        try:
            return tuple(read_targets(opened))
        except CollectionError:
            return None

    return serve_room(opened, host or opened.config.access.bind, port, say, plan, targets)
