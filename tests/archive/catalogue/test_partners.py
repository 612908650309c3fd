from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from archive import Collection
from archive.catalogue.counts import counts
from archive.catalogue.facts import count_facts, partner_counts, partner_facts
from archive.catalogue.participants import stated_by_activity, stated_participants
from archive.catalogue.query import Query
from tests.archive.catalogue.lines import Documents

Catalogues = Callable[[Collection], Engine]


def programme(participants: int | None, activities: list[str], *facts: tuple[str, str]) -> dict[str, Any]:
    return {
        "relevant": True, "score": 1.0, "relation": "core", "evidence": [], "activities": activities,
        "event_start": None, "event_end": None, "place": None, "participants": participants,
        "facts": [{"field": field, "value": value, "where": "text", "quote": f"Ada {value}.", "start": 0, "end": 3}
                  for field, value in facts],
    }  # fmt: skip


def test_facts_quarters_and_participants_are_counted_alike(documents: Documents, catalogue_of: Catalogues) -> None:
    first = documents.line(
        "a", programme=programme(20, ["lomba"], ("agreement", "MoU"), ("funding", "ADD")), published_at="2026-02-01"
    )
    copy = documents.line(
        "b", programme=programme(30, ["lomba", "bimtek"], ("agreement", "MoU")), published_at="2026-03-31",
        story_id=first["story_id"],
    )  # fmt: skip
    other = documents.line("c", programme=programme(None, [], ("office", "Camat")), published_at="2026-04-01")
    documents.write("satu", first, copy, other)

    with catalogue_of(documents.collection).connect() as connection:
        quarters = {one.key: (one.pages, one.stories) for one in counts(connection, Query(), "quarter")}
        kinds = {one.key: (one.pages, one.stories) for one in partner_counts(connection, Query())}
        rows = partner_facts(connection, Query())
        found = count_facts(connection, Query(), ("funding",))
        whole = stated_participants(connection, Query())
        by_activity = stated_by_activity(connection, Query())

    assert quarters == {"2026-Q1": (2, 1), "2026-Q2": (1, 1)}
    assert kinds == {None: (2, 1), "agreement": (2, 1), "regulation": (0, 0), "funding": (1, 1)}
    assert [(row.field, row.value, row.quote) for row in rows] == [
        ("agreement", "MoU", "Ada MoU."), ("agreement", "MoU", "Ada MoU."), ("funding", "ADD", "Ada ADD."),
    ]  # fmt: skip
    assert found == 1
    assert (whole.pages, whole.stories, whole.people, whole.largest) == (2, 1, 30, 30)
    assert {key: (one.pages, one.people) for key, one in by_activity.items()} == {"lomba": (2, 30), "bimtek": (1, 30)}


def test_what_a_later_reading_no_longer_names_is_gone(documents: Documents, catalogue_of: Catalogues) -> None:
    documents.write("satu", documents.line("a", programme=programme(None, [], ("regulation", "Perdes"))))
    documents.write("dua", documents.line("a", programme=programme(None, [])))

    with catalogue_of(documents.collection).connect() as connection:
        assert partner_facts(connection, Query()) == []
