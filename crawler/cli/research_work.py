"""One research table made: the catalogue brought up to date, rows written as they come, and what the file is of told
beside it.

    words.csv              the table
    words.csv.about.json   which question, of which state of which collection, counted how, and how many rows
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import typer

from archive.catalogue.query import Query
from archive.catalogue.update import open_catalogue
from archive.corpus.articles import Articles
from archive.corpus.collection import Collection
from archive.corpus.opening import reading
from archive.corpus.table import FORMS, Table
from archive.errors import CollectionError
from archive.export.about import state_of
from archive.files import write_whole
from archive.regions import ATTRIBUTION
from archive.research.texts import PARTS, Once, Part, Texts
from archive.room.language import language
from archive.times import warc_date
from archive.version import VERSION
from crawler.cli.common import errors, print_json, say, tell

_RIGHTS = (
    "Texts and pictures belong to the villages that published them. Personal data flagged by the reader is covered."
)


class Work(AbstractContextManager["Work"]):
    """Raises CollectionError, before anything is read, for a file of another form or one that cannot be written."""

    def __init__(
        self, collection: Path, query: Query, output: Path, *, as_json: bool, forms: Iterable[str] = ()
    ) -> None:
        self._form = output.suffix.lower().lstrip(".")
        if self._form not in (known := (*FORMS, *forms)):
            raise CollectionError(f"-o {output.name}: name a file that ends in .{', .'.join(known)}")
        if not output.absolute().parent.is_dir():
            raise CollectionError(f"-o {output}: there is no folder {output.absolute().parent}; make it first")
        self._collection = Collection.open(collection)
        self._output = output
        self._query = query
        self._as_json = as_json
        self._of_texts: dict[str, Any] = {}
        self._engine = open_catalogue(self._collection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.dispose()

    def articles(self) -> Articles:
        return Articles(self._collection, self._engine, self._query)

    def texts(self, parts: list[str] | None, once: str) -> Texts:
        wanted = cast("tuple[Part, ...]", tuple(parts or PARTS))
        self._of_texts = {"parts": list(wanted), "once": once}
        return Texts(self.articles(), wanted, cast("Once", once), self.progress)

    def progress(self, count: int) -> None:
        """One line that changes, on a terminal; nothing elsewhere."""
        if errors.is_terminal:
            errors.print(f"{count:,} articles", end="\r")

    def write(
        self, table: Table, asked: Mapping[str, Any], *, least: int = 1, unread: Mapping[str, int] | None = None
    ) -> None:
        """The file, and what it is of. Result on standard output."""
        with reading(self._engine) as connection:
            state = state_of(connection, language("en"))
        facts = self._facts(table, asked, state)
        if self._form == "gexf":
            rows = self._write_graph(table, least)
        else:
            rows = table.write(self._output, facts={"about": json.dumps(facts, ensure_ascii=False)})
        facts |= {"rows": rows} | ({"unread": dict(unread)} if unread is not None else {})
        beside = self._output.with_name(self._output.name + ".about.json")
        write_whole(beside, json.dumps(facts, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")
        if unread:
            told = ", ".join(f"{count:,} {why}" for why, count in sorted(unread.items()))
            say(f"Pages passed over, for their records could not be read or are closed: {told}. See: lumbung verify")
        if self._as_json:
            print_json(facts | {"file": str(self._output)})
        else:
            tell(f"{rows:,} rows: {self._output}")
        if unread and unread.get("missing"):
            raise typer.Exit(2)

    def _write_graph(self, table: Table, least: int) -> int:
        from archive.research.graph import write_gexf

        if table.name != "site_links":
            raise CollectionError("a graph is of sites: leave --between pages out, or name a .csv, .jsonl or .parquet")
        return write_gexf(self._output, table, self.articles(), least=least)

    def _facts(self, table: Table, asked: Mapping[str, Any], state: str) -> dict[str, Any]:
        articles = self.articles()
        return {
            "table": table.name,
            "columns": [one.name for one in table.fields],
            "query": self._query.params(),
            "options": {**asked, **self._of_texts},
            "articles": articles.pages,
            "stories": articles.stories,
            "villages": articles.villages,
            "collection": self._collection.root.resolve().name,
            "operator": self._collection.config.who.operator,
            "contact": self._collection.config.who.contact,
            "state": state,
            "made_at": warc_date(datetime.now(UTC)),
            "made_with": f"Lumbung {VERSION}",
            "personal_data": "covered",
            "rights": _RIGHTS,
            "regions": ATTRIBUTION,
        }
