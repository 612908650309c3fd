"""How a row is described, once for all forms: JSON lines, Parquet, JSON Schema, and what releases say of their columns.

Every value may be null, which means "not known"; a list that is known and empty is an empty list.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Row = dict[str, Any]

# text    letters (days and moments too, as documents/*.jsonl writes them)
# whole   a number without fraction, of 64 bits     number  one with     yes  true or false
Plain = Literal["text", "whole", "number", "yes"]


@dataclass(frozen=True, slots=True)
class ListOf:
    of: Type


@dataclass(frozen=True, slots=True)
class Field:
    """`says`: what it means, in a sentence for whoever has only the file."""

    name: str
    type: Type
    says: str = ""


@dataclass(frozen=True, slots=True)
class Struct:
    """An object with these keys, all of them and no other."""

    fields: tuple[Field, ...]


Type = Plain | ListOf | Struct
Shaper = Callable[[Any], Any]
TEXTS = ListOf("text")


@dataclass(frozen=True, slots=True)
class RowKind:
    """`name` with its version stands in the field `schema` of each row; `title` says what one row is."""

    name: str
    title: str
    fields: tuple[Field, ...]

    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


def shaper(kind: Type) -> Shaper:
    """A function that makes any value fit: what cannot is None, and keys come in the order of the fields. Lines that a
    person has edited, or another program written, may hold anything."""
    match kind:
        case ListOf(of):
            return _list_shaper(shaper(of))
        case Struct(fields):
            return _struct_shaper(tuple((field.name, shaper(field.type)) for field in fields))
    return _PLAIN[kind]


def _list_shaper(inner: Shaper) -> Shaper:
    def shaped(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return None
        return [one for one in map(inner, value) if one is not None]

    return shaped


def _struct_shaper(parts: tuple[tuple[str, Shaper], ...]) -> Shaper:
    def shaped(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return None
        return {name: None if (one := value.get(name)) is None else inner(one) for name, inner in parts}

    return shaped


# Halves of pairs: JSON may hold them, UTF-8 cannot.
_HALVES = re.compile("[\ud800-\udfff]")


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value if value.isascii() else _HALVES.sub("\ufffd", value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(value: Any) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and -(2**63) <= value < 2**63 else None


def _number(value: Any) -> float | None:
    """JSON, as Python reads it, may hold NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _yes(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_PLAIN: dict[Plain, Shaper] = {"text": _text, "whole": _whole, "number": _number, "yes": _yes}
