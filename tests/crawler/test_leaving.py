"""What is under way when a crawl stops: given up before it is sent, waited for or cut off after."""

from __future__ import annotations

import asyncio

import pytest

from crawler.wire.leaving import Left, UnderWay


def test_a_request_that_was_not_sent_is_given_up_once_however_often_the_crawl_is_told_to_stop() -> None:
    async def stop(times: int) -> object:
        under_way = UnderWay()

        async def ask() -> None:
            with under_way.attempt("https://contohrejo.desa.example/"):
                await asyncio.sleep(60)

        task = asyncio.ensure_future(ask())
        await asyncio.sleep(0)
        for _ in range(times):  # before the task hears of the first
            under_way.begin_no_more()
        under_way.leave()
        (outcome,) = await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 5)
        return outcome

    for times in (0, 1, 3):
        assert isinstance(asyncio.run(stop(times)), Left)


def test_a_crawl_that_stops_begins_no_request() -> None:
    async def ask() -> None:
        under_way = UnderWay()
        under_way.begin_no_more()
        with under_way.attempt("https://contohrejo.desa.example/"):
            raise AssertionError

    with pytest.raises(Left):
        asyncio.run(ask())


def test_a_task_that_others_cancel_is_cancelled() -> None:
    async def ask() -> None:
        under_way = UnderWay()

        async def attempt() -> None:
            with under_way.attempt("https://contohrejo.desa.example/"):
                await asyncio.sleep(60)

        task = asyncio.ensure_future(attempt())
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(ask())
