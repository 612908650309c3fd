"""Two kinds of stop, against a site whose answers drip: the first waits for them, the second keeps what came."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from archive import Collection
from archive.model import Capture
from archive.warc.reader import read_page_of, read_records
from crawler.demo import requests
from tests.end_to_end.conftest import MANY, command, crawl, environment, links, lumbung, only_report, python, small_site
from tests.end_to_end.dripping import LINE, DrippingSite, dripping_site
from tests.end_to_end.test_stops import running_crawl, wait_until
from tests.faults.runs import children

# Of a stop at once; a busy machine included.
_FEW_SECONDS = 10


def dripping_crawl(collection: Collection, site: DrippingSite) -> subprocess.Popen[str]:
    arguments = ("crawl", site.url, "--delay", "0", "--allow-private", "-c", collection.root)
    return subprocess.Popen(
        command(*arguments), env=environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )


def captures_of(collection: Collection, site: DrippingSite) -> list[Capture]:
    return [one for one in collection.captures() if one.url.endswith(site.articles)]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_safe_stop_waits_for_what_is_under_way_and_asks_for_nothing_more(
    collection: Collection, stop: signal.Signals
) -> None:
    with dripping_site(pause=0.05, articles=3) as site:
        with dripping_crawl(collection, site) as process:
            wait_until(lambda: site.most_sent() > 5)
            process.send_signal(stop)
            process.communicate(timeout=40)

        assert process.returncode == 130
        (capture,) = captures_of(collection, site)
        assert capture.truncated is None
        assert read_page_of(collection.archive / capture.warc_filename, capture.offset).body == site.body
        assert sum(one in site.articles for one in site.asked) == 1
        assert collection.open_warcs() == []
        assert only_report(collection)["finish_reason"] == "stopped"


def test_a_stop_at_once_keeps_what_had_come_as_a_cut_answer(collection: Collection) -> None:
    with dripping_site(pause=1.0) as site:
        with dripping_crawl(collection, site) as process:
            wait_until(lambda: site.most_sent() > 2)
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
            assert process.poll() is None  # it waits for a minute of drops
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            process.communicate(timeout=40)
            seconds = time.monotonic() - began

        assert process.returncode == 130
        assert seconds < _FEW_SECONDS
        assert only_report(collection)["finish_reason"] == "stopped"
        site.pause = 0
        run = crawl(collection)

        assert run.code == 0, run.err
        cut, whole = sorted(captures_of(collection, site), key=lambda one: one.captured_at)
        assert cut.truncated == "unspecified"
        kept = read_page_of(collection.archive / cut.warc_filename, cut.offset).body
        assert site.body.startswith(kept)
        assert kept.count(LINE) >= 2
        assert whole.truncated is None
        assert read_page_of(collection.archive / whole.warc_filename, whole.offset).body == site.body
        assert only_report(collection)["sites"][0]["failed"] == 0
        assert lumbung("verify", "-c", collection.root).code == 0


def test_a_stop_at_once_says_of_an_answer_not_begun_that_it_was_left(collection: Collection) -> None:
    with dripping_site(pause=0, is_silent=True) as site:
        with dripping_crawl(collection, site) as process:
            wait_until(lambda: site.articles[0] in site.asked)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.2)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=_FEW_SECONDS)

        assert process.returncode == 130
        site.is_silent = False
        assert crawl(collection).code == 0
        fields = [
            record.block.decode()
            for stem in collection.stems()
            for record in read_records(collection.warc_file(stem))
            if record.type == "metadata" and (record.field("warc-target-uri") or "").endswith(site.articles)
        ]
        assert sum("error: left" in text for text in fields) == 1
        assert len(captures_of(collection, site)) == 1


def test_a_stop_at_once_does_not_wait_for_a_reader(collection: Collection) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        with running_crawl(collection, site.url, delay="0.1") as process:
            wait_until(lambda: children(process.pid))
            for reader in children(process.pid):
                os.kill(reader, signal.SIGSTOP)
            wait_until(lambda: len(requests(site)) > 6)
            process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert process.poll() is None  # a page has ten minutes by the clock
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=_FEW_SECONDS)

        assert process.returncode == 130
        (run,) = only_report(collection)["runs"]
        assert run["how"] == "stopped_at_once"
        assert len(collection.open_warcs()) == 1  # synced, and left to the next crawl
        assert crawl(collection).code == 0

    documents = {document.url for document in collection.documents()}
    assert len(documents) == len(MANY) + 1
    assert [one["how"] for one in only_report(collection)["runs"]] == ["stopped_at_once", "finished"]


@pytest.mark.parametrize("is_closing", [True, False])
def test_a_job_that_is_closing_is_ended_whatever_it_does(is_closing: bool) -> None:
    program = (
        "from crawler.stopping import Stopping; stopping = Stopping(); stopping.ask()\n"
        f"stopping.all_is_synced() if {is_closing} else stopping.ask_at_once()\n"
        f"stopping.ask_at_once() if {is_closing} else stopping.all_is_synced()\n"
        "while True: pass"
    )

    assert python("-c", program).returncode == 130


@pytest.mark.parametrize("moment", range(6))
def test_any_two_signals_end_a_crawl_soon_and_the_next_one_finishes_it(collection: Collection, moment: int) -> None:
    """Also those that come while a job is opened or closed."""
    with dripping_site(pause=0.002, articles=6) as site:
        with dripping_crawl(collection, site) as process:
            time.sleep(0.5 + 0.4 * moment)
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)

        # Python itself takes a while to start; who is not listening yet is ended by the system.
        assert process.returncode in (130, -signal.SIGTERM, -signal.SIGINT, 0)
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        bodies = {
            one.url: read_page_of(collection.archive / one.warc_filename, one.offset).body
            for one in captures_of(collection, site)
            if one.truncated is None and not one.revisit_of
        }
        assert set(bodies.values()) == {site.body}
        assert lumbung("verify", "-c", collection.root).code == 0
