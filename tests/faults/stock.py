"""What lies on disk, walked member by member: nothing that was whole once may be missing later."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.layout import Collection, stem_of
from archive.warc.checked import CheckedRecord
from archive.warc.members import read_members
from archive.warc.writer import SyncedMark

Answers = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole record: its id, its address, where it ends, and the digest of the payload if it is an answer."""

    id: str
    url: str
    end: int
    digest: str | None


@dataclass(frozen=True)
class Walked:
    """One WARC: its whole records, and whether more follows them."""

    records: tuple[Whole, ...]
    is_torn: bool

    @property
    def whole_bytes(self) -> int:
        return self.records[-1].end if self.records else 0


def walk(path: Path) -> Walked:
    records: list[Whole] = []
    for member in read_members(path):
        record = member.record
        if member.fault or not record.is_whole:
            return Walked(tuple(records), True)
        url = record.field("warc-target-uri") or ""
        records.append(
            Whole(record.field("warc-record-id") or "", url, member.offset + member.length, _digest(record, url))
        )
    return Walked(tuple(records), False)


def _digest(record: CheckedRecord, url: str) -> str | None:
    is_answer = record.type in ("response", "revisit") and url.startswith(("http:", "https:"))
    return record.field("warc-payload-digest") if is_answer else None


@dataclass
class Stock:
    """All that a collection held at any time. Finished files are walked once, for they never change."""

    collection: Collection
    ids: set[str] = field(default_factory=set)
    torn_finished: list[str] = field(default_factory=list)
    outlived: dict[str, int] = field(default_factory=dict)  # by open file, what is remembered of it, in bytes
    _finished: dict[str, Walked] = field(default_factory=dict)

    def answers(self) -> Answers:
        """Address and payload digest of each answer that lies in a whole record now, in open files too."""
        self._look()
        walked = [*self._finished.values(), *(walk(path) for path in self.collection.open_warcs())]
        return Counter((one.url, one.digest) for file in walked for one in file.records if one.digest)

    def remember(self) -> None:
        """From now on, what is whole now must stay."""
        self._look()
        for path in self.collection.open_warcs():
            walked = walk(path)
            self.ids.update(one.id for one in walked.records)
            self.outlived[path.name] = walked.whole_bytes

    def remember_synced(self) -> None:
        """From now on, what is synced now must stay, whatever else is taken away."""
        for path in self.collection.open_warcs():
            synced = synced_length(self.collection, path)
            self.ids.update(one.id for one in walk(path).records if one.end <= synced)

    def lost(self) -> set[str]:
        """Records that were whole once and are in no finished file now."""
        self._look()
        there = {name.name for name in self.collection.archive.iterdir()}
        held = {one.id for name, walked in self._finished.items() if name in there for one in walked.records}
        return self.ids - held

    def _look(self) -> None:
        for stem in self.collection.stems():
            path = self.collection.warc_file(stem)
            if path.name not in self._finished:
                walked = self._finished[path.name] = walk(path)
                self.ids.update(one.id for one in walked.records)
                if walked.is_torn:
                    self.torn_finished.append(path.name)


def urls_of(paths: list[Path]) -> Iterator[str]:
    """The addresses of all whole records of some WARCs."""
    for path in paths:
        yield from (record.url for record in walk(path).records)


def committed_fact(collection: Collection, name: str) -> Any:
    """What the frontier last committed under a name; None when it holds nothing."""
    if not collection.frontier_file.exists():
        return None
    database = sqlite3.connect(f"file:{collection.frontier_file}?mode=ro", uri=True)
    try:
        row = database.execute("select value from facts where name = ?", (name,)).fetchone()
    except sqlite3.OperationalError:  # killed before its tables were made
        return None
    finally:
        database.close()
    return json.loads(row[0]) if row else None


def synced_length(collection: Collection, opened: Path) -> int:
    """How much of an open WARC is on disk for good, as the frontier last committed it or the mark beside it says."""
    synced = committed_fact(collection, "synced")
    committed = int(synced[1]) if synced and synced[0] == stem_of(opened.name) else 0
    return max(committed, SyncedMark(opened).read() or 0)
