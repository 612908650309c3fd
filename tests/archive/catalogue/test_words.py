"""Words as both databases get them: cut and folded in one place, found again where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue.fulltext import BREAK, words_to_search
from archive.catalogue.phrase import read_phrase
from archive.catalogue.words import spans_of, stem_of, words_of


@given(st.text())
def test_spans_are_those_of_the_words(text: str) -> None:
    assert [word for _, _, word in spans_of(text)] == words_of(text)


@given(st.text())
def test_a_span_lies_in_the_text_and_they_go_forward(text: str) -> None:
    spans = list(spans_of(text))

    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert [start for start, _, _ in spans] == sorted(start for start, _, _ in spans)


def test_a_span_covers_an_accent_that_is_a_character_of_its_own() -> None:
    text = "kafe\u0301 baca"

    assert [text[start:end] for start, end, _ in spans_of(text)][1] == "baca"
    assert words_of(text) == ["kafe", "baca"]


@pytest.mark.parametrize(
    ("one", "other"), [("perpustakaan", "pustaka"), ("membaca", "dibaca"), ("pelatihan", "latihan")]
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize("name", ["semarang", "magetan", "sukabumi", "pekalongan"])
def test_a_name_of_a_place_stays_as_it_is(name: str) -> None:
    assert stem_of(name) == name


@given(st.text(max_size=200))
def test_whatever_is_typed_is_understood(text: str) -> None:
    for part in (*(part for group in read_phrase(text).wanted for part in group), *read_phrase(text).unwanted):
        assert part.words
        assert all(word == "".join(words_of(word)) for word in part.words)


def test_typed_signs_are_understood() -> None:
    phrase = read_phrase('jahit OR bordir "Pojok Baca" -judi -"bantuan tunai" perpus*')

    assert [[(part.kind, part.words) for part in group] for group in phrase.wanted] == [
        [("stem", ("jahit",)), ("stem", ("bordir",))],
        [("phrase", ("pojok", "baca"))],
        [("beginning", ("perpus",))],
    ]
    assert [(part.kind, part.words) for part in phrase.unwanted] == [
        ("stem", ("judi",)),
        ("phrase", ("bantuan", "tunai")),
    ]


def test_a_word_of_a_megabyte_is_not_kept_and_parts_its_neighbours() -> None:
    words = words_to_search({"title": None, "text": f"warga {'a' * 1_000_000} desa"})

    assert words.body == ("warga", BREAK, "desa", BREAK)


def test_an_endless_article_is_cut_where_a_database_ends() -> None:
    words = words_to_search({"title": "judul " * 5_000, "text": " ".join(f"kata{n}" for n in range(50_000))})

    assert len(words.title) + len(words.body) < 16_383
    assert max(words.title.count("judul"), 1) <= 150
