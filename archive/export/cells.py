"""A value as a cell: for people with names, dates and numbers, for programs as the archive writes it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from archive.export.table import Column
from archive.room.language import JAKARTA, N_, Language

Cell = str | int | float | date | datetime | None

MARK = "\ufffd"  # in place of a character that can do harm

# What XML cannot hold or a screen obeys: control characters, halves of pairs, non-characters, and those that turn the
# direction of what follows.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_LINES = re.compile("\r\n?|[\u2028\u2029]")
# The wide forms, too: Excel takes them in some languages.
_FORMULA = re.compile("\\s*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
# Excel takes "18.05" for an hour where the dot parts hours from minutes.
_LIKE_AN_HOUR = re.compile(r"\d\d\.\d\d(\.\d\d)?\Z")
_FIRST_YEAR = 1900  # spreadsheets know no day before
_MOST = 10**15  # above, spreadsheets lose digits


def harmless(text: str) -> str:
    """The text with MARK for what is no letter, and line feeds for ends of lines."""
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(MARK, _LINES.sub("\n", text).replace("\t", " "))


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate it, white space before or not."""
    return "'" + text if _FORMULA.match(text) else text


def for_people(column: Column, value: Any, speech: Language) -> Cell:
    """None for an empty cell; times as of Jakarta, without zone; a day or number that no spreadsheet has, as text."""
    if value is None or value == "" or value == []:
        return None
    match column.kind:
        case "yes":
            return speech.say(N_("ya")) if value else None
        case "whole" | "plain" | "number" | "share":
            return _number(value)
        case "day":
            return _day(str(value))
        case "moment":
            return _moment(str(value))
    return harmless(_words(value, column.names, "; "))


def for_programs(value: Any) -> str:
    """As JSON has it: true and false, points in numbers, RFC 3339; several values with a semicolon between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _words(value, None, ";")
    return text if text.isascii() else _HALVES.sub(MARK, text)


def excel_text(column: Column, cell: Cell, speech: Language) -> str:
    """A cell of the CSV that Excel opens by itself."""
    match cell:
        case None:
            return ""
        case datetime():
            return speech.moment(cell.replace(tzinfo=JAKARTA))
        case date():
            return speech.day(cell)
        case int() | float():
            return _written(column, cell, speech)
    text = guarded(str(cell))
    return "'" + text if column.kind == "code" and _LIKE_AN_HOUR.match(text) else text


def _written(column: Column, number: float, speech: Language) -> str:
    """Without marks between thousands: whether a dot is one, each Excel decides by itself."""
    if column.kind == "share":
        return speech.share(number)
    text = f"{number:.4f}".rstrip("0").rstrip(".") if isinstance(number, float) else str(number)
    return text.replace(".", ",") if speech.code == "id" else text


def _words(value: Any, names: Callable[[str], str] | None, between: str) -> str:
    if isinstance(value, list | tuple):
        return between.join(_words(one, names, between) for one in value)
    text = str(value)
    return names(text) if names else text


def _number(value: Any) -> Cell:
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) >= _MOST:
        return harmless(str(value))
    return value


def _day(text: str) -> Cell:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return harmless(text)
    return day if day.year >= _FIRST_YEAR else harmless(text)


def _moment(text: str) -> Cell:
    try:
        at = datetime.fromisoformat(text)
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(JAKARTA).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return harmless(text)
    return at.replace(microsecond=0) if at.year >= _FIRST_YEAR else harmless(text)
