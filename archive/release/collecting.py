"""The articles of a release, once through: each is asked for, redacted, and put into the tables that are made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from archive.catalogue import tables
from archive.catalogue.articles import unpacked
from archive.catalogue.query import Query
from archive.catalogue.search import Hit, every_article
from archive.errors import ArchiveError
from archive.export.rows.article import article_row
from archive.export.rows.caption import caption_rows
from archive.export.rows.fields import Row
from archive.redaction import covered, redacted_for_others
from archive.release.files import TableFiles, packed
from archive.release.leaving import MayLeave
from archive.release.members import member_of
from archive.release.rows.copy import copy_row
from archive.release.rows.evidence import evidence_rows
from archive.release.tables import ARTICLES, CAPTIONS, COPIES, EVIDENCES
from archive.release.tally import Tally
from archive.urls import UrlError, site_key

Progress = Callable[[int], None]
_AT_ONCE = 250


class _Given(NamedTuple):
    """An article that is given away: its row, and those of its captions."""

    article: Row
    captions: tuple[Row, ...]


def collect_articles(
    connection: Connection, query: Query, may_leave: MayLeave, files: TableFiles, members: Path, progress: Progress
) -> Tally:
    """Writes articles, captions, evidence, copies and the file of members; says what they came to."""
    tally = Tally()
    given = _given(connection, query, may_leave, tally)
    with files.writing(ARTICLES, CAPTIONS, EVIDENCES, COPIES), packed(members) as listed:
        while some := list(islice(given, _AT_ONCE)):
            firsts = _firsts(connection, some, may_leave)
            for article, captions in some:
                files.put(ARTICLES, article)
                for caption in captions:
                    files.put(CAPTIONS, caption)
                for evidence in evidence_rows(article):
                    files.put(EVIDENCES, evidence)
                if article["is_copy"]:
                    of = firsts.get(article["near_duplicate_of"] or "")
                    files.put(COPIES, copy_row(article, of, _site_of(of)))
                listed.write(member_of(article).to_line())
                tally.take(article)
            progress(tally.articles)
    return tally


def refuse_what_may_not_leave(connection: Connection, query: Query, then: MayLeave, now: MayLeave) -> None:
    """Raises ArchiveError when something that was let out at the time of a release is not let out today."""
    held = 0
    for hit in every_article(connection, query, "id", line_of=_as_it_is):
        held += then(hit.line) and not now(hit.line)
    if held:
        raise ArchiveError(
            f"{held:,} articles of this release are no longer given away, so it cannot be made again: make a new one, "
            "which lists them as withdrawn"
        )


def _given(connection: Connection, query: Query, may_leave: MayLeave, tally: Tally) -> Iterator[_Given]:
    for hit in every_article(connection, query, "id", line_of=_as_it_is):
        if not may_leave(hit.line):
            tally.held += 1
            continue
        yield _redacted(hit, tally)


def _redacted(hit: Hit, tally: Tally) -> _Given:
    line, counts = redacted_for_others(hit.line)
    tally.covered.update(counts)
    return _Given(article_row(hit.row, line), tuple(caption_rows(hit.row, line)))


def _firsts(connection: Connection, some: list[_Given], may_leave: MayLeave) -> dict[str, Mapping[str, Any]]:
    """The lines that copies are like, by their ids; of those that may leave."""
    ids = {one.article["near_duplicate_of"] for one in some if one.article["is_copy"]} - {None}
    document = tables.document.c
    # A reading may stand in two files; which is taken must not depend on chance.
    rows = connection.execute(
        select(document.id, document.line).where(document.id.in_(sorted(ids))).order_by(document.id, document.source)
    )
    lines = {row.id: unpacked(row.line) for row in rows}
    return {name: line for name, line in lines.items() if may_leave(line)}


def _site_of(line: Mapping[str, Any] | None) -> str | None:
    if line is None:
        return None
    try:
        return covered(site_key(line["url"]))
    except UrlError:
        return None


def _as_it_is(line: dict[str, Any]) -> dict[str, Any]:
    return line
