"""The words of a text, folded so that a lexicon can find them however a village spells them.

    "PerpustakaanDesa ber-Insklusi"  ─►  perpustakaan · desa · ber · inklusi

Letter case, marks and punctuation go; words written together are split; a misspelling becomes the word it is nearest
to. Each word keeps where it stands, so that what is found can be quoted as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z]{3})(?=[A-Z])")
_SENTENCE_END = re.compile(r"[.!?;]|\n\s*\n")
_COMMA = re.compile(r"[,:()\n]")
_SUFFIXES = ("nya", "lah", "kah", "pun")
# A text of more words is no article; what comes after is not looked at.
_MOST_WORDS = 20_000
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one place on a page, `where`, and the offsets of each in `text`.

    `breaks` says what parts a word from the one before: 0 nothing, 1 a comma or bracket, 2 the end of a sentence.
    """

    where: str
    text: str
    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.folded)


class Spelling:
    """Knows the words that people misspell, and which of their neighbours are words of their own."""

    def __init__(self, tolerant: Iterable[str], exact: Iterable[str], splits: Iterable[str] = ()) -> None:
        self._tolerant = frozenset(tolerant)
        self._exact = frozenset(exact) | self._tolerant
        self._splits = self._tolerant | frozenset(splits)
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self._tolerant):
            self._by_letter.setdefault(word[0], []).append(word)
        self.right = lru_cache(maxsize=200_000)(self._right)

    def words_of(self, where: str, text: str) -> Words:
        folded: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        breaks: list[int] = []
        before = 0
        for start, end in _spans(text):
            parted = _break_in(text[before:start])
            before = end
            for word, offset, length in self._parts(_fold(text[start:end])):
                folded.append(word)
                starts.append(start + offset)
                ends.append(min(end, start + offset + length))
                breaks.append(0 if offset else parted)
            if len(folded) >= _MOST_WORDS:
                break
        return Words(where, text, tuple(folded), tuple(starts), tuple(ends), tuple(breaks))

    def _parts(self, word: str) -> Iterator[tuple[str, int, int]]:
        for first, second in self._split(word):
            yield self.right(first), 0, len(first)
            if second:
                yield self.right(second), len(first), len(second)

    def _split(self, word: str) -> Iterator[tuple[str, str]]:
        """ "perpustakaandesa" is two words, when both are known."""
        if 12 <= len(word) <= _LONGEST and word not in self._exact:
            for place in range(4, len(word) - 3):
                if word[:place] in self._splits and word[place:] in self._splits:
                    yield word[:place], word[place:]
                    return
        yield word, ""

    def _right(self, word: str) -> str:
        """The word meant: itself, or the one it misspells by one letter (by two from eleven letters on)."""
        if not 6 <= len(word) <= _LONGEST or word in self._exact:
            return word
        stems = [word[: -len(suffix)] for suffix in _SUFFIXES if word.endswith(suffix)]
        for form in (*stems, word):
            if form in self._exact:
                return form
        return next((meant for form in (word, *stems) if (meant := self._nearest(form))), word)

    def _nearest(self, word: str) -> str | None:
        """The first letter is seldom wrong; without it "rasional" would be "nasional"."""
        for known in self._by_letter.get(word[:1], ()):
            allowed = 2 if len(known) >= 11 else 1
            if abs(len(known) - len(word)) <= allowed and OSA.distance(word, known, score_cutoff=allowed) <= allowed:
                return known
        return None


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for found in _WORD.finditer(text):
        start = found.start()
        if len(found[0]) > 9:
            for hump in _HUMP.finditer(found[0]):
                yield start, found.start() + hump.start()
                start = found.start() + hump.start()
        yield start, found.end()


@lru_cache(maxsize=1000)
def _break_in(between: str) -> int:
    if len(between) == 1:
        return 0 if between in " -/" else 1  # "1.000" goes on
    return 2 if _SENTENCE_END.search(between) else 1 if _COMMA.search(between) else 0


@lru_cache(maxsize=100_000)
def _fold(word: str) -> str:
    """Small letters without marks, as many as before: offsets must stay right."""
    small = word.lower()
    if small.isascii():
        return small
    plain = "".join((unicodedata.normalize("NFKD", letter) or letter)[0] for letter in word).lower()
    return plain if len(plain) == len(word) else small[: len(word)]
