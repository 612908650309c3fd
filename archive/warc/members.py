"""A WARC as what it is on disk: gzip members, one a record, each checked by its own CRC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isal import isal_zlib
from isal.igzip_lib import IsalError

_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member: where it lies and the record it holds, or why it cannot be read."""

    offset: int
    length: int
    record: bytes
    fault: str | None = None


def read_members(path: Path) -> Iterator[Member]:
    """The members in order. A member with a fault is the last: what follows it cannot be told apart."""
    with path.open("rb") as file:
        offset = 0
        waiting = b""
        while True:
            waiting = waiting or file.read(_PIECE)
            if not waiting:
                return
            stream: Any = isal_zlib.decompressobj(31)
            pieces: list[bytes] = []
            length = 0
            try:
                while not stream.eof and waiting:
                    pieces.append(stream.decompress(waiting))
                    length += len(waiting)
                    waiting = b"" if stream.eof else file.read(_PIECE)
            except IsalError as error:  # type: ignore[misc]  # the stub calls the class an instance
                yield Member(offset, 0, b"".join(pieces), f"not a readable gzip member: {error}")
                return
            if not stream.eof:
                yield Member(offset, length, b"".join(pieces), "the gzip member is cut off")
                return
            waiting = stream.unused_data + waiting
            length -= len(stream.unused_data)
            yield Member(offset, length, b"".join(pieces))
            offset += length


def is_whole_record(record: bytes) -> bool:
    """Whether bytes are one WARC record with a block as long as it says and the two line ends after it."""
    head, blank, rest = record.partition(b"\r\n\r\n")
    if not blank or not head.startswith(b"WARC/1."):
        return False
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = value.strip()
            return length.isdigit() and len(rest) == int(length) + 4 and rest.endswith(b"\r\n\r\n")
    return False
