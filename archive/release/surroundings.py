"""The tables around the articles: events, regions, and counts of all news."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Set
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from archive.catalogue import tables
from archive.catalogue.articles import unpacked
from archive.export.rows.fields import Row
from archive.index.cdxj import captures_with
from archive.index.documents import capture_pointer
from archive.layout import Collection, stem_of
from archive.redaction import covered
from archive.release.members import members_in
from archive.release.rows.event import event_row
from archive.release.rows.region import region_row
from archive.release.state import Files

Lines = dict[str, Mapping[str, Any]]  # by the ids of their records
_AT_ONCE = 250
event = tables.event.c
_ORDER = (
    event.article, event.found_at, event.event, event.url, event.site, event.crawl, event.before_record,
    event.after_record, event.last_seen_at, event.title, event.detail,
)  # fmt: skip


def event_rows(connection: Connection, live: Collection, files: Files, members: Path, sites: Set[str]) -> Iterator[Row]:
    """Of the articles of a release, by article; then of the sites that have one. `live`: where indexes lie, for records
    that are no documents. Nothing is said of a page that is not given away."""
    others = _pointers_of_others(connection, live, files, members, sites)
    found = _events(connection, members, sites, files.crawls.keys())
    while some := list(islice(found, _AT_ONCE)):
        lines = _lines(connection, _records(some))
        pointers: Lines = {name: line.get("capture") or {} for name, line in lines.items()}
        for one in some:
            said_of = lines.get(one.before_record) or lines.get(one.after_record) or {}
            yield event_row(one, ChainMap(pointers, others), said_of)


def region_rows(codes: Set[str]) -> Iterator[Row]:
    return map(region_row, sorted(codes))


def _events(connection: Connection, members: Path, sites: Set[str], crawls: Set[str]) -> Iterator[Any]:
    """Events and members both come by article id: they are read side by side."""
    statement = select(tables.event).where(event.article.is_not(None)).order_by(*_order(connection))
    rows = connection.execute(statement, execution_options={"stream_results": True, "yield_per": 1_000})
    ids = (member.article_id for member in members_in(members))
    current = next(ids, None)
    for article, some in groupby(rows, key=lambda row: str(row.article)):
        while current is not None and current < article:
            current = next(ids, None)
        if current == article:
            yield from (one for one in some if one.crawl in crawls)
    statement = select(tables.event).where(event.article.is_(None)).order_by(*_order(connection))
    for one in connection.execute(statement, execution_options={"stream_results": True, "yield_per": 1_000}):
        if one.crawl in crawls and one.event.startswith("site_") and covered(one.site) in sites:
            yield one


def _order(connection: Connection) -> list[Any]:
    """By bytes, whatever language a PostgreSQL database sorts texts by."""
    is_sqlite = connection.dialect.name == "sqlite"
    columns = _ORDER if is_sqlite else [column.collate("C") for column in _ORDER]
    return [column.asc().nulls_last() for column in columns]


def _records(events: list[Any]) -> set[str]:
    return {record for one in events for record in (one.before_record, one.after_record) if record}


def _lines(connection: Connection, records: Set[str]) -> Lines:
    """Of those that are documents."""
    document = tables.document.c
    statement = select(document.id, document.line).where(document.id.in_(sorted(records)))
    rows = connection.execute(statement.order_by(document.id, document.source))
    return {row.id: unpacked(row.line) for row in rows}


def _pointers_of_others(
    connection: Connection, live: Collection, files: Files, members: Path, sites: Set[str]
) -> Lines:
    """Of answers that are no documents, such as a 404: out of the indexes, read once."""
    wanted: set[str] = set()
    found = _events(connection, members, sites, files.crawls.keys())
    while some := list(islice(found, _AT_ONCE)):
        records = _records(some)
        wanted |= records - _lines(connection, records).keys()
    paths = (live.cdxj_file(stem_of(name)) for name in files.warcs) if wanted else ()
    captures = (capture for path in paths if path.exists() for capture in captures_with(path, wanted))
    return {capture.record_id: capture_pointer(capture) for capture in captures}
