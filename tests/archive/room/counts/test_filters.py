from __future__ import annotations

import pytest

from tests.archive.room.counts.conftest import Made


def test_what_the_form_sends_is_led_to_the_one_short_address(made: Made) -> None:
    sent = "/liputan?text=&province=33&regency=33.22&since=3/2024&until=&relation=relevant&platform=&by=published&kind=article"

    answer = made.client.get(sent)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/liputan?region=33.22&since=2024-03"


@pytest.mark.parametrize("path", ["/liputan", "/liputan/mitra", "/liputan/banding", "/artikel"])
def test_the_short_address_stays(made: Made, path: str) -> None:
    short = f"{path}?region=33&activity=bimtek&activity=lomba&text=%22pojok+baca%22"

    assert made.client.get(short).status_code == 200


def test_a_region_is_dropped_by_the_level_above(made: Made) -> None:
    answer = made.client.get("/artikel?province=35&regency=33.22&order=oldest")

    assert answer.headers["location"] == "/artikel?region=35&order=oldest"


def test_no_province_is_all_of_them(made: Made) -> None:
    assert made.client.get("/liputan?province=&region=33").headers["location"] == "/liputan"


def test_years_are_one_click_away(made: Made) -> None:
    page = made.client.get("/liputan?region=33").text

    assert 'href="?region=33&amp;since=2026&amp;until=2026">tahun ini</a>' in page
    assert 'href="?region=33&amp;since=2025&amp;until=2025">tahun lalu</a>' in page
    assert "<b>semua tahun</b>" in page


@pytest.mark.parametrize(
    "asked",
    ["since=2024-13", "region=%00", "activity=%3Cb%3E", "text=" + "a" * 600, "relation=x", "since=99/99/9999"],
)
def test_a_question_that_cannot_be_asked_is_told_so(made: Made, asked: str) -> None:
    assert made.client.get(f"/liputan?{asked}").status_code == 400


def test_every_field_of_the_form_has_a_name_that_people_see(made: Made) -> None:
    page = made.client.get("/liputan").text

    for name in ("f-text", "f-province", "f-since", "f-until", "f-relation", "f-platform", "f-by"):
        assert f'for="{name}"' in page
        assert f'id="{name}"' in page
