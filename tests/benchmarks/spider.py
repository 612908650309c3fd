"""The spider of the handler benchmark: N pages, nothing done with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import scrapy


class Fetch(scrapy.Spider):
    name = "fetch"

    def __init__(self, url: str, pages: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.urls = [f"{url}{number}" for number in range(int(pages))]

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.urls:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: scrapy.http.Response) -> None:
        assert len(response.body) > 40_000
