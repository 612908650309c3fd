"""lumbung-article/1: an article as one row. All keys of its line of documents/*.jsonl with their meaning there
(docs/documents.md), and what the catalogue knows of it: region, story, a person's decision, the WARC record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.export.rows.fields import TEXTS, Field, ListOf, Row, RowKind, Struct, shaper
from archive.export.rows.parts import PLACE, POINTER, POINTER_NAMES, QUOTED, QUOTES, place_of
from archive.redaction import covered

_CAPTION = Struct((
    Field("text", "text", "Without the credit."),
    Field("credit", "text", "Whom the page credits."),
    Field("image_url", "text", "The largest form that the page shows."),
    Field("alt", "text", "What stands in for the picture."),
    Field("raw", "text", "As shown, credit included."),
    Field("image", Struct(POINTER), "The archived picture's record."),
    Field("image_status", "text", "archived, disallowed, failed or not_fetched."),
    Field("original_url", "text", "A larger file that the picture leads to."),
))  # fmt: skip

_PART = Struct((
    Field("number", "whole"), Field("of", "whole"), Field("id", "text"), Field("url", "text"),
    Field("start", "whole"), Field("end", "whole"), Field("captions", ListOf("whole")),
))  # fmt: skip

_PROGRAMME = Struct((
    Field("relevant", "yes"), Field("score", "number"), Field("relation", "text"),
    Field("evidence", ListOf(Struct((Field("term", "text"), *QUOTED))), "What says so, the strongest first."),
    Field("activities", TEXTS, "Ids of activities, the surest first."),
    Field("event_start", "text"), Field("event_end", "text"), Field("place", "text"), Field("participants", "whole"),
    Field("facts", ListOf(Struct((Field("field", "text"), Field("value", "text"), *QUOTED)))),
    Field("review", Struct((Field("answer", "text"), Field("when", "text"))), "A person's answer, if taken in."),
    Field("model", Struct((Field("score", "number"), Field("trained", "text"))), "What a model said, if one was used."),
    Field("rules", Struct((Field("relevant", "yes"), Field("score", "number"), Field("relation", "text"))),
          "What the rules said before answer or model."),
))  # fmt: skip

_VILLAGE = Struct((
    *PLACE,
    Field("candidates", ListOf(Struct(PLACE)), "Where it is not clear which."),
    Field("candidate_count", "whole"),
    Field("evidence", QUOTES, "Where it is said."),
))  # fmt: skip

_REGION = Struct((
    Field("kode_wilayah", "text"), Field("level", "text"), Field("name", "text"), Field("quote", "text"),
    Field("candidates", ListOf(Struct(PLACE))),
))  # fmt: skip

_FLAG_DETAIL = Struct((
    Field("flag", "text"), Field("kind", "text"), Field("where", "text"), Field("quote", "text"),
    Field("start", "whole"), Field("end", "whole"), Field("office", "yes"), Field("reason", "text"),
    Field("hosts", TEXTS), Field("last_clean", Struct((Field("id", "text"), Field("captured_at", "text")))),
))  # fmt: skip

_OF_THE_LINE = (
    Field("id", "text", "WARC-Record-ID of the capture that was read, without brackets."),
    Field("article_id", "text", "The same over captures and addresses of one article: count this."),
    Field("url", "text", "As captured."),
    Field("canonical_url", "text", "The page's own, if believable."),
    Field("captured_at", "text", "RFC 3339, UTC."),
    Field("capture", Struct(POINTER), "The record that was read."),
    Field("kind", "text", "article, or page (one that stays: profile, contact)."),
    Field("platform", "text", "The software that the site is made with."),
    Field("title", "text"),
    Field("author", "text", "As shown."),
    Field("author_kind", "text", "person, or account (of an office)."),
    Field("language", "text", "BCP 47, guessed from the text."),
    Field("categories", TEXTS),
    Field("tags", TEXTS),
    Field("published_at", "text", "RFC 3339 with offset, or a day where no time is known."),
    Field("published_source", "text", "Which witness gave it."),
    Field("modified_at", "text"),
    Field("text", "text", "Paragraphs split by a blank line; without captions and dateline."),
    Field("dateline", "text"),
    Field("captions", ListOf(_CAPTION), "Pictures in the order of the page."),
    Field("parts", ListOf(_PART), "Of an article on several pages: which capture each stretch of text came from."),
    Field("programme", _PROGRAMME, "What it says of the programme, as its reader had it."),
    Field("village", _VILLAGE, "The village that publishes the site, and what says so."),
    Field("regions", ListOf(_REGION), "Regions named in title, text and captions."),
    Field("same_as", "text", "id of an earlier reading that says the same of this article."),
    Field("near_duplicate_of", "text", "id of an earlier reading of another article that this one is a copy of."),
    Field("story_id", "text", "article_id of the first article of the story: count this for stories."),
    Field("flags", TEXTS),
    Field("flag_details", ListOf(_FLAG_DETAIL)),
    Field("reader", Struct((Field("version", "text"), Field("platform_reader", "text"))), "What read it."),
)

_OF_THE_CATALOGUE = (
    Field("site", "text", "Host of the site."),
    *PLACE,
    Field("published_on", "text", "Day of publication in its own offset; null: without a known date."),
    Field("month", "text", "YYYY-MM of the same."),
    Field("event_on", "text", "First day of the event."),
    Field("relevant", "yes", "Whether it counts as news of the programme: a person's word, else the reader's."),
    Field("relation", "text", "core, borderline, adjacent or none; a person's word, else the reader's."),
    Field("score", "number", "0 to 1; a person's word is 0 or 1."),
    Field("is_reviewed", "yes", "Whether a person decided."),
    Field("activities", TEXTS, "Ids of activities, the surest first."),
    Field("participants", "whole", "How many took part, where the text says it of the whole."),
    Field("is_copy", "yes", "Whether another article was first with this story."),
    Field("first_captured_at", "text", "When the article was captured first. RFC 3339, UTC."),
    Field("versions", "whole", "How many of its captures said something new."),
    *POINTER,
)

ARTICLE = RowKind(
    "lumbung-article/1",
    "One article (or page): its last reading, with the record it was read from.",
    (Field("schema", "text", "lumbung-article/1"), *_OF_THE_LINE, *_OF_THE_CATALOGUE),
)

_shape = shaper(Struct(ARTICLE.fields))


def article_row(row: Any, line: Mapping[str, Any], *, is_redacted: bool = True) -> Row:
    """`row` has the columns of `article` in a catalogue; `line` is that of documents/*.jsonl as it is to be given away.
    All fields in their order. `is_redacted`: the line is; then what comes from the catalogue is, too."""
    capture = line.get("capture") or {}
    programme = line.get("programme") or {}
    shaped: Row = _shape({
        **line,
        **place_of(row, line),
        **{name: capture.get(name) for name in POINTER_NAMES},
        "schema": ARTICLE.name,
        "story_id": row.story,
        "site": covered(row.site) if is_redacted else row.site,
        "published_on": row.published_on,
        "month": row.month,
        "event_on": row.event_on,
        "relevant": bool(row.relevant),
        "relation": row.relation,
        "score": row.score,
        "is_reviewed": bool(row.is_reviewed),
        "activities": programme.get("activities") or [],
        "participants": row.participants,
        "is_copy": bool(row.is_copy),
        "first_captured_at": row.first_captured_at,
        "versions": row.versions,
    })  # fmt: skip
    return shaped
