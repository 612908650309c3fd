"""Articles as their readings have it: rows of `document` taken in or out, and what follows for all other tables."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from archive.access.listed import OPEN_TO_ALL, AccessList
from archive.catalogue import tables
from archive.catalogue.fulltext import Words, add_words, remove_words, words_to_search
from archive.catalogue.rows import Sightings, activities_of, article_row, flags_of, partner_facts_of
from archive.catalogue.state import count_up
from archive.decisions import Review
from archive.files import OPEN_SUFFIX
from archive.redaction import redacted
from archive.urls import UrlError, urlkey

Line = dict[str, Any]
Decided = Mapping[str, Review]
Fresh = Mapping[tuple[str, str], Line]  # by source and document id

_FROM_ARTICLE: tuple[tuple[Table, Callable[[Line], list[Any]]], ...] = (
    (tables.activity, activities_of),
    (tables.flag, flags_of),
    (tables.fact, partner_facts_of),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """An article as it is to be, and its former row."""

    row: dict[str, Any]
    line: Line
    words: Words
    former: Any

    @property
    def says_something_else(self) -> bool:
        return self.former is None or self.former.said != self.row["said"]


def add_documents(
    connection: Connection, source: str, lines: Sequence[Line], decided: Decided, access: AccessList = OPEN_TO_ALL
) -> None:
    """Of lines that archive.catalogue.sources read. Those that are closed are put where nothing is made of them."""
    levels = [access.level_of_line(line) for line in lines] if access else ["open"] * len(lines)
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for line, level in zip(lines, levels, strict=True):
        row = {
            "id": line["id"],
            "article": line["article_id"],
            "source": source,
            "captured_at": line["captured_at"],
            "same_as": line.get("same_as"),
            "key": urlkey_of(line["url"]),
            "is_staff": level == "staff",
            "line": zlib.compress(json.dumps(line, ensure_ascii=False).encode()),
        }
        rows[level == "closed"].append(row)
    if rows[True]:
        connection.execute(insert(tables.closed), rows[True])
    if rows[False]:
        connection.execute(insert(tables.document), rows[False])
        fresh = {(source, line["id"]): line for line, level in zip(lines, levels, strict=True) if level != "closed"}
        look_again(connection, list(dict.fromkeys(row["article"] for row in rows[False])), decided, fresh)


def urlkey_of(url: str) -> str:
    """The SURT an address is found by here, as far as an index holds it."""
    try:
        return urlkey(url)[: tables.LONGEST_URLKEY]
    except UrlError:
        return url[: tables.LONGEST_URLKEY]


def remove_documents(connection: Connection, source: str) -> list[str]:
    """Those of a source; gives back the ids of their articles, which must be looked at again."""
    articles: list[str] = []
    for table in (tables.document, tables.closed):
        here = table.c.source == source
        articles += connection.execute(select(table.c.article).where(here).distinct()).scalars()
        connection.execute(delete(table).where(here))
    return list(dict.fromkeys(articles))


def look_again(connection: Connection, articles: Sequence[str], decided: Decided, fresh: Fresh | None = None) -> None:
    """Bring these articles, by id, to what their readings say now. `fresh`: lines that are at hand."""
    for some in parts(articles):
        _look_at(connection, some, decided, fresh or {})


def _look_at(connection: Connection, articles: Sequence[str], decided: Decided, fresh: Fresh) -> None:
    readings = _readings(connection, articles)
    columns = (tables.article.c.id, tables.article.c.number, tables.article.c.words, tables.article.c.said)
    found = connection.execute(select(*columns).where(tables.article.c.id.in_(articles)))
    former = {row.id: row for row in found}
    _remove(connection, [row for one, row in former.items() if one not in readings])

    shown = {one: _shown(rows) for one, rows in readings.items()}
    lines = _lines(connection, [row.number for row in shown.values() if _key(row) not in fresh])
    free = count_up(connection, "last_number", len(readings)) + 1
    changed = []
    for nth, (one, rows) in enumerate(readings.items()):
        line = redacted(fresh.get(_key(shown[one])) or lines[shown[one].number])
        words = words_to_search(line)
        seen = Sightings(rows[0].captured_at, max(1, sum(row.same_as is None for row in rows)))
        row = article_row(line, seen, decided.get(one))
        row |= {"number": free + nth, "words": free + nth, "said": words.digest(), "reading": shown[one].number}
        row["is_staff"] = shown[one].is_staff
        changed.append(_as_before(Changed(row, line, words, former.get(one))))
    _write(connection, changed)
    _write_words(connection, [one for one in changed if one.says_something_else])


def _readings(connection: Connection, articles: Sequence[str]) -> dict[str, list[Any]]:
    """The rows of `document` of each article, by time. While a job's documents take the place of its journal, both are
    there: the documents count. Those for staff alone only where there are no others: an article that is open in one
    reading is what that one says."""
    one = tables.document.c
    columns = (one.number, one.id, one.article, one.source, one.captured_at, one.same_as, one.is_staff)
    rows = connection.execute(select(*columns).where(one.article.in_(articles)).order_by(one.number)).all()
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: not row.source.endswith(OPEN_SUFFIX)):
        found.setdefault(row.article, {})[row.id] = row
    # "…:03.5Z" comes after "…:03Z", but not by letters.
    return {
        article: sorted(_open_ones(rows.values()), key=lambda row: (row.captured_at.rstrip("Z"), row.number))
        for article, rows in found.items()
    }


def _open_ones(rows: Iterable[Any]) -> list[Any]:
    every = list(rows)
    return [row for row in every if not row.is_staff] or every


def _key(row: Any) -> tuple[str, str]:
    return row.source, row.id


def _shown(rows: Sequence[Any]) -> Any:
    """The last that said something new."""
    return next((row for row in reversed(rows) if row.same_as is None), rows[-1])


def _as_before(one: Changed) -> Changed:
    """With the number it has, and that of its words, if they are the same."""
    if one.former is not None:
        one.row["number"] = one.former.number
        if not one.says_something_else:
            one.row["words"] = one.former.words
    return one


def _lines(connection: Connection, numbers: Sequence[int]) -> dict[int, Line]:
    one = tables.document.c
    return {
        number: unpacked(line)
        for some in parts(numbers)
        for number, line in connection.execute(select(one.number, one.line).where(one.number.in_(some)))
    }


def unpacked(line: bytes) -> Line:
    """The line of documents/*.jsonl that a row of `document` keeps."""
    found: Line = json.loads(zlib.decompress(line))
    return found


def _write(connection: Connection, changed: Sequence[Changed]) -> None:
    if new := [one.row for one in changed if one.former is None]:
        connection.execute(insert(tables.article), new)
    if old := [one.row for one in changed if one.former is not None]:
        here = tables.article.c.number == bindparam("its_number")
        connection.execute(update(tables.article).where(here), [{**row, "its_number": row["number"]} for row in old])
    for table, values_of in _FROM_ARTICLE:
        if old:
            connection.execute(delete(table).where(table.c.article.in_([row["number"] for row in old])))
        if rows := [
            {"article": one.row["number"], **(value if isinstance(value, dict) else {table.name: value})}
            for one in changed
            for value in values_of(one.line)
        ]:
            connection.execute(insert(table), rows)


def _write_words(connection: Connection, changed: Sequence[Changed]) -> None:
    remove_words(connection, [one.former.words for one in changed if one.former is not None])
    add_words(connection, ((one.row["words"], one.words) for one in changed))
    count_up(connection, "words_added", len(changed))


def _remove(connection: Connection, rows: Sequence[Any]) -> None:
    if not rows:
        return
    numbers = [row.number for row in rows]
    for table, _ in _FROM_ARTICLE:
        connection.execute(delete(table).where(table.c.article.in_(numbers)))
    connection.execute(delete(tables.article).where(tables.article.c.number.in_(numbers)))
    remove_words(connection, [row.words for row in rows])


def parts(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """As many at once as a statement holds."""
    all_values = list(values)
    for start in range(0, len(all_values), size):
        yield all_values[start : start + size]
