"""Spans of time as people write and read them: "11/2026", "2026-11", "November 2026", "Okt – Des 2026"."""

from __future__ import annotations

import re
from datetime import date

from archive.room.language import Language

# What the form's fields take; the first is how addresses have it.
WRITTEN = r"\d{4}|\d{4}-\d{1,2}(-\d{1,2})?|\d{1,2}/\d{4}|\d{1,2}/\d{1,2}/\d{4}"
_YEAR_FIRST = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})\Z")


def as_written(text: str) -> str:
    """A period as addresses have it: "3/2026" is "2026-03", "1/3/2026" the first of March. Anything else as it is."""
    text = text.strip()
    if found := _YEAR_LAST.match(text):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.match(text):
        year, month, day = found.groups()
    else:
        return text
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def is_day(text: str) -> bool:
    """Whether there is such a day: not on "2025-02-29"."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def months_before(month: str, count: int) -> str:
    """ "2026-01", 1: "2025-12"; a count below nothing goes on."""
    number = int(month[:4]) * 12 + int(month[5:7]) - 1 - count
    return f"{number // 12:04}-{number % 12 + 1:02}"


def quarter_of(month: str) -> str:
    """ "2026-11": "2026-Q4" """
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def span_of(key: str) -> tuple[str, str]:
    """First and last of a key of counts: "2026-Q4" is from "2026-10" to "2026-12"; months and years are themselves."""
    if "Q" not in key:
        return key, key
    last = int(key[-1]) * 3
    return f"{key[:4]}-{last - 2:02}", f"{key[:4]}-{last:02}"


def year_before(period: str) -> str:
    """The same a year earlier, of any period or key; what is none stays."""
    return f"{int(period[:4]) - 1:04}{period[4:]}" if period[:4].isdigit() else period


def keys_between(first: str, last: str) -> list[str]:
    """Every month, quarter or year from one to the other: those in which nothing was published are a fact, too."""
    found, key = [first], first
    while key < last and len(found) < 1_200:
        key = _next(key)
        found.append(key)
    return found


def _next(key: str) -> str:
    year = int(key[:4])
    if len(key) == 4:
        return f"{year + 1:04}"
    if "Q" in key:
        return f"{year + 1:04}-Q1" if key.endswith("4") else f"{key[:-1]}{int(key[-1]) + 1}"
    return f"{year + 1:04}-01" if key.endswith("12") else f"{year:04}-{int(key[5:]) + 1:02}"


def named(speech: Language, key: str | None) -> str:
    """Short, for a row or an axis: "Nov 2026", "Okt–Des 2026", "2026"."""
    if not key or "Q" not in key:
        return speech.short_month(key)
    first, last = (speech.short_month(month) for month in span_of(key))
    return f"{first.rpartition(' ')[0]}–{last}"


def span_named(speech: Language, since: str, until: str) -> str:
    """In a sentence: "November 2026", "Januari 2024 – Juni 2024", "2024 – …" where one end is open."""
    first, last = ("…" if not one else speech.month(one) if len(one) < 8 else speech.day(one) for one in (since, until))
    return first if since == until else f"{first} – {last}"
