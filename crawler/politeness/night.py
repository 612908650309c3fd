"""Night hours: some sites may be asked only while their village sleeps."""

from __future__ import annotations

from datetime import datetime, timedelta

from spiders.reading.dates import parse_zone


def seconds_until_night(now: datetime, zone: str | None, night: tuple[int, int]) -> float:
    """0 while it is night in `zone` (WIB when it names none); `night` is its first hour and the hour it ends."""
    local = now.astimezone(parse_zone(zone) or parse_zone("WIB"))
    begins, ends = night
    hour = local.hour
    is_night = begins <= hour < ends if begins <= ends else hour >= begins or hour < ends
    if is_night or begins == ends:
        return 0.0
    begin = local.replace(hour=begins, minute=0, second=0, microsecond=0)
    return (begin + timedelta(days=begin < local) - local).total_seconds()
