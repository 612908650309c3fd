"""seeds.csv: one row a site. People's words: what a row says, and what may stand in it.

Here rows become seeds and seeds rows; archive.seed_table changes the file that people wrote.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from archive.config import describe
from archive.errors import CollectionError
from archive.files import write_whole
from archive.model import Seed
from archive.tabular import Table, format_table, read_table
from archive.urls import UrlError, normal_url, site_key

COLUMNS = tuple(field.name for field in fields(Seed) if field.name != "extra")
LISTS = ("aliases", "tags")
# The largest that may stand in a column: more is a slip, and some would not fit into a date.
_BOUNDS = {
    "interval_days": 36_500,
    "expected_min": 10_000_000,
    "max_pages": 100_000_000,
    "max_minutes": 5_256_000,
    "delay": 86_400,
}
_SEED = TypeAdapter(Seed)


def read_seeds(path: Path) -> tuple[Seed, ...]:
    """The seeds in the file's order. Raises CollectionError with file and line."""
    if not path.exists():
        return ()
    return parse_seeds(seeds_text(path), str(path))


def seeds_text(path: Path) -> str:
    """With its byte order mark, if any. Raises CollectionError when it is not UTF-8."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise CollectionError(f"{path} is not UTF-8; save it as 'CSV UTF-8' in Excel ({error})") from error


def parse_seeds(text: str, name: str, *, doubles: bool = False) -> tuple[Seed, ...]:
    """The seeds in CSV `text`; separator comma, tab, or semicolon, as Excel in Indonesia writes it.

    A site listed twice is refused unless `doubles` are allowed. Raises CollectionError.
    """
    seeds = seeds_of_table(seeds_table(text, name), name)
    if not doubles:
        refuse_doubles(seeds, name)
    return seeds


def seeds_table(text: str, name: str) -> Table:
    """The rows as they were written. Raises CollectionError."""
    return read_table(text, name, column_of, "url")


def column_of(heading: str) -> str:
    """One of COLUMNS in whatever letter case, else the heading: a column of the owner's own."""
    known = re.sub(r"[\s\-]+", "_", heading.lower())
    return known if known in COLUMNS else heading


def seeds_of_table(table: Table, name: str) -> tuple[Seed, ...]:
    """Raises CollectionError with the line of the first fault."""
    if table.faults:
        line, fault = table.faults[0]
        raise CollectionError(f"{name} line {line}: {fault}")
    return tuple(seed_of_row(row, f"{name} line {line}") for row, line in zip(table.rows, table.lines, strict=True))


def seed_of_row(row: Mapping[str, str], where: str) -> Seed:
    """Raises CollectionError that says `where` and what is wrong."""
    given = {key: value.strip() for key, value in row.items() if key in COLUMNS and value and value.strip()}
    values: dict[str, Any] = dict(given)
    for key in LISTS:
        if key in values:
            values[key] = words_of(values[key])
    values["extra"] = {key: value or "" for key, value in row.items() if key not in COLUMNS}
    try:
        values["url"] = normal_url(values.get("url", ""))
        values.setdefault("id", seed_id(values["url"]))
        for alias in values.get("aliases", ()):
            normal_url(alias if "://" in alias else f"http://{alias}")
        for key in ("delay", "interval_days", "max_minutes"):
            values[key] = values[key].replace(",", ".") if key in values else None
        seed = _SEED.validate_python({key: value for key, value in values.items() if value is not None})
    except UrlError as error:
        raise CollectionError(f"{where}: {error}") from error
    except ValidationError as error:
        raise CollectionError(f"{where}: {describe(error)}") from error
    _refuse_senseless(seed, where)
    return seed


def words_of(value: str) -> tuple[str, ...]:
    """The words of a cell that is a list."""
    return tuple(dict.fromkeys(filter(None, re.split(r"[\s,;]+", value))))


def _refuse_senseless(seed: Seed, where: str) -> None:
    for column, largest in _BOUNDS.items():
        number = getattr(seed, column)
        if number is None:
            continue
        if number < 0:
            raise CollectionError(f"{where}: {column} is a number below nought")
        if not math.isfinite(number) or number > largest:
            raise CollectionError(f"{where}: {column} is {number:g}; it may be {largest:g} at most")
    if any(ord(letter) < 32 for letter in seed.id):
        raise CollectionError(f"{where}: the id has a line break or control character in it")


def new_seed(url: str) -> Seed:
    """A seed for an address a person typed; `http://` is taken for granted. Raises UrlError."""
    has_scheme = re.match(r"[a-z][a-z0-9+.\-]*:(?!\d)", url, re.IGNORECASE)  # but localhost:8090 has none
    address = normal_url(url if has_scheme else f"http://{url}")
    return Seed(id=seed_id(address), url=address)


def seed_id(url: str) -> str:
    """A readable id for a site: its site key, which is what makes two seeds the same site."""
    return site_key(url)


def refuse_doubles(seeds: Iterable[Seed], name: str) -> None:
    """Raises CollectionError when two rows have one id."""
    seen: set[str] = set()
    for seed in seeds:
        if seed.id in seen:
            raise CollectionError(f"{name}: {seed.id} is listed twice; one row a site (give path seeds their own id)")
        seen.add(seed.id)


def write_seeds(path: Path, seeds: Iterable[Seed]) -> None:
    """A new seeds.csv, known columns first, columns of the owner's own after them."""
    write_whole(path, format_seeds(tuple(seeds)).encode())


def format_seeds(seeds: tuple[Seed, ...]) -> str:
    """CSV text that parse_seeds reads back to the same seeds."""
    own = tuple(dict.fromkeys(key for seed in seeds for key in seed.extra))
    return format_table(COLUMNS + own, map(row_of_seed, seeds)).decode()


def row_of_seed(seed: Seed) -> dict[str, str]:
    """The cells of a seed's row; empty for what it does not say."""
    return {**{column: _cell(getattr(seed, column)) for column in COLUMNS}, **seed.extra}


def _cell(value: object) -> str:
    if value is None or value is False or value == ():
        return ""
    if value is True:
        return "true"
    return " ".join(value) if isinstance(value, tuple) else str(value)


def hosts_of(seed: Seed) -> set[str]:
    """The hosts of a site (site keys), its aliases' too."""
    addresses = (seed.url, *(alias if "://" in alias else f"http://{alias}" for alias in seed.aliases))
    return {site_key(address) for address in addresses}
