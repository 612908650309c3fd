"""What a question finds, on its way into a file: article after article, redacted, and what is counted meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from archive.catalogue.counts import total
from archive.catalogue.search import Hit, every_article
from archive.export.wanted import Wanted
from archive.layout import Collection
from archive.redaction import Counts, redacted_for_others

Progress = Callable[[int], None]
Line = dict[str, Any]


@dataclass
class Tally:
    """What an export has come to so far. `articles`: taken; `rows`: written; `covered`: places with personal data, by
    kind; `warcs`: files that the rows lead to; `pictures` written beside a table, and those that were `missing`;
    `records`: what became of them, in forms that give away records."""

    articles: int = 0
    rows: int = 0
    covered: Counts = field(default_factory=Counts)
    readers: set[str] = field(default_factory=set)
    warcs: set[str] = field(default_factory=set)
    pictures: int = 0
    missing: int = 0
    cut: int = 0
    records: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            **vars(self), "covered": dict(self.covered), "readers": sorted(self.readers), "warcs": sorted(self.warcs),
        }  # fmt: skip

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Tally:
        sets = {name: set(facts[name]) for name in ("readers", "warcs")}
        return cls(**{**facts, **sets, "covered": Counts(facts["covered"])})


class Matching:
    """Asked for once, by one writer. `skip`: how many articles a former run wrote already, with their `tally`."""

    def __init__(
        self,
        wanted: Wanted,
        collection: Collection,
        connection: Connection,
        progress: Progress | None = None,
        tally: Tally | None = None,
    ) -> None:
        self.wanted = wanted
        self.collection = collection
        self.connection = connection
        self.tally = tally or Tally()
        self.whole = total(connection, wanted.query)
        # Called by a form that can go on later, between two rows, when all before is written to its file.
        self.at_rest: Callable[[], None] = lambda: None
        self._progress = progress or (lambda articles: None)

    def hits(self) -> Iterator[Hit]:
        """Each article, its line redacted unless it was asked for otherwise. Of its `row` only what is no text of a
        page may be given away, and its `site` covered."""
        query, order = self.wanted.query, self.wanted.order
        for hit in every_article(self.connection, query, order, skip=self.tally.articles, line_of=_as_it_is):
            if not self.wanted.unredacted:
                line, counts = redacted_for_others(hit.line)
                hit = replace(hit, line=line)
                self.tally.covered.update(counts)
            self.tally.articles += 1
            self.tally.readers.add(str((hit.line.get("reader") or {}).get("version") or ""))
            self.tally.warcs.add(str((hit.line.get("capture") or {}).get("warc_filename") or ""))
            yield hit
            if self.tally.articles % 100 == 0:
                self._progress(self.tally.articles)
        self._progress(self.tally.articles)


def _as_it_is(line: Line) -> Line:
    return line
