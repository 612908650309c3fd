"""What a site was found to be, against what it was: told when it changes, and only when anybody knows."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from archive.model import Capture
from crawler.events.of_sites import events_of_sites, state_of
from crawler.site_plan import SitePlan

SITE = "desa-contoh.example"
STATES: dict[str, dict[str, Any]] = {
    "well": {"archived": 9}, "unreachable": {"archived": 0}, "moved": {"archived": 0, "moved_to": "http://lain.example/"},
    "hijacked": {"archived": 9, "hijack": {"is_taken": True}},
}  # fmt: skip


class Nothing:
    def final(self, url: str) -> Capture | None:
        return None


def told(
    before: str, now: str, *, stood: str = "", limited: int = 0, is_asked: bool = True, kind: Any = "full"
) -> list[str]:
    """`stood`: what it was when it could be reached last."""
    stood = stood or (before if before != "unreachable" else "well")
    facts = STATES[now]
    counts = Counter({"archived": facts["archived"], "limited": limited})
    answers = {SITE: "HTTP 200"} if is_asked else {}
    job = SimpleNamespace(
        seeds={SITE: SimpleNamespace(url=f"http://{SITE}/")},
        revisits=SimpleNamespace(plan_of=lambda site: SitePlan(kind, state_before=before, stood_before=stood)),
        hijacks={SITE: facts.get("hijack")},
        moved_to={SITE: facts["moved_to"]} if "moved_to" in facts else {},
        tally=SimpleNamespace(of=lambda site, name: counts[name]),
        seed_answers=answers,
        outcomes=SimpleNamespace(seed_answers=answers),
    )
    return [one.event for one in events_of_sites(job, Nothing())]  # type: ignore[arg-type]


@pytest.mark.parametrize("state", STATES)
def test_a_row_of_a_report_says_what_a_site_was(state: str) -> None:
    assert state_of(STATES[state]) == state


@pytest.mark.parametrize("state", STATES)
def test_a_site_that_is_what_it_was_has_no_event(state: str) -> None:
    assert told(state, state) == []


@pytest.mark.parametrize(
    ("before", "now", "event"),
    [
        ("well", "unreachable", "site_unreachable"), ("well", "moved", "site_moved"),
        ("well", "hijacked", "site_hijacked"), ("unreachable", "well", "site_returned"),
        ("moved", "well", "site_returned"), ("hijacked", "well", "site_cleaned"),
        ("hijacked", "unreachable", "site_unreachable"), ("unreachable", "hijacked", "site_hijacked"),
    ],
)  # fmt: skip
def test_each_change_of_a_site_is_one_event(before: str, now: str, event: str) -> None:
    assert told(before, now) == [event]


@pytest.mark.parametrize(
    ("stood", "now", "events"),
    [
        ("hijacked", "well", ["site_returned", "site_cleaned"]), ("hijacked", "hijacked", ["site_returned"]),
        ("moved", "well", ["site_returned"]), ("moved", "moved", ["site_returned"]),
        ("hijacked", "moved", ["site_moved"]), ("hijacked", "unreachable", []),
    ],
)  # fmt: skip
def test_what_a_site_was_before_it_could_not_be_reached_is_remembered(stood: str, now: str, events: list[str]) -> None:
    assert told("unreachable", now, stood=stood) == events


def test_a_first_visit_has_nothing_to_compare_with() -> None:
    assert told("well", "unreachable", kind="first") == []


def test_a_site_that_a_stopped_job_had_not_come_to_is_not_told_to_be_unreachable() -> None:
    assert told("well", "unreachable", is_asked=False) == []


def test_a_site_whose_limit_was_spent_is_not_told_to_be_unreachable() -> None:
    assert told("well", "unreachable", limited=3) == []
