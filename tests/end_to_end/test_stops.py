"""A crawl that is stopped, killed, cut off or out of disk: nothing is lost, and the next one goes on."""

from __future__ import annotations

import json
import random
import resource
import signal
import subprocess
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive import Collection
from archive.warc.reader import read_records
from crawler.demo import requests
from crawler.demo.answers import Answer
from tests.end_to_end.conftest import (
    MANY,
    captured,
    command,
    crawl,
    environment,
    links,
    lumbung,
    new_collection,
    only_report,
    page,
    small_site,
)


def running_crawl(collection: Collection, url: str, delay: str = "0.05") -> subprocess.Popen[str]:
    arguments = ("crawl", url, "--delay", delay, "--allow-private", "-c", collection.root)
    return subprocess.Popen(
        command(*arguments), env=environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )


def wait_until(condition: object, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


@pytest.mark.parametrize("stop", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_a_stopped_crawl_leaves_whole_files_and_goes_on_where_it_was(
    collection: Collection, stop: signal.Signals
) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        with running_crawl(collection, site.url) as process:
            wait_until(lambda: len(requests(site)) > 15)
            process.send_signal(stop)
            _, err = process.communicate(timeout=30)

        assert process.returncode == 130
        assert f"lumbung crawl -c {collection.root}" in err
        assert collection.open_warcs() == []
        assert only_report(collection)["finish_reason"] == "stopped"
        assert lumbung("verify", "-c", collection.root).code == 0

        run = crawl(collection)

        assert run.code == 0, run.err
        assert sorted(captured(collection, site, 200)) == sorted(["/", *MANY])
        assert only_report(collection)["finish_reason"] == "finished"
        assert only_report(collection)["sites"][0]["archived"] == len(MANY) + 1
        assert lumbung("verify", "-c", collection.root).code == 0


@pytest.mark.parametrize("moment", [0, *(pytest.param(one, marks=pytest.mark.long) for one in (1, 2))])
def test_a_stop_that_comes_while_the_job_begins_is_not_forgotten(collection: Collection, moment: int) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        with running_crawl(collection, site.url, delay="30") as process:
            wait_until(lambda: list((collection.root / "crawls").glob("*/log.jsonl")))
            time.sleep(moment * 0.1)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=25)

        # Before there is anyone to hear it, it simply ends the process; both leave what the next crawl goes on with.
        assert process.returncode in (130, -signal.SIGTERM)


@pytest.mark.long
def test_a_stopped_and_resumed_job_says_what_its_rebuild_says(collection: Collection) -> None:
    """Before the stop one village is clear, after it another: no page may keep the first for good."""
    footer = "<footer>Alamat: Desa {} Kecamatan Penawar Tama Kabupaten Tulang Bawang Provinsi Lampung</footer>"
    paths = [*MANY]
    answers = MANY | {
        path: Answer(MANY[path].body + footer.format(village).encode())
        for path, village in ((paths[0], "Dwi Mulyo"), (paths[-1], "Bogatama"))
    }
    with small_site({"/": links(*MANY), **answers}) as site:
        with running_crawl(collection, site.url) as process:
            wait_until(lambda: len(requests(site)) > 15)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
        assert crawl(collection).code == 0

    resumed = [collection.documents_file(stem).read_bytes() for stem in collection.stems()]
    assert lumbung("rebuild", "--only", "documents", "-c", collection.root).code == 0
    assert [collection.documents_file(stem).read_bytes() for stem in collection.stems()] == resumed
    assert list((collection.root / "documents").glob("*.open")) == []


def test_a_killed_crawl_loses_nothing_that_was_captured(collection: Collection) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        for reach in (12, 30, 45):
            with running_crawl(collection, site.url) as process:
                wait_until(lambda: len(requests(site)) > reach)  # noqa: B023 - waited for at once
                process.kill()
                process.communicate(timeout=30)
            assert collection.open_warcs() != []

        run = crawl(collection)

        assert run.code == 0, run.err
        assert set(captured(collection, site, 200)) == {"/", *MANY}
        assert lumbung("verify", "-c", collection.root).code == 0
        stored = sum(
            record.type in ("response", "revisit")
            for stem in collection.stems()
            for record in read_records(collection.warc_file(stem))
        )
        assert len(requests(site)) - 3 <= stored <= len(requests(site))


@pytest.mark.long
def test_what_was_stored_before_a_kill_is_not_asked_for_again(collection: Collection) -> None:
    """Also not what was stored after the last commit: it is taken from the WARC, and so is where it led."""
    further = {f"/lanjut/{number}": page(f"<p>Lanjutan {number}.</p>") for number in range(60)}
    pages = {
        path: page(answer.body.decode() + f'<a href="/lanjut/{number}">x</a>')  # type: ignore[union-attr]
        for number, (path, answer) in enumerate(MANY.items())
    }
    answers = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /rahasia", "text/plain")}
    with small_site({"/": links(*pages, "/lama"), "/lama": MOVED, **pages, **further, **answers}) as site:
        killed = 0
        for reach in (25, 50, 75, 100):
            with running_crawl(collection, site.url, delay="0.02") as process:
                wait_until(lambda reach=reach: len(requests(site)) > reach)  # type: ignore[misc]
                process.kill()
                killed += 1

        run = crawl(collection)

        assert run.code == 0, run.err
        asked = Counter(request.target for request in requests(site))
        assert set(asked) == {"/", "/robots.txt", "/sitemap.xml", "/lama", *pages, *further}
        assert sum(asked.values()) - len(asked) <= killed
        report = only_report(collection)
        assert report["sites"][0]["archived"] == 121
        assert report["sites"][0]["read"] == 121
        assert lumbung("verify", "-c", collection.root).code == 0


MOVED = Answer(b"", status=301, headers=(("Location", "/lanjut/0"),))


@pytest.mark.long
def test_a_killed_job_whose_frontier_was_removed_gets_its_documents(collection: Collection) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        with running_crawl(collection, site.url) as process:
            wait_until(lambda: len(requests(site)) > 20)
            process.kill()
            process.communicate(timeout=30)
        for path in collection.root.glob("frontier.sqlite*"):
            path.unlink()

        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        assert lumbung("verify", "-c", collection.root).code == 0
        readable = {capture.record_id for capture in collection.captures() if capture.is_readable}
        assert {document.id for document in collection.documents()} == readable


@pytest.mark.long
def test_a_job_whose_warc_was_damaged_is_closed_and_all_of_it_asked_for_again(collection: Collection) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        with running_crawl(collection, site.url) as process:
            wait_until(lambda: len(requests(site)) > 30)
            process.kill()
        (warc,) = collection.open_warcs()
        data = bytearray(warc.read_bytes())
        data[len(data) // 2] ^= 1
        warc.write_bytes(data)

        run = crawl(collection)

        assert run.code == 3
        assert "nothing was removed" in run.err
        assert [path.read_bytes() for path in collection.damaged_files()] == [data]

        run = crawl(collection)

        assert run.code == 0, run.err
        assert sorted(captured(collection, site, 200)) == sorted(["/", *MANY])
        reports = sorted((collection.root / "crawls").glob("*/report.json"))
        assert [json.loads(path.read_text())["finish_reason"] for path in reports] == ["abandoned", "finished"]
        assert lumbung("verify", "-c", collection.root).code == 3


def test_fresh_leaves_an_unfinished_job_and_begins_anew(collection: Collection) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        with running_crawl(collection, site.url) as process:
            wait_until(lambda: len(requests(site)) > 5)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)

        run = crawl(collection, site.url, "--fresh", "--max-pages", "3", "--json")

        assert run.code == 0, run.err
        found = {path.parent.name: path.read_text() for path in (collection.root / "crawls").glob("*/report.json")}
        assert len(found) == 2
        assert ['"abandoned"' in text for _, text in sorted(found.items())] == [True, False]


def test_a_second_job_on_one_collection_is_refused(collection: Collection) -> None:
    with collection.lock():
        run = crawl(collection, "http://127.0.0.1:9/")

    assert run.code == 4
    assert "another job" in run.err


def test_a_full_disk_stops_the_job_and_harms_nothing(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k")
    # Random letters, which do not compress: the WARC reaches the limit before the frontier does.
    big = {target: page(random.randbytes(20_000).hex()) for target in MANY}
    with small_site({"/": links(*big), **big}) as site:
        limit = 400_000
        run = lumbung(
            "crawl", site.url, "--delay", "0", "--allow-private", "-c", collection.root,
            before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )  # fmt: skip

        assert run.code == 3, run.err
        assert "make space" in run.err
        assert only_report(collection)["finish_reason"] == "disk"
        again = crawl(collection)

        assert again.code == 0, again.err
        assert set(captured(collection, site, 200)) == {"/", *MANY}
        assert lumbung("verify", "-c", collection.root).code == 0


@pytest.mark.long
def test_a_server_that_goes_away_for_a_moment_loses_nothing(collection: Collection) -> None:
    few = {target: answer for target, answer in MANY.items() if int(target.rpartition("/")[2]) < 12}
    with ExitStack() as first:
        site = first.enter_context(small_site({"/": links(*few), **few}))
        port = int(site.url.rsplit(":", 1)[1].strip("/"))
        process = running_crawl(collection, site.url, delay="0.2")
        wait_until(lambda: len(requests(site)) > 5)
    time.sleep(1)
    with small_site({"/": links(*few), **few}, port) as again:
        _, err = process.communicate(timeout=90)

        assert process.returncode == 0, err
        assert set(captured(collection, again, 200)) == {"/", *few}
