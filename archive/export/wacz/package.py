"""The ZIP of a WACZ: written from front to end, each file digested as it goes in, all under one date."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, BinaryIO

# A ZIP has no dates before 1980 and none after 2107.
_EARLIEST, _LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC)


class PackageFile:
    """A file that is being written into the package."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.size = 0
        self._sha256 = hashlib.sha256()

    def write(self, data: bytes, /) -> None:
        self._file.write(data)
        self._sha256.update(data)
        self.size += len(data)

    @property
    def hash(self) -> str:
        """As WACZ writes it."""
        return f"sha256:{self._sha256.hexdigest()}"


class Package:
    """`moment` is the date of all files in it: the same content gives the same bytes."""

    def __init__(self, file: BinaryIO, moment: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w", allowZip64=True)
        self._moment = min(max(moment.astimezone(UTC), _EARLIEST), _LATEST)
        self._resources: list[dict[str, Any]] = []

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        # What failed is thrown away; left open, it would complain once its file is closed.
        with suppress(OSError, ValueError):
            self._zip.close()

    @contextmanager
    def file(self, path: str, *, is_packed: bool = False, size: int = 0) -> Iterator[PackageFile]:
        """A file to write into; `is_packed`: compressed here. `size` in bytes, about, when it may be beyond 2 GiB."""
        info = self._info(path, is_packed=is_packed)
        # Some readers stumble over the long form, so only what needs it has it.
        with self._zip.open(info, "w", force_zip64=size > (1 << 31) - (1 << 26)) as inside:
            file = PackageFile(inside)
            yield file
        name = path.rpartition("/")[2].lower()
        self._resources.append({"name": name, "path": path, "hash": file.hash, "bytes": file.size})

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Write datapackage.json, with these facts beside the list of files, and its digest, and end the ZIP."""
        whole = {
            "profile": "data-package",
            "resources": self._resources,
            **facts,
            "wacz_version": "1.1.1",
        }
        content = _json(whole)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        self._zip.writestr(self._info("datapackage.json", is_packed=True), content)
        self._zip.writestr(self._info("datapackage-digest.json", is_packed=True), _json(digest))
        self._zip.close()

    def _info(self, path: str, *, is_packed: bool) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, self._moment.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
        info.create_system = 3
        info.external_attr = 0o644 << 16
        return info


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
