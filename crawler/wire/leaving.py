"""What is under way when a crawl is stopped: first only what was not asked yet is given up, then everything.

What an abandoned exchange had received is an exchange all the same, cut off by us: its error is `left`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from scrapy.exceptions import DownloadCancelledError

from crawler.wire.connection import Connection

LEFT = "left"


class Left(DownloadCancelledError):
    """A request that was given up because the crawl stops."""


class UnderWay:
    """The attempts of one crawler, by the task that makes each; None until its request is sent."""

    def __init__(self) -> None:
        self._attempts: dict[asyncio.Task[object], Connection | None] = {}
        self._takes_new = True

    @contextmanager
    def attempt(self, url: str) -> Iterator[None]:
        """One attempt. Raises Left when the crawl stops before its request is sent."""
        if not self._takes_new:
            raise Left(f"{url}: not asked, the crawl stops")
        task = asyncio.current_task()
        assert task is not None
        self._attempts[task] = None
        try:
            yield
        except asyncio.CancelledError:
            if self._takes_new or task.uncancel():
                raise
            raise Left(f"{url}: not asked, the crawl stops") from None
        finally:
            del self._attempts[task]

    def sends(self, connection: Connection) -> None:
        """The current attempt sends its request now: from here on there may be an answer to keep."""
        task = asyncio.current_task()
        if task in self._attempts:
            self._attempts[task] = connection

    def begin_no_more(self) -> None:
        """What was not sent yet is given up; what was sent is waited for."""
        self._takes_new = False
        for task, connection in tuple(self._attempts.items()):
            # Once: a second signal may come before the task heard of the first.
            if connection is None and not task.cancelling():
                task.cancel()

    def leave(self) -> None:
        """Give up all; what came until now is given back as the exchange it is."""
        self.begin_no_more()
        for connection in tuple(self._attempts.values()):
            if connection is not None:
                connection.leave()
