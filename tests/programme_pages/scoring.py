"""How far the rules agree with the evaluation set, half by half.

    python -m tests.programme_pages.scoring [tuning|kept_apart] [--misses]

Misses of the kept-apart half are not for reading: a rule made after seeing one means writing that page anew
(README.md).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from spiders.programme.about import programme_of
from spiders.programme.event_dates import event_date
from spiders.programme.participants import participants
from spiders.programme.partners import offices, partners
from spiders.programme.venues import venue

FOLDER = Path(__file__).parent
HALVES = ("tuning", "kept_apart")
Line = dict[str, Any]


def pages(half: str) -> list[Line]:
    return [json.loads(line) for line in (FOLDER / f"{half}.jsonl").read_text().splitlines() if line.strip()]


def fact_texts(half: str) -> list[Line]:
    lines = [json.loads(line) for line in (FOLDER / "facts.jsonl").read_text().splitlines() if line.strip()]
    return [line for line in lines if line["half"] == half]


@dataclass
class Agreement:
    """Right, claimed and true counts by measure, and what was missed."""

    right: Counter[str] = field(default_factory=Counter)
    claimed: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, Any, Any]] = field(default_factory=list)

    def count(self, measure: str, page: str, read: set[Any], expected: set[Any]) -> None:
        self.right[measure] += len(read & expected)
        self.claimed[measure] += len(read)
        self.true[measure] += len(expected)
        if read != expected:
            self.misses.append((measure, page, sorted(read - expected, key=str), sorted(expected - read, key=str)))

    def precision(self, measure: str) -> float:
        return self.right[measure] / self.claimed[measure] if self.claimed[measure] else 1.0

    def recall(self, measure: str) -> float:
        return self.right[measure] / self.true[measure] if self.true[measure] else 1.0

    def f1(self, measure: str) -> float:
        total = self.claimed[measure] + self.true[measure]
        return 2 * self.right[measure] / total if total else 1.0


def agreement_on_pages(half: str) -> Agreement:
    """relevant: as the contract defines it; named: core pages alone, borderline left out of both sides."""
    found = Agreement()
    for page in pages(half):
        programme = programme_of(page["title"], page["text"], page["captions"])
        found.count("relevant", page["id"], _set(programme["relevant"]), _set(page["relevant"]))
        if "borderline" not in (page["relation"], programme["relation"]):
            found.count("without borderline", page["id"], _set(programme["relevant"]), _set(page["relevant"]))
        found.count("relation", page["id"], {programme["relation"]}, {page["relation"]})
        if page["relevant"]:
            found.count("activities", page["id"], set(programme["activities"]), set(page["activities"]))
            found.count("participants", page["id"], _value(programme["participants"]), _value(page["participants"]))
            end = programme["event_end"] if programme["event_end"] != programme["event_start"] else None
            found.count("event_start", page["id"], _value(programme["event_start"]), _value(page["event_start"]))
            found.count("event_end", page["id"], _value(end), _value(page["event_end"]))
    return found


def agreement_on_facts(half: str) -> Agreement:
    found = Agreement()
    for line in fact_texts(half):
        places = [("text", line["text"])]
        dated = event_date(places, date.fromisoformat(line["published"]))
        found.count("event_start", line["id"], _value(dated and dated.first.isoformat()), _value(line["event_start"]))
        last = dated.last.isoformat() if dated and dated.last else None
        found.count("event_end", line["id"], _value(last), _value(line["event_end"]))
        counted = participants(places)
        found.count("participants", line["id"], _value(counted and counted.number), _value(line["participants"]))
        place = venue(places)
        found.count("venue", line["id"], _value(place and _plain(place.name)), _value(_plain(line["venue"])))
        named = {_plain(one.value) for one in partners(places)}
        found.count(
            "partners", line["id"], _matched(named, line["partners"]), {_plain(one) for one in line["partners"]}
        )
        titles = {_plain(one.value) for one in offices(places)}
        found.count("offices", line["id"], _matched(titles, line["offices"]), {_plain(one) for one in line["offices"]})
    return found


def _matched(read: set[str | None], expected: list[str]) -> set[str | None]:
    """What was read, each as the expected one it is part of or holds: where a name ends is a matter of taste."""
    wanted = [_plain(one) or "" for one in expected]
    return {next((one for one in wanted if one in (name or "") or (name or "") in one), name) for name in read}


def _plain(text: str | None) -> str | None:
    return " ".join(text.lower().replace(",", " ").split()).strip(" .") if text else None


def _set(is_so: bool) -> set[bool]:
    return {True} if is_so else set()


def _value(value: Any) -> set[Any]:
    return set() if value is None else {value}


def main(arguments: list[str]) -> None:
    for half in [one for one in arguments if one in HALVES] or HALVES:
        for name, found in (("pages", agreement_on_pages(half)), ("facts", agreement_on_facts(half))):
            print(f"{half}, {name}")
            for measure in found.true:
                figures = (found.precision(measure), found.recall(measure), found.f1(measure))
                print(f"  {measure:20} precision {figures[0]:.3f}  recall {figures[1]:.3f}  F1 {figures[2]:.3f}")
            if "--misses" in arguments:
                for miss in found.misses:
                    print("   ", *miss)


if __name__ == "__main__":
    main(sys.argv[1:])
