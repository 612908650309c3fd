"""What a document says of the programme: the value of `programme` in its line.

    title, text, captions ─► lexicon ─┬─► relevance ─► score, relation, evidence
                                      └─► activities, dates, place, number of people, partners, offices

Only what the page itself says counts: menus, tickers and boxes beside the article are not in a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from archive.model import Document
from spiders.programme.activities import activities
from spiders.programme.event_dates import event_date
from spiders.programme.participants import participants
from spiders.programme.partners import offices, partners
from spiders.programme.relevance import find, weigh
from spiders.programme.sentences import quote_of
from spiders.programme.venues import venue

Fact = dict[str, Any]


def with_programme(document: Document) -> Document:
    """The document, its `programme` read anew from title, text and captions; None for what has no text."""
    if document.kind not in ("article", "page"):
        return replace(document, programme=None)
    captions = [caption.raw or caption.text or "" for caption in document.captions]
    return replace(document, programme=programme_of(document.title, document.text, captions, _day(document)))


def programme_of(
    title: str | None, text: str | None, captions: Sequence[str], published: date | None = None
) -> dict[str, Any]:
    """Relevance with its evidence; activities and facts where there is something of the programme."""
    finding = find(title, text, captions)
    relevance = weigh(finding)
    programme: dict[str, Any] = {
        "relevant": relevance.is_relevant,
        "score": relevance.score,
        "relation": relevance.relation,
        "evidence": list(relevance.evidence),
        "activities": [],
        "event_start": None,
        "event_end": None,
        "place": None,
        "participants": None,
        "facts": [],
    }
    if relevance.relation == "none":
        return programme
    places = [(words.where, words.text) for words in finding.places]
    texts = dict(places)
    done = activities(finding)
    programme["activities"] = [one.id for one in done]
    facts = [_fact(texts, "activity", one.id, one.where, one.start, one.end) for one in done]
    if dated := event_date(places, published):
        programme["event_start"] = dated.first.isoformat()
        programme["event_end"] = (dated.last or dated.first).isoformat()
        facts += [
            _fact(texts, field, programme[field], dated.where, dated.start, dated.end)
            for field in ("event_start", "event_end")
        ]
    if place := venue(places):
        programme["place"] = place.name
        facts.append(_fact(texts, "place", place.name, place.where, place.start, place.end))
    if counted := participants(places):
        programme["participants"] = counted.number
        facts.append(_fact(texts, "participants", counted.number, counted.where, counted.start, counted.end))
    facts += _named(places, texts)
    programme["facts"] = facts
    return programme


def _named(places: Sequence[tuple[str, str]], texts: dict[str, str]) -> Iterator[Fact]:
    for one in (*partners(places), *offices(places)):
        yield _fact(texts, one.kind, one.value, one.where, one.start, one.end)


def _fact(texts: dict[str, str], field: str, value: str | int, where: str, start: int, end: int) -> Fact:
    """With the sentence that says it; `start` and `end` are offsets in the place it stands."""
    return {
        "field": field,
        "value": value,
        "where": where,
        "quote": quote_of(texts[where], start, end),
        "start": start,
        "end": end,
    }


def _day(document: Document) -> date | None:
    published = document.published_at
    return published.date() if isinstance(published, datetime) else published
