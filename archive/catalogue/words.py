"""Words as the catalogue finds them: cut, folded, and brought to their stems; names of places stay as they are.

All of it happens here and none in a database, so that SQLite and PostgreSQL find the same.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from archive.regions.table import official_table

# Changes when another version of this file, or of the stemmer, would find other words.
FORMAT = f"2/{Stemmer.version()}"

# Common words that are a village's name somewhere. Each is more often meant as the word.
_COMMON = frozenset({"bersama", "kalangan", "keliling", "kelurahan", "kepala", "lapangan", "pertemuan", "yayasan"})
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in their order, without letter case and accents: "Buku-buku" is two."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=30_000)
def stem_of(word: str) -> str:
    """ "perpustakaan" and "pustaka" are one; a word that places are named with stays as it is. Places of the official
    table: the stems of a catalogue must not change with a collection's own."""
    if word in official_table().name_words and word not in _COMMON:
        return word
    return str(_stemmer().stemWord(word))


def _stemmer() -> Stemmer.Stemmer:
    """One for each thread: two may not use the same."""
    if not hasattr(_of_thread, "stemmer"):
        _of_thread.stemmer = Stemmer.Stemmer("indonesian")
    stemmer: Stemmer.Stemmer = _of_thread.stemmer
    return stemmer


_of_thread = threading.local()


def spans_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word that `words_of` finds stands in the text, first character and the one behind its last."""
    if text.isascii():
        yield from ((found.start(), found.end(), found[0]) for found in _WORD.finditer(text.casefold()))
        return
    # Folding may make several letters of one, and none of an accent; each keeps the place it came from.
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in letter if letter.isascii() else unicodedata.normalize("NFKD", letter):
            if not unicodedata.combining(part):
                folded = part.casefold()
                letters.append(folded)
                places += [place] * len(folded)
    for found in _WORD.finditer("".join(letters)):
        yield places[found.start()], places[found.end() - 1] + 1, found[0]
