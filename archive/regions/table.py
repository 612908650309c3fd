"""The table of regions in memory: arrays and two blobs of names, no object a village.

Made by archive/regions/make.py, laid out as archive/regions/form.py tells. Its data are under the Open Database
License (LICENSE and NOTICE beside this file): what shows names from it shows ATTRIBUTION.

    python -m archive.regions          prints it: code, name, latitude, longitude, tabs between
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from archive.regions.form import UNKNOWN, Columns, Level, code_of, level_of, number_of, unpack
from archive.regions.spelling import plain_name

Kind = Literal["provinsi", "kabupaten", "kota", "kecamatan", "kelurahan", "desa", "desa_adat"]

# The sentence that ODbL 1.0, 4.3, proposes.
ATTRIBUTION = (
    "Contains information from idn-area-data and geografis, "
    "which is made available here under the Open Database License (ODbL)."
)

_WORD = re.compile(r"[^\W_]+")
_LEVELS: dict[int, Level] = {2: "provinsi", 5: "kabupaten", 8: "kecamatan", 13: "desa"}
# What one region of a level spans in numbers.
_SPANS: dict[Level, int] = {"provinsi": 10**8, "kabupaten": 10**6, "kecamatan": 10**4, "desa": 1}
_BELOW: dict[Level, Level] = {"provinsi": "kabupaten", "kabupaten": "kecamatan", "kecamatan": "desa"}
_VILLAGE_KINDS: dict[str, Kind] = {"1": "kelurahan", "2": "desa", "3": "desa_adat"}
# Sumatera, Jawa, Kalimantan Barat and Tengah keep western time; Maluku and Papua eastern; all between central.
_WESTERN = frozenset({*range(11, 20), 21, *range(31, 37), 61, 62})
_EASTERN = frozenset({81, 82, *range(91, 97)})


@dataclass(frozen=True, slots=True)
class Region:
    """`name` is the official one, "Kabupaten Semarang"; latitude and longitude in degrees, of a village's seat or the
    mean of the villages in it, None where unknown."""

    code: str
    level: Level
    name: str
    kind: Kind
    latitude: float | None
    longitude: float | None

    @property
    def plain_name(self) -> str:
        """ "Semarang". The village Kota Palak keeps its Kota."""
        return plain_name(self.name) if self.level == "kabupaten" else self.name


class RegionTable:
    """All regions there are. Codes are dotted, "18.05.13.2021"; `named` takes names as `squash` leaves them."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._numbers = columns.numbers
        self._kecamatan = columns.old_kecamatan.union(
            str(number // 10**4) for number in self._numbers if level_of(number) == "kecamatan"
        )
        # Pages name the same few thousand again and again.
        self._found = lru_cache(maxsize=8_192)(self._looked_up)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, code: str | None) -> bool:
        return code is not None and self._place(code) is not None

    def get(self, code: str) -> Region | None:
        return self._found(code)

    def _looked_up(self, code: str) -> Region | None:
        place = self._place(code)
        return None if place is None else self._region(place)

    def parent(self, code: str) -> Region | None:
        """The region that this one lies in."""
        return self.get(code.rpartition(".")[0])

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """The regions that this one lies in, province first."""
        above = (code[:length] for length in _LEVELS if length < len(code))
        return tuple(region for region in map(self.get, above) if region)

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions of the next level down, by code."""
        place = self._place(code)
        below = _BELOW.get(level_of(self._numbers[place])) if place is not None else None
        if place is None or below is None:
            return ()
        end = self._numbers[place] + _SPANS[level_of(self._numbers[place])]
        found: list[Region] = []
        place += 1
        while place < len(self._numbers) and self._numbers[place] < end:
            found.append(self._region(place))
            place = bisect_left(self._numbers, self._numbers[place] + _SPANS[below])
        return tuple(found)

    def __iter__(self) -> Iterator[Region]:
        """All of them, by code: each before those that lie in it."""
        return map(self._region, range(len(self._numbers)))

    def named(self, squashed_name: str, level: Level | None = None) -> tuple[Region, ...]:
        """The regions that go by this name, "semarang" or "kotasemarang", by code."""
        return tuple(region for region in map(self.get, self.codes_named(squashed_name, level)) if region)

    def codes_named(self, squashed_name: str, level: Level | None = None) -> tuple[str, ...]:
        """Their codes only: a tenth of the work."""
        key = squashed_name.encode("utf-8")
        keys, named = self.columns.keys, self.columns.named
        first = place = bisect_left(keys, key)
        while place < len(keys) and keys[place] == key:
            place += 1
        numbers = sorted(self._numbers[named[nth]] for nth in range(first, place))
        return tuple(code_of(number) for number in numbers if level in (None, level_of(number)))

    def codes_beginning(self, squashed: str, level: Level, limit: int) -> list[str]:
        """Codes of regions whose names, as `named` takes them, begin so; by name, at most `limit`."""
        keys, named = self.columns.keys, self.columns.named
        key, found = squashed.encode("utf-8"), dict[str, None]()
        place = bisect_left(keys, key)
        while place < len(keys) and len(found) < limit and keys[place].startswith(key):
            code = code_of(self._numbers[named[place]])
            if level_of(self._numbers[named[place]]) == level:
                found[code] = None
            place += 1
        return list(found)

    def longest_named(self, words: Sequence[str], level: Level) -> tuple[int, tuple[str, ...]]:
        """How many of the squashed words, from the first on, are a name of that level, and the codes it names.

        (2, ("18.05.13",)) for ("penawar", "tama", "kabupaten"); (0, ()) when no name begins so.
        """
        keys, named = self.columns.keys, self.columns.named
        found: tuple[int, tuple[str, ...]] = (0, ())
        first, end, key = 0, len(keys), b""
        for count, word in enumerate(words, 1):
            key += word.encode("utf-8")
            first = bisect_left(keys, key, first, end)
            # "{" comes after every letter and digit.
            end = bisect_left(keys, key + b"{", first, end)
            if first == end:
                break
            if keys[first] == key:
                last = bisect_right(keys, key, first, end)
                numbers = sorted(self._numbers[named[nth]] for nth in range(first, last))
                if codes := tuple(code_of(number) for number in numbers if level_of(number) == level):
                    found = count, codes
        return found

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The words that names are made of, in lower case: 48,000, "penawar" among them."""
        names = self.columns.names
        return frozenset(
            word for place in range(len(names)) for word in _WORD.findall(names[place].decode("utf-8").casefold())
        )

    def has_kecamatan_prefix(self, digits: str) -> bool:
        """Whether six digits, "180513", are a kecamatan's: what a NIK begins with.

        Codes that were changed stay in the numbers of people registered before. Known of those are the 588 that
        ended between 2020 and the table's decree (all in Papua's new provinces), not the earlier ones.
        """
        return digits in self._kecamatan

    def zone_of(self, code: str) -> ZoneInfo:
        """The time zone of a region, by its province: WIB, WITA or WIT. Raises KeyError for no region's code."""
        if code[:2] not in self:
            raise KeyError(code)
        province = int(code[:2])
        if province in _WESTERN:
            return ZoneInfo("Asia/Jakarta")
        return ZoneInfo("Asia/Jayapura" if province in _EASTERN else "Asia/Makassar")

    def _place(self, code: str) -> int | None:
        if len(code) not in _LEVELS or not code.replace(".", "").isascii() or not code.replace(".", "").isdigit():
            return None
        number = number_of(code)
        place = bisect_left(self._numbers, number)
        is_here = place < len(self._numbers) and self._numbers[place] == number and code_of(number) == code
        return place if is_here else None

    def _region(self, place: int) -> Region:
        code = code_of(self._numbers[place])
        latitude, longitude = self.columns.latitudes[place], self.columns.longitudes[place]
        return Region(
            code=code,
            level=_LEVELS[len(code)],
            name=self.columns.names[place].decode("utf-8"),
            kind=_kind(code),
            latitude=None if latitude == UNKNOWN else latitude / 10**4,
            longitude=None if longitude == UNKNOWN else longitude / 10**4,
        )


@lru_cache(maxsize=1)
def official_table() -> RegionTable:
    """The table that comes along; read once a process."""
    return RegionTable(unpack(Path(__file__).with_name("regions.bin.gz").read_bytes()))


def region_table() -> RegionTable:
    """The official table, and with it what the collection adds (archive.regions.own)."""
    return _in_force or official_table()


_in_force: RegionTable | None = None
_changes: list[Callable[[], object]] = []


def set_region_table(other: RegionTable | None) -> None:
    """Another table for the whole process; None: the official one."""
    global _in_force
    _in_force = other
    for forget in _changes:
        forget()


def on_change(forget: Callable[[], object]) -> None:
    """What is to be called when another table is used."""
    _changes.append(forget)


def _kind(code: str) -> Kind:
    """By the code: a kota has a number from 71 on, a village's begins with 1, 2 or 3."""
    match len(code):
        case 13:
            return _VILLAGE_KINDS[code[9]]
        case 8:
            return "kecamatan"
        case 5:
            return "kota" if code[3] in "789" else "kabupaten"
    return "provinsi"
