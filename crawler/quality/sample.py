"""A fair sample of archived articles: as many of each site as of any other, while it has them, and the same again for
the same seed.

Each article's document gets a number that follows from the seed and its record; of each site those with the lowest
numbers are taken. Sites take turns, in an order that follows from the seed too.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from archive.layout import Collection
from archive.model import Document

# Documents kept beyond the sample before the surplus is let go of.
_SLACK = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles a sample is drawn from. `size` None: all of them; `job` is the crawl that captured them."""

    size: int | None = 100
    seed: str = "1"
    job: str | None = None
    site: str | None = None
    since: datetime | None = None


def draw(
    collection: Collection,
    wanted: Wanted,
    site_of: Callable[[str], str],
    left_out: Callable[[str], bool],
) -> tuple[list[Document], int]:
    """The sample in the order of sites and times, and how many articles it was drawn from.

    `site_of` names the site of an address, `left_out` says of a crawl id whether its documents are no articles to be
    checked. Raises ArchiveError.
    """
    reservoir = _Reservoir(wanted.size, wanted.seed)
    for document in _articles(collection, wanted, left_out):
        site = site_of(document.url)
        if wanted.site in (None, site):
            reservoir.add(site, document)
    return reservoir.sample(), reservoir.count


def _articles(collection: Collection, wanted: Wanted, left_out: Callable[[str], bool]) -> Iterator[Document]:
    for stem in collection.stems():
        crawl_id = collection.crawl_id_of(stem)
        if wanted.job not in (None, crawl_id) or left_out(crawl_id):
            continue
        for document in collection.documents_of(stem):
            is_young = wanted.since is None or document.captured_at >= wanted.since
            if document.kind == "article" and is_young and document.unread_reason is None:
                yield document


class _Reservoir:
    """Keeps hardly more than the sample: the number of each site's articles that may still be taken only shrinks."""

    def __init__(self, size: int | None, seed: str) -> None:
        self.count = 0
        self._size = size
        self._seed = seed
        self._sites: dict[str, list[tuple[int, int, Document]]] = {}  # heaps, the highest number on top
        self._kept = 0

    def add(self, site: str, document: Document) -> None:
        self.count += 1
        heap = self._sites.setdefault(site, [])
        heapq.heappush(heap, (-self._number(document.id), self.count, document))
        self._kept += 1
        if self._size is not None and self._kept > 2 * self._size + len(self._sites) + _SLACK:
            self._let_go()

    def sample(self) -> list[Document]:
        chosen = _turns({site: len(heap) for site, heap in self._sites.items()}, self._size, self._order())
        documents = []
        for site in sorted(self._sites):
            lowest = heapq.nlargest(chosen[site], self._sites[site])
            documents += sorted((one for *_, one in lowest), key=lambda one: (one.captured_at, one.id))
        return documents

    def _let_go(self) -> None:
        most = max(_turns({site: len(heap) for site, heap in self._sites.items()}, self._size, self._order()).values())
        for heap in self._sites.values():
            while len(heap) > most:
                heapq.heappop(heap)
        self._kept = sum(map(len, self._sites.values()))

    def _order(self) -> list[str]:
        return sorted(self._sites, key=lambda site: (self._number(site), site))

    def _number(self, name: str) -> int:
        digest = hashlib.blake2b(f"{self._seed} {name}".encode("utf-8", "replace"), digest_size=8).digest()
        return int.from_bytes(digest, "big")


def _turns(counts: Mapping[str, int], size: int | None, order: list[str]) -> dict[str, int]:
    """How many each site gives: one a turn in this order, until the sample is full or nothing is left."""
    if size is None or sum(counts.values()) <= size:
        return dict(counts)
    level, left = 0, size
    while (giving := sum(1 for count in counts.values() if count > level)) <= left:
        left -= giving
        level += 1
    chosen = {site: min(count, level) for site, count in counts.items()}
    for site in [site for site in order if counts[site] > level][:left]:
        chosen[site] += 1
    return chosen
