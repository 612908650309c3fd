"""What is another than in the release before: both lists of members read side by side, by article id.

Of what was withdrawn the reason is looked for where the article would be now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from archive.catalogue import tables
from archive.catalogue.articles import unpacked
from archive.catalogue.query import Query
from archive.decisions import read_lines
from archive.export.rows.fields import Row
from archive.layout import Collection
from archive.model import Capture
from archive.release.freezing import decisions_file
from archive.release.leaving import MayLeave, line_of_capture
from archive.release.members import Member, members_in
from archive.release.rows.change import Why, change_row
from archive.release.state import Files

_AT_ONCE = 250
Pair = tuple[Member | None, Member | None]


class Former(NamedTuple):
    """The release before: its list of members, the moment it was made of, and what it asked for."""

    members: Path
    moment: str
    query: Query


class Around(NamedTuple):
    """`decided` has the decisions that hold, `live` the indexes; `files` says which WARCs count."""

    decided: Collection
    live: Collection
    files: Files
    may_leave: MayLeave


def change_rows(connection: Connection, around: Around, query: Query, members: Path, former: Former) -> Iterator[Row]:
    """By article id."""
    known = _Known(
        erased_records(around.decided), _no_documents_any_more(connection, around, members, former), around.may_leave,
        former.moment, is_same_question=query.params() == former.query.params(),
    )  # fmt: skip
    pairs = _differing(members, former)
    while some := list(islice(pairs, _AT_ONCE)):
        reasons = _Reasons(connection, some, known)
        for before, after in some:
            yield reasons.row(before, after)


def erased_records(collection: Collection) -> set[str]:
    """Ids of records that were erased from the archive (decisions/takedowns.jsonl), without brackets."""
    steps = (line for _, line in read_lines(decisions_file(collection.root, "takedowns")) if isinstance(line, dict))
    records = (one for step in steps if step.get("step") == "erasure" for one in step.get("erased") or ())
    return {str(one.get("record_id", "")).strip("<>") for one in records if isinstance(one, dict)}


def counted(rows: Iterator[Row]) -> dict[str, Counter[str]]:
    """How many of each change, and "all", by reason. One that has two reasons counts under both."""
    found: dict[str, Counter[str]] = {name: Counter() for name in ("added", "changed", "withdrawn")}
    for row in rows:
        found[row["change"]].update(["all", *row["reasons"]])
    return found


def _pairs(before: Iterator[Member], after: Iterator[Member]) -> Iterator[Pair]:
    one, other = next(before, None), next(after, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.article_id < other.article_id):
            yield one, None
            one = next(before, None)
        elif one is None or other.article_id < one.article_id:
            yield None, other
            other = next(after, None)
        else:
            yield one, other
            one, other = next(before, None), next(after, None)


def _differing(members: Path, former: Former) -> Iterator[Pair]:
    return (pair for pair in _pairs(members_in(former.members), members_in(members)) if not _is_same(pair))


def _no_documents_any_more(connection: Connection, around: Around, members: Path, former: Former) -> dict[str, Capture]:
    """Of what was withdrawn the records that the archive has and the catalogue does not: out of the indexes, read
    once. They are read as something else now, or held back."""
    withdrawn = (before.document_id for before, after in _differing(members, former) if before and not after)
    wanted: set[str] = set()
    while some := list(islice(withdrawn, _AT_ONCE)):
        wanted |= set(some) - _there(connection, some)
    found = around.live.originals(wanted)
    return {name: capture for name, capture in found.items() if capture.warc_filename in around.files.warcs}


def _there(connection: Connection, records: list[str]) -> set[str]:
    """Those that are documents."""
    one = tables.document.c.id
    return set(connection.execute(select(one).where(one.in_(records))).scalars())


def _is_same(pair: Pair) -> bool:
    before, after = pair
    return before is not None and after is not None and before.fingerprint == after.fingerprint


@dataclass(frozen=True)
class _Known:
    """What reasons are looked for in. `captures`: records that are no documents any more; `moment`: of the release
    before."""

    erased: set[str]
    captures: dict[str, Capture]
    may_leave: MayLeave
    moment: str
    is_same_question: bool


class _Reasons:
    """Of some articles, with what the catalogue knows of them, asked at once."""

    def __init__(self, connection: Connection, some: list[Pair], known: _Known) -> None:
        self._known = known
        one, document = tables.article.c, tables.document.c
        ids = [member.article_id for pair in some for member in pair if member]
        shown = select(one.id, one.relation, one.first_captured_at, document.line)
        rows = connection.execute(shown.join(tables.document, document.number == one.reading).where(one.id.in_(ids)))
        self._articles = {row.id: row for row in rows}
        gone = [before.document_id for before, after in some if before and not after]
        self._there = _there(connection, gone)
        closed = tables.closed.c.id
        self._closed = set(connection.execute(select(closed).where(closed.in_(gone))).scalars())

    def row(self, before: Member | None, after: Member | None) -> Row:
        if before is None:
            assert after is not None
            return change_row(
                after.article_id, "added", [self._added(after)], record_id=after.document_id, reader=after.reader
            )
        former = {"former_record_id": before.document_id, "former_reader": before.reader}
        if after is None:
            return change_row(before.article_id, "withdrawn", [self._withdrawn(before)], **former)
        return change_row(
            after.article_id, "changed", _changed(before, after),
            record_id=after.document_id, reader=after.reader, **former,
        )  # fmt: skip

    def _added(self, after: Member) -> Why:
        row = self._articles.get(after.article_id)
        return "new" if row is None or row.first_captured_at > self._known.moment else "taken_in"

    def _withdrawn(self, before: Member) -> Why:
        known, row = self._known, self._articles.get(before.article_id)
        if before.document_id in known.erased:
            return "erased"
        if before.document_id in self._closed:
            return "restricted"
        if row is None:
            return "read_otherwise" if before.document_id in self._there else self._without_document(before)
        if not known.may_leave(unpacked(row.line)):
            return "restricted"
        return "judged_otherwise" if known.is_same_question else "outside_filter"

    def _without_document(self, before: Member) -> Why:
        capture = self._known.captures.get(before.document_id)
        if capture is None:
            return "not_in_collection"
        return "read_otherwise" if self._known.may_leave(line_of_capture(capture)) else "restricted"


def _changed(before: Member, after: Member) -> list[Why]:
    found: list[Why] = []
    if before.document_id != after.document_id:
        found.append("page")
    if before.reader != after.reader:
        found.append("reader")
    if before.decision != after.decision:
        found.append("decision")
    return found or ["surroundings"]
