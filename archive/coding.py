"""Content codings undone, within bounds: a bomb or a broken stream gives what could be decoded, and why it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from isal import isal_zlib
from isal.igzip_lib import IsalError

Trouble = Literal["too_long", "broken", "unknown_coding"]

# A page of a village site decodes to 0.1 MB, the largest real one seen to 0.5 MB (2026-11); each MB read
# costs some thirty of memory.
DECODED_LIMIT = 1024 * 1024
_PIECE = 64 * 1024
# Servers send one; a body of a hundred thousand empty ones would cost minutes.
_MOST_MEMBERS = 100


def decode_body(
    body: bytes | Iterable[bytes], codings: Iterable[bytes], limit: int = DECODED_LIMIT
) -> tuple[bytes, Trouble | None]:
    """`body`, whole or in pieces, with its Content-Encoding values undone, last applied first.

    With trouble `too_long` or `broken` the bytes are those decoded so far; with `unknown_coding`
    they are as they came. Never more than `limit` bytes, nor more pieces than that takes.
    """
    names = [name.strip().lower() for value in codings for name in value.split(b",")]
    pieces: Iterable[bytes] = _cut(body) if isinstance(body, bytes) else body
    for name in reversed([name for name in names if name not in (b"", b"identity")]):
        decoder = _DECODERS.get(name)
        if decoder is None:
            return _joined(pieces, limit)[0], "unknown_coding"
        decoded, trouble = decoder(iter(pieces), limit)
        if trouble:
            return decoded, trouble
        pieces = _cut(decoded)
    return _joined(pieces, limit)


def _cut(body: bytes) -> Iterator[bytes]:
    return (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))


def _joined(pieces: Iterable[bytes], limit: int) -> tuple[bytes, Trouble | None]:
    taken: list[bytes] = []
    size = 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size > limit:
            return b"".join(taken)[:limit], "too_long"
    return b"".join(taken), None


def _gunzip(pieces: Iterator[bytes], limit: int) -> tuple[bytes, Trouble | None]:
    """Gzip may be several members one after the other; bytes after the last are padding."""
    decoded: list[bytes] = []
    size = 0
    waiting = next(pieces, b"")
    if not waiting:
        return b"", None
    members = 0
    while (waiting := _two_bytes(waiting, pieces))[:2] == b"\x1f\x8b":
        members += 1
        if members > _MOST_MEMBERS:
            return b"".join(decoded), "broken"
        part, trouble, waiting = _inflate(isal_zlib.decompressobj(31), waiting, pieces, limit - size)
        decoded.append(part)
        size += len(part)
        if trouble:
            return b"".join(decoded), trouble
    return (b"".join(decoded), None) if decoded else (_joined([waiting, *pieces], limit)[0], "broken")


def _inflate_deflate(pieces: Iterator[bytes], limit: int) -> tuple[bytes, Trouble | None]:
    """`deflate` is the zlib format, but some servers send the bare stream."""
    first = _two_bytes(b"", pieces)
    if not first:
        return b"", None
    return _inflate(isal_zlib.decompressobj(15 if _has_zlib_header(first) else -15), first, pieces, limit)[:2]


def _inflate(stream: Any, waiting: bytes, pieces: Iterator[bytes], limit: int) -> tuple[bytes, Trouble | None, bytes]:
    """(decoded, trouble, bytes after the stream's end). `Any`: isal and zlib share no stream type."""
    decoded: list[bytes] = []
    size = 0
    try:
        # Fed piecewise, so that a broken stream still gives what came before the fault.
        while waiting:
            decoded.append(stream.decompress(waiting, limit - size + 1))
            size += len(decoded[-1])
            if size > limit:
                return b"".join(decoded)[:limit], "too_long", b""
            if stream.eof:
                return b"".join(decoded), None, stream.unused_data or next(pieces, b"")
            waiting = next(pieces, b"")
    except IsalError:  # type: ignore[misc]  # the stub calls the class an instance
        pass
    return b"".join(decoded), "broken", b""


def _two_bytes(waiting: bytes, pieces: Iterator[bytes]) -> bytes:
    """`waiting` with so much more that two bytes can be looked at, if there are two: a server may send one alone."""
    while len(waiting) < 2 and (more := next(pieces, b"")):
        waiting += more
    return waiting


def _has_zlib_header(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0


def _unbrotli(pieces: Iterator[bytes], limit: int) -> tuple[bytes, Trouble | None]:
    import brotli  # only for servers that send what we did not ask for

    stream = brotli.Decompressor()
    decoded: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            # brotli may give far more than its limit for one call, so it is fed little at a time.
            for part in (piece[start : start + 1024] for start in range(0, len(piece), 1024)):
                decoded.append(stream.process(part, output_buffer_limit=limit - size + 1))
                size += len(decoded[-1])
                if size > limit:
                    return b"".join(decoded)[:limit], "too_long"
    except brotli.error:
        return b"".join(decoded), "broken"
    return b"".join(decoded), None if stream.is_finished() or not decoded else "broken"


_Decoder = Callable[[Iterator[bytes], int], tuple[bytes, Trouble | None]]
_DECODERS: dict[bytes, _Decoder] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _inflate_deflate,
    b"br": _unbrotli,
}
