"""The lexicon is data: every entry of it fires, and a line that cannot be used is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.programme.lexicon import COLUMNS, TOPIC, Entry, Form, Hit, LexiconError, Need, lexicon, read_lexicon

LEXICON = lexicon()
BY_NAME: dict[str, Entry] = {}
for one in reversed(LEXICON.entries):
    BY_NAME[one.group] = one
for one in LEXICON.entries:
    BY_NAME[one.id] = one
BY_NAME[TOPIC] = BY_NAME["library"]
# The library of a village without the words that name a class in it.
BY_NAME["village_library"] = BY_NAME["village_library_named"]
FORMS = [
    (entry, form, shown) for entry in LEXICON.entries for form, shown in zip(entry.forms, entry.shown, strict=True)
]


def sample(form: Form) -> str:
    """The shortest text a form finds."""
    return " ".join(
        min(item.words, key=lambda word: (len(word), word)) if item.words else item.beginnings[0] for item in form
    )


def company(entry: Entry, depth: int = 0) -> list[str]:
    """What an entry needs beside it, with what that needs in turn."""
    words: list[str] = []
    for needs in entry.needs:
        need = needs[0]
        # What a group stands for must not be what another need keeps away.
        if not need.absent and depth < 4:
            other = BY_NAME[need.group]
            words += [sample(other.forms[0]), *company(other, depth + 1)]
    return words


@pytest.mark.parametrize(("entry", "form", "shown"), FORMS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_form_of_every_entry_fires(entry: Entry, form: Form, shown: str) -> None:
    text = ". ".join([sample(form), *company(entry)])

    places = [LEXICON.spelling.words_of("text", text)]
    hits = LEXICON.standing(LEXICON.hits(places), places)

    assert entry.id in {hit.entry.id for hit in hits}, text


def stand_by_looking_at_all(hits: list[Hit]) -> list[Hit]:
    """What `standing` keeps, for texts in which a library is the topic, by comparing each with each."""

    def is_met(hit: Hit, need: Need, standing: list[Hit]) -> bool:
        named = {need.group} | ({"village_library"} if need.group == "library" else set())
        if need.group == TOPIC:
            named = {"library", "village_library"}
        others = [other for other in standing if named & {other.entry.id, other.entry.group}]
        if need.absent:
            return not others
        return any(
            other is not hit
            and (
                need.within is None
                or (
                    other.place == hit.place and max(hit.first - other.after, other.first - hit.after, 0) <= need.within
                )
            )
            for other in others
        )

    standing = hits
    while True:
        kept = [
            hit
            for hit in standing
            if all(any(is_met(hit, one, standing) for one in needs) for needs in hit.entry.needs)
        ]
        if len(kept) == len(standing):
            return kept
        standing = kept


PIECES = (
    sorted({sample(entry.forms[0]) for entry in LEXICON.entries}) + ["warga", "hadir.", "dan", "sawah", "kemarin"] * 8
)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=60), min_size=1, max_size=3))
def test_what_an_entry_needs_is_found_wherever_it_stands_near_enough(texts: list[list[str]]) -> None:
    written = ["Perpustakaan desa", *(" ".join(pieces) for pieces in texts)]  # the first is a title, so the topic
    places = [LEXICON.spelling.words_of("title" if not at else "text", text) for at, text in enumerate(written)]
    hits = LEXICON.hits(places)

    assert LEXICON.standing(hits, places) == stand_by_looking_at_all(hits)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tranformasi", "transformasi"), ("trasformasi", "transformasi"), ("trnsformasi", "transformasi"),
        ("transpormasi", "transformasi"), ("tranfomasi", "transformasi"), ("insklusi", "inklusi"),
        ("inkulsi", "inklusi"), ("inklussi", "inklusi"), ("perpustakan", "perpustakaan"),
        ("perpusatakaannya", "perpustakaan"), ("Perpunas", "perpusnas"), ("Perpusas", "perpusnas"),
    ],
)  # fmt: skip
def test_a_misspelling_is_the_word_it_means(written: str, meant: str) -> None:
    assert LEXICON.spelling.words_of("text", written).folded == (meant,)


@pytest.mark.parametrize(
    "word", ["perpusna", "transportasi", "kepustakaan", "inklusif", "informasi", "aplikasi", "inflasi", "rasional"]
)
def test_a_word_of_its_own_is_no_misspelling(word: str) -> None:
    assert LEXICON.spelling.words_of("text", word).folded == (word,)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("perpustakaandesa", ("perpustakaan", "desa")),
        ("PerpustakaanDesa", ("perpustakaan", "desa")),
        ("bimtekTPBIS", ("bimtek", "tpbis")),
        ("T.P.B.I.S.", ("t", "p", "b", "i", "s")),
        ("TP - BIS", ("tp", "bis")),
    ],
)
def test_words_are_parted_and_keep_their_place(written: str, words: tuple[str, ...]) -> None:
    read = LEXICON.spelling.words_of("text", f"Café {written}!")

    assert read.folded[1:] == words
    shown = [read.text[start:end] for start, end in zip(read.starts, read.ends, strict=True)]
    assert "".join(shown[1:]).replace(".", "") == written.replace(".", "").replace(" - ", "")


HEAD = "\t".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("id\tgruop\n", "first line"),
        (HEAD + "tpbis\tname\tkuat\t\ttpbis\t\n", "line 2, tpbis: strength is 'kuat'"),
        (HEAD + "tpbis\tname\tstrong\t\tTPBIS\t\n", "line 2, tpbis: 'TPBIS' is no word"),
        (HEAD + "tpbis\tname\tstrong\tpustaka\ttpbis\t\n", "needs pustaka, which no entry is"),
        (HEAD + "a\tname\tstrong\t\ta\t\na\tname\tstrong\t\tb\t\n", "a stands twice"),
        (HEAD + "tpbis\tname\tstrong\n", "line 2: must have 6 columns"),
        (HEAD + "tpbis\tname\tstrong\t\tter*\t\n", "does not begin with a whole word"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(lines: str, fault: str) -> None:
    with pytest.raises(LexiconError, match=fault):
        read_lexicon(lines)
