"""Regions that the table does not have: villages founded after its decree, in a collection's regions.csv.

    kode_wilayah,name,latitude,longitude          people's words; the points may be empty
    18.05.13.2099,Dwimulyo Baru,-4.3,105.3

Each must lie in a region of the table, or of a row of its own. A process knows those of the collection it opened last.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from archive.errors import CollectionError
from archive.files import file_state
from archive.regions import table
from archive.regions.form import UNKNOWN, Columns, Point, Strings, number_of, spellings
from archive.tabular import read_table, read_text

Row = tuple[str, str, Point | None]

_CODE = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.[123]\d{3})?)?)?\Z")
_in_use: tuple[Path, tuple[int, int] | None] | None = None


def regions_file(root: Path) -> Path:
    return root / "regions.csv"


def use_regions_of(root: Path) -> None:
    """Know the regions of this collection beside those of the table, and no other collection's. Raises
    CollectionError with the line that cannot be used."""
    global _in_use
    path = regions_file(root)
    state = file_state(path)
    if state is None and _in_use is None:
        return
    if _in_use == (path, state):
        return
    if state is None:
        table.set_region_table(None)
        _in_use = None
        return
    base = table.official_table()
    rows = read_regions(path, base)
    table.set_region_table(table.RegionTable(with_more(base.columns, rows)) if rows else None)
    _in_use = (path, state)


def read_regions(path: Path, base: table.RegionTable) -> list[Row]:
    """The rows of a regions.csv. Raises CollectionError."""
    text, _ = read_text(path)
    read = read_table(text, str(path), str.strip, "kode_wilayah")
    if read.faults:
        line, fault = read.faults[0]
        raise CollectionError(f"{path} line {line}: {fault}")
    rows = list(zip(read.lines, read.rows, strict=True))
    codes = [cells["kode_wilayah"].strip() for _, cells in rows]
    found: list[Row] = []
    for (line, cells), code in zip(rows, codes, strict=True):
        name = cells.get("name", "").strip()
        if fault := _fault(code, name, codes, base):
            raise CollectionError(f"{path} line {line}: {fault}")
        found.append((code, name, _point(cells, f"{path} line {line}")))
    return found


def _fault(code: str, name: str, codes: Sequence[str], base: table.RegionTable) -> str:
    if not _CODE.match(code) or "00" in code[:8].split("."):
        return f"{code!r} is no code of a region, as in 18, 18.05, 18.05.13 or 18.05.13.2021"
    if not name or len(name.encode()) > 200:
        return "a region needs a name, of at most 200 bytes"
    if region := base.get(code):
        return f"the table has {code} already: {region.name}"
    if codes.count(code) > 1:
        return f"{code} stands here twice"
    above = code.rpartition(".")[0]
    if above and above not in base and above not in codes:
        return f"{above}, in which {code} lies, is neither in the table nor here"
    return ""


def _point(cells: dict[str, str], where: str) -> Point | None:
    raw = [cells.get(name, "").strip().replace(",", ".") for name in ("latitude", "longitude")]
    if not any(raw):
        return None
    try:
        latitude, longitude = map(float, raw)
    except ValueError as error:
        raise CollectionError(f"{where}: latitude and longitude are degrees, as in -4.35 and 105.31") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise CollectionError(f"{where}: {latitude}, {longitude} is no point on Earth")
    return latitude, longitude


def with_more(columns: Columns, rows: Iterable[Row]) -> Columns:
    """The columns of a table with more regions in their places: 0.2 s, where packing them all takes 4."""
    new = sorted((number_of(code), code, name, point) for code, name, point in rows)
    count = len(columns.numbers)
    ordered = sorted(
        [(columns.numbers[place], place) for place in range(count)]
        + [(number, count + place) for place, (number, *_) in enumerate(new)]
    )
    place_of = [0] * len(ordered)
    for place, (_, former) in enumerate(ordered):
        place_of[former] = place
    names = [columns.names[place] for place in range(count)] + [name.encode() for _, _, name, _ in new]
    points = [point for _, _, _, point in new]
    keys = [(columns.keys[nth], place_of[columns.named[nth]]) for nth in range(len(columns.keys))]
    keys += [
        (key.encode(), place_of[count + nth])
        for nth, (_, code, name, _) in enumerate(new)
        for key in spellings(code, name)
    ]
    keys.sort()
    in_order = [names[former] for _, former in ordered]
    return Columns(
        numbers=array("Q", (number for number, _ in ordered)),
        latitudes=_degrees(ordered, columns.latitudes, points, 0),
        longitudes=_degrees(ordered, columns.longitudes, points, 1),
        names=Strings(b"".join(in_order), map(len, in_order)),
        keys=Strings(b"".join(key for key, _ in keys), (len(key) for key, _ in keys)),
        named=array("I", (place for _, place in keys)),
        old_kecamatan=columns.old_kecamatan,
    )


def _degrees(
    ordered: Sequence[tuple[int, int]], known: array[int], points: Sequence[Point | None], axis: int
) -> array[int]:
    more = [UNKNOWN if point is None else round(point[axis] * 10**4) for point in points]
    count = len(known)
    return array("i", (known[place] if place < count else more[place - count] for _, place in ordered))
