"""A ZIP of any number of files: what zipfile keeps of each until its list is written at the end goes to a file."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path


class LongZip(zipfile.ZipFile):
    """To be written only, each name once. `scratch`: where the list lies meanwhile, 0.3 kB a file."""

    def __init__(self, to: BinaryIO, scratch: Path) -> None:
        self._listed = _OnDisk(scratch)
        super().__init__(to, "w")
        self.filelist = self._listed
        self.NameToInfo = _Forgetting()

    def close(self) -> None:
        super().close()
        self._listed.close()


class _OnDisk(list[zipfile.ZipInfo]):
    """What ZipFile does with its list while it writes: it appends, and in the end counts and goes through it."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as the ZIP
        self._count = 0

    def append(self, entry: zipfile.ZipInfo) -> None:
        pickle.dump(entry, self._file)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[zipfile.ZipInfo]:
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)  # noqa: S301 - a file without a name, written above

    def close(self) -> None:
        self._file.close()


class _Forgetting(dict[str, zipfile.ZipInfo]):
    def __setitem__(self, name: str, entry: zipfile.ZipInfo) -> None: ...
