"""What monitors see, over many jobs: one finding that goes on; kept once, read from any report, and cheap."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Collection
from archive.times import warc_date
from crawler.monitors import MONITORS, history
from crawler.monitors.finding import Finding, Moment, closed, merged
from crawler.monitors.history import History, history_of
from crawler.monitors.machine import missed_since
from crawler.monitors.model import FINE, UNKNOWN, JobMonitor, JobView, Judgement, Sign, SiteMonitor, SiteView, Verdict
from crawler.monitors.overview import overview
from crawler.monitors.words import words_of
from crawler.reports.report import dump, needs_a_person, read_reports
from crawler.reports.words import sentences

START = datetime(2026, 11, 1, tzinfo=UTC)
SITE = "contohrejo.desa.id"
TEXTS = {language: dict.fromkeys(("title", "what", "means", "advice"), "kata") for language in ("id", "en")}


def moment(day: int) -> Moment:
    return Moment(crawl_id(day), START + timedelta(days=day))


def crawl_id(day: int) -> str:
    return f"{START + timedelta(days=day):%Y%m%d%H%M%S}-abcd"


def after(standing: Finding | None, judgement: Judgement, day: int, *, passes: bool = False) -> Finding | None:
    return merged(standing, judgement, moment(day), "shrank", SITE, TEXTS, passes=passes)


def found(day: int = 0, severity: Any = "warning", **facts: Any) -> Finding:
    finding = after(None, Sign(severity, facts), day)
    assert finding
    return finding


# ---- over many jobs ----


def test_what_persists_is_one_finding() -> None:
    first = found(0)
    second = after(first, Sign("warning", {"pages": 3}), 1)

    assert first.state == "new"
    assert second
    assert (second.state, second.id, second.since) == ("open", first.id, first.since)
    assert (second.first_found_at, second.last_found_at) == (warc_date(START), warc_date(START + timedelta(days=1)))
    assert second.figures == {"pages": 3}


def test_what_gets_worse_is_told_again_and_once() -> None:
    worse = after(found(0), Sign("alarm"), 1)
    assert worse
    better = after(worse, Sign("warning"), 2)
    assert better
    again = after(better, Sign("alarm"), 3)

    assert worse.state == "worse"
    assert (better.state, better.severity) == ("open", "alarm")
    assert again
    assert again.state == "open"


def test_what_is_over_is_closed_with_its_last_words() -> None:
    first = found(0, pages=3)

    over = after(first, FINE, 1)

    assert over
    assert (over.state, over.id, over.closed_at) == ("closed", first.id, warc_date(START + timedelta(days=1)))
    assert over.figures == {"pages": 3}


def test_a_visit_that_cannot_tell_changes_nothing() -> None:
    assert after(found(0), UNKNOWN, 1) is None
    assert after(None, UNKNOWN, 1) is None
    assert after(None, FINE, 1) is None


def test_the_same_again_after_it_was_over_is_another_finding() -> None:
    assert found(0).id != found(9).id
    assert found(0).key == found(9).key


def test_a_finding_is_the_same_after_it_was_written_and_read() -> None:
    finding = found(0, severity="alarm", pages=3)

    assert Finding.of_facts(json.loads(json.dumps(finding.as_facts()))) == finding


# ---- kept ----


def write(collection: Collection, day: int, rows: list[dict[str, Any]], *findings: Finding, **facts: Any) -> None:
    folder = collection.crawl_folder(crawl_id(day))
    folder.mkdir(parents=True, exist_ok=True)
    started = warc_date(START + timedelta(days=day))
    report = {
        "crawl_id": crawl_id(day), "started_at": started, "finished_at": started, "finish_reason": "finished",
        "findings": [finding.as_facts() for finding in findings], "sites": rows, **facts,
    }  # fmt: skip
    (folder / "report.json").write_bytes(dump(report))


def visit(archived: int = 100, **facts: Any) -> dict[str, Any]:
    return {"site": SITE, "finish_reason": "finished", "archived": archived, "due_at": None, **facts}


@contextmanager
def kept(collection: Collection, **how: Any) -> Iterator[History]:
    with collection.lock(), history_of(collection, keep=True, **how) as known:
        yield known


def test_the_last_word_of_all_reports_says_what_is_open(stock: Collection) -> None:
    first = found(0)
    other = merged(None, Sign("alarm"), moment(0), "refused", "lain.desa.id", TEXTS)
    assert other
    write(stock, 0, [visit()], first, other)
    write(stock, 1, [visit()])  # speaks of neither
    write(stock, 2, [visit()], closed(other, moment(2)))

    with kept(stock) as known:
        assert known.open_findings() == {first.key: first}
    with kept(stock, without=crawl_id(2)) as known:
        assert set(known.open_findings()) == {first.key, other.key}


def test_what_passes_is_never_left_open(stock: Collection) -> None:
    passing = after(None, Sign("info"), 0, passes=True)
    assert passing
    write(stock, 0, [visit()], passing)

    with kept(stock) as known:
        assert known.open_findings() == {}
        assert known.told(10) == [passing]


def test_whole_visits_are_kept_apart_from_those_for_news(stock: Collection) -> None:
    for day in range(12):
        write(stock, day, [visit(100 + day)])
    for day in range(12, 40):
        write(stock, day, [visit(day, visit="news")])
    write(stock, 40, [visit(5, finish_reason="stopped")], finish_reason="stopped")

    with kept(stock) as known:
        whole, latest = known.visits(SITE)

    assert [one["archived"] for one in whole] == list(range(111, 103, -1))
    assert [one["archived"] for one in latest] == list(range(39, 33, -1))


def test_the_same_is_known_without_the_cache_and_when_it_is_damaged(stock: Collection) -> None:
    for day in range(20):
        write(stock, day, [visit(day)], *([found(day)] if day == 4 else []))

    def all_of_it() -> Any:
        with kept(stock) as known:
            return known.visits(SITE), known.open_findings(), known.told(9), known.jobs()

    first, cached = all_of_it(), all_of_it()
    for path in stock.root.glob("visits.sqlite*"):
        path.unlink()
    anew = all_of_it()
    for path in stock.root.glob("visits.sqlite*"):
        path.unlink()
    (stock.root / "visits.sqlite").write_bytes(b"rusak" * 999)
    damaged = all_of_it()
    shutil.rmtree(stock.crawl_folder(crawl_id(19)))
    (stock.root / "visits.sqlite").unlink()
    all_of_it()
    write(stock, 19, [visit(19)])

    assert first == cached == anew == damaged == all_of_it()


def test_a_report_that_was_changed_is_read_again_and_one_that_is_gone_is_forgotten(stock: Collection) -> None:
    write(stock, 0, [visit(1)], found(0))
    write(stock, 1, [visit(2)])
    with kept(stock) as known:
        assert len(known.visits(SITE)[0]) == 2
    write(stock, 1, [visit(33)])
    with kept(stock) as known:
        assert [one["archived"] for one in known.visits(SITE)[0]] == [33, 1]
    shutil.rmtree(stock.crawl_folder(crawl_id(0)))

    with kept(stock) as known:
        assert known.open_findings() == {}
        assert [one["archived"] for one in known.visits(SITE)[0]] == [33]


def test_each_report_is_read_once(stock: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(5):
        write(stock, day, [visit()])
    with kept(stock):
        pass
    read: list[str] = []
    monkeypatch.setattr(history, "read_report", lambda folder: read.append(folder.name))
    write(stock, 5, [visit()])

    with kept(stock):
        pass

    assert read == [crawl_id(5)]


def test_who_looks_writes_nothing(stock: Collection) -> None:
    write(stock, 0, [visit()], found(0))
    before = sorted(stock.root.rglob("*"))

    with history_of(stock) as known:
        assert len(known.open_findings()) == 1

    assert sorted(stock.root.rglob("*")) == before


def test_years_of_jobs_keep_a_bounded_memory_of_a_site(stock: Collection) -> None:
    ongoing = found(0)
    for day in range(300):
        write(stock, day, [visit()], ongoing)
    with kept(stock) as known:
        assert len(known.told(100)) == 1
        size = known._database.execute(
            "select (select count(*) from row_1), (select count(*) from finding_1)"
        ).fetchone()

    assert size == (8, 3)


# ---- to look at ----


def test_status_tells_what_is_open_over_all_jobs_and_what_passed_in_the_last(stock: Collection) -> None:
    passing = merged(None, Sign("warning"), moment(1), "run_missed", None, TEXTS, passes=True)
    alarm = merged(None, Sign("alarm"), moment(0), "refused", "lain.desa.id", TEXTS)
    info = merged(None, Sign("info"), moment(0), "gambling_pages", SITE, TEXTS)
    assert passing
    assert alarm
    assert info
    write(stock, 0, [visit()], found(0), alarm, info)
    write(stock, 1, [visit()], passing)

    seen = overview(stock, next(read_reports(stock)), [], START, running=False)

    assert [one.monitor for one in seen.findings] == ["refused", "shrank", "run_missed", "gambling_pages"]
    assert len(seen.sentences) == 3
    assert seen.missed_run is None


def test_a_report_of_before_the_monitors_still_says_what_needs_a_person() -> None:
    old = {"sites": [{"site": "a", "moved_to": "https://b/", "archived": 0, "finish_reason": "finished"}]}

    assert "moved to https://b/" in needs_a_person(old)[0]
    assert "pindah ke https://b/" in sentences(old, "id")[0]


def test_findings_take_the_place_of_the_sentences_and_info_calls_nobody() -> None:
    report = {"findings": [found(0).as_facts(), found(0, "info").as_facts(), closed(found(0), moment(1)).as_facts()]}

    assert needs_a_person(report) == ["kata. kata"]
    assert sentences(report, "id") == ["kata. kata"]


# ---- odd old reports ----

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["finished", "HTTP 403"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["visit", "finish_reason", "platform", "archived", "read", "articles", "failed", "gone", "disallowed", "codes", "events",
     "seen_again", "articles_seen_again", "pages_without_text", "text_characters", "robots", "front_page", "front_page_flags", "hijack", "moved_to",
     "unexplained", "unreachable", "due_at"]
)  # fmt: skip
ROWS = st.dictionaries(KEYS, VALUES)
REPORTS = st.dictionaries(
    st.sampled_from(["started_at", "finished_at", "findings", "sites", "disk", "internal_errors", "finish_reason"]),
    VALUES,
)


@given(ROWS, st.lists(ROWS, max_size=4), st.dictionaries(st.sampled_from([one.name for one in MONITORS]), ROWS))
@settings(deadline=None, max_examples=30)
def test_no_monitor_breaks_on_odd_rows(now: Any, earlier: list[Any], standing: Any) -> None:
    view = SiteView(now | {"site": SITE}, START, whole=earlier, latest=earlier, standing=standing)
    for monitor in MONITORS:
        if isinstance(monitor, SiteMonitor):
            judgement = monitor.judge(view)
            assert isinstance(judgement, Sign | Verdict)
            if isinstance(judgement, Sign):
                words_of(monitor.name, SITE, judgement.figures, view.row)


@given(REPORTS)
@settings(deadline=None)
def test_no_monitor_breaks_on_odd_reports(report: Any) -> None:
    for monitor in MONITORS:
        if isinstance(monitor, JobMonitor):
            assert isinstance(monitor.judge(JobView(report, START, free_bytes=1)), Sign | Verdict)


@given(st.lists(REPORTS, max_size=3))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_reports_of_earlier_jobs_are_read_over(stock: Collection, odd: list[Any]) -> None:
    shutil.rmtree(stock.root / "crawls", ignore_errors=True)
    for day, report in enumerate(odd):
        folder = stock.crawl_folder(crawl_id(day))
        folder.mkdir(parents=True)
        (folder / "report.json").write_text(json.dumps(report | {"finish_reason": "finished"}))
    write(stock, 9, [visit(7)], found(9))

    with kept(stock) as known:
        assert list(known.open_findings()) == [f"shrank {SITE}"]
        assert known.visits(SITE)[0][0]["archived"] == 7
        missed_since(START, known.jobs(), START)


@given(VALUES)
def test_what_is_no_finding_is_none(facts: Any) -> None:
    assert Finding.of_facts(facts) is None


@pytest.mark.parametrize(
    "key", [field for field in found(0).as_facts() if field not in ("closed_because", "closed_at")]
)
def test_a_finding_with_one_odd_value_is_none_or_ours(key: str) -> None:
    for odd in (None, 3, {"id": 1}, [None], "lain"):
        finding = Finding.of_facts(found(0).as_facts() | {key: odd})
        if finding is not None:
            json.dumps(finding.as_facts())


@pytest.mark.long
def test_ten_thousand_sites_are_known_in_seconds(stock: Collection) -> None:
    for day in range(4):
        write(stock, day, [visit(site=f"desa{number}.desa.id") for number in range(10_000)])

    with kept(stock):
        pass
    started = time.monotonic()
    with kept(stock) as known:
        seen = sum(len(known.visits(f"desa{number}.desa.id")[0]) for number in range(10_000))

    assert seen == 40_000
    assert time.monotonic() - started < 20
