"""Words that stand near each other: how often, and how much more often than by chance (PMI, log-likelihood).

    near="sentence"    a pair counts once in each sentence that has both; a word's own count is that of its sentences,
                       the whole is all sentences that have any word
    near="window"      a pair counts for any two places at most `window` words apart in one sentence, in both
                       directions; a word's own count is that of the pairs it begins, the whole is all pairs

In both the whole N, the counts R of one word and C of the other, and O of the pair make a table of two by two:

    expected = R * C / N      pmi = log2(O / expected)      g2 = 2 * sum over the four cells of o * ln(o / e)

Church and Hanks 1990; Dunning 1993. Texts are read twice: no pair is more frequent than its rarer word, so only words
that are frequent enough are paired. Their counts stay in memory, 150 bytes each.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from math import log, log2
from typing import Literal

from archive.catalogue.query import QueryError
from archive.catalogue.words import stem_of
from archive.corpus.table import Field, Row, Table
from archive.research.counted import Counted, Entry
from archive.research.texts import Text
from archive.research.tokens import plain_words, stopwords

FIELDS = (
    Field("word"),
    Field("other"),
    Field("count", "whole"),
    Field("articles", "whole"),
    Field("word_count", "whole"),
    Field("other_count", "whole"),
    Field("all", "whole"),
    Field("expected", "number"),
    Field("pmi", "number"),
    Field("g2", "number"),
)
Near = Literal["sentence", "window"]
NEAR: tuple[Near, ...] = ("sentence", "window")
WIDEST = 20

Run = list[str]
# Of a run the words, each as often as it counts by itself; and the pairs, each word before the other by letters.
_Singles = Callable[[Run], Iterable[tuple[str, int]]]
_Pairs = Callable[[Run], Iterator[tuple[str, str]]]


def count_together(
    texts: Iterable[Text],
    *,
    near: Near = "sentence",
    window: int = 5,
    words: Sequence[str] = (),
    min_count: int = 5,
    stems: bool = False,
    without_stopwords: bool = True,
    top: int | None = None,
) -> Table:
    """Pairs that stand together `min_count` times or more, the most surprising (g2) first with `top`, else by letters.
    `words`: only pairs with one of these; it then stands first. Numbers are no words here. A word is never paired with
    itself. `texts` must be readable twice. Raises QueryError."""
    if not 1 <= window <= WIDEST:
        raise QueryError(f"window: from 1 to {WIDEST} words")
    cut = _Cut(stems=stems, left_out=stopwords() if without_stopwords else frozenset())
    singles: _Singles = _once_each if near == "sentence" else lambda run: _begun(run, window)
    own, whole = _counted_alone(texts, cut, singles, min_count, near)
    only = frozenset(plain_words(words, stems=stems))
    counted = Counted()
    for text in texts:
        pairs: Counter[tuple[str, str]] = Counter()
        for run in cut.runs(text):
            # Rare words are passed over; the places of the others stay as they are.
            known = [word if word in own else "" for word in run]
            pairs.update(_in_sentence(known, only) if near == "sentence" else _in_windows(known, window, only))
        for (one, other), count in pairs.items():
            counted.add(f"{one}\x1f{other}", count)
    frequent = (entry for entry in counted.entries() if entry[1] >= min_count)
    rows: Iterator[Row] = (_row(entry, own, whole, only) for entry in frequent)
    if top is not None:
        rows = iter(heapq.nsmallest(top, rows, key=lambda row: (-row["g2"], row["word"], row["other"])))
    return Table("together", FIELDS, rows)


class _Cut:
    def __init__(self, *, stems: bool, left_out: frozenset[str]) -> None:
        self._stems = stems
        self._left_out = left_out

    def runs(self, text: Text) -> Iterator[Run]:
        """Of each sentence the words that are paired; those that are left out do not part the others."""
        for run in text.runs():
            kept = [word for word in run if not word.isdecimal() and word not in self._left_out]
            yield [stem_of(word) for word in kept] if self._stems else kept


def _counted_alone(
    texts: Iterable[Text], cut: _Cut, singles: _Singles, min_count: int, near: Near
) -> tuple[dict[str, int], int]:
    """The counts of the words that are frequent enough, and the whole."""
    counted, whole = Counted(), 0
    for text in texts:
        own: Counter[str] = Counter()
        for run in cut.runs(text):
            whole += bool(run) if near == "sentence" else 0
            for word, count in singles(run):
                own[word] += count
                whole += count if near == "window" else 0
        for word, count in own.items():
            if count:
                counted.add(word, count)
    return {word: count for word, count, _ in counted.entries() if count >= min_count}, whole


def _once_each(run: Run) -> Iterator[tuple[str, int]]:
    return ((word, 1) for word in set(run))


def _begun(run: Run, window: int) -> Iterator[tuple[str, int]]:
    """How many places each place has within the window."""
    last = len(run) - 1
    return ((word, min(place, window) + min(last - place, window)) for place, word in enumerate(run))


def _in_sentence(run: Run, only: frozenset[str]) -> Iterator[tuple[str, str]]:
    words = sorted(filter(None, set(run)))
    if not only:
        yield from combinations(words, 2)
        return
    for one in only.intersection(words):
        for other in words:
            if other != one and (other not in only or one < other):
                yield (one, other) if one < other else (other, one)


def _in_windows(run: Run, window: int, only: frozenset[str]) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(run):
        if one:
            for other in run[place + 1 : place + 1 + window]:
                if other and other != one and (not only or one in only or other in only):
                    yield (one, other) if one < other else (other, one)


def _row(entry: Entry, own: dict[str, int], whole: int, only: frozenset[str]) -> Row:
    key, count, articles = entry
    one, _, other = key.partition("\x1f")
    if only and one not in only:
        one, other = other, one
    row_sum, column_sum = own[one], own[other]
    expected = row_sum * column_sum / whole
    return {
        "word": one,
        "other": other,
        "count": count,
        "articles": articles,
        "word_count": row_sum,
        "other_count": column_sum,
        "all": whole,
        "expected": expected,
        "pmi": log2(count / expected),
        "g2": log_likelihood(count, row_sum, column_sum, whole),
    }


def log_likelihood(both: int, one: int, other: int, whole: int) -> float:
    """Dunning's G2 of a table of two by two; 0 where the words stand together just as often as by chance."""
    table = ((both, one, other), (one - both, one, whole - other), (other - both, whole - one, other),
             (whole - one - other + both, whole - one, whole - other))  # fmt: skip
    parts = (seen * log(seen * whole / (row * column)) for seen, row, column in table if seen > 0 and row and column)
    return max(0.0, 2 * sum(parts))
