"""Counts over time: months, quarters or years, each beside the same a year before."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sqlalchemy import Connection

from archive.catalogue.counts import Count, counts
from archive.catalogue.query import UNKNOWN, Query
from archive.room.counted import Row, counted_row
from archive.room.language import N_, Language
from archive.room.periods import keys_between, named, quarter_of, span_of, year_before

Step = Literal["month", "quarter", "year"]
Times = dict[str | None, Count]  # by key: "2026-11", "2026-Q4", "2026"; None for those without a date
STEPS: dict[Step, str] = {"month": N_("bulan"), "quarter": N_("triwulan"), "year": N_("tahun")}
_MOST_COLUMNS = 60


def time_rows(connection: Connection, query: Query, speech: Language, step: Step) -> list[Row]:
    """Every month (quarter, year) from the first with an article to the last, with the same a year before; then those
    without a date. `last_year` is None where it cannot be known, `articles` leads to what was counted."""
    found = times_counted(connection, query, step)
    return rows_of_times(connection, query, speech, step, found, span_in(query, found))


def span_in(query: Query, found: Times) -> tuple[str, str] | None:
    """The first and last key with an article, or with news where the question says since when."""
    known = sorted(key for key, one in found.items() if key and (one.pages or query.since not in ("", UNKNOWN)))
    return (known[0], known[-1]) if known else None


def rows_of_times(
    connection: Connection, query: Query, speech: Language, step: Step, found: Times, span: tuple[str, str] | None
) -> list[Row]:
    """Those of `time_rows` of what was counted, from the first to the last key of `span`."""
    before = _a_year_before(connection, query, step, found)
    rows = []
    for key in keys_between(*span) if span else []:
        since, until = span_of(key)
        narrowed = query.but(since=max(since, query.since), until=_earlier(until, query.until))
        rows.append(
            counted_row(found.get(key) or Count(key), named(speech, key), narrowed)
            | {"key": key, "last_year": before.get(year_before(key), Count(key)).pages}
        )
    if None in found and found[None].pages:
        undated = query.but(since=UNKNOWN, until="")
        rows.append(counted_row(found[None], speech.month(None), undated) | {"key": None, "last_year": None})
    return rows


def times_counted(connection: Connection, query: Query, step: Step) -> Times:
    """With all news, which are added up from those of the months: these are asked for anyway."""
    months = counts(connection, query, "month", with_all_news=True)
    if step == "month":
        return {one.key: one for one in months}
    found: Times = {one.key: one for one in counts(connection, query, step)}
    for month in months:
        key = None if month.key is None else quarter_of(month.key) if step == "quarter" else month.key[:4]
        one = found.get(key) or Count(key)
        found[key] = replace(one, all_news=one.all_news + month.all_news)
    return found


def step_of(connection: Connection, query: Query, asked: str | None) -> Step:
    """What was asked for, else months; where these are too many for a page quarters, else years."""
    for step in STEPS:
        if asked == step:
            return step
    months = [one.key for one in counts(connection, query, "month", with_all_news=True) if one.key and one.pages]
    count = len(keys_between(months[0], months[-1])) if months else 0
    return "month" if count <= _MOST_COLUMNS else "quarter" if count <= 3 * _MOST_COLUMNS else "year"


def _a_year_before(connection: Connection, query: Query, step: Step, found: Times) -> Times:
    if query.since in ("", UNKNOWN) and not query.until:
        return found
    earlier = query.but(since=year_before(query.since), until=year_before(query.until))
    return {one.key: one for one in counts(connection, earlier, step)}


def _earlier(one: str, other: str) -> str:
    """The period that ends first; an empty one never ends."""
    return min(one, other, key=lambda period: period + "\x7f") if other else one
