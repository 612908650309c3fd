"""Rows and lines of the catalogue in one order, a few hundred at a time: a million articles take 8 MB of numbers."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, select

from archive.catalogue import tables
from archive.catalogue.articles import unpacked
from archive.catalogue.conditions import conditions_of, day_of
from archive.catalogue.query import Query
from archive.layout import Collection
from archive.model import Capture
from archive.redaction import redacted as covered
from archive.replay.access import may_show

Line = dict[str, Any]
Order = Literal["newest", "oldest"]

_AT_ONCE = 500
article = tables.article.c


class Found(NamedTuple):
    """A row of `article` and the line of documents/*.jsonl that it shows."""

    row: Any
    line: Line


def numbers_of(connection: Connection, query: Query, order: Order = "newest", most: int | None = None) -> array[int]:
    """Of all articles a question finds, or the first of them. Those of one day by their id: every machine has the same
    order."""
    day = day_of(query)
    by_day = day.desc().nulls_last() if order == "newest" else day.asc().nulls_last()
    wanted = select(article.number).where(*conditions_of(query, connection.dialect.name))
    return array("q", connection.execute(wanted.order_by(by_day, article.id).limit(most)).scalars())


def read(
    connection: Connection, numbers: array[int], collection: Collection, *, redacted: bool = True
) -> Iterator[Found]:
    """In the order of the numbers, without what may not be shown (archive.replay.access)."""
    document = tables.document.c
    shown = select(tables.article, document.line).join(tables.document, document.number == article.reading)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE].tolist()
        rows = {row.number: row for row in connection.execute(shown.where(article.number.in_(some)))}
        for number in filter(rows.__contains__, some):
            line = unpacked(rows[number].line)
            if may_read(collection, line):
                yield Found(rows[number], covered(line) if redacted else line)


def may_read(collection: Collection, line: Line) -> bool:
    """Whether a document may be given out: whether the capture it was read from may be shown."""
    return may_show(collection, capture_of(line))


def may_read_row(collection: Collection, row: Any) -> bool:
    """The same by a row of `article` alone, for whoever goes through many and reads few: address, time and record id
    are what an access list knows a capture by."""
    captured_at = datetime.fromisoformat(row.captured_at)
    return may_show(collection, Capture(row.url, captured_at, 200, None, "", "", 0, 0, row.document))


def capture_of(line: Line) -> Capture:
    """The capture that a line of documents/*.jsonl was read from."""
    pointer = dict(line["capture"])
    pointer["digest"] = pointer.pop("payload_digest")
    return Capture(url=line["url"], captured_at=datetime.fromisoformat(line["captured_at"]), **pointer)


def telling(progress: Callable[[int], None] | None, found: Iterator[Found]) -> Iterator[Found]:
    """The same; `progress` is told now and then how many there were, and in the end."""
    count = 0
    for count, one in enumerate(found, 1):
        yield one
        if progress and count % _AT_ONCE == 0:
            progress(count)
    if progress:
        progress(count)
