"""lumbung-event/1: what became of a page or of a site between two visits, as one row, with the records before and
after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.export.rows.fields import Field, Row, RowKind, Struct, shaper
from archive.export.rows.parts import POINTER, POINTER_NAMES
from archive.redaction import covered, redacted_for_others, without_numbers

EVENT = RowKind(
    "lumbung-event/1",
    "One change of a page or of a site, with the records before and after it.",
    (
        Field("schema", "text", "lumbung-event/1"),
        Field("event", "text", "vanished, returned, edited, redirected, hijacked, cleaned; of a site site_…"),
        Field("article_id", "text", "The article; null for an event of a whole site."),
        Field("site", "text", "Host of the site."),
        Field("url", "text", "Address of the page or site."),
        Field("title", "text"),
        Field("found_at", "text", "When it was found. RFC 3339, UTC."),
        Field("last_seen_at", "text", "When the former state was seen last: it happened between the two."),
        Field("detail", "text", "The new state in a few words."),
        Field("crawl", "text", "The job that found it."),
        Field("before_record_id", "text", "WARC-Record-ID of the former state, without brackets."),
        *(Field(f"before_{one.name}", one.type, one.says) for one in POINTER if one.name != "record_id"),
        Field("after_record_id", "text", "WARC-Record-ID of the new state, without brackets."),
        *(Field(f"after_{one.name}", one.type, one.says) for one in POINTER if one.name != "record_id"),
    ),
)

_shape = shaper(Struct(EVENT.fields))
_POINTER = tuple(name for name in POINTER_NAMES if name != "record_id")


def event_row(event: Any, pointers: Mapping[str, Mapping[str, Any]], said_of: Mapping[str, Any]) -> Row:
    """`event` has the columns of `event` in a catalogue; `pointers`: where records lie, by their ids; `said_of`: the
    line of the page before or after, whose personal data are covered here, too."""
    before, after = pointers.get(event.before_record) or {}, pointers.get(event.after_record) or {}
    url, title, detail = _covered(event, said_of)
    row: Row = _shape({
        "schema": EVENT.name,
        "event": event.event,
        "article_id": event.article,
        "site": covered(event.site),
        "url": url,
        "title": title,
        "found_at": event.found_at,
        "last_seen_at": event.last_seen_at,
        "detail": detail,
        "crawl": event.crawl,
        "before_record_id": event.before_record,
        **{f"before_{name}": before.get(name) for name in _POINTER},
        "after_record_id": event.after_record,
        **{f"after_{name}": after.get(name) for name in _POINTER},
    })  # fmt: skip
    return row


def _covered(event: Any, said_of: Mapping[str, Any]) -> tuple[str, str | None, str | None]:
    """Address, title and detail (an address, of redirects). What the page hides is looked for in them as in its own
    address and tags; a title is not at the places that its reader flagged."""
    texts = [event.title or "", covered(event.detail or "")]
    line = {**said_of, "canonical_url": event.url, "tags": texts}
    found = redacted_for_others(line).line
    title, detail = (without_numbers(text) or None for text in found["tags"])
    return covered(found["canonical_url"]), title, detail
