"""What the API answers, as JSON Schema. Names as in documents/*.jsonl and on the pages."""

from __future__ import annotations

from typing import Any

Facts = dict[str, Any]

_TEXT: Facts = {"type": "string"}
_TEXT_OR_NULL: Facts = {"type": ["string", "null"]}
_COUNT: Facts = {"type": "integer", "minimum": 0}
_COUNT_OR_NULL: Facts = {"type": ["integer", "null"], "minimum": 0}
_YES_OR_NO: Facts = {"type": "boolean"}
_DAY: Facts = {"type": ["string", "null"], "description": "YYYY-MM-DD"}
_MOMENT: Facts = {"type": ["string", "null"], "description": "RFC 3339"}
_NEXT: Facts = {"type": ["string", "null"], "description": "cursor of what follows; null: that was all"}


def _whole(facts: Facts, optional: Facts | None = None) -> Facts:
    """An object with these keys and no other."""
    return {
        "type": "object",
        "properties": {**facts, **(optional or {})},
        "required": list(facts),
        "additionalProperties": False,
    }


def list_of(schema: Facts) -> Facts:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Facts:
    return {"$ref": f"#/components/schemas/{name}"}


_QUERY: Facts = {
    "type": "object",
    "description": "what was asked, as parameters of an address",
    "additionalProperties": {"anyOf": [_TEXT, list_of(_TEXT)]},
}
_PLACES = {
    "kode_wilayah": _TEXT_OR_NULL,
    "provinsi": _TEXT,
    "kabupaten": _TEXT,
    "kecamatan": _TEXT,
    "desa": _TEXT,
}
_TOTALS = {"pages": _COUNT, "stories": _COUNT, "villages": _COUNT}
_ARTICLE = {
    "id": {"type": "string", "description": "article_id"},
    "title": _TEXT_OR_NULL,
    "url": _TEXT,
    "site": _TEXT,
    "published_at": _MOMENT,
    "published_on": _DAY,
    "event_on": _DAY,
    "captured_at": _TEXT,
    **_PLACES,
    "platform": _TEXT,
    "language": _TEXT_OR_NULL,
    "relation": _TEXT,
    "relevant": _YES_OR_NO,
    "score": {"type": "number"},
    "is_reviewed": _YES_OR_NO,
    "activities": list_of(_TEXT),
    "participants": _COUNT_OR_NULL,
    "is_copy": _YES_OR_NO,
    "story_id": _TEXT_OR_NULL,
    "captions": _COUNT,
    "pictures": _COUNT,
    "flags": list_of(_TEXT),
    "capture": {"type": "object", "description": "where its bytes lie, as in Document"},
    "page": {"type": "string", "description": "its page in this room"},
    "archived": {"type": "string", "description": "the archived copy in this room"},
}

_MORE_OF_ARTICLE: Facts = {
    "document": _ref("Document"),
    "is_staff": {"const": True, "description": "shown to staff alone; of other articles it is not told"},
}

SCHEMAS: Facts = {
    "Article": _whole(_ARTICLE, _MORE_OF_ARTICLE),
    "ArticleWithVersions": _whole(_ARTICLE, {**_MORE_OF_ARTICLE, "versions": list_of(_ref("Document"))}),
    "Articles": _whole({"query": _QUERY, **_TOTALS, "articles": list_of(_ref("Article")), "next": _NEXT}),
    "Count": _whole(
        {
            "key": _TEXT_OR_NULL,
            "label": _TEXT,
            **_TOTALS,
            "all_news": _COUNT,
            "share": {"type": ["number", "null"], "description": "pages of all_news"},
        }
    ),
    "Counts": _whole({"query": _QUERY, "group": _TEXT, **_TOTALS, "counts": list_of(_ref("Count"))}),
    "Region": _whole(
        {
            "kode_wilayah": _TEXT,
            "level": _TEXT,
            "kind": _TEXT,
            "name": _TEXT,
            "parent": _TEXT_OR_NULL,
            "latitude": {"type": ["number", "null"]},
            "longitude": {"type": ["number", "null"]},
        }
    ),
    "Regions": _whole({"regions": list_of(_ref("Region")), "next": _NEXT}),
    "Site": _whole(
        {
            "id": _TEXT,
            "url": _TEXT,
            "name": _TEXT_OR_NULL,
            "platform": _TEXT_OR_NULL,
            "is_paused": _YES_OR_NO,
            "state": _TEXT,
            "state_since": _MOMENT,
            "state_detail": _TEXT_OR_NULL,
            "last_visit": _MOMENT,
            "last_answer": _MOMENT,
            "tags": list_of(_TEXT),
            **_PLACES,
        }
    ),
    "Sites": _whole({"sites": list_of(_ref("Site")), "next": _NEXT}),
    "Event": _whole(
        {
            "crawl": _TEXT,
            "event": _TEXT,
            "site": _TEXT,
            "url": _TEXT,
            "article": _TEXT_OR_NULL,
            "title": _TEXT_OR_NULL,
            "found_at": _TEXT,
            "last_seen_at": _MOMENT,
            "before_record": _TEXT_OR_NULL,
            "after_record": _TEXT_OR_NULL,
            "detail": _TEXT_OR_NULL,
        }
    ),
    "Events": _whole({"events": list_of(_ref("Event")), "next": _NEXT}),
    "Recipient": _whole(
        {
            "id": _TEXT,
            "name": _TEXT,
            "year": _TEXT,
            "batch": _TEXT,
            "source": _TEXT,
            "as_listed": _whole(dict.fromkeys(("desa", "kecamatan", "kabupaten", "provinsi"), _TEXT)),
            "is_sure": _YES_OR_NO,
            **_PLACES,
            "articles": {**_COUNT, "description": "of its village, about the programme"},
            "last_published_on": _DAY,
        }
    ),
    "Recipients": _whole({"recipients": list_of(_ref("Recipient")), "next": _NEXT}),
    "Job": _whole(
        {
            "crawl": _TEXT,
            "kind": _TEXT,
            "started_at": _MOMENT,
            "finished_at": _MOMENT,
            "finish_reason": _TEXT,
            **dict.fromkeys(("sites", "archived", "new", "relevant", "failed", "bytes"), _COUNT),
            "findings": list_of({"type": "object"}),
        }
    ),
    "Jobs": _whole({"jobs": list_of(_ref("Job")), "next": _NEXT}),
}

PROBLEM: Facts = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
    "required": ["type", "title", "status", "detail"],
}
