"""The program a reader worker runs: `python -m crawler.reading_worker ARCHIVE_FOLDER LIMITS`.

A line of JSON in names a record, a line of JSON out says what came of it:

    {"document": {…}, "is_last": false}          is_last: the worker has grown, and wants to be replaced
    {"failed": "error" | "memory", "detail": "…"}   after "memory" it ends

A page that takes too much CPU ends the worker without a word, by SIGPROF. Nothing of Scrapy is imported here.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.index.documents import document_line, dump_line
from archive.model import Seed
from archive.regions.own import use_regions_of
from archive.warc.reader import LARGEST_READ, capture_of, page_of, read_record
from spiders.reading.read import read_page

_OUT_OF_MEMORY = b'{"failed": "memory", "detail": "more than a page may take"}\n'


def main(archive: Path, limits: dict[str, Any]) -> None:
    gc.set_threshold(100_000, 50, 100)  # trees are big and die at once; fewer collections, 6 % less time
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits["memory_bytes"], limits["memory_bytes"]))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    # Nobody waits for an answer when the crawl was killed: a traceback would be all that is seen of it.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    use_regions_of(archive.parent)
    for number, task in enumerate(sys.stdin.buffer, 1):
        # CPU and not the clock: on a machine that is busy elsewhere, a good page takes long, too.
        signal.setitimer(signal.ITIMER_PROF, limits["cpu_seconds"])
        answer = _answer(archive, json.loads(task), limits)
        # As it will be written, so that a rebuild and a crawl see the same lone surrogates.
        sys.stdout.buffer.write(dump_line(answer))
        sys.stdout.buffer.flush()
        signal.setitimer(signal.ITIMER_PROF, 0)
        if number % 100 == 0:
            # Some trees hang in a cycle, and with so few collections would stay: 0.12 MB a page (2026-11-26).
            gc.collect()


def _answer(archive: Path, task: dict[str, Any], limits: dict[str, Any]) -> dict[str, Any]:
    try:
        document = _read(archive, task)
        now, most = _memory()
    except Exception as error:  # whatever a page does to its reader, the next page must be read
        if _is_for_memory(error):
            _end_without_memory()
        traceback.print_exc()
        return {"failed": "error", "detail": f"{type(error).__name__}: {error}"}
    # trafilatura catches whatever it raises, lack of memory too, and would then say less than stands on the page. A
    # page that came half-way to the limit may have met it; one that did not has not. (Two pages read under 48 limits
    # without this came out whole or failed, 2026-11-26.)
    if most > limits["memory_bytes"] / 2:
        _end_without_memory()
    return {"document": document, "is_last": now > limits["worker_bytes"]}


def _is_for_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _end_without_memory() -> None:
    """Nothing of this process can be trusted now, its own way out neither."""
    os.write(sys.stdout.fileno(), _OUT_OF_MEMORY)
    os._exit(1)


def _memory() -> tuple[int, int]:
    """Bytes of memory in use, and the most that ever were; 0 where the system does not say.

    Not getrusage: that counts the process this one was started from, too."""
    try:
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0, 0
    facts = dict(line.split(":", 1) for line in lines if line.startswith(("VmRSS:", "VmHWM:")))
    return int(facts["VmRSS"].split()[0]) * 1024, int(facts["VmHWM"].split()[0]) * 1024


def _read(archive: Path, task: dict[str, Any]) -> dict[str, Any]:
    path = archive / task["warc_filename"]
    if not path.exists():
        path = path.with_name(path.name + ".open")
    record = read_record(path, task["offset"], LARGEST_READ)
    capture = capture_of(record, task["warc_filename"])
    if capture is None or capture.record_id != task["record_id"]:
        raise ValueError(f"{path}: the record at {task['offset']} is not {task['record_id']}")
    # Records of other programs may name none; the index has it then.
    capture = replace(capture, digest=task["digest"])
    seed = Seed(**task["seed"]) if task["seed"] else None
    return document_line(read_page(page_of(record), capture, seed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
