"""Texts drawn by Hypothesis: few words, so that they repeat; hostile ones among them."""

from __future__ import annotations

from hypothesis import strategies as st

from archive.research.texts import Text

HOSTILE = (
    "x" * 70,
    "\u202eterbalik",
    "=HYPERLINK(1)",
    "a\x1fb",
    "kata\tlain",
    "\ud800",
    "é",
    "ﬁ",
    "1.2.3",
    "\x00",
)
WORDS = ("desa", "buku", "baca", "membaca", "yang", "dan", "17", "Buku", "perpustakaan", "Kec.", *HOSTILE)
ENDS = (" ", ", ", ". ", "\n\n", "! ", "\n- ")

_pieces = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(ENDS)), max_size=12)
parts = _pieces.map(lambda pieces: "".join(word + end for word, end in pieces))
texts = st.lists(
    st.builds(
        Text,
        id=st.text("abc", min_size=1, max_size=4),
        day=st.sampled_from((None, "2024-01-31", "2024-03-01", "2024-04-02", "2025-12-12")),
        region=st.sampled_from((None, "18", "18.05", "18.05.13.2021", "33.01.01.2001")),
        parts=st.lists(parts, max_size=3).map(tuple),
    ),
    max_size=5,
)
