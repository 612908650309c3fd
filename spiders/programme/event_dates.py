"""Dates of events in prose, single days and ranges, and which of them is that of the event the page reports.

    15 Oktober sampai dengan 17 Oktober 2019      15 s.d 17 Oktober      Senin-Rabu (3-5/7/2023)      hari ini (15/10)

A year that is not shown is that of the publication; without one there is no date. What is printed decides: a date
alone, without a word that something took place, is none of an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spiders.programme.sentences import sentence_around
from spiders.reading.dates import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_NAME = r"(?:senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad)"
_PASARAN = r"(?:\s{1,3}(?:kliwon|legi|pahing|pon|wage))?"
_TO = r"(?:[-–—]|s\s?/\s?d|s\.\s?d\.?|sd|sampai(?:\s{1,3}dengan)?|hingga|dan|&|,)"
_LEAD = rf"(?:(?:hari\s{{1,3}})?(?:{_DAY_NAME}{_PASARAN})?\s{{0,3}}[,(]?\s{{0,3}}(?:tanggal|tgl\.?)?\s{{0,3}})"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_SHORT_YEAR = r"\d{4}|\d\d"
# a to b with the month's name; c alone; d-e/month; f/month-g/month; h/month/year; (i/month)
_DATE = re.compile(
    rf"""(?<![\d/.-])(?<![a-z])(?:
        (?P<a>\d{{1,2}})\s{{0,3}}(?P<am>{_MONTH})?\.?\s{{0,3}}(?P<ay>\d{{4}})?\s{{0,3}}{_TO}\s{{0,3}}{_LEAD}
            (?:(?P<mid>\d{{1,2}})\s{{0,3}}(?:,|dan|&)\s{{0,3}})?
            (?P<b>\d{{1,2}})\s{{0,3}}(?P<bm>{_MONTH})\b\.?(?:[\s,]*(?P<by>{_YEAR}))?
      | (?P<c>\d{{1,2}})\s{{0,3}}(?P<cm>{_MONTH})\b\.?(?:[\s,]*(?P<cy>{_YEAR}))?
      | (?P<d>\d{{1,2}})\s?(?:[-–]|s/d|s\.d\.?)\s?(?P<e>\d{{1,2}})\s?/\s?(?P<dm>\d{{1,2}})
            (?:\s?/\s?(?P<dy>{_SHORT_YEAR}))?(?![\d/])
      | (?P<f>\d{{1,2}})\s?/\s?(?P<fm>\d{{1,2}})\s?(?:[-–]|s/d)\s?(?P<g>\d{{1,2}})\s?/\s?(?P<gm>\d{{1,2}})
            (?:\s?/\s?(?P<gy>{_SHORT_YEAR}))?(?![\d/])
      | (?P<h>\d{{1,2}})(?P<sep>[/.-])(?P<hm>\d{{1,2}})(?P=sep)(?P<hy>{_SHORT_YEAR})(?![\d/])
      | (?<=\()(?P<i>\d{{1,2}})/(?P<im>\d{{1,2}})(?=\))
    )""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class EventDate:
    """First and last day (None for a single one) and where it stands."""

    first: date
    last: date | None
    where: str
    start: int
    end: int
    weight: float = 0.0


def dates_in(where: str, text: str, published: date | None) -> Iterator[EventDate]:
    """Every day and range of days; those without a year get that of the nearest such day to the publication."""
    for found in _DATE.finditer(text):
        dated = _days_of(found, published)
        if dated is not None:
            first, last = dated
            yield EventDate(first, last if last and last > first else None, where, found.start(), found.end())


def event_date(places: Sequence[tuple[str, str]], published: date | None) -> EventDate | None:
    """The date of the event a page reports, by what the sentences around its dates say; of equals the first."""
    found = [_weighed(one, text, published) for where, text in places for one in dates_in(where, text, published)]
    best = max(found, key=lambda one: one.weight, default=None)
    return best if best and best.weight >= 1 else None


_TAKES_PLACE = re.compile(
    r"\b(?:di\s?(?:laksanakan|selenggarakan|gelar|adakan|adkan|langsungkan|buka|tutup|hadiri|ikuti|resmikan|serahkan|"
    r"kunjungi)|berlangsung|bertempat|terselenggara|menggelar|mengadakan|menyelenggarakan|melaksanakan|mengikuti|"
    r"menghadiri|menerima|menyerahkan|meresmikan|melakukan|berkunjung|mengunjungi|kegiatan|acara|pelatihan|pertemuan|"
    r"kunjungan|sosialisasi|bimtek|bimbingan|rapat|musyawarah|lomba|hadir|bersama)\b",
    re.IGNORECASE,
)
_HERE_AND_NOW = re.compile(
    r"(?:hari ini|tadi|kemarin|kemaren|pada|"
    rf"{_DAY_NAME}{_PASARAN}(?:\s{{0,3}}[-–]\s{{0,3}}{_DAY_NAME})?|tanggal|tgl\.?|mulai|ping)"
    r"[\s,(:]*\Z",
    re.IGNORECASE,
)
_ELSEWHEN = re.compile(
    r"(?:lahir|wafat|berdiri|didirikan|dibentuk|berlaku|nomor|no\.|peraturan|undang-undang|keputusan|surat|perbup|"
    r"perdes|paling lambat|batas akhir|pendaftaran|diunduh|diakses|dikutip|tahun lalu|update|diperbarui|hut|terakhir|"
    r"sebelumnya|diundangkan|tayang|diposting)\b[^.]{0,50}\Z",
    re.IGNORECASE,
)


def _weighed(one: EventDate, text: str, published: date | None) -> EventDate:
    start, end = sentence_around(text, one.start, one.end)
    before = text[start : one.start]
    # A printed year is a sign that the day matters; early in the text is where news says when.
    weight = 1.0 if re.search(r"\d{4}|/\d\d\b", text[one.start : one.end]) else 0.3
    weight += 0.4 * (1 - one.start / max(len(text), 1))
    if _TAKES_PLACE.search(text, start, end):
        weight += 0.8
    if _HERE_AND_NOW.search(before[-40:]):
        weight += 1
    if one.last:
        weight += 0.7
    if _ELSEWHEN.search(before[-80:]):
        weight -= 2
    if published is not None:
        days = ((one.last or one.first) - published).days
        weight += 1 if -45 <= days <= 7 else 0 if -120 <= days <= 60 else -1.5
    return EventDate(one.first, one.last, one.where, one.start, one.end, weight)


def _days_of(found: re.Match[str], published: date | None) -> tuple[date, date | None] | None:
    part = found.groupdict()
    try:
        if part["b"]:
            last = _day(part["b"], MONTHS[part["bm"].lower()], part["by"] or part["ay"], published)
            month = MONTHS[part["am"].lower()] if part["am"] else last.month
            first = date(int(part["ay"] or last.year), month, int(part["a"]))
            if first > last and not part["ay"] and month > last.month:
                first = first.replace(year=last.year - 1)
            return (first, last) if last - first < timedelta(days=120) else (last, None)
        if part["c"]:
            return _day(part["c"], MONTHS[part["cm"].lower()], part["cy"], published), None
        if part["d"]:
            last = _day(part["e"], int(part["dm"]), part["dy"], published)
            return date(last.year, last.month, int(part["d"])), last
        if part["f"]:
            last = _day(part["g"], int(part["gm"]), part["gy"], published)
            return date(last.year, int(part["fm"]), int(part["f"])), last
        if part["h"]:
            return _day(part["h"], int(part["hm"]), part["hy"], published), None
        return _day(part["i"], int(part["im"]), None, published), None
    except (ValueError, _NoYear):
        return None


class _NoYear(Exception):
    """No year is shown, and no publication tells it."""


def _day(day: str, month: int, year: str | None, published: date | None) -> date:
    if year:
        number = int(year) if len(year) == 4 else 2000 + int(year)
        if not 1970 <= number <= 2100:
            raise ValueError(year)
        return date(number, month, int(day))
    if published is None:
        raise _NoYear
    near = [date(published.year + shift, month, int(day)) for shift in (-1, 0, 1)]
    # News tells of what was, seldom of what is months ahead.
    return min(near, key=lambda one: abs((one - published).days) + (200 if (one - published).days > 120 else 0))
