"""Runs of one to five words: how often, and in how many articles.

Texts are read twice. The first time each run is counted in one of 2**26 bytes, chosen by its hash: a byte counts at
least as often as each run that shares it, so a run whose byte stays below `min_count` is rare for certain. Only the
others are counted by name the second time (archive.research.counted), which is exact, and far fewer: of runs of five
words nearly all occur once. 64 MB for the bytes, 100 MB for the names.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator

from archive.catalogue.query import QueryError
from archive.catalogue.words import stem_of
from archive.corpus.table import Field, Row, Table
from archive.research.counted import Counted
from archive.research.texts import Text
from archive.research.tokens import stopwords

FIELDS = (
    Field("n", "whole"),
    Field("ngram"),
    Field("count", "whole"),
    Field("articles", "whole"),
    Field("per_million", "number"),
    Field("share", "number"),
)
LONGEST = 5
_BUCKETS = 1 << 26


def count_ngrams(
    texts: Iterable[Text],
    *,
    lengths: Iterable[int] = (2,),
    min_count: int = 5,
    stems: bool = False,
    without_stopwords: bool = False,
    top: int | None = None,
    buckets: int = _BUCKETS,
) -> Table:
    """Of each length those that occur `min_count` times or more, by letters; with `top` so many that are most frequent.
    None reaches over the end of a sentence. `without_stopwords`: none that begins or ends with a word that says little.
    `per_million` of all runs of that length, `share` of all articles. `texts` must be readable twice (Texts is, a list
    is). Raises QueryError for a length that is none."""
    wanted = sorted(set(lengths))
    if not wanted or wanted[0] < 1 or wanted[-1] > LONGEST:
        raise QueryError(f"n: from 1 to {LONGEST}")
    cut = _Cut(wanted, stems=stems, left_out=stopwords() if without_stopwords else frozenset())
    sieve = _Sieve(texts, cut, min_count, buckets) if min_count > 1 else None
    counted, all_of, articles = Counted(), Counter[int](), 0
    for text in texts:
        articles += 1
        own = Counter(cut.ngrams(text, all_of))
        for key, count in own.items():
            if sieve is None or sieve.may_be_frequent(key):
                counted.add(key, count)
    frequent: Iterator[tuple[str, int, int]] = (entry for entry in counted.entries() if entry[1] >= min_count)
    if top is not None:
        frequent = _top(frequent, wanted, top)
    return Table("ngrams", FIELDS, (_row(*entry, all_of, articles) for entry in frequent))


class _Cut:
    """Texts cut into runs; a key is the length and the words: "2 pojok baca"."""

    def __init__(self, lengths: list[int], *, stems: bool, left_out: frozenset[str]) -> None:
        self._lengths = lengths
        self._stems = stems
        self._left_out = left_out

    def ngrams(self, text: Text, all_of: Counter[int] | None = None) -> Iterator[str]:
        """`all_of` counts all runs of each length, those that are left out, too."""
        for run in text.runs():
            says = [word not in self._left_out for word in run] if self._left_out else None
            words = [stem_of(word) for word in run] if self._stems else run
            for length in self._lengths:
                starts = range(len(run) - length + 1)
                if all_of is not None:
                    all_of[length] += len(starts)
                for start in starts:
                    if says is None or (says[start] and says[start + length - 1]):
                        yield f"{length} {' '.join(words[start : start + length])}"


class _Sieve:
    """Which runs may be frequent. Bytes count up to 255, so more than that is not asked of them."""

    def __init__(self, texts: Iterable[Text], cut: _Cut, min_count: int, buckets: int) -> None:
        self._least = min(min_count, 255)
        self._mask = buckets - 1
        self._bytes = counts = bytearray(buckets)
        mask, least = self._mask, self._least
        for text in texts:
            for key in cut.ngrams(text):
                place = hash(key) & mask
                if counts[place] < least:
                    counts[place] += 1

    def may_be_frequent(self, key: str) -> bool:
        return self._bytes[hash(key) & self._mask] >= self._least


def _top(entries: Iterable[tuple[str, int, int]], lengths: list[int], top: int) -> Iterator[tuple[str, int, int]]:
    """Of each length the most frequent: entries come length by length."""
    rest = iter(entries)
    best: dict[str, list[tuple[int, str, int]]] = {str(length): [] for length in lengths}
    for key, count, articles in rest:
        heap = best[key[0]]
        heap.append((-count, key, articles))
        if len(heap) > 2 * top + 1_000:
            heap[:] = heapq.nsmallest(top, heap)
    for heap in best.values():
        for count, key, articles in heapq.nsmallest(top, heap):
            yield key, -count, articles


def _row(key: str, count: int, in_articles: int, all_of: Counter[int], articles: int) -> Row:
    length = int(key[0])
    return {
        "n": length,
        "ngram": key[2:],
        "count": count,
        "articles": in_articles,
        "per_million": count * 1_000_000 / all_of[length],
        "share": in_articles / articles,
    }
