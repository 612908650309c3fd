"""What a state says of the collection around its files: who keeps it, with which manners, how many sites and jobs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version as installed
from pathlib import Path

from sqlalchemy import Connection, func, select

from archive.catalogue import tables
from archive.catalogue.state import FORMAT, faults
from archive.decisions import read_lines
from archive.export.licence import licence_facts
from archive.layout import Collection
from archive.release.freezing import DECISIONS, decisions_file
from archive.release.state import Facts, Files
from archive.times import parse_warc_date
from archive.version import VERSION


def circumstances(collection: Collection, connection: Connection, files: Files) -> Facts:
    config = collection.config
    return {
        "operator": config.who.operator,
        "contact": config.who.contact,
        "licence": licence_facts(config.licence),
        "manners": {"delay": config.crawl.delay, "requisites": config.crawl.requisites},
        "jobs": len(files.crawls),
        "sites": _sites(collection, connection),
        # What is wrong with each names places on this disk.
        "not_taken_in": [
            {"name": one.name, "lines": one.lines}
            for one in faults(connection)
            if one.name.startswith(("documents/", "crawls/", "decisions/"))
        ],
    }


def made_with() -> Facts:
    """What decides about bytes besides the files."""
    table = Path(__file__).parents[1] / "regions" / "regions.bin.gz"
    return {
        "lumbung": VERSION,
        "pyarrow": installed("pyarrow"),
        "catalogue": FORMAT,
        "regions": hashlib.sha256(table.read_bytes()).hexdigest(),
    }


def moment_of(collection: Collection, connection: Connection, files: Files) -> str:
    """The last thing that happened: a capture, the end of a job, a decision. Seconds, UTC."""
    newest = connection.execute(select(func.max(tables.document.c.captured_at))).scalar()
    job = tables.job.c
    ends = connection.execute(select(job.crawl, job.finished_at)).all()
    times = [newest, *(row.finished_at for row in ends if row.crawl in files.crawls), *_decided(collection, files)]
    last = max((time for one in times if (time := _time(one))), default=None)
    return last.strftime("%Y-%m-%dT%H:%M:%SZ") if last else "1970-01-01T00:00:00Z"


def _decided(collection: Collection, files: Files) -> Iterator[object]:
    for name in DECISIONS:
        count = files.decisions[name]["lines"]
        for number, line in read_lines(decisions_file(collection.root, name)):
            if number <= count and isinstance(line, dict):
                yield line.get("when")


def _time(value: object) -> datetime | None:
    try:
        return parse_warc_date(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _sites(collection: Collection, connection: Connection) -> Facts:
    site = tables.site.c
    rows = connection.execute(select(site.state, site.is_paused)).all()
    return {
        "listed": len(rows),
        "paused": sum(bool(row.is_paused) for row in rows),
        "states": dict(sorted(Counter(row.state for row in rows).items())),
        "robots_overridden": sum(bool(seed.robots_override_basis) for seed in collection.seeds()),
    }
