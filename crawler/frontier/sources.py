"""What a job knows of each site's own lists of articles: what they promise, what they name, how far they were read.

Kept with the frontier, in its transaction, so that it goes on where it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from archive.model import Capture
from archive.times import warc_date
from crawler.frontier.store import Frontier
from spiders.discovery.sources import SourcePage

# The reason in skipped.csv of a page that only lists what a whole list names.
LISTED = "already_listed"


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a site. `record` and `read_at` are of the page its promise was read from."""

    name: str
    url: str
    record: str
    read_at: str
    promised: int | None
    lists_all: bool
    is_hint: bool
    has_ended: bool
    urls: frozenset[str]

    @property
    def promises(self) -> int | None:
        """How many articles it says there are: its own total, else its length once it was read to its end."""
        if self.is_hint:
            return None
        return self.promised if self.promised is not None else (len(self.urls) if self.has_ended else None)


class Sources:
    """Of all sites of a job. `key_of` gives (site, address) the key that is the same for all forms of an address;
    `is_own` says whether an address of a list may be asked for."""

    def __init__(
        self, frontier: Frontier, key_of: Callable[[str, str], str], is_own: Callable[[str, str], bool]
    ) -> None:
        self._database = frontier.database
        self._key_of = key_of
        self._is_own = is_own
        self._whole: dict[str, str | None] = {}  # by site, as long as nothing new was read of it

    def note(self, site: str, page: SourcePage, capture: Capture) -> bool:
        """Keep what a page of a source says; False when it names nothing that its earlier pages did not."""
        if page.is_search:
            return True
        self._whole.pop(site, None)
        witness = (capture.revisit_of or capture.record_id, warc_date(capture.captured_at))
        for url in page.parts or (page.key,):
            self._database.execute(
                "insert into source (site, name, key, url, record, read_at, pages_read, lists_all, is_hint, ended)"
                " values (?, ?, ?, ?, ?, ?, 0, ?, ?, 0) on conflict do nothing",
                (site, page.name, self._key_of(site, url), url, *witness, page.lists_all, page.is_hint),
            )
        if page.parts:
            return True
        (source,) = self._database.execute(
            "update source set pages_read = pages_read + 1, pages = coalesce(?1, pages),"
            " promised = coalesce(?2, promised), record = ?3, read_at = ?4,"
            " ended = ended or (?1 is not null and pages_read + 1 >= ?1)"
            " where site = ?5 and name = ?6 and key = ?7 returning id",
            (page.pages, page.total, *witness, site, page.name, self._key_of(site, page.key)),
        ).fetchone()
        before = self._database.total_changes
        rows = ((source, url) for url in page.articles)
        self._database.executemany("insert or ignore into listed values (?, ?)", rows)
        return self._database.total_changes > before

    def end(self, site: str, key: str) -> None:
        """A source was read past its end."""
        self._whole.pop(site, None)
        where = (site, self._key_of(site, key))
        self._database.execute("update source set ended = 1 where site = ? and key = ?", where)

    def of(self, site: str) -> list[Source]:
        rows = self._database.execute(
            "select id, name, url, record, read_at, promised, lists_all, is_hint, ended from source"
            " where site = ? order by id",
            (site,),
        ).fetchall()
        return [
            Source(
                name, url, record, read_at, promised, bool(lists_all), bool(is_hint), bool(ended), self._urls(number)
            )
            for number, name, url, record, read_at, promised, lists_all, is_hint, ended in rows
        ]

    def _urls(self, source: int) -> frozenset[str]:
        rows = self._database.execute("select url from listed where source = ?", (source,))
        return frozenset(url for (url,) in rows)

    def sites(self) -> list[str]:
        """The sites that have a source."""
        return [site for (site,) in self._database.execute("select distinct site from source")]

    def whole_list(self, site: str) -> str | None:
        """The name of a source that names all articles of a site, and that no other such source contradicts."""
        if site not in self._whole:
            self._whole[site] = self._find_whole(site)
        return self._whole[site]

    def _find_whole(self, site: str) -> str | None:
        named: dict[str, set[str]] = defaultdict(set)
        doubtful: set[str] = set()
        for source in self.of(site):
            if source.lists_all and not source.is_hint:
                named[source.name] |= {self._key_of(site, url) for url in source.urls}
                says_otherwise = source.promised is not None and source.promised != len(source.urls)
                if says_otherwise or not source.has_ended or not all(self._is_own(site, url) for url in source.urls):
                    doubtful.add(source.name)
        lists = {name: keys for name, keys in named.items() if keys}
        ended = [name for name in lists if name not in doubtful]
        agreed = len({frozenset(lists[name]) for name in ended}) == 1
        return ended[0] if agreed else None
