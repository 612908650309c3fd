"""HTTP/1.x heads as servers really write them: read leniently, never rewritten.

Bare LF, folded lines, lines without a colon, bytes beyond ASCII and a missing reason phrase are
all met on village servers; none of them may cost us the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_STATUS_LINE = re.compile(
    rb"(?:HTTP/(\d)(?:\.(\d))?|ICY)[ \t]+(\d{3})(?:[ \t]+([^\r\n]*))?[ \t]*(?:\r?\n|\Z)", re.IGNORECASE
)
HEAD_END = re.compile(rb"\n\r?\n")


class HeadError(ValueError):
    """The bytes do not begin with an HTTP/1.x status line."""


@dataclass(frozen=True, slots=True)
class Head:
    """A parsed head. Header names and values are the bytes sent, trimmed of white space around them."""

    status: int
    version: tuple[int, int]
    reason: bytes
    headers: tuple[tuple[bytes, bytes], ...]

    def values(self, name: bytes) -> list[bytes]:
        """All values of one header, in order; `name` in lower case."""
        return [value for key, value in self.headers if key.lower() == name]


def parse_head(head: bytes) -> Head:
    """Raises HeadError. `head` may end anywhere at or after its last header line."""
    status_line = _STATUS_LINE.match(head)
    if not status_line:
        raise HeadError(f"no HTTP status line in {head[:40]!r}")
    headers: list[tuple[bytes, bytes]] = []
    for line in head[status_line.end() :].split(b"\n"):
        if line[:1] in (b" ", b"\t") and headers and line.strip():
            name, value = headers[-1]
            headers[-1] = (name, (value + b" " + line.strip()).strip())
            continue
        name, colon, value = line.partition(b":")
        if colon:
            headers.append((name.strip(), value.strip()))
    version = (int(status_line[1] or 1), int(status_line[2] or 0))
    return Head(int(status_line[3]), version, status_line[4] or b"", tuple(headers))


def split_head(block: bytes) -> tuple[bytes, bytes]:
    """A stored HTTP block as (head with its blank line, body). All of it is head when there is no blank line."""
    end = HEAD_END.search(block)
    return (block[: end.end()], block[end.end() :]) if end else (block, b"")


def without_transfer_encoding(head: bytes) -> tuple[bytes, list[tuple[int, bytes]]]:
    """`head` without its Transfer-Encoding lines, and those lines with the offset each had."""
    kept, removed, offset = [], [], 0
    removing = False
    # At line feeds only, as parse_head splits: a bare CR is part of a line.
    for number, line in enumerate(re.findall(rb"[^\n]*\n|[^\n]+", head)):
        if number and line[:1] not in (b" ", b"\t"):
            removing = line.partition(b":")[0].strip().lower() == b"transfer-encoding"
        (removed.append((offset, line)) if removing else kept.append(line))
        offset += len(line)
    return b"".join(kept), removed


_CHUNK_LINE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;[^\n]*)?\r?\n")


def dechunked(body: bytes) -> bytes:
    """A chunked body put together, as far as it goes; one that is not chunked, whatever its head says, as it is."""
    pieces, at = [], 0
    while line := _CHUNK_LINE.match(body, at):
        length = int(line[1], 16)
        pieces.append(body[line.end() : line.end() + length])
        at = line.end() + length
        if not length or at >= len(body):
            return b"".join(pieces)
        at += 2 if body.startswith(b"\r\n", at) else 1
    return b"".join(pieces) if at else body
