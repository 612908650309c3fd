"""Monitors of what could be read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crawler.monitors.amounts import no_articles
from crawler.monitors.model import FINE, UNKNOWN, Sign
from crawler.monitors.texts import layout_unknown, silent, texts_empty
from tests.crawler.site_views import NOW, Row, row, severity, view


def test_pages_that_suddenly_have_no_text_are_an_alarm() -> None:
    assert severity(texts_empty(view(row(articles=10, pages_without_text=70, text_characters=10 * 1500)))) == "alarm"


def test_texts_far_shorter_than_usual_are_an_alarm() -> None:
    assert severity(texts_empty(view(row(text_characters=80 * 100)))) == "alarm"
    assert texts_empty(view(row(text_characters=80 * 900))) is FINE


def test_no_texts_and_no_articles_is_one_finding() -> None:
    empty = view(row(articles=0, pages_without_text=80, text_characters=0))

    assert severity(texts_empty(empty)) == "alarm"
    assert no_articles(empty) is UNKNOWN


def test_a_site_whose_pages_never_had_texts_is_as_usual() -> None:
    bare = row(articles=4, pages_without_text=40, text_characters=4 * 900)

    assert texts_empty(view(bare, [bare] * 3)) is FINE


def test_a_site_nobody_knows_may_have_no_texts() -> None:
    bare = row(articles=0, pages_without_text=60, text_characters=0)

    assert texts_empty(view(bare, 0)) is FINE
    assert texts_empty(view(bare, 1)) is FINE
    assert texts_empty(view(row(text_characters=80 * 100), 1)) is FINE


def test_a_visit_for_news_may_bring_two_pages_without_text() -> None:
    assert texts_empty(view(row(visit="news", articles=2, pages_without_text=2, text_characters=2000))) is FINE
    assert (
        severity(texts_empty(view(row(visit="news", articles=0, pages_without_text=6, text_characters=0)))) == "alarm"
    )


def test_of_unchanged_pages_nothing_is_read_and_nothing_is_said() -> None:
    assert texts_empty(view(row(articles=0, seen_again=80, pages_without_text=0, text_characters=0))) is UNKNOWN


def test_a_site_that_is_not_known_any_more_is_told() -> None:
    judgement = layout_unknown(view(row(platform=None)))

    assert isinstance(judgement, Sign)
    assert judgement.figures == {"platform": "opensid"}


def test_a_site_that_was_never_known_or_has_other_software_now_is_not() -> None:
    assert layout_unknown(view(row(platform=None), [row(platform=None)] * 3)) is UNKNOWN
    assert layout_unknown(view(row(platform="wordpress"))) is FINE
    assert layout_unknown(view(row(platform=None), 1)) is UNKNOWN
    assert layout_unknown(view(row(platform=None, visit="news"))) is UNKNOWN


def published(every: int, last: int, over: int = 120) -> list[date]:
    return [(NOW - timedelta(days=ago)).date() for ago in range(last, last + over, every)]


def test_a_site_that_posts_each_third_day_is_silent_after_three_weeks() -> None:
    judgement = silent(view(row(), days=published(every=3, last=21)))

    assert isinstance(judgement, Sign)
    assert judgement.figures["days"] == 21
    assert judgement.since == "2026-11-05"


def test_a_site_that_posts_monthly_may_be_silent_for_six_weeks() -> None:
    assert silent(view(row(), days=published(every=30, last=40, over=300))) is FINE


def test_a_pause_as_long_as_one_before_is_no_silence() -> None:
    days = [*published(every=2, last=30, over=40), *published(every=2, last=95, over=40)]

    assert silent(view(row(), days=days)) is FINE


def test_of_a_site_nobody_knows_a_rhythm_of_nothing_is_said() -> None:
    assert silent(view(row(), days=published(every=3, last=60, over=12))) is UNKNOWN
    assert silent(view(row(), 1, days=published(every=3, last=60))) is UNKNOWN
    assert silent(view(row(archived=0), days=published(every=3, last=60))) is UNKNOWN


@pytest.mark.parametrize(
    "instead",
    [
        {"front_page_flags": ["maintenance"]},
        {"hijack": {"is_taken": True, "front_page": ["hijacked"], "pages": {"hijacked": 18}}},
    ],
)
def test_what_stands_in_the_place_of_the_front_page_explains_what_is_missing(instead: Row) -> None:
    days = [date(2026, 9, day) for day in range(1, 31, 3)]
    replaced = view(row(**instead, platform=None, articles=0), days=days)

    assert silent(view(row(platform=None), days=days)) != UNKNOWN
    assert silent(replaced) is UNKNOWN
    assert layout_unknown(replaced) is UNKNOWN
    assert no_articles(replaced) is UNKNOWN


def test_where_no_text_is_found_no_site_is_silent() -> None:
    days = [date(2026, 9, day) for day in range(1, 31, 3)]

    assert silent(view(row(articles=0, pages_without_text=80), days=days)) is UNKNOWN


def test_texts_that_stay_empty_are_no_lack_of_articles_besides() -> None:
    seen_again = row(articles=0, pages_without_text=0, articles_seen_again=0)

    assert severity(no_articles(view(seen_again))) == "alarm"
    assert no_articles(view(seen_again, standing={"texts_empty": {"usual_length": 1500}})) is UNKNOWN


def test_an_article_dated_next_year_does_not_break_a_silence() -> None:
    assert isinstance(silent(view(row(), days=[*published(every=3, last=30), date(2027, 12, 1)])), Sign)
