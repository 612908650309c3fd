"""What people type into the search box, taken apart.

    perpustakaan inklusi        both words, in any form ("berinklusi", "pustaka")
    "pojok baca"                these words side by side, as they are
    jahit OR bordir             either; "ATAU" and "|" mean the same
    -judi  -"bantuan tunai"     not those
    perpus*                     words that begin so

Nothing that is typed is a fault: what cannot be understood is taken as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.catalogue.words import stem_of, words_of

_MOST_PARTS = 40  # nobody asks more at once; a database should not be made to

_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to be found: a stem, a beginning, or words side by side."""

    words: tuple[str, ...]
    kind: str  # stem, beginning, phrase

    def matches(self, words: list[str], stems: list[str]) -> bool:
        """Whether a text of these words has it."""
        return bool(self.places(words, stems))

    def places(self, words: list[str], stems: list[str]) -> list[tuple[int, int]]:
        """The places of first and last word, counted from 0, wherever it is found."""
        if self.kind == "stem":
            return [(place, place) for place, stem in enumerate(stems) if stem == self.words[0]]
        if self.kind == "beginning":
            return [(place, place) for place, word in enumerate(words) if word.startswith(self.words[0])]
        length, wanted = len(self.words), list(self.words)
        starts = (place for place, word in enumerate(words) if word == wanted[0])
        return [(start, start + length - 1) for start in starts if words[start : start + length] == wanted]


@dataclass(frozen=True, slots=True)
class Phrase:
    """`wanted`: one part of each group must be found. `unwanted`: none of these may."""

    wanted: tuple[tuple[Part, ...], ...] = ()
    unwanted: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def read_phrase(text: str) -> Phrase:
    """What was typed, as parts."""
    groups: list[list[Part]] = []
    unwanted: list[Part] = []
    joins_next = False
    for found in list(_PART.finditer(text.replace("“", '"').replace("”", '"')))[:_MOST_PARTS]:
        if not found["minus"] and found["word"] in ("OR", "ATAU", "|"):
            joins_next = bool(groups)
            continue
        parts = _parts(found["phrase"], found["word"] or "")
        if found["minus"]:
            unwanted += parts
        elif joins_next and parts:
            groups[-1].append(parts[0])
            groups += ([part] for part in parts[1:])
        else:
            groups += ([part] for part in parts)
        joins_next = False
    return Phrase(tuple(map(tuple, groups)), tuple(unwanted))


def _parts(phrase: str | None, word: str) -> list[Part]:
    words = words_of(word if phrase is None else phrase)
    if not words:
        return []
    if phrase is not None:
        return [Part(tuple(words), "phrase")]
    if word.endswith("*"):
        return [*(Part((stem_of(one),), "stem") for one in words[:-1]), Part((words[-1],), "beginning")]
    return [Part((stem_of(one),), "stem") for one in dict.fromkeys(words)]
