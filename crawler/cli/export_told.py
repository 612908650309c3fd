"""How far an export is, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from crawler.cli.common import errors, say, size

if TYPE_CHECKING:
    from archive.export.manifest import Manifest
    from archive.export.wanted import Wanted

_PLAIN_SECONDS = 10.0


@contextmanager
def export_progress(connection: Any, wanted: Wanted) -> Iterator[Callable[[int], None]]:
    """One line that changes on a terminal, else a line now and then."""
    from archive.catalogue.counts import total

    whole, begun = total(connection, wanted.query).pages, time.monotonic()
    told_at = begun

    def tell_progress(articles: int) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at < (0.25 if errors.is_terminal else _PLAIN_SECONDS):
            return
        told_at = now
        line = f"{articles:,} of {whole:,} articles, {articles / (now - begun):,.0f}/s"
        errors.print(line, end="\r" if errors.is_terminal else "\n")

    yield tell_progress
    if errors.is_terminal:
        errors.print(" " * 60, end="\r")


def told(manifest: Manifest) -> int:
    """On standard error; the exit code."""
    counts, file = manifest["counts"], manifest.get("file")
    where = f": {file['name']}, {size(file['bytes'])}" if file else ""
    say(f"{counts['rows']:,} rows of {counts['articles']:,} articles, {counts['stories']:,} stories{where}")
    redaction = manifest["redaction"]
    if not redaction["redacted"]:
        say("It holds personal data; that is kept in decisions/access.jsonl. Do not pass it on.")
    elif hidden := {kind: count for kind, count in redaction["covered"].items() if count}:
        say("Covered: " + ", ".join(f"{kind} {count:,}" for kind, count in hidden.items()))
    missing = manifest.get("pictures", {}).get("missing", 0)
    if missing:
        say(f"{missing:,} archived pictures could not be read or are none; run: lumbung verify")
    for fault in manifest["state"]["not_taken_in"]:
        say(f"Not in it: {fault['name']}: {fault['message']}")
    return 2 if missing or manifest["state"]["not_taken_in"] else 0
