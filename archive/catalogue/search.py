"""Articles that a question finds: a page of them, with the sentence that shows why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, or_, select

from archive.access.asking import sees_staff
from archive.catalogue import tables
from archive.catalogue.articles import unpacked
from archive.catalogue.conditions import conditions_of, day_of, visible
from archive.catalogue.counting import by_index
from archive.catalogue.finding import ranked_by, without
from archive.catalogue.phrase import Phrase, read_phrase
from archive.catalogue.query import Query
from archive.catalogue.words import spans_of, stem_of
from archive.redaction import redacted

Order = Literal["newest", "oldest", "best", "captured", "id"]
# Those that people choose among; "id" is the same in each catalogue of the same documents: for releases.
ORDERS: tuple[Order, ...] = ("newest", "oldest", "best", "captured")
Line = dict[str, Any]

article = tables.article.c
_SNIPPET = 220  # characters
_MOST_BEST = 1_000
_A_PART = 250  # articles at a time: some 2 MB


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
    if order == "best" and (best := _best(connection, query, offset + limit)) is not None:
        return _hits(connection, best[offset:])
    statement = _ordered(connection, query, order).limit(limit).offset(offset)
    with by_index(connection) if order == "best" else nullcontext():
        numbers = connection.execute(statement).scalars().all()
    return _hits(connection, numbers)


def every_article(
    connection: Connection,
    query: Query,
    order: Order = "newest",
    *,
    skip: int = 0,
    line_of: Callable[[Line], Line] = redacted,
) -> Iterator[Hit]:
    """All of them behind the first `skip`, read on as they are taken, however many: for exports. As they are when the
    first is taken. `line_of`: what is done with each line; whoever gives another must redact it."""
    statement = _ordered(connection, query, order).offset(skip or None)
    # A cursor of the database holds the numbers: a million of them are 40 MB.
    found = connection.execute(statement, execution_options={"stream_results": True, "yield_per": _A_PART})
    for numbers in found.scalars().partitions(_A_PART):
        yield from _hits(connection, numbers, line_of)


Position = tuple[str | None, str]  # the day of an article, and its id


def articles_after(connection: Connection, query: Query, after: Position | None, limit: int) -> list[Hit]:
    """The newest first, from behind a place on: whatever is added meanwhile, none comes twice and none is left out."""
    day = day_of(query)
    statement = select(article.number).where(*conditions_of(query, connection.dialect.name))
    if after is not None and after[0] is not None:
        beyond = or_(day < after[0], and_(day == after[0], article.id > after[1]))
        statement = statement.where(or_(day.is_(None), and_(day <= after[0], beyond)))
    elif after is not None:
        statement = statement.where(day.is_(None), article.id > after[1])
    ordered = statement.order_by(day.desc().nulls_last(), article.id).limit(limit)
    return _hits(connection, connection.execute(ordered).scalars().all())


def position_of(hit: Hit, query: Query) -> Position:
    """Where articles_after goes on."""
    return hit.row.event_on if query.by == "event" else hit.row.published_on, hit.row.id


def article_of(connection: Connection, article_id: str) -> Hit | None:
    """By its id, or that of one of its documents."""
    of_document = select(tables.document.c.article).where(tables.document.c.id == article_id, *_readable())
    for here in (article.id == article_id, article.id.in_(of_document)):
        numbers = connection.execute(select(article.number).where(here, *visible())).scalars().all()
        if hits := _hits(connection, numbers):
            return hits[0]
    return None


def readings_of(connection: Connection, article_id: str) -> list[Line]:
    """All its readings as they were captured, not redacted; the oldest first."""
    document = tables.document.c
    rows = connection.execute(
        select(document.line)
        .where(document.article == article_id, *_readable())
        .order_by(document.captured_at, document.number)
    )
    return [unpacked(packed) for packed in rows.scalars()]


def _readable() -> list[Any]:
    """Readings that who asks may see."""
    return [] if sees_staff() else [tables.document.c.is_staff.is_(False)]


def _best(connection: Connection, query: Query, count: int) -> list[int] | None:
    """The first numbers of the order "best", out of the words that fit best: those of a common word are many, and to
    look at all their articles takes longer than to rank them. None where that does not tell."""
    dialect = connection.dialect.name
    phrase = read_phrase(query.text) if query.text else Phrase()
    # PostgreSQL ranks all either way.
    if count > _MOST_BEST or dialect != "sqlite" or (ranked := ranked_by(phrase, dialect)) is None:
        return None
    some = 3 * count + 25
    rows = connection.execute(select(ranked).order_by(ranked.c.rank).limit(some)).all()
    # Of those that fit as well as the last, there may be others.
    is_all = len(rows) < some
    ranks = {row.number: row.rank for row in rows if is_all or row.rank < rows[-1].rank}
    day = day_of(query)
    conditions = (*conditions_of(query.but(text=""), dialect), *without(phrase, dialect), article.words.in_(ranks))
    order = (
        select(article.number, article.words)
        .where(*conditions)
        .order_by(day.desc().nulls_last(), article.number.desc())
    )
    found = sorted(connection.execute(order).all(), key=lambda row: ranks[row.words])
    return [row.number for row in found[:count]] if is_all or len(found) >= count else None


def _ordered(connection: Connection, query: Query, order: Order) -> Select[Any]:
    """The numbers of the articles: what is shown of each is read when it is known which are."""
    dialect = connection.dialect.name
    day = day_of(query)
    if order == "best" and query.text:
        phrase = read_phrase(query.text)
        if (ranked := ranked_by(phrase, dialect)) is not None:
            # The words are searched once, for what is found and for how well it fits.
            conditions = (*conditions_of(query.but(text=""), dialect), *without(phrase, dialect))
            joined = select(article.number).join(ranked, ranked.c.number == article.words).where(*conditions)
            return joined.order_by(ranked.c.rank, day.desc().nulls_last(), article.number.desc())
    statement = select(article.number).where(*conditions_of(query, dialect))
    match order:
        case "oldest":
            return statement.order_by(day.asc().nulls_last(), article.number)
        case "captured":
            return statement.order_by(article.captured_at.desc(), article.number.desc())
        case "id":
            return statement.order_by(article.id)
    return statement.order_by(day.desc().nulls_last(), article.number.desc())


def _hits(connection: Connection, numbers: Sequence[int], line_of: Callable[[Line], Line] = redacted) -> list[Hit]:
    """In the order of the numbers."""
    if not numbers:
        return []
    document, activity = tables.document, tables.activity.c
    shown = select(tables.article, document.c.line).join(document, document.c.number == article.reading)
    rows = {row.number: row for row in connection.execute(shown.where(article.number.in_(numbers)))}
    done = select(activity.article, activity.activity).where(activity.article.in_(numbers))
    own = {(row.article, row.activity) for row in connection.execute(done)}
    hits = []
    for number in filter(rows.__contains__, numbers):
        line = line_of(unpacked(rows[number].line))
        said = (line.get("programme") or {}).get("activities") or ()
        hits.append(Hit(rows[number], line, tuple(one for one in said if (number, one) in own)))
    return hits


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
