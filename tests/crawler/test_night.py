"""Night hours by the clock of the village."""

from datetime import UTC, datetime

import pytest

from crawler.politeness.night import seconds_until_night

NOON_WIB = datetime(2026, 11, 25, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "night", "hours"),
    [
        (NOON_WIB, "WIB", (21, 5), 9),
        (NOON_WIB, "WIT", (21, 5), 7),
        (NOON_WIB, None, (21, 5), 9),
        (NOON_WIB, "tidak ada", (21, 5), 9),
        (NOON_WIB, "WIB", (1, 4), 13),
        (NOON_WIB, "WIB", (11, 13), 0),
        (NOON_WIB, "WIB", (7, 7), 0),
        (datetime(2026, 11, 25, 15, tzinfo=UTC), "WIB", (21, 5), 0),
        (datetime(2026, 11, 25, 21, 59, tzinfo=UTC), "WIB", (21, 5), 0),
        (datetime(2026, 11, 25, 22, tzinfo=UTC), "WIB", (21, 5), 16),
    ],
)
def test_a_site_waits_for_the_night_of_its_zone(
    now: datetime, zone: str | None, night: tuple[int, int], hours: float
) -> None:
    assert seconds_until_night(now, zone, night) == hours * 3600
