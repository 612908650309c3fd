"""What was done, by the contract's twenty names, each with the sentence that says it.

A word in passing is no activity: it must stand in the title, in a caption, or where the text tells its news, or come
again and again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from spiders.programme.lexicon import Hit
from spiders.programme.relevance import Finding
from spiders.programme.sentences import sentence_around

PREFIX = "activity:"
_ENOUGH = 1.0
_LEAD_WORDS = 90


@dataclass(frozen=True, slots=True)
class Activity:
    """`id` is the contract's; the stretch is where its words stand, for the sentence around them."""

    id: str
    where: str
    start: int
    end: int
    weight: float


def activities(finding: Finding) -> tuple[Activity, ...]:
    """The surest first, each once, at its surest place."""
    by_id: dict[str, list[Activity]] = defaultdict(list)
    for hit in finding.of("activity"):
        one = _weighed(finding, hit)
        by_id[one.id].append(one)
    found = []
    for mentions in by_id.values():
        best = max(mentions, key=lambda one: one.weight)
        sentences = {(one.where, _sentence(finding, one)) for one in mentions}
        weight = best.weight + 0.35 * (len(sentences) - 1)
        if weight >= _ENOUGH:
            found.append(Activity(best.id, best.where, best.start, best.end, round(weight, 2)))
    return tuple(sorted(found, key=lambda one: -one.weight))


def _weighed(finding: Finding, hit: Hit) -> Activity:
    words = finding.places[hit.place]
    if words.where == "title":
        weight = 1.6
    elif words.where.startswith("caption"):
        weight = 1.0
    else:
        weight = 1.0 if hit.first < _LEAD_WORDS else 0.5
    return Activity(
        hit.entry.id.removeprefix(PREFIX), words.where, words.starts[hit.first], words.ends[hit.after - 1], weight
    )


def _sentence(finding: Finding, one: Activity) -> int:
    text = next(words.text for words in finding.places if words.where == one.where)
    return sentence_around(text, one.start, one.end)[0]
