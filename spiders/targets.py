"""What the crawl wants to fetch, and how it came to want it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Priority(IntEnum):
    """Lower comes first within a host."""

    SEED = 0
    SEARCH = 5  # the site's own search, asked for the programme's words
    RELEVANT = 8  # what it found, named so
    FOUND = 9  # what it found, or what stands beside
    FEED = 10
    SITEMAP = 15
    ARTICLE = 20
    PICTURE = 25  # of articles that were read, before listings lead to more
    WALK = 28  # further pages of a feed, needed when nothing else names all articles
    MENU = 29  # lists that a menu of the front page leads to
    LISTING = 30
    PAGE = 40
    KNOWN = 50  # what an earlier visit found


# Found from the collection's own memory, in the hops of a target.
HISTORY = "H"


@dataclass(frozen=True, slots=True)
class Found:
    """An address found on a page. `hop` is one letter as Heritrix writes it: L link, R redirect,
    E embedded picture, S sitemap or feed, I inferred: built by what is known of the platform, H history: known
    from an earlier visit."""

    url: str
    priority: Priority
    hop: str


@dataclass(frozen=True, slots=True)
class Target:
    """An address to fetch for a site: `via` is the page that led to it, `hops` its way from the seed."""

    url: str
    site: str
    priority: Priority
    via: str | None = None
    hops: str = ""
    attempts: int = 0

    @property
    def is_requisite(self) -> bool:
        """Whether it is fetched for another page's sake: any host may serve it and it adds no links."""
        return self.priority is Priority.PICTURE

    @property
    def is_inferred(self) -> bool:
        """Whether nobody named this address, so that it may well not exist."""
        return self.hops.rstrip("R").endswith("I")

    def to(self, found: Found) -> Target:
        """The target that `found` becomes, found on this one."""
        return Target(found.url, self.site, found.priority, via=self.url, hops=one_hop_more(self.hops, found.hop))


_HOPS_SHOWN = 50


def one_hop_more(hops: str, hop: str) -> str:
    """The way from the seed, one hop longer; past 50 hops as Heritrix writes it, `70+` and the last 50."""
    count, letters = depth(hops) + 1, hops.rpartition("+")[2] + hop
    return letters if count <= _HOPS_SHOWN else f"{count - _HOPS_SHOWN}+{letters[-_HOPS_SHOWN:]}"


def depth(hops: str) -> int:
    """How many hops an address is from the seed."""
    earlier, _, letters = hops.rpartition("+")
    return int(earlier or 0) + len(letters)
