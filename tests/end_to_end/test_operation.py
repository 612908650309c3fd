"""What a machine is told of a collection: status --json, the runs of a job, and metrics for node_exporter."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.times import parse_warc_date
from crawler.demo import requests
from crawler.metrics import STATES
from tests.end_to_end.conftest import (
    MANY,
    command,
    crawl,
    environment,
    links,
    lumbung,
    new_collection,
    only_report,
    small_site,
)
from tests.end_to_end.test_stops import running_crawl, wait_until
from tests.tools.prometheus_text import Metric, parse


def status(collection: Collection) -> Any:
    run = lumbung("status", "--json", "-c", collection.root)
    assert run.code == 0, run.err
    return run.json


def progress_of(collection: Collection) -> list[Path]:
    return list(collection.root.glob("crawls/*/progress.json"))


def names(collection: Collection) -> set[Path]:
    return {path for path in collection.root.rglob("*") if not path.name.endswith((".new", "-shm", "-wal"))}


# ---- status and runs ----


def test_status_tells_of_a_job_at_work_and_of_one_that_died_and_the_report_of_both_runs(collection: Collection) -> None:
    with small_site({"/": links(*MANY), **MANY}) as site:
        lumbung("seeds", "add", site.url, "-c", collection.root)
        with running_crawl(collection, site.url, delay="0.2") as process:
            wait_until(lambda: len(requests(site)) > 6 and progress_of(collection))
            before = names(collection)

            facts = status(collection)
            shown = lumbung("status", "-c", collection.root).out

            assert names(collection) == before
            process.kill()
        assert facts["schema"] == "lumbung-status/1"
        assert facts["running"] is True
        assert facts["holder"]["pid"] == facts["job"]["pid"] == process.pid
        assert facts["holder"]["doing"] == "crawl"
        assert facts["job"]["crawl_id"] == facts["jobs"][0]["crawl_id"]
        assert facts["job"]["delay_seconds"] == 0.2
        assert parse_warc_date(facts["job"]["since"]) <= parse_warc_date(facts["job"]["at"])
        assert facts["due"] == 1
        assert facts["overdue"] == 0
        assert facts["disk"]["free_bytes"] > facts["disk"]["reserve_bytes"]
        assert f"process {process.pid}" in shown

        died = status(collection)

        assert died["running"] is False
        assert died["holder"] is None
        assert died["job"] is None
        assert "died" in lumbung("status", "-c", collection.root).out
        assert crawl(collection).code == 0
        first, second = only_report(collection)["runs"]
        assert first["how"] == "died"
        assert first["ended_at"] is None
        assert first["started_at"] <= first["seen_at"] <= second["started_at"]
        assert second["how"] == "finished"
        assert second["ended_at"] >= second["started_at"]
        assert progress_of(collection) == []


def test_failing_sites_are_named_with_what_there_is_to_say(collection: Collection) -> None:
    crawl(collection, "http://127.0.0.1:9/")

    (failing,) = status(collection)["failing"]

    assert failing["site"] == "127.0.0.1:9"
    assert failing["kind"] == "no_page"
    assert failing["says"] in status(collection)["needs_a_person"]


# ---- metrics ----


def collection_with_metrics(root: Path, textfile: Path) -> Collection:
    return new_collection(root, f"\n[metrics]\ntextfile = {json.dumps(str(textfile))}\n")


def metrics_of(path: Path) -> dict[str, Metric]:
    metrics = parse(path.read_bytes())
    for name, metric in metrics.items():
        assert name.startswith("lumbung_")
        assert metric.help.endswith(".")
        assert name.endswith("_total") == (metric.kind == "counter"), name
    return metrics


def value(metrics: dict[str, Metric], name: str, **labels: str) -> float:
    return metrics[f"lumbung_{name}"].of(**labels)


@pytest.mark.long
def test_metrics_tell_of_a_job_while_it_runs_and_after(tmp_path: Path) -> None:
    textfile = tmp_path / "lumbung.prom"
    collection = collection_with_metrics(tmp_path / 'desa "satu"\\dua', textfile)
    with small_site({"/": links(*MANY), **MANY}) as site:
        lumbung("seeds", "add", site.url, "-c", collection.root)
        arguments = ("crawl", site.url, "--delay", "0.3", "--allow-private", "-c", collection.root)
        with subprocess.Popen(
            command(*arguments), env=environment(), umask=0o077, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ) as process:
            wait_until(lambda: textfile.exists() and "lumbung_job_answers_total" in metrics_of(textfile))
            wait_until(lambda: value(metrics_of(textfile), "job_answers_total") > 2)
            running = metrics_of(textfile)
            process.terminate()
        stopped = metrics_of(textfile)
        mode = textfile.stat().st_mode & 0o777
        crawl(collection)
        ended = metrics_of(textfile)

    assert mode == 0o644
    for metric in ended.values():
        for series in metric.samples:
            assert dict(series)["collection"] == str(collection.root)
    assert [value(one, "job_running") for one in (running, stopped, ended)] == [1, 0, 0]
    for metrics, state in ((running, "running"), (stopped, "stopped"), (ended, "finished")):
        assert [name for name in STATES if value(metrics, "job_state", state=name)] == [state]
    assert value(running, "job_queue_addresses") > 10
    assert "lumbung_job_finished_timestamp_seconds" not in running
    assert "lumbung_job_last_success_timestamp_seconds" not in stopped
    assert value(ended, "job_last_success_timestamp_seconds") > value(ended, "job_started_timestamp_seconds")
    assert (value(stopped, "sites"), value(stopped, "sites_due"), value(ended, "sites_due")) == (1, 1, 0)
    assert value(ended, "collection_bytes") > sum(path.stat().st_size for path in collection.archive.iterdir())
    assert value(ended, "disk_free_bytes") > value(ended, "disk_reserve_bytes") > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ['desa "satu"\\dua', "lumbung.prom"]


def test_a_run_that_finds_nothing_due_or_is_refused_tells_its_metrics_too(tmp_path: Path) -> None:
    textfile = tmp_path / "lumbung.prom"
    collection = collection_with_metrics(tmp_path / "k", textfile)
    collection.seeds_file.write_text("url,paused\nhttp://127.0.0.1:9/,true\n")

    assert lumbung("crawl", "--due", "-c", collection.root).code == 0
    assert value(metrics_of(textfile), "sites") == 0

    with (collection.root / "collection.toml").open("a") as file:
        file.write(f"\n[crawl.limits]\nmin_free_bytes = {10**18}\n")
    assert lumbung("crawl", "-c", collection.root).code == 3
    assert value(metrics_of(textfile), "disk_reserve_bytes") == 10**18


def test_findings_of_the_last_report_are_counted_by_severity(tmp_path: Path) -> None:
    textfile = tmp_path / "lumbung.prom"
    collection = collection_with_metrics(tmp_path / "k", textfile)
    crawl(collection, "http://127.0.0.1:9/")
    (path,) = collection.root.glob("crawls/*/report.json")
    report = json.loads(path.read_bytes()) | {
        "findings": [*[{"severity": "alarm"}, {"severity": "warning"}] * 2, {"severity": "info", "state": "closed"}]
    }
    path.write_text(json.dumps(report))

    collection.seeds_file.write_text("url,paused\nhttp://127.0.0.1:9/,true\n")
    lumbung("crawl", "--due", "-c", collection.root)

    found = metrics_of(textfile)
    assert [value(found, "findings", severity=one) for one in ("alarm", "warning", "info")] == [2, 2, 0]


def test_metrics_that_cannot_be_written_are_told_once_and_harm_no_crawl(tmp_path: Path) -> None:
    collection = collection_with_metrics(tmp_path / "k", tmp_path / "tidak-ada" / "lumbung.prom")
    with small_site({"/": links(*MANY), **MANY}) as site:
        run = crawl(collection, site.url)

    assert run.code == 0
    assert run.err.count("the metrics cannot be written") == 1


@pytest.mark.parametrize("name", ["lumbung.prom", "/srv/lumbung.txt", "/srv/.prom/"])
def test_a_file_that_node_exporter_would_not_read_is_refused(tmp_path: Path, name: str) -> None:
    root = collection_with_metrics(tmp_path / "k", tmp_path / "a.prom").root
    text = (root / "collection.toml").read_text().replace(str(tmp_path / "a.prom"), name)
    (root / "collection.toml").write_text(text)

    run = lumbung("status", "-c", os.fspath(root))

    assert run.code == 1
    assert "metrics.textfile" in run.err
