"""lumbung-caption/1: a picture of an article as one row, with its words and where the archived picture lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.export.rows.fields import TEXTS, Field, Row, RowKind, Struct, shaper
from archive.export.rows.parts import PLACE, POINTER, POINTER_NAMES, place_of
from archive.redaction import covered

CAPTION = RowKind(
    "lumbung-caption/1",
    "One picture of an article, with its caption and credit and the record of the archived picture.",
    (
        Field("schema", "text", "lumbung-caption/1"),
        Field("article_id", "text", "The article that shows it."),
        Field("number", "whole", "Which of the article's pictures, from 0, in the order of the page."),
        Field("text", "text", "The caption, without the credit."),
        Field("credit", "text", "Whom the page credits."),
        Field("alt", "text", "What stands in for the picture."),
        Field("raw", "text", "The caption as shown, credit included."),
        Field("image_url", "text", "Address of the picture in the largest form that the page shows."),
        Field("original_url", "text", "A larger file that the picture leads to; it is what was fetched."),
        Field("image_status", "text", "archived, disallowed, failed or not_fetched."),
        *POINTER,  # of the picture; null unless it is archived
        Field("image_file", "text", "The picture's file beside this table; null without one."),
        Field("article_url", "text", "As captured."),
        Field("article_title", "text"),
        Field("article_record_id", "text", "WARC-Record-ID of the article's capture, without brackets."),
        Field("article_captured_at", "text", "RFC 3339, UTC."),
        Field("article_warc_filename", "text", "WARC file that holds the article's record."),
        Field("article_offset", "whole", "Where that record's gzip member begins, in bytes."),
        Field("article_length", "whole", "Length of the gzip member, in bytes."),
        Field("story_id", "text", "article_id of the first article of the story."),
        Field("is_copy", "yes", "Whether another article was first with this story."),
        Field("site", "text", "Host of the site."),
        Field("language", "text", "BCP 47, of the article's text."),
        *PLACE,
        Field("published_on", "text", "Day of the article's publication; null: without a known date."),
        Field("event_on", "text", "First day of the event."),
        Field("relevant", "yes", "Whether the article counts as news of the programme."),
        Field("relation", "text", "core, borderline, adjacent or none."),
        Field("activities", TEXTS, "Ids of the article's activities."),
    ),
)

_shape = shaper(Struct(CAPTION.fields))


def caption_rows(row: Any, line: Mapping[str, Any], *, is_redacted: bool = True) -> Iterator[Row]:
    """One row for each picture of the article; arguments as of article_row. `image_file` is null."""
    captions = line.get("captions")
    if not isinstance(captions, list) or not captions:
        return
    of_all = _of_the_article(row, line, covered(row.site) if is_redacted else row.site)
    for number, caption in enumerate(captions):
        if isinstance(caption, Mapping):
            image = caption.get("image") or {}
            pointer = {name: image.get(name) for name in POINTER_NAMES} if isinstance(image, Mapping) else {}
            yield _shape({**caption, **of_all, **pointer, "number": number})


def _of_the_article(row: Any, line: Mapping[str, Any], site: str) -> Row:
    capture = line.get("capture") or {}
    return {
        **place_of(row, line),
        "schema": CAPTION.name,
        "article_id": row.id,
        "article_url": line.get("url"),
        "article_title": line.get("title"),
        "article_record_id": capture.get("record_id"),
        "article_captured_at": line.get("captured_at"),
        "article_warc_filename": capture.get("warc_filename"),
        "article_offset": capture.get("offset"),
        "article_length": capture.get("length"),
        "story_id": row.story,
        "is_copy": bool(row.is_copy),
        "site": site,
        "language": line.get("language"),
        "published_on": row.published_on,
        "event_on": row.event_on,
        "relevant": bool(row.relevant),
        "relation": row.relation,
        "activities": (line.get("programme") or {}).get("activities") or [],
        "image_file": None,
    }
