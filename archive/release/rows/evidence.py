"""lumbung-evidence/1: a statement about an article as one row, with the sentence that says so and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.export.rows.fields import Field, Row, RowKind, Struct, shaper
from archive.export.rows.parts import POINTER, POINTER_NAMES, QUOTED

EVIDENCE = RowKind(
    "lumbung-evidence/1",
    "One statement about an article, with the sentence that says so.",
    (
        Field("schema", "text", "lumbung-evidence/1"),
        Field("article_id", "text", "The article that says so."),
        Field("number", "whole", "Which of the article's statements, from 0."),
        Field("about", "text", "programme (that it is about the programme), fact, village (of the site) or region."),
        Field("field", "text", "Which fact: event_start, participants, place …; of a region its level."),
        Field("value", "text", "What is stated: a term of the lexicon, a fact's value, a code of a region."),
        *QUOTED,
        Field("document_id", "text", "The reading it was found in: WARC-Record-ID without brackets."),
        Field("captured_at", "text", "RFC 3339, UTC."),
        *POINTER,
    ),
)

_shape = shaper(Struct(EVIDENCE.fields))


def evidence_rows(article: Row) -> Iterator[Row]:
    """Of a row of lumbung-article/1, in the order of the reading."""
    capture = article.get("capture") or {}
    of_all = {
        "schema": EVIDENCE.name,
        "article_id": article["article_id"],
        "document_id": article["id"],
        "captured_at": article["captured_at"],
        **{name: capture.get(name) for name in POINTER_NAMES},
    }
    for number, one in enumerate(_statements(article)):
        yield _shape({**one, **of_all, "number": number})


def _statements(article: Row) -> Iterator[Mapping[str, Any]]:
    programme, village = article.get("programme") or {}, article.get("village") or {}
    for one in programme.get("evidence") or ():
        yield {**one, "about": "programme", "value": one["term"]}
    for one in programme.get("facts") or ():
        yield {**one, "about": "fact"}
    for one in village.get("evidence") or ():
        yield {**one, "about": "village", "value": village.get("kode_wilayah")}
    for one in article.get("regions") or ():
        yield {"about": "region", "field": one["level"], "value": one["kode_wilayah"], "quote": one["quote"]}
