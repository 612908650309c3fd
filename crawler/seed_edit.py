"""A change to rows of seeds.csv as a person says it: cells, tags, pause, a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from archive.errors import CollectionError
from archive.model import Seed
from archive.regions import region_table
from archive.regions.codes import dotted_code
from archive.seed_table import SeedTable
from archive.seeds import COLUMNS, column_of
from archive.tabular import unguarded
from spiders.reading.dates import parse_zone


@dataclass(frozen=True, slots=True)
class SeedEdit:
    """`cells` take the place of what stood there, empty ones clear it; `note` is put after the notes, with its day."""

    cells: Mapping[str, str]
    add_tags: tuple[str, ...] = ()
    drop_tags: tuple[str, ...] = ()
    pause: bool | None = None
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.cells or self.add_tags or self.drop_tags or self.note) or self.pause is not None

    def cells_for(self, seed: Seed, today: date) -> dict[str, str]:
        """The new cells of a row."""
        cells = dict(self.cells)
        if self.add_tags or self.drop_tags:
            tags = dict.fromkeys((*seed.tags, *self.add_tags))
            dropped = {tag.lower() for tag in self.drop_tags}
            cells["tags"] = " ".join(tag for tag in tags if tag.lower() not in dropped)
        if self.pause is not None and self.pause != seed.paused:
            cells["paused"] = "true" if self.pause else ""
        if self.note:
            cells["notes"] = "\n".join(filter(None, (seed.notes, f"{today.isoformat()} {self.note}")))
        return cells


def parse_assignments(assignments: Sequence[str], columns: Iterable[str]) -> dict[str, str]:
    """["delay=5"] as {"delay": "5"}; `columns` are those seeds.csv has. Raises CollectionError."""
    cells: dict[str, str] = {}
    known = {*COLUMNS, *columns}
    for assignment in assignments:
        heading, equals, value = assignment.partition("=")
        column = column_of(heading.strip())
        if not equals or not column:
            raise CollectionError(f"--set {assignment!r} is not COLUMN=VALUE, as delay=5")
        if column not in known:
            raise CollectionError(
                f"seeds.csv has no column {column!r}; it may have {', '.join(COLUMNS)} and your own columns, which are "
                "made in a spreadsheet or by seeds import"
            )
        if column in cells:
            raise CollectionError(f"--set names {column} twice")
        cells[column] = unguarded(value.strip())
    _refuse_senseless(cells)
    return cells


def _refuse_senseless(cells: Mapping[str, str]) -> None:
    """What a row may hold is looked at by archive.seeds; this is what only the table of regions and the reader know."""
    if "id" in cells:
        raise CollectionError(
            "an id stays: reports and documents know the site by it; if it must change, change it in seeds.csv by hand"
        )
    if (zone := cells.get("zone")) and parse_zone(zone) is None:
        raise CollectionError(f"zone {zone!r} is none; say WIB, WITA, WIT, +08:00 or Asia/Makassar")
    if (code := cells.get("kode_wilayah")) and dotted_code(code) not in region_table():
        raise CollectionError(f"kode_wilayah {code!r} is no region's code (as 18.05.13.2021)")


def edit_seeds(table: SeedTable, chosen: Sequence[Seed], edit: SeedEdit, today: date) -> dict[str, dict[str, str]]:
    """The cells that changed, by site; changes `table` in memory only. Raises CollectionError."""
    if len(chosen) > 1 and {"url", "aliases"} & edit.cells.keys():
        raise CollectionError("url and aliases are one site's own; name the one site to change them of")
    places = {seed.id: place for place, seed in enumerate(table.seeds)}
    changed: dict[str, dict[str, str]] = {}
    for seed in chosen:
        place = places[seed.id]
        row = table.table.rows[place]
        cells = {key: value for key, value in edit.cells_for(seed, today).items() if row.get(key, "").strip() != value}
        if cells:
            table.change(place, cells)
            changed[seed.id] = cells
    return changed


def half_overrides(seeds: Iterable[Seed]) -> list[str]:
    """The sites whose robots.txt holds still, for only one of the two columns that would lift it is filled."""
    return [seed.id for seed in seeds if bool(seed.robots_override_basis) != bool(seed.robots_override_contact)]
