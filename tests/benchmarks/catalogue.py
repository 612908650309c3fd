"""The catalogue of many documents: how long it takes to make, to bring up to date and to ask, and what it weighs.

    python -m tests.benchmarks.catalogue [DIR] [--to postgresql://…]

DIR is a collection of tests.benchmarks.big_collection; without one 100,000 documents are made for the while. The first
build runs in a process of its own, whose peak memory is told; so do the questions, asked as a reading room does. A
question is timed when nothing of it is remembered: as the first of its kind after a change.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import Collection
from archive.catalogue import remembered
from archive.catalogue.counts import counts, total
from archive.catalogue.query import Query
from archive.catalogue.search import articles, snippet
from archive.catalogue.store import catalogue_file
from archive.catalogue.update import bring_up_to_date, engine_of, make_anew
from tests.benchmarks.big_collection import BigCollection

if TYPE_CHECKING:
    from sqlalchemy import Connection

EVERYTHING = Query(relation=("all",))
COMMON, RARE, PHRASE = Query(text="masyarakat"), Query(text="belajar"), Query(text='"pojok baca"')
REGION = Query(region="33")

QUESTIONS: dict[str, Callable[[Connection], Any]] = {
    "total, relevant": lambda connection: total(connection, Query()),
    "total, all news": lambda connection: total(connection, EVERYTHING),
    "by month": lambda connection: counts(connection, Query(), "month"),
    "by month, with all news": lambda connection: counts(connection, Query(), "month", with_all_news=True),
    "by year, all news": lambda connection: counts(connection, EVERYTHING, "year"),
    "by province": lambda connection: counts(connection, Query(), "province", with_all_news=True),
    "by regency": lambda connection: counts(connection, Query(), "regency", with_all_news=True),
    "by village": lambda connection: counts(connection, Query(), "village", with_all_news=True),
    "by activity": lambda connection: counts(connection, Query(), "activity"),
    "by relation, all news": lambda connection: counts(connection, EVERYTHING, "relation"),
    "by platform, all news": lambda connection: counts(connection, EVERYTHING, "platform"),
    "by flag, all news": lambda connection: counts(connection, EVERYTHING, "flag"),
    "by month, a province": lambda connection: counts(connection, REGION, "month", with_all_news=True),
    "by regency, a province": lambda connection: counts(connection, REGION, "regency", with_all_news=True),
    "by month, a year": lambda connection: counts(connection, Query(since="2025", until="2025"), "month"),
    "by month, an activity": lambda connection: counts(connection, Query(activity=("bimtek",)), "month"),
    "by month, a common word": lambda connection: counts(connection, COMMON, "month", with_all_news=True),
    "by month, a rare word": lambda connection: counts(connection, RARE, "month", with_all_news=True),
    "by month, a phrase": lambda connection: counts(connection, PHRASE, "month", with_all_news=True),
    "newest 25": lambda connection: page(connection, Query()),
    "newest 25, all news": lambda connection: page(connection, EVERYTHING),
    "newest 25, at 2,000": lambda connection: page(connection, Query(), offset=2_000),
    "captured last 25, all news": lambda connection: page(connection, EVERYTHING, order="captured"),
    "search: a common word, newest": lambda connection: page(connection, COMMON),
    "search: a common word, all news, newest": lambda connection: page(connection, COMMON.but(relation=("all",))),
    "search: a common word, best": lambda connection: page(connection, COMMON, order="best"),
    "search: a common word, all news, best": lambda connection: page(
        connection, COMMON.but(relation=("all",)), order="best"
    ),
    "search: a rare word, best": lambda connection: page(connection, RARE, order="best"),
    "search: a phrase, best": lambda connection: page(connection, PHRASE, order="best"),
    "search: a beginning": lambda connection: page(connection, Query(text="perpus*", relation=("all",))),
    "search: not a word": lambda connection: page(connection, Query(text="-masyarakat", relation=("all",))),
    "search: three words": lambda connection: page(
        connection, Query(text="warga desa perpustakaan", relation=("all",)), order="best"
    ),
}


def page(connection: Connection, query: Query, *, order: Any = "newest", offset: int = 0) -> list[Any]:
    """A page of articles with their snippets."""
    found = articles(connection, query, order=order, offset=offset)
    return [snippet(hit.line, query.text) for hit in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--to", metavar="URL")
    parser.add_argument("--questions", action="store_true", help="only ask; the catalogue is there")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lumbung-catalogue-") as folder:
        root = arguments.folder or Path(folder) / "collection"
        if not arguments.folder:
            BigCollection(root, arguments.documents)
        if not arguments.questions:
            apart(build, root, arguments.to)
            if not arguments.folder:
                apart(update, root, arguments.to)
        apart(ask, root, arguments.to, arguments.rounds)


def apart(measure: Callable[..., None], *arguments: Any) -> None:
    """In a fresh process, so that its memory is its own."""
    process = multiprocessing.get_context("spawn").Process(target=measure, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def build(root: Path, url: str | None) -> None:
    collection = Collection.open(root)
    lines = sum(path.read_bytes().count(b"\n") for path in collection.documents_folder.glob("*.jsonl"))
    wall, cpu = time.monotonic(), time.process_time()
    make_anew(collection, engine_of(collection, url))
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    size = 0 if url else catalogue_file(root).stat().st_size
    print(
        f"first build: {wall:.1f} s by the clock, {cpu:.1f} s of CPU, {lines / wall:.0f} documents a second, "
        f"{size / 1e6:.0f} MB, at most {peak_megabytes():.0f} MB of memory"
    )


def update(root: Path, url: str | None) -> None:
    """A file of a hundred new articles more, as a job leaves it."""
    collection = Collection.open(root)
    engine = engine_of(collection, url)
    last = collection.documents_file(collection.stems()[-1]).read_bytes().splitlines(keepends=True)[:100]
    stem = "lumbung-20261126000000000-00000-uji"
    collection.warc_file(stem).touch()
    bring_up_to_date(collection, engine)
    for name in ("nothing new", "100 documents more"):
        if name != "nothing new":
            fresh = b"".join(last).replace(b"urn:uuid:0", b"urn:uuid:1").replace(b'"sha1:', b'"sha1:f')
            collection.documents_file(stem).write_bytes(fresh)
        wall, cpu = time.monotonic(), time.process_time()
        bring_up_to_date(collection, engine)
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        print(f"{name}: {wall * 1000:.0f} ms by the clock, {cpu * 1000:.0f} ms of CPU")


def ask(root: Path, url: str | None, rounds: int) -> None:
    collection = Collection.open(root)
    engine = engine_of(collection, url)
    with engine.connect() as connection:
        for name, question in QUESTIONS.items():
            times = []
            for _ in range(rounds + 1):
                remembered.forget(engine)
                start, cpu = time.monotonic(), time.process_time()
                question(connection)
                times.append(((time.monotonic() - start) * 1000, (time.process_time() - cpu) * 1000))
            wall, work = (statistics.median(column) for column in zip(*times[1:], strict=True))
            print(f"{name:42} {wall:7.1f} ms by the clock, {work:7.1f} ms of CPU; the first time {times[0][0]:.0f} ms")
    print(f"memory of the asking process: at most {peak_megabytes():.0f} MB")


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
