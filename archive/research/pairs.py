"""Exact counts of pairs of numbered words, in a bounded part of the memory.

A pair is one number, so that numpy counts whole articles at once. What was counted lies sorted by pair, 24 bytes each;
when it is too much it goes to a file that only this process has, below TMPDIR, and counting begins again. In the end
all such files are read side by side, a block of each at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
# Rows (pair, how often, in how many articles), each pair once, sorted.
_Counts = NDArray[np.int64]

MOST_PAIRS = 250_000
_MOST_FILES = 100
_ROW_BYTES = 3 * 8
_NONE: _Counts = np.empty((0, 3), np.int64)


class PairCounts:
    """How often each pair was added, and in how many articles."""

    def __init__(self, most_pairs: int = MOST_PAIRS) -> None:
        self._most_pairs = most_pairs
        self._counted = _NONE
        self._new: list[_Counts] = []
        self._new_pairs = 0
        self._files: list[IO[bytes]] = []

    def add(self, pairs: Numbers) -> None:
        """Those of one article."""
        different, counts = np.unique(pairs, return_counts=True)
        self._new.append(np.column_stack((different, counts, np.ones_like(different))))
        self._new_pairs += len(different)
        if self._new_pairs >= self._most_pairs:
            self._sum_up()
            if len(self._counted) >= self._most_pairs:
                self._put_aside()

    def entries(self, min_count: int = 1) -> Iterator[tuple[int, int, int]]:
        """(pair, how often, in how many articles) of those that were added so often, sorted by pair. Once; nothing can
        be added after."""
        self._sum_up()
        counted, self._counted = self._counted, _NONE
        for counts in _merged([*_blocks_of(self._files, self._most_pairs), iter([counted])]):
            yield from map(tuple, counts[counts[:, 1] >= min_count].tolist())
        self._close()

    def _sum_up(self) -> None:
        new, self._new, self._new_pairs = self._new, [], 0
        self._counted = _summed([self._counted, *new])

    def _put_aside(self) -> None:
        counted, self._counted = self._counted, _NONE
        self._files.append(_written([counted]))
        if len(self._files) >= _MOST_FILES:
            whole = _written(_merged(_blocks_of(self._files, self._most_pairs)))
            self._close()
            self._files = [whole]

    def _close(self) -> None:
        for file in self._files:
            file.close()
        self._files = []

    def __del__(self) -> None:
        self._close()


def _summed(parts: Sequence[_Counts]) -> _Counts:
    """Rows of the same pair made one."""
    rows = np.concatenate(parts)
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    is_first = np.ones(len(rows), bool)
    np.not_equal(rows[1:, 0], rows[:-1, 0], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    if len(starts) == len(rows):
        return rows
    return np.column_stack((rows[starts, 0], np.add.reduceat(rows[:, 1:], starts)))


def _merged(sources: list[Iterator[_Counts]]) -> Iterator[_Counts]:
    """All of them, sorted as each of them is."""
    heads = [_NONE] * len(sources)
    while True:
        heads = [head if len(head) else next(source, _NONE) for head, source in zip(heads, sources, strict=True)]
        # Behind it the source that it is from may have more.
        end = min((head[-1, 0] for head in heads if len(head)), default=None)
        if end is None:
            return
        places = [int(np.searchsorted(head[:, 0], end, "right")) for head in heads]
        yield _summed([head[:place] for head, place in zip(heads, places, strict=True)])
        heads = [head[place:] for head, place in zip(heads, places, strict=True)]


def _written(parts: Iterable[_Counts]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - closed by its owner
    for counts in parts:
        file.write(np.ascontiguousarray(counts).data)
    file.seek(0)
    return file


def _blocks_of(files: list[IO[bytes]], most_pairs: int) -> list[Iterator[_Counts]]:
    """Of each file its rows, in blocks that are as many rows together as may be in memory."""
    rows = max(1, most_pairs // max(1, len(files)))
    return [_blocks(file, rows) for file in files]


def _blocks(file: IO[bytes], rows: int) -> Iterator[_Counts]:
    while block := file.read(rows * _ROW_BYTES):
        yield np.frombuffer(block, np.int64).reshape(-1, 3)
