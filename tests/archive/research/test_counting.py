"""Words, runs of words and pairs counted as a plain slow count does, whatever the texts hold."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from itertools import chain, combinations
from math import isclose, log, log2
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.catalogue.query import QueryError
from archive.research import counted as of_counted
from archive.research.counted import Counted
from archive.research.ngrams import count_ngrams
from archive.research.pairs import PairCounts
from archive.research.texts import LEVELS, MOST_WORDS, PERIODS, Text
from archive.research.together import count_together
from archive.research.tokens import runs, sentences, stopwords
from archive.research.words import count_words
from tests.archive.research.made_texts import texts

few = settings(max_examples=40)


def text(*parts: str, day: str | None = "2024-05-01", region: str | None = "18.05.13.2021") -> Text:
    return Text("a", day, region, parts)


# ---- texts cut ----


def test_a_sentence_ends_at_a_stop_and_not_after_an_abbreviation() -> None:
    found = [one.strip() for one in sentences("Warga Kec. Contoh hadir. Bpk. H. Umpama (Kades) membuka.\n\nSelesai")]

    assert found == ["Warga Kec. Contoh hadir.", "Bpk. H. Umpama (Kades) membuka.", "Selesai"]


def test_a_run_of_dots_of_a_megabyte_is_read_at_once() -> None:
    began = time.process_time()

    assert list(runs("kata" + "." * 1_000_000 + "ujung")) == [["kata", "ujung"]]

    assert time.process_time() - began < 2


def test_a_word_too_long_parts_what_stands_beside_it_and_a_sentence_without_end_is_cut() -> None:
    assert list(runs("buku " + "x" * 1_000_000 + " baca")) == [["buku"], ["baca"]]
    assert [len(run) for run in runs("a " * 250)] == [100, 100, 50]


def test_stop_words_are_words_as_texts_have_them_each_once() -> None:
    assert len(stopwords()) > 100
    assert all(list(runs(word)) == [[word]] for word in stopwords())


def test_of_an_article_without_end_so_many_words_are_counted() -> None:
    endless = text("buku " * 300_000, "x" * 2_000_000, "baca")

    assert len(endless.words()) == MOST_WORDS
    (row,) = count_ngrams([endless], lengths=[2], buckets=1 << 10)
    assert row["count"] == MOST_WORDS - MOST_WORDS // 100
    assert list(count_together([endless], min_count=1)) == []


# ---- counted beyond the memory ----


@given(st.lists(st.tuples(st.text("abé \ud800", max_size=3), st.integers(1, 5)), max_size=60), st.integers(1, 7))
def test_counts_are_exact_however_few_keys_the_memory_holds(added: list[tuple[str, int]], most: int) -> None:
    counted, plain = Counted(most), Counter[str]()
    for key, count in added:
        counted.add(key, count)
        plain[key] += count

    articles = Counter(key for key, _ in added)
    assert list(counted.entries()) == [(key, plain[key], articles[key]) for key in sorted(plain)]


def test_many_files_are_joined_and_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_counted, "_MOST_FILES", 3)
    counted, chance = Counted(4), Random(1)
    keys = [str(chance.randrange(50)) for _ in range(400)]
    for key in keys:
        counted.add(key, 1)
        assert len(counted._files) < 3

    assert {key: count for key, count, _ in counted.entries()} == Counter(keys)


# ---- words ----


@few
@given(texts, st.sampled_from(PERIODS), st.sampled_from(LEVELS), st.booleans(), st.booleans(), st.integers(1, 3))
def test_words_are_counted_as_a_plain_count_does(
    some: list[Text], period: Any, level: Any, stems: bool, without: bool, least: int
) -> None:
    counts: dict[Any, list[str]] = defaultdict(list)
    for one in some:
        cell = (one.period(period) or None, one.region_at(level) or None)
        counts[cell] += one.words(stems=stems, without_stopwords=without)
    all_words = Counter(word for words in counts.values() for word in words)

    rows = list(count_words(some, period=period, level=level, stems=stems, without_stopwords=without, min_count=least))

    assert {(row["word"], row["period"], row["kode_wilayah"]): row["count"] for row in rows} == {
        (word, *cell): count
        for cell, words in counts.items()
        for word, count in Counter(words).items()
        if all_words[word] >= least
    }
    for row in rows:
        cell = counts[row["period"], row["kode_wilayah"]]
        assert row["all_words"] == len(cell)
        assert isclose(row["per_million"], cell.count(row["word"]) / len(cell) * 1e6)
        assert row["share"] == row["articles"] / row["all_articles"] <= 1


def test_a_word_that_is_asked_for_has_a_row_also_where_it_never_stands() -> None:
    some = [text("Buku baru", day="2024-01-05"), text("Parit", day="2024-02-05"), text("", day=None)]

    rows = list(count_words(some, words=["BUKU"], period="month"))

    assert [(row["period"], row["count"], row["share"]) for row in rows] == [
        (None, 0, 0.0), ("2024-01", 1, 1.0), ("2024-02", 0, 0.0),
    ]  # fmt: skip
    assert [row["per_million"] for row in rows] == [0.0, 500_000.0, 0.0]
    with pytest.raises(QueryError, match="not one word"):
        count_words(some, words=["pojok baca"])
    with pytest.raises(QueryError, match="not one word"):
        count_words(some, words=["!"])


def test_the_most_frequent_words_come_first_with_top() -> None:
    rows = list(count_words([text("b b a c c c")], top=2))

    assert [(row["word"], row["count"]) for row in rows] == [("c", 3), ("b", 2)]


def test_quarters_and_regions_are_cut_from_day_and_code() -> None:
    (row,) = count_words([text("Buku", day="2024-04-01")], period="quarter", level="regency")

    assert (row["period"], row["kode_wilayah"], row["region"]) == ("2024-Q2", "18.05", "Kabupaten Tulang Bawang")


# ---- runs of words ----


@few
@given(
    texts, st.sets(st.integers(1, 5), min_size=1), st.integers(1, 3), st.booleans(), st.sampled_from((1, 4, 1 << 10))
)
def test_runs_are_counted_as_a_plain_count_does(
    some: list[Text], lengths: set[int], least: int, without: bool, buckets: int
) -> None:
    counts, articles, all_of = Counter[Any](), Counter[Any](), Counter[int]()
    for one in some:
        own = []
        for run in one.runs():
            for n in lengths:
                grams = [tuple(run[start : start + n]) for start in range(len(run) - n + 1)]
                all_of[n] += len(grams)
                own += [g for g in grams if not (without and {g[0], g[-1]} & stopwords())]
        counts.update(own)
        articles.update(set(own))

    rows = list(count_ngrams(some, lengths=lengths, min_count=least, without_stopwords=without, buckets=buckets))

    assert {tuple(row["ngram"].split(" ")): (row["count"], row["articles"]) for row in rows} == {
        gram: (count, articles[gram]) for gram, count in counts.items() if count >= least
    }
    assert all(isclose(row["per_million"], row["count"] / all_of[row["n"]] * 1e6) for row in rows)


def test_top_gives_the_most_frequent_of_each_length() -> None:
    rows = list(count_ngrams([text("a b a b c")], lengths=[1, 2], min_count=1, top=1))

    assert [(row["ngram"], row["count"]) for row in rows] == [("a", 2), ("a b", 2)]


@pytest.mark.parametrize("lengths", [[], [0], [6], [1, 9]])
def test_a_length_that_is_none_is_told(lengths: list[int]) -> None:
    with pytest.raises(QueryError, match="from 1 to 5"):
        count_ngrams([], lengths=lengths)


# ---- words together ----


def plain_pairs(
    some: list[Text], near: str, window: int, least: int
) -> dict[frozenset[str], tuple[int, int, int, int]]:
    """By the definition, with all places and nothing left out early: pair -> (both, one, other, whole), one < other."""
    own, both, whole = Counter[str](), Counter[frozenset[str]](), 0
    for one in some:
        for run in one.runs():
            words = [word for word in run if not word.isdecimal() and word not in stopwords()]
            if near == "sentence":
                whole += bool(words)
                own.update(set(words))
                both.update(map(frozenset, combinations(set(words), 2)))
                continue
            for first, second in combinations(range(len(words)), 2):
                if second - first <= window:
                    whole += 2
                    own.update((words[first], words[second]))
                    if words[first] != words[second]:
                        both[frozenset((words[first], words[second]))] += 1
    return {
        pair: (count, *(own[word] for word in sorted(pair)), whole) for pair, count in both.items() if count >= least
    }  # type: ignore[return-value]


@few
@given(texts, st.sampled_from(("sentence", "window")), st.integers(1, 6), st.integers(1, 3))
def test_pairs_are_counted_as_a_plain_count_does(some: list[Text], near: Any, window: int, least: int) -> None:
    rows = list(count_together(some, near=near, window=window, min_count=least))

    assert {
        frozenset((row["word"], row["other"])): (row["count"], row["word_count"], row["other_count"], row["all"])
        for row in rows
    } == plain_pairs(some, near, window, least)
    for row in rows:
        assert row["word"] < row["other"]
        assert isclose(
            row["pmi"], log2(row["count"] * row["all"] / (row["word_count"] * row["other_count"])), abs_tol=1e-9
        )
        assert isclose(row["g2"], plain_g2(row), abs_tol=1e-6)


@few
@given(st.lists(st.lists(st.integers(0, 30), max_size=12), max_size=30), st.integers(1, 8), st.integers(1, 3))
def test_pairs_that_do_not_fit_into_memory_are_counted_all_the_same(
    articles: list[list[int]], most_pairs: int, least: int
) -> None:
    counted = PairCounts(most_pairs)

    for pairs in articles:
        counted.add(np.array(pairs, np.int64))

    often, in_articles = Counter(chain.from_iterable(articles)), Counter(chain.from_iterable(map(set, articles)))
    assert list(counted.entries(least)) == [
        (pair, count, in_articles[pair]) for pair, count in sorted(often.items()) if count >= least
    ]


def test_pairs_are_merged_when_there_are_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.research.pairs._MOST_FILES", 3)
    counted = PairCounts(most_pairs=2)

    for first in range(20):
        counted.add(np.array([first, 100, first + 1, first], np.int64))

    assert list(counted.entries()) == [(0, 2, 1), *((pair, 3, 2) for pair in range(1, 20)), (20, 1, 1), (100, 20, 20)]


def plain_g2(row: Any) -> float:
    both, one, other, whole = row["count"], row["word_count"], row["other_count"], row["all"]
    seen = [[both, one - both], [other - both, whole - one - other + both]]
    total = 0.0
    for i, rows in enumerate(seen):
        for j, value in enumerate(rows):
            expected = sum(seen[i]) * (seen[0][j] + seen[1][j]) / whole
            total += 2 * value * log(value / expected) if value else 0.0
    return total


@few
@given(texts, st.sampled_from(("sentence", "window")))
def test_pairs_of_one_word_are_those_among_all_and_it_stands_first(some: list[Text], near: Any) -> None:
    everything = list(count_together(some, near=near, min_count=1))

    rows = list(count_together(some, near=near, min_count=1, words=["Buku"]))

    assert all(row["word"] == "buku" for row in rows)
    assert sorted((row["other"], row["count"], row["g2"]) for row in rows) == sorted(
        ({row["word"], row["other"]} - {"buku"}).pop()
        and (({row["word"], row["other"]} - {"buku"}).pop(), row["count"], row["g2"])
        for row in everything
        if "buku" in (row["word"], row["other"])
    )


def test_figures_of_a_known_table() -> None:
    """Dunning 1993, table 2: "the swiss" 110, 2442, 111, 29114 is 270.72 for that table."""
    from archive.research.together import log_likelihood

    assert round(log_likelihood(110, 110 + 2442, 110 + 111, 110 + 2442 + 111 + 29114), 2) == 270.72
