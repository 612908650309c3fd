"""Texts cut for counting: paragraphs, sentences, words; and the words that say little."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from archive.catalogue.fulltext import LONGEST_WORD
from archive.catalogue.query import QueryError
from archive.catalogue.words import stem_of, words_of

# Of a sentence without an end, such as a list of names, so many words are taken at once: what is near each other in it
# would be everything.
LONGEST_SENTENCE = 100

_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[-•*]|\d+[.)])\s)")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]*\s+")  # a run of dots is looked at once: a page may have a megabyte
# What a full stop stands behind without ending a sentence: abbreviations of village prose, initials, small numbers.
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|tgl|kec|kab|prov|jl|jln|gg|rt|rw|ds|dsn|kel|drs?|dra|prof|ir|hj?|sdri?|bpk|yth|alm|st|"
    r"s\.?pd|s\.?sos|s\.?kom|s\.?h|s\.?e|s\.?ip|s\.?ag|m\.?pd|m\.?si|m\.?m|dkk|dll|dsb|hlm|vol|rp|telp?|hp|wa)|"
    r"\b[^\W\d_]|\b\d{1,2})\Z",
    re.IGNORECASE,
)


def paragraphs(text: str) -> list[str]:
    return [one for one in _PARAGRAPH.split(text) if one.strip()]


def sentences(text: str) -> Iterator[str]:
    """Those of all paragraphs. A full stop ends none after an abbreviation, an initial or a number of a list."""
    for paragraph in paragraphs(text):
        start = 0
        for found in _END.finditer(paragraph):
            before = paragraph[max(start, found.start() - 12) : found.start()]
            if found[0][0] == "." and _ABBREVIATION.search(before):
                continue
            yield paragraph[start : found.end()]
            start = found.end()
        if start < len(paragraph):
            yield paragraph[start:]


def runs(text: str, *, stems: bool = False) -> Iterator[list[str]]:
    """The words of each sentence as the search cuts them: no letter case, no accents. What is too long to be a word
    ends a run, and so does the hundredth word."""
    for sentence in sentences(text):
        words = words_of(sentence)
        for piece in [words] if _are_short(words) else _cut(words):  # most are short
            if piece:
                yield [stem_of(word) for word in piece] if stems else piece


def _are_short(words: list[str]) -> bool:
    return len(words) <= LONGEST_SENTENCE and len(max(words, key=len, default="")) <= LONGEST_WORD


def _cut(words: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for word in words:
        if len(word) > LONGEST_WORD or len(run) == LONGEST_SENTENCE:
            if run:
                yield run
            run = []
        if len(word) <= LONGEST_WORD:
            run.append(word)
    if run:
        yield run


def plain_words(typed: Iterable[str], *, stems: bool = False) -> tuple[str, ...]:
    """Words somebody typed, each once, as the texts have them. Raises QueryError for what is not one word."""
    found: dict[str, None] = {}
    for one in typed:
        words = words_of(one)
        if len(words) != 1:
            raise QueryError(f"{one!r} is not one word; name single words (ngrams counts runs of them)")
        found[stem_of(words[0]) if stems else words[0]] = None
    return tuple(found)


@lru_cache(maxsize=1)
def stopwords() -> frozenset[str]:
    """Those of stopwords.txt."""
    lines = Path(__file__).with_name("stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
