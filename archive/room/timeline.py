"""What became of a village or a site in time: articles of the programme, events, visits, and when it became a
recipient, in one line. Visits that found the same one after another are one entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.query import Query
from archive.catalogue.search import articles, snippet
from archive.room.article import captions_of
from archive.room.articles import row_of
from archive.room.language import Language, day_in_jakarta

Row = dict[str, Any]

_MOST_ARTICLES = 300
_MOST_EVENTS = 300


def timeline(
    connection: Connection, query: Query, sites: Sequence[Row], recipients: Sequence[Row], speech: Language
) -> list[Row]:
    """Entries by day, the newest first; each has `day` ("2026-11-05", "2024", or None) and `what`."""
    entries = [
        *_articles(connection, query, speech),
        *_events(connection, sites),
        *_visits(connection, sites),
        *({"what": "recipient", "day": one["year"] or None, "recipient": one} for one in recipients),
    ]
    return sorted(entries, key=lambda one: one["day"] or "", reverse=True)


def _articles(connection: Connection, query: Query, speech: Language) -> Iterator[Row]:
    for hit in articles(connection, query, limit=_MOST_ARTICLES):
        yield {
            "what": "article",
            "day": hit.row.published_on,
            "article": row_of(hit, speech),
            "snippet": "".join(words for words, _ in snippet(hit.line, "")),
            "captions": [_plain(one) for one in captions_of(hit.line)[:3]],
        }


def _plain(caption: Row) -> Row:
    return {name: caption.get(name) for name in ("text", "credit", "alt", "shown", "image_status")}


def _events(connection: Connection, sites: Sequence[Row]) -> Iterator[Row]:
    event = tables.event
    keys = {value for site in sites for value in (site["id"], site["key"])}
    rows = connection.execute(
        select(event).where(event.c.site.in_(keys)).order_by(event.c.found_at.desc()).limit(_MOST_EVENTS)
    )
    for row in rows:
        yield {"what": "event", "day": str(day_in_jakarta(row.found_at)), "event": dict(row._mapping)}


def _visits(connection: Connection, sites: Sequence[Row]) -> Iterator[Row]:
    """Runs of visits that found a site in one state."""
    visit = tables.visit
    rows = connection.execute(
        select(visit).where(visit.c.site.in_({site["id"] for site in sites})).order_by(visit.c.site, visit.c.at)
    )
    for run in _runs(rows):
        yield {
            "what": "visits",
            "day": str(day_in_jakarta(run[-1].at)),
            "site": run[-1].site,
            "state": run[-1].state,
            "detail": run[-1].detail,
            "count": len(run),
            "first": run[0].at,
            "last": run[-1].at,
            "archived": sum(one.archived for one in run),
            "new": sum(one.new for one in run),
            "crawl": run[-1].crawl,
        }


def _runs(rows: Iterable[Any]) -> Iterator[list[Any]]:
    run: list[Any] = []
    for row in rows:
        if run and (row.site, row.state) != (run[-1].site, run[-1].state):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def month_counts(connection: Connection, village: str | None, sites: Sequence[Row]) -> list[Row]:
    """Every month from the first to the last with news: of all, and of the programme. Undated news last."""
    from archive.catalogue.counts import months_between

    article = tables.article.c
    where = article.village == village if village else article.site.in_({site["key"] for site in sites})
    columns = (article.month, article.relevant, func.count().label("count"))
    rows = connection.execute(
        select(*columns).where(article.kind == "article", where, *visible()).group_by(article.month, article.relevant)
    )
    found: dict[str | None, Row] = {}
    for row in rows:
        one = found.setdefault(row.month, {"month": row.month, "all_news": 0, "relevant": 0})
        one["all_news"] += row.count
        one["relevant"] += row.count if row.relevant else 0
    known = sorted(month for month in found if month)
    months = months_between(known[0], known[-1]) if known else []
    none = {"all_news": 0, "relevant": 0}
    dated = [found.get(month) or {"month": month, **none} for month in months]
    return dated + ([found[None]] if None in found else [])


def bars(months: Sequence[Row], most: int = 48) -> Row:
    """How the last months are drawn: heights in units of the view box, 100 for the most news in a month."""
    shown = [one for one in months if one["month"]][-most:]
    largest = max((one["all_news"] for one in shown), default=0) or 1
    return {
        "bars": [
            {
                "x": 4 + number * 16,
                "all_height": round(100 * one["all_news"] / largest, 1),
                "own_height": round(100 * one["relevant"] / largest, 1),
                **one,
            }
            for number, one in enumerate(shown)
        ],
        "width": 8 + len(shown) * 16,
        "largest": largest,
        "years": [
            {"x": 4 + number * 16, "year": one["month"][:4]}
            for number, one in enumerate(shown)
            if number == 0 or one["month"].endswith("-01")
        ],
    }
