"""Monitors of how much came: what makes each speak, and what must leave it quiet."""

from __future__ import annotations

import pytest

from archive.model import Seed
from crawler.monitors.amounts import below_expected, many_edited, many_vanished, no_articles, shrank
from crawler.monitors.model import FINE, UNKNOWN, Sign
from tests.crawler.site_views import Row, row, severity, view


def test_a_site_that_lost_a_third_of_its_pages_shrank() -> None:
    assert severity(shrank(view(row(archived=60)))) == "warning"


def test_a_site_that_lost_nearly_all_is_an_alarm() -> None:
    assert severity(shrank(view(row(archived=10)))) == "alarm"


@pytest.mark.parametrize("archived", [75, 95, 100, 300])
def test_a_site_of_about_its_size_did_not_shrink(archived: int) -> None:
    assert shrank(view(row(archived=archived))) is FINE


@pytest.mark.parametrize("visits", [0, 1])
def test_a_second_visit_has_nothing_to_compare_with(visits: int) -> None:
    for monitor in (shrank, no_articles):
        assert monitor(view(row(archived=1, articles=0), visits)) is UNKNOWN


@pytest.mark.parametrize("facts", [{"finish_reason": "limit"}, {"finish_reason": "stopped"}, {"visit": "news"}])
def test_a_visit_that_did_not_ask_for_all_is_not_compared(facts: Row) -> None:
    for monitor in (shrank, no_articles):
        assert monitor(view(row(archived=4, articles=0, **facts))) is UNKNOWN


def test_small_visits_for_news_do_not_make_small_ones_usual() -> None:
    news = [row(visit="news", archived=3, articles=1) for _ in range(5)]

    assert severity(shrank(view(row(archived=50), [*news, row(), row()]))) == "warning"


def test_a_small_site_may_lose_four_pages() -> None:
    assert shrank(view(row(archived=6), [row(archived=10)] * 3)) is FINE


def test_a_shrunken_site_stays_so_until_most_has_come_back() -> None:
    standing = {"shrank": {"usual": 100, "visits": 1}}

    assert isinstance(shrank(view(row(archived=80), standing=standing)), Sign)
    assert shrank(view(row(archived=86), standing=standing)) is FINE


def test_what_a_site_was_before_is_not_forgotten_while_it_is_small() -> None:
    small = [row(archived=40)] * 5

    judgement = shrank(view(row(archived=40), small, standing={"shrank": {"usual": 100, "visits": 5}}))

    assert isinstance(judgement, Sign)
    assert judgement.figures["usual"] == 100


def test_after_six_visits_a_new_size_is_usual() -> None:
    assert shrank(view(row(archived=40), standing={"shrank": {"usual": 100, "visits": 6}})) is FINE


def test_pages_without_an_article_where_there_were_some_are_an_alarm() -> None:
    assert severity(no_articles(view(row(articles=0)))) == "alarm"


def test_articles_seen_again_unchanged_are_articles() -> None:
    assert no_articles(view(row(articles=0, seen_again=90, articles_seen_again=5))) is FINE
    assert severity(no_articles(view(row(articles=0, seen_again=90)))) == "alarm"


def test_a_site_that_never_had_articles_is_not_accused() -> None:
    assert no_articles(view(row(articles=0), [row(articles=0)] * 3)) is UNKNOWN


def test_fewer_articles_than_a_person_expects_are_told_from_the_first_visit_on() -> None:
    seed = Seed("contohrejo.desa.id", "https://contohrejo.desa.id/", expected_min=100)

    assert severity(below_expected(view(row(articles=80), 0, seed=seed))) == "warning"
    assert below_expected(view(row(articles=100), 0, seed=seed)) is FINE
    assert below_expected(view(row(articles=20, articles_seen_again=80), 3, seed=seed)) is FINE
    assert below_expected(view(row(articles=8, finish_reason="limit"), 0, seed=seed)) is UNKNOWN
    assert below_expected(view(row(articles=8, visit="news"), 3, seed=seed)) is UNKNOWN


def test_many_vanished_pages_are_told_with_the_first_titles() -> None:
    gone = [{"event": "vanished", "title": f"Berita {number}", "url": "http://a/"} for number in range(10)]

    judgement = many_vanished(view(row(events={"vanished": 30}), events={"vanished": gone}))

    assert isinstance(judgement, Sign)
    assert judgement.severity == "warning"
    assert [event["title"] for event in judgement.events] == [f"Berita {number}" for number in range(10)]
    assert severity(many_vanished(view(row(events={"page_vanished": 60})))) == "alarm"


def test_a_few_pages_may_vanish() -> None:
    assert many_vanished(view(row(events={"vanished": 4}))) is FINE
    assert many_vanished(view(row(events={"vanished": 9}))) is FINE


def test_edits_of_a_third_of_the_site_are_a_storm() -> None:
    assert severity(many_edited(view(row(events={"edited": 31})))) == "warning"
    assert many_edited(view(row(events={"edited": 25}))) is FINE


def test_without_events_nothing_is_said_of_them() -> None:
    silent_row = {key: value for key, value in row().items() if key != "events"}

    assert many_vanished(view(silent_row)) is UNKNOWN
    assert many_edited(view(silent_row)) is UNKNOWN
