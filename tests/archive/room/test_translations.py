"""The reading room says in English what it says in Indonesian."""

import re
from functools import cache

from archive.room.citing import Source, citations
from archive.room.language import language
from tests.tools.translations import read_english, said


@cache
def texts() -> dict[str, str | None]:
    """All that is said, each with its English."""
    english = {message.id: message.string for message in read_english() if message.id}
    return {text: english.get(text) for text, _ in said()}


def test_everything_that_is_said_is_said_in_english_and_nothing_else_is_kept() -> None:
    kept = {message.id for message in read_english() if message.id}

    assert {text for text, english in texts().items() if not english} == set(), (
        "run: python -m tests.tools.translations"
    )
    assert kept - texts().keys() == set(), "run: python -m tests.tools.translations"


def test_a_translated_sentence_holds_the_same_values() -> None:
    odd = {text: one for text, one in texts().items() if sorted(_values(one or "")) != sorted(_values(text))}

    assert odd == {}


def test_a_sentence_ends_as_its_indonesian_does() -> None:
    odd = {text: one for text, one in texts().items() if text[-1] in ".:…" and (one or " ")[-1] != text[-1]}

    assert odd == {}


def test_numbers_days_and_times_are_written_as_each_language_does() -> None:
    indonesian, english = language("id"), language("en")

    assert (indonesian.number(1234.5), english.number(1234.5)) == ("1.234,5", "1,234.5")
    assert (indonesian.day("2026-05-03"), english.day("2026-05-03")) == ("3 Mei 2026", "3 May 2026")
    assert indonesian.moment("2026-05-03T18:05:00Z") == "4 Mei 2026, 01.05 WIB"
    assert english.moment("2026-05-03T18:05:00Z") == "4 May 2026, 01:05 WIB"
    assert (indonesian.signed(-3), english.share(0.125)) == ("−3", "12.5%")
    assert language("xx").code == "id"


def test_the_day_of_a_moment_is_of_the_same_clock_as_its_time() -> None:
    at = "2026-11-26T21:20:03Z"
    source = Source("", "Desa Contoh", "Judul", "2024-06-05", "https://contoh.desa.id/a", at, "urn:uuid:1", "Uji")

    library, apa, bibtex = (one["text"] for one in citations(source, language("id")))

    assert "27 November 2026, 04.20 WIB" in library
    assert "Diakses 27 November 2026" in apa
    assert "urldate = {2026-11-27}" in bibtex


def _values(text: str) -> list[str]:
    assert not re.search(r"%(?!\(\w+\)s|%)", text), f"a bare per cent sign in: {text}"
    return re.findall(r"%\((\w+)\)s", text)
