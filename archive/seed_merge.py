"""A list of sites merged into seeds.csv: new sites become rows, sites listed already get what the list says of them.

A list's empty cell says nothing and takes nothing away; a filled one takes the place of the row's, or only fills an
empty one (`fill_only`); tags and aliases are added to the row's. Which row a line means: the one with its id, else the
one of its site, whatever the scheme or www.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.errors import CollectionError
from archive.model import Seed
from archive.regions import region_table
from archive.regions.codes import dotted_code
from archive.seed_table import SeedTable
from archive.seeds import COLUMNS, LISTS, seed_of_row, words_of
from archive.tabular import Table
from archive.urls import normal_url, site_key


@dataclass(slots=True)
class Merge:
    """What a list did to the table. `faults` and `notes` are (line, sentence): a faulty line was not taken, one with a
    note was. `kept` are cells that `fill_only` left as they were."""

    added: list[str] = field(default_factory=list)
    changed: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    same: int = 0
    kept: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """For other programs."""
        changed = {
            site: {column: {"before": before, "after": after} for column, (before, after) in cells.items()}
            for site, cells in self.changed.items()
        }
        told = {
            name: [{"line": line, "message": message} for line, message in messages]
            for name, messages in (("faults", sorted(self.faults)), ("notes", sorted(self.notes)))
        }
        return {"added": self.added, "changed": changed, "same": self.same, "kept_cells": self.kept, **told}


def merge_seeds(into: SeedTable, table: Table, *, fill_only: bool = False) -> Merge:
    """Changes `into` in memory only. Faults are told, not raised."""
    merge = Merge(faults=list(table.faults))
    places = _Places(into)
    seen: dict[str, tuple[int, dict[str, str]]] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        try:
            seed = seed_of_row(row, "")
            place = places.of(seed, has_id=bool(row.get("id", "").strip()))
            cells = {column: value for column, value in row.items() if value.strip()}
            site = seed.id if place is None else into.seeds[place].id
            if site in seen:
                _note_double(merge, line, site, cells, seen[site])
                continue
            if place is None:
                into.append(seed, cells)
                places.note(len(into.seeds) - 1)
                merge.added.append(seed.id)
            else:
                _merge_row(merge, into, place, seed, cells, fill_only)
        except CollectionError as error:
            merge.faults.append((line, str(error).removeprefix(": ")))
            continue
        seen[site] = line, cells
        if note := _note_on_code(seed):
            merge.notes.append((line, note))
    return merge


class _Places:
    """Where in the table the row of a site stands."""

    def __init__(self, into: SeedTable) -> None:
        self._into = into
        self._by_id: dict[str, int] = {}
        self._by_url: dict[str, int] = {}
        self._by_site: dict[str, int] = {}
        self._by_alias: dict[str, int] = {}
        for place in range(len(into.seeds)):
            self.note(place)

    def note(self, place: int) -> None:
        seed = self._into.seeds[place]
        self._by_id[seed.id] = place
        self._by_url.setdefault(seed.url, place)
        if seed.scope == "site":
            self._by_site.setdefault(site_key(seed.url), place)
        for alias in seed.aliases:
            self._by_alias.setdefault(site_key(normal_url(alias if "://" in alias else f"http://{alias}")), place)

    def of(self, seed: Seed, *, has_id: bool) -> int | None:
        """None for a site that is not listed. Raises CollectionError for one that is, by another name."""
        if seed.id in self._by_id and has_id:
            return self._by_id[seed.id]
        key = site_key(seed.url)
        place = self._by_site.get(key) if seed.scope == "site" else self._by_url.get(seed.url)
        if place is not None:
            listed = self._into.seeds[place].id
            if has_id:
                raise CollectionError(f": the site is listed already, as {listed}; give it that id, or none")
            return place
        if seed.scope == "site" and key in self._by_alias:
            listed = self._into.seeds[self._by_alias[key]].id
            raise CollectionError(f": {key} is an alias of {listed}; take it out there to make it a site of its own")
        if seed.id in self._by_id:
            raise CollectionError(f": {seed.id} is listed with another scope; a row of a folder needs an id of its own")
        return None


def _note_double(merge: Merge, line: int, site: str, cells: dict[str, str], first: tuple[int, dict[str, str]]) -> None:
    """A site that the list names twice: no harm where both lines say the same."""
    is_same = {**cells, "url": ""} == {**first[1], "url": ""}
    if is_same:
        merge.notes.append((line, f"{site} stands in line {first[0]} already"))
    else:
        merge.faults.append((line, f"{site} stands in line {first[0]} already, with other cells; keep one of the two"))


def _merge_row(
    merge: Merge, into: SeedTable, place: int, seed: Seed, cells: Mapping[str, str], fill_only: bool
) -> None:
    listed, row = into.seeds[place], into.table.rows[place]
    new: dict[str, str] = {}
    for column, value in cells.items():
        before = row.get(column, "")
        if column == "id" or _says_the_same(column, listed, seed, before, value, has_id="id" in cells):
            continue
        if column in LISTS and before.strip():
            value = " ".join(dict.fromkeys((*getattr(listed, column), *words_of(value))))
        elif fill_only and before.strip():
            merge.kept += 1
            continue
        new[column] = value
    if not new:
        merge.same += 1
        return
    before_of = {column: row.get(column, "") for column in new}
    into.change(place, new)
    merge.changed[listed.id] = {column: (before_of[column], value) for column, value in new.items()}


def _says_the_same(column: str, listed: Seed, seed: Seed, before: str, value: str, *, has_id: bool) -> bool:
    """Whether a list's cell says what the row does: "2,5" is 2.5, and where a row was found by
    its site, https or www make no other."""
    if column == "url":
        return seed.url == listed.url or not has_id
    if column in LISTS:
        return set(getattr(seed, column)) <= set(getattr(listed, column))
    if column in COLUMNS:
        return bool(getattr(seed, column) == getattr(listed, column))
    return value.strip() == before.strip()


def _note_on_code(seed: Seed) -> str | None:
    if not seed.kode_wilayah or dotted_code(seed.kode_wilayah) in region_table():
        return None
    return f"kode_wilayah {seed.kode_wilayah} is no region's code (as 18.05.13.2021); it was taken as it is"
