"""Sites as rows of the catalogue: what seeds.csv says, and how the last visits found them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from archive.catalogue import tables
from archive.catalogue.rows import region_columns
from archive.catalogue.sources import storable
from archive.layout import Collection
from archive.urls import site_key

Row = dict[str, Any]


def site_rows(collection: Collection, connection: Connection) -> list[Row]:
    """One for each row of seeds.csv."""
    found = {visits[-1].site: _found(visits) for visits in _visits(connection)}
    villages = _villages(connection)
    return [
        {
            "id": seed.id,
            "url": storable(seed.url),
            "key": (key := site_key(seed.url)),
            "name": storable(seed.name),
            **region_columns(seed.kode_wilayah or villages.get(key)),
            "tags": storable(" ".join(seed.tags)) or None,
            "is_paused": seed.paused,
            "notes": storable(seed.notes),
            **(state := found.get(seed.id, _UNVISITED)),
            "platform": state["platform"] or seed.platform,
        }
        for seed in collection.seeds()
    ]


_UNVISITED: Row = {
    "platform": None, "state": "unvisited",
    **dict.fromkeys(("state_since", "state_detail", "last_visit", "last_answer")),
}  # fmt: skip


def _found(visits: list[Any]) -> Row:
    state, since = visits[-1].state, visits[-1].at
    for visit in reversed(visits):
        if visit.state != state:
            break
        since = visit.at
    return {
        "platform": next((visit.platform for visit in reversed(visits) if visit.platform), None),
        "state": state,
        "state_since": since,
        "state_detail": visits[-1].detail,
        "last_visit": visits[-1].at,
        "last_answer": next((visit.at for visit in reversed(visits) if visit.state == "well"), None),
    }


def _visits(connection: Connection) -> Iterator[list[Any]]:
    """Those of each site, by time. A site that a patch crawl did not ask has none in it. Thousands of sites over years
    have millions: only one site's are in memory at a time."""
    found: list[Any] = []
    in_order = select(tables.visit).order_by(tables.visit.c.site, tables.visit.c.at)
    for row in connection.execute(in_order.execution_options(yield_per=2_000)):
        if found and found[-1].site != row.site:
            yield found
            found = []
        found.append(row)
    if found:
        yield found


def _villages(connection: Connection) -> dict[str, str]:
    """The village most articles of a site name as its own, where its row says none."""
    article = tables.article.c
    counts: dict[str, Counter[str]] = {}
    rows = connection.execute(
        select(article.site, article.village, func.count())
        .where(article.village.is_not(None), article.is_staff.is_(False))
        .group_by(article.site, article.village)
    )
    for site, village, count in rows:
        counts.setdefault(site, Counter())[village] = count
    return {site: found.most_common(1)[0][0] for site, found in counts.items()}
