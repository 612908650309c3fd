"""Which texts are copies of one story, and which only sound alike."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.copies import Fingerprint, fingerprint_of
from tests.sites.reports import make_reports
from tests.sites.stories import invent_stories

PLACES = ("Desa Andaian", "Desa Misalan", "Dusun Permisalan", "Desa Contoh Kidul")
NEWEST = datetime(2024, 6, 1, 9, tzinfo=UTC)
REPORTS = {
    village: [
        (report.theme, " ".join(report.paragraphs))
        for report in make_reports(village, 60, NEWEST, timedelta(days=2), PLACES)
    ]
    for village in ("andaian", "misalan")
}
TEXTS = [text for _, text in REPORTS["andaian"]]
TEXTS += [" ".join(story.paragraphs) for story in invent_stories("Desa Umpama", 60, NEWEST)]
WITHOUT_NUMBERS = " ".join(word for word in TEXTS[0].split() if word.isalpha())
WORDS = sorted({word for text in TEXTS for word in text.split()})


def seen(text: str) -> Fingerprint:
    fingerprint = fingerprint_of(text)
    assert fingerprint is not None
    return fingerprint


def are_linked(text: str, other: str) -> bool:
    one, two = seen(text), seen(other)
    return not set(one.bands).isdisjoint(two.bands) and one.is_copy_of(two)


def share_linked(change: Callable[[str], str]) -> float:
    return sum(are_linked(text, change(text)) for text in TEXTS) / len(TEXTS)


def reworded(share: float) -> Callable[[str], str]:
    chance = random.Random(7)
    return lambda text: " ".join(chance.choice(WORDS) if chance.random() < share else word for word in text.split())


def test_a_text_with_some_words_changed_is_a_copy() -> None:
    assert share_linked(reworded(0.02)) == 1
    assert share_linked(reworded(0.05)) >= 0.99
    assert share_linked(reworded(0.10)) >= 0.85


def test_a_text_with_every_fifth_word_changed_is_hardly_a_copy_any_more() -> None:
    assert share_linked(reworded(0.20)) <= 0.2


def test_a_copy_may_have_its_own_dateline_and_sign_off() -> None:
    assert share_linked(lambda text: f"Tamsil, 3 Juni 2024 – {text} Demikian. Editor: Admin. Dibaca 231 kali.") == 1


def test_the_first_half_of_a_text_is_a_copy() -> None:
    long = [text.split() for text in TEXTS if len(text.split()) >= 100]

    linked = [are_linked(" ".join(words), " ".join(words[: len(words) // 2])) for words in long]

    assert sum(linked) / len(linked) >= 0.8


def test_a_press_release_with_another_villages_name_in_it_is_a_copy() -> None:
    def renamed(text: str) -> str:
        for place in (*PLACES, "Desa Umpama"):
            text = text.replace(place, "Desa Sumber Andai Jaya")
        return text

    assert share_linked(renamed) >= 0.99


def test_reports_of_two_villages_on_one_theme_are_no_copies_though_they_share_their_sentences() -> None:
    pairs = [
        (seen(text), seen(other))
        for theme, text in REPORTS["andaian"]
        for other_theme, other in REPORTS["misalan"]
        if theme == other_theme
    ]
    likeness = sorted(one.likeness(other) for one, other in pairs)

    assert 0.3 < likeness[len(likeness) // 2] < 0.45 < likeness[-1]
    assert sum(one.is_copy_of(other) for one, other in pairs) / len(pairs) < 0.005


def test_different_stories_of_one_village_are_no_copies() -> None:
    stories = [seen(" ".join(story.paragraphs)) for story in invent_stories("Desa Umpama", 80, NEWEST)]

    assert not any(one.is_copy_of(other) for one, other in combinations(stories, 2))


def test_last_months_report_with_this_months_numbers_is_no_copy() -> None:
    report = "Posyandu Melati pada {} Maret 2024 melayani {} balita dan {} lansia. " + WITHOUT_NUMBERS
    march, april = seen(report.format(5, 41, 17)), seen(report.format(9, 38, 22).replace("Maret", "April"))

    assert march.likeness(april) > 0.8
    assert not march.is_copy_of(april)


def test_one_other_number_makes_no_other_story() -> None:
    counted = "Pada 17 Mei 2024 perpustakaan dikunjungi murid. " + WITHOUT_NUMBERS + " Dibaca {} kali"

    assert seen(counted.format(12)).is_copy_of(seen(counted.format(340)))


@pytest.mark.parametrize("text", [None, "", "Selamat Hari Raya Idul Fitri. " * 40, " ".join(TEXTS[0].split()[:25])])
def test_a_text_of_few_words_or_of_one_sentence_again_and_again_has_no_copies(text: str | None) -> None:
    assert fingerprint_of(text) is None


def test_a_text_without_end_costs_no_more_than_its_first_words() -> None:
    beginning = " ".join(str(number) for number in range(20_000))

    assert fingerprint_of(beginning + " 1 2 3" * 100_000) == fingerprint_of(beginning)


def test_the_fingerprint_of_a_text_is_the_same_for_ever() -> None:
    """Documents tell what follows from it: another figure here means links that no rebuild finds again."""
    fingerprint = seen("Perpustakaan Désa menerima 120 buku. " + " ".join(map(str, range(60))))

    assert fingerprint.slots[:4] == (11273228, 38163763, 170308314, 13491252)
    assert fingerprint.bands[:2] == (-7799161483962719275, -1374739302430145232)


def test_what_is_stored_comes_back() -> None:
    fingerprint = seen(TEXTS[0])

    assert Fingerprint.unpacked(*fingerprint.packed()) == fingerprint


# ---- whatever the text ----

texts = st.lists(
    st.sampled_from(
        [*WORDS, "\ufb01kir", "\N{MATHEMATICAL BOLD CAPITAL D}esa", "de\u0301sa", "\N{FULLWIDTH DIGIT SEVEN}"]
    ),
    min_size=3,
    max_size=120,
)


@given(words=texts, data=st.data())
def test_white_space_case_and_punctuation_make_no_difference(words: list[str], data: st.DataObject) -> None:
    gaps = st.sampled_from([" ", "\n\n", "\t", "\xa0", ", ", " – ", "… "])
    shown = "".join(data.draw(st.sampled_from([word, word.upper(), word.title()])) + data.draw(gaps) for word in words)

    assert fingerprint_of(shown) == fingerprint_of(" ".join(words))


@given(words=texts, others=texts)
def test_likeness_is_a_share_and_the_same_from_both_sides(words: list[str], others: list[str]) -> None:
    one, two = fingerprint_of(" ".join(words)), fingerprint_of(" ".join(others))

    if one and two:
        assert 0 <= one.likeness(two) == two.likeness(one) <= 1
        assert one.likeness(one) == 1
        assert one.is_copy_of(two) == two.is_copy_of(one)


@given(common=st.integers(40, 300), own=st.integers(20, 300))
def test_the_estimate_is_near_the_share_of_common_runs(common: int, own: int) -> None:
    chance = random.Random(common * 1000 + own)
    middle, first, second = ([f"k{chance.getrandbits(60)}" for _ in range(size)] for size in (common, own, own))

    likeness = seen(" ".join(middle + first)).likeness(seen(" ".join(middle + second)))

    assert abs(likeness - (common - 2) / (common - 2 + 2 * own)) < 0.25
