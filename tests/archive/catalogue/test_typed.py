"""What is typed is found, by both databases, where a plain search over the words finds it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive import Collection
from archive.catalogue.words import stem_of, words_of
from archive.config import Who
from tests.archive.catalogue.lines import ALL, Documents, Line, titles

# Words that a tokenizer of a database's own would cut, join, fold or leave out; letters that are younger than SQLite's
# tables; and plain ones.
VOCABULARY = [
    "perpustakaan", "pustaka", "berinklusi", "inklusi", "warga", "desa", "baca", "membaca", "pojok", "semarang", "the",
    "dan", "di", "OR", "AND", "NOT", "NEAR", "title", "body", "Kafé", "kafe\u0301", "Straße", "ﬁlm", "\uff21\uff22\uff23", "İstanbul",
    "5,5", "tahun2024", "x1", "o'clock", "a_b", "buku-buku", "don’t", "ꦗꦮ", "𞤀𞤁", "日本語", "٣٤", "½", "e\u200dmail", "ꟺa", "ᏸᏹ",
    "\u2060wj", "a\u00adb", "Ωmega", "\u017ftem", "ŉa", "\u202egnip", "'", '"', "*", "^", ":", "(", ")", "|", "&", "!", "\\", "<->",
]  # fmt: skip

Clause = tuple[str, list[str], bool]  # kind, words, is it wanted


def text_of(chance: random.Random) -> str:
    paragraphs = [" ".join(chance.choices(VOCABULARY, k=chance.randint(1, 12))) for _ in range(chance.randint(1, 3))]
    return "\n\n".join(paragraphs)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, list[Line]]:
    root = tmp_path_factory.mktemp("kata") / "koleksi"
    documents = Documents(Collection.create(root, Who(operator="Uji", contact="uji@contoh.example")))
    chance = random.Random(7)
    lines = [documents.line(title=text_of(chance), text=text_of(chance), author=text_of(chance)) for _ in range(150)]
    documents.write("a", *lines)
    return documents.collection, lines


@pytest.fixture(scope="module")
def engine(many: tuple[Collection, list[Line]], catalogue_of: Callable[[Collection], Engine]) -> Engine:
    return catalogue_of(many[0])


WORDS = st.sampled_from([word for word in VOCABULARY if words_of(word)])
CLAUSES = st.lists(
    st.tuples(
        st.sampled_from(["words", "phrase", "beginning"]), st.lists(WORDS, min_size=1, max_size=3), st.booleans()
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clauses=CLAUSES)
def test_what_is_found_is_what_a_plain_search_finds(
    engine: Engine, many: tuple[Collection, list[Line]], clauses: list[Clause]
) -> None:
    typed = " ".join(typed_as(clause) for clause in clauses if can_be_typed(clause))
    clauses = [clause for clause in clauses if can_be_typed(clause)]
    if not clauses:
        return

    found = titles(engine, ALL.but(text=typed))

    assert sorted(found) == sorted(line["title"] for line in many[1] if all(holds(clause, line) for clause in clauses))


def can_be_typed(clause: Clause) -> bool:
    """Whether the words mean themselves: OR is a sign, and so are quotes and stars."""
    kind, words, _ = clause
    if kind == "phrase":
        return not any('"' in word for word in words)
    return len(words) == 1 and words[0] != "OR" and not set(words[0]) & set('"*|-')


def typed_as(clause: Clause) -> str:
    kind, words, is_wanted = clause
    said = {"phrase": f'"{" ".join(words)}"', "beginning": f"{words[0]}*"}.get(kind, words[0])
    return said if is_wanted else f"-{said}"


def holds(clause: Clause, line: Line) -> bool:
    """Over the words, paragraph by paragraph, by nothing that the catalogue uses to search."""
    kind, said, is_wanted = clause
    paragraphs = [words_of(part) for text in (line["title"], line["text"], line["author"]) for part in text.split("\n")]
    wanted = [word for one in said for word in words_of(one)]
    every = {word for words in paragraphs for word in words}
    if kind == "phrase":
        is_there = any(words[at : at + len(wanted)] == wanted for words in paragraphs for at in range(len(words)))
        return is_there == is_wanted
    stems = {stem_of(word) for word in every}
    each = [stem_of(word) in stems for word in wanted]
    if kind == "beginning":
        each[-1] = any(word.startswith(wanted[-1]) for word in every)
    # "-buku-buku" leaves out what has any of them.
    return all(each) if is_wanted else not any(each)


def test_either_word_is_enough_where_or_stands_between(engine: Engine, many: tuple[Collection, list[Line]]) -> None:
    def has(line: Line, word: str) -> bool:
        return holds(("words", [word], True), line)

    found = titles(engine, ALL.but(text="日本語 OR semarang ATAU inklusi"))

    expected = [line["title"] for line in many[1] if any(has(line, word) for word in ("日本語", "semarang", "inklusi"))]
    assert sorted(found) == sorted(expected)
    assert 0 < len(expected) < len(many[1])


@pytest.mark.parametrize("text", ['"', "-", "*", "OR", '""', "|", "()", "\x00", "'", "a" * 400, "ΐ" * 500, "ﷺ" * 400])
def test_nothing_that_is_typed_breaks_the_search(engine: Engine, text: str) -> None:
    assert titles(engine, ALL.but(text=text)) == []


def test_a_long_article_is_searched_by_both_alike(
    documents: Documents, catalogue_of: Callable[[Collection], Engine]
) -> None:
    words = [f"kata{number}" for number in range(15_990)]
    often = "dan lagi " * 400
    documents.write(
        "a",
        documents.line(title="panjang", text=" ".join(words)),
        documents.line(title="lebih", text=" ".join(words) + " lagi" * 500 + " penghabisan"),
        documents.line(title="sering", text=often + "\n\nlagi penutup"),
    )
    engine = catalogue_of(documents.collection)

    assert set(titles(engine, ALL.but(text='"kata15980 kata15981"'))) == {"lebih", "panjang"}
    assert titles(engine, ALL.but(text="penghabisan")) == []
    assert titles(engine, ALL.but(text="penutup")) == ["sering"]
    assert titles(engine, ALL.but(text='"dan lagi"')) == ["sering"]
    assert titles(engine, ALL.but(text='"lagi penutup"')) == []  # too often said to be kept
