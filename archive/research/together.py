"""Words that stand near each other: how often, and how much more often than by chance (PMI, log-likelihood).

    near="sentence"    a pair counts once in each sentence that has both; a word's own count is that of its sentences,
                       the whole is all sentences that have any word
    near="window"      a pair counts for any two places at most `window` words apart in one sentence, in both
                       directions; a word's own count is that of the pairs it begins, the whole is all pairs

In both the whole N, the counts R of one word and C of the other, and O of the pair make a table of two by two:

    expected = R * C / N      pmi = log2(O / expected)      g2 = 2 * sum over the four cells of o * ln(o / e)

Church and Hanks 1990; Dunning 1993. Texts are read twice: no pair is more frequent than its rarer word, so only words
that are frequent enough are paired. They are numbered by letters, and their counts stay in memory, 200 bytes each; a
pair is first * (how many words there are) + second, the first before the other by letters.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from math import log, log2
from typing import TYPE_CHECKING, Literal

import numpy as np

from archive.catalogue.query import QueryError
from archive.catalogue.words import stem_of
from archive.corpus.table import Field, Row, Table
from archive.research.counted import Counted
from archive.research.pairs import Numbers, PairCounts
from archive.research.texts import Text
from archive.research.tokens import LONGEST_SENTENCE, plain_words, stopwords

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
# Of a run the words, each as often as it counts by itself.
_Singles = Callable[[Run], Iterable[tuple[str, int]]]


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
    known = _Known(own, plain_words(words, stems=stems))
    counted = PairCounts()
    for text in texts:
        runs = cut.runs(text)
        counted.add(known.pairs_in_sentences(runs) if near == "sentence" else known.pairs_in_windows(runs, window))
    rows: Iterator[Row] = (_row(entry, known, whole) for entry in counted.entries(min_count))
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


class _Known:
    """The words that are frequent enough, numbered by letters. `only`: of a pair one must be of these, if any are."""

    def __init__(self, own: dict[str, int], only: Sequence[str]) -> None:
        self.words = list(own)
        self.counts = list(own.values())
        self._number = {word: number for number, word in enumerate(self.words)}
        self._is_named: NDArray[np.bool_] | None = None
        if only:
            self._is_named = np.isin(np.arange(len(own)), [self._number[word] for word in only if word in own])

    def pairs_in_sentences(self, runs: Iterable[Run]) -> Numbers:
        """Each pair once for each run that has both."""
        found = [_NO_PAIRS]
        for run in runs:
            numbers = np.array(sorted({self._number[word] for word in run if word in self._number}), np.int64)
            first, second = _places_of_pairs(len(numbers))
            found.append(self._pairs(numbers[first], numbers[second]))
        return np.concatenate(found)

    def pairs_in_windows(self, runs: Iterable[Run], window: int) -> Numbers:
        """Each pair once for any two places of a run at most `window` apart."""
        line: list[int] = []
        for run in runs:
            # Rare words are passed over; the places of the others stay as they are.
            line += [self._number.get(word, -1) for word in run]
            line += [-1] * window
        numbers = np.array(line, np.int64)
        found = [_NO_PAIRS]
        for apart in range(1, window + 1):
            one, other = numbers[:-apart], numbers[apart:]
            is_pair = (one >= 0) & (other >= 0) & (one != other)
            one, other = one[is_pair], other[is_pair]
            found.append(self._pairs(np.minimum(one, other), np.maximum(one, other)))
        return np.concatenate(found)

    def _pairs(self, first: Numbers, second: Numbers) -> Numbers:
        pairs = first * len(self.words) + second
        if self._is_named is None:
            return pairs
        return pairs[self._is_named[first] | self._is_named[second]]

    def is_named(self, number: int) -> bool:
        return self._is_named is None or bool(self._is_named[number])


_NO_PAIRS: Numbers = np.empty(0, np.int64)


@lru_cache(maxsize=LONGEST_SENTENCE + 1)
def _places_of_pairs(length: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which two places of a list each of its pairs is."""
    first, second = np.triu_indices(length, 1)
    return first, second


def _row(entry: tuple[int, int, int], known: _Known, whole: int) -> Row:
    pair, count, articles = entry
    one, other = divmod(pair, len(known.words))
    if not known.is_named(one):
        one, other = other, one
    row_sum, column_sum = known.counts[one], known.counts[other]
    expected = row_sum * column_sum / whole
    return {
        "word": known.words[one],
        "other": known.words[other],
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
