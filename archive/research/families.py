"""Families of near-copies: stories that several pages tell. Who was first, how far it went, what was changed.

    families   a row a story of two pages or more
    members    a row a page of them

Pages of one story have one `story_id` (docs/documents.md). First is the page of the earliest day that the question
finds; of one day that whose id is lowest. `changed` is the share of runs of three words that a page and the first do
not have in common (1 - Jaccard): 0 the same words, 1 nothing in common; None where either text has fewer than three
words. One family is read at a time, and of it one page besides the first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from archive.catalogue import tables
from archive.catalogue.conditions import conditions_of, day_of
from archive.catalogue.words import words_of
from archive.corpus.articles import Articles
from archive.corpus.opening import reading
from archive.corpus.reading import Found, read, telling
from archive.corpus.table import Field, Row, Table
from archive.redaction import covered

MEMBER_FIELDS = (
    Field("story_id"),
    Field("place", "whole"),
    Field("id"),
    Field("is_first", "yes"),
    Field("near_duplicate_of"),
    Field("title"),
    Field("url"),
    Field("site"),
    Field("kode_wilayah"),
    Field("published_on"),
    Field("days_after", "whole"),
    Field("changed", "number"),
    Field("capture", "capture"),
)
FAMILY_FIELDS = (
    Field("story_id"),
    Field("pages", "whole"),
    Field("sites", "whole"),
    Field("villages", "whole"),
    Field("provinces", "whole"),
    Field("first_id"),
    Field("first_url"),
    Field("first_title"),
    Field("first_on"),
    Field("last_on"),
    Field("days", "whole"),
    Field("unchanged", "whole"),
    Field("changed_mean", "number"),
    Field("changed_most", "number"),
)
Runs = frozenset[str]


def members(articles: Articles, progress: Any = None) -> Table:
    """A row a page, family by family; each by day."""
    return Table("members", MEMBER_FIELDS, _members(articles, progress))


def families(articles: Articles, progress: Any = None) -> Table:
    """A row a family, the largest first by the pages the question finds."""
    rows = _members(articles, progress)
    return Table(
        "families",
        FAMILY_FIELDS,
        # Of some only one page may be shown.
        (_family(story, pages) for story, pages in _by_story(rows) if len(pages) > 1),
    )


def _by_story(rows: Iterator[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    return ((story, list(same)) for story, same in groupby(rows, key=lambda row: str(row["story_id"])))


def _members(articles: Articles, progress: Any) -> Iterator[dict[str, Any]]:
    one, query = tables.article.c, articles.query
    with reading(articles.engine()) as connection:
        found_by = conditions_of(query, connection.dialect.name)
        count = func.count().label("pages")
        several = select(one.story, count).where(*found_by).group_by(one.story).having(count > 1).subquery()
        wanted = select(one.number).join(several, several.c.story == one.story).where(*found_by)
        order = (several.c.pages.desc(), one.story, day_of(query).asc().nulls_last(), one.id)
        numbers = array("q", connection.execute(wanted.order_by(*order)).scalars())
        found = telling(progress, read(connection, numbers, articles.collection, redacted=articles.is_redacted))
        for _, same in groupby(found, key=lambda found: found.row.story):
            yield from _of_one(same, by_event=query.by == "event")


def _of_one(same: Iterator[Found], *, by_event: bool) -> Iterator[dict[str, Any]]:
    first: tuple[str | None, Runs] | None = None
    for place, (row, line) in enumerate(same, 1):
        day, runs = row.event_on if by_event else row.published_on, runs_of_three(line.get("text") or "")
        first = first or (day, runs)
        yield {
            "story_id": row.story,
            "place": place,
            "id": row.id,
            "is_first": place == 1,
            "near_duplicate_of": line.get("near_duplicate_of"),
            "title": line.get("title"),
            "url": covered(row.url),
            "site": row.site,
            "kode_wilayah": row.village or row.district or row.regency or row.province,
            "published_on": day,
            "days_after": _days(first[0], day),
            "changed": changed(first[1], runs),
            "capture": line["capture"],
        }


def runs_of_three(text: str) -> Runs:
    """The runs of three words that a text has, letter case aside, as the search for copies takes them."""
    words = words_of(text)
    return frozenset(" ".join(words[start : start + 3]) for start in range(len(words) - 2))


def changed(first: Runs, other: Runs) -> float | None:
    """The share of runs that are not in both; None where one has none."""
    if not first or not other:
        return None
    return 1 - len(first & other) / len(first | other)


def _family(story: str, pages: list[dict[str, Any]]) -> Row:
    first = pages[0]
    days = [page["published_on"] for page in pages if page["published_on"]]
    shares = [page["changed"] for page in pages[1:] if page["changed"] is not None]
    codes = [page["kode_wilayah"] for page in pages if page["kode_wilayah"]]
    return {
        "story_id": story,
        "pages": len(pages),
        "sites": len({page["site"] for page in pages}),
        "villages": len({code for code in codes if len(code) == 13}),
        "provinces": len({code[:2] for code in codes}),
        "first_id": first["id"],
        "first_url": first["url"],
        "first_title": first["title"],
        "first_on": first["published_on"],
        "last_on": max(days, default=None),
        "days": _days(min(days, default=None), max(days, default=None)),
        "unchanged": sum(share == 0 for share in shares),
        "changed_mean": sum(shares) / len(shares) if shares else None,
        "changed_most": max(shares, default=None),
    }


def _days(first: str | None, last: str | None) -> int | None:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days if first and last else None
