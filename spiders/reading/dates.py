"""Dates as Indonesian village sites print them, found anywhere in a short text.

Jum'at Kliwon, 5 Agt 2022 pukul 10.30 WIB      day before month, always
Oktober 16, 2019                               WordPress in English with Indonesian names
15/10/2019   15-10-19   2019-10-16T08:30+07:00
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ZONES = {"wib": timezone(timedelta(hours=7)), "wita": timezone(timedelta(hours=8)), "wit": timezone(timedelta(hours=9))}


# "3 hari yang lalu", "setahun lalu": no date by itself.
RELATIVE = re.compile(
    r"\b(?:se\s?|(?P<count>\d+)\s*)(?P<unit>detik|menit|jam|hari|minggu|pekan|bulan|tahun)\s+(?:yang\s+)?(?:lalu|silam)\b|"
    r"\b(?:kemarin|baru saja)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, or a moment when time and zone were shown, and where in the text it stands."""

    value: date | datetime
    start: int
    end: int


def find_date(text: str, zone: tzinfo | None = None) -> FoundDate | None:
    """The first date in `text`. A clock time counts only with a zone: its own, or else `zone`.

    Relative dates ("2 jam yang lalu"), bare years and months without a day are no dates.
    """
    for found in _DATE.finditer(text):
        day = _day_of(found)
        if day is None:
            continue
        end = found.end()
        clock, offset, end = _clock_after(text, end)
        if clock is None:
            clock, offset = _clock_before(text[: found.start()])
        shown_zone = offset or zone
        if clock is None or shown_zone is None:
            return FoundDate(day, found.start(), end)
        return FoundDate(datetime.combine(day, clock, shown_zone), found.start(), end)
    return None


def parse_zone(name: str | None) -> tzinfo | None:
    """A zone as seeds.csv or a page names it: WIB, +07:00 or Asia/Jakarta; None when it is none of these."""
    if not name:
        return None
    if known := ZONES.get(name.strip().lower()):
        return known
    if offset := _offset_of(name.strip()):
        return offset
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


MONTHS = {
    **dict.fromkeys(("januari", "january", "jan"), 1),
    **dict.fromkeys(("februari", "pebruari", "february", "feb", "peb"), 2),
    **dict.fromkeys(("maret", "march", "mar", "mrt", "mac"), 3),
    **dict.fromkeys(("april", "apr"), 4),
    **dict.fromkeys(("mei", "may"), 5),
    **dict.fromkeys(("juni", "june", "jun"), 6),
    **dict.fromkeys(("juli", "july", "jul", "julai"), 7),
    **dict.fromkeys(("agustus", "august", "agust", "agst", "agu", "ags", "agt", "aug", "ogos"), 8),
    **dict.fromkeys(("september", "sept", "sep"), 9),
    **dict.fromkeys(("oktober", "october", "okt", "oct"), 10),
    **dict.fromkeys(("november", "nopember", "nov", "nop"), 11),
    **dict.fromkeys(("desember", "december", "des", "dec", "disember"), 12),
}
_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\w/])(?:
        (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?!\d)
      | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]{{0,3}}(?P<n2>{_NAME})\b\.?,?[\s./-]{{0,3}}(?P<y2>\d{{4}}|'\d\d)(?!\d)
      | (?P<n3>{_NAME})\b\.?\s{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y3>\d{{4}})(?!\d)
      | (?P<d4>\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<m4>\d{{1,2}})\s?(?P=sep)\s?(?P<y4>\d{{4}}|\d\d)(?![\d/])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ZONE = r"(?P<zone>WIB|WITA|WIT|Z\b|UTC|GMT)?\s*(?P<offset>[+-]\d\d?(?::?\d\d)?)?"
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])(?P<mark>[:.])(?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:\.\d+)?)?(?![\d.]\d|\d)"
)
_HALF = r"(?:\s*(?P<half>[ap]\.?m\b\.?))?"
_AFTER = re.compile(
    rf"[\sT,;|@()\u00b7\u2022\u2013\u2014-]{{0,6}}(?:(?P<cue>pukul|pkl|jam|at)[\s.:]{{0,3}})?{_CLOCK}{_HALF}\s*{_ZONE}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:(?P<cue>pukul|pkl|jam)[\s.:]{{0,3}})?{_CLOCK}{_HALF}\s*{_ZONE}[\s,;|()/-]{{0,6}}(?:\w+,\s*)?\Z", re.IGNORECASE
)


def _day_of(found: re.Match[str]) -> date | None:
    part = found.groupdict()
    if part["y1"]:
        year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
    elif part["y2"]:
        year, month, day = _year(part["y2"].lstrip("'")), MONTHS[part["n2"].lower()], int(part["d2"])
    elif part["y3"]:
        year, month, day = int(part["y3"]), MONTHS[part["n3"].lower()], int(part["d3"])
    else:
        year, month, day = _year(part["y4"]), int(part["m4"]), int(part["d4"])
    try:
        return date(year, month, day) if 1970 <= year <= 2100 else None
    except ValueError:
        return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _clock_after(text: str, start: int) -> tuple[time | None, tzinfo | None, int]:
    """The clock time right after a date, its zone, and where it ends.

    "10.30" is a time only when a word, a zone or the end of the text says so: it may be a number.
    """
    found = _AFTER.match(text, start)
    if not found:
        return None, None, start
    sure = found["mark"] == ":" or found["cue"] or found["zone"] or not text[found.end() :].strip(" .)|-")
    if not sure:
        return None, None, start
    return _time_of(found), _zone_of(found), found.end()


def _clock_before(text: str) -> tuple[time | None, tzinfo | None]:
    found = _BEFORE.search(text[-60:])
    if not found or not (found["mark"] == ":" or found["cue"] or found["zone"]):
        return None, None
    return _time_of(found), _zone_of(found)


def _time_of(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    if found["half"] and hour <= 12:
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    return time(hour, int(found["minute"]), int(found["second"] or 0))


def _zone_of(found: re.Match[str]) -> tzinfo | None:
    if found["offset"]:
        return _offset_of(found["offset"])
    name = (found["zone"] or "").lower()
    return UTC if name in ("z", "utc", "gmt") else ZONES.get(name)


def _offset_of(text: str) -> tzinfo | None:
    found = re.fullmatch(r"([+-])(\d{1,2}):?(\d\d)?", text)
    if not found or int(found[2]) > 14:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
