"""WARCs offered for import: what they are, the name they get, and copies of them, byte for byte.

    archive/<name>.import.open      a copy that is not in its place yet; salvage and readers leave it alone

What is offered is only read. A WACZ gives the WARCs in its archive/ folder; of their paths only the last part is used.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archive.errors import CollectionError, EvidenceError
from archive.files import file_sha256, sync_folder
from archive.layout import PLAIN_SUFFIX, WARC_SUFFIX

_PIECE = 1 << 20
_GZIP, _ZSTD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_LONGEST_STEM = 150


@dataclass(frozen=True, slots=True)
class Source:
    """One WARC that is offered: a file, or a member of a WACZ."""

    path: Path
    member: str | None
    size: int
    is_gzip: bool

    @property
    def name(self) -> str:
        """The last part of its path."""
        return re.split(r"[/\\]", self.member)[-1] if self.member else self.path.name

    def __str__(self) -> str:
        return f"{self.path}: {self.member}" if self.member else str(self.path)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Raises CollectionError when it cannot be read."""
        try:
            if self.member is None:
                with self.path.open("rb") as file:
                    yield file
            else:
                with zipfile.ZipFile(self.path) as wacz, wacz.open(self.member) as file:
                    yield file
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
            raise CollectionError(f"{self}: cannot be read: {error}; get another copy of it") from error

    def sha256(self) -> str:
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # zipfile's stub


def sources_of(path: Path) -> list[Source]:
    """The WARCs that a file is or holds. Raises CollectionError when it is or holds none that can be read."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
        if start.startswith(_ZIP):
            return _members(path)
        return [Source(path, None, path.stat().st_size, _is_gzip(start, str(path)))]
    except OSError as error:
        raise CollectionError(f"{path} cannot be read: {error.strerror}; name WARC or WACZ files") from error


def _members(path: Path) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as wacz:
            members = [info for info in wacz.infolist() if _is_warc_in_wacz(info.filename)]
            if not members:
                raise CollectionError(f"{path}: is a ZIP file without WARCs in archive/, so no WACZ")
            sources = []
            for info in members:
                with wacz.open(info) as file:
                    is_gzip = _is_gzip(file.read(4096), f"{path}: {info.filename}")
                sources.append(Source(path, info.filename, info.file_size, is_gzip))
            return sources
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise CollectionError(f"{path}: cannot be read as WACZ: {error}; get another copy of it") from error


def _is_warc_in_wacz(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((WARC_SUFFIX, PLAIN_SUFFIX))


def _is_gzip(start: bytes, where: str) -> bool:
    """Whether a WARC that begins so is compressed. Raises CollectionError when it is no WARC we read."""
    is_gzip = start.startswith(_GZIP)
    if start.startswith(_ZSTD):
        raise CollectionError(f"{where}: is compressed with Zstandard; unpack it with `unzstd` and import the .warc")
    try:
        text = zlib.decompressobj(31).decompress(start, 64) if is_gzip else start
    except zlib.error as error:
        raise CollectionError(f"{where}: is not readable gzip: {error}; get another copy of it") from error
    if text.startswith(b"filedesc:"):
        raise CollectionError(
            f"{where}: is an ARC file, the form before WARC, which is not read; "
            "convert a copy with `warcio recompress` and import that, and keep the ARC too"
        )
    if not text.startswith(b"WARC/"):
        raise CollectionError(f"{where}: does not begin with a WARC record; name WARC or WACZ files")
    return is_gzip


def safe_stem(source: Source) -> str:
    """The stem of the name it came with, without what no file name of ours may have."""
    bare = re.sub(r"(?:\.warc)?(?:\.gz)?$", "", source.name, count=1, flags=re.IGNORECASE)
    stem = re.sub(r"[^A-Za-z0-9._+@=,-]+", "_", bare).lstrip("._-+=@,")[:_LONGEST_STEM]
    stem = stem.replace(".cdxj", "_cdxj")  # the name of its index is made from it
    while stem.endswith(PLAIN_SUFFIX):
        stem = stem.removesuffix(PLAIN_SUFFIX)
    return stem or "imported"


def copy_source(source: Source, target: Path) -> str:
    """Copy it to `target`, which is not there yet, and read the copy back; its SHA-256.

    Raises CollectionError, EvidenceError or OSError; what was copied is left to the caller then.
    """
    digest = hashlib.sha256()
    with source.open() as file, target.open("xb") as copy:
        while piece := file.read(_PIECE):
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    sync_folder(target.parent)
    if file_sha256(target) != digest.hexdigest():
        raise EvidenceError(f"{target}: the disk gives back other bytes than were written; check the disk")
    return digest.hexdigest()
