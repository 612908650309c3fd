"""The program a reader worker runs: `python -m crawler.reading_worker ARCHIVE_FOLDER`.

A line of JSON in names a record, a line of JSON out is its document, null if it could not be read.
Nothing of Scrapy is imported here.
"""

from __future__ import annotations

import gc
import json
import sys
import traceback
from pathlib import Path
from typing import Any

from archive.index.documents import document_line, dump_line
from archive.model import Seed
from archive.warc.reader import LARGEST_READ, capture_of, page_of, read_record
from spiders.reading.read import read_page


def main(archive: Path) -> None:
    gc.set_threshold(100_000, 50, 100)  # trees are big and die at once; fewer collections, 6 % less time
    for task in sys.stdin.buffer:
        try:
            line = _read(archive, json.loads(task))
        except Exception:  # whatever a page does to its reader, the next page must be read
            traceback.print_exc()
            line = None
        # As it will be written, so that a rebuild and a crawl see the same lone surrogates.
        sys.stdout.buffer.write(dump_line(line) if line else b"null\n")
        sys.stdout.buffer.flush()


def _read(archive: Path, task: dict[str, Any]) -> dict[str, Any] | None:
    path = archive / task["warc_filename"]
    if not path.exists():
        path = path.with_name(path.name + ".open")
    record = read_record(path, task["offset"], LARGEST_READ)
    capture = capture_of(record, task["warc_filename"])
    if capture is None or capture.record_id != task["record_id"]:
        raise ValueError(f"{path}: the record at {task['offset']} is not {task['record_id']}")
    seed = Seed(**task["seed"]) if task["seed"] else None
    return document_line(read_page(page_of(record), capture, seed))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
