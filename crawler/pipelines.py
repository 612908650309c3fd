"""From a stored page to its document: the item a Scrapy user gets."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive.errors import EvidenceError
from archive.index.documents import Line, document_line
from crawler.job import CrawlJob
from crawler.reports.tally import UNREADABLE
from crawler.stopping import StoppedAtOnce
from spiders.village import CapturedPage


class ReadingPipeline:
    """Waits for a reader worker, then lets articles pass (with `-a kinds=all` every page)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReadingPipeline:
        return cls(crawler)

    async def process_item(self, item: CapturedPage) -> Line:
        spider: Any = self._crawler.spider
        job: CrawlJob = spider.job
        try:
            document = await job.read(item.capture)
        except (EvidenceError, StoppedAtOnce) as error:
            # The job is being stopped and says why once; each page that still waits would say it again.
            raise DropItem(f"not read: {item.capture.url}", log_level="DEBUG") from error
        job.tally.add(item.target.site, "read")
        if reason := document.unread_reason:
            job.tally.add(item.target.site, UNREADABLE + reason)
        if document.kind == "article":
            # Of several pages of one article, or several addresses, the first counts.
            if job.frontier.first_shown(f"article {item.target.site}", (document.article_id or "").encode()):
                job.tally.add(item.target.site, "articles")
            if (document.programme or {}).get("relevant") and job.frontier.first_shown(
                f"relevant {item.target.site}", (document.article_id or "").encode()
            ):
                job.tally.add(item.target.site, "relevant")
            job.tally.add(item.target.site, "captions", sum(1 for caption in document.captions if caption.text))
        if document.platform != "generic" and item.target.site not in job.platforms:
            job.platforms[item.target.site] = document.platform
        job.want_pictures(item.target, document)
        if spider.kinds != "all" and document.kind not in spider.kinds.split(","):
            raise DropItem(f"a {document.kind}: {document.url}", log_level="DEBUG")
        return document_line(document)
