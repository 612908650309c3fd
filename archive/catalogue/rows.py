"""A line of documents/*.jsonl as a row of `article`, with its activities and flags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from archive.decisions import Review
from archive.urls import UrlError, site_key

PARTNER_FACTS = ("agreement", "regulation", "funding")
_CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")
Line = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sightings:
    """When an article was captured, and how many of these captures said something new."""

    first: str
    versions: int


def article_row(line: Line, seen: Sightings, review: Review | None) -> Row:
    """Without its number, and without that of its words."""
    programme = line.get("programme") or {}
    village = (line.get("village") or {}).get("kode_wilayah")
    event_on = _day(programme.get("event_start"))
    published_on = _day(line.get("published_at"))
    captions = line.get("captions") or ()
    return {
        "id": line["article_id"],
        "document": line["id"],
        "kind": line["kind"],
        "url": line["url"],
        "site": _site(line["url"]),
        "title": line.get("title"),
        "author": line.get("author"),
        "platform": line["platform"],
        "language": line.get("language"),
        "published_at": line.get("published_at"),
        "published_on": published_on,
        "month": published_on[:7] if published_on else None,
        "event_on": event_on,
        "event_month": event_on[:7] if event_on else None,
        "captured_at": line["captured_at"],
        "first_captured_at": seen.first,
        "versions": seen.versions,
        **region_columns(village if isinstance(village, str) else None),
        **judgement(programme, review),
        "participants": _whole(programme.get("participants")),
        "story": line.get("story_id") or line["article_id"],
        "story_number": _number_of(line.get("story_id") or line["article_id"]),
        "is_copy": line.get("story_id") not in (None, line["article_id"]),
        "captions": len(captions),
        "pictures": sum(caption.get("image_status") == "archived" for caption in captions),
    }


def region_columns(code: str | None) -> dict[str, str | None]:
    """The regions that a code, "18.05.13.2021", lies in, each by its own code; none of what is no code."""
    code = code if code and _CODE.fullmatch(code) else ""
    ends = {"province": 2, "regency": 5, "district": 8, "village": 13}
    return {name: code[:end] if len(code) >= end else None for name, end in ends.items()}


def judgement(programme: Mapping[str, Any], review: Review | None) -> Row:
    """Whether it counts: a person's word, else what the document says; a word taken into the document is the same."""
    if review is not None:
        word = {
            "relation": "core" if review.is_yes else "none",
            "relevant": review.is_yes,
            "score": float(review.is_yes),
        }
        return {**word, "is_reviewed": True}
    said = programme.get("rules") or programme if "review" in programme else programme
    return {
        "relation": said.get("relation") or "none",
        "relevant": bool(said.get("relevant")),
        "score": _score(said.get("score")),
        "is_reviewed": False,
    }


def activities_of(line: Line) -> list[str]:
    return list(dict.fromkeys((line.get("programme") or {}).get("activities") or ()))


def flags_of(line: Line) -> list[str]:
    return list(dict.fromkeys(line.get("flags") or ()))


def partner_facts_of(line: Line) -> list[Row]:
    """Agreements, regulations and funding that the text names, as rows of `fact` without their article."""
    facts = (line.get("programme") or {}).get("facts") or ()
    named = [fact for fact in facts if fact.get("field") in PARTNER_FACTS and isinstance(fact.get("value"), str)]
    return [
        {"place": place, "field": fact["field"], "value": fact["value"], "quote": fact.get("quote")}
        for place, fact in enumerate(named)
    ]


def _day(moment: Any) -> str | None:
    """The day as written, in its own offset; None for what is no day."""
    day = moment[:10] if isinstance(moment, str) else ""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def _site(url: str) -> str:
    try:
        return site_key(url)[:255]
    except UrlError:
        return url[:255]


def _number_of(story: str) -> int:
    """One of 2**63: of a hundred million stories it is one in two thousand that any two have the same."""
    return int.from_bytes(blake2b(story.encode(), digest_size=8).digest()) >> 1


def _score(value: Any) -> float:
    """JSON, as Python reads it, may hold NaN."""
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else 0.0


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value < 2**31 else None
