"""The tables of a release: their rows, where they lie, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from archive.export.rows.article import ARTICLE
from archive.export.rows.caption import CAPTION
from archive.export.rows.fields import RowKind
from archive.release.rows.change import CHANGE
from archive.release.rows.copy import COPY
from archive.release.rows.event import EVENT
from archive.release.rows.evidence import EVIDENCE
from archive.release.rows.news import NEWS
from archive.release.rows.region import REGION


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """`key`: the columns that together name a row, where there are such; `refers`: whether its article_id is always
    that of a row of `articles`."""

    name: str
    kind: RowKind
    key: tuple[str, ...] = ()
    refers: bool = False
    folder: str = "data"

    @property
    def jsonl(self) -> str:
        return f"{self.folder}/{self.name}.jsonl.gz"

    @property
    def parquet(self) -> str:
        return f"{self.folder}/{self.name}.parquet"

    @property
    def schema(self) -> str:
        return f"schemas/{self.kind.name.removeprefix('lumbung-').partition('/')[0]}.schema.json"


ARTICLES = ReleaseTable("articles", ARTICLE, ("article_id",))
CAPTIONS = ReleaseTable("captions", CAPTION, ("article_id", "number"), refers=True)
EVIDENCES = ReleaseTable("evidence", EVIDENCE, ("article_id", "number"), refers=True)
COPIES = ReleaseTable("copies", COPY, ("article_id",), refers=True)
EVENTS = ReleaseTable("events", EVENT)
NEWS_COUNTS = ReleaseTable("news", NEWS)
CHANGES = ReleaseTable("changes", CHANGE, ("article_id",))
# A folder of its own: another licence.
REGIONS = ReleaseTable("regions", REGION, ("kode_wilayah",), folder="data/regions")

TABLES = (ARTICLES, CAPTIONS, EVIDENCES, COPIES, EVENTS, NEWS_COUNTS, CHANGES, REGIONS)
