"""A table apart from its form: what each column holds, and rows as pages and the API have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Row = Mapping[str, Any]

# text    words, or a list of them        link    an address
# code    of a region, "18.05"            whole   how many; plain: a number that counts nothing, as an offset
# number  with decimals                   share   0.123 is 12,3 %
# day     "2026-11-25"                    moment  RFC 3339
# yes     True or False
Kind = Literal["text", "link", "code", "whole", "plain", "number", "share", "day", "moment", "yes"]


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the key in a row and the heading for programs, `heading` what people read, `width` in characters;
    `names` gives what people call a value."""

    name: str
    heading: str
    kind: Kind = "text"
    width: int = 14
    names: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` stands on the sheet and in addresses; `rows` may be read once only."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
