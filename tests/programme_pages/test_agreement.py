"""The rules agree with pages that were written without knowing them. Floors are what was reached, rounded down."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.programme_pages.scoring import HALVES, agreement_on_facts, agreement_on_pages, pages


@pytest.mark.parametrize("half", HALVES)
def test_pages_about_the_programme_are_told_from_all_others(half: str) -> None:
    found = agreement_on_pages(half)

    assert found.f1("relevant") >= FLOORS[half]["relevant"], found.misses if half == "tuning" else None
    assert found.f1("without borderline") >= FLOORS[half]["without borderline"]
    assert found.f1("activities") >= FLOORS[half]["activities"]
    assert found.precision("event_start") >= 0.98


@pytest.mark.parametrize("half", HALVES)
def test_facts_are_found_and_few_are_wrong(half: str) -> None:
    found = agreement_on_facts(half)

    for measure in ("event_start", "event_end", "participants", "venue", "partners", "offices"):
        assert found.precision(measure) >= 0.9, measure
        assert found.recall(measure) >= 0.8, measure


def test_the_set_is_as_large_as_it_must_be_and_its_halves_share_no_page() -> None:
    every = [page for half in HALVES for page in pages(half)]

    assert sum(page["relevant"] for page in every) >= 120
    assert sum(not page["relevant"] for page in every) >= 200
    assert max(Counter(page["id"] for page in every).values()) == 1
    texts = [{page["text"] for page in pages(half) if page["text"]} for half in HALVES]
    assert not texts[0] & texts[1]


FLOORS = {
    "tuning": {"relevant": 0.93, "without borderline": 0.98, "activities": 0.65},
    "kept_apart": {"relevant": 0.96, "without borderline": 0.98, "activities": 0.68},
}
