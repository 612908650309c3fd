"""What lies on disk, walked member by member: nothing that was whole once may be missing later."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from archive.layout import Collection, stem_of
from archive.warc.members import read_members


@dataclass(frozen=True)
class Walked:
    """One WARC: the ids of its whole records, how many are answers, where they end, and whether more follows."""

    ids: tuple[str, ...]
    answers: int
    whole_bytes: int
    is_torn: bool


def walk(path: Path) -> Walked:
    ids: list[str] = []
    answers = end = 0
    for member in read_members(path):
        record = member.record
        if member.fault or not record.is_whole:
            return Walked(tuple(ids), answers, end, True)
        ids.append(record.field("warc-record-id") or "")
        # An answer cut in its head is stored as a response too; 127.0.0.1 is asked by http alone.
        is_http = (record.field("warc-target-uri") or "").startswith("http:")
        answers += is_http and record.type in ("response", "revisit")
        end = member.offset + member.length
    return Walked(tuple(ids), answers, end, False)


@dataclass
class Stock:
    """All that a collection held at any time. Finished files are walked once, for they never change."""

    collection: Collection
    ids: set[str] = field(default_factory=set)
    torn_finished: list[str] = field(default_factory=list)
    outlived: dict[str, int] = field(default_factory=dict)  # by open file, what is remembered of it, in bytes
    _finished: dict[str, Walked] = field(default_factory=dict)

    def answers(self) -> int:
        """How many answers lie in whole records now, in open files too."""
        self._look()
        opened = sum(walk(path).answers for path in self.collection.open_warcs())
        return opened + sum(walked.answers for walked in self._finished.values())

    def remember(self) -> None:
        """From now on, what is whole now must stay."""
        self._look()
        for path in self.collection.open_warcs():
            walked = walk(path)
            self.ids.update(walked.ids)
            self.outlived[path.name] = walked.whole_bytes

    def lost(self) -> set[str]:
        """Records that were whole once and are in no finished file now."""
        self._look()
        there = {name.name for name in self.collection.archive.iterdir()}
        held = {one for name, walked in self._finished.items() if name in there for one in walked.ids}
        return self.ids - held

    def _look(self) -> None:
        for stem in self.collection.stems():
            path = self.collection.warc_file(stem)
            if path.name not in self._finished:
                walked = self._finished[path.name] = walk(path)
                self.ids.update(walked.ids)
                if walked.is_torn:
                    self.torn_finished.append(path.name)


def synced_length(collection: Collection, opened: Path) -> int:
    """How much of an open WARC is on disk for good, as the frontier last committed it."""
    if not collection.frontier_file.exists():
        return 0
    database = sqlite3.connect(f"file:{collection.frontier_file}?mode=ro", uri=True)
    try:
        row = database.execute("select value from facts where name = 'synced'").fetchone()
    except sqlite3.OperationalError:  # killed before its tables were made
        return 0
    finally:
        database.close()
    synced = json.loads(row[0]) if row else None
    return int(synced[1]) if synced and synced[0] == stem_of(opened.name) else 0
