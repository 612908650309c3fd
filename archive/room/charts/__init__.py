"""Charts as Vega-Lite says them, drawn here by vl-convert: no browser, no network, the same in SVG and PNG.

    drawing   a specification as SVG and PNG, one at a time
    frame     title, key, filters and source around it, so that a picture explains itself on a slide
    columns   counts over time, bars, questions side by side
    maps      circles, province squares, a user's own shapes

Each is made of rows that a table beside the chart shows, too. Colours are told apart by lightness as well, so that they
survive a grey printer and colour-blind eyes.
"""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]

LEAF, LEAF_LIGHT, GOLD, INK, QUIET, LINE = "#0f5c4f", "#9cc7bb", "#b9770e", "#1c2624", "#51615e", "#d9e1de"
FONT = "'Noto Sans', 'Segoe UI', 'DejaVu Sans', sans-serif"
