"""Names that are spelt nearly the same, and how near. A slip of the pen makes no village of its neighbour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from archive.regions.cached import cached_by_regions
from archive.regions.form import Level, spellings
from archive.regions.table import region_table
from archive.regions.written import Written

LEVELS: tuple[Level, ...] = ("provinsi", "kabupaten", "kecamatan", "desa")

NEAR = 0.84
ALIKE = 0.7
_APART = 0.06
# Words that tell one village from its neighbour: a slip of the pen makes none of the other.
_TELLING = (
    *("utara", "selatan", "timur", "barat", "tengah", "hulu", "hilir", "atas", "bawah", "lama", "baru", "besar"),
    *("kecil", "dalam", "luar", "ilir", "ulu", "muka", "jaya"),
)


def nearest(name: Written, level: Level, above: Sequence[str]) -> tuple[str, ...]:
    """The one region within `above` whose name is nearly the same, none where two are."""
    if level == "desa" and not any(len(code) >= 5 for code in above):
        return ()
    scored = sorted(_scored(name, level, above), reverse=True)
    if not scored or scored[0][0] < NEAR:
        return ()
    best = [code for score, code in scored if score > scored[0][0] - _APART]
    return tuple(best) if len(best) == 1 else ()


def _scored(name: Written, level: Level, above: Sequence[str]) -> Iterator[tuple[float, str]]:
    spellings = [spelling for spelling in name.spellings[:6] if len(spelling) >= 4]
    for code in regions_within(tuple(above), level):
        if name.is_kota is not None and level == "kabupaten" and (code[3] in "789") != name.is_kota:
            continue
        score = max((nearness(one, key) for one in spellings for key in keys_of(code)), default=0.0)
        if score:
            yield score, code


def nearness(one: str, other: str, least: float = NEAR) -> float:
    """`least` to 1, else 0; also where they differ in what tells neighbours apart."""
    score = DamerauLevenshtein.normalized_similarity(one, other, score_cutoff=least)
    if score and score < 1 and _telling(one) != _telling(other):
        return 0.0
    return float(score)


def _telling(name: str) -> tuple[str, str]:
    digits = "".join(letter for letter in name if letter.isdigit())
    ending = next((word for word in _TELLING if name.endswith(word)), "")
    return digits, ending


@cached_by_regions(512)
def regions_within(above: tuple[str, ...], level: Level) -> tuple[str, ...]:
    """The regions of a level in any of those above; all of that level where there are none."""
    table = region_table()
    start: Iterable[str] = above or _provinces()
    found: list[str] = []
    for code in start:
        region = table.get(code)
        if region is None:
            continue
        if region.level == level:
            found.append(code)
        elif LEVELS.index(region.level) < LEVELS.index(level):
            found += (
                regions_within(tuple(child.code for child in table.children(code)), level)
                if table.children(code)
                else ()
            )
    return tuple(found)


@cached_by_regions(1)
def _provinces() -> tuple[str, ...]:
    return tuple(str(number) for number in range(11, 100) if str(number) in region_table())


@cached_by_regions(16_384)
def keys_of(code: str) -> frozenset[str]:
    """The squashed names of a region, as the table finds it by."""
    region = region_table().get(code)
    return frozenset(spellings(code, region.name)) if region else frozenset()
