"""robots.txt by RFC 9309: what an answer to it means, and what its rules allow.

2xx              its rules hold, the first 500 KiB of them
4xx              there are none: everything is allowed (429 means busy, so: nothing)
5xx, no answer   nothing is allowed until it can be read
"""

from __future__ import annotations

from typing import Literal

from protego import Protego

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

    def __init__(self, outcome: str, body: bytes | str, agent: str) -> None:
        text = body if isinstance(body, str) else body[:_READ_BYTES].decode("utf-8", "replace")
        self.outcome = outcome
        # Of other answers, often whole pages, nothing is needed.
        self.text = text if outcome == "rules" else ""
        self._agent = agent
        self._rules = Protego.parse(text.removeprefix("\ufeff")) if outcome == "rules" else None

    def allows(self, url: str) -> bool:
        if self._rules is None:
            return self.outcome == "allow_all"
        return bool(self._rules.can_fetch(url, self._agent))

    @property
    def crawl_delay(self) -> float:
        """Seconds, at most a minute; longer ones would end in never coming back."""
        asked = self._rules.crawl_delay(self._agent) if self._rules else None
        return min(float(asked or 0), _LONGEST_CRAWL_DELAY)

    @property
    def sitemaps(self) -> list[str]:
        return list(self._rules.sitemaps) if self._rules else []
