"""seeds.csv: one row a site. People's words: `lumbung seeds` adds rows at its end."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from archive.config import describe
from archive.errors import CollectionError
from archive.files import write_whole
from archive.model import Seed
from archive.urls import UrlError, normal_url, site_key

COLUMNS = tuple(field.name for field in fields(Seed) if field.name != "extra")
_LISTS = ("aliases", "tags")
_SEED = TypeAdapter(Seed)


def read_seeds(path: Path) -> tuple[Seed, ...]:
    """The seeds in the file's order. Raises CollectionError with file and line."""
    if not path.exists():
        return ()
    try:
        return parse_seeds(path.read_text("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise CollectionError(f"{path} is not UTF-8; save it as 'CSV UTF-8' in Excel ({error})") from error


def parse_seeds(text: str, name: str, *, doubles: bool = False) -> tuple[Seed, ...]:
    """The seeds in CSV `text`; separator comma or semicolon, as Excel in Indonesia writes it.

    A site listed twice is refused unless `doubles` are allowed. Raises CollectionError.
    """
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in header and "," not in header else ",")
    if "url" not in (rows.fieldnames or ()):
        found = ", ".join(rows.fieldnames or ()) or "nothing"
        raise CollectionError(
            f"{name}: the first line must name the columns, and one of them must be url; it names: {found}"
        )
    filled = (row for row in rows if any((value or "").strip() for key, value in row.items() if key is not None))
    seeds = tuple(_seed_of(row, f"{name} line {rows.line_num}") for row in filled)
    if not doubles:
        refuse_doubles(seeds, name)
    return seeds


def _seed_of(row: dict[str, Any], where: str) -> Seed:
    if row.get(None):  # type: ignore[call-overload]
        raise CollectionError(f"{where}: more values than columns; put values with commas in double quotes")
    given = {key: value.strip() for key, value in row.items() if key in COLUMNS and value and value.strip()}
    values: dict[str, Any] = dict(given)
    for key in _LISTS:
        if key in values:
            values[key] = tuple(re.split(r"[\s,;]+", values[key]))
    values["extra"] = {key: value or "" for key, value in row.items() if key not in COLUMNS}
    try:
        values["url"] = normal_url(values.get("url", ""))
        values.setdefault("id", seed_id(values["url"]))
        for alias in values.get("aliases", ()):
            normal_url(alias if "://" in alias else f"http://{alias}")
        for key in ("delay", "interval_days", "max_minutes"):
            values[key] = values[key].replace(",", ".") if key in values else None
        seed = _SEED.validate_python({key: value for key, value in values.items() if value is not None})
        if any((number or 0) < 0 for number in (seed.delay, seed.interval_days, seed.max_pages, seed.max_minutes)):
            raise CollectionError(f"{where}: a number below nought")
        return seed
    except UrlError as error:
        raise CollectionError(f"{where}: {error}") from error
    except ValidationError as error:
        raise CollectionError(f"{where}: {describe(error)}") from error


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
    """All of seeds.csv anew, known columns first, columns of the owner's own kept."""
    write_whole(path, format_seeds(tuple(seeds)).encode())


def format_seeds(seeds: tuple[Seed, ...]) -> str:
    """CSV text that parse_seeds reads back to the same seeds."""
    own = tuple(dict.fromkeys(key for seed in seeds for key in seed.extra))
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS + own)
    for seed in seeds:
        table.writerow([*_cells(seed), *(seed.extra.get(key, "") for key in own)])
    return text.getvalue()


def _cells(seed: Seed) -> Iterator[str]:
    for column in COLUMNS:
        value = getattr(seed, column)
        if value is None or value is False or value == ():
            yield ""
        elif value is True:
            yield "true"
        else:
            yield " ".join(value) if isinstance(value, tuple) else str(value)


def hosts_of(seed: Seed) -> set[str]:
    """The hosts of a site (site keys), its aliases' too."""
    addresses = (seed.url, *(alias if "://" in alias else f"http://{alias}" for alias in seed.aliases))
    return {site_key(address) for address in addresses}
