"""A WARC as what it is on disk: gzip members, one a record, each checked by its own CRC.

A member is inflated piece by piece and digested on the way, so a record of any size needs no more
memory than its head.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isal import isal_zlib
from isal.igzip_lib import IsalError

from archive.http import HEAD_END
from archive.spool import label

_PIECE = 64 * 1024
# What is kept of a block: an HTTP head, which no server makes longer.
_KEPT = 512 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member: where it lies, and the record it holds or why it cannot be read."""

    offset: int
    length: int
    record: CheckedRecord
    fault: str | None = None


class CheckedRecord:
    """A record told of while its bytes go by. `is_whole` is only known at the end."""

    def __init__(self) -> None:
        self.fields: tuple[tuple[str, str], ...] = ()
        self.block_start = b""
        self._version = b""
        self._pending = b""
        self._in_block = False
        self._claimed = -1
        self._block_size = 0
        self._after = b""
        self._block = hashlib.sha1(usedforsecurity=False)
        self._payload = hashlib.sha1(usedforsecurity=False)
        self._head_ended = False

    def feed(self, data: bytes) -> None:
        if not self._in_block:
            self._pending += data
            end = self._pending.find(b"\r\n\r\n")
            if end < 0:
                return
            self._read_header(self._pending[:end])
            data, self._pending = self._pending[end + 4 :], b""
            self._in_block = True
        inside = data[: max(0, self._claimed - self._block_size)]
        self._after += data[len(inside) :]
        if inside:
            self._block_size += len(inside)
            self._block.update(inside)
            self._feed_payload(inside)

    @property
    def type(self) -> str:
        return self.field("warc-type") or ""

    def field(self, name: str) -> str | None:
        """The first field of that name, given in lower case."""
        return next((value for key, value in self.fields if key == name), None)

    @property
    def is_whole(self) -> bool:
        """Whether it was one WARC record, its block as long as it says, and nothing else."""
        is_warc = self._version.startswith(b"WARC/1.")
        return is_warc and self._block_size == self._claimed and self._after == b"\r\n\r\n"

    @property
    def block_digest(self) -> str:
        return label(self._block.digest())

    @property
    def payload_digest(self) -> str:
        """Of what follows the HTTP head in a response, of the whole block elsewhere."""
        return label(self._payload.digest())

    def _read_header(self, header: bytes) -> None:
        self._version, _, rest = header.partition(b"\r\n")
        lines = (line.partition(":") for line in rest.decode("utf-8", "replace").split("\r\n"))
        self.fields = tuple((name.strip().lower(), value.strip()) for name, _, value in lines)
        claimed = self.field("content-length") or ""
        self._claimed = int(claimed) if re.fullmatch(r"[0-9]{1,18}", claimed) else -1

    def _feed_payload(self, data: bytes) -> None:
        if self.type not in ("response", "revisit") or self._head_ended:
            self._payload.update(data)
            return
        self.block_start += data
        if end := HEAD_END.search(self.block_start):
            self._head_ended = True
            self._payload.update(self.block_start[end.end() :])
            self.block_start = self.block_start[: end.end()]
        elif len(self.block_start) > _KEPT:
            self._head_ended = True


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
