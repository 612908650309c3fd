"""The judge of the year, given events made by hand."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.year.judge import Event, History, judge, read_events
from tests.year.plan import DAY
from tests.year.truth import Truth
from tests.year.world import START

URL, FRONT = "http://127.20.0.1:8000/berita/1", "http://127.20.0.1:8000/"
END = START + 200 * DAY


def day(number: float) -> datetime:
    return START + number * DAY


def truth(kind: str = "edited", at: float = 20.5, until: float = 200, *, told: bool = True, **more: object) -> Truth:
    url = FRONT if kind.startswith("site_") else URL
    return Truth(kind, 0, url, day(at), day(until), "uji", told, **more)  # type: ignore[arg-type]


def event(kind: str = "edited", seen: float | None = 20, found: float = 21, detail: str = "") -> Event:
    url = FRONT if kind.startswith("site_") else URL
    return Event(kind, url, day(found), None if seen is None else day(seen), detail)


def visited(*days: int) -> History:
    moments = [day(number) for number in days or range(200)]
    return History({0: moments}, {0: moments}, {URL: moments, FRONT: moments}, END)


def test_an_event_with_its_moment_is_found() -> None:
    verdict = judge([truth()], [event()], visited())

    assert (verdict.missed, verdict.invented) == ([], [])
    assert (verdict.rows["uji"].due, verdict.rows["uji"].found, verdict.rows["uji"].lags) == (1, 1, [0.5])


def test_an_event_that_nobody_told_is_missed() -> None:
    verdict = judge([truth()], [], visited())

    (words,) = verdict.missed
    assert words.startswith(f"not found: edited {URL}")
    assert verdict.rows["uji"].missed == 1


@pytest.mark.parametrize(
    "wrong",
    [
        event("vanished"),
        event(seen=30, found=31),  # after the moment
        event(seen=17, found=18),  # before it
        Event("edited", URL + "0", day(21), day(20)),
    ],
)
def test_an_event_that_did_not_happen_is_invented(wrong: Event) -> None:
    verdict = judge([truth()], [event(), wrong], visited())

    (words,) = verdict.invented
    assert words.startswith("invented: ")
    assert verdict.missed == []


def test_a_day_of_slack_is_given_and_no_more() -> None:
    def invented(seen: float, found: float) -> int:
        return len(judge([truth(at=20.5)], [event(seen=seen, found=found)], visited()).invented)

    assert [invented(21.4, 22), invented(21.6, 22), invented(18, 19.6), invented(18, 19.4)] == [0, 1, 0, 1]


def test_an_event_told_twice_is_told() -> None:
    verdict = judge([truth()], [event(), event(found=22)], visited())

    (words,) = verdict.invented
    assert words.startswith("told twice: ")


def test_two_edits_between_two_visits_are_one_event() -> None:
    verdict = judge([truth(at=20.2), truth(at=20.8)], [event()], visited())

    assert (verdict.missed, verdict.invented) == ([], [])
    assert verdict.rows["uji"].found == 2


def test_an_edit_on_the_day_after_a_visit_is_told_by_the_next_one() -> None:
    edits, told = [truth(at=20.5), truth(at=21.5)], [event(seen=20, found=21), event(seen=21, found=22)]

    verdict = judge(edits, told, visited())

    assert (verdict.missed, verdict.invented) == ([], [])


def test_an_event_without_a_date_is_not_invented_and_not_found() -> None:
    verdict = judge([truth()], [event(seen=None)], visited())

    (words,) = verdict.missed
    assert words.startswith("without a date: ")
    assert verdict.invented == []


def test_a_redirect_must_name_its_target() -> None:
    moved = truth("redirected", target=URL + "-baru")

    right = judge([moved], [event("redirected", detail=f"301 to {URL}-baru")], visited())
    wrong = judge([moved], [event("redirected", detail="elsewhere")], visited())

    assert (right.missed, right.invented) == ([], [])
    assert (len(wrong.missed), len(wrong.invented)) == (1, 1)


def test_what_nobody_could_have_seen_is_not_due() -> None:
    never_seen = judge([truth(at=20.5)], [], visited(30, 40, 50))
    no_visit = judge([truth(at=20.5, until=22)], [], visited(10, 20, 30, 40))
    one_visit = judge([truth(at=20.5, until=35)], [], visited(10, 20, 30, 40))
    two_visits = judge([truth(at=20.5, until=45)], [], visited(10, 20, 30, 40))

    assert [len(verdict.missed) for verdict in (never_seen, no_visit, one_visit, two_visits)] == [0, 0, 0, 1]


def test_what_no_list_tells_is_due_within_45_days_and_not_in_the_last_45() -> None:
    unseen, short, late = (
        truth(at=at, until=until, told=False) for at, until in ((20.5, 200), (20.5, 60), (160.5, 200))
    )
    in_time, too_late = event(seen=20, found=60), event(seen=20, found=80)

    assert len(judge([unseen], [], visited()).missed) == 1
    assert judge([short], [], visited()).missed == []
    assert judge([late], [], visited()).missed == []
    assert judge([unseen], [in_time], visited()).missed == []
    assert judge([unseen], [too_late], visited()).missed[0].startswith("late, ")


def test_what_lists_tell_is_due_at_the_second_visit() -> None:
    history = visited(0, 10, 20, 30, 40, 50)

    assert judge([truth()], [event(found=40)], history).missed == []
    assert judge([truth()], [event(found=50)], history).missed[0].startswith("late, ")


def test_the_state_of_a_site_is_due_at_the_first_visit() -> None:
    down = truth("site_unreachable", at=20.5, until=35)
    history = visited(0, 10, 20, 30, 40)
    history.open = {0: [day(0), day(10), day(20), day(40)]}

    assert len(judge([down], [], history).missed) == 1
    assert judge([down], [event("site_unreachable", found=30)], history).missed == []
    assert judge([truth("site_unreachable", at=20.5, until=22)], [], history).missed == []


def test_a_return_is_due_only_when_the_loss_was_told() -> None:
    gone = truth("vanished", at=20.5, until=60.5)
    back = truth("returned", at=60.5, after=gone)
    lost, returned = event("vanished"), event("returned", seen=60, found=61)

    assert len(judge([gone, back], [], visited()).missed) == 1
    assert len(judge([gone, back], [lost], visited()).missed) == 1
    assert judge([gone, back], [lost, returned], visited()).missed == []


def test_what_need_not_be_told_may_be() -> None:
    page = truth("hijacked", needed=False)

    assert judge([page], [], visited()).missed == []
    assert judge([page], [event("hijacked")], visited()).invented == []


def test_lines_of_all_jobs_are_read_and_a_broken_one_is_named(tmp_path: Path) -> None:
    line = {
        "event": "redirected", "site": "a", "url": URL, "article_id": None, "title": None,
        "found_at": "2025-02-01T17:05:00Z", "last_seen_at": None, "before": None, "after": None, "detail": {"to": "x"},
    }  # fmt: skip
    for job in ("1", "2"):
        (tmp_path / job).mkdir()
        (tmp_path / job / "events.jsonl").write_text(json.dumps(line) + "\n")

    events = read_events(tmp_path)
    (tmp_path / "2" / "events.jsonl").write_text('{"event": "edited"}\n')

    assert len(events) == 2
    assert (events[0].found_at - START) // timedelta(days=1) == 32
    assert "x" in events[0].detail
    with pytest.raises(ValueError, match=r"2/events\.jsonl:1"):
        read_events(tmp_path)


def test_days_on_which_a_site_was_down_are_not_held_against_a_crawl() -> None:
    untold = truth(told=False)  # within 45 days of day 20.5
    found = event(seen=20, found=80)
    known = visited()
    down = History(known.visits, known.open, known.seen, END, {0: [(day(30), day(50))]})
    down_later = History(known.visits, known.open, known.seen, END, {0: [(day(70), day(90))]})

    assert judge([untold], [found], known).rows["uji"].late == 1
    assert judge([untold], [found], down).rows["uji"].found == 1
    assert judge([untold], [found], down_later).rows["uji"].late == 1


def test_an_edit_is_told_by_the_lists_as_long_as_they_do_not_say_it_of_all() -> None:
    soon, later = event(found=22), event(found=40)

    def row(told: Event, until: float) -> tuple[int, int]:
        one = judge([truth(told_until=day(until))], [told], visited()).rows["uji"]
        return one.found, one.late

    assert row(soon, 30) == (1, 0)
    assert row(later, 30) == (0, 1)  # nine visits came before all was saved again
    assert row(later, 21.5) == (1, 0)  # one did, and the second may be the first to ask
