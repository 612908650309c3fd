"""Documents files made by hand, and what a catalogue holds, to be compared."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from archive import Collection
from archive.catalogue import tables
from archive.catalogue.query import Query
from archive.catalogue.search import articles

Line = dict[str, Any]
ALL = Query(relation=("all",), kind="all")


class Documents:
    """Writes files of documents, each as if of a WARC of its own."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self._number = 0

    def line(self, article: str = "", **changes: Any) -> Line:
        """A line of an article known by a short name."""
        self._number += 1
        article_id = "sha1:" + hashlib.sha1((article or str(self._number)).encode(), usedforsecurity=False).hexdigest()
        record_id = f"urn:uuid:00000000-0000-4000-8000-{self._number:012x}"
        url = f"https://sukacontoh.desa.example/artikel/{article or self._number}"
        return {
            "schema": "lumbung-document/1", "id": record_id, "article_id": article_id, "url": url,
            "canonical_url": None, "captured_at": f"2026-11-01T00:00:00.{self._number:06}Z",
            "capture": {"warc_filename": "a.warc.gz", "offset": 0, "length": 1, "record_id": record_id,
                        "payload_digest": "sha1:A", "status": 200, "mime": "text/html"},
            "kind": "article", "platform": "opensid", "title": f"Kabar {self._number}", "author": None,
            "author_kind": None, "language": "id", "categories": None, "tags": None,
            "published_at": f"2026-10-{self._number % 28 + 1:02}", "published_source": "meta", "modified_at": None,
            "text": "Warga bermusyawarah.", "dateline": None, "captions": [], "parts": None,
            "programme": {"relevant": True, "score": 1.0, "relation": "core", "evidence": [], "activities": [],
                          "event_start": None, "event_end": None, "place": None, "participants": None, "facts": []},
            "village": {"kode_wilayah": "18.05.13.2021"}, "regions": [], "same_as": None, "near_duplicate_of": None,
            "story_id": article_id, "flags": [], "flag_details": [],
            "reader": {"version": "1", "platform_reader": "opensid"},
        } | changes  # fmt: skip

    def write(self, name: str, *lines: Line) -> Path:
        """documents/<name>.jsonl; what it held before is gone."""
        self.collection.warc_file(name).touch()
        path = self.collection.documents_file(name)
        path.write_bytes(b"".join(map(dumped, lines)))
        return path

    def journal(self, name: str) -> Path:
        """Of a job that runs."""
        return self.collection.documents_folder / f"{name}.jsonl.open"


def dumped(line: Line) -> bytes:
    return json.dumps(line).encode() + b"\n"


def titles(engine: Engine, query: Query = ALL) -> list[str]:
    with engine.connect() as connection:
        return [hit.row.title for hit in articles(connection, query, limit=1_000)]


def contents(engine: Engine) -> dict[str, list[Any]]:
    """All a catalogue says, without the numbers that depend on how it came to say it."""
    own = {"number", "words", "reading"}
    found: dict[str, list[Any]] = {}
    with engine.connect() as connection:
        rows = connection.execute(select(tables.article.c.number, tables.article.c.id))
        numbers = {row.number: row.id for row in rows}
        for table in tables.metadata.sorted_tables:
            if table.name in ("meta", "source"):
                continue
            columns = [column for column in table.columns if column.name not in own]
            values = [list(row) for row in connection.execute(select(*columns))]
            if table.name in ("activity", "flag", "fact"):
                values = [[numbers[number], *value] for number, *value in values]
            found[table.name] = sorted(values, key=repr)
    return found
