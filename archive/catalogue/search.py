"""Articles that a question finds: a page of them, with the sentence that shows why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, literal_column, or_, select

from archive.catalogue import tables
from archive.catalogue.articles import unpacked
from archive.catalogue.conditions import conditions_of, day_of
from archive.catalogue.finding import ranked_by
from archive.catalogue.phrase import Phrase, read_phrase
from archive.catalogue.query import Query
from archive.catalogue.words import spans_of, stem_of
from archive.redaction import redacted

Order = Literal["newest", "oldest", "best", "captured"]
ORDERS: tuple[Order, ...] = ("newest", "oldest", "best", "captured")
Line = dict[str, Any]

article = tables.article.c
_SNIPPET = 220  # characters


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found: its row, the line of documents/*.jsonl that is shown of it (redacted), and its activities."""

    row: Any
    line: Line
    activities: tuple[str, ...]


def articles(
    connection: Connection, query: Query, *, order: Order = "newest", limit: int = 25, offset: int = 0
) -> list[Hit]:
    """A page of the articles."""
    return _chosen(connection, _ordered(connection, query, order).limit(limit).offset(offset))


def every_article(connection: Connection, query: Query, order: Order = "newest") -> Iterator[Hit]:
    """All of them, read on as they are taken: for exports."""
    streamed = connection.execution_options(stream_results=True, max_row_buffer=500)
    for rows in streamed.execute(_ordered(connection, query, order)).partitions(500):
        yield from _hits(connection, rows)


Position = tuple[str | None, str]  # the day of an article, and its id


def articles_after(connection: Connection, query: Query, after: Position | None, limit: int) -> list[Hit]:
    """The newest first, from behind a place on: whatever is added meanwhile, none comes twice and none is left out."""
    day = day_of(query)
    statement = _shown().where(*conditions_of(query, connection.dialect.name))
    if after is not None and after[0] is not None:
        beyond = or_(day < after[0], and_(day == after[0], article.id > after[1]))
        statement = statement.where(or_(day.is_(None), and_(day <= after[0], beyond)))
    elif after is not None:
        statement = statement.where(day.is_(None), article.id > after[1])
    return _chosen(connection, statement.order_by(day.desc().nulls_last(), article.id).limit(limit))


def position_of(hit: Hit, query: Query) -> Position:
    """Where articles_after goes on."""
    return hit.row.event_on if query.by == "event" else hit.row.published_on, hit.row.id


def article_of(connection: Connection, article_id: str) -> Hit | None:
    """By its id, or that of one of its documents."""
    rows = connection.execute(_shown().where(article.id == article_id)).all()
    if not rows:
        inner = select(tables.document.c.article).where(tables.document.c.id == article_id)
        rows = connection.execute(_shown().where(article.id.in_(inner))).all()
    return next(_hits(connection, rows), None)


def readings_of(connection: Connection, article_id: str) -> list[Line]:
    """All its readings as they were captured, not redacted; the oldest first."""
    document = tables.document.c
    rows = connection.execute(
        select(document.line).where(document.article == article_id).order_by(document.captured_at, document.number)
    )
    return [unpacked(packed) for packed in rows.scalars()]


def _chosen(connection: Connection, statement: Select[Any]) -> list[Hit]:
    """First which articles, then their lines: else the line of each that fits is read to sort them."""
    numbers = list(connection.execute(statement.with_only_columns(article.number)).scalars())
    rows = {row.number: row for row in connection.execute(_shown().where(article.number.in_(numbers)))}
    return list(_hits(connection, [rows[number] for number in numbers if number in rows]))


def _shown() -> Select[Any]:
    """Each article with the line of the reading that is shown."""
    document = tables.document.c
    line = select(document.line).where(document.number == article.reading).correlate(tables.article).scalar_subquery()
    return select(tables.article, line.label("line"))


def _ordered(connection: Connection, query: Query, order: Order) -> Select[Any]:
    dialect = connection.dialect.name
    statement = _shown().where(*conditions_of(query, dialect))
    day = day_of(query)
    if order == "best" and query.text:
        ranked = ranked_by(read_phrase(query.text), dialect)
        if ranked is not None:
            # The plus has SQLite begin with the words: else it searches them again for each article.
            joined = statement.join(ranked, literal_column("+ranked.number") == article.words)
            return joined.order_by(ranked.c.rank, day.desc().nulls_last(), article.number.desc())
    match order:
        case "oldest":
            return statement.order_by(day.asc().nulls_last(), article.number)
        case "captured":
            return statement.order_by(article.captured_at.desc(), article.number.desc())
    return statement.order_by(day.desc().nulls_last(), article.number.desc())


def _hits(connection: Connection, rows: Any) -> Iterator[Hit]:
    rows = list(rows)
    if not rows:
        return
    of_number: dict[int, list[str]] = {}
    table = tables.activity.c
    found = connection.execute(
        select(table.article, table.activity).where(table.article.in_([row.number for row in rows]))
    )
    for number, activity in found:
        of_number.setdefault(number, []).append(activity)
    for row in rows:
        line = redacted(unpacked(row.line))
        own = of_number.get(row.number, [])
        said = (line.get("programme") or {}).get("activities") or ()
        yield Hit(row, line, tuple(one for one in said if one in own))


def snippet(line: Line, text: str) -> list[tuple[str, bool]]:
    """A piece of the article that shows why it was found, as (words, is it what was sought); without a search its
    beginning. Plain text: whoever shows it must escape it."""
    body = " ".join((line.get("text") or "").split())
    if not body:
        captions = (caption.get("text") for caption in line.get("captions") or ())
        body = " · ".join(filter(None, captions))
    phrase = read_phrase(text) if text else Phrase()
    marks = _marks(body, phrase)
    start = _start(body, marks[0][0] if marks else 0)
    end = min(len(body), start + _SNIPPET)
    if end < len(body) and (space := body.rfind(" ", start + _SNIPPET // 2, end)) > 0:
        end = space
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for first, last in marks:
        if first < at or last > end:
            continue
        pieces += [(body[at:first], False), (body[first:last], True)]
        at = last
    pieces.append((body[at:end] + (" …" if end < len(body) else ""), False))
    return [piece for piece in pieces if piece[0]]


def marked(text: str, query_text: str) -> list[tuple[str, bool]]:
    """All of a text, with what was sought marked."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for first, last in _marks(text, read_phrase(query_text) if query_text else Phrase()):
        if first >= at:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _marks(text: str, phrase: Phrase) -> list[tuple[int, int]]:
    """Where what was sought stands, by characters, in order."""
    if not phrase.wanted:
        return []
    spans = list(spans_of(text))
    words = [word for _, _, word in spans]
    stems = [stem_of(word) for word in words]
    places = {
        (spans[first][0], spans[last][1])
        for group in phrase.wanted
        for part in group
        for first, last in part.places(words, stems)
    }
    return sorted(places)


def _start(body: str, mark: int) -> int:
    """Where the piece begins: a few words before what was found, at a word."""
    if mark < _SNIPPET // 2:
        return 0
    space = body.find(" ", mark - _SNIPPET // 3)
    return space + 1 if 0 <= space < mark else mark
