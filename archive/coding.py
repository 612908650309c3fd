"""Content codings undone, within bounds: a bomb or a broken stream gives what could be decoded, and why it ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from isal import isal_zlib
from isal.igzip_lib import IsalError

Trouble = Literal["too_long", "broken", "unknown_coding"]

# A page of a village site decodes to 0.1 MB; 64 MB leaves room for the strangest and stops a bomb.
DECODED_LIMIT = 64 * 1024 * 1024


def decode_body(body: bytes, codings: Iterable[bytes], limit: int = DECODED_LIMIT) -> tuple[bytes, Trouble | None]:
    """`body` with its Content-Encoding values undone, last applied first.

    With trouble `too_long` or `broken` the bytes are those decoded so far; with `unknown_coding`
    they are as they came.
    """
    names = [name.strip().lower() for value in codings for name in value.split(b",")]
    trouble: Trouble | None = None
    for name in reversed(names):
        if name in (b"", b"identity") or not body:
            continue
        if name in (b"gzip", b"x-gzip"):
            body, trouble = _inflate_members(body, limit)
        elif name == b"deflate":
            body, trouble = _inflate(isal_zlib.decompressobj(15 if _has_zlib_header(body) else -15), body, limit)[:2]
        elif name == b"br":
            body, trouble = _unbrotli(body, limit)
        else:
            return body, "unknown_coding"
        if trouble:
            return body, trouble
    return body, trouble


def _inflate_members(body: bytes, limit: int) -> tuple[bytes, Trouble | None]:
    """Gzip may be several members one after the other; bytes after the last are padding."""
    decoded = b""
    while body[:2] == b"\x1f\x8b":
        part, trouble, body = _inflate(isal_zlib.decompressobj(31), body, limit - len(decoded))
        decoded += part
        if trouble:
            return decoded, trouble
    return (decoded, None) if decoded or not body else (body, "broken")


def _inflate(stream: Any, body: bytes, limit: int) -> tuple[bytes, Trouble | None, bytes]:
    """(decoded, trouble, bytes after the stream's end). `Any`: isal and zlib share no stream type."""
    pieces: list[bytes] = []
    size = 0
    try:
        # Fed piecewise, so that a broken stream still gives what came before the fault.
        for start in range(0, len(body), 65536):
            pieces.append(stream.decompress(body[start : start + 65536], limit - size + 1))
            size += len(pieces[-1])
            if size > limit:
                return b"".join(pieces)[:limit], "too_long", b""
            if stream.eof:
                return b"".join(pieces), None, stream.unused_data + body[start + 65536 :]
    except IsalError:  # type: ignore[misc]  # the stub calls the class an instance
        pass
    return b"".join(pieces), "broken", b""


def _has_zlib_header(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0


def _unbrotli(body: bytes, limit: int) -> tuple[bytes, Trouble | None]:
    import brotli  # only for servers that send what we did not ask for

    stream = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(body), 4096):
            pieces.append(stream.process(body[start : start + 4096], output_buffer_limit=limit - size + 1))
            size += len(pieces[-1])
            if size > limit:
                return b"".join(pieces)[:limit], "too_long"
    except brotli.error:
        return b"".join(pieces), "broken"
    return b"".join(pieces), None if stream.is_finished() else "broken"
