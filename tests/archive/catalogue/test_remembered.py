"""What a reading room remembers of its counts: until something is written, and no more than fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from archive import Collection
from archive.catalogue import remembered as module
from archive.catalogue.remembered import remembered
from archive.catalogue.update import bring_up_to_date
from tests.archive.catalogue.lines import Documents


@pytest.fixture
def engine(catalogue_of: Callable[[Collection], Engine], documents: Documents) -> Engine:
    documents.write("a", documents.line(title="pertama"))
    return catalogue_of(documents.collection)


@pytest.fixture
def ask(engine: Engine) -> Callable[[str, str], bool]:
    """Whether a question with this answer had to be answered anew."""

    def is_asked(question: str, answer: str) -> bool:
        asked: list[str] = []

        def answered() -> str:
            asked.append(question)
            return answer

        with engine.connect() as connection:
            assert remembered(connection, question, answered) == answer
        return bool(asked)

    return is_asked


def test_a_question_is_asked_once_until_something_is_written(
    ask: Callable[[str, str], bool], engine: Engine, documents: Documents
) -> None:
    assert ask("satu", "x")
    assert not ask("satu", "x")
    documents.write("b", documents.line("lain", title="kedua"))
    bring_up_to_date(documents.collection, engine)
    assert ask("satu", "x")


def test_long_answers_push_out_those_that_were_not_asked_for_longest(
    ask: Callable[[str, str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_ROWS", 100)
    long = "n" * 200 * 45  # worth 46 rows

    assert ask("satu", long)
    assert ask("dua", long)
    assert not ask("satu", long)
    assert ask("tiga", long)
    assert not ask("satu", long)
    assert ask("dua", long)
