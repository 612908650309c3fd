"""Screenshots compared: PNG read back (8 bits a channel, not interlaced, as browsers write it)."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


def pixels(png: bytes) -> Pixels:
    """Height × width × 3."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, packed = 8, b""
    width = height = channels = 0
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        data = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", data)
            assert (depth, interlaced) == (8, 0), "not as Chromium writes it"
            channels = 3 if colour == 2 else 4
        elif kind == b"IDAT":
            packed += data
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * channels)
    return _unfiltered(rows[:, 0], rows[:, 1:].reshape(height, width, channels))[:, :, :3]


def _unfiltered(filters: Pixels, rows: Pixels) -> Pixels:
    """https://www.w3.org/TR/png-3/#9Filters"""
    done = np.zeros_like(rows)
    above = np.zeros_like(rows[0])
    for number, kind in enumerate(filters):
        row = rows[number]
        match kind:
            case 0:
                done[number] = row
            case 1:
                done[number] = np.cumsum(row, axis=0, dtype=np.uint8)
            case 2:
                done[number] = row + above
            case _:
                left, upper_left = np.zeros(row.shape[1], int), np.zeros(row.shape[1], int)
                for at in range(row.shape[0]):
                    up = above[at].astype(int)
                    guess = (left + up) // 2 if kind == 3 else _paeth(left, up, upper_left)
                    left, upper_left = (row[at].astype(int) + guess) % 256, up
                    done[number, at] = left
        above = done[number]
    return done


def _paeth(left: Any, up: Any, upper_left: Any) -> Any:
    guess = left + up - upper_left
    to_left, to_up, to_both = abs(guess - left), abs(guess - up), abs(guess - upper_left)
    return np.where((to_left <= to_up) & (to_left <= to_both), left, np.where(to_up <= to_both, up, upper_left))


def share_that_differs(first: bytes, second: bytes, at_least: int = 24) -> float:
    """The share of pixels that differ by so much (of 255) in a channel; 1.0 when the sizes do."""
    one, other = pixels(first), pixels(second)
    if one.shape != other.shape:
        return 1.0
    return float((np.abs(one.astype(int) - other.astype(int)).max(axis=2) >= at_least).mean())
