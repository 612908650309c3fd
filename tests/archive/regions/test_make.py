"""The table is made from two packages, always the same; here from tiny ones that are made up."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from archive.regions import make
from archive.regions.form import MAGIC, pack, unpack
from archive.regions.make import Package, PackageError
from archive.regions.table import RegionTable

Point = tuple[float, float]

CODES = {
    "provinces": "code,name\n11,Provinsi Umpama\n12,Provinsi Baru\n",
    "regencies": "code,province_code,name\n11.01,11,Kabupaten Umpama\n12.01,12,Kabupaten Pindahan\n",
    "districts": "code,regency_code,name\n11.01.01,11.01,Seandainya\n12.01.01,12.01,Lama\n12.01.02,12.01,Muda\n",
    "villages": (
        "code,district_code,name\n"
        "11.01.01.2001,11.01.01,Suka  Maju\n"
        "11.01.01.2002,11.01.01,Cot Geunduek\n"
        "11.01.01.1003,11.01.01,Jauh\n"
        "12.01.01.2001,12.01.01,Pindah\n"
        "12.01.01.2002,12.01.01,Kembar\n"
        "12.01.02.2001,12.01.02,Kembar\n"
        "12.01.02.2002,12.01.02,Anyar\n"
    ),
}
POINTS = [
    ("11.01.01.2001", "Sukamaju", "Seandainya", "Kabupaten Umpama", (-1.0, 100.0)),
    ("11.01.01.2002", "Cot Geunduk", "Seandainya", "Kabupaten Umpama", (-1.2, 100.2)),
    ("11.01.01.1003", "Jauh", "Seandainya", "Kabupaten Umpama", (-1.0, 130.0)),
    # Of a kabupaten that has become part of another province since.
    ("11.02.05.2001", "Pindah", "Lama", "Kabupaten Pindahan", (-2.0, 101.0)),
    ("11.02.05.2002", "Kembar", "Lama", "Kabupaten Pindahan", (-2.5, 101.5)),
    ("11.02.06.2001", "Kembar", "Muda", "Kabupaten Pindahan", (-3.0, 102.0)),
]


def tarball(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()


def packages() -> tuple[bytes, bytes]:
    rows = [
        {"code": code, "village": name, "district": kecamatan, "city": kabupaten, "latitude": at[0], "longitude": at[1]}
        for code, name, kecamatan, kabupaten, at in POINTS
    ]
    return (
        tarball({f"data/{level}.csv": text for level, text in CODES.items()}),
        tarball({"data/json/data.json": json.dumps(rows)}),
    )


def pinned(name: str, content: bytes) -> Package:
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    return Package(name, "1.0.0", hashlib.sha256(content).hexdigest(), integrity)


def points() -> dict[str, Point | None]:
    regions, _ = make.read_packages(*packages())
    return {code: point for code, _, point in regions}


def test_the_same_packages_give_the_same_bytes() -> None:
    assert pack(*make.read_packages(*packages())) == pack(*make.read_packages(*packages()))


def test_what_is_packed_is_what_is_unpacked() -> None:
    regions, old = make.read_packages(*packages())
    table = RegionTable(unpack(pack(regions, old)))

    assert [(region.code, region.name) for region in table] == [(code, name) for code, name, _ in regions]
    assert [(region.latitude, region.longitude) for region in table if region.code == "11.01.01.2001"] == [
        (-1.0, 100.0)
    ]
    assert [region.code for region in table.named("sukamaju")] == ["11.01.01.2001"]
    assert table.has_kecamatan_prefix("110205")


def test_a_village_gets_the_point_of_its_code_and_name() -> None:
    assert points()["11.01.01.2001"] == (-1.0, 100.0)


def test_a_village_gets_the_point_of_its_name_where_codes_have_changed() -> None:
    assert points()["12.01.01.2001"] == (-2.0, 101.0)


def test_two_villages_of_one_name_are_told_apart_by_their_kecamatan() -> None:
    assert (points()["12.01.01.2002"], points()["12.01.02.2001"]) == ((-2.5, 101.5), (-3.0, 102.0))


def test_a_village_spelled_otherwise_gets_the_point_of_its_code() -> None:
    assert points()["11.01.01.2002"] == (-1.2, 100.2)


def test_a_point_far_from_its_kabupaten_and_one_that_is_nowhere_are_unknown() -> None:
    assert points()["11.01.01.1003"] is None
    assert points()["12.01.02.2002"] is None


def test_what_lies_above_villages_gets_the_mean_of_their_points() -> None:
    assert points()["11.01"] == pytest.approx((-1.1, 100.1))
    assert points()["12.01.02"] == (-3.0, 102.0)


def test_kecamatan_that_are_no_more_are_kept_by_code() -> None:
    assert make.read_packages(*packages())[1] == ["11.02.05", "11.02.06"]


def test_runs_of_spaces_in_names_are_one() -> None:
    regions, _ = make.read_packages(*packages())

    assert ("11.01.01.2001", "Suka Maju") in {(code, name) for code, name, _ in regions}


def test_a_package_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    content, _ = packages()
    package = pinned("umpama", content)
    (tmp_path / package.tarball).write_bytes(content)

    assert make.fetched(package, tmp_path) == content
    with pytest.raises(PackageError, match="checksum"):
        make.fetched(replace(package, sha256="0" * 64), tmp_path)
    with pytest.raises(PackageError, match="checksum"):
        make.fetched(replace(package, integrity="sha512-"), tmp_path)


def test_a_package_that_cannot_be_had_says_where_to_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(PackageError, match=r"umpama-1.0.0.tgz: not there"):
        make.fetched(pinned("umpama", b""), tmp_path / "new")


def test_the_program_writes_the_table_and_tells_the_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in zip(("CODES", "POINTS"), packages(), strict=True):
        package = pinned(name.lower(), content)
        monkeypatch.setattr(make, name, package)
        (tmp_path / package.tarball).write_bytes(content)
    monkeypatch.setattr(make, "TABLE", tmp_path / "regions.bin.gz")
    monkeypatch.setattr("sys.argv", ["make", str(tmp_path)])

    make.main()

    assert "desa: 7, without a point: 2" in capsys.readouterr().out
    assert len(RegionTable(unpack((tmp_path / "regions.bin.gz").read_bytes()))) == 14


def test_another_file_is_refused() -> None:
    import gzip

    with pytest.raises(ValueError, match=MAGIC):
        unpack(gzip.compress(b"lumbung-regions/2 1 1 1\n"))
