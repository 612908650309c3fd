"""Reader workers as they are, and pages that cost them more than they may."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from archive import Collection
from archive.model import Capture, Document
from crawler.readers import ReaderLimits, ReaderPool, worker_process
from tests.crawler.conftest import store

MIB = 1024 * 1024
GOOD = b"<article><h1>Judul berita</h1>" + b"<p>Warga belajar menjahit di balai desa.</p>" * 9
SLOW = b"<title>" + b"Foto: " * 170_000 + b"</title>" + GOOD  # some seconds
LARGE = b"<body>" + b"<p>Warga desa hadir di balai desa pada hari Senin.</p>" * 3000  # 0.1 GB more than the others
TOO_LARGE = GOOD + b"<p>x" * 20_000


@pytest.fixture
def captures(stock: Collection) -> list[Capture]:
    return store(stock, {"baik": GOOD, "lambat": SLOW, "besar": LARGE, "terlalu": TOO_LARGE})


def reading(
    collection: Collection, read: Callable[[ReaderPool], Awaitable[list[Document]]], limits: ReaderLimits
) -> list[Document]:
    """With one worker."""

    async def run() -> list[Document]:
        pool = ReaderPool(collection, 1, limits)
        try:
            return await read(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


def in_turn(*captures: Capture) -> Callable[[ReaderPool], Awaitable[list[Document]]]:
    async def read(pool: ReaderPool) -> list[Document]:
        return [await pool.read(capture, None) for capture in captures]

    return read


def reasons(documents: list[Document]) -> list[str | None]:
    return [document.unread_reason for document in documents]


def test_a_page_that_takes_too_much_cpu_is_given_up_and_the_next_is_read(
    stock: Collection, captures: list[Capture], caplog: pytest.LogCaptureFixture
) -> None:
    good, slow, *_ = captures

    documents = reading(stock, in_turn(slow, good), ReaderLimits(cpu_seconds=0.7))

    assert reasons(documents) == ["time", None]
    assert documents[0].kind == "other"
    assert documents[0].flags == ("unreadable",)
    assert documents[0].flag_details == (
        {"flag": "unreadable", "quote": None, "start": None, "end": None, "reason": "time"},
    )
    assert documents[1].title == "Judul berita"
    assert f"Page not read (time): {slow.url}" in caplog.messages
    assert not [message for message in caplog.messages if "once more" in message]


@pytest.mark.parametrize(
    "memory", [pytest.param(200, id="half of it used"), pytest.param(140, id="more refused", marks=pytest.mark.long)]
)
def test_a_page_that_takes_too_much_memory_is_given_up_by_two_workers_and_the_next_is_read(
    stock: Collection, captures: list[Capture], caplog: pytest.LogCaptureFixture, memory: int
) -> None:
    good, _, large, _ = captures

    documents = reading(stock, in_turn(large, good), ReaderLimits(memory_bytes=memory * MIB))

    assert reasons(documents) == ["memory", None]
    assert len([message for message in caplog.messages if "read once more" in message]) == 1


def test_a_page_of_more_elements_than_people_write_is_not_read(stock: Collection, captures: list[Capture]) -> None:
    assert reasons(reading(stock, in_turn(captures[3]), ReaderLimits())) == ["too_large"]


def test_a_stored_record_that_is_not_the_capture_is_an_error(stock: Collection, captures: list[Capture]) -> None:
    stock.warc_file(stock.stems()[0]).unlink()

    assert reasons(reading(stock, in_turn(*captures[:2]), ReaderLimits())) == ["error", "error"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_page_whose_worker_somebody_kills_is_read_by_another(
    stock: Collection, captures: list[Capture], how: signal.Signals
) -> None:
    async def read(pool: ReaderPool) -> list[Document]:
        waiting = asyncio.ensure_future(pool.read(captures[0], None))
        (worker,) = await started_workers(1)
        os.kill(worker, how)
        return [await waiting]

    (document,) = reading(stock, read, ReaderLimits())

    assert document.unread_reason is None
    assert document.title == "Judul berita"


def test_a_page_whose_workers_are_killed_twice_is_given_up(stock: Collection, captures: list[Capture]) -> None:
    async def read(pool: ReaderPool) -> list[Document]:
        waiting = asyncio.ensure_future(pool.read(captures[0], None))
        for _ in range(2):
            (worker,) = await started_workers(1)
            os.kill(worker, signal.SIGKILL)
            while is_alive(worker):  # noqa: ASYNC110 - another process sets no event
                await asyncio.sleep(0.005)
        return [await waiting]

    assert reasons(reading(stock, read, ReaderLimits())) == ["crash"]


def test_a_reader_that_stands_still_is_given_up_by_the_clock(stock: Collection, captures: list[Capture]) -> None:
    async def read(pool: ReaderPool) -> list[Document]:
        waiting = asyncio.ensure_future(pool.read(captures[0], None))
        (worker,) = await started_workers(1)
        os.kill(worker, signal.SIGSTOP)
        return [await waiting]

    assert reasons(reading(stock, read, ReaderLimits(wall_seconds=0.3))) == ["time"]


@pytest.mark.parametrize("limits", [ReaderLimits(worker_pages=1), ReaderLimits(worker_bytes=MIB)])
def test_a_worker_that_has_read_much_or_grown_is_replaced(
    stock: Collection, captures: list[Capture], limits: ReaderLimits
) -> None:
    workers = set()

    async def read(pool: ReaderPool) -> list[Document]:
        documents = []
        for _ in range(2):
            waiting = asyncio.ensure_future(pool.read(captures[0], None))
            workers.update(await started_workers(1))
            documents.append(await waiting)
        return documents

    one, other = reading(stock, read, limits)

    assert one == other
    assert len(workers) == 2


def test_a_worker_whose_crawl_was_killed_ends_without_a_word(
    stock: Collection, captures: list[Capture], capfd: pytest.CaptureFixture[str]
) -> None:
    async def run() -> int:
        process = await worker_process(stock.archive, ReaderLimits())
        assert process.stdin
        process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]  # as the crawl's end does
        good = captures[0]
        task = {"warc_filename": good.warc_filename, "offset": good.offset, "record_id": good.record_id}
        process.stdin.write(json.dumps(task | {"digest": good.digest, "seed": None}).encode() + b"\n")
        return await process.wait()

    assert asyncio.run(run()) == -signal.SIGPIPE
    assert capfd.readouterr().err == ""


async def started_workers(count: int) -> list[int]:
    while len(workers := list(running_workers())) < count:  # noqa: ASYNC110 - another process sets no event
        await asyncio.sleep(0.005)
    return workers


def running_workers() -> Iterator[int]:
    """Reader workers that are children of this process, past their exec."""
    for pid in map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()):
        try:
            if b"crawler.reading_worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                yield pid
        except OSError:
            continue


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
