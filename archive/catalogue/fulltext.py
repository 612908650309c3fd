"""The words of all articles, to be searched: FTS5 in SQLite, tsvector in PostgreSQL, over the same words.

    words(number, title, body, exact)

`title` and `body` hold stems, `exact` the words as they are. Both databases get words that are cut already and cut
nothing themselves. In SQLite the table keeps no words, only where they are (contentless): a row is never taken out. An
article that says something else gets a new number instead, nothing leads to the old one, and when most rows are such
the table is made anew (archive.catalogue.renewal).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, text

from archive.catalogue.words import stem_of, words_of

# Stands where no phrase reaches over: between paragraphs, and for what is not kept. It is no letter, so no word typed
# is like it, and FTS5's ascii tokenizer takes it, like all that is not ASCII, for a word.
BREAK = "\ue000"
LONGEST_WORD = 64
# PostgreSQL keeps the first 16,383 places of an article, 256 places of a word, and a megabyte in all.
_MOST_TITLE_WORDS = 100
_MOST_BODY_WORDS = 16_000
_MOST_PLACES = 150
_MOST_BYTES = 500_000

_CREATE = {
    "sqlite": (
        "create virtual table words using fts5(title, body, exact, content='', tokenize='ascii')",
    ),
    "postgresql": (
        "create table words (number integer primary key, stems tsvector not null, exact tsvector not null)",
        "create index words_stems on words using gin (stems)",
        "create index words_exact on words using gin (exact)",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What is searched of one article, BREAK among it."""

    title: tuple[str, ...]
    body: tuple[str, ...]

    def digest(self) -> bytes:
        return blake2b(f"{' '.join(self.title)}\n{' '.join(self.body)}".encode(), digest_size=16).digest()


def words_to_search(line: Mapping[str, Any]) -> Words:
    """Of a line of documents/*.jsonl: title, text, captions and their credits, dateline, author, tags."""
    parts = [line.get("text"), line.get("dateline"), line.get("author"), *(line.get("tags") or ())]
    parts += [caption.get(name) for caption in line.get("captions") or () for name in ("text", "credit")]
    title = _kept([line.get("title")], _MOST_TITLE_WORDS)
    return Words(title, _kept(parts, _MOST_BODY_WORDS))


def _kept(parts: Iterable[str | None], most: int) -> tuple[str, ...]:
    """The words of some texts, as many as both databases hold."""
    words: list[str] = []
    for paragraph in _paragraphs(parts):
        words += [word if len(word) <= LONGEST_WORD else BREAK for word in words_of(paragraph)]
        words.append(BREAK)
        if len(words) >= most:
            break
    if len(words) > most:
        words = [*words[: most - 1], BREAK]
    if sum(map(len, words)) > _MOST_BYTES // 4:
        words = _within_bytes(words)
    counts = Counter(words)
    if any(count > _MOST_PLACES for word, count in counts.items() if word != BREAK):
        words = _within_places(words)
    return tuple(words)


def _paragraphs(parts: Iterable[str | None]) -> Iterator[str]:
    for part in filter(None, parts):
        yield from part.split("\n")


def _within_bytes(words: list[str]) -> list[str]:
    size = 0
    for place, word in enumerate(words):
        size += len(word.encode())
        if size > _MOST_BYTES:
            return [*words[:place], BREAK]
    return words


def _within_places(words: list[str]) -> list[str]:
    """A word is found all the same; only phrases with it are not, this far behind."""
    seen: Counter[str] = Counter()
    kept = []
    for word in words:
        seen[word] += 1
        kept.append(word if seen[word] <= _MOST_PLACES else BREAK)
    return kept


def create_words(connection: Connection) -> None:
    """The table, empty."""
    connection.execute(text("drop table if exists words"))
    for statement in _CREATE[connection.dialect.name]:
        connection.execute(text(statement))


def add_words(connection: Connection, rows: Iterable[tuple[int, Words]]) -> None:
    """By numbers that are not there yet."""
    if connection.dialect.name == "sqlite":
        statement = text("insert into words(rowid, title, body, exact) values (:number, :title, :body, :exact)")
        values = [_row(number, words, " ".join) for number, words in rows]
    else:
        statement = text(
            "insert into words(number, stems, exact) "
            "values (:number, setweight(cast(:title as tsvector), 'A') || cast(:body as tsvector), "
            "cast(:exact as tsvector))"
        )
        values = [_row(number, words, _vector) for number, words in rows]
    if values:
        connection.execute(statement, values)


def _row(number: int, words: Words, join: Any) -> dict[str, Any]:
    return {
        "number": number,
        "title": join(_stems(words.title)),
        "body": join(_stems(words.body)),
        "exact": join((*words.title, *words.body)),
    }


def remove_words(connection: Connection, numbers: Sequence[int]) -> None:
    """In SQLite they stay, and nothing leads to them."""
    if connection.dialect.name == "postgresql" and numbers:
        connection.execute(text("delete from words where number = any(:numbers)"), {"numbers": list(numbers)})


def _stems(words: Iterable[str]) -> list[str]:
    return [word if word == BREAK else stem_of(word) for word in words]


def _vector(words: Iterable[str]) -> str:
    """`'warga':1,5 'desa':2`, PostgreSQL's own form, which nothing cuts again."""
    places = sorted((word, place) for place, word in enumerate(words, 1) if word != BREAK)
    return " ".join(
        f"'{word}':{','.join(str(place) for _, place in found)}"
        for word, found in groupby(places, key=lambda pair: pair[0])
    )
