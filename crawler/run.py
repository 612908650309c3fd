"""One job run through Scrapy, from an open job to a closed one."""

from __future__ import annotations

import gc
import logging

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.job import CrawlJob
from spiders.village import VillageSpider


def run_job(job: CrawlJob) -> None:
    """Crawl until the frontier is empty, a limit is reached or someone stops it; then the job is closed.

    Ctrl-C and SIGTERM are the job's (crawler.stopping), whatever Scrapy would do with them.
    """
    gc.set_threshold(100_000, 50, 100)  # with many hosts the collector is most of the scheduler's cost (2026-11)
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update({"LOG_ENABLED": False, "LOG_INSTALL_ROOT_HANDLER": False}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    # Scrapy sets DEBUG and makes a line for each request that nobody sees.
    logging.getLogger("scrapy").setLevel(logging.INFO)
    process.crawl(VillageSpider, job=job)
    process.start()
