"""Charts as Vega-Lite says them, drawn here by vl-convert: no browser, no network, the same in SVG and PNG.

Each function makes a specification (https://vega.github.io/vega-lite/docs/) of rows that a table beside the chart
shows, too. Colours are told apart by lightness as well, so that they survive a grey printer and colour-blind eyes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from archive.room.language import Language

Spec = dict[str, Any]
Row = dict[str, Any]

LEAF, LEAF_LIGHT, GOLD, INK, QUIET, LINE = "#0f5c4f", "#9cc7bb", "#b9770e", "#1c2624", "#5b6b68", "#d9e1de"

_D3_ID = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}
_D3_EN = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["Rp", ""]}


def svg(spec: Spec, speech: Language) -> str:
    """The chart as SVG."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_whole(spec), allowed_base_urls=[], format_locale=_numbers(speech)))


def png(spec: Spec, speech: Language) -> bytes:
    """The chart as PNG, twice as large: for slides."""
    import vl_convert

    return bytes(
        vl_convert.vegalite_to_png(_whole(spec), scale=2, allowed_base_urls=[], format_locale=_numbers(speech))
    )


def _numbers(speech: Language) -> dict[str, Any]:
    return _D3_ID if speech.code == "id" else _D3_EN


def _whole(spec: Spec) -> str:
    return json.dumps({"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "config": _CONFIG, **spec})


_FONT = "'Noto Sans', 'Segoe UI', 'DejaVu Sans', sans-serif"
_CONFIG: Spec = {
    "background": "#ffffff",
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET, "titleColor": QUIET, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "labelLimit": 220,
    },
    "legend": {"labelColor": INK, "titleColor": QUIET, "labelFontSize": 12, "orient": "top", "title": None},
    "bar": {"color": LEAF},
}  # fmt: skip


def months(speech: Language, rows: Sequence[Row], *, title: str) -> Spec:
    """Columns, one a month. Each row: `month`, `label`, `pages`, and `last_year` or None."""
    many = len(rows) > 18
    x = {
        "field": "label", "type": "ordinal", "sort": None, "title": None,
        "axis": {"labelAngle": -90 if len(rows) > 8 else 0, "labelOverlap": "parity" if many else False, "grid": False},
    }  # fmt: skip
    y = {"field": "pages", "type": "quantitative", "title": title, "axis": {"tickMinStep": 1, "format": ","}}
    layers: list[Spec] = [{"mark": {"type": "bar"}, "encoding": {"x": x, "y": y}}]
    if any(row.get("last_year") is not None for row in rows):
        layers.append(
            {
                "mark": {"type": "tick", "color": GOLD, "thickness": 3, "width": {"band": 0.9}},
                "transform": [{"filter": "datum.last_year > 0"}],
                "encoding": {"x": x, "y": {**y, "field": "last_year"}},
            }
        )
    return {"data": {"values": list(rows)}, "width": 720, "height": 240, "layer": layers}


def bars(speech: Language, rows: Sequence[Row], *, title: str) -> Spec:
    """Lying bars, the largest first, each with its number. Each row: `label`, `pages`."""
    y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": {"domain": False, "ticks": False}}
    x = {"field": "pages", "type": "quantitative", "title": title, "axis": None}
    number = {"field": "pages", "type": "quantitative", "format": ","}
    return {
        "data": {"values": list(rows)},
        "width": 420,
        "height": {"step": 24},
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.7}}, "encoding": {"x": x, "y": y}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": 12},
                "encoding": {"x": x, "y": y, "text": number},
            },
        ],
    }
