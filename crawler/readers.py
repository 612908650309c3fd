"""Reader workers: each stored page is read back and understood by another process.

A page that makes its reader hang, die or eat all memory costs that worker, never the crawl and never the
capture: the page gets a line of kind `other` with the flag `unreadable` and the reason.

    time     more CPU than a page may take, or by the clock ten times as long
    memory   more memory than a page may take         } tried once more, in a new worker: the fault may be that of
    crash    the worker died                           } the pages before, of the system, or of who killed it
    error    the reader failed, and lives
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.index.documents import document_of
from archive.layout import Collection
from archive.model import Capture, Document, Seed
from crawler.stopping import StoppedAtOnce
from spiders.reading.unreadable import Reason, unreadable
from spiders.reading.version import READER_VERSION

logger = logging.getLogger(__name__)

LONGEST_LINE = 256 * 1024 * 1024
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """What a page may cost, and when a worker is replaced.

    Measured 2026-11-26: of 127 news pages the slowest takes 2.3 s of CPU. Of 809 hostile ones of 1 MB (no page is read
    further) all but three take less than 18 s: thousands of headings, and an element with a hundred thousand
    attributes, would take minutes. A worker has 0.13 GB after its first page and 0.27 GB after 127, as after 5,000;
    a hostile page adds at most 0.2 GB.
    """

    cpu_seconds: float = 60
    wall_seconds: float = 600
    memory_bytes: int = 1024 * _MIB  # of the worker; half of it is the most that may really be in use
    worker_bytes: int = 384 * _MIB
    worker_pages: int = 5_000


def default_workers() -> int:
    """All cores but the crawl's own; more would only take turns with it."""
    return max(1, (os.cpu_count() or 2) - 1)


class ReaderPool:
    """A few worker processes, started when the first page comes. One page at a time each."""

    def __init__(self, collection: Collection, workers: int | None = None, limits: ReaderLimits | None = None) -> None:
        self._collection = collection
        self._limits = limits or ReaderLimits()
        self._places = asyncio.Semaphore(workers or default_workers())
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._is_left = False
        self.waiting = 0

    async def read(self, capture: Capture, seed: Seed | None) -> Document:
        """What the page of a capture says. Raises StoppedAtOnce after `leave`, else only when cancelled."""
        self.waiting += 1
        try:
            async with self._places:
                document = await self._read(capture, seed)
        finally:
            self.waiting -= 1
        if reason := document.unread_reason:
            logger.error("Page not read (%s): %s", reason, capture.url)
        return document

    async def read_all(self, captures: Iterable[tuple[Capture, Seed | None]]) -> list[Document]:
        """Many pages at once, in the order given."""
        return await asyncio.gather(*(self.read(capture, seed) for capture, seed in captures))

    def leave(self) -> None:
        """Whoever waits for a page waits no longer, and no page is read any more."""
        self._is_left = True
        for worker in self._busy:
            worker.end()

    async def close(self) -> None:
        for worker in self._idle:
            await worker.kill()
        self._idle = []

    async def _read(self, capture: Capture, seed: Seed | None) -> Document:
        try:
            return await self._read_once(capture, seed, self._idle.pop() if self._idle else None)
        except _NotRead as trouble:
            if trouble.reason not in ("memory", "crash"):
                return _given_up(capture, trouble)
            logger.warning("Reader lost (%s), its page is read once more: %s: %s", trouble.reason, capture.url, trouble)
        try:
            return await self._read_once(capture, seed, None)
        except _NotRead as trouble:
            return _given_up(capture, trouble)

    async def _read_once(self, capture: Capture, seed: Seed | None, worker: _Worker | None) -> Document:
        """Raises _NotRead. A new worker is started when none is given."""
        if self._is_left:
            raise StoppedAtOnce
        worker = worker or await _Worker.start(self._collection.archive, self._limits)
        self._busy.add(worker)
        try:
            answer = await asyncio.wait_for(worker.read(capture, seed), self._limits.wall_seconds)
        except TimeoutError:
            await worker.kill()
            raise _NotRead("time", f"no answer in {self._limits.wall_seconds:g} s") from None
        except (EOFError, ConnectionError):
            cause = await worker.cause_of_death()
            raise (StoppedAtOnce if self._is_left else cause) from None
        except ValueError as error:
            await worker.kill()
            raise _NotRead("error", f"the reader's answer cannot be understood: {error}") from error
        except BaseException:
            await worker.kill()
            raise
        finally:
            self._busy.discard(worker)
        if answer.get("failed") == "memory" or answer.get("is_last") or worker.pages >= self._limits.worker_pages:
            await worker.kill()
        else:
            self._idle.append(worker)
        if reason := answer.get("failed"):
            raise _NotRead(reason, answer["detail"])
        return document_of(answer["document"])


class _NotRead(Exception):
    """A page was not read: why, and in words what was seen of it."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def _given_up(capture: Capture, trouble: _NotRead) -> Document:
    logger.error("%s: %s", capture.url, trouble)
    return unread(capture, trouble.reason)


async def worker_process(archive: Path, limits: ReaderLimits) -> asyncio.subprocess.Process:
    """A worker that waits for its first page; apart, so that tests can put one in its place that is loaded already."""
    # The worker is a program of its own, so that nothing of Scrapy is copied into it; its own
    # session, so that a Ctrl-C meant for the crawl does not end it in the middle of a page.
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "crawler.reading_worker",
        str(archive),
        json.dumps(asdict(limits)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


class _Worker:
    """One process that answers a line for each line it is given."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pages = 0

    @classmethod
    async def start(cls, archive: Path, limits: ReaderLimits) -> _Worker:
        return cls(await worker_process(archive, limits))

    async def read(self, capture: Capture, seed: Seed | None) -> dict[str, Any]:
        """The worker's answer. Raises EOFError or ConnectionError when it died, ValueError on nonsense."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.pages += 1
        task = {
            "warc_filename": capture.warc_filename,
            "offset": capture.offset,
            "record_id": capture.record_id,
            "digest": capture.digest,
            "seed": None if seed is None else {**asdict(seed), "extra": dict(seed.extra)},
        }
        self._process.stdin.write(json.dumps(task).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        if not line:
            raise EOFError
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def cause_of_death(self) -> _NotRead:
        """Of a worker that closed its end."""
        try:
            code = await asyncio.wait_for(self._process.wait(), 10)
        except TimeoutError:
            await self.kill()
            return _NotRead("crash", "the reader stopped answering")
        if code == -signal.SIGPROF:
            return _NotRead("time", "more CPU than a page may take")
        how = f"was ended by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"ended with exit code {code}"
        return _NotRead("crash", f"the reader {how}")

    def end(self) -> None:
        if self._process.returncode is None:
            self._process.kill()

    async def kill(self) -> None:
        self.end()
        await self._process.wait()


def unread(capture: Capture, reason: Reason) -> Document:
    """The line of a page that no reader could read."""
    document = Document(
        id=capture.record_id,
        url=capture.url,
        captured_at=capture.captured_at,
        capture=capture,
        kind="other",
        platform="generic",
        reader_version=READER_VERSION,
        platform_reader="generic",
    )
    return unreadable(document, reason)
