"""What is another in two versions of an article, for readers: by paragraphs, and in those that changed by words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Literal

Change = Literal["same", "gone", "new"]
Words = list[tuple[str, Change]]

# Longer paragraphs are shown as replaced: comparing them word by word would take seconds.
_MOST_WORDS = 3_000
_MOST_PARAGRAPHS = 2_000
_WORD = re.compile(r"\s+|[^\s]+")


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts of two readings: {field, paragraphs}; a paragraph is a list of (words, what became of them), or a
    number: so many that stayed as they were."""
    found: list[dict[str, Any]] = []
    for field, of_line in (("title", _title), ("text", _text), ("captions", _captions)):
        old, new = of_line(before), of_line(after)
        if old != new:
            found.append({"field": field, "paragraphs": list(_compared(old, new))})
    return found


def _title(line: Mapping[str, Any]) -> list[str]:
    return [line.get("title") or ""]


def _text(line: Mapping[str, Any]) -> list[str]:
    return [part for part in (line.get("text") or "").split("\n\n") if part]


def _captions(line: Mapping[str, Any]) -> list[str]:
    return [caption.get("raw") or caption.get("text") or "" for caption in line.get("captions") or ()]


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Words | int]:
    if max(len(old), len(new)) > _MOST_PARAGRAPHS:
        yield from _replaced(old, new)
        return
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield b - a
        elif how == "replace":
            both = min(b - a, d - c)
            for one, other in zip(old[a : a + both], new[c : c + both], strict=True):
                yield words_compared(one, other)
            yield from _replaced(old[a + both : b], new[c + both : d])
        else:
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Words]:
    for part in old:
        yield [(part, "gone")]
    for part in new:
        yield [(part, "new")]


def words_compared(old: str, new: str) -> Words:
    """One text and what became of it, in the order of reading."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    if max(len(a), len(b)) > _MOST_WORDS:
        return [(old, "gone"), (new, "new")]
    found: Words = []
    for how, start, end, first, last in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(("".join(a[start:end]), "same"))
            continue
        if end > start:
            found.append(("".join(a[start:end]), "gone"))
        if last > first:
            found.append(("".join(b[first:last]), "new"))
    return found


def compared_pair(asked_from: str, asked_to: str, numbers: Sequence[int]) -> tuple[int, int] | None:
    """Which two of the versions an address asks for, by their places from 1; else the last two; None where there
    is one. `numbers` are those that say something new."""
    wanted = [int(one) for one in (asked_from, asked_to) if one.isdecimal() and len(one) < 7 and int(one) in numbers]
    if len(wanted) == 2 and wanted[0] != wanted[1]:
        return min(wanted), max(wanted)
    return next(reversed(list(pairwise(numbers))), None)
