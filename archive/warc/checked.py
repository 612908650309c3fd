"""One record of a WARC told of while its bytes go by: its fields, and whether it is whole and what its digests are."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from archive.http import HEAD_END
from archive.spool import label

# What is kept of a block: an HTTP head, which no server makes longer.
_KEPT = 512 * 1024
_LONGEST_HEADER = 1024 * 1024
# What is kept of what follows a block: its end, and the beginning of a record that should not be there.
_AFTER = 16


@dataclass(frozen=True, slots=True)
class Member:
    """A gzip member, or a record of an uncompressed file: where it lies, and the record or why it cannot be read."""

    offset: int
    length: int
    record: CheckedRecord
    fault: str | None = None


class CheckedRecord:
    """A record told of while its bytes go by. `is_whole` is only known at the end."""

    def __init__(self) -> None:
        self.fields: tuple[tuple[str, str], ...] = ()
        self.header_length = 0
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
                # Longer ones are no record; enough is kept to see that.
                self._pending = self._pending[: _LONGEST_HEADER + 1]
                return
            self._read_header(self._pending[:end])
            self.header_length = end + 4
            data, self._pending = self._pending[end + 4 :], b""
            self._in_block = True
        inside = data[: max(0, self._claimed - self._block_size)]
        self._after = (self._after + data[len(inside) : len(inside) + _AFTER])[:_AFTER]
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
    def is_in_block(self) -> bool:
        """Whether the header was read to its end."""
        return self._in_block

    @property
    def is_hopeless(self) -> bool:
        """Whether no header can come of what was fed."""
        return len(self._pending) > _LONGEST_HEADER

    @property
    def is_warc(self) -> bool:
        return self._version.startswith(b"WARC/")

    @property
    def claimed_length(self) -> int:
        """How long the block is by the header; -1 where it does not say."""
        return self._claimed

    @property
    def is_whole(self) -> bool:
        """Whether it was one WARC record, its block as long as it says, and nothing else."""
        is_warc = self._version.startswith(b"WARC/1.")
        return is_warc and self._block_size == self._claimed and self._after == b"\r\n\r\n"

    @property
    def is_complete(self) -> bool:
        """Whether the whole block of one record is there, however the record ends: other programs end them oddly."""
        return self.is_warc and self._block_size == self._claimed and not self._after.strip(b"\r\n")

    @property
    def is_followed(self) -> bool:
        """Whether another record begins in the same member, where no reader finds it."""
        return self._after.lstrip(b"\r\n").startswith(b"WARC/")

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
