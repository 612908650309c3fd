"""`lumbung export`: files that are whole and say what they are, however it ends."""

from __future__ import annotations

import fcntl
import hashlib
import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archive import Collection
from tests.archive.room.made_up import counted
from tests.benchmarks.big_collection import BigCollection
from tests.end_to_end.conftest import command, environment, lumbung
from tests.end_to_end.exported import ALL, FORMS, export, manifest, texts

# ---- what a file is ----


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return BigCollection(tmp_path_factory.mktemp("ekspor") / "koleksi", 300, seed=3).collection


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_exactly_what_the_question_finds(collection: Collection, tmp_path: Path, form: str) -> None:
    to = tmp_path / FORMS[form]

    with collection.lock("crawl"):  # a crawl may run
        run = export(collection, form, to, "--since", "2023", "--until", "2024", "--json")

    assert run.code == 0, run.err
    expected = [line for year in ("2023", "2024") for line in counted(collection, year)]
    told = run.json
    assert told == manifest(to)
    assert told["counts"]["articles"] == len(expected)
    pictures = sum(len(line["captions"]) for line in expected)
    assert told["counts"]["rows"] == (pictures if form == "captions" else len(expected))
    assert told["file"]["sha256"] == hashlib.sha256(to.read_bytes()).hexdigest()
    assert told["file"]["bytes"] == to.stat().st_size
    said = texts(to)
    assert all(line["article_id"] in said for line in expected if line["captions"] or form != "captions")
    assert {path.name for path in tmp_path.iterdir()} == {to.name, to.name + ".manifest.json"}


def test_a_manifest_says_where_its_file_is_from_and_what_may_be_done_with_it(
    collection: Collection, tmp_path: Path
) -> None:
    to = tmp_path / "a.jsonl"
    export(collection, "jsonl", to, "--query", "http://127.0.0.1:8000/artikel?since=2024&until=2024&order=oldest")

    told = manifest(to)
    rows = [json.loads(line) for line in to.read_text("utf-8").splitlines()]
    assert told["query"]["address"] == "since=2024&until=2024"
    assert told["query"]["words"]["Date of publication"] == "2024"
    assert told["query"]["order"] == "oldest"
    assert [row["published_on"] for row in rows] == sorted(row["published_on"] for row in rows)
    assert {one["file"] for one in told["state"]["warcs"]} == {row["warc_filename"] for row in rows}
    assert told["state"]["documents"] == 300
    assert told["collection"]["contact"] == collection.config.who.contact
    assert told["licence"]["index"]["name"] == "CC-BY-4.0"
    assert "ODbL" in told["licence"]["regions"]
    assert "villages" in told["licence"]["texts"]


def test_the_licence_is_the_one_that_the_collection_names(tmp_path: Path) -> None:
    made = BigCollection(tmp_path / "koleksi", 5).collection
    with (made.root / "collection.toml").open("a", encoding="utf-8") as file:
        file.write('\n[licence]\nindex = "CC0-1.0"\nnote = "Dengan izin desa-desa."\n')

    export(made, "data-csv", tmp_path / "a.csv", *ALL)

    licence = manifest(tmp_path / "a.csv")["licence"]
    assert licence["index"]["url"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert licence["note"] == "Dengan izin desa-desa."


def test_lines_and_rows_hold_the_same(collection: Collection, tmp_path: Path) -> None:
    export(collection, "jsonl", tmp_path / "a.jsonl", *ALL)
    export(collection, "parquet", tmp_path / "a.parquet", *ALL)

    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == lines


def test_a_stream_is_the_same_file(collection: Collection, tmp_path: Path) -> None:
    for form in ("jsonl", "data-csv"):
        export(collection, form, tmp_path / "a", *ALL)
        run = lumbung("export", "-c", collection.root, "-f", form, "-o", "-", *ALL)

        assert run.code == 0
        assert run.out.encode() == (tmp_path / "a").read_bytes()
    assert lumbung("export", "-c", collection.root, "-f", "parquet", "-o", "-").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-f", "docx", "-o", "a"), "no form of an export"),
        (("-f", "jsonl", "-o", "a", "--region", "99.99"), "no code of a region"),
        (("-f", "jsonl", "-o", "a", "--since", "2024-13"), "no year"),
        (("-f", "jsonl", "-o", "a", "--query", "wilayah=18"), "no filter is called wilayah"),
        (("-f", "jsonl", "-o", "a", "--order", "lucky"), "none of"),
        (("-f", "jsonl", "-o", "tidakada/a"), "no folder"),
        (("-f", "jsonl", "-o", "a", "--images"), "captions"),
        (("-f", "captions", "-o", "a", "--as", "xlsx"), "no form of a table"),
        (("-f", "jsonl", "-o", "a", "--reason", "tanpa sebab"), "--unredacted"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(
    collection: Collection, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    run = lumbung("export", "-c", collection.root, *arguments, cwd=tmp_path)

    assert run.code == 1
    assert said in run.err
    assert not list(tmp_path.iterdir())


def test_no_export_goes_among_the_evidence(collection: Collection) -> None:
    for place in ("seeds.csv", "archive/a.jsonl", "manifests/a.jsonl"):
        run = export(collection, "jsonl", collection.root / place)
        assert run.code == 1
        assert "own files" in run.err
    assert (collection.root / "seeds.csv").read_text("utf-8").startswith("id,url")


# ---- stopped, killed, full ----


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Enough to be stopped in the middle."""
    made = BigCollection(tmp_path_factory.mktemp("lambat") / "koleksi", 1_200).collection
    assert lumbung("catalogue", "build", "-c", made.root).code == 0
    return made


def _stopped(collection: Collection, to: Path, form: str, how: signal.Signals, when: Callable[[], bool]) -> int:
    """The exit code of an export that is ended as soon as that is so."""
    arguments = command("export", "-c", collection.root, "-f", form, "-o", to, *ALL)
    # Notes its place after each article, not each five seconds.
    code = "import archive.export.resuming as r; r._EVERY_SECONDS = 0.0; from crawler.cli.main import main; import sys; sys.exit(main())"
    python = [arguments[0], "-P", "-c", code, *arguments[4:]]
    process = subprocess.Popen(python, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not when() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
    process.send_signal(how)
    return process.wait(60)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_lines_that_were_stopped_go_on_and_the_file_is_the_same(
    slow: Collection, tmp_path: Path, how: signal.Signals
) -> None:
    whole, to = tmp_path / "whole.jsonl", tmp_path / "a.jsonl"
    part, note = tmp_path / "a.jsonl.part", tmp_path / "a.jsonl.part.json"
    assert export(slow, "jsonl", whole, *ALL).code == 0

    code = _stopped(slow, to, "jsonl", how, lambda: note.exists() and part.stat().st_size > 100_000)

    assert code == (130 if how != signal.SIGKILL else -signal.SIGKILL)
    assert not to.exists()
    noted = json.loads(note.read_text())["tally"]["articles"]
    assert noted > 10
    # What stands behind the place that was noted is cut away.
    with part.open("ab") as file:
        file.write(b'{"half a li')
    run = export(slow, "jsonl", to, *ALL)
    assert run.code == 0, run.err
    assert to.read_bytes() == whole.read_bytes()
    first, second = manifest(whole), manifest(to)
    assert second["counts"] == first["counts"]
    assert second["redaction"] == first["redaction"]
    assert second["state"]["warcs"] == first["state"]["warcs"]
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith("a.")} == {
        to.name,
        to.name + ".manifest.json",
    }


def test_lines_begin_anew_when_the_question_is_another(slow: Collection, tmp_path: Path) -> None:
    to, note = tmp_path / "a.jsonl", tmp_path / "a.jsonl.part.json"
    _stopped(slow, to, "jsonl", signal.SIGKILL, note.exists)

    run = export(slow, "jsonl", to, "--since", "2024", "--until", "2024")

    assert run.code == 0
    assert len(to.read_bytes().splitlines()) == len(counted(slow, "2024"))


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_form_that_cannot_go_on_leaves_nothing_when_it_is_stopped(
    slow: Collection, tmp_path: Path, form: str
) -> None:
    to = tmp_path / "berkas"
    scratch = tmp_path / "berkas.scratch"
    to.write_bytes(b"yang dulu")

    code = _stopped(slow, to, form, signal.SIGTERM, scratch.exists)

    assert code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["berkas"]
    assert to.read_bytes() == b"yang dulu"


def test_two_do_not_write_the_same_file(collection: Collection, tmp_path: Path) -> None:
    to, part = tmp_path / "a.parquet", tmp_path / "a.parquet.part"
    with part.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        refused = export(collection, "parquet", to, *ALL)
        assert refused.code == 1
        assert "another export" in refused.err
        assert part.exists()

    assert export(collection, "parquet", to, *ALL).code == 0
    assert not part.exists()


def test_a_full_disk_leaves_nothing_that_looks_whole(slow: Collection, tmp_path: Path) -> None:
    def small_files() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    to = tmp_path / "a.parquet"
    run = lumbung("export", "-c", slow.root, "-f", "parquet", "-o", to, *ALL, before=small_files)

    assert run.code == 3, run.err
    assert not list(tmp_path.iterdir())
