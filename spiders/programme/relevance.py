"""Whether a page is about the programme, how surely, and the words that say so.

Points of what is found add up, each entry of the lexicon once, and become a score from 0 to 1; what else the words may
mean takes points away. `relevant` is core, or borderline with a score of 0.5 or more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from spiders.programme.abbreviations import expanded_elsewhere
from spiders.programme.lexicon import TOPIC, Hit, Lexicon, is_a_place, lexicon
from spiders.programme.sentences import quote_of, sentence_around
from spiders.programme.words import Words

Relation = Literal["core", "borderline", "adjacent", "none"]
# Without one of these runs of letters, misspelt or not, there is neither a library on a page nor the programme's name.
_GATE = re.compile(
    r"pusta|perpu|perp[sti]|pusda|pusdes|pusnas|staka|perpus|p[eu]rpu|baca\b|tbm|tpb|tpi|ptb|tbp|tbis|t\W{1,3}p\W?b|"
    r"t\.\s?p|in[sk]+l?u?[kl]u?si|dispersip|dispus|dpad",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"[,;]\s|\d\.\s|\n")
_MOST_EVIDENCE = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """What the lexicon finds on a page, before it is weighed: shared by relevance and activities."""

    places: tuple[Words, ...]
    hits: tuple[Hit, ...]

    def of(self, *groups: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.entry.group in groups]


@dataclass(frozen=True, slots=True)
class Relevance:
    score: float = 0.0
    relation: Relation = "none"
    evidence: tuple[dict[str, Any], ...] = field(default=())

    @property
    def is_relevant(self) -> bool:
        return self.relation == "core" or (self.relation == "borderline" and self.score >= 0.5)


def find(title: str | None, text: str | None, captions: Sequence[str], lexicon_: Lexicon | None = None) -> Finding:
    """Look for all that the lexicon knows. `captions` are as shown, credit included."""
    given = (("title", title), ("text", text), *((f"caption:{n}", caption) for n, caption in enumerate(captions)))
    shown = [(where, words) for where, words in given if words]
    if not any(_GATE.search(words) for _, words in shown):
        return Finding((), ())
    known = lexicon_ or lexicon()
    places = tuple(known.spelling.words_of(where, words) for where, words in shown)
    strange = expanded_elsewhere([words.text for words in places])
    hits = [hit for hit in known.hits(places) if not strange or not strange.intersection(_written(places, hit))]
    return Finding(places, tuple(known.standing(hits, places)))


def _written(places: Sequence[Words], hit: Hit) -> tuple[str, ...]:
    return places[hit.place].folded[hit.first : hit.after]


def weigh(finding: Finding) -> Relevance:
    counts = Counter(hit.entry.group for hit in finding.hits)
    counts["library"] += counts["village_library"]
    if not counts["library"] and not counts["name"]:
        return Relevance()
    points = _points(finding, counts)
    score = round(1 - math.exp(-max(points, 0) / 2), 3)
    relation = _relation(finding, counts, score)
    if relation in ("adjacent", "none"):
        score = min(score, 0.29)
    return Relevance(score, relation, _evidence(finding))


_POINTS = {
    ("name", "strong"): 3.0,
    ("part", "strong"): 2.5,
    ("part", "medium"): 0.8,
    ("part", "weak"): 0.3,
    ("sign", "medium"): 0.7,
    ("sign", "weak"): 0.35,
    ("national", "medium"): 0.6,
}
_CORE = 0.7
_BORDERLINE = 0.3


def _points(finding: Finding, counts: Counter[str]) -> float:
    best: dict[str, float] = {}
    names: list[Hit] = []
    for hit in finding.hits:
        worth = _POINTS.get((hit.entry.group, hit.entry.strength), 0.0)
        if finding.places[hit.place].where == "title" and hit.entry.group != "national":
            worth *= 1.3
        if hit.entry.group == "name":
            names.append(hit)
            worth = worth if len(names) == 1 else min(worth, 0.5)
        best[hit.entry.id] = max(best.get(hit.entry.id, 0.0), worth)
    if not names and "sign" in counts and _is_about_a_village_library(finding, counts):
        best[TOPIC] = _POINTS["sign", "medium"]
    signs = sum(worth for entry, worth in best.items() if entry in _ids(finding, "sign"))
    points = sum(best.values()) - max(0.0, signs - 2.1)
    if names and _is_in_passing(finding, names):
        return min(points, 1.2)
    if not names:
        # Inclusion of disabled people, transformation of something else: the words mean their own.
        strange = sum(1 for group in ("other_disability", "other_finance", "other_digital") if counts[group])
        is_school = counts["other_school"] >= 2 or counts["other_campus"] >= 2
        points -= (0.3 if _village_libraries(finding) else 0.8) * (strange + is_school)
        # A village's news that comes by a library is not the library's.
        if TOPIC not in best and not counts["national"] and not counts["part"]:
            points = min(points, 1.3)
        # Without any of its names, or a part that only it has, a person must look.
        if not any(hit.entry.group == "part" and hit.entry.strength == "strong" for hit in finding.hits):
            points = min(points, 2.3)
    return points


def _is_in_passing(finding: Finding, names: list[Hit]) -> bool:
    """Named once, as one thing of a list, on a page with no village library and nothing else of the programme."""
    name = names[0]
    words = finding.places[name.place]
    if words.where != "text" or any(_is_apart(hit, name) for hit in names[1:]):
        return False
    start, _ = sentence_around(words.text, words.starts[name.first], words.ends[name.after - 1])
    if len(_LIST_MARK.findall(words.text, start, words.starts[name.first])) < 3:
        return False
    others = [*finding.of("part", "sign"), *_village_libraries(finding)]
    in_title = [hit for hit in finding.of("library") if finding.places[hit.place].where != "text"]
    return not any(_is_apart(hit, name) for hit in (*others, *in_title))


def _is_apart(hit: Hit, name: Hit) -> bool:
    return hit.place != name.place or hit.first >= name.after + 3 or hit.after <= name.first - 3


def _is_about_a_village_library(finding: Finding, counts: Counter[str]) -> bool:
    """In its title, or named again and again as more than a place; no school's and no campus's."""
    if counts["other_school"] >= 2 or counts["other_campus"] >= 2 or not counts["village_library"]:
        return False
    others = [
        (hit.place, place)
        for hit in finding.hits
        if hit.entry.group == "national" or hit.entry.id == "library_office"
        for place in range(hit.first, hit.after)
    ]
    own = {(hit.place, hit.first) for hit in finding.of("library", "village_library")}.difference(others)
    if any(finding.places[place].where != "text" for place, _ in own):
        return True
    return sum(1 for place, first in own if not is_a_place(finding.places[place], first)) > 1


def _village_libraries(finding: Finding) -> list[Hit]:
    return [hit for hit in finding.hits if hit.entry.id == "village_library_named"]


def _ids(finding: Finding, group: str) -> set[str]:
    return {hit.entry.id for hit in finding.of(group)}


def _relation(finding: Finding, counts: Counter[str], score: float) -> Relation:
    if len(_forms(finding, "other_gambling")) >= 3:
        return "none"
    if len(_forms(finding, "other_malay")) >= 2 and not counts["name"]:
        return "none"
    if len(_forms(finding, "other_academic")) >= 3:
        return "adjacent" if counts["name"] or counts["part"] else "none"
    if score >= _CORE:
        return "core"
    if score >= _BORDERLINE and (counts["name"] or counts["part"] or counts["sign"]):
        return "borderline"
    own = _village_libraries(finding)
    is_library_news = len(own) > 1 or any(finding.places[hit.place].where == "title" for hit in own)
    if counts["library"] and (counts["adjacent"] or counts["national"] or counts["sign"] or is_library_news):
        return "adjacent"
    return "none"


def _forms(finding: Finding, group: str) -> set[tuple[str, ...]]:
    """The different words that a group was found by."""
    return {_written(finding.places, hit) for hit in finding.of(group)}


def _evidence(finding: Finding) -> tuple[dict[str, Any], ...]:
    """Each entry once, at its first place; the strongest first."""
    shown: dict[str, dict[str, Any]] = {}
    weighed = finding.of("name", "part", "sign", "national", "adjacent")
    for hit in sorted(weighed, key=lambda one: -_POINTS.get((one.entry.group, one.entry.strength), 0.0)):
        if hit.entry.id in shown or len(shown) >= _MOST_EVIDENCE:
            continue
        words = finding.places[hit.place]
        start, end = words.starts[hit.first], words.ends[hit.after - 1]
        shown[hit.entry.id] = {
            "term": hit.entry.id,
            "where": words.where,
            "quote": quote_of(words.text, start, end),
            "start": start,
            "end": end,
        }
    return tuple(shown.values())
