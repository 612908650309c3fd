"""What was done, by the contract's twenty names, each with the sentence that says it.

A word in passing is no activity: it must stand in the title, in a caption, or where the text tells its news, or come
again and again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from spiders.programme.lexicon import Hit
from spiders.programme.relevance import Finding
from spiders.programme.sentences import sentence_around

PREFIX = "activity:"
_ENOUGH = 1.0
# News says what was done at its beginning; what stands far below is background.
_LEAD_WORDS = 55
# Before a word: it is to come, is wished for, was long ago, or is what someone tells of.
_NOT_NOW = re.compile(
    r"\b(?:akan|segera|bakal|diharapkan|berharap|harapan\w*|semoga|rencana\w*|direncanakan|langkah berikutnya|ide|ingin|"
    r"hendak|target|minimal|materi\w*|dulu|dahulu|sebelumnya|tahun lalu|bisa|supaya|agar|berkat|lahir setelah|hasil dari|"
    r"tertarik|mempunyai|jadwal|menceritakan|termasuk|seperti|misalnya|antara lain|sejak ada|tanpa|belum|tidak|bukan)\b"
    r"[^.!?\n]{0,60}\Z",
    re.IGNORECASE,
)


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
        if _NOT_NOW.search(words.text[: words.starts[hit.first]][-90:]):
            weight -= 0.6
    return Activity(
        hit.entry.id.removeprefix(PREFIX).rstrip("+"), words.where, words.starts[hit.first], words.ends[hit.after - 1], weight
    )


def _sentence(finding: Finding, one: Activity) -> int:
    text = next(words.text for words in finding.places if words.where == one.where)
    return sentence_around(text, one.start, one.end)[0]
