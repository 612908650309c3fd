"""How long a host rests between two requests, and an address that many hosts share.

All times in seconds. The host's rest is the largest of what the collection sets, what robots.txt
asks, and twice what the host took for its last answer: a server that struggles is asked less.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Headers

_LONGEST_ADAPTIVE = 30.0
_AT_ONE_ADDRESS = 2
_LONGEST_RETRY_AFTER = 24 * 3600.0
# What a public server is given even if someone sets a delay of 0, which is for one's own machines.
_PUBLIC_DELAY = 2.0


@dataclass(frozen=True, slots=True)
class Pace:
    """`replaced` by --delay: that delay stands for the adaptive part and the address pace too."""

    delay: float
    address_delay: float
    replaced: bool = False

    def host_rest(self, last_answer: float, crawl_delay: float, is_public: bool) -> float:
        """How long a host is left alone after an answer that took `last_answer`."""
        rest = max(self.delay, crawl_delay)
        if not self.replaced:
            rest = max(rest, min(2 * last_answer, _LONGEST_ADAPTIVE))
        return max(rest, _PUBLIC_DELAY) if is_public and self.delay == 0 else rest

    def address_rest(self, is_public: bool) -> float:
        """How long an address is left alone after a request to any of its hosts."""
        if is_public and self.delay == 0:
            return self.address_delay or 0.5
        return min(self.address_delay, self.delay) if self.replaced else self.address_delay

    def retry_rest(self, attempts: int, retry_after: float | None) -> float:
        """How long a host is left alone after it failed for the `attempts`th time in a row on one address."""
        if retry_after is not None:
            return min(max(retry_after, self.delay), _LONGEST_RETRY_AFTER)
        return max(self.delay, 0.25) * 2.0 ** (attempts + 1)


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """A Retry-After header, in seconds or as a date; None when absent or unreadable."""
    if not value:
        return None
    value = value.strip()
    try:
        if value.isascii() and value.isdigit():
            return float(value[:9])
        date = parsedate_to_datetime(value)
        return max(0.0, ((date if date.tzinfo else date.replace(tzinfo=UTC)) - now).total_seconds())
    except (ValueError, OverflowError):
        return None


def retry_after_of(headers: Headers) -> float | None:
    """How long an answer asks to be left alone, in seconds."""
    value = headers.get(b"Retry-After")
    return retry_after_seconds(value.decode("latin-1") if value else None, datetime.now(UTC))


class AddressTurns:
    """Requests to one address `rest` seconds apart and two at a time, whatever hosts they are for.

    With no rest there is no bound: that is for one's own machines.
    """

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._places: dict[str, asyncio.Semaphore] = {}
        self._queue: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, address: str, rest: float) -> AsyncIterator[None]:
        """Waits for a turn, and holds a place until the block ends."""
        if not rest:
            yield
            return
        async with self._places.setdefault(address, asyncio.Semaphore(_AT_ONE_ADDRESS)):
            # One waits at a time, so that a wait that ends late puts off the next one too.
            async with self._queue.setdefault(address, asyncio.Lock()):
                while (wait := self._next.get(address, 0.0) - time.monotonic()) > 0:  # noqa: ASYNC110  # may wake early
                    await asyncio.sleep(wait)
                self._next[address] = time.monotonic() + rest
            yield
