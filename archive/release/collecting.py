"""The articles of a release, once through: each is asked for, redacted, and put into the tables that are made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from archive.catalogue import tables
from archive.catalogue.articles import unpacked
from archive.catalogue.query import Query
from archive.catalogue.search import Hit, every_article
from archive.export.rows.article import article_row
from archive.export.rows.caption import caption_rows
from archive.export.rows.fields import Row
from archive.redaction import covered, redacted_for_others
from archive.release.errors import ReleaseError
from archive.release.files import TableFiles, packed
from archive.release.leaving import MayLeave
from archive.release.members import member_of
from archive.release.rows.copy import copy_row
from archive.release.rows.evidence import evidence_rows
from archive.release.tables import ARTICLES, CAPTIONS, COPIES, EVIDENCES
from archive.release.tally import Tally
from archive.urls import UrlError, site_key

Progress = Callable[[int], None]
Line = dict[str, Any]
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
            for one in some:
                line = _put(files, one, firsts.get(one.article["near_duplicate_of"] or ""))
                listed.write(member_of(one.article, line).to_line())
                tally.take(one.article)
            progress(tally.articles)
    return tally


def _put(files: TableFiles, one: _Given, first: Line | None) -> bytes:
    """The article's own line. `first`: that of the reading that it is like."""
    line = files.put(ARTICLES, one.article)
    for caption in one.captions:
        files.put(CAPTIONS, caption)
    for evidence in evidence_rows(one.article):
        files.put(EVIDENCES, evidence)
    if one.article["is_copy"]:
        files.put(COPIES, copy_row(one.article, first, _site_of(first)))
    return line


def refuse_what_may_not_leave(connection: Connection, query: Query, then: MayLeave, now: MayLeave) -> None:
    """Raises ReleaseError when an article or a picture that was let out at the time of a release is not today."""
    lines = (hit.line for hit in every_article(connection, query, "id", line_of=_as_it_is))
    held = sum(
        not now(line) or not _closed_pictures(line, now) <= _closed_pictures(line, then) for line in lines if then(line)
    )
    if held:
        raise ReleaseError(
            f"{held:,} articles of this release, or pictures of theirs, are no longer given away, so it cannot be made "
            "again: make a new one, which lists them"
        )


def _held_back(connection: Connection) -> int:
    """Articles that the access list closes or keeps for staff: whether they are what was asked for, nobody may look."""
    one, closed = tables.article.c, tables.closed.c
    rows = connection.execute(select(closed.article, closed.line).where(closed.article.not_in(select(one.id))))
    gone = {row.article for row in rows if unpacked(row.line)["kind"] == "article"}
    staff = select(func.count()).where(one.is_staff, one.kind == "article")
    return len(gone) + int(connection.execute(staff).scalar_one())


def _given(connection: Connection, query: Query, may_leave: MayLeave, tally: Tally) -> Iterator[_Given]:
    tally.held = _held_back(connection)
    for hit in every_article(connection, query, "id", line_of=_as_it_is):
        if not may_leave(hit.line):
            tally.held += 1
            continue
        yield _redacted(hit, _without_closed_pictures(hit.line, may_leave), tally)


def _without_closed_pictures(line: Line, may_leave: MayLeave) -> Line:
    """A picture may be held back whose article is not: then its caption stands without address and record."""
    closed = _closed_pictures(line, may_leave)
    if not closed:
        return line
    nothing = dict.fromkeys(("image", "image_url", "original_url", "image_status"))
    captions = enumerate(line["captions"])
    return line | {"captions": [one | nothing if number in closed else one for number, one in captions]}


def _closed_pictures(line: Line, may_leave: MayLeave) -> set[int]:
    """Their numbers."""
    return {
        number
        for number, caption in enumerate(line.get("captions") or ())
        if isinstance(image := caption.get("image"), dict) and not may_leave(_as_line(caption, image, line))
    }


def _as_line(caption: Line, image: Line, line: Line) -> Line:
    """A picture as `may_leave` asks for it; it was captured with its article."""
    url = caption.get("original_url") or caption.get("image_url") or line["url"]
    return {"id": image.get("record_id"), "url": url, "captured_at": line["captured_at"], "capture": image}


def _redacted(hit: Hit, held: Line, tally: Tally) -> _Given:
    line, counts = redacted_for_others(held)
    tally.covered.update(counts)
    return _Given(article_row(hit.row, line), tuple(caption_rows(hit.row, line)))


def _firsts(connection: Connection, some: list[_Given], may_leave: MayLeave) -> dict[str, Line]:
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


def _as_it_is(line: Line) -> Line:
    return line
