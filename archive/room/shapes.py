"""A user's own shapes of regions, for a map that is filled in: GeoJSON named by `maps.geojson` in collection.toml.

Each feature says by a property which region it is, with the Kemendagri code ("33.22", "3322" and 3322 are the same).
The file is the operator's, but may come from anywhere: it is read within bounds and nothing of it is kept but codes and
coordinates, thinned out to what can be seen.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive.config import Maps
from archive.errors import ArchiveError
from archive.regions import region_table

_MOST_BYTES = 10_000_000
_MOST_FEATURES = 8_000
_MOST_POINTS = 60_000  # drawn
_USUAL = ("kode_wilayah", "kode", "kode_kemendagri", "KODE_KAB", "KODE_PROV", "kdkab", "code", "id")
_ENDS = (2, 5, 8, 13)

Ring = list[tuple[float, float]]


class ShapesError(ArchiveError):
    """A GeoJSON that cannot be used: which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The outlines of one region, in degrees: polygons of rings of (longitude, latitude)."""

    code: str
    polygons: list[list[Ring]]


@dataclass(frozen=True, slots=True)
class Shapes:
    """`level`: length of their codes (2 provinces, 5 kabupaten and kota, 8 kecamatan, 13 villages). `unknown`: codes
    that are no region's, as written; `missing`: regions of that level without a shape; `doubled`: codes that stand
    there more than once, whose shapes are taken together; `other_level`: features of another level, left out."""

    shapes: tuple[Shape, ...]
    level: int
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    other_level: int

    def within(self, region: str) -> Shapes:
        """Those of a region; of one that is smaller than they are, none: its numbers are not those of a larger one."""
        shapes = tuple(one for one in self.shapes if _lies_in(one.code, region))
        return replace(self, shapes=shapes, missing=tuple(code for code in self.missing if _lies_in(code, region)))


def _lies_in(code: str, region: str) -> bool:
    return not region or code == region or code.startswith(f"{region}.")


def read_shapes(root: Path, maps: Maps, region: str = "") -> Shapes | None:
    """Those of a region, thinned out to a picture of it; of all where none is named. None where no file is named.
    Raises ShapesError."""
    if maps.geojson is None:
        return None
    path = root / maps.geojson
    features = _features(path)
    name = maps.property or _usual_property(features, path)
    coded = [(_code(feature["properties"].get(name)), feature) for feature in features]
    known = [(code, feature) for code, feature in coded if code in region_table()]
    if not known:
        raise ShapesError(
            f"{path}: no feature has the code of a region as {name!r}; name the property in collection.toml: "
            '[maps] property = "NAME"'
        )
    level = Counter(len(code) for code, _ in known).most_common(1)[0][0]
    of_level = [(code, feature) for code, feature in known if len(code) == level]
    ours = [(code, feature) for code, feature in of_level if _lies_in(code, region)]
    polygons = {code: list[list[Ring]]() for code, _ in ours}
    for code, feature in ours:
        polygons[code] += _polygons(feature.get("geometry"), path, code)
    codes = Counter(code for code, _ in ours)
    return Shapes(
        tuple(Shape(code, found) for code, found in _thinned(polygons).items()),
        level,
        tuple(str(code)[:40] for code, _ in coded if code not in region_table())[:200],
        tuple(
            one.code
            for one in region_table()
            if len(one.code) == level and one.code not in polygons and _lies_in(one.code, region)
        ),
        tuple(code for code, count in codes.items() if count > 1),
        len(known) - len(of_level),
    )


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        if not path.is_file():
            raise ShapesError(f"{path}: there is no such file; see maps.geojson in collection.toml")
        if path.stat().st_size > _MOST_BYTES:
            raise ShapesError(
                f"{path}: larger than {_MOST_BYTES // 1_000_000} MB; simplify it first, for example with mapshaper: "
                "mapshaper FILE -simplify 5% keep-shapes -o SMALL.json"
            )
        found = json.loads(path.read_bytes(), parse_constant=_refuse)
    except OSError as error:
        raise ShapesError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ShapesError(f"{path}: not valid JSON: {error}") from error
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise ShapesError(f"{path}: not a GeoJSON FeatureCollection")
    features = found.get("features")
    if not isinstance(features, list) or not 0 < len(features) <= _MOST_FEATURES:
        raise ShapesError(f"{path}: has no features, or more than {_MOST_FEATURES}")
    if not all(isinstance(one, dict) and isinstance(one.get("properties"), dict) for one in features):
        raise ShapesError(f"{path}: a feature has no properties")
    return features


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def _usual_property(features: Sequence[dict[str, Any]], path: Path) -> str:
    """The one of the usual names that most features have a region's code under."""
    table = region_table()
    counts = {name: sum(_code(one["properties"].get(name)) in table for one in features) for name in _USUAL}
    best = max(counts, key=lambda name: counts[name])
    if not counts[best]:
        raise ShapesError(
            f"{path}: no property called {', '.join(_USUAL)} holds codes of regions; "
            'name the one that does in collection.toml: [maps] property = "NAME"'
        )
    return best


def _code(value: Any) -> str:
    """ "3322", 3322 and "33.22" as "33.22"; anything else as it is written."""
    written = str(value).strip() if isinstance(value, str | int) else ""
    digits = written.replace(".", "")
    if not re.fullmatch(r"[0-9]{2,10}", digits) or len(digits) not in (2, 4, 6, 10):
        return written
    return ".".join(filter(None, (digits[:2], digits[2:4], digits[4:6], digits[6:])))


def _polygons(geometry: Any, path: Path, code: str) -> list[list[Ring]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    found: Any = geometry.get("coordinates") if kind in ("Polygon", "MultiPolygon") else None
    try:
        polygons = [found] if kind == "Polygon" else found or []
        return [[list(_ring(ring)) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise ShapesError(f"{path}: the shape of {code} is not made of longitudes and latitudes") from error


def _ring(points: Any) -> Iterator[tuple[float, float]]:
    if not isinstance(points, list):
        raise TypeError("no ring")
    for point in points:
        x, y = float(point[0]), float(point[1])
        if not (math.isfinite(x) and -180 <= x <= 180 and -90 <= y <= 90):
            raise ValueError("not degrees")
        yield x, y


def _thinned(polygons: dict[str, list[list[Ring]]]) -> dict[str, list[list[Ring]]]:
    """Points that fall onto one another at the size of the picture, taken as one; coarser until few enough are left."""
    xs = [x for found in polygons.values() for polygon in found for ring in polygon for x, _ in ring]
    grid = (max(xs, default=1.0) - min(xs, default=0.0) or 1.0) / 1_500
    while True:
        thin = {code: _on_grid(found, grid) for code, found in polygons.items()}
        count = sum(len(ring) for found in thin.values() for polygon in found for ring in polygon)
        if count <= _MOST_POINTS or grid > 10:
            return {code: found for code, found in thin.items() if found}
        grid *= 1.5


def _on_grid(polygons: list[list[Ring]], grid: float) -> list[list[Ring]]:
    found = []
    for polygon in polygons:
        rings = [ring for ring in (_ring_on_grid(ring, grid) for ring in polygon) if len(ring) > 3]
        if rings:
            found.append(rings)
    return found


def _ring_on_grid(ring: Ring, grid: float) -> Ring:
    found: Ring = []
    for x, y in ring:
        point = (round(round(x / grid) * grid, 5), round(round(y / grid) * grid, 5))
        if not found or found[-1] != point:
            found.append(point)
    return found
