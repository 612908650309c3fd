"""What it costs to know the programme: relevance and facts, a page.

    python -m tests.benchmarks.programme [--rounds N]

CPU milliseconds a page, median of rounds, over the evaluation set's pages with library words and without; and a page
of 450 words made of the longest of them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from spiders.programme.about import programme_of
from spiders.programme.relevance import find, weigh
from tests.programme_pages.scoring import HALVES, pages

Page = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    every = [page for half in HALVES for page in pages(half)]
    with_words = [page for page in every if find(page["title"], page["text"], page["captions"]).places]
    without = [page for page in every if page not in with_words]
    long = " ".join(page["text"] for page in sorted(with_words, key=lambda page: -len(page["text"]))[:4])
    groups = {
        f"{len(with_words)} pages with library words": with_words,
        f"{len(without)} pages without": without,
        "one of 450 words": [{"title": "Kabar", "text": " ".join(long.split()[:450]), "captions": []}],
    }
    for name, group in groups.items():
        relevance = per_page(group, lambda page: weigh(find(page["title"], page["text"], page["captions"])), rounds)
        whole = per_page(group, lambda page: programme_of(page["title"], page["text"], page["captions"]), rounds)
        print(f"{name}: relevance {relevance:.3f} ms, with activities and facts {whole:.3f} ms")


def per_page(group: Sequence[Page], work: Callable[[Page], object], rounds: int) -> float:
    """Milliseconds of CPU, the median of the rounds."""
    times = []
    for _ in range(rounds + 1):
        start = time.process_time()
        for page in group:
            work(page)
        times.append((time.process_time() - start) / len(group) * 1000)
    return statistics.median(times[1:])


if __name__ == "__main__":
    main()
