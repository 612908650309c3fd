"""What a job remembers of each site under one name; a commit writes only what changed."""

from __future__ import annotations

from collections import UserDict

from crawler.frontier.store import Frontier


class SiteFacts(UserDict[str, str]):
    """By site; filled from the frontier, so that it survives a restart."""

    def __init__(self, frontier: Frontier, name: str) -> None:
        self._frontier = frontier
        self._name = name
        self._changed: set[str] = set()
        super().__init__()
        self.data = frontier.facts_of(name)

    def __setitem__(self, site: str, value: str) -> None:
        if self.data.get(site) != value:
            self.data[site] = value
            self._changed.add(site)

    def save(self) -> None:
        """Into the frontier; its commit makes it last."""
        for site in self._changed:
            self._frontier.remember(f"{self._name} {site}", self.data[site])
        self._changed.clear()
