"""Pictures made in code: a mosaic whose tiles follow from a name, so that each file differs from every other.

The JPEG is a baseline one whose 8 by 8 blocks have one colour each: only the DC coefficients are written.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from functools import lru_cache

Colour = tuple[int, int, int]

# Huffman table for DC differences: how many codes have 1, 2, ... 16 bits, then the categories 0 to 11 in that order.
_DC_LENGTHS = bytes((0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0))
_DC_CODES = ("00", "010", "011", "100", "101", "110", "1110", "11110", "111110", "1111110", "11111110", "111111110")
# The only AC symbol is "end of block", written as one bit.
_AC_LENGTHS = bytes((1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
_END_OF_BLOCK = "0"


@lru_cache(maxsize=512)
def mosaic_png(name: str, width: int, height: int) -> bytes:
    """A PNG of `width` by `height` pixels."""
    tiles = _tiles(name)
    lines = [b"\x00" + b"".join(bytes(row[x * 8 // width]) for x in range(width)) for row in tiles]
    rows = b"".join(lines[y * 6 // height] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _png_chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


@lru_cache(maxsize=512)
def mosaic_jpeg(name: str, width: int, height: int) -> bytes:
    """A baseline JPEG of `width` by `height` pixels, 4:4:4, without metadata."""
    size = struct.pack(">BHHB", 8, height, width, 3)
    components = bytes((1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0))
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            # A step of 8 makes the DC coefficient of a flat block its value less 128.
            _segment(0xDB, b"\x00" + bytes((8,)) * 64),
            _segment(0xC0, size + components),
            _segment(0xC4, b"\x00" + _DC_LENGTHS + bytes(range(12))),
            _segment(0xC4, b"\x10" + _AC_LENGTHS + b"\x00"),
            _segment(0xDA, bytes((3, 1, 0, 2, 0, 3, 0, 0, 63, 0))),
            _scan(_tiles(name), width, height),
            b"\xff\xd9",
        )
    )


def _tiles(name: str) -> list[list[Colour]]:
    """Six rows of eight colours, all near one hue, chosen by the name."""
    noise = hashlib.shake_256(name.encode()).digest(3 + 48)
    base = tuple(60 + value // 2 for value in noise[:3])
    shades = [value // 4 for value in noise[3:]]
    return [
        [(base[0] + shade // 2, base[1] + shade, base[2] + shade // 3) for shade in shades[row : row + 8]]
        for row in range(0, 48, 8)
    ]


def _tile_at(tiles: list[list[Colour]], x: int, y: int, width: int, height: int) -> Colour:
    return tiles[y * 6 // height][x * 8 // width]


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _scan(tiles: list[list[Colour]], width: int, height: int) -> bytes:
    bits: list[str] = []
    last = (0, 0, 0)
    for top in range(0, height, 8):
        for left in range(0, width, 8):
            levels = _levels(_tile_at(tiles, left, top, width, height))
            bits.extend(_difference(now - before) + _END_OF_BLOCK for now, before in zip(levels, last, strict=True))
            last = levels
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    # A byte FF inside the scan is followed by 00, else it would read as a marker.
    return int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\x00")


def _levels(colour: Colour) -> Colour:
    """Luma and the two colour differences (ITU-R BT.601), each less 128."""
    red, green, blue = colour
    luma = (299 * red + 587 * green + 114 * blue) // 1000
    return luma - 128, (blue - luma) * 564 // 1000, (red - luma) * 713 // 1000


def _difference(value: int) -> str:
    """A DC difference: the code of its category, then its bits (negative ones in one's complement)."""
    category = abs(value).bit_length()
    if category == 0:
        return _DC_CODES[0]
    return _DC_CODES[category] + format(value if value > 0 else value + (1 << category) - 1, f"0{category}b")
