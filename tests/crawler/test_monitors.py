"""Each monitor, sentence by sentence: what makes it speak, and what must leave it quiet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from archive.model import Seed
from archive.times import warc_date
from crawler.monitors import MONITORS
from crawler.monitors.amounts import below_expected, many_edited, many_vanished, no_articles, shrank
from crawler.monitors.answers import errors, refused, robots_changed, robots_forbids
from crawler.monitors.direct import direct, gambling_pages
from crawler.monitors.machine import disk_filling, internal_error, missed_since, notices_unsent, run_missed
from crawler.monitors.model import FINE, UNKNOWN, JobFacts, JobView, Judgement, Sign, SiteMonitor, SiteView
from crawler.monitors.texts import layout_unknown, silent, texts_empty
from crawler.monitors.words import LANGUAGES, WORDS, words_of

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
DAY = timedelta(days=1)
Row = dict[str, Any]


def row(**facts: Any) -> Row:
    """A healthy visit of a site with a hundred pages."""
    return {
        "site": "contohrejo.desa.id", "finish_reason": "finished", "platform": "opensid", "archived": 100, "read": 100,
        "articles": 80, "seen_again": 0, "articles_seen_again": 0,
        "failed": 0, "gone": 1, "disallowed": 2, "codes": {"200": 100, "404": 1},
        "pages_without_text": 2, "text_characters": 80 * 1500, "front_page": "HTTP 200", "front_page_flags": [],
        "robots": {"outcome": "rules", "digest": "sha1:a", "rules": 3}, "hijack": None, "moved_to": None,
        "unexplained": 0, "unreachable": 0, "events": {}, **facts,
    }  # fmt: skip


def view(now: Row, visits: int | Sequence[Row] = 3, **facts: Any) -> SiteView:
    """A site after so many healthy visits, or after these, the newest first."""
    earlier = [row() for _ in range(visits)] if isinstance(visits, int) else visits
    whole = [one for one in earlier if one["finish_reason"] == "finished" and one.get("visit") in (None, "full")]
    return SiteView(now, NOW, whole=whole, latest=earlier[:6], **facts)


def severity(judgement: Judgement) -> str | None:
    return judgement.severity if isinstance(judgement, Sign) else None


# ---- how much came ----


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


# ---- how it answered ----


def test_a_site_that_refuses_everything_is_an_alarm_once_it_had_pages() -> None:
    forbidden = row(archived=0, articles=0, codes={"403": 3, "404": 1}, front_page="HTTP 403", failed=3)

    assert severity(refused(view(forbidden))) == "alarm"
    assert severity(refused(view(forbidden, 0))) == "warning"
    assert severity(refused(view(forbidden | {"finish_reason": "limit"}))) == "alarm"


@pytest.mark.parametrize("codes", [{"403": 3, "500": 1}, {"404": 3}, {}, None, {"200": 1}])
def test_other_failures_are_no_refusal(codes: Row | None) -> None:
    assert not isinstance(refused(view(row(archived=0, codes=codes))), Sign)


def test_a_single_refused_page_is_no_refusal() -> None:
    assert refused(view(row(codes={"200": 100, "403": 1}))) is FINE


def test_a_refusal_is_not_told_twice() -> None:
    forbidden = row(archived=0, codes={"403": 1}, front_page="HTTP 403")

    assert direct("no_page")(view(forbidden)) is UNKNOWN


def test_many_more_errors_than_usual_are_told() -> None:
    assert severity(errors(view(row(failed=40, archived=60)))) == "warning"
    assert errors(view(row(failed=9, archived=30))) is FINE


def test_a_site_that_always_fails_a_lot_is_as_usual() -> None:
    assert errors(view(row(failed=30), [row(failed=25)] * 3)) is FINE


def test_errors_of_a_first_visit_are_told_only_where_most_failed() -> None:
    assert errors(view(row(failed=30), 0)) is FINE
    assert severity(errors(view(row(failed=150), 0))) == "warning"


def test_errors_are_over_only_when_they_are_few_again() -> None:
    standing = {"errors": {"usual_percent": 1}}

    assert isinstance(errors(view(row(failed=15), standing=standing)), Sign)
    assert errors(view(row(failed=5), standing=standing)) is FINE


def test_other_rules_in_robots_txt_are_told() -> None:
    other = {"outcome": "rules", "digest": "sha1:b", "rules": 9}

    assert severity(robots_changed(view(row(robots=other)))) == "info"
    assert severity(robots_changed(view(row(robots=other, disallowed=70)))) == "warning"
    assert robots_changed(view(row())) is FINE


@pytest.mark.parametrize("robots", [None, {"outcome": "disallow_all", "digest": "sha1:x"}])
def test_a_robots_txt_that_could_not_be_read_has_not_changed(robots: Row | None) -> None:
    assert robots_changed(view(row(robots=robots))) is UNKNOWN


def test_it_is_compared_with_the_last_one_that_could_be_read() -> None:
    unread = row(robots={"outcome": "disallow_all", "digest": "sha1:x"})

    assert robots_changed(view(row(), [unread, row()])) is FINE


def test_a_first_visit_has_no_earlier_robots_txt() -> None:
    assert robots_changed(view(row(), 0)) is UNKNOWN


def test_rules_that_forbid_what_was_allowed_are_told_and_no_page_is_not() -> None:
    forbidden = row(archived=0, codes={}, front_page="disallowed: by robots.txt", disallowed=1)

    assert severity(robots_forbids(view(forbidden))) == "warning"
    assert direct("no_page")(view(forbidden)) is UNKNOWN
    assert robots_forbids(view(row())) is FINE
    # A site that never let anybody in is what it was.
    assert robots_forbids(view(forbidden, 0)) is UNKNOWN
    assert severity(direct("no_page")(view(forbidden, 0))) == "warning"


# ---- what could be read ----


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


def test_an_article_dated_next_year_does_not_break_a_silence() -> None:
    assert isinstance(silent(view(row(), days=[*published(every=3, last=30), date(2027, 12, 1)])), Sign)


# ---- what one visit shows by itself ----


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        (
            "taken",
            {"hijack": {"is_taken": True, "front_page": [], "pages": {}, "addresses": None, "redirects": []}},
            "alarm",
        ),
        ("moved", {"moved_to": "https://baru.example/"}, "warning"),
        ("no_page", {"archived": 0, "front_page": "HTTP 500"}, "warning"),
        ("stands_in", {"front_page_flags": ["maintenance"]}, "warning"),
        ("unexplained", {"unexplained": 3}, "warning"),
        ("unreachable", {"unreachable": 1, "failed": 9}, "warning"),
    ],
)
def test_what_one_visit_shows_is_found_without_any_history(kind: str, facts: Row, expected: str) -> None:
    bad = view(row(**facts))

    assert severity(direct(kind)(bad)) == expected
    assert severity(direct(kind)(view(row(**facts), 0))) == expected
    assert direct(kind)(view(row())) is FINE
    of_sites = [monitor for monitor in MONITORS if isinstance(monitor, SiteMonitor)]
    assert [monitor.name for monitor in of_sites if isinstance(monitor.judge(bad), Sign)] == [kind]
    for language in LANGUAGES:
        assert "contohrejo.desa.id" in words_of(kind, "contohrejo.desa.id", {}, bad.row)[language]["what"]


def test_a_site_without_a_page_is_an_alarm_from_the_second_visit_on() -> None:
    gone = row(archived=0, front_page="HTTP 500")
    standing = {"no_page": {"stays_away": True}}

    assert severity(direct("no_page")(view(gone, [row(), row()]))) == "warning"
    assert severity(direct("no_page")(view(gone, [gone, row()]))) == "alarm"
    assert severity(direct("no_page")(view(gone, [gone] * 6, standing=standing))) == "alarm"
    assert severity(direct("no_page")(view(gone, [gone, gone]))) == "warning"


def test_a_visit_for_news_is_not_held_to_the_promise_of_the_whole() -> None:
    assert direct("unexplained")(view(row(visit="news", unexplained=80, archived=3))) is UNKNOWN


def test_a_front_page_that_has_not_changed_is_a_page() -> None:
    unchanged = row(visit="news", archived=0, articles=0, seen_again=1, codes={"304": 1}, front_page="HTTP 304")

    assert direct("no_page")(view(unchanged)) is FINE


def test_single_pages_with_gambling_are_told_and_call_nobody() -> None:
    hijack = {"is_taken": False, "pages": {"gambling_injected": 2, "parked": 1}, "urls": ["https://a/x"]}

    judgement = gambling_pages(view(row(hijack=hijack)))

    assert isinstance(judgement, Sign)
    assert (judgement.severity, judgement.figures["pages"]) == ("info", 2)
    assert gambling_pages(view(row())) is FINE


# ---- the collection ----


def jobs(*started_days_ago: float, size: int | None = None, scheduled: bool = True) -> list[JobFacts]:
    starts = [NOW - days * DAY for days in started_days_ago]
    return [JobFacts(start, start + timedelta(minutes=20), scheduled, size) for start in starts]


def disk(free: float, grown_a_day: float, **facts: Any) -> JobView:
    earlier = [JobFacts(NOW - days * DAY, None, True, int((100 - days * grown_a_day) * 1e9)) for days in range(1, 20)]
    given = {"jobs": earlier, "free_bytes": int(free * 1e9), "reserve_bytes": 10**9, "collection_bytes": 100 * 10**9}
    return JobView({"finish_reason": "finished"}, NOW, **(given | facts))


def test_a_disk_that_is_full_within_a_month_is_a_warning_and_within_a_week_an_alarm() -> None:
    assert severity(disk_filling(disk(free=21, grown_a_day=1))) == "warning"
    assert severity(disk_filling(disk(free=6, grown_a_day=1))) == "alarm"
    assert disk_filling(disk(free=60, grown_a_day=1)) is FINE
    assert disk_filling(disk(free=21, grown_a_day=0)) is FINE


def test_a_disk_without_its_reserve_is_an_alarm_however_slowly_it_fills() -> None:
    assert severity(disk_filling(disk(free=0.5, grown_a_day=0))) == "alarm"
    assert severity(disk_filling(disk(free=0.5, grown_a_day=0, jobs=[]))) == "alarm"
    assert severity(disk_filling(JobView({"finish_reason": "disk"}, NOW))) == "alarm"


def test_what_grew_in_a_day_is_no_rate() -> None:
    first_jobs = [JobFacts(NOW - timedelta(hours=hours), None, True, 0) for hours in (1, 20)]

    assert disk_filling(disk(free=21, grown_a_day=1, jobs=first_jobs)) is UNKNOWN


def test_a_disk_that_was_told_of_is_fine_again_only_with_room_for_six_weeks() -> None:
    standing = {"disk_filling": {"days": 20}}

    assert isinstance(disk_filling(disk(free=40, grown_a_day=1, standing=standing)), Sign)
    assert disk_filling(disk(free=60, grown_a_day=1, standing=standing)) is FINE


def job_with_due(*due_days_ago: float) -> Mapping[str, Any]:
    return {"sites": [{"site": "a", "due_at": warc_date(NOW - days * DAY)} for days in due_days_ago]}


def test_a_run_that_came_days_late_is_told() -> None:
    judgement = run_missed(JobView(job_with_due(5, 1), NOW, jobs=jobs(7, 8)))

    assert isinstance(judgement, Sign)
    assert judgement.figures["days"] == 5
    assert judgement.since == warc_date(NOW - 5 * DAY)


def test_a_run_in_its_time_is_not() -> None:
    assert run_missed(JobView(job_with_due(1.1, 0.2), NOW, jobs=jobs(7, 8))) is FINE


def test_sites_that_waited_while_the_timer_ran_are_no_missed_run() -> None:
    """They were left out of yesterday's run, or an unfinished job went first."""
    assert run_missed(JobView(job_with_due(5), NOW, jobs=jobs(1, 2, 3))) is FINE


def test_who_never_had_a_schedule_misses_none() -> None:
    assert run_missed(JobView(job_with_due(40), NOW, jobs=jobs(70, scheduled=False))) is FINE
    assert run_missed(JobView(job_with_due(40), NOW)) is FINE
    assert run_missed(JobView({"sites": [{"site": "a", "due_at": None}]}, NOW, jobs=jobs(9))) is FINE


def test_a_short_job_by_hand_is_no_run_of_the_timer_and_a_long_one_held_it_up() -> None:
    by_hand = jobs(1, scheduled=False)
    long = [JobFacts(NOW - 4 * DAY, NOW - DAY, False, None)]

    assert missed_since(NOW - 5 * DAY, [*by_hand, *jobs(6)], NOW) == NOW - 5 * DAY
    assert missed_since(NOW - 5 * DAY, [*long, *jobs(6)], NOW) is None


def test_a_job_that_lay_dead_for_days_is_told_when_it_goes_on() -> None:
    dead = JobView({"sites": []}, NOW - 6 * DAY, silent_since=NOW - 4 * DAY, went_on_at=NOW)
    stopped_for_lunch = JobView({"sites": []}, NOW, silent_since=NOW - 0.1 * DAY, went_on_at=NOW)

    assert severity(run_missed(dead)) == "warning"
    assert run_missed(stopped_for_lunch) is FINE


def test_errors_of_our_own_and_notices_that_wait_are_told() -> None:
    assert severity(internal_error(JobView({"internal_errors": ["patah"]}, NOW))) == "warning"
    assert internal_error(JobView({"internal_errors": []}, NOW)) is FINE
    waits = {"targets": ["kantor"], "tries": 2, "since": warc_date(NOW)}
    assert severity(notices_unsent(JobView({}, NOW, unsent=waits))) == "warning"
    assert notices_unsent(JobView({}, NOW)) is FINE


# ---- words ----


def test_every_monitor_has_words_in_both_languages_and_no_words_are_left_over() -> None:
    assert set(WORDS) == {monitor.name for monitor in MONITORS}
    for name, words in WORDS.items():
        for pair in (words.title, words.what or ("x", "x"), words.means, words.advice):
            assert len(pair) == 2, name
            assert all(pair), name
