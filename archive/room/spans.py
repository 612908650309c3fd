"""Places in a text made visible: what was sought, what says that it is of the programme, where a fact stands.

A place is known by the reader's `where` ("title", "text", "caption:0") and its first and last character there. Places
may lie in each other or overlap; each piece of the text has the kinds of all places it lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.catalogue.search import marked

_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Span:
    """`kind` is a class of the style sheet; `anchor`, where it is not empty, can be linked to."""

    start: int
    end: int
    kind: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, the kinds of what they belong to, and the anchors that begin here."""

    text: str
    kinds: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


def spans_in(line: Mapping[str, Any], where: str) -> list[Span]:
    """What a document tells of one of its places."""
    programme = line.get("programme") or {}
    found = []
    for kind, letter, told in (("evidence", "e", programme.get("evidence")), ("fact", "f", programme.get("facts"))):
        for number, one in enumerate(told or ()):
            if one.get("where") == where and one.get("start") is not None:
                found.append(Span(one["start"], one["end"], kind, f"{letter}{number}"))
    return found


def sought_in(text: str, query_text: str) -> list[Span]:
    """Where the words of a search stand."""
    found, at = [], 0
    for words, is_sought in marked(text, query_text) if query_text else ():
        if is_sought:
            found.append(Span(at, at + len(words), "sought"))
        at += len(words)
    return found


def pieces(text: str, spans: Iterable[Span], offset: int = 0) -> list[Piece]:
    """All of a text, cut wherever a span begins or ends. `offset`: where the text begins in what the spans count."""
    inside = [
        Span(max(0, one.start - offset), min(len(text), one.end - offset), one.kind, one.anchor)
        for one in spans
        if one.end > offset and one.start < offset + len(text)
    ]
    cuts = sorted({0, len(text), *(one.start for one in inside), *(one.end for one in inside)})
    found = []
    for start, end in pairwise(cuts):
        kinds = dict.fromkeys(one.kind for one in inside if one.start <= start and one.end >= end)
        anchors = tuple(one.anchor for one in inside if one.anchor and one.start == start and one.end >= end)
        found.append(Piece(text[start:end], tuple(kinds), anchors))
    return found


def paragraphs(text: str, spans: Sequence[Span]) -> list[list[Piece]]:
    """A text by its paragraphs."""
    found, at = [], 0
    for part in text.split(_PARAGRAPH):
        found.append(pieces(part, spans, at))
        at += len(part) + len(_PARAGRAPH)
    return found


def caption_pieces(line: Mapping[str, Any], number: int, query_text: str = "") -> list[Piece]:
    """What is shown of a caption. The reader's places count in it as the page has it, credit included."""
    caption = line["captions"][number]
    text, raw = caption.get("text") or "", caption.get("raw") or ""
    at = raw.find(text) if text else -1
    spans = sought_in(text, query_text)
    if at >= 0:
        told = spans_in(line, f"caption:{number}")
        spans += [Span(one.start - at, one.end - at, one.kind, one.anchor) for one in told]
    return pieces(text, spans)
