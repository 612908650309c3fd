"""Lists of sites from outside: imported, listed, edited, exported, and crawled by tag and region."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from tests.end_to_end.conftest import (
    ARTICLE,
    captured,
    command,
    crawl,
    environment,
    links,
    lumbung,
    only_report,
    small_site,
)

SITE = {"/": links("/a"), "/a": ARTICLE}


def seeds(collection: Collection, *arguments: str | Path) -> Any:
    return lumbung("seeds", *arguments, "-c", collection.root)


def rows(path: Path, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=separator))


@pytest.mark.long
def test_ten_thousand_rows_go_in_and_out_and_nothing_is_lost(collection: Collection, tmp_path: Path) -> None:
    table = tmp_path / "daftar.csv"
    lines = (f'http://desa{n}.desa.id/;Désa {n};t{n % 3};"=Bu {n}";"satu\ndua; {n}"' for n in range(10_000))
    table.write_bytes(("url;name;tags;petugas;catatan\n" + "\n".join(lines)).encode("cp1252"))

    started = time.monotonic()
    run = seeds(collection, "import", table)
    seconds = time.monotonic() - started

    assert run.code == 0, run.err
    assert "Windows-1252" in run.err
    assert "10000 added" in run.out
    assert seconds < 30  # two or three here
    first = collection.seeds()
    assert seeds(collection, "export", "--semicolons", "-o", tmp_path / "keluar.csv").code == 0
    (tmp_path / "kedua").mkdir()
    other = Collection.create(tmp_path / "lain", collection.config.who)
    assert seeds(other, "import", tmp_path / "keluar.csv").code == 0
    assert other.seeds() == first
    assert "0 added, 0 changed, 10000 as they are" in seeds(collection, "import", tmp_path / "keluar.csv").out
    assert not any(row["petugas"].startswith("=") for row in rows(tmp_path / "keluar.csv", ";"))


def test_faulty_lines_are_told_and_nothing_is_taken_unless_asked(collection: Collection, tmp_path: Path) -> None:
    table = tmp_path / "daftar.csv"
    table.write_text("url,delay\nhttp://a.id,1\nbukan alamat,1\nhttp://b.id,cepat\n")

    refused = seeds(collection, "import", table)
    assert refused.code == 1
    assert "line 3: 'bukan alamat'" in refused.err
    assert "line 4: delay" in refused.err
    assert "2 of 3 lines are faulty" in refused.err
    assert collection.seeds() == ()

    assert seeds(collection, "import", table, "--skip-faulty", "--dry-run").code == 2
    assert collection.seeds() == ()
    taken = seeds(collection, "import", table, "--skip-faulty", "--json")
    assert taken.code == 2
    assert taken.json["added"] == ["a.id"]
    assert [fault["line"] for fault in taken.json["faults"]] == [3, 4]


def test_rows_are_edited_by_filter_and_the_rest_stays_byte_for_byte(collection: Collection) -> None:
    collection.seeds_file.write_bytes(
        b"petugas;url;tags;kode_wilayah;delay\r\nA;http://a.id;x;1805132021;2,5\r\nB;http://b.id;y;;yes?\r\n".replace(
            b"yes?", b""
        )
    )

    dry = seeds(collection, "edit", "--region", "Lampung", "--pause", "--dry-run")
    assert "a.id: paused='true'" in dry.out
    assert b"paused" not in collection.seeds_file.read_bytes()
    run = seeds(
        collection, "edit", "--region", "Lampung", "--set", "interval_days=7", "--add-tag", "z", "--pause", "--json"
    )

    assert run.json == {
        "meant": 1,
        "changed": {"a.id": {"interval_days": "7", "tags": "x z", "paused": "true"}},
        "written": True,
    }
    assert collection.seeds_file.read_text().splitlines() == [
        "petugas;url;tags;kode_wilayah;delay;interval_days;paused",
        "A;http://a.id;x z;1805132021;2,5;7;true",
        "B;http://b.id;y;;;;",
    ]
    assert seeds(collection, "edit", "a.id", "--resume", "--set", "interval_days=").code == 0
    assert not collection.seeds()[0].paused
    assert collection.seeds()[0].interval_days is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["edit", "--pause"], "say which rows"),
        (["edit", "--all"], "say what to change"),
        (["edit", "c.id", "--pause"], "no row's id"),
        (["edit", "--tag", "tiada", "--pause"], "no row of"),
        (["edit", "--all", "--set", "url=http://x.id"], "one site's own"),
        (["edit", "a.id", "--set", "delay=cepat"], "a.id: delay"),
        (["edit", "a.id", "--add-tag", "dua kata"], "is no tag"),
        (["list", "--region", "Semarang"], "33.22 Kabupaten Semarang"),
        (["list", "--paused", "--not-paused"], "leave no row"),
    ],
)
def test_an_edit_that_cannot_be_meant_changes_nothing(collection: Collection, arguments: list[str], words: str) -> None:
    collection.seeds_file.write_text("url\nhttp://a.id\nhttp://b.id\n")

    run = seeds(collection, *arguments)

    assert run.code == 1
    assert words in run.err
    assert collection.seeds_file.read_text() == "url\nhttp://a.id\nhttp://b.id\n"


def test_two_edits_at_once_lose_neither(collection: Collection) -> None:
    collection.seeds_file.write_text("url\nhttp://a.id\n")
    edits = [
        subprocess.Popen(
            command("seeds", "edit", "a.id", "--add-tag", f"t{n}", "-c", collection.root), env=environment()
        )
        for n in range(4)
    ]

    assert [edit.wait(60) for edit in edits] == [0] * 4
    assert set(collection.seeds()[0].tags) == {"t0", "t1", "t2", "t3"}


def test_a_list_may_be_changed_while_a_job_runs_and_says_when_it_holds(collection: Collection) -> None:
    collection.seeds_file.write_text("url\nhttp://a.id\n")
    with (collection.root / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = seeds(collection, "edit", "a.id", "--pause")

    assert run.code == 0
    assert "holds from the next job on" in run.err
    assert collection.seeds()[0].paused


def test_sites_are_listed_by_filter_and_counted_by_region(collection: Collection) -> None:
    collection.seeds_file.write_text(
        "url,kode_wilayah,tags,paused\nhttp://a.id,18.05.13.2021,x,\nhttp://dwimulyo.desa.id,,,true\nhttp://c.example,,x,\n"
    )

    assert [row["id"] for row in seeds(collection, "list", "--tag", "x", "--json").json] == ["a.id", "c.example"]
    assert seeds(collection, "list", "--region", "1805", "--paused", "--json").json[0]["region"]["source"] == "host"
    groups = seeds(collection, "list", "--by", "kabupaten", "--json").json
    assert [(group["code"], group["count"], group["paused"], group["guessed"]) for group in groups] == [
        ("18.05", 2, 1, 1),
        (None, 1, 0, 0),
    ]
    shown = seeds(collection, "list", "--by", "provinsi")
    assert "Lampung" in shown.out
    assert "Open Database License" in shown.err


def test_a_name_that_looks_like_markup_breaks_no_table(collection: Collection) -> None:
    collection.seeds_file.write_text("url,name\nhttp://a.id,[/b] [red]x\n")

    assert "[/b] [red]x" in seeds(collection, "list").out


def test_a_crawl_may_take_a_tag_and_a_region(collection: Collection) -> None:
    with small_site(SITE) as one, small_site(SITE) as two, small_site(SITE) as three:
        collection.seeds_file.write_text(
            "url,tags,kode_wilayah,paused\n"
            f"{one.url},prioritas,18.05.13.2021,\n{two.url},prioritas,12.07.23.2012,\n{three.url},prioritas,18.05.13.2021,true\n"
        )

        assert crawl(collection, "--tag", "lain").code == 1
        run = crawl(collection, "--tag", "PRIORITAS", "--region", "Lampung")

        assert run.code == 0, run.err
        assert [len(captured(collection, site)) for site in (one, two, three)] == [2, 0, 0]
        due = crawl(collection, "--due", "--region", "Lampung", "--json")
        assert json.loads(due.out)["due"] == 0
        assert crawl(collection, "--due", "--region", "Sumatera Utara").code == 0
        assert len(captured(collection, two)) == 2
        assert crawl(collection, one.url, "--tag", "x").code == 1


@pytest.mark.long
def test_a_tag_s_sites_join_an_unfinished_job(collection: Collection) -> None:
    with small_site(SITE) as one, small_site(SITE) as two:
        collection.seeds_file.write_text(f"url,tags\n{one.url},\n{two.url},baru\n")
        folder = collection.root / "crawls"
        process = subprocess.Popen(
            command("crawl", one.url, "--delay", "5", "--allow-private", "-c", collection.root), env=environment()
        )
        while not any(one.seen):
            assert process.poll() is None
            time.sleep(0.05)
        process.terminate()
        process.wait(30)

        run = lumbung("crawl", "--tag", "baru", "--allow-private", "-c", collection.root)

        assert run.code in (0, 130), run.err
        assert len(list(folder.iterdir())) == 1
        assert {row["site"] for row in only_report(collection)["sites"]} == {
            site.url.removeprefix("http://").rstrip("/") for site in (one, two)
        }
