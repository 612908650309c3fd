"""Maps without borders of ours: circles over the places where villages are, province squares, a user's own shapes.

Latitude and longitude are drawn as they are (equirectangular): Indonesia lies on the equator, where that changes
distances by less than 2 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from archive.regions import region_table
from archive.room.charts import INK, LEAF, LINE, QUIET, Spec
from archive.room.charts.columns import WIDTH
from archive.room.charts.frame import writable
from archive.room.shapes import Shape
from archive.room.tiles import COLUMNS, ROWS

Row = dict[str, Any]
Box = tuple[float, float, float, float]

_INDONESIA: Box = (94.5, -11.5, 141.5, 6.5)
_LAND = "#e6ece9"


def circles(rows: Sequence[Row], region: str) -> Spec:
    """A circle for each region, its area as large as its number; the largest are named. Each row: `label`, `pages`,
    `said`, `latitude`, `longitude`. `region`: the code that the map shows; empty: Indonesia."""
    box, cells, size = _land(region)
    scale = WIDTH / (box[2] - box[0])
    height = (box[3] - box[1]) * scale
    rows = sorted(rows, key=lambda row: -row["pages"])  # small ones are drawn upon large ones
    largest = max((row["pages"] for row in rows), default=1)
    area_of_largest = 1_100 if len(rows) <= 80 else 420
    x = _degrees("longitude", box[0], box[2], "°BT", "")
    y = _degrees("latitude", box[1], box[3], "°LU", "°LS")
    values = [{name: row[name] for name in ("pages", "latitude", "longitude")} for row in rows]
    area = {
        "field": "pages", "type": "quantitative", "title": None,
        "scale": {"type": "linear", "domain": [0, largest], "range": [0, area_of_largest]},
        "legend": {"values": _round_values(largest), "format": ",d", "symbolFillColor": LEAF, "symbolOpacity": 0.65,
                   "symbolStrokeColor": "#ffffff"},
    }  # fmt: skip
    return {
        "width": WIDTH,
        "height": height,
        "layer": [
            {
                "data": {"values": [{"x": a, "y": b, "x2": a + size, "y2": b + size} for a, b in cells]},
                "mark": {"type": "rect", "color": _LAND, "clip": True},
                "encoding": {
                    "x": {**x, "field": "x"}, "x2": {"field": "x2"}, "y": {**y, "field": "y"}, "y2": {"field": "y2"},
                },
            },
            {
                "data": {"values": values},
                "mark": {"type": "circle", "color": LEAF, "opacity": 0.65, "stroke": "#ffffff", "strokeWidth": 0.6,
                         "clip": True},
                "encoding": {"x": x, "y": y, "size": area},
            },
            *_names(rows, box, scale, area_of_largest / largest),
        ],
    }  # fmt: skip


def _names(rows: Sequence[Row], box: Box, scale: float, area: float) -> list[Spec]:
    """Names of the largest, where they do not cover each other."""
    taken: list[Box] = []
    named: list[Row] = []
    for row in rows[:40]:
        if len(named) == 10:
            break
        said = f"{writable(row['label']).replace('Kabupaten ', '')} {row['said']}"
        radius = (area * row["pages"] / 3.15) ** 0.5
        x, y = (row["longitude"] - box[0]) * scale + radius + 3, (box[3] - row["latitude"]) * scale
        wide = len(said) * 6.4
        if x + wide > WIDTH:
            x -= wide + 2 * radius + 6
        place = (x, y - 8, x + wide, y + 8)
        if not any(_overlap(place, other) for other in taken):
            taken.append(place)
            named.append({"said": said, "x": x, "y": y})
    if not named:
        return []
    return [
        {
            "data": {"values": named},
            "mark": {"type": "text", "align": "left", "fontSize": 11.5, **how},
            "encoding": {
                "x": {"field": "x", "type": "quantitative", "scale": None},
                "y": {"field": "y", "type": "quantitative", "scale": None},
                "text": {"field": "said", "type": "nominal"},
            },
        }
        for how in ({"stroke": "#ffffff", "strokeWidth": 3, "color": "#ffffff"}, {"color": INK})
    ]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _degrees(field: str, first: float, last: float, above: str, below: str) -> Spec:
    wide = last - first
    step = next((step for step in (5, 2, 1, 0.5, 0.2, 0.1, 0.05) if wide / step >= 3), 0.02)
    start = -(-first // step)
    ticks = [round((start + nth) * step, 3) for nth in range(int((last - start * step) // step) + 1)]
    side = f"datum.value < 0 ? '{below}' : datum.value > 0 ? '{above}' : '°'"
    said = f"format(abs(datum.value), ',~f') + ({side})"
    return {
        "field": field, "type": "quantitative", "title": None,
        "scale": {"domain": [first, last], "nice": False, "zero": False},
        "axis": {"values": ticks, "labelExpr": said, "labelFontSize": 10, "labelColor": QUIET, "gridColor": LINE,
                 "gridDash": [2, 3], "domain": False, "ticks": False},
    }  # fmt: skip


def _round_values(largest: int) -> list[int]:
    """Three round numbers up to the largest, for the key."""
    if largest <= 3:
        return list(range(1, largest + 1))
    power = 10 ** (len(str(largest)) - 1)
    top = largest // power * power
    return sorted({max(1, top // 10), max(1, top // 3 // max(1, power // 10) * max(1, power // 10)), top})


@lru_cache(maxsize=32)
def _land(region: str) -> tuple[Box, list[tuple[float, float]], float]:
    """What the map of a region spans, the squares in which it has villages, and how many degrees these measure."""
    box = _box_of(_points(region)) if region else _INDONESIA
    size = (box[2] - box[0]) / (70 if len(region) == 2 else 36) if region else 0.5
    cells = {(round(x // size * size, 4), round(y // size * size, 4)) for x, y in _points(region)}
    return box, sorted(cells), size


def _points(region: str) -> Iterator[tuple[Any, Any]]:
    """Where its villages lie, each for itself: there are 83,000."""
    for one in region_table():
        is_there = one.level == "desa" and one.latitude is not None and one.longitude is not None
        if is_there and (not region or one.code.startswith(region + ".")):
            yield one.longitude, one.latitude


def _box_of(points: Iterable[tuple[float, float]]) -> Box:
    """With a margin, never narrower than a third of its width nor higher than half as much again."""
    left, low, right, high = 180.0, 90.0, -180.0, -90.0
    for x, y in points:
        left, right, low, high = min(left, x), max(right, x), min(low, y), max(high, y)
    if left > right:
        return _INDONESIA
    wide = max(right - left, (high - low) * 1.4, 0.1) * 1.12
    tall = max(high - low, wide / 3.2) + wide * 0.06
    x, y = (left + right) / 2, (low + high) / 2
    return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2


def squares(rows: Sequence[Row]) -> Spec:
    """Province squares. Each row as archive.room.places.tile_rows makes it."""
    side = 60
    wide = any(len(row["said"]) > 5 for row in rows)
    values = [{name: row[name] for name in ("short", "said", "column", "row", "fill", "ink")} for row in rows]

    def at(field: str, count: int) -> Spec:
        return {
            "field": field, "type": "ordinal", "axis": None,
            "scale": {"domain": list(range(count)), "paddingInner": 0.06, "paddingOuter": 0},
        }  # fmt: skip

    place = {"x": at("column", COLUMNS), "y": at("row", ROWS)}
    colour = {"field": "ink", "type": "nominal", "scale": None}
    return {
        "data": {"values": values},
        "width": COLUMNS * side,
        "height": ROWS * side,
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "#8b9a96", "strokeWidth": 1, "cornerRadius": 3},
                "encoding": {**place, "fill": {"field": "fill", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "dy": -9, "fontSize": 10.5},
                "encoding": {**place, "text": {"field": "short", "type": "nominal"}, "color": colour},
            },
            {
                "mark": {"type": "text", "dy": 9, "fontSize": 13 if wide else 15, "fontWeight": "bold"},
                "encoding": {**place, "text": {"field": "said", "type": "nominal"}, "color": colour},
            },
        ],
    }


def own_shapes(shapes: Sequence[Shape], fills: dict[str, str]) -> Spec:
    """A user's shapes, each filled as its code has it."""
    features = [
        {
            "type": "Feature",
            "properties": {"fill": fills.get(shape.code, "#ffffff")},
            "geometry": {"type": "MultiPolygon", "coordinates": shape.polygons},
        }
        for shape in shapes
    ]
    points = [point for shape in shapes for polygon in shape.polygons for ring in polygon for point in ring]
    wide = max(x for x, _ in points) - min(x for x, _ in points) or 1.0
    tall = max(y for _, y in points) - min(y for _, y in points) or 1.0
    return {
        "data": {"values": features},
        "width": WIDTH,
        "height": min(max(WIDTH * tall / wide, 160), 900),
        # As it lies: on a globe, rings that go the other way round would cover all the rest.
        "projection": {"type": "identity", "reflectY": True},
        "mark": {"type": "geoshape", "stroke": "#6d7d79", "strokeWidth": 0.4},
        "encoding": {"fill": {"field": "properties.fill", "type": "nominal", "scale": None}},
    }
