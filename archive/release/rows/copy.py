"""lumbung-copy/1: an article that another one was first with, as one row that leads from it to that one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.export.rows.fields import Field, Row, RowKind, Struct, shaper
from archive.export.rows.parts import POINTER, POINTER_NAMES

COPY = RowKind(
    "lumbung-copy/1",
    "One article that another one was first with: a copy, or the same text sent to many villages.",
    (
        Field("schema", "text", "lumbung-copy/1"),
        Field("article_id", "text", "The copy."),
        Field("story_id", "text", "article_id of the first article of the story; all of one story share it."),
        Field("document_id", "text", "The copy's reading: WARC-Record-ID without brackets."),
        Field("captured_at", "text", "When the copy was captured. RFC 3339, UTC."),
        Field("site", "text", "Host of the copy's site."),
        Field("published_on", "text", "Day the copy was published; null: without a known date."),
        *POINTER,
        Field("of_document_id", "text", "The reading that it is like; null where only the story is known."),
        Field("of_article_id", "text", "Its article; null where it is not given away."),
        Field("of_site", "text", "Host of its site."),
        *(Field(f"of_{one.name}", one.type, f"Of that reading. {one.says}") for one in POINTER),
    ),
)

_shape = shaper(Struct(COPY.fields))


def copy_row(article: Row, of: Mapping[str, Any] | None, of_site: str | None) -> Row:
    """Of a row of lumbung-article/1. `of`: the line of documents/*.jsonl that it is like, if that may be given away."""
    pointer, other = article.get("capture") or {}, (of or {}).get("capture") or {}
    row: Row = _shape({
        "schema": COPY.name,
        **{name: article[name] for name in ("article_id", "story_id", "captured_at", "site", "published_on")},
        "document_id": article["id"],
        **{name: pointer.get(name) for name in POINTER_NAMES},
        "of_document_id": article["near_duplicate_of"],
        "of_article_id": (of or {}).get("article_id"),
        "of_site": of_site,
        **{f"of_{name}": other.get(name) for name in POINTER_NAMES},
    })  # fmt: skip
    return row
