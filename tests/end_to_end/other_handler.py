"""A download handler that fetches and records nothing: what the check at the start must notice."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import HtmlResponse, Response


class OtherHandler(BaseDownloadHandler):
    async def download_request(self, request: Request) -> Response:
        return HtmlResponse(request.url, body=b"<p>lumbung</p>")
