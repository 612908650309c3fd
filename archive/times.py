"""Instants as the formats of this house write them. All are UTC and aware."""

from __future__ import annotations

from datetime import UTC, datetime


def warc_date(instant: datetime) -> str:
    """`2026-11-25T18:48:20.123456Z`, always with six digits (WARC/1.1 5.4 allows one to nine)."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def parse_warc_date(text: str) -> datetime:
    """An aware instant; UTC where the text names no zone. Raises ValueError."""
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def stamp14(instant: datetime) -> str:
    """`20261125184820`, the timestamp of CDXJ and replay addresses."""
    return instant.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def stamp17(instant: datetime) -> str:
    """`20261125184820123`, the timestamp in WARC file names."""
    return instant.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
