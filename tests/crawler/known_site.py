"""One made-up site as earlier jobs left it, and what is asked of it and answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from archive.model import Capture
from archive.urls import fetch_key, site_key
from archive.warc.exchange import Original
from archive.warc.known_pages import KnownPage
from crawler.site_plan import SitePlan
from spiders.targets import Priority, Target

NOW = datetime(2026, 11, 26, 20, tzinfo=UTC)
DAY = timedelta(days=1)
SITE = "desa-contoh.example"
FRONT = f"http://{SITE}/"
POST = f"{FRONT}artikel/panen-raya"
NEWS = SitePlan("news", is_whole=True)
FULL = SitePlan("full", is_whole=True)


class Known:
    """Stands for what earlier jobs found."""

    def __init__(self, *pages: KnownPage) -> None:
        self.pages = {fetch_key(page.url): page for page in pages}

    def of(self, url: str) -> KnownPage | None:
        return self.pages.get(fetch_key(url))

    def first_of_host(self, host: str) -> datetime | None:
        return min((page.first_at for page in self.pages.values() if site_key(page.url) == host), default=None)


def known(url: str = POST, **facts: Any) -> KnownPage:
    found = facts.pop("found", 100)
    asked = facts.pop("asked", 1)
    usual: dict[str, Any] = {
        "url": url, "status": 200, "digest": "sha1:A", "etag": '"a"', "last_modified": None,
        "first_at": NOW - found * DAY, "checked_at": NOW - asked * DAY, "changed_at": NOW - found * DAY,
        "seen_at": NOW - found * DAY, "unmodified": 0,
        "original": Original("urn:uuid:a", url, "2026-08-01T00:00:00Z", "sha1:A"),
        "mime": "text/html", "warc_filename": "a.warc.gz", "offset": 0,
    }  # fmt: skip
    return KnownPage(**(usual | facts))


def target(url: str = POST, priority: Priority = Priority.ARTICLE, **facts: Any) -> Target:
    return Target(url, SITE, priority, **({"via": FRONT, "hops": "L"} | facts))


def answer(**facts: Any) -> Capture:
    usual: dict[str, Any] = {
        "url": POST, "captured_at": NOW, "status": 200, "mime": "text/html", "digest": "sha1:A", "warc_filename": "",
        "offset": 0, "length": 0, "record_id": "urn:uuid:b", "etag": '"a"',
    }  # fmt: skip
    return Capture(**(usual | facts))


def not_modified(**facts: Any) -> Capture:
    return answer(**({"status": 304, "revisit_of": "urn:uuid:a", "mime": "warc/revisit"} | facts))
