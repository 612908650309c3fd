"""What stands around the articles: jobs and their findings, events, the list of sites, the list of recipients."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from archive.catalogue import tables
from archive.catalogue.rows import region_columns
from archive.catalogue.sites import site_rows, visit_row
from archive.files import file_state
from archive.layout import Collection
from archive.recipient_places import place_of
from archive.recipients import corrections_file, read_corrections, read_recipients, recipients_file


def take_in_surroundings(collection: Collection, engine: Engine) -> None:
    """Each that is another than it was. Raises CollectionError when a list cannot be read."""
    jobs_changed = _take_in_jobs(collection, engine)
    _when_changed(engine, "recipients", [recipients_file(collection.root), corrections_file(collection.root)],
                  lambda connection: _take_in_recipients(collection, connection))  # fmt: skip
    _when_changed(engine, "sites", [collection.seeds_file],
                  lambda connection: _take_in_sites(collection, connection), anyway=jobs_changed)  # fmt: skip


def _when_changed(engine: Engine, name: str, paths: list[Path], take_in: Any, *, anyway: bool = False) -> None:
    state = " ".join(str(file_state(path)) for path in paths)
    with engine.begin() as connection:
        if known_state(connection, name) != state or anyway:
            take_in(connection)
            note_state(connection, name, state)


def known_state(connection: Connection, name: str) -> str | None:
    found = connection.execute(select(tables.source.c.state).where(tables.source.c.name == name)).scalar()
    return None if found is None else str(found)


def note_state(connection: Connection, name: str, state: str) -> None:
    connection.execute(delete(tables.source).where(tables.source.c.name == name))
    connection.execute(insert(tables.source), {"name": name, "state": state, "bytes_read": 0})


def _take_in_jobs(collection: Collection, engine: Engine) -> bool:
    changed = False
    folders = {path.name: path for path in (collection.root / "crawls").glob("*") if path.is_dir()}
    with engine.connect() as connection:
        rows = connection.execute(select(tables.source).where(tables.source.c.name.like("crawls/%")))
        known = {row.name.removeprefix("crawls/"): row.state for row in rows}
    for name, folder in sorted(folders.items()):
        state = f"{file_state(folder / 'report.json')} {file_state(folder / 'events.jsonl')}"
        if known.get(name) != state:
            with engine.begin() as connection:
                _forget_job(connection, name)
                _take_in_job(connection, name, folder)
                note_state(connection, f"crawls/{name}", state)
            changed = True
    for name in known.keys() - folders.keys():
        with engine.begin() as connection:
            _forget_job(connection, name)
            connection.execute(delete(tables.source).where(tables.source.c.name == f"crawls/{name}"))
        changed = True
    return changed


def _forget_job(connection: Connection, name: str) -> None:
    connection.execute(delete(tables.job).where(tables.job.c.crawl == name))
    for table in (tables.event, tables.visit):
        connection.execute(delete(table).where(table.c.crawl == name))


def _take_in_job(connection: Connection, name: str, folder: Path) -> None:
    report = read_report(folder)
    if report is None:
        return
    sites, totals = report.get("sites") or [], report.get("totals") or {}
    connection.execute(
        insert(tables.job),
        {
            "crawl": name,
            "kind": "import" if report.get("schema") == "lumbung-import/1" else "crawl",
            "started_at": report.get("started_at"),
            "finished_at": report.get("finished_at"),
            "finish_reason": str(report.get("finish_reason")),
            "sites": len(sites),
            "new": sum(site.get("new") or 0 for site in sites),
            **{one: int(totals.get(one) or 0) for one in ("archived", "relevant", "failed", "bytes")},
            "findings": json.dumps(report.get("findings") or [], ensure_ascii=False),
        },
    )
    if visits := [visit_row(report, name, site) for site in sites]:
        connection.execute(insert(tables.visit), visits)
    if events := list(_events(folder, name)):
        connection.execute(insert(tables.event), events)


def read_report(folder: Path) -> dict[str, Any] | None:
    """report.json of a job; None when there is none that can be read."""
    try:
        report: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
        return report if isinstance(report, dict) else None
    except (OSError, ValueError):
        return None


def _events(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    try:
        lines = (folder / "events.jsonl").read_bytes().splitlines()
    except OSError:
        return
    for raw in lines:
        try:
            line = json.loads(raw)
            yield {
                "crawl": name,
                "event": line["event"],
                "site": line["site"],
                "url": line["url"],
                "article": line.get("article_id"),
                "title": line.get("title"),
                "found_at": line["found_at"],
                "last_seen_at": line.get("last_seen_at"),
                "before_record": line.get("before"),
                "after_record": line.get("after"),
                "detail": line.get("detail"),
            }
        except (ValueError, KeyError, TypeError):
            continue


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
            **{name: getattr(one, name) for name in names},
            **region_columns(match.code if match.status == "matched" else None),
            "is_sure": match.status == "matched",
        }
    connection.execute(delete(tables.recipient))
    if rows:
        connection.execute(insert(tables.recipient), list(rows.values()))
