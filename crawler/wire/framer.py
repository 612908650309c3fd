"""Where an HTTP/1.x answer begins and ends in a stream of bytes, without touching one of them.

Sans-IO: bytes go in through feed(), the end of the stream through close(). Everything received
stays in one buffer and is told apart by positions:

    preamble   1xx heads and blank lines before the final status line
    head       status line, header lines, blank line
    body       the body, chunk framing undone
    framing    the chunk lines and trailers that were undone
    rest       bytes after the answer's end

Lenient where servers are odd (bare LF, ICY, colon-less lines, chunk extensions, contradictory
lengths), strict where guessing would lose bytes.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from archive.http import Head, HeadError, parse_head

_HEAD_END = re.compile(rb"\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_LONGEST_HEAD = 256 * 1024
_LONGEST_CHUNK_LINE = 4096


class FramingError(Exception):
    """What was received is not an HTTP answer, or its chunks do not add up."""


class _State(Enum):
    HEAD = auto()
    LENGTH = auto()
    CHUNKED = auto()
    TRAILERS = auto()
    UNTIL_CLOSE = auto()
    DONE = auto()


class ResponseFramer:
    """One answer to one request. `head` is None until the final head is whole."""

    def __init__(self, method: str, max_body_bytes: int) -> None:
        self.head: Head | None = None
        self.keep_alive = False
        self._method = method
        self._max_body_bytes = max_body_bytes
        self._buffer = bytearray()
        self._state = _State.HEAD
        self._head_start = 0
        self._scanned = 0
        self._head_end = 0
        self._end = 0
        self._chunk_at = 0
        self._needed = 0
        self._chunks: list[tuple[int, int]] = []
        self._is_chunked = False

    def feed(self, data: bytes) -> bool:
        """True when the answer is whole. Raises FramingError."""
        self._buffer += data
        if self._state is _State.HEAD:
            self._read_heads()
        if self._state is _State.LENGTH and len(self._buffer) >= self._end:
            self._state = _State.DONE
        if self._state is _State.CHUNKED and len(self._buffer) >= self._needed:
            self._read_chunks()
        if self._state is _State.TRAILERS:
            self._read_trailers()
        return self._state is _State.DONE

    def close(self) -> str | None:
        """The stream ended: None when that ends the answer properly, else the error it makes."""
        if self._state in (_State.UNTIL_CLOSE, _State.DONE):
            self._finish(len(self._buffer) if self._state is _State.UNTIL_CLOSE else self._end)
            return None
        if self._state is _State.HEAD:
            return "garbage" if self._buffer else "closed"
        if self._state is _State.TRAILERS:
            # Only the blank line after the last chunk is missing: the body is whole.
            self._finish(len(self._buffer))
            return None
        if self._state is _State.CHUNKED:
            size = _CHUNK_SIZE.match(self._buffer, self._chunk_at)
            if size and size.end() < len(self._buffer):
                self._chunks.append((size.end(), len(self._buffer)))
        return "disconnect"

    @property
    def is_too_long(self) -> bool:
        """Whether more of a body came than is allowed."""
        return self.head is not None and len(self._buffer) - self._head_end > self._max_body_bytes

    @property
    def received(self) -> bytes:
        """Everything, in order."""
        return bytes(self._buffer)

    @property
    def preamble(self) -> bytes:
        return bytes(self._buffer[: self._head_start])

    @property
    def head_bytes(self) -> bytes:
        return bytes(self._buffer[self._head_start : self._head_end])

    @property
    def body(self) -> bytes:
        with memoryview(self._buffer) as view:
            if self._is_chunked:
                return b"".join(view[start:end] for start, end in self._chunks)
            return bytes(view[self._head_end : self._answer_end()])

    @property
    def framing(self) -> bytes | None:
        """None when the answer is not chunked."""
        if not self._is_chunked:
            return None
        pieces, at = [], self._head_end
        for start, end in self._chunks:
            pieces.append(self._buffer[at:start])
            at = end
        return b"".join([*pieces, self._buffer[at : self._answer_end()]])

    @property
    def rest(self) -> bytes:
        return bytes(self._buffer[self._end :]) if self._state is _State.DONE else b""

    def _answer_end(self) -> int:
        return self._end if self._state is _State.DONE else len(self._buffer)

    def _finish(self, end: int) -> None:
        self._end = end
        self._state = _State.DONE

    def _read_heads(self) -> None:
        while True:
            if self._scanned <= self._head_start:
                while self._buffer.startswith((b"\r", b"\n"), self._head_start):
                    self._head_start += 1
            start = bytes(self._buffer[self._head_start : self._head_start + 5]).upper()
            if not (b"HTTP/".startswith(start[:5]) or b"ICY ".startswith(start[:4])):
                raise FramingError("the answer does not begin with an HTTP status line")
            # The end of a head may straddle two reads, hence the three bytes back.
            found = _HEAD_END.search(self._buffer, max(self._head_start, self._scanned - 3))
            if not found:
                if len(self._buffer) - self._head_start > _LONGEST_HEAD:
                    raise FramingError(f"the head is longer than {_LONGEST_HEAD} bytes")
                self._scanned = len(self._buffer)
                return
            try:
                head = parse_head(bytes(self._buffer[self._head_start : found.end()]))
            except HeadError as error:
                raise FramingError(str(error)) from error
            if 100 <= head.status < 200 and head.status != 101:
                # Interim: the final head may come in the same read or in a later one.
                self._head_start = self._scanned = found.end()
                continue
            self.head, self._head_end = head, found.end()
            self._choose_body(head)
            return

    def _choose_body(self, head: Head) -> None:
        """RFC 9112 6.3, in its order."""
        connection = b",".join(head.values(b"connection")).lower()
        self.keep_alive = b"close" not in connection if head.version >= (1, 1) else b"keep-alive" in connection
        if self._method == "HEAD" or head.status in (204, 304):
            self._finish(self._head_end)
            return
        if b"chunked" in b",".join(head.values(b"transfer-encoding")).lower():
            self._is_chunked = True
            self._state, self._chunk_at = _State.CHUNKED, self._head_end
            return
        lengths = {part.strip() for value in head.values(b"content-length") for part in value.split(b",")}
        if len(lengths) == 1 and (length := lengths.pop()).isdigit():
            self._state, self._end = _State.LENGTH, self._head_end + int(length)
        else:
            # No length, or lengths that contradict each other: only the close can end it.
            self._state, self.keep_alive = _State.UNTIL_CLOSE, False

    def _read_chunks(self) -> None:
        buffer = self._buffer
        while True:
            size = _CHUNK_SIZE.match(buffer, self._chunk_at)
            if not size:
                if buffer.find(b"\n", self._chunk_at) >= 0 or len(buffer) - self._chunk_at > _LONGEST_CHUNK_LINE:
                    raise FramingError("a chunk does not begin with its size")
                return
            length = int(size[1], 16)
            if not length:
                self._state, self._chunk_at = _State.TRAILERS, size.end()
                return
            end = size.end() + length
            line_end = bytes(buffer[end : end + 2])
            if line_end in (b"", b"\r"):
                self._needed = end + 1 + len(line_end)
                return
            if line_end != b"\r\n" and line_end[:1] != b"\n":
                raise FramingError("a chunk is longer or shorter than its size says")
            self._chunks.append((size.end(), end))
            self._chunk_at = end + (2 if line_end == b"\r\n" else 1)

    def _read_trailers(self) -> None:
        buffer, at = self._buffer, self._chunk_at
        if buffer[at : at + 2] == b"\r\n":
            self._finish(at + 2)
        elif buffer[at : at + 1] == b"\n":
            self._finish(at + 1)
        elif found := _HEAD_END.search(buffer, at):
            self._finish(found.end())
        elif len(buffer) - at > _LONGEST_HEAD:
            raise FramingError(f"the trailers are longer than {_LONGEST_HEAD} bytes")
