"""The command line: wrong use gets a clear sentence and the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive import Collection
from archive.version import VERSION
from crawler.demo.answers import Answer
from tests.end_to_end.conftest import ARTICLE, ROOT, environment, links, lumbung, new_collection, small_site


def test_a_new_collection_needs_a_contact(tmp_path: Path) -> None:
    run = lumbung("init", tmp_path / "k", "--operator", "Uji")

    assert run.code == 1
    assert "--contact" in run.err
    assert not (tmp_path / "k").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["init", "k", "--operator", "Uji", "--contact", "saya"], "webmaster"),
        (["crawl", "-c", "tidak-ada"], "lumbung init"),
        (["crawl", "-c", "."], "not a collection"),
        (["verify", "-c", "tidak-ada"], "not a collection"),
        (["crawl", "--delay", "cepat"], "--delay"),
        (["crawl", "--delay", "0"], "--allow-private"),
        (["panen"], "panen"),
        (["seeds", "add"], "URL"),
    ],
)
def test_wrong_use_is_explained_and_ends_with_1(tmp_path: Path, arguments: list[str], words: str) -> None:
    run = lumbung(*arguments, cwd=tmp_path)

    assert run.code == 1, run.err
    assert words in run.err
    assert "Traceback" not in run.err
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_printed() -> None:
    run = lumbung("--version")

    assert (run.code, run.out, run.err) == (0, f"lumbung {VERSION}\n", "")


@pytest.mark.parametrize("seed", ["bukan alamat", "mailto:a@b.id", "http://", "ftp://contoh.desa.id/"])
def test_a_seed_that_is_no_address_is_refused(tmp_path: Path, seed: str) -> None:
    collection = new_collection(tmp_path / "k")

    for verb in (["crawl", seed], ["seeds", "add", seed]):
        run = lumbung(*verb, "-c", collection.root)
        assert run.code == 1
        assert seed in run.err
    assert collection.seeds() == ()
    assert list((collection.root / "crawls").iterdir()) == []


def test_a_crawl_without_any_seed_says_how_to_add_one(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k")

    run = lumbung("crawl", "-c", collection.root)

    assert run.code == 1
    assert "lumbung seeds add" in run.err


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc/self/mountinfo").exists(), reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    run = lumbung("init", "/proc/koleksi", "--operator", "Uji", "--contact", "uji@contoh.example")

    assert run.code == 1
    assert "/proc/koleksi cannot be written" in run.err


def test_seeds_are_added_imported_listed_and_checked(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k")
    table = tmp_path / "desa.csv"
    table.write_bytes("\ufeffurl;name;kode_wilayah\nhttp://contohrejo.invalid/;Desa Contohrejo;99.01\n".encode())

    added = lumbung("seeds", "add", "localhost:8090", "http://localhost:8090/", "-c", collection.root)
    imported = lumbung("seeds", "import", table, "-c", collection.root)
    listed = lumbung("seeds", "list", "--json", "-c", collection.root)
    checked = lumbung("seeds", "check", "--json", "--offline", "-c", collection.root)

    assert (added.code, imported.code) == (0, 0)
    assert "1 added" in added.out
    assert [seed["id"] for seed in listed.json] == ["localhost:8090", "contohrejo.invalid"]
    assert checked.code == 2
    faults = {(fault["site"], fault["fault"].partition(":")[0]) for fault in checked.json}
    assert faults == {
        ("localhost:8090", "no kode_wilayah, and the host name does not tell it"),
        ("contohrejo.invalid", "kode_wilayah 99.01 is no region's code (as 18.05.13.2021)"),
    }


def test_every_verb_explains_itself_with_an_example() -> None:
    for verb in (
        ["init"],
        ["seeds", "add"],
        ["seeds", "import"],
        ["crawl"],
        ["status"],
        ["verify"],
        ["rebuild"],
        ["demo"],
    ):
        run = lumbung(*verb, "--help")
        assert run.code == 0
        assert "Example" in run.out, verb


def test_an_unexpected_error_leaves_a_report_and_ends_with_70(tmp_path: Path) -> None:
    code = "import crawler.cli.status as s, crawler.cli.main as m\ns.Collection.open = lambda root: 1 / 0\nraise SystemExit(m.main(['status']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )

    assert done.returncode == 70
    (report,) = tmp_path.iterdir()
    assert str(report) in done.stderr
    assert "ZeroDivisionError" in report.read_text()


def test_the_demo_ends_as_planned(tmp_path: Path) -> None:
    run = lumbung("demo", "--no-serve", cwd=tmp_path)

    assert run.code == 0, run.out + run.err
    for words in (
        "Desa Contohrejo",
        "Desa Umpama Jaya",
        "Kampung Misalnya",
        "as planned",
        str(tmp_path / "lumbung-demo"),
    ):
        assert words in run.out
    assert lumbung("verify", "-c", tmp_path / "lumbung-demo").code == 0


def test_the_demo_never_removes_a_collection_that_is_not_its_own(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k")

    run = lumbung("demo", "-c", collection.root)

    assert run.code == 1
    assert (collection.root / "collection.toml").exists()


# ---- damage ----


def damaged(tmp_path: Path) -> Collection:
    collection = new_collection(tmp_path / "k")
    with small_site({"/": links("/a"), "/a": ARTICLE}) as site:
        lumbung("crawl", site.url, "--delay", "0", "--allow-private", "-c", collection.root)
    return collection


def test_verify_tells_damaged_evidence_from_what_rebuild_mends(tmp_path: Path) -> None:
    collection = damaged(tmp_path)
    stem = collection.stems()[0]
    index = collection.cdxj_file(stem)
    index.write_text(index.read_text().replace('"status": "200"', '"status": "201"', 1))
    collection.documents_file(stem).unlink()

    run = lumbung("verify", "--json", "-c", collection.root)
    assert run.code == 2
    assert {fault["remedy"] for fault in run.json["faults"]} == {"run: lumbung rebuild"}

    assert lumbung("rebuild", "-c", collection.root).code == 0
    assert lumbung("verify", "-c", collection.root).code == 0

    data = bytearray(collection.warc_file(stem).read_bytes())
    data[len(data) // 2] ^= 1
    collection.warc_file(stem).write_bytes(data)
    run = lumbung("verify", "--json", "-c", collection.root)
    assert run.code == 3
    assert {fault["file"] for fault in run.json["faults"] if fault["kind"] not in ("index", "documents")} == {
        stem + ".warc.gz"
    }


@pytest.mark.parametrize("folder", ["archive", "manifests"])
def test_verify_misses_no_missing_evidence(tmp_path: Path, folder: str) -> None:
    collection = damaged(tmp_path)
    for path in (collection.root / folder).iterdir():
        path.unlink()

    assert lumbung("verify", "-c", collection.root).code == 3


# ---- as a Scrapy user ----


def scrapy(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_scrapy_list_names_the_spider() -> None:
    assert scrapy("list").stdout.split() == ["village"]


def test_scrapy_crawl_gives_articles_as_items(tmp_path: Path) -> None:
    import json

    with small_site({"/": links("/berita/pelatihan"), "/berita/pelatihan": ARTICLE}) as site:
        done = scrapy(
            "crawl",
            "village",
            "-a",
            f"seeds={site.url}",
            "-a",
            f"collection={tmp_path / 'k'}",
            "-a",
            "delay=0",
            "-O",
            str(tmp_path / "out.jsonl"),
        )

    assert done.returncode == 0, done.stderr
    (line,) = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines())
    assert line["title"] == "Pelatihan Menjahit"
    assert line["schema"] == "lumbung-document/1"
    assert len(list(Collection.open(tmp_path / "k").documents())) == 2


def test_scrapy_crawl_needs_a_collection_with_a_contact_for_other_peoples_sites(tmp_path: Path) -> None:
    done = scrapy("crawl", "village", "-a", "seeds=http://contohrejo.invalid/", "-a", f"collection={tmp_path / 'k'}")

    assert "lumbung init" in done.stderr
    assert not (tmp_path / "k").exists()


@pytest.mark.long
def test_scrapy_fetch_and_shell_use_the_wire_and_record_nothing(tmp_path: Path) -> None:
    with small_site({"/": Answer(b"", status=302, headers=(("Location", "/a"),)), "/a": ARTICLE}) as site:
        fetched = scrapy("fetch", "--nolog", site.url)
        shell = scrapy(
            "shell", "--nolog", site.url, "-c", "(response.status, response.css('h1::text').get(), response.url)"
        )

    assert "belajar menjahit" in fetched.stdout
    assert shell.stdout.strip().splitlines()[-1] == f"(200, 'Pelatihan Menjahit', '{site.url}a')"
    assert not (ROOT / "collection").exists()
