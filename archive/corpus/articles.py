"""What a question found: articles one by one, counted, as rows and as columns; names as in the web API."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from archive.catalogue.counts import By, Count, counts, total
from archive.catalogue.query import Query
from archive.catalogue.rows import activities_of
from archive.catalogue.search import Hit, article_of
from archive.corpus.opening import reading
from archive.corpus.reading import Found, Order, numbers_of, read, telling
from archive.corpus.table import Field, Table
from archive.layout import Collection

if TYPE_CHECKING:
    import pyarrow as pa

Line = dict[str, Any]
Row = dict[str, Any]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Article:
    """One article: fields as GET /api/articles has them, and its document, a line of documents/*.jsonl.

    `captions` and `pictures` are how many; what they say is in `caption_texts` and `document["captions"]`."""

    id: str
    title: str | None
    url: str
    site: str
    published_at: str | None
    published_on: str | None
    event_on: str | None
    captured_at: str
    kode_wilayah: str | None
    provinsi: str
    kabupaten: str
    kecamatan: str
    desa: str
    platform: str
    language: str | None
    relation: str
    relevant: bool
    score: float
    is_reviewed: bool
    activities: list[str]
    participants: int | None
    is_copy: bool
    story_id: str | None
    captions: int
    pictures: int
    flags: list[str]
    capture: Mapping[str, Any]
    page: str
    archived: str
    document: Line

    @property
    def text(self) -> str:
        """Paragraphs with a blank line between; empty where there is none."""
        return self.document.get("text") or ""

    @property
    def caption_texts(self) -> list[str]:
        """What its pictures' captions say, without their credits."""
        return [caption["text"] for caption in self.document.get("captions") or () if caption.get("text")]

    def row(self) -> Row:
        """As the API has it: everything but the document."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "document"}

    def _repr_html_(self) -> str:
        from archive.corpus.shown import article_html

        return article_html(self)


_LISTS = ("activities", "flags")
_NUMBERS = ("participants", "captions", "pictures")
_TRUTHS = ("relevant", "is_reviewed", "is_copy")


def _kind(name: str) -> Any:
    if name == "score":
        return "number"
    return "texts" if name in _LISTS else "whole" if name in _NUMBERS else "yes" if name in _TRUTHS else "text"


ROW_FIELDS = tuple(
    Field(one.name, "capture" if one.name == "capture" else _kind(one.name))
    for one in fields(Article)
    if one.name != "document"
)
TEXT_FIELDS = (Field("text", "text"), Field("caption_texts", "texts"))


class Articles:
    """What a question found. Nothing is read before it is asked for, and each time it is asked for anew."""

    def __init__(
        self, collection: Collection, engine: Engine, query: Query, order: Order = "newest", *, redacted: bool = True
    ) -> None:
        self.collection = collection
        self.query = query
        self.order = order
        self.is_redacted = redacted
        self._engine = engine

    def __iter__(self) -> Iterator[Article]:
        return map(_article, self.found())

    def __len__(self) -> int:
        """How many articles: `pages` of the API."""
        return self._total.pages

    def __bool__(self) -> bool:
        return len(self) > 0

    @property
    def pages(self) -> int:
        return self._total.pages

    @property
    def stories(self) -> int:
        """The same news in several villages counted once."""
        return self._total.stories

    @property
    def villages(self) -> int:
        """How many villages published them."""
        return self._total.villages

    def first(self, count: int = 10) -> list[Article]:
        """The first of them in their order."""
        return [_article(one) for one in self.found(most=count)]

    def found(self, progress: Progress | None = None, most: int | None = None) -> Iterator[Found]:
        """Rows of the catalogue with their lines, as research helpers read them."""
        with reading(self._engine) as connection:
            numbers = numbers_of(connection, self.query, self.order, most)
            found = read(connection, numbers, self.collection, redacted=self.is_redacted)
            yield from telling(progress, found)

    def counts(self, group: By = "month") -> list[Row]:
        """As GET /api/counts: key, pages, stories, villages, all_news, share. Key None: not known."""
        with reading(self._engine) as connection:
            return [_count_row(one) for one in counts(connection, self.query, group, with_all_news=True)]

    def rows(self, *, texts: bool = False, progress: Progress | None = None) -> Iterator[Row]:
        """One dict an article, for pandas.DataFrame and polars.from_dicts; with `texts` also text and caption_texts."""
        for one in self.found(progress):
            found = _article(one)
            row = found.row()
            yield row | {"text": found.text, "caption_texts": found.caption_texts} if texts else row

    def table(self, *, texts: bool = False, progress: Progress | None = None) -> Table:
        """The same with the types of its columns, to be written to a file or read batch by batch."""
        of_texts = TEXT_FIELDS if texts else ()
        return Table("articles", (*ROW_FIELDS, *of_texts), self.rows(texts=texts, progress=progress))

    def to_arrow(self, *, texts: bool = False) -> pa.Table:
        """All of them as columns in memory, for pandas, polars and DuckDB."""
        return self.table(texts=texts).to_arrow()

    def engine(self) -> Engine:
        """For helpers that ask the catalogue themselves."""
        return self._engine

    def _repr_html_(self) -> str:
        from archive.corpus.shown import articles_html

        return articles_html(self)

    def __repr__(self) -> str:
        asked = ", ".join(f"{name}={value!r}" for name, value in self.query.params()) or "about the programme"
        return f"<{self.pages:,} articles of {self.villages:,} villages: {asked}>"

    @cached_property
    def _total(self) -> Count:
        with reading(self._engine) as connection:
            return total(connection, self.query)


def article_with(collection: Collection, engine: Engine, article_id: str, *, redacted: bool = True) -> Article:
    """By its id, or that of one of its documents. Raises KeyError."""
    with reading(engine) as connection:
        hit = article_of(connection, article_id)
        numbers = array("q", [hit.row.number] if hit else [])
        for found in read(connection, numbers, collection, redacted=redacted):
            return _article(found)
    raise KeyError(f"{article_id}: no article of this collection, or one that is not shown")


def _article(found: Found) -> Article:
    # The very function that pages, API and tables use: names and values cannot drift apart. It loads the room's pages.
    from archive.room.articles import row_of
    from archive.room.language import language

    hit = Hit(found.row, found.line, tuple(activities_of(found.line)))
    return Article(**row_of(hit, language("id")), document=found.line)


def _count_row(one: Count) -> Row:
    numbers = {"pages": one.pages, "stories": one.stories, "villages": one.villages, "all_news": one.all_news}
    return {"key": one.key, **numbers, "share": one.share}
