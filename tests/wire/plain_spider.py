"""A plain Scrapy spider that knows nothing of this project but its settings: `python plain_spider.py URL SETTINGS_AS_JSON`.

Prints as JSON what became of each request: `{name: {"status": …, "url": …, "text": …}}` or `{name: {"error": …}}`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

OUTCOMES: dict[str, dict[str, Any]] = {}


class PlainSpider(Spider):
    name = "plain"
    handle_httpstatus_list = (404,)
    site: str
    refused: str

    async def start(self) -> AsyncIterator[Request]:
        OUTCOMES["loop"] = {"module": type(asyncio.get_running_loop()).__module__.partition(".")[0]}
        for name in ("page", "redirect", "missing", "gzip", "again", "too-long", "slow"):
            yield self.request(name, f"{self.site}kasus/{name}")
        yield self.request("refused", self.refused)

    def request(self, name: str, url: str) -> Request:
        return Request(url, callback=self.parse, errback=self.failed, cb_kwargs={"name": name}, dont_filter=True)

    def parse(self, response: Response, **arguments: Any) -> None:
        OUTCOMES[arguments["name"]] = {"status": response.status, "url": response.url, "text": response.text}

    def failed(self, failure: Failure) -> None:
        assert failure.value is not None
        name = failure.request.cb_kwargs["name"]  # type: ignore[attr-defined]
        OUTCOMES[name] = {"error": type(failure.value).__name__}


def main(site: str, refused: str, overrides: str) -> None:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(json.loads(overrides), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl(PlainSpider, site=site, refused=refused)
    process.start()
    print(json.dumps(OUTCOMES))


if __name__ == "__main__":
    main(*sys.argv[1:])
