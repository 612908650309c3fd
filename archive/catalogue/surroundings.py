"""What stands around the articles: jobs and their findings, events, the list of sites, the list of recipients.

A list that a person is just mending, or a report that is damaged, keeps nobody from the articles: what was taken in of
a list before stays, and the fault is noted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert

from archive.access.listed import AccessList
from archive.catalogue import tables
from archive.catalogue.jobs import job_rows
from archive.catalogue.rows import region_columns
from archive.catalogue.sites import site_rows
from archive.catalogue.sources import storable
from archive.catalogue.state import changing, forget_source, note_source, source_states
from archive.errors import ArchiveError
from archive.files import file_state
from archive.layout import Collection
from archive.recipient_places import place_of
from archive.recipients import corrections_file, read_corrections, read_recipients, recipients_file
from archive.regions.own import regions_file
from archive.times import parse_warc_date


def take_in_surroundings(collection: Collection, engine: Engine, access: AccessList) -> None:
    """Each that is another than it was. Events of pages that are not open to all are left out: they quote titles."""
    jobs_changed = _take_in_jobs(collection, engine, access)
    lists = [recipients_file(collection.root), corrections_file(collection.root), regions_file(collection.root)]
    _when_changed(engine, "recipients.csv", lists, lambda connection: _take_in_recipients(collection, connection))
    _when_changed(engine, "seeds.csv", [collection.seeds_file],
                  lambda connection: _take_in_sites(collection, connection), anyway=jobs_changed)  # fmt: skip


def _when_changed(
    engine: Engine, name: str, paths: list[Path], take_in: Callable[[Connection], None], *, anyway: bool = False
) -> None:
    state = " ".join(str(file_state(path)) for path in paths)
    with engine.connect() as connection:
        if source_states(connection, name).get(name, ("",))[0] == state and not anyway:
            return
    try:
        with changing(engine) as connection:
            take_in(connection)
            forget_source(connection, name)
            note_source(connection, name, state)
    except ArchiveError as error:
        with changing(engine) as connection:
            forget_source(connection, name)
            note_source(connection, name, state, fault=str(storable(str(error))))


def _take_in_jobs(collection: Collection, engine: Engine, access: AccessList) -> bool:
    """Whether any was another."""
    folders = {f"crawls/{path.name}": path for path in (collection.root / "crawls").glob("*") if path.is_dir()}
    with engine.connect() as connection:
        known = source_states(connection, "crawls/")
    states = {
        name: f"{file_state(path / 'report.json')} {file_state(path / 'events.jsonl')} {access.fingerprint}".rstrip()
        for name, path in folders.items()
    }
    changed = sorted(name for name, state in states.items() if known.get(name) != (state, 0))
    for name in (*changed, *(known.keys() - folders.keys())):
        with changing(engine) as connection:
            _forget_job(connection, name)
            if name in folders:
                _take_in_job(connection, name, folders[name], states[name], access)
    return bool(changed or known.keys() - folders.keys())


def _forget_job(connection: Connection, name: str) -> None:
    for table in (tables.job, tables.event, tables.visit):
        connection.execute(delete(table).where(table.c.crawl == name.removeprefix("crawls/")))
    forget_source(connection, name)


def _take_in_job(connection: Connection, name: str, folder: Path, state: str, access: AccessList) -> None:
    fault = None
    try:
        rows = job_rows(folder)
        if access and "event" in rows:
            rows["event"] = [one for one in rows["event"] if _is_open(access, one)]
    except ArchiveError as error:
        rows, fault = {}, str(error)
    for table, some in rows.items():
        if some:
            connection.execute(insert(tables.metadata.tables[table]), some)
    note_source(connection, name, state, fault=fault)


def _is_open(access: AccessList, event: Mapping[str, Any]) -> bool:
    """By the address, and by the records it compares. Of the one before, which may be what the title is of, no time is
    told: what hides captures of any time hides it."""
    url, before = event["url"], event.get("before_record")
    try:
        found_at = parse_warc_date(event["found_at"])
    except ValueError:
        found_at = None
    levels = [access.level_of(url, record, found_at) for record in (event.get("after_record"), None)]
    if before:
        levels.append(access.level_of_line({"url": url, "id": before}))
    return all(level == "open" for level in levels)


def _take_in_sites(collection: Collection, connection: Connection) -> None:
    connection.execute(delete(tables.site))
    if rows := site_rows(collection, connection):
        connection.execute(insert(tables.site), rows)


def _take_in_recipients(collection: Collection, connection: Connection) -> None:
    corrections = read_corrections(collection.root)
    rows = {}
    for one in read_recipients(collection.root):
        match, _ = place_of(one, corrections)
        names = ("id", "name", "desa", "kecamatan", "kabupaten", "provinsi", "year", "batch", "source")
        rows[one.id] = {
            **{name: storable(getattr(one, name)) for name in names},
            **region_columns(match.code if match.status == "matched" else None),
            "is_sure": match.status == "matched",
        }
    connection.execute(delete(tables.recipient))
    if rows:
        connection.execute(insert(tables.recipient), list(rows.values()))
