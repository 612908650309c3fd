"""An uncompressed WARC: its records one after the other, each as long as its header says.

Only imported WARCs are so. Without a CRC a record that is not as long as it says cannot be told from one that is
until the next does not begin where it should; then the rest of the file is told of as one fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive.warc.checked import CheckedRecord, Member

_PIECE = 64 * 1024


def read_plain(file: BinaryIO, start: int = 0) -> Iterator[Member]:
    """The records in order, from the one at `start` on, or behind the blank lines there; `length` is without the blank
    lines behind a record, as other indexers have it. What has a fault is the last."""
    file.seek(start)
    offset = start + len(_blank_lines(file)) if start else 0
    file.seek(offset)
    while True:
        record = CheckedRecord()
        while not record.is_in_block and (piece := file.read(_PIECE)) and not record.is_hopeless:
            record.feed(piece)
        if not record.is_in_block:
            if end := file.tell() - offset:
                yield Member(offset, end, record, "no WARC record begins here")
            return
        header_length, block_length = record.header_length, record.claimed_length
        if not record.is_warc or block_length < 0:
            yield Member(offset, header_length, record, "no WARC record begins here")
            return
        record = CheckedRecord()
        file.seek(offset)
        left = header_length + block_length
        while left and (piece := file.read(min(left, _PIECE))):
            record.feed(piece)
            left -= len(piece)
        if left:
            yield Member(offset, header_length + block_length - left, record, "the record is cut off")
            return
        blank = _blank_lines(file)
        record.feed(blank)
        yield Member(offset, header_length + block_length, record)
        offset += header_length + block_length + len(blank)
        file.seek(offset)


def _blank_lines(file: BinaryIO) -> bytes:
    """What stands between two records: two line ends, or what other programs take for them."""
    read = file.read(16)
    return read[: len(read) - len(read.lstrip(b"\r\n"))]
