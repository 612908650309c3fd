from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.config import Maps
from archive.room.shapes import ShapesError, read_shapes
from tests.archive.room.counts.conftest import Made, counted, province

SQUARE = [[[110.0, -7.0], [111.0, -7.0], [111.0, -8.0], [110.0, -8.0], [110.0, -7.0]]]


def feature(code: Any, **others: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kode": code, "kelas": "A", **others},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }


def write(root: Path, content: Any) -> Maps:
    text = content if isinstance(content, str) else json.dumps({"type": "FeatureCollection", "features": content})
    (root / "peta.geojson").write_text(text)
    return Maps(geojson="peta.geojson")


def test_codes_are_known_however_they_are_written(tmp_path: Path) -> None:
    maps = write(tmp_path, [feature("33.22"), feature(3374), feature("3301")])

    shapes = read_shapes(tmp_path, maps)

    assert shapes is not None
    assert [shape.code for shape in shapes.shapes] == ["33.22", "33.74", "33.01"]
    assert shapes.level == 5


def test_unknown_codes_and_missing_regions_are_told(tmp_path: Path) -> None:
    maps = write(tmp_path, [feature("33"), feature("35"), feature("99"), feature("x"), feature("33.22"), feature("35")])

    shapes = read_shapes(tmp_path, maps)

    assert shapes is not None
    assert shapes.unknown == ("99", "x")
    assert len(shapes.missing) == 36
    assert shapes.doubled == ("35",)
    assert shapes.other_level == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not valid JSON"),
        ("[" * 200_000, "not valid JSON"),
        ('{"type": "Topology"}', "not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        ('{"type": "FeatureCollection", "features": [7]}', "no properties"),
        ([feature("99")], "no property"),
        ([feature("33") | {"geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}], "longitudes"),
        ([feature("33") | {"geometry": {"type": "Polygon", "coordinates": [[[1e9, 1]]]}}], "longitudes"),
        ('{"type": "FeatureCollection", "features": [{"properties": {}, "geometry": NaN}]}', "no number of JSON"),
        (" " * 10_000_001, "larger than"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(ShapesError, match=said):
        read_shapes(tmp_path, write(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match=r"tidak-ada\.json"):
        read_shapes(tmp_path, Maps(geojson="tidak-ada.json"))


def test_a_detailed_outline_is_thinned_out(tmp_path: Path) -> None:
    ring = [[110 + nth / 50_000, -7 + (nth % 2) / 1e6] for nth in range(50_000)] + [[111, -8], [110, -8], [110, -7]]
    one = feature("33") | {"geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}}

    shapes = read_shapes(tmp_path, write(tmp_path, [one, feature("35")]))

    assert shapes is not None
    assert sum(len(ring) for shape in shapes.shapes for polygon in shape.polygons for ring in polygon) < 3_000


def test_the_page_shows_them_filled_and_says_what_is_missing(made: Made) -> None:
    settings = made.collection.root / "collection.toml"
    before = settings.read_text()
    write(made.collection.root, [feature(made.provinces[0]), feature("98")])
    config = made.collection.config.model_copy(update={"maps": Maps(geojson="peta.geojson")})
    made.collection.__dict__["config"] = config

    page = made.client.get("/liputan").text
    picture = made.client.get("/grafik/bidang.svg")

    assert "1 bentuk berkode tidak dikenal" in page
    assert "37 wilayah tidak ada bentuknya" in page
    assert picture.status_code == 200
    assert "peta.geojson" in picture.text
    assert settings.read_text() == before
    rows = made.get("/grafik/bidang.json")["rows"]
    assert {row["code"]: row["pages"] for row in rows if row["pages"]} == counted(made.relevant(), province)


def test_the_map_of_a_region_has_its_shapes_alone_since_those_of_others_would_say_that_they_have_none(
    made: Made,
) -> None:
    one, other = made.provinces[:2]
    village = next(
        line["village"]["kode_wilayah"]
        for line in made.relevant()
        if line["village"] and line["village"]["kode_wilayah"][:2] == one
    )
    write(made.collection.root, [feature(village[:5]), feature(f"{other}.01"), feature(f"{other}.02")])
    config = made.collection.config.model_copy(update={"maps": Maps(geojson="peta.geojson")})
    made.collection.__dict__["config"] = config

    def outlines(region: str) -> int:
        picture: str = made.client.get(f"/grafik/bidang.svg?region={region}").text
        return picture.count('aria-roledescription="geoshape"')

    assert (outlines(""), outlines(one), outlines(other)) == (3, 1, 2)
    assert "tidak memuat bentuk di dalam wilayah yang dipilih" in made.client.get(f"/liputan?region={village[:8]}").text
    assert "Peta bidang" in made.client.get(f"/liputan?region={one}").text
