"""visits.sqlite opened: to be kept by who holds the lock, or only to be looked at.

It is a cache that several modules share, each with tables of its own: archive.warc.digests and known_pages (payloads
and pages), crawler.visits (the plan), crawler.monitors.history, crawler.reports.known_articles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from urllib.parse import quote

from archive.layout import Collection


def opened_to_keep(collection: Collection, tables: str) -> sqlite3.Connection:
    """With `tables` made where they are missing. The lock is held. Raises sqlite3.Error."""
    database = sqlite3.connect(collection.root / "visits.sqlite", isolation_level=None)
    try:
        # As the crawl will want it, so that it need not change it while somebody looks.
        database.execute("pragma journal_mode = wal")
        database.executescript(tables)
    except sqlite3.Error:
        database.close()
        raise
    return database


def looked_at(collection: Collection, tables: str, names: Sequence[str]) -> sqlite3.Connection:
    """A database of its own with `tables`, and in those of these names what the file holds, which is not touched. It
    lies in the system's folder for temporary files as far as it is larger than a few megabytes."""
    database = sqlite3.connect("file:", isolation_level=None, uri=True)
    database.execute("pragma journal_mode = memory")
    database.executescript(tables)
    path = collection.root / "visits.sqlite"
    if not path.exists():
        return database
    # When no job runs or died, nobody's hand is on it, and looking must not leave a -shm behind.
    is_at_rest = not path.with_name(path.name + "-wal").exists() and not collection.is_locked()
    mode = "immutable=1" if is_at_rest else "mode=ro"
    try:
        database.execute("attach ? as kept", (f"file:{quote(str(path.resolve()))}?{mode}",))
        for name in names:
            database.execute(f"insert into main.{name} select * from kept.{name}")  # noqa: S608  # our own names
    except sqlite3.Error:
        # It has no such tables yet, or is damaged: all is read anew.
        for name in names:
            database.execute(f"delete from main.{name}")  # noqa: S608
    return database
