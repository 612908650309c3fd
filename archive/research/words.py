"""How often words stand in texts, over time and by region: as a count, per million words, as a share of articles."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from archive.corpus.table import Field, Row, Table
from archive.regions import region_table
from archive.research.counted import Counted, Entry
from archive.research.texts import Level, Period, Text
from archive.research.tokens import plain_words

FIELDS = (
    Field("word"),
    Field("period"),
    Field("kode_wilayah"),
    Field("region"),
    Field("count", "whole"),
    Field("per_million", "number"),
    Field("articles", "whole"),
    Field("share", "number"),
    Field("all_words", "whole"),
    Field("all_articles", "whole"),
)
_UNKNOWN = "\x02"  # sorts first, and stands in no text that was cut into words


class Cell(NamedTuple):
    """A period and a region, as parts of keys."""

    period: str
    region: str


def count_words(
    texts: Iterable[Text],
    *,
    period: Period = "year",
    level: Level = "none",
    stems: bool = False,
    without_stopwords: bool = False,
    words: Sequence[str] = (),
    min_count: int = 1,
    top: int | None = None,
) -> Table:
    """A row for each word, period and region in which it stands. `words`: these alone, and with a row also where they
    do not stand, for "not once" is a fact, too. `min_count`, of a word over all periods and regions; `top`: so many
    words that are most frequent, else all, by letters. Numbers are no words here; `all_words` counts the others, stop
    words included or not as the counts.

    Raises QueryError when one of `words` is no word."""
    wanted = plain_words(words, stems=stems)
    only = frozenset(wanted)
    counted, cells = Counted(), dict[Cell, list[int]]()
    for text in texts:
        cell = Cell(_key(text.period(period)), _key(text.region_at(level)))
        own = Counter(text.words(stems=stems, without_stopwords=without_stopwords))
        sums = cells.setdefault(cell, [0, 0])
        sums[0] += own.total()
        sums[1] += 1
        for word in own if not only else own.keys() & only:
            counted.add(f"{word}\x1f{cell.period}\x1f{cell.region}", own[word])
    found: Iterator[tuple[str, list[_Counts]]] = _of_words(counted.entries())
    if words:
        found = _with_zeros(dict(found), wanted, cells)
    kept: Iterator[tuple[str, list[_Counts]]] = (
        (word, rows) for word, rows in found if sum(row[1] for row in rows) >= (0 if words else min_count)
    )
    if top is not None:
        kept = iter(heapq.nsmallest(top, kept, key=lambda one: (-sum(row[1] for row in one[1]), one[0])))
    return Table("words", FIELDS, (_row(word, cell, cells) for word, rows in kept for cell in rows))


_Counts = tuple[Cell, int, int]


def _of_words(entries: Iterator[Entry]) -> Iterator[tuple[str, list[_Counts]]]:
    """Each word with its counts, by period and region."""
    for word, same in groupby(entries, key=lambda one: one[0].partition("\x1f")[0]):
        yield word, [(Cell(*key.split("\x1f")[1:]), count, articles) for key, count, articles in same]


def _with_zeros(
    found: dict[str, list[_Counts]], wanted: Iterable[str], cells: Iterable[Cell]
) -> Iterator[tuple[str, list[_Counts]]]:
    every = sorted(cells)
    for word in wanted:
        counts = {cell: (count, articles) for cell, count, articles in found.get(word, ())}
        yield word, [(cell, *counts.get(cell, (0, 0))) for cell in every]


def _row(word: str, counts: _Counts, cells: dict[Cell, list[int]]) -> Row:
    cell, count, articles = counts
    all_words, all_articles = cells[cell]
    code = _value(cell.region)
    region = region_table().get(code) if code else None
    return {
        "word": word,
        "period": _value(cell.period),
        "kode_wilayah": code,
        "region": region.name if region else None,
        "count": count,
        "per_million": count * 1_000_000 / all_words if all_words else 0.0,
        "articles": articles,
        "share": articles / all_articles,
        "all_words": all_words,
        "all_articles": all_articles,
    }


def _key(value: str | None) -> str:
    return _UNKNOWN if value is None else value


def _value(key: str) -> str | None:
    """None for what is not known, and for what was not asked for."""
    return None if key in ("", _UNKNOWN) else key
