"""What linking a job's documents costs with few earlier documents and with many, and what is remembered of each.

Every fifth document is a copy of an earlier one, the rest are words drawn by chance. The documents of
earlier jobs lie in files of a thousand; the first job after them fills readings.sqlite, which is measured
apart, and the next job is the one that counts. Times are CPU times of one process.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import Collection
from archive.config import Who
from archive.index.documents import write_documents
from archive.model import Capture, Document
from crawler.link import link_documents

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = 150
A_FILE = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--next", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lumbung-stories-") as folder:
        few, many = (Corpus(Path(folder) / str(size), size) for size in (arguments.few, arguments.many))
        for corpus in (few, many):
            filling = corpus.link(1)
            size = corpus.collection.readings_file.stat().st_size
            print(
                f"{corpus.size} documents: readings.sqlite filled in {filling / corpus.size:.2f} ms a document, "
                f"{size / corpus.size:.0f} bytes each"
            )
        pairs = [(few.link(arguments.next), many.link(arguments.next)) for _ in range(arguments.rounds)]
    ratios = [second / first for first, second in pairs]
    few_ms, many_ms = (statistics.median(column) / arguments.next for column in zip(*pairs, strict=True))
    print(
        f"the next {arguments.next}: {few_ms:.2f} ms a document after {few.size}, {many_ms:.2f} ms after {many.size}: "
        f"ratio {statistics.median(ratios):.2f} [{' '.join(f'{ratio:.2f}' for ratio in ratios)}]"
    )


class Corpus:
    """A collection whose documents were linked by earlier jobs, and no cache of them yet."""

    def __init__(self, root: Path, size: int) -> None:
        self.size = size
        self.collection = Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))
        self._chance = random.Random(size)
        self._vocabulary = [f"kata{number}" for number in range(20_000)]
        self._texts: list[str] = []
        for first in range(0, size, A_FILE):
            stem = self._stem(first)
            documents = [self._document(stem, first + number) for number in range(min(A_FILE, size - first))]
            write_documents(self.collection.documents_file(stem), documents)

    def link(self, count: int) -> float:
        """CPU milliseconds of linking that many documents more, as a job at its end does; they are not kept."""
        stem = self._stem(self.size)
        documents = [self._document(stem, self.size + number) for number in range(count)]
        start = time.process_time()
        link_documents(self.collection, [stem], {stem: documents})
        return (time.process_time() - start) * 1000

    def _stem(self, number: int) -> str:
        stem = f"lumbung-{number:017d}-00000-uji"
        self.collection.warc_file(stem).touch()
        self.collection.cdxj_file(stem).touch()
        return stem

    def _document(self, stem: str, number: int) -> Document:
        url = f"https://desa{number % 997}.desa.id/{number}"
        moment = BEGINNING + timedelta(seconds=number)
        record_id = f"urn:uuid:00000000-0000-4000-8000-{number:012d}"
        article_id = f"sha1:{number:040x}"
        return Document(
            id=record_id,
            url=url,
            captured_at=moment,
            capture=Capture(url, moment, 200, "text/html", "sha1:" + "A" * 32, stem + ".warc.gz", number, 1, record_id),
            kind="article",
            platform="generic",
            reader_version="1",
            platform_reader="generic",
            article_id=article_id,
            title=f"Kabar {number}",
            text=self._text(),
            story_id=article_id,
        )

    def _text(self) -> str:
        if self._texts and self._chance.random() < 0.2:
            return "Salinan: " + self._chance.choice(self._texts)
        self._texts.append(" ".join(self._chance.choices(self._vocabulary, k=WORDS)))
        return self._texts[-1]


if __name__ == "__main__":
    main()
