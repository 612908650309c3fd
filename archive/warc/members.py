"""A WARC as what it is on disk: gzip members, one a record, each checked by its own CRC.

A member is inflated piece by piece and digested on the way, so a record of any size needs no more
memory than its head.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from isal import isal_zlib
from isal.igzip_lib import IsalError

from archive.warc.checked import CheckedRecord, Member
from archive.warc.plain import read_plain

_PIECE = 64 * 1024


def read_members(path: Path, start: int = 0, end: int | None = None) -> Iterator[Member]:
    """The members in order, from the one at `start` on, those that begin before `end`. A member with a fault is the
    last: what follows it cannot be told apart.

    Of an uncompressed WARC the records, see archive.warc.plain."""
    with path.open("rb") as file:
        is_plain = file.read(5) == b"WARC/"
        members = read_plain(file, start) if is_plain else _gzip_members(file, start)
        for member in members:
            if end is not None and member.offset >= end:
                return
            yield member
            if end is not None and member.offset + member.length >= end:
                return


def _gzip_members(file: BinaryIO, offset: int) -> Iterator[Member]:
    file.seek(offset)
    waiting = b""
    while True:
        waiting = waiting or file.read(_PIECE)
        if not waiting:
            return
        stream: Any = isal_zlib.decompressobj(31)
        record = CheckedRecord()
        length = 0
        try:
            while not stream.eof and waiting:
                for piece in _inflated(stream, waiting):
                    record.feed(piece)
                length += len(waiting)
                waiting = b"" if stream.eof else file.read(_PIECE)
        except IsalError as error:  # type: ignore[misc]  # the stub calls the class an instance
            yield Member(offset, 0, record, f"not a readable gzip member: {error}")
            return
        if not stream.eof:
            yield Member(offset, length, record, "the gzip member is cut off")
            return
        waiting = stream.unused_data + waiting
        length -= len(stream.unused_data)
        yield Member(offset, length, record)
        offset += length


def _inflated(stream: Any, data: bytes) -> Iterator[bytes]:
    """What a piece inflates to, at most 1 MiB at a time: a bomb of zeros is a thousand times as large."""
    piece = stream.decompress(data, 1 << 20)
    yield piece
    while not stream.eof and stream.unconsumed_tail:
        piece = stream.decompress(stream.unconsumed_tail, 1 << 20)
        yield piece
