"""The calendar of an address: on which days it was captured, by year and month, in WIB."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.dates import get_day_names
from starlette.requests import Request
from starlette.responses import Response

from archive.model import Capture
from archive.replay.addresses import archived_address, read_url
from archive.replay.finding import REDIRECTS
from archive.room.archived import finder_of, speech_of
from archive.room.language import JAKARTA, N_, Language
from archive.room.restricted import refuse_restricted_address
from archive.room.room import Room
from archive.room.web import Page, html_response
from archive.times import stamp14

# Of a year with more captures, days tell their number and only so many are listed one by one.
_MOST_LISTED = 1_000


def page(room: Room, request: Request, rest: str) -> Response:
    """`/kalender/http://…` shows the newest year, `/kalender/2026/http://…` that one. Raises UrlError."""
    speech = speech_of(request)
    asked_year = re.match(r"(\d{4})/(?=.)", rest)
    url = read_url(rest[asked_year.end() :] if asked_year else rest)
    finder = finder_of(room)
    captures = finder.captures(url)
    if not captures:
        refuse_restricted_address(room, finder.lookup, url, speech)
    days = [(one.captured_at.astimezone(JAKARTA).date(), one) for one in captures]
    years = Counter(day.year for day, _ in days)
    year = int(asked_year[1]) if asked_year else max(years, default=room.today().year)
    own = [(day, one) for day, one in days if day.year == year]
    view = {
        "asked_url": url,
        "years": [(one, count, f"/kalender/{one}/{url}") for one, count in sorted(years.items())],
        "year": year,
        "months": _months(year, own, url, speech),
        "week": _week(speech),
        "captures": [_row(one, url) for _, one in own[:_MOST_LISTED]],
        "left_out": max(0, len(own) - _MOST_LISTED),
        "count": len(captures),
    }
    title = speech.say(N_("Kalender arsip")) if captures else speech.say(N_("Halaman ini tidak ada dalam arsip"))
    made = Page("kalender.html", title, {}, view, 200 if captures else 404)
    return html_response(request, made, speech, lang_links={}, json_link=f"/timemap/json/{url}")


def _months(year: int, own: Sequence[tuple[date, Capture]], url: str, speech: Language) -> list[dict[str, Any]]:
    """The months that have captures: weeks of (day, number of captures, where it leads), Monday first."""
    of_day: dict[date, list[Capture]] = {}
    for day, capture in own:
        of_day.setdefault(day, []).append(capture)
    months = sorted({day.month for day in of_day})
    return [
        {
            "name": speech.month(f"{year}-{month:02}"),
            "weeks": [
                [_day(date(year, month, day), of_day, url, speech) if day else None for day in week]
                for week in calendar.Calendar().monthdayscalendar(year, month)
            ],
        }
        for month in months
    ]


def _day(day: date, of_day: dict[date, list[Capture]], url: str, speech: Language) -> dict[str, Any]:
    captures = of_day.get(day, [])
    if not captures:
        return {"day": day.day, "count": 0}
    best = next((one for one in reversed(captures) if one.is_good), captures[-1])
    link = archived_address(stamp14(best.captured_at), url) if len(captures) == 1 else f"#h{day.isoformat()}"
    return {"day": day.day, "count": len(captures), "link": link, "name": speech.day(day), "is_good": best.is_good}


def _row(capture: Capture, url: str) -> dict[str, Any]:
    return {
        "capture": capture,
        "day": capture.captured_at.astimezone(JAKARTA).date().isoformat(),
        "link": archived_address(stamp14(capture.captured_at), url),
        "kind": "good" if capture.is_good else "redirect" if capture.status in REDIRECTS else "failed",
        "is_same": bool(capture.revisit_of),
    }


def _week(speech: Language) -> list[tuple[str, str]]:
    """Short and whole names, Monday first."""
    short = get_day_names("short", locale=speech.locale)
    whole = get_day_names("wide", locale=speech.locale)
    return [(short[number], whole[number]) for number in range(7)]
