"""A disk that runs low: the crawl stops in time, everything is written, and the next one goes on or refuses."""

from __future__ import annotations

import json
import os
import random
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from archive import Collection
from crawler import disk
from crawler.disk import DiskGuard, room_of
from crawler.notices import after
from tests.crawler.receivers import webhook
from tests.end_to_end.conftest import command, crawl, environment, links, lumbung, new_collection, page, small_site

MB = 1_000_000
# Random letters do not compress to less than half.
BIG = {f"/artikel/{number}": page(f"<h1>Berita</h1>{random.randbytes(300_000).hex()}") for number in range(60)}


class Disk:
    """What statvfs says."""

    def __init__(self, free: int, total: int = 500_000 * MB, files: int = 10_000, files_free: int = 9_000) -> None:
        self.f_frsize, self.f_blocks, self.f_bavail = 1, total, free
        self.f_files, self.f_favail = files, files_free


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda **facts: monkeypatch.setattr(disk.os, "statvfs", lambda path: Disk(**facts))


def test_the_reserve_is_a_gigabyte_or_two_in_a_hundred_of_a_small_disk(collection: Collection, on: Any) -> None:
    on(free=MB)
    assert room_of(collection).reserve_bytes == 1_000 * MB

    on(free=MB, total=10_000 * MB)
    assert room_of(collection).reserve_bytes == 200 * MB


def test_documents_that_must_still_be_written_are_kept_room_for(collection: Collection, on: Any) -> None:
    on(free=1_100 * MB)
    assert DiskGuard(collection).shortage() is None

    with (collection.root / "documents" / "a.jsonl.open").open("wb") as file:
        file.truncate(60 * MB)

    assert "1,120.0 MB are kept free" in (DiskGuard(collection).shortage() or "")


def test_a_disk_without_inodes_is_full_and_one_that_counts_none_is_not(collection: Collection, on: Any) -> None:
    on(free=9_000 * MB, files_free=3)
    assert "inodes" in (DiskGuard(collection).shortage() or "")

    on(free=9_000 * MB, files=0, files_free=0)
    assert DiskGuard(collection).shortage() is None


def test_no_reserve_is_no_guard(tmp_path: Path, on: Any) -> None:
    collection = new_collection(tmp_path / "k", "\n[crawl.limits]\nmin_free_bytes = 0\n")
    on(free=0, files_free=0)

    assert DiskGuard(collection).shortage() is None


def test_a_full_disk_is_no_error_of_lumbung(monkeypatch: pytest.MonkeyPatch) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("pragma max_page_count = 1")
    monkeypatch.setattr(after, "disk_facts", lambda collection: None)
    monkeypatch.setattr(after, "make_report", lambda job, reason: {})
    monkeypatch.setattr(after, "watch", lambda job, report: database.execute("create table berita (judul)"))
    job: Any = SimpleNamespace(judged=None, collection=None, errors=[])

    assert after.judge(job, "disk") == []
    assert job.errors == []


def test_a_crawl_without_the_room_it_is_to_keep_free_is_refused_at_once(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k", f"\n[crawl.limits]\nmin_free_bytes = {10**18}\n")

    run = crawl(collection, "http://127.0.0.1:9/")

    assert run.code == 3
    assert "make space" in run.err.lower()
    assert "min_free_bytes, and a quarter more to begin" in run.err
    assert list((collection.root / "crawls").iterdir()) == []


def test_a_timers_run_that_a_full_disk_refuses_is_told_once_a_day(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k", f"\n[crawl.limits]\nmin_free_bytes = {10**18}\n")
    lumbung("seeds", "add", "http://127.0.0.1:9/", "-c", collection.root)
    with webhook() as hook:
        targets = collection.root / "notify.toml"
        targets.write_text(f'[targets]\nkantor = "{hook.url}"\n')
        targets.chmod(0o600)

        assert [crawl(collection, "--due").code for _ in range(2)] == [3, 3]
        (message,) = hook.messages
        assert "penyimpanan penuh" in message["message"]

        told = collection.root / "notices" / "full-disk-told"
        yesterday = told.stat().st_mtime - 86_400
        os.utime(told, (yesterday, yesterday))
        crawl(collection, "--due")
        assert len(hook.messages) == 2

        settings = collection.root / "collection.toml"
        settings.write_text(settings.read_text().replace(str(10**18), "0"))
        crawl(collection, "--due")
        assert not told.exists()


@pytest.mark.long
@pytest.mark.needs("namespaces")
def test_a_crawl_stops_while_there_is_room_for_its_end_and_goes_on_when_there_is_more(tmp_path: Path) -> None:
    """On a real file system of 24 MB of which 12 are to stay free."""
    mounted, told = tmp_path / "disk", tmp_path / "told"
    mounted.mkdir()
    told.mkdir()
    with small_site({"/": links(*BIG), **BIG}) as site:
        koleksi = mounted / "koleksi"
        go = shlex.join(command("crawl", site.url, "--delay", "0.03", "--allow-private", "-c", koleksi))
        verify = shlex.join(command("verify", "-c", koleksi))
        make = f"from tests.end_to_end.conftest import *; new_collection(Path({str(koleksi)!r}), '[crawl.limits]\\nmin_free_bytes = {12 * MB}\\n')"
        script = f"""
            set -e
            mount -t tmpfs -o size=24m lumbung-tests {mounted}
            {shlex.quote(sys.executable)} -c {shlex.quote(make)}
            set +e
            {go} 2> {told}/first.err; echo $? > {told}/first
            cp {koleksi}/crawls/*/report.json {told}/first.json; ls -R {koleksi} > {told}/files
            {verify}; echo $? > {told}/verified
            {go} 2> {told}/second.err; echo $? > {told}/second
            mount -o remount,size=100m {mounted}
            {go} 2> {told}/third.err; echo $? > {told}/third
            {verify}; echo $? > {told}/verified-again
            cp {koleksi}/crawls/*/report.json {told}/third.json
        """
        done = subprocess.run(
            ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-m", "sh", "-c", script],
            env=environment(), capture_output=True, text=True, timeout=110, check=False,
        )  # fmt: skip

    def said(name: str) -> str:
        assert (told / name).exists(), done.stderr
        return (told / name).read_text().strip()

    assert said("first") == "3", said("first.err")
    assert "stopped in time" in said("first.err")
    report = json.loads(said("first.json"))
    assert report["finish_reason"] == "disk"
    assert "min_free_bytes" in report["error"]
    assert 5 < report["totals"]["archived"] < len(BIG)
    assert report["totals"]["read"] == report["totals"]["archived"]
    assert ".warc.gz.open" not in said("files")
    assert said("verified") == "0"
    assert said("second") == "3"
    assert len(said("second.err").splitlines()) == 1
    assert said("third") == "0", said("third.err")
    assert said("verified-again") == "0"
    assert json.loads(said("third.json"))["totals"]["archived"] == len(BIG) + 1
