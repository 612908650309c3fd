"""Where an HTTP/1.x answer begins and ends in a stream of bytes, without losing one of them.

Sans-IO: bytes go in through feed(), the end of the stream through close(). What was received is
told apart as it comes, the body into a spool:

    preamble   1xx heads and blank lines before the final status line
    head       status line, header lines, blank line
    body       the body, chunk framing undone
    framing    the chunk lines and trailers that were undone
    rest       bytes after the answer's end, or after the place where its framing broke

Lenient where servers are odd (bare LF, ICY, colon-less lines, chunk extensions, contradictory
lengths), strict where guessing would lose bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from archive.http import Head, HeadError, parse_head, without_transfer_encoding
from archive.spool import Spool

_HEAD_END = re.compile(rb"\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n\Z")
# More digits than any file has, and Python refuses to read thousands of them.
_LENGTH = re.compile(rb"0*([0-9]{1,18})")
_TRAILERS_END = re.compile(rb"(?:\A|\n)\r?\n")
_LONGEST_HEAD = 256 * 1024
_LONGEST_CHUNK_LINE = 4096


class FramingError(Exception):
    """What was received is not an HTTP answer, or its chunks do not add up."""


class _State(Enum):
    HEAD = auto()
    LENGTH = auto()
    CHUNK_SIZE = auto()
    CHUNK = auto()
    CHUNK_END = auto()
    TRAILERS = auto()
    UNTIL_CLOSE = auto()
    DONE = auto()
    BROKEN = auto()


class ResponseFramer:
    """One answer to one request. `head` is None until the final head is whole."""

    def __init__(self, method: str, max_body_bytes: int, spool_folder: Path | None = None) -> None:
        self.head: Head | None = None
        self.keep_alive = False
        self.preamble = b""
        self.head_bytes = b""
        self.stored_head = b""
        self.body: Spool | None = None
        self.rest = b""
        self.on_body: Callable[[bytes], None] | None = None
        self.method = method
        self._max_body_bytes = max_body_bytes
        self._spool_folder = spool_folder
        self._state = _State.HEAD
        self._pending = bytearray()  # a head, chunk line or trailers not yet whole
        self._scanned = 0
        self._left = 0  # bytes of the body or chunk still to come
        self._framing: bytearray | None = None

    def feed(self, data: bytes) -> bool:
        """True when the answer is whole. Raises FramingError."""
        try:
            self._take(data)
        except FramingError:
            self._state = _State.BROKEN
            if self.head is not None:
                self.rest += bytes(self._pending)
                self._pending.clear()
            raise
        return self._state is _State.DONE

    def close(self) -> str | None:
        """The stream ended: None when that ends the answer properly, else the error it makes."""
        state = self._state
        if state is _State.TRAILERS:
            # Only the blank line after the last chunk is missing: the body is whole.
            self._frame(bytes(self._pending))
            self._pending.clear()
        if state in (_State.UNTIL_CLOSE, _State.DONE, _State.TRAILERS):
            self._state = _State.DONE
            return None
        if state is _State.BROKEN:
            return "garbage"
        if state is _State.HEAD:
            return "garbage" if self._pending or self.preamble else "closed"
        self._frame(bytes(self._pending))
        self._pending.clear()
        return "disconnect"

    def give_up(self) -> None:
        """No more will be taken: what came of a chunk line or of trailers belongs to the framing."""
        if self.head is not None and self._state is not _State.BROKEN:
            self._frame(bytes(self._pending))
            self._pending.clear()

    @property
    def is_too_long(self) -> bool:
        """Whether more of a body came than is allowed; its framing counts, or empty chunks would be free."""
        if self.body is None:
            return False
        return self.body.size + len(self._framing or b"") > self._max_body_bytes

    @property
    def framing(self) -> bytes | None:
        """None when the answer is not chunked."""
        return None if self._framing is None else bytes(self._framing)

    @property
    def unframed(self) -> bytes:
        """What was received while no final head was found."""
        return self.preamble + bytes(self._pending) if self.head is None else b""

    def _take(self, data: bytes) -> None:
        view = memoryview(data)
        while True:
            match self._state:
                case _State.HEAD:
                    self._pending += view
                    view = self._read_head()
                    if self._state is _State.HEAD:
                        return
                case _State.LENGTH | _State.CHUNK:
                    view = self._take_body(view)
                    if self._left:
                        return
                    self._state = _State.DONE if self._state is _State.LENGTH else _State.CHUNK_END
                case _State.UNTIL_CLOSE:
                    self._write(view)
                    return
                case _State.CHUNK_SIZE | _State.CHUNK_END | _State.TRAILERS:
                    if not view:
                        return
                    view = self._take_framing(view)
                case _State.DONE | _State.BROKEN:
                    self.rest += bytes(view)
                    return

    def _take_body(self, view: memoryview) -> memoryview:
        taken = view[: self._left]
        self._write(taken)
        self._left -= len(taken)
        return view[len(taken) :]

    def _write(self, view: memoryview) -> None:
        assert self.body is not None
        if view:
            data = bytes(view)
            self.body.write(data)
            if self.on_body:
                self.on_body(data)

    def _frame(self, data: bytes) -> None:
        if self._framing is not None:
            self._framing += data

    def _read_head(self) -> memoryview:
        """Look for the final head in what is pending; the bytes after it."""
        pending = self._pending
        while True:
            skipped = len(pending) - len(pending.lstrip(b"\r\n")) if self._scanned == 0 else 0
            self.preamble += bytes(pending[:skipped])
            del pending[:skipped]
            start = bytes(pending[:5]).upper()
            if not (b"HTTP/".startswith(start) or b"ICY ".startswith(start[:4])):
                raise FramingError("the answer does not begin with an HTTP status line")
            # The end of a head may straddle two reads, hence the three bytes back.
            found = _HEAD_END.search(pending, max(0, self._scanned - 3))
            # What one read brought after the head is body already.
            if len(self.preamble) + (found.end() if found else len(pending)) > _LONGEST_HEAD:
                raise FramingError(f"heads and blank lines of more than {_LONGEST_HEAD} bytes, and no answer yet")
            if not found:
                self._scanned = len(pending)
                return memoryview(b"")
            raw = bytes(pending[: found.end()])
            try:
                head = parse_head(raw)
            except HeadError as error:
                raise FramingError(str(error)) from error
            del pending[: found.end()]
            self._scanned = 0
            if 100 <= head.status < 200 and head.status != 101:
                # Interim: the final head may come in the same read or in a later one.
                self.preamble += raw
                continue
            self.head, self.head_bytes = head, raw
            self._choose_body(head)
            after = bytes(pending)
            pending.clear()
            return memoryview(after)

    def _choose_body(self, head: Head) -> None:
        """RFC 9112 6.3, in its order."""
        connection = b",".join(head.values(b"connection")).lower()
        self.keep_alive = b"close" not in connection if head.version >= (1, 1) else b"keep-alive" in connection
        self.stored_head = self.head_bytes
        lengths = {part.strip() for value in head.values(b"content-length") for part in value.split(b",")}
        if self.method == "HEAD" or head.status in (204, 304):
            self._state = _State.DONE
            # A server that sends a body all the same may send it late: it must not answer the next request.
            is_coded = bool(head.values(b"transfer-encoding"))
            self.keep_alive &= not is_coded and (self.method == "HEAD" or not lengths - {b"0"})
        elif b"chunked" in b",".join(head.values(b"transfer-encoding")).lower():
            self._framing = bytearray()
            self.stored_head = without_transfer_encoding(self.head_bytes)[0]
            self._state = _State.CHUNK_SIZE
        elif len(lengths) == 1 and (length := _LENGTH.fullmatch(lengths.pop())):
            self._state, self._left = _State.LENGTH, int(length[1])
        else:
            # No length, or lengths that contradict each other: only the close can end it.
            self._state, self.keep_alive = _State.UNTIL_CLOSE, False
        self.body = Spool(self.stored_head, self._spool_folder)

    def _take_framing(self, view: memoryview) -> memoryview:
        """One line of chunk framing, or all trailers; the bytes after it."""
        line, rest = _split_line(view)
        self._pending += line
        try:
            return self._read_framing(line, rest)
        except FramingError:
            self._pending += rest
            raise

    def _read_framing(self, line: bytes, rest: memoryview) -> memoryview:
        if self._state is not _State.TRAILERS and len(self._pending) > _LONGEST_CHUNK_LINE:
            raise FramingError("a chunk does not begin with its size")
        if self._state is _State.CHUNK_END and not (b"\r\n".startswith(self._pending) or self._pending == b"\n"):
            raise FramingError("a chunk is longer or shorter than its size says")
        if not line.endswith(b"\n"):
            return rest
        if self._state is _State.TRAILERS:
            if len(self._pending) > _LONGEST_HEAD:
                raise FramingError(f"the trailers are longer than {_LONGEST_HEAD} bytes")
            if not _TRAILERS_END.search(self._pending):
                return rest
            self._state = _State.DONE
        elif self._state is _State.CHUNK_END:
            self._state = _State.CHUNK_SIZE
        else:
            size = _CHUNK_SIZE.match(bytes(self._pending))
            if not size:
                raise FramingError("a chunk does not begin with its size")
            self._left = int(size[1], 16)
            self._state = _State.CHUNK if self._left else _State.TRAILERS
        self._frame(bytes(self._pending))
        self._pending.clear()
        return rest


def _split_line(view: memoryview) -> tuple[bytes, memoryview]:
    """The bytes up to and with the first line feed, or all; and what follows them."""
    # A line is short; looking at its beginning spares a copy of the chunk behind it.
    for length in (64, len(view)):
        start = bytes(view[:length])
        end = start.find(b"\n") + 1
        if end:
            return start[:end], view[end:]
    return start, view[len(view) :]
