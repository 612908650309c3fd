"""Monitors of the whole collection, and the words of all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from archive.times import warc_date
from crawler.monitors import MONITORS
from crawler.monitors.machine import disk_filling, internal_error, missed_since, notices_unsent, run_missed
from crawler.monitors.model import FINE, UNKNOWN, JobFacts, JobView, Sign
from crawler.monitors.words import WORDS, words_of
from tests.crawler.site_views import DAY, NOW, severity


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


def test_a_missed_run_is_told_in_days_and_times_of_the_place() -> None:
    figures = {"since": "2026-11-04T17:00:00.000000Z", "days": 22.2}

    told = {language: words["what"] for language, words in words_of("run_missed", None, figures, {}).items()}

    assert told["id"].startswith("Selama 22,2 hari ")
    assert told["en"].startswith("No scheduled crawl ran for 22.2 days")
    assert all(words.endswith("2026-11-05 00:00 WIB)") for words in told.values())


def test_what_gamblers_did_is_told_in_indonesian_too() -> None:
    hijack: dict[str, Any] = {
        "front_page": ["hijacked"],
        "pages": {"gambling_injected": 3},
        "addresses": None,
        "redirects": [{}],
    }

    told = words_of("taken", "a.id", {}, {"site": "a.id", "hijack": hijack})["id"]["what"]

    seen = "halaman depan diambil alih judi, 3 halaman disusupi judi, 1 pengalihan ke situs judi"
    assert told == f"a.id: terindikasi dikuasai situs judi ({seen}; lihat hijack di report.json); beri tahu pihak desa"


def test_every_monitor_has_words_in_both_languages_and_no_words_are_left_over() -> None:
    assert set(WORDS) == {monitor.name for monitor in MONITORS}
    for name, words in WORDS.items():
        for pair in (words.title, words.what or ("x", "x"), words.means, words.advice):
            assert len(pair) == 2, name
            assert all(pair), name
