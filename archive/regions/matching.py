"""The region that a list's row names, by its code or by its names: one, several to choose from, or none.

code       it holds when the table has it and the row's names do not say otherwise
names      each within the one above: province, kabupaten, kecamatan, village; spelt the same first, else so nearly
           the same that nothing else within it is near
doubt      a wrong village is worse than none: what could be another is told as candidates, for a person
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz, process

from archive.regions.codes import dotted_code
from archive.regions.form import Level
from archive.regions.nearness import ALIKE, LEVELS, NEAR, keys_of, nearest, nearness, regions_within
from archive.regions.spelling import squash
from archive.regions.table import region_table
from archive.regions.written import Written, written

Status = Literal["matched", "ambiguous", "unmatched"]
MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Match:
    """`how` is code, names, or near where a name was spelt in another way than the table's; `notes` say what was
    passed over or is in doubt."""

    status: Status
    code: str | None = None
    how: Literal["code", "names", "near"] | None = None
    candidates: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Search:
    """What the levels looked at so far leave: codes of the smallest region found, and how sure they are."""

    codes: tuple[str, ...] = ()
    level: Level | None = None
    is_near: bool = False
    notes: list[str] = field(default_factory=list)
    lost: list[Level] = field(default_factory=list)  # levels that were named and not found


def match_region(names: Mapping[Level, str], code: str | None = None) -> Match:
    """`names` are cells by level, as they were written; what is empty is not said."""
    given = {level: name for level in LEVELS if (name := written(names.get(level, ""), level))}
    if not code or not code.strip():
        return _by_names(given)
    dotted = dotted_code(code)
    if dotted is None or dotted not in region_table():
        found = _by_names(given)
        note = f"kode_wilayah {code.strip()} is in no table (a code of BPS?)"
        return Match(found.status, found.code, found.how, found.candidates, (note, *found.notes))
    if contradiction := _contradiction(dotted, given):
        others = _by_names(given)
        candidates = dict.fromkeys((dotted, *((others.code,) if others.code else others.candidates)))
        return Match("ambiguous", None, None, tuple(candidates)[:MOST_CANDIDATES], (contradiction,))
    return Match("matched", dotted, "code")


def _contradiction(code: str, given: Mapping[Level, Written]) -> str | None:
    """What a row's names say against its code; a name spelt nearly the same says nothing."""
    for region in (*region_table().ancestors(code), region_table().get(code)):
        if region and (name := given.get(region.level)) and region.level != "provinsi":
            own = keys_of(region.code)
            if not own.intersection(name.spellings) and not any(
                nearness(spelling, key) >= NEAR for spelling in name.spellings[:4] for key in own
            ):
                return f"the code is of {region.name} ({region.level}), and the row names another"
    return None


def _by_names(given: Mapping[Level, Written]) -> Match:
    if not given:
        return Match("unmatched", notes=("no name of a region",))
    search = _Search()
    for level in LEVELS:
        if name := given.get(level):
            _narrow(search, level, name)
    wanted = next(level for level in reversed(LEVELS) if level in given)
    notes = tuple(search.notes)
    if search.level != wanted:
        near = _neighbours(search, given[wanted], wanted)
        return Match("ambiguous" if near else "unmatched", candidates=near, notes=notes)
    if len(search.codes) == 1 and not _is_doubtful(search, given, wanted):
        is_near = search.is_near or bool(search.lost)
        return Match("matched", search.codes[0], "near" if is_near else "names", notes=notes)
    return Match("ambiguous", candidates=search.codes[:MOST_CANDIDATES], notes=notes)


def _is_doubtful(search: _Search, given: Mapping[Level, Written], wanted: Level) -> bool:
    """A village by its name alone, though it is the only one called so; one in another kecamatan than the row says."""
    if wanted != "desa":
        return search.is_near and len(given) == 1
    is_lost = any(not _is_alike(given[level], search.codes[0], level) for level in search.lost)
    return len(given) == 1 or is_lost or (search.is_near and (bool(search.lost) or "kecamatan" not in given))


def _is_alike(name: Written, code: str, level: Level) -> bool:
    """Whether a name that was not found above can be a slip for that of the region which the rest of the row names."""
    above = next((region for region in region_table().ancestors(code) if region.level == level), None)
    keys = keys_of(above.code) if above else ()
    return any(nearness(one, key, ALIKE) >= ALIKE for one in name.spellings[:6] for key in keys)


def _narrow(search: _Search, level: Level, name: Written) -> None:
    """Look for the name within what was found so far; what is not found leaves the search as it was, with a note."""
    if exact := _exact(name, level, search.codes):
        search.codes, search.level = exact, level
        return
    if near := nearest(name, level, search.codes):
        search.codes, search.level, search.is_near = near, level, True
        search.notes.append(f"{level} is spelt {name.first}; taken for {_names_of(near)}")
        return
    search.lost.append(level)
    search.notes.append(f"no {level} {name.first}" + (f" in {_names_of(search.codes)}" if search.codes else ""))


def _exact(name: Written, level: Level, above: Sequence[str]) -> tuple[str, ...]:
    """Of the spellings the first that is a name of that level there."""
    table = region_table()
    # The others are made only where the first one will not do: they are most of the work.
    for spelling in _in_order(name):
        codes = [code for code in table.codes_named(spelling, level) if not above or _lies_in(code, above)]
        if name.is_kota is not None and level == "kabupaten":
            codes = [code for code in codes if (code[3] in "789") == name.is_kota]
        if codes:
            return tuple(codes)
    return ()


def _in_order(name: Written) -> Iterator[str]:
    yield name.first
    yield from name.spellings


def _neighbours(search: _Search, name: Written, level: Level) -> tuple[str, ...]:
    """What a person might choose from where nothing is near enough: of that name elsewhere in the kabupaten, or
    of the most alike names in the kecamatan."""
    areas = tuple(dict.fromkeys(code[:5] for code in search.codes if len(code) >= 5))
    if elsewhere := _exact(name, level, areas) if areas else ():
        return elsewhere[:MOST_CANDIDATES]
    if not search.codes or len(search.codes[0]) < 8:
        return ()
    names = {code: region.name for code in regions_within(search.codes, level) if (region := region_table().get(code))}
    squashed = {code: squash(one) for code, one in names.items()}
    best = process.extract(name.first, squashed, scorer=fuzz.ratio, score_cutoff=65, limit=5)
    return tuple(code for _, _, code in best)


def _lies_in(code: str, above: Sequence[str]) -> bool:
    return any(code.startswith(one) for one in above)


def _names_of(codes: Sequence[str]) -> str:
    shown = [region.name for code in codes[:3] if (region := region_table().get(code))]
    return " or ".join(shown) + (" or others" if len(codes) > 3 else "")
