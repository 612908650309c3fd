"""A collection as researchers use it.

collection = Collection.open("desa")
collection.articles(region="18", since="2024")      a question, filters as in the reading room and its API
collection.documents()                              every reading, without a catalogue
collection.captures("https://…")                    every stored answer of an address
collection.record(article)                          headers and payload
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from archive import layout
from archive.config import Who
from archive.errors import ArchiveError
from archive.model import Capture, Document

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from archive.catalogue.query import Query
    from archive.corpus.articles import Article, Articles
    from archive.corpus.reading import Order
    from archive.corpus.records import Record

Many = str | Iterable[str]


class Filters(TypedDict, total=False):
    """Those of archive.catalogue.query.Query; what may have several values takes one, or several."""

    text: str
    region: str
    since: str
    until: str
    by: str
    activity: Many
    relation: Many
    platform: Many
    language: Many
    flag: Many
    without_flag: Many
    site: str
    story: str
    kind: str
    copies: str
    review: str


class Collection(layout.Collection):
    """A collection that exists. It is only read; what changes it are commands of `lumbung`."""

    @classmethod
    def open(cls, root: Path | str) -> Self:
        """Raises CollectionError when `root` is no collection."""
        opened = layout.Collection.open(root)
        return cls(opened.root, opened.config)

    @classmethod
    def create(cls, root: Path | str, who: Who) -> Self:
        """A new, empty one in a new or empty folder. Raises CollectionError."""
        layout.Collection.create(root, who)
        return cls.open(root)

    # questions
    def articles(
        self,
        query: Query | None = None,
        *,
        order: Order = "newest",
        redacted: bool = True,
        **filters: Unpack[Filters],
    ) -> Articles:
        """What a question finds; without one, all articles about the programme (`relation="all"`: whatever they are
        about). Personal data is covered unless `redacted=False`.

        Raises CatalogueError where there is no catalogue (it says what to run), QueryError on a filter that is none."""
        from archive.corpus.articles import Articles

        asked = query_from(query, filters)
        return Articles(self, self._engine, asked, order, redacted=redacted)

    def article(self, article_id: str, *, redacted: bool = True) -> Article:
        """By its id, or that of one of its documents. Raises KeyError."""
        from archive.corpus.articles import article_with

        return article_with(self, self._engine, article_id, redacted=redacted)

    # everything, without a catalogue
    def documents(self, *, redacted: bool = True) -> Iterator[Document]:
        """Each reading of each page, file by file, as documents/*.jsonl has them; an article that was captured twice
        comes twice (`same_as`). Raises ArchiveError on a line that is none."""
        from archive.index.documents import document_line, document_of
        from archive.redaction import redacted as covered
        from archive.replay.access import may_show

        for document in super().documents():
            if may_show(self, document.capture):
                # Also where no flag says so: tags and claims of a site are not looked through when a page is read.
                yield document_of(covered(document_line(document))) if redacted else document

    def captures(self, url: str | None = None) -> Iterator[Capture]:
        """Each indexed capture, file by file; or those of an address (scheme, www and letter case aside), the oldest
        first."""
        from archive.index.lookup import Lookup
        from archive.replay.access import may_show

        found: Iterable[Capture] = super().captures()
        if url is not None:
            found = sorted(Lookup(self).of(url), key=lambda capture: capture.captured_at)
        return (capture for capture in found if may_show(self, capture))

    def record(self, where: Capture | Document | Article | Mapping[str, Any], *, check: bool = True) -> Record:
        """The stored answer of a capture, document or article, or of a pointer such as `image` of a caption. A revisit
        has the payload of the record it refers to. Evidence: nothing in it is covered.

        Raises EvidenceError when it is damaged or not there (`check=False` reads what does not match its digest),
        NotShown when the access list keeps it closed."""
        from archive.corpus.records import read_back

        return read_back(self, self._capture_at(where), check=check)

    def payload(self, where: Capture | Document | Article | Mapping[str, Any]) -> bytes:
        """The payload of such a record, its content coding undone."""
        return self.record(where).body

    def records(self, captures: Iterable[Capture] | None = None) -> Iterator[Record]:
        """The records of these captures, or of all, one at a time. Raises as `record` does."""
        return (self.record(capture) for capture in (self.captures() if captures is None else captures))

    def __repr__(self) -> str:
        return f"<Collection {self.root}>"

    def _repr_html_(self) -> str:
        from archive.corpus.shown import collection_html

        return collection_html(self)

    @cached_property
    def _engine(self) -> Engine:
        from archive.corpus.opening import opened_catalogue

        return opened_catalogue(self)

    def _capture_at(self, where: Any) -> Capture:
        from archive.corpus.reading import capture_of
        from archive.corpus.records import capture_at

        if isinstance(where, Capture):
            return where
        if isinstance(where, Document):
            return where.capture
        if isinstance(where, Mapping):
            return capture_of(dict(where)) if "capture" in where else capture_at(self, where)
        line = getattr(where, "document", None)
        if line is None:
            raise ArchiveError(f"{type(where).__name__}: name a capture, a document, an article or where a record lies")
        return capture_of(line)


def query_from(query: Query | None, filters: Mapping[str, Any]) -> Query:
    """A question from filters by name. Raises QueryError."""
    from archive.catalogue.query import NAMES, Query, QueryError

    if unknown := sorted(set(filters) - set(NAMES)):
        raise QueryError(f"{unknown[0]!r} is no filter; there are: {', '.join(NAMES)}")
    many = {name for name in NAMES if isinstance(getattr(Query(), name), tuple)}
    values: dict[str, Any] = {}
    for name, value in filters.items():
        if name in many:
            value = (value,) if isinstance(value, str) else tuple(value)
            values[name] = tuple(dict.fromkeys(part for one in value for part in one.split(",") if part))
        elif not isinstance(value, str):
            raise QueryError(f'{name}: {value!r} is no text; write it in quotes, as in {name}="{value}"')
        else:
            values[name] = value
    return (query or Query()).but(**values)
