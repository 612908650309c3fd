"""lumbung-region/1: a region that occurs in a release. These rows are taken from a database under the ODbL."""

from __future__ import annotations

from archive.export.rows.fields import Field, Row, RowKind, Struct, shaper
from archive.regions import region_table

REGION = RowKind(
    "lumbung-region/1",
    "One region of Indonesia that publishes or is named, and each that it lies in. Under the ODbL, see NOTICE.",
    (
        Field("schema", "text", "lumbung-region/1"),
        Field("kode_wilayah", "text", "Official code with dots, 18.05.13.2021."),
        Field("level", "text", "provinsi, kabupaten, kecamatan or desa."),
        Field("kind", "text", "provinsi, kabupaten, kota, kecamatan, kelurahan, desa or desa_adat."),
        Field("name", "text", "Official name; null for a code that is in the table no more."),
        Field("parent", "text", "Code of the region that it lies in; null for a province."),
        Field("latitude", "number", "Degrees; of a village's seat, else the mean of the villages in it."),
        Field("longitude", "number", "Degrees."),
    ),
)

_shape = shaper(Struct(REGION.fields))


def region_row(code: str) -> Row:
    region = region_table().get(code)
    levels = {2: "provinsi", 5: "kabupaten", 8: "kecamatan", 13: "desa"}
    row: Row = _shape({
        "schema": REGION.name,
        "kode_wilayah": code,
        "level": levels.get(len(code)),
        "kind": region.kind if region else None,
        "name": region.name if region else None,
        "parent": code.rpartition(".")[0] or None,
        "latitude": region.latitude if region else None,
        "longitude": region.longitude if region else None,
    })  # fmt: skip
    return row
