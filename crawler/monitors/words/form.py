"""What a finding says, as it is written in the tables beside this file."""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """Each (Indonesian, English). `what` None: the sentence of the crawl's report."""

    title: Pair
    what: Pair | None
    means: Pair
    advice: Pair
