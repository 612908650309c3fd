"""Two to four regions or activities side by side: /liputan/banding?with=33&with=35 and any filter."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.datastructures import QueryParams
from starlette.requests import Request

from archive.catalogue.counts import counts, total
from archive.catalogue.query import ACTIVITIES, Query, QueryError
from archive.regions import region_table
from archive.room import filters, vocabulary
from archive.room.counted import Row, counted_row
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.times import Step, rows_of_times, span_in, step_of, times_counted
from archive.room.web import Page, address, language_of, region_name

_MOST = 4


def page(room: Room, request: Request) -> Page:
    """The questions' totals and how they went over time."""
    speech = language_of(request)
    query = filters.query_in(request.query_params)
    compared = compared_in(request.query_params)
    with room.catalogue() as connection:
        step = step_of(connection, query, request.query_params.get("step"))
        series = comparison_rows(connection, query, compared, speech, step)
        data = {"query": dict(query.params()), "step": step, "compared": _totals(connection, query, compared, speech)}
        data["rows"] = _beside(series)
        kept = [("with", one) for one in compared]
        view = {
            "form": filters.form_of(connection, query, speech, today=room.today(), kept=kept),
            "chart_params": [*query.params(), *kept, ("step", step)],
            "up": address("/liputan", query.params()),
            "most": _MOST,
            "without": [
                address("/liputan/banding", [*query.params(), *(("with", two) for two in compared if two != one)])
                for one in compared
            ],
        }
    return Page("banding.html", speech.say(N_("Perbandingan")), data, view)


def compared_in(params: QueryParams) -> list[str]:
    """Codes of regions and ids of activities, each once. Raises QueryError."""
    found = list(dict.fromkeys(value for value in params.getlist("with") if value))
    for one in found:
        if one not in ACTIVITIES and one not in region_table():
            raise QueryError(f"with: {one[:40]!r} is neither a region's code nor an activity", "compared", value=one)
    return found[:_MOST]


def comparison_rows(
    connection: Connection, query: Query, compared: list[str], speech: Language, step: Step
) -> list[Row]:
    """Rows over time of each, with its name as `series`; of every one from the first to the last of all, so that no
    line leaps over months in which there was nothing."""
    counted = [(one, of, times_counted(connection, of, step)) for one in compared for of in [_narrowed(query, one)]]
    spans = [span for _, of, found in counted if (span := span_in(of, found))]
    if not spans:
        return []
    whole = min(first for first, _ in spans), max(last for _, last in spans)
    return [
        {**row, "series": _name(one, speech)}
        for one, of, found in counted
        for row in rows_of_times(connection, of, speech, step, found, whole)
        if row["key"]
    ]


def _beside(rows: list[Row]) -> list[dict[str, Any]]:
    """One row a month with a cell for each question."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["key"], {"label": row["label"], "key": row["key"], "cells": []})["cells"].append(row)
    return list(found.values())


def _totals(connection: Connection, query: Query, compared: list[str], speech: Language) -> list[Row]:
    rows = []
    for one in compared:
        narrowed = _narrowed(query, one)
        counted = total(connection, narrowed)
        everything = sum(found.all_news for found in counts(connection, narrowed, "month", with_all_news=True))
        row = counted_row(counted, _name(one, speech), narrowed)
        rows.append(
            {**row, "with": one, "all_news": everything, "share": counted.pages / everything if everything else None}
        )
    return rows


def _narrowed(query: Query, one: str) -> Query:
    return query.but(activity=(one,)) if one in ACTIVITIES else query.but(region=one)


def _name(one: str, speech: Language) -> str:
    return vocabulary.name_of(speech, "activity", one) if one in ACTIVITIES else region_name(one)
