"""The words of all articles, to be searched: FTS5 in SQLite, tsvector in PostgreSQL, over the same words.

    words(number, title, body, exact)

`title` and `body` hold stems, `exact` the words as they are. Both databases get words that are cut already and cut
nothing themselves. In SQLite the table keeps no words, only where they are (contentless): a row is never taken out, an
article that says something else gets a new number instead, and nothing leads to the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, TextClause, bindparam, or_, text

from archive.catalogue.phrase import Part, Phrase
from archive.catalogue.words import stem_of, words_of

# Stands between paragraphs, so that no phrase reaches over two; nobody types it.
_BREAK = "0zz0"
_LONGEST_WORD = 64
_MOST_WORDS = 20_000  # of one article; PostgreSQL holds no more

_CREATE = {
    "sqlite": (
        "create virtual table words using fts5(title, body, exact, content='', "
        'tokenize="unicode61 remove_diacritics 0")',
    ),
    "postgresql": (
        "create table words (number integer primary key, stems tsvector not null, exact tsvector not null)",
        "create index words_stems on words using gin (stems)",
        "create index words_exact on words using gin (exact)",
    ),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What is searched of one article."""

    number: int
    title: tuple[str, ...]
    body: tuple[str, ...]


def words_to_search(number: int, line: Mapping[str, Any]) -> Words:
    """Of a line of documents/*.jsonl: title, text, captions and their credits, dateline, author, tags."""
    captions = line.get("captions") or ()
    parts = [line.get("text"), line.get("dateline"), line.get("author"), *(line.get("tags") or ())]
    parts += [caption.get(name) for caption in captions for name in ("text", "credit")]
    body = [word for part in parts if part for paragraph in part.split("\n") for word in _bounded(paragraph)]
    return Words(number, tuple(_bounded(line.get("title") or "")), tuple(body[:_MOST_WORDS]))


def _bounded(paragraph: str) -> list[str]:
    words = [word for word in words_of(paragraph)[:_MOST_WORDS] if len(word) <= _LONGEST_WORD]
    return [*words, _BREAK] if words else []


def create_words(connection: Connection) -> None:
    """The table, empty."""
    connection.execute(text("drop table if exists words"))
    for statement in _CREATE[connection.dialect.name]:
        connection.execute(text(statement))


def add_words(connection: Connection, rows: Iterable[Words]) -> None:
    """Rows whose numbers are not there yet."""
    if connection.dialect.name == "sqlite":
        statement = text("insert into words(rowid, title, body, exact) values (:number, :title, :body, :exact)")
        values = [
            {
                "number": row.number,
                "title": " ".join(map(_stem, row.title)),
                "body": " ".join(map(_stem, row.body)),
                "exact": " ".join((*row.title, *row.body)),
            }
            for row in rows
        ]
    else:
        statement = text(
            "insert into words(number, stems, exact) "
            "values (:number, setweight(cast(:title as tsvector), 'A') || cast(:body as tsvector), "
            "cast(:exact as tsvector))"
        )
        values = [
            {
                "number": row.number,
                "title": _vector(map(_stem, row.title)),
                "body": _vector(map(_stem, row.body)),
                "exact": _vector((*row.title, *row.body)),
            }
            for row in rows
        ]
    if values:
        connection.execute(statement, values)


def remove_words(connection: Connection, numbers: Sequence[int]) -> None:
    """In SQLite they stay, and nothing leads to them."""
    if connection.dialect.name == "postgresql" and numbers:
        connection.execute(text("delete from words where number = any(:numbers)"), {"numbers": list(numbers)})


def _stem(word: str) -> str:
    return word if word == _BREAK else stem_of(word)


def _vector(words: Iterable[str]) -> str:
    """`'warga':1,5 'desa':2`, PostgreSQL's own form, which nothing cuts again."""
    places = sorted((word, place) for place, word in enumerate(words, 1) if word != _BREAK)
    return " ".join(
        f"'{word}':{','.join(str(place) for _, place in found)}"
        for word, found in groupby(places, key=lambda pair: pair[0])
    )


def found_by(phrase: Phrase, dialect: str) -> list[ColumnElement[bool]]:
    """The conditions on `article` under which what was typed is found."""
    conditions: list[Any] = []
    if dialect == "sqlite":
        if phrase.wanted:
            groups = ("(" + " OR ".join(map(_fts5, group)) + ")" for group in phrase.wanted)
            conditions.append(_in_fts5("in", " AND ".join(groups)))
        if phrase.unwanted:
            conditions.append(_in_fts5("not in", " OR ".join(map(_fts5, phrase.unwanted))))
    else:
        conditions += (or_(*(_in_vectors("in", part) for part in group)) for group in phrase.wanted)
        conditions += (_in_vectors("not in", part) for part in phrase.unwanted)
    return conditions


def rank_of(phrase: Phrase, dialect: str) -> Any:
    """A number for each article found, less for what fits better; None when nothing is to be found in particular."""
    stems = [part.words[0] for group in phrase.wanted for part in group if part.kind == "stem"]
    if not phrase.wanted:
        return None
    if dialect == "sqlite":
        query = " OR ".join(_fts5(part) for group in phrase.wanted for part in group)
        return text(
            "(select bm25(words, 6.0, 1.0, 1.0) from words where words match :ranked and rowid = article.words)"
        ).bindparams(bindparam("ranked", query, unique=False))
    if not stems:
        return None
    return text(
        "(select -ts_rank(stems, cast(:ranked as tsquery)) from words where number = article.words)"
    ).bindparams(bindparam("ranked", " | ".join(f"'{stem}'" for stem in stems), unique=False))


def _fts5(part: Part) -> str:
    # Words have letters and digits only, so no quote can end the string.
    match part.kind:
        case "stem":
            return f'{{title body}} : "{part.words[0]}"'
        case "beginning":
            return f'exact : "{part.words[0]}" *'
    return f'exact : "{" ".join(part.words)}"'


def _in_fts5(is_in: str, query: str) -> TextClause:
    return text(f"article.words {is_in} (select rowid from words where words match :wanted)").bindparams(  # noqa: S608
        bindparam("wanted", query, unique=True)
    )


def _in_vectors(is_in: str, part: Part) -> TextClause:
    column = "stems" if part.kind == "stem" else "exact"
    word = f"'{part.words[0]}'" + (":*" if part.kind == "beginning" else "")
    query = " <-> ".join(f"'{one}'" for one in part.words) if part.kind == "phrase" else word
    return text(
        f"article.words {is_in} (select number from words where {column} @@ cast(:wanted as tsquery))"  # noqa: S608
    ).bindparams(bindparam("wanted", query, unique=True))
