"""The frontier as Scrapy's scheduler: when robots.txt is asked for, and what becomes of targets then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from twisted.python.failure import Failure

from crawler.frontier.scheduler import FrontierScheduler
from crawler.frontier.store import Frontier, Lease
from crawler.politeness.pace import Pace
from spiders.targets import Priority, Target

DAY = 24 * 3600.0
ROBOTS = "http://a.id/robots.txt"
FORBIDS_B = b"User-agent: *\nDisallow: /b"


class Clock:
    """Stands for the module `time` in the scheduler."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


class Job:
    """As much of a job as the scheduler asks."""

    agent = "Lumbung"
    requisites = "relevant"
    collection = SimpleNamespace(config=SimpleNamespace(crawl=SimpleNamespace(proxy=None)))

    def __init__(self, frontier: Frontier) -> None:
        self.frontier = frontier
        self.reported: list[tuple[str, str]] = []
        self.validators = SimpleNamespace(asks_with=lambda target: None)
        self.outcomes = SimpleNamespace(
            rest_after=lambda request: 0.0, unreachable=self._unreachable, left=lambda request: False
        )

        self.gate = SimpleNamespace(
            is_refused=lambda lease: False, overrides_robots=lambda site: False, disallowed=self._disallowed
        )

    def _unreachable(self, lease: Lease, detail: str) -> None:
        self._drop("unreachable", lease)

    def _disallowed(self, lease: Lease, detail: str) -> None:
        self._drop("robots", lease)

    def _drop(self, reason: str, lease: Lease) -> None:
        self.reported.append((reason, lease.target.url))
        self.frontier.done(lease, 0.0)

    def lost_evidence(self, error: BaseException) -> bool:
        return False

    def pace_of(self, site: str) -> Pace:
        return Pace(0.0, 0.0)

    def started(self, target: Target) -> None: ...

    def want_sitemaps(self, target: Target, sitemaps: list[str]) -> None: ...


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("crawler.frontier.scheduler.time", clock)
    return clock


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    frontier = Frontier(tmp_path / "frontier.sqlite")
    yield Job(frontier)
    frontier.close()


def scheduler_of(job: Job) -> FrontierScheduler:
    scheduler = FrontierScheduler(SimpleNamespace(engine=None))  # type: ignore[arg-type]
    spider = SimpleNamespace(job=job, parse=lambda response: None, give_up=lambda failure: None)
    scheduler.open(spider)
    return scheduler


def want(job: Job, *paths: str) -> None:
    for path in paths:
        job.frontier.add(Target(f"http://a.id{path}", "a.id", Priority.PAGE))


def next_of(scheduler: FrontierScheduler) -> Request:
    request = scheduler.next_request()
    assert request is not None
    return request


def answer(request: Request, body: bytes, status: int = 200) -> None:
    callback: Any = request.callback
    callback(TextResponse(request.url, status=status, body=body, request=request))


def fail(request: Request) -> None:
    failure: Any = Failure(OSError("no connection"))
    failure.request = request
    errback: Any = request.errback
    errback(failure)


def test_robots_txt_is_asked_for_again_after_a_day_and_no_sooner(clock: Clock, job: Job) -> None:
    scheduler = scheduler_of(job)
    want(job, "/1", "/2", "/3", "/b")

    first = next_of(scheduler)
    assert first.url == ROBOTS
    answer(first, b"")
    page = next_of(scheduler)
    assert page.url == "http://a.id/1"
    job.frontier.done(page.meta["lease"], clock.now)

    clock.now += DAY - 1
    page = next_of(scheduler)
    assert page.url == "http://a.id/2"
    job.frontier.done(page.meta["lease"], clock.now)

    clock.now += 2
    again = next_of(scheduler)
    assert again.url == ROBOTS
    answer(again, FORBIDS_B)
    page = next_of(scheduler)
    assert page.url == "http://a.id/3"
    job.frontier.done(page.meta["lease"], clock.now)
    assert scheduler.next_request() is None
    assert job.reported == [("robots", "http://a.id/b")]


def test_rules_kept_by_an_earlier_run_hold_for_the_rest_of_their_day(clock: Clock, job: Job) -> None:
    want(job, "/b", "/c", "/d")
    answer(next_of(scheduler_of(job)), FORBIDS_B)

    clock.now += DAY - 1
    resumed = scheduler_of(job)
    page = next_of(resumed)
    assert page.url == "http://a.id/c"
    assert job.reported == [("robots", "http://a.id/b")]
    job.frontier.done(page.meta["lease"], clock.now)

    clock.now += 2
    assert next_of(resumed).url == ROBOTS


def test_a_robots_txt_that_can_be_read_again_makes_no_host_unreachable(clock: Clock, job: Job) -> None:
    scheduler = scheduler_of(job)
    want(job, "/b")
    for _ in range(3):
        clock.now += 60
        fail(next_of(scheduler))
    assert scheduler.next_request() is None
    assert job.reported == [("unreachable", "http://a.id/b")]

    want(job, "/b/2")
    clock.now += DAY + 1
    answer(next_of(scheduler), FORBIDS_B)
    assert scheduler.next_request() is None
    assert job.reported[1:] == [("robots", "http://a.id/b/2")]
