"""What is new for saved searches (decisions/searches.jsonl), told once: put into the outbox when a job has ended.

New is what was first captured after what was told last. Up to when that is, stands in notices/searches.json, written
after the notice: when a job dies in between it may come twice, and is never lost.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import Connection, func, select

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.update import open_catalogue
from archive.errors import ArchiveError, CollectionError
from archive.files import write_whole
from archive.layout import Collection
from archive.regions import region_table
from archive.searches import Search, fresh, news_after, searches, told, told_file
from crawler.notices import outbox
from crawler.notices.targets import has_targets, read_targets

logger = logging.getLogger(__name__)

MOST_ARTICLES = 10  # named of one search

News = dict[str, Any]


def announce_searches(collection: Collection, crawl_id: str) -> int:
    """Leave what is new in the outbox; how many searches found something. Holds the lock. Nothing of it ends a
    crawl: what could not be looked up is told after the next."""
    asked = [one for one in searches(collection.root).values() if one.notify]
    if not asked or not has_targets(collection):
        return 0
    asked = _with_somebody(collection, asked)
    if not asked:
        return 0
    try:
        engine = open_catalogue(collection)
        try:
            with engine.connect() as connection:
                until, found = _found(collection, connection, asked)
        finally:
            engine.dispose()
        for targets, news in found.items():
            outbox.put_searches(collection, crawl_id, news, targets)
        if until:
            _note(collection, {one.id: until for one in asked})
        return sum(map(len, found.values()))
    except (ArchiveError, OSError) as error:
        logger.warning("What is new for saved searches could not be told: %s", error)
        return 0


def _with_somebody(collection: Collection, asked: list[Search]) -> list[Search]:
    """Those for whom notify.toml has anybody they name. Where it cannot be read the outbox says so, and keeps what is
    to be told."""
    try:
        known = read_targets(collection)
    except CollectionError:
        return asked
    found = []
    for one in asked:
        if not one.targets or known.keys() & one.targets:
            found.append(one)
        else:
            logger.warning("Nobody is told of the saved search %r of %s: notify.toml has no target %s",
                           one.name, one.who, ", ".join(one.targets))  # fmt: skip
    return found


def _found(
    collection: Collection, connection: Connection, asked: list[Search]
) -> tuple[str | None, dict[tuple[str, ...], list[News]]]:
    """Up to when was looked, and by targets what is to be told."""
    until = connection.execute(select(func.max(tables.article.c.first_captured_at)).where(*visible())).scalar()
    told_until = told(collection.root)
    found: dict[tuple[str, ...], list[News]] = {}
    for one in asked:
        made = fresh(connection, one.query, news_after(one, told_until), until, MOST_ARTICLES)
        if made.count:
            home = collection.config.access.address
            news = {
                "id": one.id,
                "name": one.name,
                "who": one.who,
                "count": made.count,
                "link": f"{home}/artikel?{urlencode([*one.params, ('order', 'captured')])}" if home else None,
                "articles": [_article(row, home) for row in made.rows],
            }
            found.setdefault(one.targets, []).append(news)
    return until, found


def _article(row: Any, home: str | None) -> News:
    village, regency = (region_table().get(code) if code else None for code in (row.village, row.regency))
    return {
        "title": row.title,
        "where": ", ".join(region.name for region in (village, regency) if region) or row.site,
        "day": row.published_on,
        "link": f"{home}/artikel/{quote(row.id, safe=':')}" if home else None,
    }


def _note(collection: Collection, fresh_until: Mapping[str, str]) -> None:
    kept = searches(collection.root)
    until = {one: moment for one, moment in {**told(collection.root), **fresh_until}.items() if one in kept}
    path = told_file(collection.root)
    path.parent.mkdir(exist_ok=True)
    write_whole(path, json.dumps({"told_until": until}, indent=1).encode() + b"\n")
