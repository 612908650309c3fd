"""robots.txt by RFC 9309: what an answer to it means, and what its rules allow.

2xx              its rules hold, the first 500 KiB of them
4xx              there are none: everything is allowed (429 means busy, so: nothing)
5xx, no answer   nothing is allowed until it can be read
"""

from __future__ import annotations

from typing import Literal

from crawler.politeness.rules import Rules

Outcome = Literal["rules", "allow_all", "disallow_all"]

KEPT_SECONDS = 24 * 3600.0
_READ_BYTES = 500 * 1024
_LONGEST_CRAWL_DELAY = 60.0


def outcome_of(status: int | None) -> Outcome:
    """What the final answer to a request for robots.txt means; None is no answer at all."""
    if status is not None and 200 <= status < 300:
        return "rules"
    if status is not None and 400 <= status < 500 and status != 429:
        return "allow_all"
    return "disallow_all"


class Robots:
    """The rules of one origin. `agent` is our token, the User-Agent up to its first slash."""

    def __init__(self, outcome: str, body: bytes, agent: str) -> None:
        self.outcome = outcome
        # Of other answers, often whole pages, nothing is needed.
        self.body = _whole_lines(body) if outcome == "rules" else b""
        self._rules = Rules(self.body, agent) if outcome == "rules" else None

    def allows(self, url: str) -> bool:
        if self._rules is None:
            return self.outcome == "allow_all"
        return self._rules.allow(url)

    @property
    def crawl_delay(self) -> float:
        """Seconds, at most a minute; longer ones would end in never coming back."""
        return min(self._rules.crawl_delay, _LONGEST_CRAWL_DELAY) if self._rules else 0.0

    @property
    def sitemaps(self) -> list[str]:
        return self._rules.sitemaps if self._rules else []


def _whole_lines(body: bytes) -> bytes:
    """The lines that end within what is read. Half a rule may say the opposite of the whole, so it says nothing."""
    if len(body) <= _READ_BYTES or body[_READ_BYTES] in b"\r\n":
        return body[:_READ_BYTES]
    kept = body[:_READ_BYTES]
    return kept[: max(kept.rfind(b"\r"), kept.rfind(b"\n")) + 1]
