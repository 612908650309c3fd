"""Reader workers: each stored page is read back and understood by another process.

A page that makes its reader hang or die costs that worker, never the crawl and never the capture:
the page gets a line of kind `other` with the flag `unreadable`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from archive.index.documents import Line, document_of
from archive.layout import Collection
from archive.model import Capture, Document, Seed
from spiders.reading.version import READER_VERSION

logger = logging.getLogger(__name__)

_SECONDS_A_PAGE = 60.0
_LONGEST_LINE = 256 * 1024 * 1024


def default_workers() -> int:
    """All cores but the crawl's own; more would only take turns with it."""
    return max(1, (os.cpu_count() or 2) - 1)


class ReaderPool:
    """A few worker processes, started when the first page comes. One page at a time each."""

    def __init__(self, collection: Collection, workers: int | None = None, seconds: float = _SECONDS_A_PAGE) -> None:
        self._collection = collection
        self._seconds = seconds
        self._places = asyncio.Semaphore(workers or default_workers())
        self._idle: list[_Worker] = []
        self.waiting = 0

    async def read(self, capture: Capture, seed: Seed | None) -> Document:
        """What the page of a capture says. Raises only when cancelled."""
        self.waiting += 1
        try:
            async with self._places:
                worker = self._idle.pop() if self._idle else await _Worker.start(self._collection.archive)
                try:
                    line = await asyncio.wait_for(worker.read(capture, seed), self._seconds)
                except (TimeoutError, EOFError, ConnectionError, ValueError) as error:
                    await worker.kill()
                    logger.error("Page not read: %s: %s", capture.url, error or type(error).__name__)
                    return unread(capture)
                except BaseException:
                    await worker.kill()
                    raise
                self._idle.append(worker)
                return document_of(line) if line else unread(capture)
        finally:
            self.waiting -= 1

    async def read_all(self, captures: Iterable[tuple[Capture, Seed | None]]) -> list[Document]:
        """Many pages at once, in the order given."""
        return await asyncio.gather(*(self.read(capture, seed) for capture, seed in captures))

    async def close(self) -> None:
        for worker in self._idle:
            await worker.kill()
        self._idle = []


class _Worker:
    """One process that answers a line for each line it is given."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, archive: Path) -> _Worker:
        # The worker is a program of its own, so that nothing of Scrapy is copied into it; its own
        # session, so that a Ctrl-C meant for the crawl does not end it in the middle of a page.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "crawler.reading_worker",
            str(archive),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        return cls(process)

    async def read(self, capture: Capture, seed: Seed | None) -> Line | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        task = {
            "warc_filename": capture.warc_filename,
            "offset": capture.offset,
            "record_id": capture.record_id,
            "seed": None if seed is None else {**asdict(seed), "extra": dict(seed.extra)},
        }
        self._process.stdin.write(json.dumps(task).encode() + b"\n")
        await self._process.stdin.drain()
        answer = await self._process.stdout.readline()
        if not answer:
            raise EOFError(f"the reader ended with exit code {await self._process.wait()}")
        line: Line | None = json.loads(answer)
        return line

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


def unread(capture: Capture) -> Document:
    """The line of a page that no reader could read."""
    return Document(
        id=capture.record_id,
        url=capture.url,
        captured_at=capture.captured_at,
        capture=capture,
        kind="other",
        platform="generic",
        reader_version=READER_VERSION,
        platform_reader="generic",
        flags=("unreadable",),
    )
