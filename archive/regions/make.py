"""Makes the table of regions anew from the two packages it comes from.

    python -m archive.regions.make FOLDER      FOLDER holds the two tarballs, or gets them by `npm pack`

    idn-area-data   codes and names                           ─┐
                                                               ├─►  regions.bin.gz (archive/regions/form.py)
    geografis       points of villages, kecamatan of 2020     ─┘

The same packages give the same bytes, wherever zlib is the same; the checksum printed is of what is compressed.
"""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from archive.regions.form import Point, pack
from archive.regions.spelling import squash

TABLE = Path(__file__).with_name("regions.bin.gz")
# A village whose point is farther from the middle of its kabupaten is elsewhere: the widest of all, Natuna and
# Maluku Barat Daya, reach 3.5 degrees; the five villages beyond are off by 21 (2026-11-26).
FARTHEST_DEGREES = 5


class PackageError(Exception):
    """A package is missing or is not the one that the table is made from."""


@dataclass(frozen=True, slots=True)
class Package:
    """`integrity` is the registry's: sha512- and Base64."""

    name: str
    version: str
    sha256: str
    integrity: str

    @property
    def tarball(self) -> str:
        return f"{self.name}-{self.version}.tgz"


CODES = Package(
    "idn-area-data",
    "4.0.1",
    "8d47ffb2be39c08aacb0a2dd43193a1edb5754edb1022d57158341c702acc32d",
    "sha512-PhNSIl5T7swVwwWxJOFMtCaeHAF9TUu0HLDf+36EIWZro9j7au83AFIJiBQGL+iRsBDA2OlpJ5fjiqxNYndzOQ==",
)
POINTS = Package(
    "geografis",
    "1.3.2",
    "8edf6af4d7011ecf56f0b9ca46fa8cb7dfdcf922c365ee94cc0cae00f7df7c56",
    "sha512-VNrk114ibD0NxQ0ueAkjjT42Lnf9nVih18cvbw0rxoSlvoLV3OApkZLnkOe2ccrgi7+TMcRyNaOawHEdSag+oQ==",
)


@dataclass(frozen=True, slots=True)
class GivenVillage:
    """A village as geografis has it."""

    code: str
    name: str
    kecamatan: str
    kabupaten: str
    point: Point


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    try:
        regions, old_kecamatan = read_packages(fetched(CODES, folder), fetched(POINTS, folder))
    except PackageError as error:
        sys.exit(str(error))
    packed = pack(regions, old_kecamatan)
    TABLE.write_bytes(packed)
    for length, level in ((2, "provinsi"), (5, "kabupaten"), (8, "kecamatan"), (13, "desa")):
        points = [point for code, _, point in regions if len(code) == length]
        print(f"{level}: {len(points)}, without a point: {points.count(None)}")
    print(f"kecamatan that are no more: {len(old_kecamatan)}")
    print(f"{TABLE.name}: {len(packed)} bytes, sha256 unpacked {hashlib.sha256(gzip.decompress(packed)).hexdigest()}")


def fetched(package: Package, folder: Path) -> bytes:
    """The package's tarball, asked of npm where `folder` does not have it. Raises PackageError."""
    path = folder / package.tarball
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(["npm", "pack", "--silent", f"{package.name}@{package.version}"], cwd=folder, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise PackageError(f"{path}: not there and npm could not bring it ({error}); put it there") from error
    tarball = path.read_bytes()
    check(package, tarball)
    return tarball


def check(package: Package, tarball: bytes) -> None:
    """Raises PackageError when this is not, byte for byte, the package that the table was first made from."""
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if (hashlib.sha256(tarball).hexdigest(), integrity) != (package.sha256, package.integrity):
        raise PackageError(f"{package.tarball}: checksum differs from the pinned one; fetch the package anew")


def read_packages(codes: bytes, points: bytes) -> tuple[list[tuple[str, str, Point | None]], list[str]]:
    """Code, name and point of every region, and the kecamatan that are no more, from the bytes of the two tarballs."""
    names = read_names(codes)
    given = read_given(points)
    places = with_middles(names, village_points(names, given))
    old = {village.code[:8] for village in given} - names.keys()
    return [(code, name, places.get(code)) for code, name in sorted(names.items())], sorted(old)


def read_names(tarball: bytes) -> dict[str, str]:
    """Name of each code, of all four levels."""
    names: dict[str, str] = {}
    for level in ("provinces", "regencies", "districts", "villages"):
        lines = io.StringIO(member(tarball, f"package/data/{level}.csv").decode("utf-8"))
        names.update((row["code"], " ".join(row["name"].split())) for row in csv.DictReader(lines))
    return names


def read_given(tarball: bytes) -> list[GivenVillage]:
    rows = json.loads(member(tarball, "package/data/json/data.json"))
    return [
        GivenVillage(row["code"], row["village"], row["district"], row["city"], (row["latitude"], row["longitude"]))
        for row in rows
    ]


def member(tarball: bytes, name: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        file = archive.extractfile(name)
        assert file is not None, f"{name} is a folder"
        return file.read()


def village_points(names: Mapping[str, str], given: list[GivenVillage]) -> dict[str, Point]:
    """The point of each village that has one, by the first rule that finds it.

    1. the code, under the same name
    2. the name, if only one village of its kabupaten has it; then of its kecamatan (codes changed with new provinces)
    3. the code, under another name, in the same kabupaten: most are spellings ("Cot Geunduek", "Cot Geunduk")
    """
    near = close_to_their_kabupaten(given)
    by_code = {village.code: village for village in near}
    by_name = unique((squash(village.kabupaten), squash(village.name), village) for village in near)
    by_kecamatan = unique(
        (squash(village.kabupaten), squash(village.kecamatan) + "/" + squash(village.name), village) for village in near
    )
    points: dict[str, Point] = {}
    for code, name in names.items():
        if len(code) != 13:
            continue
        key, kabupaten, kecamatan = squash(name), squash(names[code[:5]]), squash(names[code[:8]])
        same_code = by_code.get(code)
        found = (
            (same_code if same_code and squash(same_code.name) == key else None)
            or by_name.get((kabupaten, key))
            or by_kecamatan.get((kabupaten, f"{kecamatan}/{key}"))
            or (same_code if same_code and squash(same_code.kabupaten) == kabupaten else None)
        )
        if found:
            points[code] = found.point
    return points


def close_to_their_kabupaten(given: list[GivenVillage]) -> list[GivenVillage]:
    by_kabupaten: defaultdict[str, list[GivenVillage]] = defaultdict(list)
    for village in given:
        by_kabupaten[village.code[:5]].append(village)
    near: list[GivenVillage] = []
    for villages in by_kabupaten.values():
        latitude = median(village.point[0] for village in villages)
        longitude = median(village.point[1] for village in villages)
        near += (
            village
            for village in villages
            if abs(village.point[0] - latitude) <= FARTHEST_DEGREES
            and abs(village.point[1] - longitude) <= FARTHEST_DEGREES
        )
    return near


def unique(rows: Iterable[tuple[str, str, GivenVillage]]) -> dict[tuple[str, str], GivenVillage | None]:
    """The village under each key, None where there are several."""
    found: dict[tuple[str, str], GivenVillage | None] = {}
    for kabupaten, name, village in rows:
        found[kabupaten, name] = None if (kabupaten, name) in found else village
    return found


def with_middles(names: Mapping[str, str], points: dict[str, Point]) -> dict[str, Point]:
    """The points of villages, and for every region above them the mean of its villages' points."""
    below: defaultdict[str, list[Point]] = defaultdict(list)
    for code, point in points.items():
        for above in (code[:2], code[:5], code[:8]):
            below[above].append(point)
    middles = {
        code: (fmean(point[0] for point in within), fmean(point[1] for point in within))
        for code, within in below.items()
        if code in names
    }
    return points | middles


if __name__ == "__main__":
    main()
