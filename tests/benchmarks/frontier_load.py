"""One load on the frontier, in a process of its own: `python -m tests.benchmarks.frontier_load WHAT HOSTS REQUESTS FOLDER`.

Prints its figures as JSON in the last line.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from archive import Collection
from archive.config import Who
from archive.model import Capture, Seed
from crawler import opening, run
from crawler.frontier.store import Frontier
from crawler.job import CrawlJob
from crawler.opening import open_job
from crawler.options import CrawlOptions
from crawler.wire.handler import WireHandler
from spiders.targets import Priority, Target
from spiders.village import VillageSpider
from tests.benchmarks.frontier import cpu_seconds, megabytes_now, open_files

NOW = datetime.now(UTC)


def targets_of(hosts: int, requests: int) -> list[Target]:
    """Round by round over the hosts, as a crawl finds them."""
    return [
        Target(
            f"http://desa{number % hosts}.desa.id/artikel/{number // hosts}",
            f"desa{number % hosts}.desa.id",
            Priority.ARTICLE,
        )
        for number in range(requests)
    ]


def alone(folder: Path, hosts: int, requests: int) -> dict[str, float]:
    targets = targets_of(hosts, requests)
    frontier = Frontier(folder / "frontier.sqlite")
    begun = cpu_seconds()
    for number, target in enumerate(targets):
        frontier.add(target)
        if number % 200 == 199:
            frontier.commit()
    done = 0
    while lease := frontier.next(time.time()):
        frontier.done(lease, 0.0)
        done += 1
        if done % 200 == 0:
            frontier.commit()
    assert done == requests
    return {"us": (cpu_seconds() - begun) / requests * 1e6}


class AnswersAtOnce(WireHandler):
    """Everything but the wire: the check at the start goes over it, and nothing else."""

    async def download_request(self, request: Request) -> Response:
        if "self_check" in request.meta:
            return await super().download_request(request)
        at = request.meta["target"]
        capture = Capture(at.url, NOW, 200, "text/plain", "sha1:X", "x.warc.gz", 0, 300, "urn:uuid:x")
        request.meta.update(capture=capture, is_public=False)
        return Response(request.url, status=200, headers={"Content-Type": "text/plain"}, body=b"", request=request)


def engine(folder: Path, hosts: int, requests: int) -> dict[str, float]:
    collection = Collection.create(folder / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))
    seeds = tuple(Seed(f"desa{number}.desa.id", f"http://desa{number}.desa.id/artikel/0") for number in range(hosts))
    targets = targets_of(hosts, requests)
    answered = 0

    last_answer = 0.0

    class Job(CrawlJob):
        def answered(self, response: Response) -> bool:
            nonlocal answered, last_answer
            answered += 1
            if answered == requests:
                last_answer = cpu_seconds()
            return super().answered(response)

    run.Settings = with_answers_at_once  # type: ignore[attr-defined]
    opening.choose_seeds = lambda *arguments: seeds  # type: ignore[assignment]
    opening.CrawlJob = Job  # type: ignore[misc]
    with open_job(collection, CrawlOptions(delay=0, allow_private=True)) as job:
        for seed in seeds:
            job.frontier.set_robots(f"http://{seed.id}", time.time(), "allow_all", b"")
        for target in targets:
            job.want(target)
        job.commits.commit()
        begun = cpu_seconds()
        run.run_job(job)
        ended = cpu_seconds()
    assert answered >= requests, answered
    return {"us": (last_answer - begun) / answered * 1e6, "closing_us_a_site": (ended - last_answer) / hosts * 1e6}


class EndlessQueue(BaseScheduler):
    """Hands out as many requests as it is told to, and does nothing else."""

    requests = 0
    hosts = 1

    def has_pending_requests(self) -> bool:
        return self.requests > 0

    def enqueue_request(self, request: Request) -> bool:
        return True

    def next_request(self) -> Request | None:
        if not self.requests:
            return None
        self.requests -= 1
        url = f"http://desa{self.requests % self.hosts}.desa.id/artikel/{self.requests}"
        return Request(url, callback=Nothing.parse, dont_filter=True, meta={"verbatim_url": True})


class Nothing(Spider):
    name = "nothing"
    custom_settings: ClassVar[dict[Any, Any] | None] = {  # type: ignore[misc]  # as Scrapy documents it
        key: value
        for key, value in (VillageSpider.custom_settings or {}).items()
        if key not in ("EXTENSIONS", "ITEM_PIPELINES", "SCHEDULER")
    }

    async def start(self) -> AsyncIterator[Any]:
        return
        yield

    @staticmethod
    def parse(response: Response, **_: Any) -> None:
        """No links and no items."""


class NothingAtOnce(BaseDownloadHandler):
    async def download_request(self, request: Request) -> Response:
        return Response(request.url, status=200, request=request)

    async def close(self) -> None:
        """It holds nothing."""


def scrapy_alone(folder: Path, hosts: int, requests: int) -> dict[str, float]:
    """Scrapy's engine with the same settings, and nothing of ours: what no frontier can go below."""
    EndlessQueue.requests, EndlessQueue.hosts = requests, hosts
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    handlers = {"http": NothingAtOnce, "https": NothingAtOnce, "ftp": None, "s3": None}
    settings.update(
        {"LOG_ENABLED": False, "DOWNLOAD_HANDLERS": handlers, "SCHEDULER": EndlessQueue}, priority="cmdline"
    )
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(logging.INFO)
    begun = cpu_seconds()
    process.crawl(Nothing)
    process.start()
    return {"us": (cpu_seconds() - begun) / requests * 1e6}


def with_answers_at_once() -> Settings:
    settings = Settings()
    handler = "tests.benchmarks.frontier_load.AnswersAtOnce"
    settings.set("DOWNLOAD_HANDLERS", {"http": handler, "https": handler, "ftp": None, "s3": None}, "cmdline")
    return settings


def million(folder: Path, hosts: int, requests: int) -> dict[str, float]:
    path = folder / "frontier.sqlite"
    frontier = Frontier(path)
    before = cpu_seconds()
    for number in range(requests):
        name = f"desa{number % hosts}.desa.id"
        frontier.add(Target(f"http://{name}/artikel/{number // hosts}", name, Priority.ARTICLE, f"http://{name}/"))
        if number % 200 == 199:
            frontier.commit()
    frontier.commit()
    added = cpu_seconds() - before
    figures: dict[str, Any] = {"add_us": round(added / requests * 1e6, 1), "rss_mb": round(megabytes_now())}
    frontier.close()
    begun = time.monotonic()
    frontier = Frontier(path)
    figures["open_again_s"] = round(time.monotonic() - begun, 2)
    before = cpu_seconds()
    for _ in range(100_000):
        lease = frontier.next(time.time())
        assert lease
        frontier.done(lease, 0.0)
    frontier.commit()
    figures |= {
        "next_and_done_us": round((cpu_seconds() - before) / 100_000 * 1e6, 1),
        "rss_mb_after": round(megabytes_now()),
        "open_files": open_files(),
        "disk_mb": round(path.stat().st_size / 1e6),
    }
    return figures


if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 100)  # as a crawl sets it
    load = {"alone": alone, "engine": engine, "scrapy": scrapy_alone, "million": million}[sys.argv[1]]
    print(json.dumps(load(Path(sys.argv[4]), int(sys.argv[2]), int(sys.argv[3]))))
