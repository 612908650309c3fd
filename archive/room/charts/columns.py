"""Counts over time, bars, and questions side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from archive.room.charts import GOLD, INK, LEAF, Spec
from archive.room.charts.frame import writable
from archive.room.language import Language

Row = dict[str, Any]

WIDTH = 760
# Told apart by colour, by dashes and by points.
SERIES = (LEAF, GOLD, "#7a4fa3", "#b03a2e")
_DASHES = ([1, 0], [6, 3], [2, 2], [9, 3, 2, 3])
_POINTS = ("circle", "square", "triangle-up", "diamond")


def over_time(speech: Language, rows: Sequence[Row], measure: str, title: str) -> Spec:
    """Columns, one a month, quarter or year, with a golden line where the same a year before stood. Each row: `key`,
    `pages`, `share`, `last_year`. `measure`: pages or share."""
    dated = [row for row in rows if row["key"]]
    x = _time_axis(speech, [row["key"] for row in dated])
    y = _value_axis(dated, measure, title)
    layers: list[Spec] = [{"mark": {"type": "bar", "width": {"band": 0.78}}, "encoding": {"x": x, "y": y}}]
    if measure == "pages" and any(row["last_year"] for row in dated):
        layers.append(
            {
                "mark": {"type": "tick", "color": GOLD, "thickness": 3, "width": {"band": 0.95}},
                "transform": [{"filter": "datum.last_year > 0"}],
                "encoding": {"x": x, "y": {**y, "field": "last_year"}},
            }
        )
    values = [{name: row[name] for name in ("key", "pages", "share", "last_year")} for row in dated]
    return {"data": {"values": values}, "width": WIDTH, "height": 250, "layer": layers}


def bars(rows: Sequence[Row], measure: str = "pages") -> Spec:
    """Lying bars in the given order, each with its number. Each row: `label`, `said`, and the measure."""
    values = [
        {"nth": nth, "label": _short(row["label"], 34), "value": row[measure] or 0, "said": row["said"]}
        for nth, row in enumerate(rows)
    ]
    names = json.dumps([row["label"] for row in values])
    y = {
        "field": "nth", "type": "ordinal", "title": None,
        "axis": {"domain": False, "ticks": False, "labelExpr": f"{names}[datum.value]"},
    }  # fmt: skip
    x = {"field": "value", "type": "quantitative", "axis": None}
    return {
        "data": {"values": values},
        "width": 420,
        "height": {"step": 24},
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.7}}, "encoding": {"x": x, "y": y}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": 12},
                "encoding": {"x": x, "y": y, "text": {"field": "said", "type": "nominal"}},
            },
        ],
    }


def side_by_side(speech: Language, rows: Sequence[Row], measure: str, title: str) -> Spec:
    """Lines over time, one a question. Each row: `key`, `series` (its name), and the measure."""
    dated = [row for row in rows if row["key"]]
    names = list(dict.fromkeys(_short(row["series"], 48) for row in dated))
    many = len(names)
    values = [
        {"key": row["key"], "series": _short(row["series"], 48), "pages": row["pages"], "share": row["share"]}
        for row in dated
    ]

    def by_series(out: Sequence[Any]) -> Spec:
        return {
            "field": "series", "type": "nominal", "title": None, "sort": None,
            "scale": {"domain": names, "range": list(out[:many])},
        }  # fmt: skip

    encoding = {
        "x": _time_axis(speech, sorted({row["key"] for row in dated})),
        "y": _value_axis(dated, measure, title),
        "color": by_series(SERIES),
    }
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": 260,
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {**encoding, "strokeDash": by_series(_DASHES)}},
            {
                "mark": {"type": "point", "filled": True, "size": 40},
                "encoding": {**encoding, "shape": by_series(_POINTS)},
            },
        ],
    }


def _time_axis(speech: Language, keys: Sequence[str]) -> Spec:
    """Months by name and, at the first and each January, the year; of many only the years."""
    few = len(keys) <= (30 if keys and len(keys[0]) > 4 else 60)
    said: dict[str, list[str] | str] = {}
    for nth, key in enumerate(keys):
        is_soon = nth == 0 and len(keys) > 1 and keys[1].endswith(("-01", "-Q1"))  # no room for two years
        begins = (nth == 0 and not is_soon) or key.endswith(("-01", "-Q1"))
        if len(key) == 4:
            said[key] = key
        elif few:
            part = "TW" + key[-1] if "Q" in key else speech.short_month(key).partition(" ")[0]
            said[key] = [part, key[:4]] if begins else part
        else:
            said[key] = key[:4] if key.endswith(("-01", "-Q1")) else ""
    return {
        "field": "key", "type": "ordinal", "title": None, "sort": list(keys),
        "axis": {"labelAngle": 0, "labelExpr": f"{json.dumps(said)}[datum.value]", "grid": False, "ticks": False,
                 "labelPadding": 6, "labelOverlap": False},
    }  # fmt: skip


def _value_axis(rows: Sequence[Row], measure: str, title: str) -> Spec:
    last_year = [row.get("last_year") or 0 for row in rows] if measure == "pages" else []
    largest = max([*(row[measure] or 0 for row in rows), *last_year], default=0)
    axis: Spec = {"title": title, "tickCount": 5}
    if measure == "share":
        axis |= {"format": ".0%" if largest > 0.06 else ".1%"}
    else:
        axis |= {"format": ",d", **({"values": list(range(largest + 1))} if largest <= 5 else {})}
    return {"field": measure, "type": "quantitative", "axis": axis, "scale": {"domainMin": 0}}


def _short(text: str, most: int) -> str:
    text = writable(text)
    return text if len(text) <= most else text[: most - 1] + "…"
