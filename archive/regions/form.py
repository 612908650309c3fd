"""The form of regions.bin.gz: columns that are read as they lie, for a worker has no time to parse 91,000 lines.

    lumbung-regions/1 REGIONS KEYS OLD\\n       numbers of entries
    REGIONS × u32     code as a number, less the one before          each sequence sorted, little-endian
    REGIONS × i32     latitude  in 1/10000 degree, -2147483648 where unknown
    REGIONS × i32     longitude
    REGIONS × u8      length of the name in bytes
    KEYS × u32        place of the region that the key names
    KEYS × u8         length of the key in bytes
    OLD × u32         kecamatan that are no more, their six digits
    names, keys       UTF-8, one after the other

    code         18.05.13.2021      provinsi 18 · kabupaten 18.05 · kecamatan 18.05.13 · desa 18.05.13.2021
    as a number  1805132021         ten digits, zeros for what a code does not say: each region stands
                                    before what lies in it, so every region is a range

To read it as text: python -m archive.regions
"""

from __future__ import annotations

import gzip
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from archive.regions.spelling import other_spellings, plain_name, province_spellings, squash

Level = Literal["provinsi", "kabupaten", "kecamatan", "desa"]
Point = tuple[float, float]

MAGIC = "lumbung-regions/1"
UNKNOWN = -(2**31)


@dataclass(frozen=True, slots=True)
class Columns:
    """`keys` are the squashed names in order, `named` the place of each one's region among `numbers`."""

    numbers: array[int]
    latitudes: array[int]
    longitudes: array[int]
    names: Strings
    keys: Strings
    named: array[int]
    old_kecamatan: frozenset[str]


class Strings:
    """Many short byte strings as one blob; a sequence, as bisect wants it."""

    def __init__(self, blob: bytes, lengths: Iterable[int]) -> None:
        self._blob = blob
        self._ends = array("I", accumulate(lengths, initial=0))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> bytes:
        return self._blob[self._ends[place] : self._ends[place + 1]]


def pack(regions: Sequence[tuple[str, str, Point | None]], old_kecamatan: Sequence[str] = ()) -> bytes:
    """The file of regions given as code, name and point in degrees, and of dotted codes that are no more.

    The same regions give the same bytes wherever zlib is the same.
    """
    ordered = sorted(regions)
    numbers = [number_of(code) for code, _, _ in ordered]
    names = [name.encode("utf-8") for _, name, _ in ordered]
    keys = sorted(
        (key.encode(), place) for place, (code, name, _) in enumerate(ordered) for key in spellings(code, name)
    )
    old = sorted(int(code.replace(".", "")) for code in old_kecamatan)
    columns = (
        array("I", (number - before for before, number in pairwise([0, *numbers]))),
        array("i", (UNKNOWN if point is None else round(point[0] * 10**4) for _, _, point in ordered)),
        array("i", (UNKNOWN if point is None else round(point[1] * 10**4) for _, _, point in ordered)),
        array("B", map(len, names)),
        array("I", (place for _, place in keys)),
        array("B", (len(key) for key, _ in keys)),
        array("I", old),
    )
    head = f"{MAGIC} {len(names)} {len(keys)} {len(old)}\n".encode()
    body = b"".join(_little(column).tobytes() for column in columns)
    return gzip.compress(head + body + b"".join(names) + b"".join(key for key, _ in keys), compresslevel=9, mtime=0)


def unpack(packed: bytes) -> Columns:
    """Raises ValueError when this is not such a file."""
    head, _, body = gzip.decompress(packed).partition(b"\n")
    magic, *counts = head.decode("ascii", "replace").split(" ")
    if magic != MAGIC:
        raise ValueError(f"the table of regions is not {MAGIC}; make it anew with archive.regions.make")
    regions, keys, old = map(int, counts)
    cursor = _Cursor(body)
    steps, latitudes, longitudes = cursor.take("I", regions), cursor.take("i", regions), cursor.take("i", regions)
    name_lengths = cursor.take("B", regions)
    named, key_lengths = cursor.take("I", keys), cursor.take("B", keys)
    ended = cursor.take("I", old)
    return Columns(
        numbers=array("Q", accumulate(steps)),
        latitudes=latitudes,
        longitudes=longitudes,
        names=Strings(cursor.take_bytes(sum(name_lengths)), name_lengths),
        keys=Strings(cursor.take_bytes(sum(key_lengths)), key_lengths),
        named=named,
        old_kecamatan=frozenset(map(str, ended)),
    )


def spellings(code: str, name: str) -> set[str]:
    """All squashed names of a region."""
    found = {squash(name)}
    if len(code) == 2:
        return found.union(province_spellings(name))
    if len(code) == 5:
        # "Administrasi Jakarta Pusat" is what follows the word Kota.
        return found | {squash(plain_name(name)), squash(name.partition(" ")[2])} | other_spellings(plain_name(name))
    return found | other_spellings(name)


def number_of(code: str) -> int:
    return int(code.replace(".", "").ljust(10, "0"))


def code_of(number: int) -> str:
    digits = str(number)
    if digits[6:] != "0000":
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:6]) if part != "00")


def level_of(number: int) -> Level:
    if number % 10**4:
        return "desa"
    if number % 10**6:
        return "kecamatan"
    return "kabupaten" if number % 10**8 else "provinsi"


class _Cursor:
    def __init__(self, body: bytes) -> None:
        self._body = memoryview(body)

    def take(self, typecode: Literal["B", "I", "i"], count: int) -> array[int]:
        column: array[int] = array(typecode)
        column.frombytes(self.take_bytes(count * column.itemsize))
        return _little(column)

    def take_bytes(self, count: int) -> bytes:
        taken, self._body = self._body[:count].tobytes(), self._body[count:]
        return taken


def _little(column: array[int]) -> array[int]:
    if sys.byteorder == "big":
        column.byteswap()
    return column
