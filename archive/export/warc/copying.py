"""Chosen records copied into WARCs of bounded size: gzip members as they are, records of plain WARCs packed.

NAME.warc.gz                              when one file holds all
NAME-00000.warc.gz  NAME-00001.warc.gz    when it takes more
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from isal import isal_zlib

from archive.export.warc.selection import Chosen, Selection
from archive.export.warc.telling import Telling, warcinfo
from archive.layout import PLAIN_SUFFIX, WARC_SUFFIX, Collection
from archive.model import Capture

# A gigabyte: what the standard advises, and readers of whole files can bear.
LARGEST_BYTES = 1_000_000_000
_PIECE = 1 << 20


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


# A file of this name, and about how long it will be.
OpenSink = Callable[[str, int], AbstractContextManager[Sink]]


@dataclass(frozen=True, slots=True)
class Copied:
    """A record in its new place; `capture` None: a request, metadata or warcinfo record. `sha256` of the member."""

    capture: Capture | None
    sha256: str


def copy_records(
    collection: Collection,
    selection: Selection,
    telling: Telling,
    name: str,
    open_sink: OpenSink,
    largest_bytes: int = LARGEST_BYTES,
) -> Generator[Copied]:
    """Write all that is chosen, as its places are told. `name` is without `.warc.gz`. Raises OSError."""
    sources = selection.sources()
    total = selection.total_bytes()
    is_only = total <= largest_bytes
    names = _names(name, is_only)
    about_bytes = max(min(total, largest_bytes), selection.longest_bytes())
    with ExitStack() as files:
        sink: _Counting | None = None
        source = _Source(collection)
        files.callback(source.close)
        for chosen in selection.records():
            is_full = not is_only and sink is not None and sink.size + chosen.length > largest_bytes
            # What was stored with a capture follows it into the same file.
            if sink is None or (is_full and chosen.role == "capture"):
                files.pop_all().close()
                files.callback(source.close)
                filename = next(names)
                sink = _Counting(files.enter_context(open_sink(filename, about_bytes)))
                for piece in warcinfo(collection, telling, sources, filename).member():
                    sink.write(piece)
            start, digest = sink.size, hashlib.sha256()
            for piece in source.member(chosen):
                sink.write(piece)
                digest.update(piece)
            placed = chosen.capture and replace(
                chosen.capture, warc_filename=filename, offset=start, length=sink.size - start
            )
            yield Copied(placed, digest.hexdigest())


def _names(name: str, is_only: bool) -> Iterator[str]:
    if is_only:
        yield name + WARC_SUFFIX
    for number in range(100_000):
        yield f"{name}-{number:05d}{WARC_SUFFIX}"


class _Counting:
    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.size = 0

    def write(self, data: bytes) -> None:
        self._sink.write(data)
        self.size += len(data)


class _Source:
    """The WARC that is copied from, kept open while its records come."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._path: Path | None = None
        self._file: BinaryIO | None = None

    def member(self, chosen: Chosen) -> Iterator[bytes]:
        """A record as one gzip member."""
        path = self._collection.warc_file(chosen.stem)
        if path != self._path or self._file is None:
            self.close()
            self._path, self._file = path, path.open("rb")
        pieces = _bytes_of(self._file, chosen.offset, chosen.length)
        return _packed(pieces) if chosen.stem.endswith(PLAIN_SUFFIX) else pieces

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def _bytes_of(file: BinaryIO, offset: int, length: int) -> Iterator[bytes]:
    file.seek(offset)
    while length:
        piece = file.read(min(length, _PIECE))
        if not piece:
            raise OSError(f"{file.name}: shorter than it was a moment ago")
        length -= len(piece)
        yield piece


def _packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A record of a plain WARC, which is told without the blank lines behind it."""
    stream: Any = isal_zlib.compressobj(2, wbits=31)
    for piece in pieces:
        yield stream.compress(piece)
    yield stream.compress(b"\r\n\r\n") + stream.flush()
