"""A body of any size: digested as it comes, in memory while small, in an unnamed file when large."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

# A village page is 0.1 MB; with 64 hosts asked at once this much each is 64 MB at worst.
MEMORY_BYTES = 1024 * 1024
_PIECE = 64 * 1024


class Spool:
    """Bytes written once and read as often as needed.

    `prefix` is digested before them for `block_digest` only: the HTTP head that stands before a
    body in its record. Large bodies go to an unlinked file in `folder`, which vanishes with the
    process.
    """

    def __init__(self, prefix: bytes = b"", folder: Path | None = None) -> None:
        self._folder = folder
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._payload = hashlib.sha1(usedforsecurity=False)
        self._block = hashlib.sha1(prefix, usedforsecurity=False)
        self.size = 0

    def __del__(self) -> None:
        self.close()

    @classmethod
    def of(cls, data: bytes, prefix: bytes = b"") -> Spool:
        """A spool that holds `data`."""
        spool = cls(prefix)
        spool.write(data)
        return spool

    def write(self, data: bytes) -> None:
        """Raises OSError when the disk will not take it."""
        self._payload.update(data)
        self._block.update(data)
        self.size += len(data)
        self._parts.append(data)
        if self._file is None and self.size > MEMORY_BYTES:
            self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - lives as long as the exchange
        if self._file is not None:
            self._file.write(b"".join(self._parts))
            self._parts.clear()

    def pieces(self) -> Iterator[bytes]:
        """All bytes, piece by piece."""
        if self._file is None:
            yield from self._parts
            return
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def read(self) -> bytes:
        """All bytes at once."""
        return b"".join(self.pieces())

    @property
    def is_small(self) -> bool:
        """Whether the bytes are in memory."""
        return self._file is None

    @property
    def payload_digest(self) -> str:
        """`sha1:BASE32` of the bytes."""
        return label(self._payload.digest())

    @property
    def block_digest(self) -> str:
        """`sha1:BASE32` of prefix and bytes."""
        return label(self._block.digest())

    def close(self) -> None:
        self._parts = []
        if self._file is not None:
            self._file.close()


def label(digest: bytes) -> str:
    """A SHA-1 digest as WARCs write it."""
    return "sha1:" + base64.b32encode(digest).decode("ascii")


def sha1_label(data: bytes) -> str:
    """`sha1:` and the Base32 digest of `data`, the form that replay tools and indexes join on."""
    return label(hashlib.sha1(data, usedforsecurity=False).digest())
