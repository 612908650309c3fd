"""CPU a page of read_page, against the text alone by trafilatura, and what each stage of the reading takes.

    python -m tests.benchmarks.reading [FOLDER] [--rounds 5]

FOLDER holds NAME.html or NAME.html.gz, its address as `url` in NAME.json or, beside `file`, in a truth.jsonl; without
one the pages of tests/golden. Page by page the two in turn, both from bytes, in one process; a page's cost is the
median of the rounds. Stages are clocked in a round of their own; what is outside them is "the rest".
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import trafilatura

from archive.model import Page
from spiders.platforms import PLATFORMS
from spiders.reading import published, read
from tests.spiders.pages import page_of
from tests.spiders.pages import read as read_document

GOLDEN = Path(__file__).parents[1] / "golden"
# By the functions that read.py calls.
STAGES = {
    "parse": ("make_tree", "elements_of", "is_mislabelled"),
    "platform, kind": ("recognise", "standin", "canonical_url"),
    "JSON-LD, head": ("linked_nodes", "head_claims"),
    "region, heading": ("find_region",),
    "title, author": ("read_title", "read_author"),
    "categories, tags": ("read_topics",),
    "captions": ("find_pictures",),
    "boxes, edges": ("drop_boxes", "find_edges"),
    "text": ("body_text", "with_lists_of", "element_text"),
    "language": ("text_language",),
    "gambling": ("find_gambling",),
    "village": ("site_words", "village_of"),
    "programme, personal data": ("with_meaning",),
}


def pages_of(folder: Path) -> list[Page]:
    truth = folder / "truth.jsonl"
    rows = map(json.loads, truth.read_text("utf-8").splitlines()) if truth.exists() else ()
    addresses = {folder / row["file"]: row["url"] for row in rows}
    pages = []
    for path in sorted((*folder.glob("**/*.html"), *folder.glob("**/*.html.gz"))):
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        facts = path.with_name(path.name.partition(".html")[0] + ".json")
        url = addresses.get(path) or json.loads(facts.read_text("utf-8"))["url"]
        page = page_of(body, url, (("Content-Type", "text/html; charset=utf-8"),))
        pages.append(replace(page, captured_at=datetime(2026, 11, 20, tzinfo=UTC)))
    return pages


def seconds(work: Callable[..., object], *arguments: object) -> float:
    started = time.process_time()
    work(*arguments)
    return time.process_time() - started


def text_alone(page: Page) -> object:
    return trafilatura.extract(page.body, include_comments=False)


def compare(pages: list[Page], rounds: int) -> None:
    """Both readers by turns on each page; the one that begins changes with the round."""
    costs: dict[Callable[[Page], object], list[list[float]]] = {text_alone: [], read_document: []}
    for number in range(rounds):
        for column in costs.values():
            column.append([])
        for page in pages:
            for reader in sorted(costs, key=list(costs).index, reverse=bool(number % 2)):
                costs[reader][-1].append(seconds(reader, page))
    theirs, ours = (
        sum(statistics.median(of_page) for of_page in zip(*column, strict=True)) / len(pages) * 1000
        for column in costs.values()
    )
    ratios = [sum(one) / sum(other) for other, one in zip(*costs.values(), strict=True)]
    shown = " ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"{len(pages)} pages: trafilatura's text {theirs:.1f} ms, read_page {ours:.1f} ms a page")
    print(f"read_page/trafilatura {ours / theirs:.2f} [rounds: {shown}]")


@contextmanager
def clocked(spent: defaultdict[str, float]) -> Iterator[None]:
    """What read.py calls, replaced by functions that add what they take to `spent`: one inside another counts once."""
    running: list[str] = []

    def timing(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            running.append(stage)
            started = time.process_time()
            try:
                return work(*arguments)
            finally:
                if running == [stage]:
                    spent[stage] += time.process_time() - started
                running.pop()

        return run

    stages = [(read, name, stage) for stage, names in STAGES.items() for name in names]
    stages += [(published, name, "dates") for name in ("marked_date", "unmarked_date", "modified_date")]
    stages += [(platform, name, "platform, kind") for platform in PLATFORMS for name in ("kind", "reads")]
    with ExitStack() as stack:
        for owner, name, stage in stages:
            stack.enter_context(mock.patch.object(owner, name, timing(stage, getattr(owner, name))))
        yield


def show_stages(pages: list[Page]) -> None:
    spent: defaultdict[str, float] = defaultdict(float)
    with clocked(spent):
        whole = sum(seconds(read_document, page) for page in pages)
    spent["the rest"] = whole - sum(spent.values())
    for stage, cost in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{stage:24} {cost / len(pages) * 1000:6.2f} ms {cost / whole:5.0%}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, nargs="?", default=GOLDEN)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    gc.set_threshold(100_000, 50, 100)  # as crawler.reading_worker sets it
    pages = pages_of(given.folder)
    for page in pages:  # what is loaded and compiled once
        text_alone(page)
        read_document(page)
    show_stages(pages)
    compare(pages, given.rounds)


if __name__ == "__main__":
    main()
