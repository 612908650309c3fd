"""Dates as village sites print them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from spiders.reading.dates import find_date, parse_zone

WIB, WITA, WIT = (timezone(timedelta(hours=hours)) for hours in (7, 8, 9))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("15 Oktober 2019", date(2019, 10, 15)),
        ("Selasa, 15 Oktober 2019", date(2019, 10, 15)),
        ("Oktober 16, 2019", date(2019, 10, 16)),
        ("October 16, 2019", date(2019, 10, 16)),
        ("Selasa, Oktober 15, 2019", date(2019, 10, 15)),
        ("15/10/2019", date(2019, 10, 15)),
        ("03/04/2019", date(2019, 4, 3)),
        ("15-10-19", date(2019, 10, 15)),
        ("15.10.2019", date(2019, 10, 15)),
        ("2019-10-15", date(2019, 10, 15)),
        ("2019/4/14", date(2019, 4, 14)),
        ("15-Okt-2019", date(2019, 10, 15)),
        ("Jum'at, 5 Agt 2022", date(2022, 8, 5)),
        ("Jum\u2019at Kliwon, 5 Agust 2022", date(2022, 8, 5)),
        ("Minggu Kliwon, 6 Maret 2022", date(2022, 3, 6)),
        ("Rabu Pahing, 9 Mrt 2022", date(2022, 3, 9)),
        ("15 Agst 2022", date(2022, 8, 15)),
        ("15 Ags 2022", date(2022, 8, 15)),
        ("15 Agu. 2022", date(2022, 8, 15)),
        ("1 Nopember 2018", date(2018, 11, 1)),
        ("1 Nop 2018", date(2018, 11, 1)),
        ("28 Pebruari 2017", date(2017, 2, 28)),
        ("28 Peb 2017", date(2017, 2, 28)),
        ("31 Des 2020", date(2020, 12, 31)),
        ("Sept 9, 2021", date(2021, 9, 9)),
        ("Diposting pada 15 Oktober 2019 oleh admin", date(2019, 10, 15)),
        ("14 April 2019 20:43:32", date(2019, 4, 14)),
        ("27 Ags 2019  09:44:04", date(2019, 8, 27)),
        ("15 Oktober 2019 10.000 peserta", date(2019, 10, 15)),
        ("Sabtu, 12 Mei 2018 Pukul 10.30 WIB", datetime(2018, 5, 12, 10, 30, tzinfo=WIB)),
        ("12 Mei 2018 | 10.30 WITA", datetime(2018, 5, 12, 10, 30, tzinfo=WITA)),
        ("12 Mei 2018, jam 08.15 WIT", datetime(2018, 5, 12, 8, 15, tzinfo=WIT)),
        ("Pukul 19.05 WIB, 12 Mei 2018", datetime(2018, 5, 12, 19, 5, tzinfo=WIB)),
        ("2019-10-15T19:42:00+07:00", datetime(2019, 10, 15, 19, 42, tzinfo=WIB)),
        ("2019-10-15T19:42:00.000+0800", datetime(2019, 10, 15, 19, 42, tzinfo=WITA)),
        ("2019-10-15T12:42:00Z", datetime(2019, 10, 15, 12, 42, tzinfo=UTC)),
        ("May 7, 2025 at 9:05 pm WIB", datetime(2025, 5, 7, 21, 5, tzinfo=WIB)),
        ("2019-10-15T19:42:00", date(2019, 10, 15)),
        ("99/99/2019, tepatnya 1 Juni 2019", date(2019, 6, 1)),
    ],
)
def test_date_is_found_with_its_time_only_where_the_zone_is_known(shown: str, expected: date) -> None:
    found = find_date(shown)

    assert found is not None
    assert found.value == expected
    assert type(found.value) is type(expected)


@pytest.mark.parametrize(
    "shown",
    [
        "2019",
        "Oktober 2019",
        "Mei",
        "sekitar 3 jam lalu",
        "2 hari yang lalu",
        "31 Februari 2020",
        "Rp 15.000.000",
        "",
        "10.30 WIB",
    ],
)
def test_what_names_no_day_is_no_date(shown: str) -> None:
    assert find_date(shown) is None


def test_clock_time_without_zone_counts_in_the_zone_of_the_site() -> None:
    found = find_date("14 April 2019 20:43:32", parse_zone("WITA"))

    assert found is not None
    assert found.value == datetime(2019, 4, 14, 20, 43, 32, tzinfo=WITA)


@pytest.mark.parametrize(("name", "hours"), [("WIB", 7), ("wit", 9), ("+08:00", 8), ("Asia/Makassar", 8)])
def test_zone_is_understood_by_name_and_by_offset(name: str, hours: int) -> None:
    zone = parse_zone(name)

    assert zone is not None
    assert zone.utcoffset(datetime(2020, 1, 1)) == timedelta(hours=hours)  # noqa: DTZ001 - asks for local time


@pytest.mark.parametrize("name", [None, "", "Planet Mars", "../etc", "+99:00"])
def test_unknown_zone_is_none(name: str | None) -> None:
    assert parse_zone(name) is None
