"""A village site that changes between real crawls: what is found, when it is over, and who is told."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from crawler.demo.answers import Answer
from crawler.due import WIB
from tests.crawler.receivers import Received
from tests.end_to_end.conftest import crawl, lumbung, new_collection, page, small_site
from tests.end_to_end.monitors.village import DAY, Place, article, village
from tests.end_to_end.test_schedule import list_sites, reports, shift


def test_a_site_that_shrank_is_one_finding_until_it_is_back(place: Place, hook: Received) -> None:
    small, still = place.visit(village(5)), place.visit(village(5))
    told = place.found()
    open_now = place.status()
    back = place.visit(village())

    assert (small.code, still.code, back.code) == (2, 2, 0), small.err
    assert "pages archived, usually 1" in small.err
    assert told == {"shrank": ("open", "warning")}
    (finding,) = open_now["findings"]
    assert finding["first_found_at"] < finding["last_found_at"]
    assert open_now["needs_a_person"]
    assert place.found() == {"shrank": ("closed", "warning")}
    assert place.status()["findings"] == []
    # Told when it began and when it was over, not each day.
    titles = [re.sub(".*: ", "", message["title"]) for message in hook.messages]
    assert titles == ["1 gawat, 1 peringatan", "1 selesai"]
    told = hook.messages[0]["message"]
    assert "11 halaman hilang" in told
    assert len(re.findall(r"^- Halaman hilang: Berita \d+ \(127.0.0.1.*\)$", told, re.MULTILINE)) >= 10


def test_a_site_that_refuses_everything_is_an_alarm(place: Place, hook: Received) -> None:
    run = place.visit(dict.fromkeys(village(), Answer(b"dilarang", status=403)))

    assert run.code == 2
    assert place.found() == {"refused": ("new", "alarm")}
    (message,) = hook.messages
    assert message["title"] == "[Lumbung] koleksi: 1 gawat"
    assert "HTTP 403" in message["message"]


def test_a_site_that_gamblers_took_is_an_alarm(place: Place, hook: Received) -> None:
    casino = page(
        "<h1>MANGGA138 Situs Slot Gacor</h1><p>Slot online, togel online, toto macau, live casino, bonus new member.</p>",
        "MANGGA138: Situs Slot Gacor Maxwin",
    )

    run = place.visit(village() | {"/": casino})

    assert run.code == 2
    assert place.found()["taken"] == ("new", "alarm")
    assert "judi" in hook.messages[0]["message"]
    place.visit(village())
    assert place.found()["taken"] == ("closed", "alarm")


def test_texts_that_are_suddenly_empty_are_an_alarm(place: Place) -> None:
    run = place.visit(village(body='<div id="aplikasi"></div>'))

    assert run.code == 2
    assert place.found() == {"texts_empty": ("new", "alarm")}
    assert "no text in 16 of 16 pages" in run.err


def test_a_site_that_stays_under_maintenance_is_one_finding_until_it_is_back(place: Place) -> None:
    sign = page("<h1>Situs sedang dalam perbaikan</h1><p>Kami akan segera kembali.</p>", "Under maintenance")
    repaired = dict.fromkeys(village(), sign)

    seen = []
    for answers in (repaired, repaired, village()):
        place.visit(answers)
        seen.append({monitor: state for monitor, (state, _) in place.found().items()})

    assert seen == [{"stands_in": "new"}, {"stands_in": "open"}, {"stands_in": "closed"}]


def test_a_layout_nobody_knows_any_more_is_told(place: Place) -> None:
    run = place.visit(village(mark=""))

    assert run.code == 2
    assert place.found() == {"layout_unknown": ("new", "warning")}
    place.visit(village())
    assert place.found() == {"layout_unknown": ("closed", "warning")}


def test_other_rules_in_robots_txt_are_told_and_forbidding_all_needs_a_person(place: Place, hook: Received) -> None:
    some = Answer(b"User-agent: *\nDisallow: /admin\n", "text/plain")
    all_of_it = Answer(b"User-agent: *\nDisallow: /\n", "text/plain")

    first = place.visit(village() | {"/robots.txt": some})
    told = place.found()
    again = place.visit(village() | {"/robots.txt": Answer(some.body + b"# 27-11-2026\n", "text/plain")})
    after = place.found()
    forbidden = place.visit(village() | {"/robots.txt": all_of_it})

    assert (first.code, again.code, forbidden.code) == (0, 0, 2), first.err + again.err
    assert (told, after) == ({"robots_changed": ("new", "info")}, {})
    assert place.found()["robots_forbids"] == ("new", "warning")
    (message,) = hook.messages
    assert "robots.txt melarang" in message["message"]


def test_a_site_that_falls_silent_is_told_once_its_rhythm_is_known(tmp_path: Path) -> None:
    place = Place(new_collection(tmp_path / "koleksi"))
    codes = [place.visit(village(last=30)).code for _ in range(3)]
    told = place.found()
    news = place.visit(village() | {"/2026/baru/": article(99, 0), "/": village(20)["/"]})

    assert codes == [0, 0, 2]
    assert told == {"silent": ("new", "warning")}
    finding = reports(place.collection)[-2]["findings"][0]
    assert finding["since"] == (datetime.now(WIB) - timedelta(days=30)).date().isoformat()
    assert news.code == 0, news.err
    assert place.found() == {"silent": ("closed", "warning")}


def test_fewer_articles_than_expected_are_told_at_the_first_visit(tmp_path: Path) -> None:
    place = Place(new_collection(tmp_path / "koleksi"), expected=5)

    run = place.visit(village(3))

    assert run.code == 2
    assert place.found() == {"below_expected": ("new", "warning")}
    assert "at least 5 expected" in run.err


def test_a_visit_with_a_limit_raises_no_alarm(place: Place) -> None:
    run = place.visit(village(), "--max-pages", "3")

    assert run.code == 0, run.err
    assert place.found() == {}


def test_a_run_that_did_not_come_is_seen_in_status_and_told_by_the_next(tmp_path: Path) -> None:
    place = Place(new_collection(tmp_path / "koleksi"))
    with small_site(village()) as site:
        list_sites(place.collection, f"{site.url},1", columns="url,interval_days")
        crawl(place.collection, "--due")
        in_time = place.status()
        shift(place.collection, 6 * DAY)
        missed = place.status()
        words = lumbung("status", "-c", place.collection.root)
        late = crawl(place.collection, "--due")
        after = place.status()
        shift(place.collection, DAY)
        crawl(place.collection, "--due")

    assert in_time["missed_run"] is None
    assert missed["missed_run"]["sites"] == 1
    assert "Run missed: 1 sites are due" in words.out
    assert late.code == 2
    assert "No scheduled crawl ran for" in late.err
    assert after["missed_run"] is None
    assert [one["monitor"] for one in after["findings"]] == ["run_missed"]
    assert place.found() == {}, "it is over with that"
