"""A small model on top of the rules, for pages the rules are not sure of: which of their reasons people confirmed.

A weight for each term of the evidence, and one for its standing in the title: logistic regression, made by
crawler.training from people's reviews. What it says of a page can be read off the weights that were added up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` by feature, `bias` for none of them; `trained` is when, RFC 3339."""

    trained: str
    bias: float
    weights: Mapping[str, float]

    def judge(self, programme: Mapping[str, Any]) -> dict[str, Any]:
        """The probability that a person would say yes, and the features that moved it most."""
        parts = {name: self.weights[name] for name in features(programme) if name in self.weights}
        logit = self.bias + sum(parts.values())
        shown = sorted(parts.items(), key=lambda part: -abs(part[1]))[:_MOST_SHOWN]
        return {
            "score": round(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), 3),
            "trained": self.trained,
            "reasons": [{"feature": name, "weight": round(weight, 3)} for name, weight in shown],
        }


def features(programme: Mapping[str, Any]) -> set[str]:
    """The terms found, and apart from that those in the title."""
    found: set[str] = set()
    for one in programme.get("evidence", ()):
        found.add(one["term"])
        if one["where"] == "title":
            found.add(f"title:{one['term']}")
    return found
