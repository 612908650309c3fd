"""`crawl --due` and `schedule`, from outside."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.seeds import parse_seeds, write_seeds
from archive.times import parse_warc_date, warc_date
from crawler.demo.answers import Answer
from crawler.demo.server import DemoSite
from crawler.due import WIB
from tests.end_to_end.conftest import (
    ARTICLE,
    Run,
    command,
    crawl,
    environment,
    links,
    lumbung,
    new_collection,
    page,
    small_site,
)

DAY = timedelta(days=1)


def news(days_between: int, over: int = 60) -> dict[str, Answer]:
    """A site whose articles were published so many days apart, the last one today."""
    pages = {}
    for ago in range(0, over, days_between):
        day = datetime.now(WIB) - timedelta(days=ago)
        head = f'<meta property="article:published_time" content="{day.isoformat()}"><meta property="og:type" content="article">'
        body = (
            f"<article><h1>Berita {ago}</h1><p>Isi berita desa nomor {ago}, cukup panjang untuk dibaca.</p></article>"
        )
        pages[f"/{day:%Y/%m/%d}/berita-{ago}/"] = page(head + body * 3, f"Berita {ago}")
    return {"/": links(*pages), **pages}


@contextmanager
def sites(*answers: dict[str, Answer]) -> Iterator[list[DemoSite]]:
    with ExitStack() as stack:
        yield [stack.enter_context(small_site(one)) for one in answers]


def list_sites(collection: Collection, *rows: str, columns: str = "url,interval_days") -> None:
    write_seeds(collection.seeds_file, parse_seeds("\n".join([columns, *rows]), "uji"))


def reports(collection: Collection) -> list[Any]:
    folders = sorted((collection.root / "crawls").iterdir())
    return [json.loads((folder / "report.json").read_text()) for folder in folders]


def shift(collection: Collection, by: timedelta, site: str | None = None) -> None:
    """Let all jobs, or those of one site, have been due and have begun so much earlier."""
    for folder in (collection.root / "crawls").iterdir():
        report = json.loads((folder / "report.json").read_text())
        if site in (None, *(row["site"] for row in report["sites"])):
            for part in (report, *report["sites"]):
                for key in {"started_at", "finished_at", "due_at"} & part.keys():
                    part[key] = part[key] and warc_date(parse_warc_date(part[key]) - by)
            (folder / "report.json").write_text(json.dumps(report))


def due(collection: Collection) -> list[tuple[str, bool]]:
    status = lumbung("status", "--json", "-c", collection.root).json
    return [(row["site"], row["is_due"]) for row in status["next_due"]]


def test_a_site_is_crawled_when_it_is_due_and_not_before(collection: Collection) -> None:
    with sites({"/": ARTICLE}) as (site,):
        list_sites(collection, f"{site.url},7")

        first = crawl(collection, "--due")
        at_once = crawl(collection, "--due")
        shift(collection, 6 * DAY)
        too_early = crawl(collection, "--due")
        shift(collection, DAY)
        in_time = crawl(collection, "--due")
        again = crawl(collection, "--due", "--json")

    assert [run.code for run in (first, at_once, too_early, in_time, again)] == [0] * 5, first.err + in_time.err
    assert "No site is due. Next: " in at_once.out
    assert "every 7 days" in too_early.out
    one, two = reports(collection)
    midnight = datetime.now(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    assert one["sites"][0]["due_at"] == warc_date(midnight - 7 * DAY)  # as shifted
    assert two["sites"][0]["due_at"] == warc_date(midnight)
    assert again.json["due"] == 0
    assert again.json["next"][0]["due_at"] == warc_date(midnight + 7 * DAY)
    assert again.json["next"][0]["interval_days"] == 7


def test_the_longest_due_goes_first_and_a_paused_site_stays_out(collection: Collection) -> None:
    with sites(*[{"/": ARTICLE}] * 4) as (one, two, new, paused):
        list_sites(collection, f"{one.url},1,", f"{two.url},1,", columns="url,interval_days,paused")
        crawl(collection, one.url)
        crawl(collection, two.url)
        first, second = collection.seeds()
        shift(collection, 3 * DAY, first.id)
        shift(collection, 5 * DAY, second.id)
        list_sites(
            collection,
            *(f"{site.url},1," for site in (new, one, two)),
            f"{paused.url},1,true",
            columns="url,interval_days,paused",
        )

        run = crawl(collection, "--due", "--json")

    assert run.code == 0, run.err
    assert [site["url"] for site in run.json["sites"]] == [two.url, one.url, new.url]


def test_a_site_that_posts_daily_is_due_daily_and_a_silent_one_monthly(collection: Collection) -> None:
    with sites(news(1, 20), {"/": links("/tentang"), "/tentang": page("<p>Tentang desa.</p>" * 20)}) as (daily, silent):
        list_sites(collection, f"{daily.url},", f"{silent.url},")
        run = crawl(collection, "--due")
    status = lumbung("status", "--json", "-c", collection.root).json

    assert run.code == 0, run.err
    intervals = {row["site"]: row["interval_days"] for row in status["next_due"]}
    assert intervals == {seed.id: days for seed, days in zip(collection.seeds(), (1, 30), strict=True)}
    assert status["due"] == 0


def test_the_plan_is_the_same_without_its_cache(collection: Collection) -> None:
    with sites(news(4), {"/": ARTICLE}) as (slow, other):
        list_sites(collection, f"{slow.url},", f"{other.url},3")
        crawl(collection, "--due")
        nothing = crawl(collection, "--due", "--json").json
    kept = lumbung("status", "--json", "-c", collection.root).json["next_due"]
    for path in collection.root.glob("visits.sqlite*"):
        path.unlink()

    anew = lumbung("status", "--json", "-c", collection.root).json["next_due"]

    assert anew == kept
    assert nothing["next"] == kept[:1]
    assert [row["interval_days"] for row in sorted(kept, key=lambda row: row["interval_days"])] == [2, 3]
    assert not list(collection.root.glob("visits.sqlite*")), "status writes nothing"


def test_a_damaged_cache_changes_no_plan(collection: Collection) -> None:
    with sites({"/": ARTICLE}) as (site,):
        list_sites(collection, f"{site.url},3")
        crawl(collection, "--due")
        (collection.root / "visits.sqlite").write_bytes(b"rusak" * 5000)
        run = crawl(collection, "--due")
        shift(collection, 3 * DAY)
        again = crawl(collection, "--due")

    assert (run.code, again.code) == (0, 0), run.err + again.err
    assert "No site is due" in run.out
    assert len(reports(collection)) == 2


def test_a_site_the_job_was_stopped_over_is_still_due(collection: Collection) -> None:
    with sites({"/": ARTICLE}) as (site,):
        list_sites(collection, f"{site.url},7")
        crawl(collection, "--due")
    (folder,) = (collection.root / "crawls").iterdir()
    report = json.loads((folder / "report.json").read_text())
    report["sites"][0]["finish_reason"] = "abandoned"
    (folder / "report.json").write_text(json.dumps(report))

    assert due(collection) == [(collection.seeds()[0].id, True)]


def test_trying_a_site_with_a_limit_is_no_visit(collection: Collection) -> None:
    with sites({"/": links("/a", "/b"), "/a": ARTICLE, "/b": ARTICLE}) as (site,):
        list_sites(collection, f"{site.url},7")

        crawl(collection, "--max-pages", "1")
        after_trial = due(collection)
        crawl(collection, "--due", "--max-pages", "1")
        after_plan = due(collection)

    (seed,) = collection.seeds()
    assert (after_trial, after_plan) == ([(seed.id, True)], [(seed.id, False)])


def test_a_second_crawl_of_what_is_due_is_refused_while_the_first_runs(collection: Collection) -> None:
    with sites({"/": links("/a", "/b"), "/a": ARTICLE, "/b": ARTICLE}) as (site,):
        list_sites(collection, site.url, columns="url")
        words = command("crawl", "--due", "--allow-private", "--delay", "30", "-c", collection.root)
        first = subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True)
        assert first.stderr
        while "Starting crawl" not in first.stderr.readline():
            assert first.poll() is None

        second = crawl(collection, "--due")
        status = lumbung("status", "-c", collection.root)
        first.kill()
        first.communicate(timeout=60)

    assert second.code == 4
    assert "another job" in second.err
    assert status.code == 0, status.err
    assert len(reports(collection)) == 1


def test_an_unfinished_job_goes_on_first_and_then_what_is_due_is_crawled(collection: Collection) -> None:
    with sites({"/": ARTICLE}, {"/": ARTICLE}) as (one, two):
        list_sites(collection, f"{one.url},1")
        crawl(collection, "--due")
        (folder,) = (collection.root / "crawls").iterdir()
        report = json.loads((folder / "report.json").read_text()) | {"finish_reason": "stopped"}
        (folder / "report.json").write_text(json.dumps(report))
        list_sites(collection, f"{one.url},1", f"{two.url},1")

        both = crawl(collection, "--due", "--json")

    assert both.code == 0, both.err
    assert [site["url"] for site in both.json["sites"]] == [two.url]
    assert [[site["url"] for site in one["sites"]] for one in reports(collection)] == [[one.url], [two.url]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "--due", "https://contoh.desa.id/"], "--due chooses"),
        (["crawl", "--due"], "seeds add"),
        (["schedule", "--install", "--remove"], "one of them"),
        (["schedule", "--at", "25:00"], "01:30"),
    ],
)
def test_wrong_use_of_the_schedule_is_explained(collection: Collection, arguments: list[str], words: str) -> None:
    run = lumbung(*arguments, "-c", collection.root)

    assert run.code == 1
    assert words in run.err


# ---- schedule ----


def schedule(home: Path, *arguments: str | Path, systemctl: str | None = None) -> Run:
    """With a home of its own, and a systemctl that notes what it was told and ends with a code."""
    tools = home / "bin"
    tools.mkdir(parents=True, exist_ok=True)
    if systemctl is not None:
        (tools / "systemctl").write_text(f'#!/bin/sh\necho "$*" >>{home}/told\nexit {systemctl}\n')
        (tools / "systemctl").chmod(0o755)
    own = {"HOME": str(home), "XDG_CONFIG_HOME": "", "PATH": str(tools)}
    done = subprocess.run(
        command("schedule", *arguments), env=environment() | own, capture_output=True, text=True, check=False
    )
    return Run(done.returncode, done.stdout, done.stderr)


def test_schedule_prints_service_timer_and_cron_line_and_writes_nothing(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "desa \"kami\" 'semua' 100%")

    run = schedule(tmp_path / "home", "--at", "01:00", "-c", collection.root)
    facts = schedule(tmp_path / "home", "--json", "-c", collection.root).json

    assert run.code == 0, run.err
    for words in ("OnCalendar=*-*-* 01:00:00 Asia/Jakarta", "Persistent=true", "MemoryMax=", '"crawl" "--due"'):
        assert words in run.out
    assert run.out.splitlines()[-1].endswith(r"100\%'")
    assert set(facts) == {"name", "service", "timer", "cron"}
    assert "OnCalendar=*-*-* *:00:00 Asia/Jakarta" in facts["timer"]["text"]
    assert not (tmp_path / "home/.config").exists()


def test_the_line_for_cron_can_be_run(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "desa \"kami\" 'semua' 100%")
    with sites({"/": ARTICLE}) as (site,):
        list_sites(collection, f"{site.url},7")
        crawl(collection, "--due")
        line = schedule(tmp_path / "home", "--json", "-c", collection.root).json["cron"]

    shell = line.split(" ", 5)[5].replace(r"\%", "%")
    bare = {"PATH": "/usr/bin:/bin", "HOME": os.environ["HOME"]}
    done = subprocess.run(["sh", "-c", shell], env=bare, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "No site is due" in done.stdout


def test_install_writes_both_files_and_starts_the_timer_and_remove_undoes_it(tmp_path: Path) -> None:
    collection, home = new_collection(tmp_path / "desa"), tmp_path / "home"

    installed = schedule(home, "--install", "-c", collection.root, systemctl="0")
    units = sorted(path.name for path in (home / ".config/systemd/user").iterdir())
    told = (home / "told").read_text().splitlines()
    removed = schedule(home, "--remove", "-c", collection.root, systemctl="0")
    nothing = schedule(home, "--remove", "-c", collection.root, systemctl="0")

    assert (installed.code, removed.code, nothing.code) == (0, 0, 0), installed.err
    service, timer = units
    assert (service, timer) == (timer.replace(".timer", ".service"), service.replace(".service", ".timer"))
    assert told == ["--user daemon-reload", f"--user enable --now {timer}", f"--user restart {timer}"]
    assert "enable-linger" in installed.err
    assert list((home / ".config/systemd/user").iterdir()) == []
    assert (home / "told").read_text().splitlines()[3:] == [f"--user disable --now {timer}", "--user daemon-reload"]
    assert "Nothing to remove" in nothing.out


@pytest.mark.parametrize("systemctl", [None, "1"])
def test_an_install_that_systemd_does_not_take_says_so(tmp_path: Path, systemctl: str | None) -> None:
    collection = new_collection(tmp_path / "desa")

    run = schedule(tmp_path / "home", "--install", "-c", collection.root, systemctl=systemctl)

    assert run.code == 2
    assert "The timer does not run" in run.err
    assert "cron line" in run.err


def test_a_job_by_hand_moves_no_plan(collection: Collection) -> None:
    with sites({"/": ARTICLE}) as (site,):
        list_sites(collection, f"{site.url},7")
        crawl(collection, "--due")
        shift(collection, 8 * DAY)
        crawl(collection, "--due")
        planned = lumbung("status", "--json", "-c", collection.root).json["next_due"][0]["due_at"]
        crawl(collection, site.url)

    after = lumbung("status", "--json", "-c", collection.root).json["next_due"][0]

    assert after["due_at"] == planned
    assert parse_warc_date(after["last_started_at"]) > datetime.now(UTC) - timedelta(minutes=5)
