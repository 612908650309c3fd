"""Sentences of village prose, by their offsets: what a fact is quoted with.

A full stop ends no sentence after an abbreviation, an initial, a number of an ordered list or a title before a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)|\n\s*\n|\n(?=\s*(?:[-•*]|\d+[.)])\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nomor|tgl|kec|kab|prov|jl|jln|gg|rt|rw|ds|dsn|kel|dr|drs|dra|prof|ir|hj?|sdr|sdri|bpk|yth|alm|st|"
    r"s\.?pd|s\.?sos|s\.?kom|s\.?h|s\.?e|s\.?ip|s\.?ag|m\.?pd|m\.?si|m\.?m|m\.?hum|dkk|dll|dsb|ttd|hlm|vol|s\.?d|a\.?n|"
    r"u\.?p|d\.?a|rp|pkl|pk|foto|dok|tel|telp|hp|wa)|\b[A-Z]|^\s*\d{1,2}|\b\d{1,2})\Z",
    re.IGNORECASE,
)
_LONGEST = 400


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each, without the white space around it."""
    start = 0
    for found in _END.finditer(text):
        if "\n" not in found[0] and found[0].startswith("."):
            before = text[max(start, found.start() - 12) : found.start()]
            if found[0] == "." and _ABBREVIATION.search(before) and not _is_certain_end(text, found.end(), before):
                continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds this stretch, cut to 400 characters around it where it is longer."""
    left = max(0, start - 2 * _LONGEST)
    window = text[left : end + 2 * _LONGEST]
    first, last = start, end
    for begins, ends in sentences(window):
        if begins + left <= start < ends + left:
            first, last = begins + left, max(ends + left, end)
            break
    if last - first > _LONGEST:
        room = max(0, _LONGEST - (end - start)) // 2
        first, last = max(first, start - room), min(last, end + room)
    return first, last


def quote_of(text: str, start: int, end: int) -> str:
    """That sentence, on one line."""
    first, last = sentence_around(text, start, end)
    return " ".join(text[first:last].split())


def _is_certain_end(text: str, end: int, before: str) -> bool:
    """After a bare number a line break ends the sentence: "… tahun 2023.\\nKegiatan"."""
    return text[end : end + 1] == "\n" and not re.fullmatch(r"\s*\d{1,2}", before)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
