"""What is another than in the release before: both lists of members read side by side, by article id.

Of what was withdrawn the reason is looked for where the article would be now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
from archive.release.freezing import decisions_file
from archive.release.leaving import MayLeave
from archive.release.members import Member, members_in
from archive.release.rows.change import Why, change_row

_AT_ONCE = 250
Pair = tuple[Member | None, Member | None]


class Former(NamedTuple):
    """The release before: its list of members, the moment it was made of, and what it asked for."""

    members: Path
    moment: str
    query: Query


def change_rows(
    connection: Connection, collection: Collection, query: Query, may_leave: MayLeave, members: Path, former: Former
) -> Iterator[Row]:
    """By article id. `collection` has the decisions that hold."""
    erased = erased_records(collection)
    pairs = (pair for pair in _pairs(members_in(former.members), members_in(members)) if not _is_same(pair))
    is_same_question = query.params() == former.query.params()
    while some := list(islice(pairs, _AT_ONCE)):
        reasons = _Reasons(connection, some, may_leave, erased, former.moment, same_question=is_same_question)
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


def _is_same(pair: Pair) -> bool:
    before, after = pair
    return before is not None and after is not None and before.fingerprint == after.fingerprint


class _Reasons:
    """Of some articles, with what the catalogue knows of them, asked at once."""

    def __init__(
        self,
        connection: Connection,
        some: list[Pair],
        may_leave: MayLeave,
        erased: set[str],
        moment: str,
        *,
        same_question: bool,
    ) -> None:
        self._erased, self._moment, self._may_leave = erased, moment, may_leave
        self._same_question = same_question
        one, document = tables.article.c, tables.document.c
        ids = [member.article_id for pair in some for member in pair if member]
        shown = select(one.id, one.relation, one.first_captured_at, document.line)
        rows = connection.execute(shown.join(tables.document, document.number == one.reading).where(one.id.in_(ids)))
        self._articles = {row.id: row for row in rows}
        records = [before.document_id for before, after in some if before and not after]
        self._there = set(connection.execute(select(document.id).where(document.id.in_(records))).scalars())

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
        return "new" if row is None or row.first_captured_at > self._moment else "taken_in"

    def _withdrawn(self, before: Member) -> Why:
        row = self._articles.get(before.article_id)
        if before.document_id in self._erased:
            return "erased"
        if row is None:
            return "read_otherwise" if before.document_id in self._there else "not_in_collection"
        if not self._may_leave(unpacked(row.line)):
            return "restricted"
        return "judged_otherwise" if self._same_question else "outside_filter"


def _changed(before: Member, after: Member) -> list[Why]:
    found: list[Why] = []
    if before.document_id != after.document_id:
        found.append("page")
    if before.reader != after.reader:
        found.append("reader")
    if before.decision != after.decision:
        found.append("decision")
    return found or ["surroundings"]
