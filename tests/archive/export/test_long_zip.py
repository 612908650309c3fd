"""A ZIP of very many files, as an export of texts or pictures may be."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

from archive.export.long_zip import LongZip


def test_a_zip_of_more_files_than_the_short_form_counts_is_read_by_zipfile(tmp_path: Path) -> None:
    file = io.BytesIO()

    with LongZip(file, tmp_path) as archive:
        for number in range(66_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), str(number))

    with zipfile.ZipFile(file) as read:
        assert len(read.namelist()) == 66_000
        assert [read.read(f"{number}.txt") for number in (0, 40_000, 65_999)] == [b"0", b"40000", b"65999"]
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_files_of_a_zip(tmp_path: Path) -> None:
    with (tmp_path / "a.zip").open("wb") as file, LongZip(file, tmp_path) as archive:
        archive.writestr("0", b"")
        tracemalloc.start()
        for number in range(1, 4_000):
            archive.writestr(zipfile.ZipInfo(f"2024/2024-05-06-desa-{number:040}.txt"), b"")
        grown, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert grown < 200_000
