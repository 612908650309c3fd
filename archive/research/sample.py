"""A sample drawn by chance that anybody can draw again: in each region and year those whose digest comes first.

The order of an article is SHA-256 of the seed and its id, so the same seed draws the same articles on every machine, in
every version of Python, and a larger sample of a region and year holds the smaller one. What was added to the
collection since may take places; nothing else changes.

    proportional   each stratum as large a part of the sample as it is of the whole (largest remainders)
    equal          of each stratum as many; what a small one has not is shared among the others

`weight` is how many articles of its stratum one of the sample stands for: estimates over regions need it.
"""

from __future__ import annotations

import hashlib
import heapq
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sqlalchemy import select

from archive.catalogue import tables
from archive.catalogue.conditions import conditions_of, day_of
from archive.catalogue.query import QueryError
from archive.corpus.articles import Articles
from archive.corpus.opening import reading
from archive.corpus.reading import may_read_row, read
from archive.corpus.table import Field, Row, Table
from archive.redaction import covered
from archive.regions import region_table
from archive.research.texts import Level, Period, Text

FIELDS = (
    Field("place", "whole"),
    Field("period"),
    Field("kode_wilayah"),
    Field("region"),
    Field("stratum_articles", "whole"),
    Field("stratum_sample", "whole"),
    Field("weight", "number"),
    Field("id"),
    Field("title"),
    Field("url"),
    Field("site"),
    Field("published_on"),
    Field("village"),
    Field("relation"),
    Field("text"),
    Field("capture", "capture"),
)
Allocation = Literal["proportional", "equal"]
ALLOCATIONS: tuple[Allocation, ...] = ("proportional", "equal")

Stratum = tuple[str, str]  # period and region; empty: not known, or not asked for


def draw_sample(
    articles: Articles,
    size: int,
    seed: str,
    *,
    period: Period = "year",
    level: Level = "province",
    allocation: Allocation = "proportional",
) -> Table:
    """`size` articles, or all there are; by stratum, and in each in the order they were drawn (`place`, from 1).
    Only what is drawn is kept in memory, 250 bytes an article. Raises QueryError."""
    if size < 1:
        raise QueryError("size: at least 1")
    wanted = allotted(Counter(stratum for _, _, stratum in _members(articles, period, level)), size, seed, allocation)
    drawn: dict[Stratum, list[tuple[int, str, int]]] = {stratum: [] for stratum in wanted}
    sizes: Counter[Stratum] = Counter()
    for number, article_id, stratum in _members(articles, period, level):
        sizes[stratum] += 1
        heap, most = drawn.get(stratum, []), wanted.get(stratum, 0)
        if most:
            entry = (-order_of(seed, article_id), article_id, number)  # the last of the order is on top
            heapq.heappush(heap, entry) if len(heap) < most else heapq.heappushpop(heap, entry)
    return Table("sample", FIELDS, _rows(articles, drawn, sizes))


def order_of(seed: str, name: str) -> int:
    """Its place in the order of chance that a seed makes."""
    return int.from_bytes(hashlib.sha256(f"{seed}\0{name}".encode("utf-8", "replace")).digest()[:16])


def allotted(sizes: Mapping[Stratum, int], size: int, seed: str, allocation: Allocation) -> dict[Stratum, int]:
    """How many of each stratum, none more than it has; together `size`, or all there are. Which of equal strata get
    the last ones, the seed says."""
    chance = {stratum: order_of(seed, "\0".join(stratum)) for stratum in sizes}
    size = min(size, sum(sizes.values()))
    if allocation == "proportional":
        whole = sum(sizes.values())
        given = {stratum: size * count // whole for stratum, count in sizes.items()}
        by_rest = sorted(sizes, key=lambda one: (-(size * sizes[one] % whole), chance[one]))
        for stratum in by_rest[: size - sum(given.values())]:
            given[stratum] += 1
        return given
    given = dict.fromkeys(sizes, 0)
    left = size
    while left:
        open_ones = sorted((one for one in sizes if given[one] < sizes[one]), key=lambda one: (given[one], chance[one]))
        share = left // len(open_ones)
        for stratum in open_ones if share else open_ones[:left]:
            more = min(max(share, 1), sizes[stratum] - given[stratum])
            given[stratum] += more
            left -= more
    return given


def _members(articles: Articles, period: Period, level: Level) -> Iterator[tuple[int, str, Stratum]]:
    """Number, id and stratum of all that may be drawn."""
    one, query = tables.article.c, articles.query
    columns = (
        one.number,
        one.id,
        day_of(query).label("day"),
        one.village,
        one.district,
        one.regency,
        one.province,
        one.url,
        one.captured_at,
        one.document,
    )
    with reading(articles.engine()) as connection:
        wanted = select(*columns).where(*conditions_of(query, connection.dialect.name))
        for row in connection.execution_options(yield_per=5_000).execute(wanted):
            if not may_read_row(articles.collection, row):
                continue
            text = Text(row.id, row.day, row.village or row.district or row.regency or row.province, ())
            yield row.number, row.id, (text.period(period) or "", text.region_at(level) or "")


def _rows(
    articles: Articles, drawn: Mapping[Stratum, list[tuple[int, str, int]]], sizes: Mapping[Stratum, int]
) -> Iterator[Row]:
    for stratum in sorted(drawn):
        ordered = sorted(drawn[stratum], reverse=True)
        period, code = stratum
        region = region_table().get(code) if code else None
        facts = {
            "period": period or None,
            "kode_wilayah": code or None,
            "region": region.name if region else None,
            "stratum_articles": sizes[stratum],
            "stratum_sample": len(ordered),
            "weight": sizes[stratum] / len(ordered) if ordered else None,
        }
        numbers = array("q", [number for _, _, number in ordered])
        with reading(articles.engine()) as connection:
            found = read(connection, numbers, articles.collection, redacted=articles.is_redacted)
            for place, (row, line) in enumerate(found, 1):
                yield {"place": place, **facts, **_article(row, line)}


def _article(row: Any, line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": line.get("title"),
        "url": covered(row.url),
        "site": row.site,
        "published_on": row.published_on,
        "village": row.village,
        "relation": row.relation,
        "text": line.get("text"),
        "capture": line["capture"],
    }
