"""How fast the research helpers go through a collection, and in how much memory.

    python -m tests.benchmarks.research DIR [NAME…]

DIR has a catalogue (tests.benchmarks.big_collection, then `lumbung catalogue build`); it is only read. Each helper runs
in a process of its own: articles, seconds of CPU, articles a second, most memory in MB.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from archive import Collection
from archive.corpus.articles import Articles
from archive.research.families import families
from archive.research.links import site_links
from archive.research.ngrams import count_ngrams
from archive.research.sample import draw_sample
from archive.research.texts import Texts
from archive.research.together import count_together
from archive.research.words import count_words

HELPERS: dict[str, Callable[[Articles], Iterable[Any]]] = {
    "documents": lambda articles: articles.collection.documents(),
    "articles": iter,
    "rows": lambda articles: articles.table(texts=True).batches(),
    "words": lambda articles: count_words(Texts(articles), period="month", level="province"),
    "words-stems": lambda articles: count_words(Texts(articles), period="month", level="province", stems=True),
    "words-one": lambda articles: count_words(Texts(articles), words=["perpustakaan"], period="month", level="regency"),
    "ngrams-2": lambda articles: count_ngrams(Texts(articles), lengths=[2]),
    "ngrams-1-5": lambda articles: count_ngrams(Texts(articles), lengths=range(1, 6)),
    "together": lambda articles: count_together(Texts(articles), top=1_000),
    "together-window": lambda articles: count_together(Texts(articles), near="window", top=1_000),
    "together-one": lambda articles: count_together(Texts(articles), words=["perpustakaan"]),
    "families": families,
    "sample": lambda articles: draw_sample(articles, 1_000, "1"),
    "links": site_links,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(HELPERS)}")
    parser.add_argument("--since", default="", help="only articles from this time on")
    arguments = parser.parse_args()
    if len(arguments.names) == 1:
        print(measured(arguments.folder, arguments.names[0], arguments.since), flush=True)
        return
    for name in arguments.names or HELPERS:
        again = ["-m", "tests.benchmarks.research", arguments.folder, name, "--since", arguments.since]
        subprocess.run([sys.executable, *again], check=True)


def measured(folder: Path, name: str, since: str) -> str:
    articles = Collection.open(folder).articles(relation="all", since=since)
    count = len(articles)
    began = time.process_time()
    rows = sum(1 for _ in HELPERS[name](articles))
    seconds = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{name:16} {count:9,} articles {rows:12,} rows {seconds:7.1f} s {count / seconds:8,.0f}/s {most:6.0f} MB"


if __name__ == "__main__":
    main()
